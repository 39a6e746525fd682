//! `callgate posture`: how settings stand against what governance guides ask for.

use crate::{
    failure::Failure,
    lint, options, session,
    terminal::{Colours, printable, style},
};
use callgate::{
    Profile, Source,
    governance::posture::{Control, Standing, posture},
};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Prints each control. The status is 1 if one does not pass.
pub fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    use lexopt::Arg::{Long, Value};
    let mut profile = Profile::ClaudeCode;
    let mut source = Source::Managed;
    let mut json = false;
    let mut files = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Long("profile") => profile = options::profile(&arguments.value()?)?,
            Long("as") => source = lint::source_named(&arguments.value()?)?,
            Value(file) => files.push(PathBuf::from(file)),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if files.is_empty() {
        return Err(Failure::usage("posture needs a settings file"));
    }
    let mut layers = Vec::with_capacity(files.len());
    for file in &files {
        layers.push(session::layer(source, file)?);
    }
    let controls = posture(&layers, profile).map_err(|error| Failure::Input(error.to_string()))?;
    for control in &controls {
        if json {
            let line = serde_json::to_string(control)
                .map_err(|error| Failure::Input(format!("cannot write the control: {error}")))?;
            writeln!(out, "{line}")?;
        } else {
            print(out, control, Colours::for_stdout())?;
        }
    }
    let pass = |control: &Control| matches!(control.standing, Standing::Pass { .. });
    Ok(ExitCode::from(u8::from(!controls.iter().all(pass))))
}

fn print(out: &mut dyn Write, control: &Control, colours: Colours) -> Result<(), Failure> {
    let Control { code, demand, standing, help, .. } = control;
    match standing {
        Standing::Pass { asked } => {
            writeln!(
                out,
                "{}  {code}: {demand} ({asked} asked)",
                colours.paint(style::GREEN, "pass   ")
            )?;
        }
        Standing::Fail { call, through, asked } => {
            writeln!(out, "{}  {code}: {demand}", colours.paint(style::RED, "FAIL   "))?;
            writeln!(
                out,
                "           {through} of {asked} get through, the first: {}",
                printable(call)
            )?;
            writeln!(out, "           help: {help}")?;
        }
        Standing::NotSet => {
            writeln!(out, "{}  {code}: {demand}", colours.paint(style::YELLOW, "not set"))?;
            writeln!(out, "           help: {help}")?;
        }
    }
    Ok(())
}
