//! The fence around the working directories, `blockReadsOutsideWorkingDirectories`, for command
//! lines.
//!
//! A shell reads in more ways than any table knows. So behind the fence the client asks about every
//! line that it cannot follow, and about every word that names a path outside, whatever program gets
//! it. No allow rule and no mode lifts the question.

use super::{directory, named::Named, program, sight, structure::Blocker};
use crate::{
    decide::{Env, Finding},
    decision::BuiltIn,
    letters::one_of,
    names::Names,
    path::{self, Own, Target},
    policy::{Access, Lists},
    programs::{environment, files::is_known, sed, wrappers},
    rule::RuleId,
    shell::{Command, Line, RedirectionOperator, Word, Words},
    verdict::Verdict,
};

/// Programs that only print, look up or write what they are given.
const HARMLESS: Names =
    Names::new("[ [[ basename dirname mkdir rm rmdir tee test touch type which");

/// Operators of `[` between two operands.
const COMPARISONS: Names = Names::new("!= -ef -eq -ge -gt -le -lt -ne -nt -ot < = == >");

/// Programs that run code that they are given in an argument.
const INTERPRETERS: Names = Names::new(
    "ash bash bun dash deno fish ksh lua node perl php python python2 python3 ruby sh zsh",
);

/// What the fence says of a line, if anything: a question, or the rule that keeps from being read what
/// a word names.
pub(super) fn judge(env: &Env<'_>, line: Line<'_>, blocker: Option<Blocker>) -> Option<Finding> {
    let question = || Some(Finding::firm_ask(BuiltIn::ReadsOutsideBlocked));
    if sight::hides_files(line, blocker.is_some())
        || blocker.is_some_and(|blocker| !blocker.is_mild())
    {
        return question();
    }
    let mut stopped = directory::changes(line, env.places).moves;
    for command in line.commands() {
        match look(env, line, command) {
            Some(Stop::Rule(rule)) => return Some(Finding::rule(Verdict::Deny, rule)),
            Some(Stop::Outside) => stopped = true,
            None => {}
        }
    }
    if stopped { question() } else { None }
}

/// Why a command is stopped.
#[derive(Clone, Copy, Debug)]
enum Stop {
    /// It may read outside.
    Outside,
    /// It names what the rule forbids to read. The client sees to that only if the file is there;
    /// nobody here looks.
    Rule(RuleId),
}

fn look(env: &Env<'_>, line: Line<'_>, command: &Command) -> Option<Stop> {
    let stop = |stops: bool| stops.then_some(Stop::Outside);
    let words = line.words(command);
    let assigns = !words.is_empty()
        && line.assignments(command).any(|assignment| {
            let value = assignment.value.span.of(line.text());
            !environment::is_harmless_prefix(assignment.name, value)
        });
    let reads_device = line.redirections(command).any(|redirection| {
        redirection.operator == RedirectionOperator::Input
            && redirection.target.value == "/dev/null"
    });
    if assigns || reads_device {
        return Some(Stop::Outside);
    }
    if program::unpredictable(words, env.profile).is_some() {
        return forbidden(env, words).or(Some(Stop::Outside));
    }
    if words.value(0) == "env" && words.iter().any(|word| wrappers::is_assignment(word.value)) {
        return Some(Stop::Outside);
    }
    let words = directory::behind_wrappers(words);
    match words.value(0) {
        "xargs" | "pushd" => return stop(words.len() > 1),
        "env" => {}
        "sed" if !sed::prints_lines(words.skip(1)) => return Some(Stop::Outside),
        // Their files are known, and judged one by one.
        name if is_known(name) => return None,
        "echo" | "printf" => return None,
        "[" if !is_condition(words.skip(1)) => return Some(Stop::Outside),
        // They say where a path leads.
        "readlink" | "realpath" => {
            return named(env, words, Naming::Followed);
        }
        name if HARMLESS.contains(name) => {
            let outside =
                |word: Word<'_>| word.traits.glob && names_outside(env, word, Naming::Opened);
            return stop(words.iter().any(outside));
        }
        name if INTERPRETERS.contains(name) && runs_code(words) => {
            return Some(Stop::Outside);
        }
        _ => {}
    }
    let found = named(env, words, Naming::Opened);
    found.or_else(|| stop(words.value(0) == "env" && words.len() > 1))
}

