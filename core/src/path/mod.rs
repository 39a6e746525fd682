//! Paths as text: making them absolute and normal, where they lie, what is protected.

mod normal;
mod protected;
mod target;

pub(crate) use self::{
    normal::{below, is_below, join, normal},
    protected::protected,
    target::{Places, Target, WorkingDirectories},
};
