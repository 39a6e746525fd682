//! Options that several commands take, and the files that they name.

use crate::{failure::Failure, session};
use callgate::{Layer, Mode, Profile, Source};
use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    io::{self, Read},
    path::{self, Path, PathBuf},
};

/// Settings layers and circumstances, as named on the command line.
#[derive(Debug, Default)]
pub struct Options {
    pub profile: Profile,
    pub mode: Option<Mode>,
    cwd: Option<PathBuf>,
    home: Option<PathBuf>,
    layers: Vec<(Source, OsString)>,
}

impl Options {
    /// Takes the option `name`, with its value, if it is one of these.
    pub fn take(&mut self, name: &str, arguments: &mut lexopt::Parser) -> Result<bool, Failure> {
        let source = match name {
            "profile" => {
                self.profile = profile(&arguments.value()?)?;
                return Ok(true);
            }
            "mode" => {
                self.mode = Some(mode(&arguments.value()?)?);
                return Ok(true);
            }
            "cwd" => {
                self.cwd = Some(arguments.value()?.into());
                return Ok(true);
            }
            "home" => {
                self.home = Some(arguments.value()?.into());
                return Ok(true);
            }
            "settings" => Source::Flag,
            "managed" => Source::Managed,
            "user" => Source::User,
            "project" => Source::Project,
            "local" => Source::Local,
            _ => return Ok(false),
        };
        self.layers.push((source, arguments.value()?));
        Ok(true)
    }

    /// The working directory, absolute.
    pub fn cwd(&self) -> Result<PathBuf, Failure> {
        absolute(self.cwd.as_deref().unwrap_or(Path::new(".")))
    }

    /// The home directory, absolute.
    pub fn home(&self) -> Result<PathBuf, Failure> {
        match &self.home {
            Some(home) => absolute(home),
            None => home(),
        }
    }

    /// Are any settings named?
    pub fn names_settings(&self) -> bool {
        !self.layers.is_empty()
    }

    /// The settings layers that are named, read.
    pub fn layers(&self) -> Result<Vec<Layer>, Failure> {
        self.layers.iter().map(|(source, value)| named_layer(*source, value)).collect()
    }
}

/// The layer that an option names: a file, or for the client's `--settings` JSON as well.
fn named_layer(source: Source, value: &OsStr) -> Result<Layer, Failure> {
    if source == Source::Flag {
        if let Some(text) = value.to_str().filter(|text| text.trim_start().starts_with('{')) {
            return Ok(Layer { name: "--settings".to_owned(), ..Layer::new(source, text) });
        }
        // The client takes `/path` rules of such a file from the directory that it is in.
        let path = absolute(Path::new(value))?;
        let directory = path.parent().map(|parent| parent.to_string_lossy().into_owned());
        return Ok(Layer { directory, ..session::layer(source, Path::new(value))? });
    }
    session::layer(source, Path::new(value))
}

/// The home directory of whoever runs this.
pub fn home() -> Result<PathBuf, Failure> {
    let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    match env::var_os(variable) {
        Some(home) if !home.is_empty() => absolute(Path::new(&home)),
        _ => Err(Failure::usage(format!("{variable} is not set: which home directory?"))),
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    path::absolute(path).map_err(|error| Failure::file(path, &error))
}

/// The value of `--profile`.
pub fn profile(name: &OsStr) -> Result<Profile, Failure> {
    name.to_str().and_then(Profile::parse).ok_or_else(|| {
        Failure::usage(format!(
            "no such profile: {} (there are enforce and claude-code)",
            name.display()
        ))
    })
}

/// The value of `--mode`.
fn mode(name: &OsStr) -> Result<Mode, Failure> {
    name.to_str().and_then(Mode::parse).ok_or_else(|| {
        Failure::usage(format!(
            "no such mode: {} (there are default, acceptEdits, plan, auto, dontAsk and \
             bypassPermissions)",
            name.display()
        ))
    })
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
