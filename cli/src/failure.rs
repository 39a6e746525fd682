//! Why a command could not do its work.

use std::{fmt, io, path::Path};

/// The exit status of every failure. The smaller ones are verdicts.
pub const STATUS: u8 = 3;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// A file cannot be read, or what it holds cannot be used.
    Input(String),
    /// Whoever read our output has gone.
    Pipe,
}

impl Failure {
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::Usage(message.into())
    }

    /// `path` cannot be read.
    pub fn file(path: &Path, error: &io::Error) -> Failure {
        Failure::Input(format!("cannot read {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) => write!(f, "{message}\nTry `callgate --help`."),
            Failure::Input(message) => f.write_str(message),
            Failure::Pipe => f.write_str("standard output was closed"),
        }
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Failure {
        Failure::Usage(error.to_string())
    }
}

/// An error while writing our output: input errors are made with [`Failure::file`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Pipe,
            _ => Failure::Input(format!("cannot write: {error}")),
        }
    }
}
