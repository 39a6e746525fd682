//! The texts of which an allow rule must cover one.

use super::{
    Compared, Reach, Workspace,
    rewritten::{Beyond, is_at_home, is_simple, rewritten},
    text::written,
};
use crate::{
    programs::{environment, wrappers},
    shell::{Command, Construct, Line, Script, Separator, Words, scan},
};

/// Tells `each` the texts of `command` of which an allow rule must cover one, until it says that one
/// does.
pub(crate) fn for_allowance(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let Some(rewritten) = rewritten(line, command, workspace.home, Beyond::Unknown) else {
        return covered(line, command, workspace, each);
    };
    // The client holds what is written against exact rules only, and not in sequences of commands.
    // That rules spell `$HOME` out, their authors mean.
    let as_meant =
        workspace.reach == Reach::Everything && is_at_home(line, command, workspace.home);
    let as_written = (as_meant || is_pipeline(line))
        && covered(line, command, workspace, &mut |text, compared| match compared {
            _ if as_meant => each(text, compared),
            Compared::Patterns => false,
            _ => each(text, Compared::Exact),
        });
    if as_written {
        return true;
    }
    let mut script = Script::default();
    let anew = scan(&rewritten, &mut script);
    // Without its quotes a name may be more than that.
    let is_same = |other: &Command| {
        anew.words(other).len() == line.words(command).len()
            && anew.assignments(other).len() == line.assignments(command).len()
    };
    matches!(anew.commands(), [other] if is_same(other) && covered(anew, other, workspace, each))
}

/// Whether `each` takes one of the texts of `command`, which is not written anew.
fn covered(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let mut covered = false;
    // To the client a redirection is no part of what a pattern covers.
    written(line, command, Compared::Spelled, &mut |text, compared| {
        covered = covered || each(text, compared);
    });
    if covered {
        return true;
    }
    if !is_harmless(line, command) {
        return false;
    }
    // The client compares what is written, and what is behind all wrappers: nothing between.
    let words = line.words(command);
    let is_all = line.assignments(command).len() == 0 && !command.place.timed;
    let inner = simple_wrappers(words).last().unwrap_or(words);
    let is_wrapped = inner.len() < words.len();
    is_wrapped && is_all && compare(words, Quotes::Kept, workspace, each) || {
        let quotes = if is_wrapped || !is_all { Quotes::Removed } else { Quotes::Either };
        compare(inner, quotes, workspace, each)
    }
}

/// Are the quotes around the program's name a part of the text?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Kept,
    Removed,
    Either,
}

/// Do the assignments of `command` leave what it runs as it is?
pub(crate) fn is_harmless(line: Line<'_>, command: &Command) -> bool {
    line.assignments(command).all(|assignment| {
        is_simple(&assignment)
            && environment::is_harmless_prefix(
                assignment.name,
                assignment.value.span.of(line.text()),
            )
    })
}

/// `words`, and what each simple wrapper among them runs.
pub(super) fn simple_wrappers(words: Words<'_>) -> impl Iterator<Item = Words<'_>> {
    std::iter::successors(Some(words), |words| {
        Some(words.skip(wrappers::transparent(words.value(0), *words)?))
    })
}

/// Whether `each` takes one of the texts of `words`: as written, or with the `quotes` around the
/// program's name removed.
pub(super) fn compare(
    words: Words<'_>,
    quotes: Quotes,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let Some(head) = words.first() else { return false };
    let source = words.source();
    if !workspace.spend(2 * source.len()) {
        return false;
    }
    if head.value.is_empty() || head.value.contains(char::is_whitespace) {
        return each(source, Compared::All);
    }
    if source.starts_with(head.value) && head.value.len() == head.span.len() {
        return covers_text(source, each);
    }
    quotes != Quotes::Removed && each(source, Compared::All)
        // To the client a quotation mark that is left open may be a part of the name.
        || quotes != Quotes::Kept
            && !(words.len() == 1 && words.line().found().contains(Construct::OpenSingleQuote))
            && {
            let arguments = source.get(head.span.len()..).unwrap_or_default();
            covers_text(&[head.value, arguments].concat(), each)
        }
}

/// Is it one command, or one pipeline?
fn is_pipeline(line: Line<'_>) -> bool {
    line.commands().iter().all(|command| {
        matches!(command.before, Separator::Edge | Separator::Pipe | Separator::PipeWithErrors)
    })
}

/// Whether `each` takes a text, or what `xargs` runs in it.
fn covers_text(text: &str, each: &mut dyn FnMut(&str, Compared) -> bool) -> bool {
    let items = text.strip_prefix("xargs").map(str::trim_start);
    each(text, Compared::All)
        || items.is_some_and(|items| !items.is_empty() && each(items, Compared::Patterns))
}
