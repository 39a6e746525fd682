//! `callgate hook`: a `PreToolUse` hook of Claude Code.
//!
//! A hook that fails lets the call through, so this one must not: whatever goes wrong, the answer
//! is a refusal that says so.

use crate::{
    failure::Failure,
    links::FileSystem,
    options::{self, Options},
    session,
};
use callgate::{Call, Context, Decision, Mode, Policy, Reason, Verdict};
use serde_json::{Map, Value, json};
use std::{
    env,
    io::{self, Write},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The status with which a hook blocks a call whatever it printed.
const BLOCK: u8 = 2;

/// Reads the event, prints the decision.
pub fn run(arguments: lexopt::Parser, out: &mut dyn Write) -> ExitCode {
    let answer = panic::catch_unwind(AssertUnwindSafe(|| decide(arguments)));
    let (verdict, reason) = match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(failure)) => (Verdict::Deny, format!("callgate could not decide: {failure}")),
        Err(_) => (Verdict::Deny, "callgate failed while it decided".to_owned()),
    };
    let answer = json!({
        "hookSpecificOutput": {
            "hookEventName": "PreToolUse",
            "permissionDecision": verdict.as_str(),
            "permissionDecisionReason": reason,
        }
    });
    match writeln!(out, "{answer}").and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => {
            let _ = writeln!(io::stderr(), "{reason}");
            ExitCode::from(BLOCK)
        }
    }
}

/// The verdict on the call in the event on standard input, and the reason for it.
fn decide(mut arguments: lexopt::Parser) -> Result<(Verdict, String), Failure> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long(name) => {
                let name = name.to_owned();
                if !options.take(&name, &mut arguments)? {
                    return Err(lexopt::Arg::Long(&name).unexpected().into());
                }
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    let event = Event::parse(&options::text(Path::new("-"))?)?;
    let home = options.home()?;
    let project = env::var_os("CLAUDE_PROJECT_DIR").map(PathBuf::from);
    let project = project.as_deref().unwrap_or(Path::new(&event.cwd));
    let mut layers = session::layers(project, &home)?;
    layers.extend(options.layers()?);
    let policy =
        Policy::new(&layers, options.profile).map_err(|error| Failure::Input(error.to_string()))?;
    let home = home.to_string_lossy();
    let context = Context {
        mode: options.mode.or(event.mode),
        links: &FileSystem,
        ..Context::new(&event.cwd, &home)
    };
    let decision = policy.decide(&Call::new(&event.tool, &event.input), &context);
    Ok((decision.verdict, reason(&decision)))
}

/// The decision in a sentence: the client shows it to the person who is asked, or to the model.
fn reason(decision: &Decision) -> String {
    let mut reason = format!("callgate: {}", decision.message);
    if let (Reason::BuiltIn { .. }, Some(advice)) = (&decision.reason, &decision.advice) {
        reason.push_str("; ");
        reason.push_str(advice);
    }
    reason
}

/// What the client says of the call.
struct Event {
    tool: String,
    input: Map<String, Value>,
    cwd: String,
    mode: Option<Mode>,
}

impl Event {
    fn parse(text: &str) -> Result<Event, Failure> {
        let mut event = callgate::parse_object(text)
            .map_err(|error| Failure::Input(format!("the event is no JSON object: {error}")))?;
        let mut string = |name: &str| match event.remove(name) {
            Some(Value::String(value)) => Ok(Some(value)),
            None => Ok(None),
            Some(_) => Err(Failure::Input(format!("`{name}` of the event is no string"))),
        };
        let missing = |name: &str| Failure::Input(format!("the event has no `{name}`"));
        if let Some(name) = string("hook_event_name")?.filter(|name| name != "PreToolUse") {
            return Err(Failure::Input(format!("this hook is for PreToolUse events, not {name}")));
        }
        let tool = string("tool_name")?.ok_or_else(|| missing("tool_name"))?;
        let cwd = string("cwd")?.ok_or_else(|| missing("cwd"))?;
        let mode = match string("permission_mode")? {
            Some(name) => Some(Mode::parse(&name).ok_or_else(|| {
                Failure::Input(format!("`permission_mode` of the event is not known: {name}"))
            })?),
            None => None,
        };
        let input = match event.remove("tool_input") {
            Some(Value::Object(input)) => input,
            Some(_) => return Err(Failure::Input("`tool_input` is no object".to_owned())),
            None => return Err(missing("tool_input")),
        };
        Ok(Event { tool, input, cwd, mode })
    }
}
