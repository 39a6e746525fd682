//! `callgate batch`: decides groups of recorded calls.

use crate::{
    failure::{self, Failure},
    options,
};
use callgate::Profile;
use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Prints the decisions of every group of every file. A line that is no group is reported, and the
/// others are decided all the same.
pub fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    use lexopt::Arg::{Long, Value};
    let mut profile = Profile::Enforce;
    let mut files = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("profile") => profile = options::profile(&arguments.value()?)?,
            Value(file) => files.push(PathBuf::from(file)),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if files.is_empty() {
        return Err(Failure::usage("batch needs a file of groups, or - for standard input"));
    }
    let mut status = ExitCode::SUCCESS;
    for file in &files {
        let text = options::text(file)?;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match callgate::batch::group(line, profile) {
                Ok(answers) => out.write_all(answers.as_bytes())?,
                Err(error) => {
                    let _ = writeln!(io::stderr(), "{}:{}: {error}", file.display(), index + 1);
                    status = ExitCode::from(failure::STATUS);
                }
            }
        }
    }
    Ok(status)
}
