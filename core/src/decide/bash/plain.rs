//! The short way for the lines that most calls are: plain commands of programs that need no care.
//!
//! Of a [plain line](PlainLine) whose programs stand in no table and which sets harmless variables
//! only, nothing counts but what the rules say of each command: there are no files to judge, no
//! wrappers to see through, nothing that runs without a rule. A substitution at its end leaves the
//! line open, which only the long way explains. That comes to the same answer; tests hold the two
//! against each other on every vector and on lines made up for it.

use super::{
    Reach,
    asked::Asking,
    environ, reach,
    structure::LONGEST_LINE,
    units::{join, separator},
};
use crate::{
    decide::{Env, Finding, Trace},
    decision::{BuiltIn, PartKind},
    pattern::CommandText,
    policy::CommandHits,
    programs::{self, environment},
    rule::RuleId,
    shell::{PlainCommand, PlainLine, PlainSubstitution, Separator},
    span::Span,
    verdict::Verdict,
};
use std::cell::Cell;

/// Decides a line that is plain throughout; `None` sends it the long way.
#[cfg_attr(built_for_size, optimize(speed))]
// As a part of a function that is made small it would be made small.
#[cfg_attr(built_for_size, inline(never))]
pub(super) fn decide(env: &Env<'_>, text: &str, trace: &mut dyn Trace) -> Option<Finding> {
    // Behind the fence every word may name a file.
    if env.settings.block_reads_outside || text.len() > LONGEST_LINE {
        return None;
    }
    let mut line = PlainLine::default();
    line.read(text, is_plain)?;
    if environ::is_in(text) {
        return None;
    }
    let commands = line.commands();
    let substitution = line.substitution();
    let substituted = substitution.map(|substitution| &substitution.command);
    // Outside of quotes a plain line has single blanks only.
    let is_even = !commands.iter().chain(substituted).any(|command| command.quoted)
        || CommandText::is_evenly_spaced(text);
    let asking = Asking::new(env.rules, text, is_even);
    if let Some(substitution) = substitution {
        // What is explained beside the substitution, the long way knows.
        let silent = !trace.listens();
        return silent.then(|| left_open(env, asking, text, commands, substitution)).flatten();
    }
    if is_spelled_out(asking, text, commands) {
        return None;
    }
    let reach = reach(env);
    let whole = whole_line(asking, text, commands, reach);
    let mut restriction = whole.spelled_denial();
    // The first allow rule, and is a command without one?
    let (mut allow, mut is_open) = (None, false);
    for command in commands {
        let met = met(asking, text, command, reach);
        if commands.len() == 1 {
            // Of several rules that deny all of a line, that one is named which spells it out.
            restriction = met.written.spelled_denial();
        }
        let restricted = restricts(env, met.hits);
        if let Some(found) = restricted {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
        allow = allow.or(met.allow);
        is_open |= met.allow.is_none();
        if trace.listens() {
            let found =
                restricted.unwrap_or_else(|| env.allowed_or_open(env.whole.allow.or(met.allow)));
            trace.part(PartKind::Command, command.span.of(text), Some(command.span), found);
        }
    }
    // The client looks at a pipeline as a whole only if its commands leave it open.
    let settled = restriction.is_some() || !is_open;
    let denied = restriction.is_some_and(|found| found.verdict == Verdict::Deny);
    if !denied
        && (env.profile.deny_always_wins() || !settled)
        && let Some(found) = restricts(env, whole)
    {
        restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
    }
    let covering = if is_open { None } else { allow };
    restriction.or_else(|| Some(env.allowed_or_open(env.whole.allow.or(covering))))
}

/// Decides a line that ends in a substitution, which leaves it open: the client holds it together then,
/// and only a rule for all commands or for exactly this line allows it.
#[inline(never)]
fn left_open(
    env: &Env<'_>,
    asking: Asking<'_>,
    text: &str,
    commands: &[PlainCommand],
    substitution: &PlainSubstitution,
) -> Option<Finding> {
    let reach = reach(env);
    let [others @ .., last] = commands else { return None };
    let written = asking.about(text);
    let redirected = commands.iter().chain([&substitution.command]).any(is_redirected);
    let bare = redirected && reach == Reach::AsTheClient;
    let mut whole = if bare { written.without_patterns() } else { written };
    let is_piped = commands.iter().any(|command| command.before == Separator::Pipe);
    if is_piped {
        whole.add(pipeline(asking, text, commands, bare));
    }
    if let [first, ..] = others {
        whole.add(match is_joined(commands) {
            true => asking.about(text.get(first.words.start as usize..).unwrap_or_default()),
            false => about_joined(asking, text, commands),
        });
    }
    let mut restriction = whole.spelled_denial();
    let mut add = |hits: CommandHits| {
        if let Some(found) = hits.any().restriction() {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
    };
    for command in others {
        add(met(asking, text, command, reach).hits);
    }
    let mut hits = met(asking, text, &PlainCommand { quoted: false, ..*last }, reach).hits;
    // The substitution is a word like others, and may come to nothing.
    let behind = substitution.behind.of(text);
    let rest = text.get(substitution.behind.end as usize..).unwrap_or_default();
    for rest in ["", rest] {
        let write = |bare: &mut String| {
            without_quotes(behind, bare);
            bare.push_str(rest);
        };
        hits.add(put_together(write, |bare| asking.about(bare)));
    }
    add(hits);
    add(met(asking, text, &substitution.command, reach).hits);
    add(whole);
    let exact = written.exact.allow.filter(|_| !is_piped);
    restriction.or_else(|| {
        Some(match env.whole.allow.or(exact) {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::CommandSubstitution),
        })
    })
}

/// A name that no table and no branch of the long way knows, behind assignments that allow rules look
/// past.
#[cfg_attr(built_for_size, optimize(speed))]
fn is_plain(name: &str, assignments: &str) -> bool {
    !programs::is_noted(name) && (assignments.is_empty() || are_harmless(assignments))
}

/// Few commands have any.
#[cold]
#[inline(never)]
fn are_harmless(assignments: &str) -> bool {
    assignments.split_terminator(' ').all(|assignment| {
        let (name, value) = assignment.split_once('=').unwrap_or_default();
        environment::is_harmless_prefix(name, value)
    })
}

/// Does a rule spell out more of the line than the words of one command?
#[cfg_attr(built_for_size, optimize(speed))]
fn is_spelled_out(asking: Asking<'_>, text: &str, commands: &[PlainCommand]) -> bool {
    let Some(first) = commands.first() else { return false };
    let [words, written] = [first.words.of(text), first.span.of(text)];
    if words.len() == text.len() {
        return false;
    }
    // As in `Asked::may_go_on`.
    let is_blank =
        |command: &PlainCommand| matches!(command.before, Separator::Sequence | Separator::Newline);
    let with_operator = !commands.iter().any(is_blank);
    let may_go_on = |piece| asking.may_go_on(piece, with_operator);
    let is_some = |hits: CommandHits| hits.without_patterns() != CommandHits::default();
    (may_go_on(words) || (written.len() > words.len() && may_go_on(written)))
        && (is_some(asking.about(text)) || is_some(about_joined(asking, text, commands)))
}

/// Are the words of all commands the line as it is written, but for assignments in front?
fn is_joined(commands: &[PlainCommand]) -> bool {
    let is_usual = |pair: &[PlainCommand]| match pair {
        [one, two] => {
            let usual = separator(two.before).len();
            two.words.start as usize - one.words.end as usize == usual
                && !matches!(two.before, Separator::Sequence | Separator::Newline)
        }
        _ => true,
    };
    !commands.last().is_some_and(is_redirected) && commands.windows(2).all(is_usual)
}

/// What the rules say of the commands of a piece of the line in their usual spacing.
fn about_joined(asking: Asking<'_>, text: &str, commands: &[PlainCommand]) -> CommandHits {
    let sources = commands.iter().enumerate().map(|(number, command)| match number {
        0 => (Separator::Edge, command.words.of(text)),
        _ => (command.before, command.words.of(text)),
    });
    put_together(|joined| join(joined, sources), |joined| asking.about_piece(joined))
}

thread_local! {
    /// The buffer that this thread puts texts together in.
    static TEXT: Cell<String> = const { Cell::new(String::new()) };
}

/// Reads a text that is written for the purpose, without an allocation for each.
fn put_together<T>(write: impl FnOnce(&mut String), read: impl FnOnce(&str) -> T) -> T {
    let mut text = TEXT.take();
    text.clear();
    write(&mut text);
    let found = read(&text);
    TEXT.set(text);
    found
}

/// What the rules say of a pipeline as a whole.
fn whole_line(
    asking: Asking<'_>,
    text: &str,
    commands: &[PlainCommand],
    reach: Reach,
) -> CommandHits {
    let mut whole = CommandHits::default();
    if !commands.iter().any(|command| command.before == Separator::Pipe) {
        return whole;
    }
    let bare = reach == Reach::AsTheClient && commands.iter().any(is_redirected);
    if !bare {
        whole.add(asking.about(text));
    }
    if !is_joined(commands) {
        whole.add(about_joined(asking, text, commands));
    }
    whole.add(pipeline(asking, text, commands, bare));
    whole
}

/// What the rules say of a pipeline behind the assignments in front of it, unless it is to be `bare`, and
/// of several commands between two pipes.
fn pipeline(asking: Asking<'_>, text: &str, commands: &[PlainCommand], bare: bool) -> CommandHits {
    let mut whole = CommandHits::default();
    if let Some(first) = commands.first().filter(|first| !bare && is_assigned(first)) {
        whole.add(asking.about(text.get(first.words.start as usize..).unwrap_or_default()));
    }
    for piece in commands.chunk_by(|_, next| next.before != Separator::Pipe) {
        if let [first, .., last] = piece {
            let written = Span { end: last.words.end, ..first.words }.of(text);
            whole.add(asking.about(written));
            if !is_joined(piece) {
                whole.add(about_joined(asking, text, piece));
            }
        }
    }
    whole
}

/// What the rules say of one command.
struct Met {
    /// Under all its texts.
    hits: CommandHits,
    /// Of all of it, as it is written.
    written: CommandHits,
    /// The allow rule that covers it.
    allow: Option<RuleId>,
}

#[cfg_attr(built_for_size, optimize(speed))]
fn met(asking: Asking<'_>, text: &str, command: &PlainCommand, reach: Reach) -> Met {
    let source = command.words.of(text);
    let words = asking.about(source);
    let mut hits = words;
    let mut written = words;
    let mut allow = None;
    if is_redirected(command) {
        written = asking.about(command.span.of(text));
        hits.add(match reach {
            Reach::AsTheClient => written.without_patterns(),
            Reach::Everything => written,
        });
        // To the client a redirection is no part of what a pattern covers.
        allow = allowed(written.without_patterns());
    }
    if is_assigned(command) {
        let with_assignments = text.get(command.span.start as usize..command.words.end as usize);
        let assigned = asking.about(with_assignments.unwrap_or_default());
        if !is_redirected(command) {
            written = assigned;
        }
        hits.add(assigned);
        allow = allow.or(allowed(assigned));
    }
    if command.quoted {
        // Words in quotes are so from end to end, and hold no quotes.
        let write = |text: &mut String| without_quotes(source, text);
        hits.add(put_together(write, |text| asking.about(text.trim())));
    }
    Met { hits, written, allow: allow.or(allowed(words)) }
}

fn without_quotes(source: &str, text: &mut String) {
    let mut start = 0;
    for at in memchr::memchr2_iter(b'"', b'\'', source.as_bytes()) {
        text.push_str(source.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    text.push_str(source.get(start..).unwrap_or_default());
}

/// The allow rule among what the rules say of a text.
#[cfg_attr(built_for_size, optimize(speed))]
fn allowed(hits: CommandHits) -> Option<RuleId> {
    hits.exact.allow.or(hits.without_exact().any().allow)
}

/// What deny and ask rules say of one command.
fn restricts(env: &Env<'_>, hits: CommandHits) -> Option<Finding> {
    match env.profile.deny_always_wins() {
        true => hits.any().restriction(),
        false => hits.spelled_first(),
    }
}

const fn is_redirected(command: &PlainCommand) -> bool {
    command.words.end < command.span.end
}

const fn is_assigned(command: &PlainCommand) -> bool {
    command.span.start < command.words.start
}
