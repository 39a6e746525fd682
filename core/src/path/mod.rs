//! Paths as text: making them absolute and normal, where they lie, what is protected.

mod ambiguous;
mod links;
mod normal;
mod own;
mod pairs;
mod protected;
mod target;

pub(crate) use self::{
    ambiguous::{is_ambiguous, is_remote},
    links::{WithProcess, follow, walk},
    normal::{below, is_absolute, is_below, join, place},
    own::{Own, is_forbidden, is_open_device, readable, writable},
    pairs::any_pair,
    protected::{is_protected, is_protected_below, is_settings_file},
    target::{Places, Target, WorkingDirectories},
};