/// Why the names in the arguments stop a command.
fn named(env: &Env<'_>, words: Words<'_>, names: Naming) -> Option<Stop> {
    // What git reads below its working directory, path rules do not see.
    let forbidden = if words.value(0) == "git" { None } else { forbidden(env, words) };
    forbidden.or_else(|| {
        let outside = words.iter().skip(1).any(|word| names_outside(env, word, names));
        outside.then_some(Stop::Outside)
    })
}

/// The rule that forbids to read what an argument names.
fn forbidden(env: &Env<'_>, words: Words<'_>) -> Option<Stop> {
    words.iter().skip(1).find_map(|word| names_forbidden(env, word)).map(Stop::Rule)
}

/// The rule that forbids to read what a word names.
fn names_forbidden(env: &Env<'_>, word: Word<'_>) -> Option<RuleId> {
    paths(word.value).find_map(|path| {
        let named = Named::read(&word, path, env.places);
        if path.is_empty() || path.contains("://") || named.riddle.is_some() {
            return None;
        }
        let cwd = env.places.cwd();
        let climbed = named.climbed(cwd, env.places, env.links);
        [Some(named.place(cwd)), climbed].into_iter().flatten().find_map(|path| {
            let target = Target::new(&path, env.places, env.links);
            env.rules.path(Access::Read, &target, Lists::RESTRICTIONS).deny
        })
    })
}

/// What of a word may be a path: the whole, and what is behind an option: `-C/x`, `--file=x`, `if=x`.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let behind_equals = text.split_once('=').map(|(_, value)| value);
    let behind_letter =
        text.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.get(1..));
    [Some(text), behind_equals, behind_letter].into_iter().flatten()
}

/// Are `words`, up to the closing bracket, an operand, `! …`, an operator with its operand, or a
/// comparison? The client cannot follow other conditions.
fn is_condition(words: Words<'_>) -> bool {
    let negated = words.value(0) == "!" && words.len() > 2;
    let words = words.skip(usize::from(negated));
    match words.len() {
        0..=2 => true,
        3 => words.value(0).starts_with('-'),
        4 => COMPARISONS.contains(words.value(1)),
        _ => false,
    }
}

/// What a program does with the names that it gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// It may open them.
    Opened,
    /// It finds out where they lead: steps up count whatever comes of them, and so do devices, and
    /// tildes in quotes.
    Followed,
}

/// `-c code`, `-e code`
fn runs_code(words: Words<'_>) -> bool {
    words.iter().skip(1).any(|word| {
        matches!(word.value, "--eval" | "--print" | "--run")
            || word.value.strip_prefix('-').is_some_and(|letters| {
                !letters.starts_with('-') && letters.contains(one_of("ceEpr"))
            })
    })
}

/// Does a word name a path outside, alone or behind an option?
fn names_outside(env: &Env<'_>, word: Word<'_>, names: Naming) -> bool {
    paths(word.value).any(|path| {
        let climbs = path.split('/').any(|name| name == "..");
        let is_odd = climbs || path.starts_with('~') || path::is_open_device(path);
        (names == Naming::Followed && is_odd)
            || ((climbs || path.starts_with(one_of("/~")) || word.traits.unknown)
                && lies_outside(env, &word, path))
    })
}

fn lies_outside(env: &Env<'_>, word: &Word<'_>, text: &str) -> bool {
    let named = Named::read(word, text, env.places);
    if named.riddle.is_some() || named.climbs {
        return true;
    }
    let path = named.place(env.places.cwd());
    let target = Target::new(&path, env.places, env.links);
    let own = path::readable(&path, env.places) == Some(Own::Project);
    let device = path::is_open_device(&path);
    !(env.directories().contain(&target) || own || device)
}
