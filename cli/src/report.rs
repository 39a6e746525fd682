//! Decisions and diagnostics for a person to read.

use crate::{
    excerpt::{Mark, excerpt},
    terminal::{Colours, printable, style},
};
use callgate::{Call, Decision, Diagnostic, Layer, Part, Reason, Severity, Span, Verdict};
use std::io::{self, Write};

/// How many parts of a call are listed.
const MAX_PARTS: usize = 20;
/// How much of a part is shown in the list.
const MAX_PART_WIDTH: usize = 60;

/// What was decided, which part of the call it comes from, and the rule and its place.
pub fn decision(
    out: &mut dyn Write,
    decision: &Decision,
    call: &Call<'_>,
    layers: &[Layer],
    colours: Colours,
) -> io::Result<()> {
    let style = verdict_style(decision.verdict);
    let verdict = decision.verdict.as_str().to_uppercase();
    let why = match &decision.reason {
        Reason::Rule { rule, list, .. } => format!("by the {} rule {rule}", list.as_str()),
        _ => decision.message.clone(),
    };
    writeln!(out, "{}  {}", colours.paint(style, &verdict), printable(&why))?;
    let subject = call.subject().unwrap_or(call.tool());
    let mut marks: Vec<Mark<'_>> = deciding(decision)
        .filter_map(|part| part.span)
        .take(MAX_PARTS)
        .map(|span| Mark { span, with: '^', style })
        .collect();
    if marks.is_empty() {
        marks.push(Mark { span: Span::new(0, subject.len()), with: '^', style });
    }
    write!(out, "\n{}\n", excerpt(subject, &marks, "  ", colours))?;
    if let Reason::Rule { file, span, .. } = &decision.reason {
        writeln!(out, "  at    {}", place(file, *span, layers))?;
    }
    if let Some(advice) = &decision.advice {
        writeln!(out, "  help  {}", printable(advice))?;
    }
    if decision.parts.len() > 1 {
        writeln!(out)?;
        for part in decision.parts.iter().take(MAX_PARTS) {
            part_line(out, part, layers, colours)?;
        }
        if decision.parts.len() > MAX_PARTS {
            writeln!(out, "  … and {} more", decision.parts.len() - MAX_PARTS)?;
        }
    }
    Ok(())
}

/// The parts that the decision comes from: those with its reason, or else with its verdict.
fn deciding(decision: &Decision) -> impl Iterator<Item = &Part> {
    let by_reason = decision.parts.iter().any(|part| part.reason == decision.reason);
    decision.parts.iter().filter(move |part| match by_reason {
        true => part.reason == decision.reason,
        false => part.verdict == decision.verdict,
    })
}

fn part_line(
    out: &mut dyn Write,
    part: &Part,
    layers: &[Layer],
    colours: Colours,
) -> io::Result<()> {
    let verdict = format!("{:5}", part.verdict.as_str());
    let mut text = printable(&part.text);
    if let Some((cut, _)) = text.char_indices().nth(MAX_PART_WIDTH) {
        text.truncate(cut);
        text.push('…');
    }
    let why = match &part.reason {
        Reason::Rule { rule, file, span, .. } => {
            format!("{} ({})", printable(rule), place(file, *span, layers))
        }
        Reason::BuiltIn { code } => code.message().to_owned(),
        _ => String::new(),
    };
    let why = colours.paint(style::DIM, &why);
    writeln!(out, "  {}  {text}  {why}", colours.paint(verdict_style(part.verdict), &verdict))
}

const fn verdict_style(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => style::GREEN,
        Verdict::Ask => style::YELLOW,
        Verdict::Deny => style::RED,
    }
}

/// `file:line:column`, as terminals and editors link it.
fn place(file: &str, span: Span, layers: &[Layer]) -> String {
    let file_name = printable(file);
    match layers.iter().find(|layer| layer.name == file) {
        Some(layer) => {
            let (line, column) = callgate::position(&layer.text, span.start as usize);
            format!("{file_name}:{line}:{column}")
        }
        None => file_name,
    }
}

/// Each diagnostic with the place that it is about and the line there.
pub fn diagnostics(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    layers: &[Layer],
    colours: Colours,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        let place = place(&diagnostic.file, diagnostic.span.unwrap_or_default(), layers);
        let (name, severity_style) = match diagnostic.severity {
            Severity::Error => ("error", style::RED),
            Severity::Warning => ("warning", style::YELLOW),
            Severity::Info => ("info", style::BLUE),
        };
        writeln!(
            out,
            "{}: {}: {} [{}]",
            colours.paint(style::BOLD, &place),
            colours.paint(severity_style, name),
            printable(&diagnostic.message),
            diagnostic.code
        )?;
        let text = layers.iter().find(|layer| layer.name == diagnostic.file);
        if let (Some(span), Some(layer)) = (diagnostic.span, text) {
            let mark = Mark { span, with: '^', style: severity_style };
            write!(out, "{}", excerpt(&layer.text, &[mark], "    ", colours))?;
        }
        if let Some(help) = &diagnostic.help {
            writeln!(out, "    help: {}", printable(help))?;
        }
    }
    Ok(())
}
