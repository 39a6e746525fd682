//! `callgate lint`: what is wrong with settings files.

use crate::{failure::Failure, report, session, terminal::Colours};
use callgate::{Diagnostic, Layer, Severity, Source};
use serde::Serialize;
use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// A diagnostic with its place as people count it.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

/// Prints the diagnostics of each file. The status is 1 if there is a warning or an error.
pub fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    use lexopt::Arg::{Long, Value};
    let mut source = None;
    let mut form = Form::Text;
    let mut files = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => form = Form::Json,
            Long("sarif") => form = Form::Sarif,
            Long("as") => {
                source = Some(source_named(&arguments.value()?)?);
            }
            Value(file) => files.push(PathBuf::from(file)),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if files.is_empty() {
        return Err(Failure::usage("lint needs a settings file"));
    }
    let mut layers = Vec::with_capacity(files.len());
    for file in &files {
        layers.push(session::layer(source.unwrap_or_else(|| source_of(file)), file)?);
    }
    let diagnostics = callgate::lint(&layers);
    match form {
        Form::Text => report::diagnostics(out, &diagnostics, &layers, Colours::for_stdout())?,
        Form::Json => print_json(out, &diagnostics, &layers)?,
        Form::Sarif => writeln!(out, "{}", callgate::diagnostic::sarif(&diagnostics, &layers))?,
    }
    let clean = diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Info);
    Ok(ExitCode::from(u8::from(!clean)))
}

/// How findings are printed.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Json,
    Sarif,
}

/// One JSON object a line.
fn print_json(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    layers: &[Layer],
) -> Result<(), Failure> {
    for diagnostic in diagnostics {
        let layer = layers.iter().find(|layer| layer.name == diagnostic.file);
        let position = diagnostic
            .span
            .zip(layer)
            .map(|(span, layer)| callgate::position(&layer.text, span.start as usize));
        let placed = Placed {
            diagnostic,
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
        };
        let text = serde_json::to_string(&placed)
            .map_err(|error| Failure::Input(format!("cannot write the diagnostic: {error}")))?;
        writeln!(out, "{text}")?;
    }
    Ok(())
}

/// The value of `--as`.
pub fn source_named(name: &OsStr) -> Result<Source, Failure> {
    Ok(match name.to_str() {
        Some("managed") => Source::Managed,
        Some("user") => Source::User,
        Some("project") => Source::Project,
        Some("local") => Source::Local,
        Some("flag") => Source::Flag,
        _ => return Err(Failure::usage(format!("no such settings layer: {}", name.display()))),
    })
}

/// The layer that a file of this name is read for.
fn source_of(file: &Path) -> Source {
    let name = file.file_name().and_then(|name| name.to_str());
    let parent = file.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    match (parent, name) {
        (_, Some("managed-settings.json")) | (Some("managed-settings.d"), _) => Source::Managed,
        (_, Some("settings.local.json")) => Source::Local,
        _ => Source::Project,
    }
}
