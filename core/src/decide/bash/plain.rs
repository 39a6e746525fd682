//! The short way for the lines that most calls are: plain commands of programs that need no care.
//!
//! Of a line without any construct, whose words are as written and whose programs stand in no table,
//! nothing counts but what the rules say of each command: there are no files to judge, no wrappers to
//! see through, nothing that runs without a rule. The long way comes to the same answer; tests hold
//! the two against each other on every vector.

use super::{asked::Asked, structure::LONGEST_LINE};
use crate::{
    decide::{Env, Finding},
    decision::BuiltIn,
    policy::CommandHits,
    programs,
    shell::{Command, ConstructSet, Line, Separator, WordTraits},
    span::Span,
    verdict::Verdict,
};

/// Decides a line that is plain throughout; `None` sends it the long way.
pub(super) fn decide(env: &Env<'_>, line: Line<'_>) -> Option<Finding> {
    let text = line.text();
    // Behind the fence every word may name a file.
    if env.settings.block_reads_outside {
        return None;
    }
    if line.found() != ConstructSet::default() || text.len() > LONGEST_LINE {
        return None;
    }
    if !line.commands().iter().all(|command| is_plain(line, command)) {
        return None;
    }
    let [first, others @ ..] = line.commands() else { return None };
    let mut asked = Asked::new(env.rules, text);
    let source = |command| line.words(command).source();
    if source(first).len() != text.len() && (others.is_empty() || asked.may_go_on(source(first))) {
        return None;
    }
    let mut restriction: Option<Finding> = None;
    let mut coverage: Option<Finding> = None;
    for command in line.commands() {
        let hits = asked.about(source(command));
        if let Some(found) = restricts(env, hits) {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
        let covered = match hits.exact.allow.or(hits.without_exact().any().allow) {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::NoRule),
        };
        coverage = Some(coverage.map_or(covered, |first| first.stricter(covered)));
    }
    let allowed = env.whole.allow.map(|rule| Finding::rule(Verdict::Allow, rule));
    restriction.or(allowed).or(coverage)
}

/// What deny and ask rules say of one command.
fn restricts(env: &Env<'_>, hits: CommandHits) -> Option<Finding> {
    match env.profile.deny_always_wins() {
        true => hits.any().restriction(),
        false => hits.spelled_first(),
    }
}

/// Is there nothing to a command but its words?
fn is_plain(line: Line<'_>, command: &Command) -> bool {
    let place = command.place;
    let words = line.words(command);
    let separator = |separator| separator != Separator::Background;
    let mut end = None;
    place.depth == 0
        && !place.background
        && !place.negated
        && !place.timed
        && separator(command.before)
        && separator(command.after)
        && line.assignments(command).len() == 0
        && line.redirections(command).len() == 0
        && words.first().is_some_and(|head| is_plain_program(head.value))
        && words.iter().all(|word| {
            let gap = end.map(|end| Span { start: end, end: word.span.start }.of(line.text()));
            end = Some(word.span.end);
            gap.is_none_or(|gap| gap == " ")
                && word.traits == WordTraits::default()
                && word.value.len() == word.span.len()
                && is_plain_word(word.value)
        })
}

/// Letters, digits and what paths, options and versions are made of: to no shell a word to expand.
fn is_plain_word(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,@%+=".contains(&byte);
    word.bytes().all(plain) && !word.starts_with('=')
}

/// A plain name that no table and no branch of the long way knows.
fn is_plain_program(name: &str) -> bool {
    !programs::is_noted(name)
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && !name.starts_with('-')
}
