//! The texts of which an allow rule must cover one.

use super::{Compared, Reach, Workspace, text::written};
use crate::{
    decide::bash::home,
    programs::{environment, wrappers},
    shell::{Command, Construct, Line, Separator, Word, Words},
};

/// Tells `each` the texts of `command` of which an allow rule must cover one, until it says that one
/// does.
pub(crate) fn for_allowance(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let whole = line.words(command).source();
    let at_home = expanded(line.words(command), workspace);
    // The client holds what is written against exact rules only, and not in sequences of commands.
    let as_written = match (&at_home, workspace.reach) {
        (Some(_), Reach::AsTheClient) => is_pipeline(line).then_some(Compared::Exact),
        _ => Some(Compared::All),
    };
    let mut covered = false;
    // To the client a redirection is no part of what a pattern covers.
    written(line, command, Compared::Spelled, &mut |text, compared| {
        let before = at_home.as_deref().zip(text.strip_suffix(whole));
        covered = covered
            || before.is_some_and(|(words, before)| each(&[before, words].concat(), compared))
            || as_written.is_some_and(|most| match most {
                Compared::All => each(text, compared),
                _ => each(text, most),
            });
    });
    if covered {
        return true;
    }
    let harmless = line.assignments(command).all(|assignment| {
        !assignment.append
            && !assignment.element
            && !assignment.array
            && environment::is_harmless_prefix(
                assignment.name,
                assignment.value.span.of(line.text()),
            )
    });
    if !harmless {
        return false;
    }
    unwrapped(line.words(command), as_written, workspace, each)
}

/// Whether `each` takes one of the texts of `words`, or of what simple wrappers run in them. `as_written`
/// says which rules a text meets as it stands, beside what it is with the home directory put in.
pub(super) fn unwrapped(
    mut words: Words<'_>,
    as_written: Option<Compared>,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    loop {
        let Some(head) = words.first() else { return false };
        if !workspace.spend(2 * words.source().len()) {
            return false;
        }
        if head.value.is_empty() || head.value.contains(char::is_whitespace) {
            return each(words.source(), Compared::All);
        }
        if expanded(words, workspace).is_some_and(|text| covers_text(&text, each)) {
            return true;
        }
        if let Some(most) = as_written
            && covers(words, head, &mut workspace.text, &mut |text, compared| match most {
                Compared::All => each(text, compared),
                _ => compared == Compared::All && each(text, most),
            })
        {
            return true;
        }
        match wrappers::transparent(head.value, words) {
            Some(inner) => words = words.skip(inner),
            None => return false,
        }
    }
}

/// Whether `each` takes one of the texts of `words`: as written, or with the quotes around the
/// program's name removed.
fn covers(
    words: Words<'_>,
    head: Word<'_>,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let source = words.source();
    let folded = goes_on_behind_backslash(source);
    if !folded && each(source, Compared::All) {
        return true;
    }
    if words.len() == 1 && words.line().found().contains(Construct::OpenSingleQuote) {
        // To the client the quotation mark may be a part of the name.
        return false;
    }
    let text = if folded || head.value.len() != head.span.len() || !source.starts_with(head.value) {
        scratch.clear();
        scratch.push_str(head.value);
        let arguments = source.get(head.span.len()..).unwrap_or_default();
        push_unfolded(arguments, scratch);
        if scratch != source && each(scratch, Compared::All) {
            return true;
        }
        scratch
    } else {
        source
    };
    covers_items(text, each)
}

/// Is it one command, or one pipeline?
fn is_pipeline(line: Line<'_>) -> bool {
    line.commands().iter().all(|command| {
        matches!(command.before, Separator::Edge | Separator::Pipe | Separator::PipeWithErrors)
    })
}

/// The text of `words` with the home directory in it, if they are about that and about nothing else that
/// expands.
fn expanded(words: Words<'_>, workspace: &Workspace<'_>) -> Option<String> {
    let expanded = home::expand(words, workspace.home?)?;
    expanded.complete.then_some(expanded.text)
}

/// Whether `each` takes a text, or what `xargs` runs in it.
fn covers_text(text: &str, each: &mut dyn FnMut(&str, Compared) -> bool) -> bool {
    each(text, Compared::All) || covers_items(text, each)
}

/// Whether `each` takes what `xargs` runs.
fn covers_items(text: &str, each: &mut dyn FnMut(&str, Compared) -> bool) -> bool {
    let items = text.strip_prefix("xargs").map(str::trim_start);
    items.is_some_and(|items| !items.is_empty() && each(items, Compared::Patterns))
}

/// Does a line of `text` go on in the next one, behind a backslash?
fn goes_on_behind_backslash(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some() && text.contains("\\\n")
}

/// Appends `text` with a blank for each place where a line goes on behind a backslash.
fn push_unfolded(text: &str, into: &mut String) {
    for (index, piece) in text.split("\\\n").enumerate() {
        if index > 0 && !into.ends_with([' ', '\t']) {
            into.push(' ');
        }
        into.push_str(if index > 0 { piece.trim_start_matches([' ', '\t']) } else { piece });
    }
}
