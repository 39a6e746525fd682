//! `callgate`: asks callgate on the command line.
#![forbid(unsafe_code)]

mod batch;
mod check;
mod excerpt;
mod failure;
mod hook;
mod links;
mod lint;
mod options;
mod posture;
mod report;
mod session;
mod terminal;

use crate::failure::Failure;
use std::{
    io::{self, Write},
    process::ExitCode,
};

const HELP: &str = "\
callgate: says what an AI coding agent may do, and why

Usage:
  callgate check [OPTION]... COMMAND
  callgate check [OPTION]... --tool TOOL [ARGUMENT | --input JSON]
      decides one call and explains; `-` reads COMMAND, ARGUMENT or JSON from
      standard input. Exit status: 0 allow, 1 ask, 2 deny, 3 error
  callgate lint [--as LAYER] [--json | --sarif] FILE...
      finds rules and settings that are malformed, inert or likely to be misread.
      Exit status: 0 nothing found, 1 warnings or errors, 3 a file cannot be read
  callgate posture [--profile PROFILE] [--as LAYER] [--json] FILE...
      holds managed settings against what governance guides ask for, by asking
      calls. Exit status: 0 all pass, 1 some do not, 3 no policy can be made
  callgate hook [OPTION]...
      a PreToolUse hook of Claude Code: event on standard input, decision on
      standard output
  callgate batch [--profile PROFILE] FILE.jsonl...
      decides groups of recorded calls, one a line

Settings of check (without any, those of a session in the working directory) and
hook (besides those of the session):
  --managed FILE, --user FILE, --project FILE, --local FILE
  --settings FILE | JSON

Options of check and hook:
  --profile PROFILE  enforce: rules as their authors meant them (default)
                     claude-code: the decision that Claude Code 2.1.329 takes
  --mode MODE        default, acceptEdits, plan, auto, dontAsk, bypassPermissions
  --cwd DIRECTORY    working directory of the session
  --home DIRECTORY   home directory of the user
  --json             (check) prints the decision as JSON

LAYER is managed, user, project, local or flag; lint guesses it from the name,
posture takes managed.
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
            Some("check") => check::run(arguments, out),
            Some("lint") => lint::run(arguments, out),
            Some("posture") => posture::run(arguments, out),
            Some("hook") => Ok(hook::run(arguments, out)),
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
