//! callgate for browsers and Node: the WebAssembly half of the npm package `callgate-wasm`.
//!
//! Only text, numbers and handles cross the border; the JavaScript in `lib/` gives them the shape
//! that users see, the one in `types.d.ts`. Nothing is decided here, and nothing may panic: a panic
//! would end the whole instance.
#![warn(missing_docs)]

mod failure;
mod policy;
mod session;

pub use self::{policy::Policy, session::Session};

use self::failure::Failure;
use callgate::{
    Profile,
    interop::{self, Offsets},
};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// What JavaScript counts the characters of a text in.
const OFFSETS: Offsets = Offsets::Utf16;

/// What is wrong with settings: a list of diagnostics as JSON. `layers` is a list of layers as JSON.
///
/// # Errors
/// If `layers` is no such list.
#[wasm_bindgen]
pub fn lint(layers: &str) -> Result<String, Failure> {
    let layers = interop::layers(layers).map_err(|error| Failure::new("invalid-layers", &error))?;
    Ok(json(&interop::lint(&layers, OFFSETS)))
}

/// Decides a group of recorded calls: JSON in, one JSON object a line out.
///
/// # Errors
/// If `group` is no group of calls, or `profile` no profile.
#[wasm_bindgen]
pub fn batch(group: &str, profile: &str) -> Result<String, Failure> {
    let profile = read_profile(profile)?;
    callgate::batch::group(group, profile).map_err(|error| Failure::new("invalid-group", &error))
}

/// Takes a text and does nothing: what it costs to cross the border.
#[wasm_bindgen]
#[must_use]
pub fn nothing(text: &str) -> u8 {
    u8::from(text.is_empty())
}

fn read_profile(name: &str) -> Result<Profile, Failure> {
    Profile::parse(name)
        .ok_or_else(|| Failure::new("invalid-profile", &"a profile is `enforce` or `claude-code`"))
}

/// What serde writes of `value`.
fn json(value: &impl Serialize) -> String {
    // Strings, numbers and objects with string keys: this cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
