//! What a line is made of at its top, and the texts that it is put together to.

use super::scripts;
use crate::{
    letters::one_of,
    shell::{Command, Construct, ConstructSet, Line, Separator},
    span::Span,
};

/// Which lines are put into their usual spacing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Separators {
    All,
    /// Those with nothing but `&&` and `||`.
    Conditional,
}

/// Compound commands, which may stand between pipes.
pub(super) const COMPOUND: ConstructSet = scripts::COMPOUND.or(ConstructSet::of(&[
    Construct::ArithmeticCommand,
    Construct::Group,
    Construct::Subshell,
]));

/// Compound commands, conditions among them.
pub(super) const COMMANDS: ConstructSet = COMPOUND.or(ConstructSet::of(&[Construct::Conditional]));

/// `!` in front of a pipeline.
pub(super) const NEGATION: ConstructSet = ConstructSet::of(&[Construct::Negation]);

/// The commands of a line without their redirections, with the operators between them in their usual
/// spacing; `None` for a single one.
pub(super) fn joined(line: Line<'_>, separators: Separators) -> Option<String> {
    let units = units(line);
    let conditional =
        |before: Separator| matches!(before, Separator::Edge | Separator::And | Separator::Or);
    if separators == Separators::Conditional
        && !units.iter().all(|(before, _)| conditional(*before))
    {
        return None;
    }
    let background = line.commands().last().is_some_and(is_background);
    if units.len() < 2 && !background && !line.found().meets(NEGATION) {
        return None;
    }
    let mut text = String::with_capacity(line.text().len());
    join(&mut text, units.into_iter());
    text.push_str(if background { " &" } else { "" });
    Some(text)
}

/// The simple and compound commands that make up a line, each with what stands before it. Those in
/// compound commands and in substitutions are parts of others.
pub(super) fn units(line: Line<'_>) -> Vec<(Separator, &str)> {
    let text = line.text();
    let mut compounds = line
        .constructs()
        .iter()
        .filter(|occurrence| COMMANDS.contains(occurrence.what))
        .map(|occurrence| occurrence.span)
        .peekable();
    let mut units: Vec<(Separator, &str)> = Vec::new();
    let mut end = 0;
    let mut push = |before: Separator, span: Span, source| {
        if span.start >= end {
            units.push((before, source));
            end = span.end;
        }
    };
    for command in line.commands().iter().filter(|command| command.place.depth == 0) {
        while let Some(span) = compounds.next_if(|span| span.start < command.span.start) {
            push(separator_before(text, span), span, span.of(text));
        }
        let words = line.words(command);
        let last = line.assignments(command).last().filter(|_| words.is_empty());
        let bare = match last {
            Some(last) => Span { end: last.span.end, ..command.span }.of(text),
            None => words.source(),
        };
        let source = with_negation(text, bare).unwrap_or(bare);
        if !bare.is_empty() {
            push(command.before, command.span, source);
        }
    }
    for span in compounds {
        push(separator_before(text, span), span, span.of(text));
    }
    units
}

/// Where a piece of `text` starts in it.
pub(super) fn start_in(text: &str, piece: &str) -> Option<usize> {
    (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)
}

/// A piece of `text` with the `!` in front of it, if there is one.
fn with_negation<'t>(text: &'t str, piece: &'t str) -> Option<&'t str> {
    let start = start_in(text, piece)?;
    let before = text.get(..start)?.trim_end_matches(one_of(" \t"));
    let negation = before.strip_suffix('!')?.len();
    text.get(negation..start + piece.len())
}

/// The operator in front of a compound command.
fn separator_before(text: &str, span: Span) -> Separator {
    const OPERATORS: [(&str, Separator); 6] = [
        ("&&", Separator::And),
        ("||", Separator::Or),
        ("|&", Separator::PipeWithErrors),
        ("|", Separator::Pipe),
        ("&", Separator::Background),
        (";", Separator::Sequence),
    ];
    let mut before = text.get(..span.start as usize).unwrap_or_default().trim_end();
    while let Some(folded) = before.strip_suffix('\\') {
        before = folded.trim_end();
    }
    let operator = OPERATORS.iter().find(|(operator, _)| before.ends_with(operator));
    match operator {
        Some((_, separator)) => *separator,
        None if before.is_empty() => Separator::Edge,
        None => Separator::Newline,
    }
}

pub(super) fn is_background(command: &Command) -> bool {
    command.after == Separator::Background
}

/// Commands with what stands before each of them in its usual spacing.
#[cfg_attr(built_for_size, optimize(speed))]
pub(super) fn join<'t>(text: &mut String, commands: impl Iterator<Item = (Separator, &'t str)>) {
    for (before, source) in commands {
        text.push_str(separator(before));
        text.push_str(source);
    }
}

/// A separator in its usual spacing.
pub(super) const fn separator(separator: Separator) -> &'static str {
    match separator {
        Separator::Edge => "",
        Separator::And => " && ",
        Separator::Or => " || ",
        Separator::Pipe => " | ",
        Separator::PipeWithErrors => " |& ",
        Separator::Background => " & ",
        Separator::Sequence => " ; ",
        // The client takes the lines of a script for one.
        Separator::Newline => " ",
    }
}
