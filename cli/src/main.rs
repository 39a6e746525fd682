//! `callgate`: asks callgate on the command line.
#![forbid(unsafe_code)]

mod batch;
mod failure;
mod options;

use crate::failure::Failure;
use std::{
    io::{self, Write},
    process::ExitCode,
};

const HELP: &str = "\
callgate: says what an AI coding agent may do, and why

Usage:
  callgate batch [--profile enforce|claude-code] FILE.jsonl...

  callgate --help
  callgate --version

Profiles:
  enforce      rules as their authors meant them (default)
  claude-code  the decision that Claude Code 2.1.329 itself takes
";

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let result = run(lexopt::Parser::from_env(), &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match result {
        Ok(status) => status,
        Err(Failure::Pipe) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell if standard error is closed.
            let _ = writeln!(io::stderr(), "callgate: {failure}");
            ExitCode::from(failure::STATUS)
        }
    }
}

/// Runs the command that the first argument names.
fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    use lexopt::Arg::{Long, Short, Value};
    match arguments.next()? {
        Some(Value(command)) => match command.to_str() {
            Some("batch") => batch::run(arguments, out),
            _ => Err(Failure::usage(format!("no such command: {}", command.display()))),
        },
        Some(Long("help") | Short('h')) => {
            out.write_all(HELP.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Long("version") | Short('V')) => {
            writeln!(out, "callgate {}", env!("CARGO_PKG_VERSION"))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(argument) => Err(argument.unexpected().into()),
        None => Err(Failure::usage("no command given")),
    }
}
