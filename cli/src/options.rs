//! Options that several commands take, and the files that they name.

use crate::failure::Failure;
use callgate::Profile;
use std::{
    ffi::OsStr,
    fs,
    io::{self, Read},
    path::Path,
};

/// The value of `--profile`.
pub fn profile(name: &OsStr) -> Result<Profile, Failure> {
    match name.to_str() {
        Some("enforce") => Ok(Profile::Enforce),
        Some("claude-code") => Ok(Profile::ClaudeCode),
        _ => Err(Failure::usage(format!(
            "no such profile: {} (there are enforce and claude-code)",
            name.display()
        ))),
    }
}

/// The text of a file, or of standard input for `-`. Bytes that are no UTF-8 become U+FFFD, as the
/// client reads them.
pub fn text(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| Failure::file(path, &error))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
