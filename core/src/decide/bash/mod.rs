//! `Bash`: what a command line would run, and what the rules say of it.
//!
//! Restrictions come first: every command anywhere in the line, under each of its texts ([`forms`]), meets
//! the deny and ask rules, and so do the files that it names ([`files`]); [`judge`] weighs what they say.
//! Then the line has to be plain ([`structure`]) and each of its commands covered by an allow rule or known
//! to be harmless ([`coverage`]). A rule for the line as a whole ([`whole`]), and a rule for the whole tool,
//! stand above both. Most lines are so simple that they take a shorter way ([`plain`]).

mod arithmetic;
mod asked;
mod awk;
mod builtin;
mod comments;
mod conditional;
mod continuation;
mod coverage;
mod credentials;
mod declaration;
mod directory;
mod edits;
mod emptied;
mod environ;
mod fence;
mod files;
mod find;
mod forms;
mod hidden;
mod judge;
mod misread;
mod named;
mod overflow;
mod parameter;
mod parts;
mod plain;
mod program;
mod quotation;
mod read_only;
mod removal;
mod resolution;
mod scripts;
mod sight;
mod structure;
mod units;
mod variables;
mod whole;

pub(crate) use self::forms::{Reach, Workspace, for_allowance, for_restrictions};

use self::{judge::Judge, structure::Blocker};
use super::{Env, Finding, Silent, Trace};
use crate::{
    blank::is_blank,
    decision::{BuiltIn, PartKind},
    letters::one_of,
    shell::{Construct, ConstructSet, Line, Script, scan},
    span::Span,
    verdict::Verdict,
};
use std::cell::RefCell;

/// With one of these, the blanks at the end of a line are quoted.
const OPEN_QUOTATION: ConstructSet =
    ConstructSet::of(&[Construct::OpenDoubleQuote, Construct::OpenSingleQuote]);

/// Decides a command line.
pub(crate) fn check(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let text = trim(command);
    if text.len() == command.len()
        && let Some(finding) = plain::decide(env, text, trace)
    {
        return finding;
    }
    let start = command.len() - command.trim_start_matches(is_blank).len();
    SCRIPT.with(|script| {
        let mut own = Script::default();
        let mut shared = script.try_borrow_mut();
        // Another call may be decided while this one is, by a resolver for instance: it reads into
        // buffers of its own.
        let script = shared.as_deref_mut().unwrap_or(&mut own);
        let line = scan(text, script);
        let whole = command.get(start..).unwrap_or_default();
        if !line.found().meets(OPEN_QUOTATION) || whole.len() == text.len() {
            return check_line(env, line, command, start, trace);
        }
        let finding = check_line(env, scan(whole, script), command, start, trace);
        if whole.get(text.len()..).is_some_and(str::is_ascii) {
            return finding;
        }
        // The client holds rules against blanks that only JavaScript trims, and guards removals without
        // them.
        finding.stricter(check_line(env, scan(text, script), command, start, &mut Silent))
    })
}

thread_local! {
    /// The buffers that this thread reads command lines into.
    static SCRIPT: RefCell<Script> = RefCell::default();
}

/// Decides `line`, which starts at `start` in `command`.
fn check_line(
    env: &Env<'_>,
    line: Line<'_>,
    command: &str,
    start: usize,
    trace: &mut dyn Trace,
) -> Finding {
    let text = line.text();
    if let Some(span) = overflow::word(line, env.places.home()) {
        let found = Finding::deny(BuiltIn::TooLong);
        let moved = Span::new(start + span.start as usize, start + span.end as usize);
        trace.part(PartKind::Command, span.of(text), Some(moved), found);
        return found;
    }
    let blocker = structure::blocker(line).or_else(|| {
        // Line continuations in front of nothing.
        let folded =
            command.trim_end_matches(is_blank).get(start + text.len()..).unwrap_or_default();
        let is_open = folded.split('\\').rev().skip(1).any(|gap| !gap.ends_with(one_of(" \t")))
            || line.commands().iter().any(|command| command.place.piped);
        (!folded.is_empty() && is_open)
            .then(|| Blocker { why: BuiltIn::EscapedWhitespace, span: Span::new(0, text.len()) })
    });
    // What is left out at the edges is no more than blanks, but not only those of the shell.
    let edges = [command.get(..start), command.get(start + text.len()..)];
    let blocker = blocker.or_else(|| {
        edges
            .iter()
            .flatten()
            .any(|edge| !edge.is_ascii())
            .then(|| Blocker { why: BuiltIn::UnicodeWhitespace, span: Span::new(0, text.len()) })
    });
    let mut judge = Judge::new(env, line, start, blocker);
    let finding = judge.decide(trace);
    judge.tell_others(trace);
    finding
}

/// Does a rule deny the line, a command in it, or a file of one?
fn denies(env: &Env<'_>, line: Line<'_>) -> bool {
    let mut judge = Judge::new(env, line, 0, structure::blocker(line));
    let (restriction, files) = judge.restricted(&mut Silent);
    files.denied.or(restriction).is_some_and(|found| found.verdict == Verdict::Deny)
}

/// How far restrictions see through disguises.
fn reach(env: &Env<'_>) -> Reach {
    match env.profile.sees_through_every_disguise() {
        true => Reach::Everything,
        false => Reach::AsTheClient,
    }
}

/// Without the white space around it, and without line continuations in front of nothing.
fn trim(command: &str) -> &str {
    if let [first, .., last] = command.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return command;
    }
    let mut text = command.trim_matches(is_blank);
    let mut folded = command.trim_start_matches(is_blank);
    while let Some(rest) = folded.trim_end_matches(one_of(" \t")).strip_suffix("\\\n") {
        folded = rest;
        text = rest.trim_end_matches(is_blank);
    }
    text
}

/// Is it sure what every part of a line does, so that patterns can cover it?
pub(crate) fn is_plain(line: Line<'_>) -> bool {
    structure::blocker(line).is_none()
}
