//! `callgate check`: one call, and what to say of it.

use crate::{
    failure::Failure,
    links::FileSystem,
    options::{self, Options},
    report, session,
    terminal::Colours,
};
use callgate::{Call, Context, Policy, Verdict, call::subject_field};
use serde_json::{Map, Value};
use std::{ffi::OsString, io::Write, path::Path, process::ExitCode};

/// What to decide.
#[derive(Debug, Default)]
struct Question {
    tool: Option<String>,
    input: Option<OsString>,
    /// The command; with a tool its main argument.
    subject: Option<OsString>,
}

/// Decides one call and explains. The status is 0 for allow, 1 for ask, 2 for deny.
pub fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    use lexopt::Arg::{Long, Value};
    let mut options = Options::default();
    let mut question = Question::default();
    let mut json = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Long("tool") => question.tool = Some(text_of(arguments.value()?)?),
            Long("input") => question.input = Some(arguments.value()?),
            Value(subject) if question.subject.is_none() => question.subject = Some(subject),
            Long(name) => {
                let name = name.to_owned();
                if !options.take(&name, &mut arguments)? {
                    return Err(lexopt::Arg::Long(&name).unexpected().into());
                }
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    let (tool, input) = question.call()?;
    let (cwd, home) = (options.cwd()?, options.home()?);
    let layers =
        if options.names_settings() { options.layers()? } else { session::layers(&cwd, &home)? };
    let policy = match Policy::new(&layers, options.profile) {
        Ok(policy) => policy,
        Err(error) => {
            report::diagnostics(
                &mut std::io::stderr(),
                &error.diagnostics,
                &layers,
                Colours::for_stderr(),
            )?;
            return Err(Failure::Input("these settings cannot be read".to_owned()));
        }
    };
    let (cwd, home) = (cwd.to_string_lossy(), home.to_string_lossy());
    let context = Context { mode: options.mode, links: &FileSystem, ..Context::new(&cwd, &home) };
    let call = Call::new(&tool, &input);
    let decision = policy.decide(&call, &context);
    if json {
        let text = serde_json::to_string(&decision)
            .map_err(|error| Failure::Input(format!("cannot write the decision: {error}")))?;
        writeln!(out, "{text}")?;
    } else {
        report::decision(out, &decision, &call, &layers, Colours::for_stdout())?;
    }
    Ok(status(decision.verdict))
}

/// The exit status that stands for a verdict.
fn status(verdict: Verdict) -> ExitCode {
    ExitCode::from(match verdict {
        Verdict::Allow => 0,
        Verdict::Ask => 1,
        Verdict::Deny => 2,
    })
}

impl Question {
    /// The tool and its input.
    fn call(self) -> Result<(String, Map<String, Value>), Failure> {
        let tool = self.tool.unwrap_or_else(|| "Bash".to_owned());
        match (self.input, self.subject) {
            (Some(_), Some(_)) => Err(Failure::usage("--input and an argument: which is it?")),
            (Some(input), None) => {
                let text = match input.to_str() {
                    Some("-") => options::text(Path::new("-"))?,
                    _ => text_of(input)?,
                };
                let input = callgate::parse_object(&text).map_err(|error| {
                    Failure::usage(format!("the input is no JSON object: {error}"))
                })?;
                Ok((tool, input))
            }
            (None, Some(subject)) => {
                let Some(field) = subject_field(&tool) else {
                    return Err(Failure::usage(format!("{tool} needs --input JSON")));
                };
                let text = match subject.to_str() {
                    Some("-") => options::text(Path::new("-"))?,
                    _ => text_of(subject)?,
                };
                Ok((tool, Map::from_iter([(field.to_owned(), Value::String(text))])))
            }
            (None, None) if tool == "Bash" => Err(Failure::usage("check needs a command")),
            (None, None) => Ok((tool, Map::new())),
        }
    }
}

/// An argument as text. Bytes that are no UTF-8 become U+FFFD.
fn text_of(argument: OsString) -> Result<String, Failure> {
    Ok(argument.to_string_lossy().into_owned())
}
