//! The guard on removals: `rm` and `rmdir` of what much depends on, and in scripts.
//!
//! It looks into every command that would run, whatever the rest of the line is like, and into
//! command lines that are handed to a shell. No allow rule and no mode lifts its question.

use super::{
    denies,
    directory::{behind_wrappers, changes},
    emptied, hidden,
    resolution::{self, Resolution},
    scripts,
    structure::is_too_long,
};
use crate::{
    decide::Env,
    decision::BuiltIn,
    programs::{
        last_step,
        removal::{Target, is_critical, names_remover},
    },
    shell::{Construct, ConstructSet, Line, Occurrence, Script, Word, Words, scan},
    span::Span,
};
use std::cell::LazyCell;

/// With one of these a line is no shell program, and the client goes by its words.
const NO_PROGRAM: ConstructSet = ConstructSet::of(&[
    Construct::OpenBackquote,
    Construct::OpenBrace,
    Construct::OpenCompound,
    Construct::OpenDoubleQuote,
    Construct::OpenSingleQuote,
    Construct::OpenSubstitution,
    Construct::TrailingAndOr,
    Construct::TrailingPipe,
    Construct::UnexpectedEnd,
    Construct::UnexpectedToken,
]);

/// How deep shells are followed into shells.
const MAX_DEPTH: usize = 8;

/// The first command that must not remove anything without a question, and why. `is_plain` says that
/// nothing leaves open what the line does.
pub(super) fn guarded(env: &Env<'_>, line: Line<'_>, is_plain: bool) -> Option<(Span, BuiltIn)> {
    let found = inside(env, line, is_plain, None, MAX_DEPTH);
    found.or_else(|| Some((emptied::removal(line)?, BuiltIn::CriticalRemoval)))
}

/// The same for a line of which `parameters` are the positional parameters.
fn inside(
    env: &Env<'_>,
    line: Line<'_>,
    is_plain: bool,
    parameters: Option<Words<'_>>,
    depth: usize,
) -> Option<(Span, BuiltIn)> {
    // Few lines remove anything.
    let moved = LazyCell::new(|| changes(line, env.places).any);
    let resolution = Resolution::new(line, !is_plain);
    let deep = env.profile.guards_every_removal();
    let is_broken = line.found().meets(NO_PROGRAM);
    let found = line.commands().iter().find_map(|command| {
        let words = line.words(command);
        let place = command.place;
        let mut program = behind_wrappers(words);
        if deep || is_broken || place.substituted {
            program = scripts::behind_all_wrappers(program);
        }
        let begins = || emptied::before_in_piece(line, command).any(|word| word == "coproc");
        let passed_over =
            (place.case || place.function || place.coprocess && begins()) && !place.substituted;
        let found = match last_step(program.value(0)) {
            "rm" | "rmdir" => {
                let resolves = |word: &Word<'_>| resolution.resolves(command, word);
                let removes = || removes(env, program, parameters, *moved, &resolves);
                ((!passed_over || deep) && removes()).then_some(BuiltIn::CriticalRemoval)
            }
            _ => in_script(env, words, depth),
        };
        Some((command.span, found?))
    });
    let found = found.or_else(|| in_arithmetic(env, line, depth));
    found.or_else(|| {
        let unchecked = if is_plain { None } else { scripts::unchecked(line) };
        Some((unchecked?, BuiltIn::UncheckedScript))
    })
}

