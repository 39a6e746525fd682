//! How the texts of a command come about.

use super::Compared;
use crate::{
    shell::{Command, Line, Words},
    span::Span,
};

/// The command as it stands in the text, with and without its redirections, with `time` if that
/// is in front of it.
pub(super) fn written(
    line: Line<'_>,
    command: &Command,
    with_redirections: Compared,
    each: &mut dyn FnMut(&str, Compared),
) {
    let text = line.text();
    if line.redirections(command).next().is_some() {
        each(command.span.of(text), with_redirections);
    }
    let mut each = |text: &str| each(text, Compared::All);
    let Some(bare) = without_redirections(line, command) else { return };
    if line.assignments(command).len() > 0 {
        each(bare.of(text));
    }
    // Of several assignments alone, the last as well.
    if line.words(command).is_empty()
        && line.assignments(command).len() > 1
        && line.redirections(command).len() == 0
        && let Some(last) = line.assignments(command).next_back()
    {
        each(last.span.of(text));
    }
    if command.place.timed {
        let before = text.get(..bare.start as usize).unwrap_or_default().trim_end();
        let mut tell = |before: &str| {
            each(text.get(before.len()..bare.end as usize).unwrap_or_default());
        };
        let option = ["-p", "--"].into_iter().find_map(|option| before.strip_suffix(option));
        // To the client the option may be the name of the program.
        if let Some(rest) = option.filter(|_| before.ends_with('p')) {
            tell(rest);
        }
        if let Some(before) = option.map_or(before, str::trim_end).strip_suffix("time") {
            tell(before);
        }
    }
}

/// From the first assignment or word of `command` to the last, if it has any.
pub(super) fn without_redirections(line: Line<'_>, command: &Command) -> Option<Span> {
    let words = line.words(command);
    let all = (!words.is_empty()).then(|| words.span());
    let first = line.assignments(command).next().map(|assignment| assignment.span).or(all)?;
    let last = all.or_else(|| line.assignments(command).next_back().map(|last| last.span))?;
    Some(Span { start: first.start, end: last.end })
}

/// The values of the first `count` of `words`.
pub(super) fn first_words(words: Words<'_>, count: usize, into: &mut String) {
    into.clear();
    for word in words.iter().take(count) {
        push_word(word.value, into);
    }
}

/// The values of `words`, one blank between each two.
pub(super) fn join(words: Words<'_>, into: &mut String) {
    into.clear();
    into.reserve(words.source().len());
    for word in words {
        push_word(word.value, into);
    }
}

/// Appends a word, behind a blank if it is not the first.
pub(super) fn push_word(word: &str, into: &mut String) {
    if !into.is_empty() {
        into.push(' ');
    }
    into.push_str(word);
}
