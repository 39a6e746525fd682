//! callgate for Node.js: the native half of the npm package `callgate`.
//!
//! Only text, numbers and handles cross the border; the JavaScript in `lib/` gives them the shape
//! that users see, the one in `types.d.ts`. Nothing is decided here, and no panic ends the process:
//! it becomes an exception.

#[cfg(feature = "bench")]
mod bench;
mod failure;
mod guard;
mod many;
mod mcp;
mod policy;

use self::failure::Failure;
use callgate::{
    Profile,
    interop::{self, Offsets},
};
use napi_derive::napi;
use serde::Serialize;

/// What JavaScript counts the characters of a text in.
const OFFSETS: Offsets = Offsets::Utf16;

/// What is wrong with settings: a list of diagnostics as JSON. `layers` is a list of layers as JSON.
#[napi(catch_unwind)]
pub fn lint(layers: String) -> napi::Result<String> {
    let layers =
        interop::layers(&layers).map_err(|error| Failure::new("invalid-layers", &error))?;
    Ok(json(&interop::lint(&layers, OFFSETS)))
}

/// Decides a group of recorded calls: JSON in, one JSON object a line out.
#[napi(catch_unwind)]
pub fn batch(group: String, profile: String) -> napi::Result<String> {
    let profile = read_profile(&profile)?;
    let answers = callgate::batch::group(&group, profile)
        .map_err(|error| Failure::new("invalid-group", &error))?;
    Ok(answers)
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