/// The client takes what it cannot read as arithmetic for commands, but in compound commands.
///
/// Only outermost ones are looked into: what is nested in one is met again when it is read by itself,
/// so that the depth bounds how often a text is read.
fn in_arithmetic(env: &Env<'_>, line: Line<'_>, depth: usize) -> Option<(Span, BuiltIn)> {
    let any = line.found().contains(Construct::ArithmeticCommand);
    if depth == 0 || !any || is_too_long(line.text()) {
        return None;
    }
    let looks_inside = env.profile.guards_every_removal();
    let mut found: Vec<Occurrence> = line.constructs().to_vec();
    found.retain(|&Occurrence { what, .. }| {
        what == Construct::ArithmeticCommand || !looks_inside && scripts::COMPOUND.contains(what)
    });
    found.sort_unstable_by_key(|occurrence| occurrence.span.start);
    let mut read = 0;
    found.into_iter().find_map(|Occurrence { what, span }| {
        if span.start < read {
            return None;
        }
        read = span.end;
        if what != Construct::ArithmeticCommand {
            return None;
        }
        let inner = span.of(line.text()).strip_prefix("((")?.strip_suffix("))")?;
        if !names_remover(inner) {
            return None;
        }
        // So that wrappers are seen through.
        let text = format!("$({inner})");
        let mut script = Script::default();
        let (_, found) = inside(env, scan(&text, &mut script), true, None, depth - 1)?;
        Some((span, found))
    })
}

/// Does a shell get a script that must not remove anything without a question?
fn in_script(env: &Env<'_>, words: Words<'_>, depth: usize) -> Option<BuiltIn> {
    let (text, parameters) = scripts::handed_on(words)?;
    if depth == 0 {
        return Some(BuiltIn::CriticalRemoval);
    }
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let is_plain = super::is_plain(line);
    if let Some((_, found)) = inside(env, line, is_plain, Some(parameters), depth - 1) {
        return Some(found);
    }
    if hidden::in_name(line) {
        return Some(BuiltIn::OpenSubstitution);
    }
    (scripts::removes(line) && denies(env, line)).then_some(BuiltIn::DeniedInScript)
}

/// `resolves` says whether the client puts in the values of variables that the line sets.
fn removes(
    env: &Env<'_>,
    words: Words<'_>,
    parameters: Option<Words<'_>>,
    moved: bool,
    resolves: &dyn Fn(&Word<'_>) -> bool,
) -> bool {
    let recursive = words.iter().any(|word| {
        word.value == "--recursive"
            || word
                .value
                .strip_prefix('-')
                .is_some_and(|letters| !letters.starts_with('-') && letters.contains(['r', 'R']))
    });
    // With `-p` the directories above go as well.
    let climbs = last_step(words.value(0)) == "rmdir"
        && words.iter().any(|word| {
            word.value == "--parents"
                || word
                    .value
                    .strip_prefix('-')
                    .is_some_and(|letters| !letters.starts_with('-') && letters.contains('p'))
        });
    let judge = |text: &str, unknown: bool| {
        is_critical(&Target { text, unknown, recursive, moved, climbs }, env.places)
    };
    operands(words.skip(1)).any(|word| {
        let unknown = word.traits.unknown;
        if word.value.is_empty() && word.traits.splits {
            // An empty variable is no word at all.
            return false;
        }
        if word.traits.known {
            let as_set = resolution::is_uncertain(&word) && judge(word.value, false);
            let as_written = || judge(&resolution::unresolved(words, &word), true);
            if as_set || !resolves(&word) && as_written() {
                return true;
            }
        }
        match (parameters, behind_positional(word.value)) {
            (Some(parameters), Some(rest)) if unknown => parameters.into_iter().any(|parameter| {
                let text = format!("{}{rest}", parameter.value);
                judge(&text, parameter.traits.unknown)
            }),
            _ => judge(word.value, unknown),
        }
    })
}

/// The words that are no options.
pub(super) fn operands(words: Words<'_>) -> impl Iterator<Item = Word<'_>> {
    let mut only_operands = false;
    words.into_iter().filter(move |word| {
        if only_operands {
            return true;
        }
        only_operands = word.value == "--";
        !word.value.starts_with('-')
    })
}

/// What stands behind a positional parameter: behind `$1`, `"$@"`, `${2}/x`.
fn behind_positional(value: &str) -> Option<&str> {
    let name = value.strip_prefix('$')?;
    let (name, braced) = match name.strip_prefix('{') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let rest =
        name.strip_prefix(|first: char| first.is_ascii_digit() || matches!(first, '@' | '*'))?;
    if braced { rest.split_once('}').map(|(_, rest)| rest) } else { Some(rest) }
}
