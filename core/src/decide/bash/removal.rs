//! The guard on removals: `rm` and `rmdir` of what much depends on.
//!
//! It looks into every command that would run, whatever the rest of the line is like, and into
//! command lines that are handed to a shell. No allow rule and no mode lifts its question.

use super::directory::{behind_wrappers, changes};
use crate::{
    decide::Env,
    programs::{
        last_step,
        removal::{Target, is_critical},
        wrappers::{Inner, launched},
    },
    shell::{Line, Script, Word, Words, scan},
    span::Span,
};
use std::cell::LazyCell;

/// How deep shells are followed into shells.
const MAX_DEPTH: usize = 8;

/// The first command that removes something critical.
pub(super) fn critical(env: &Env<'_>, line: Line<'_>) -> Option<Span> {
    inside(env, line, None, MAX_DEPTH)
}

/// The same for a line of which `parameters` are the positional parameters.
fn inside(
    env: &Env<'_>,
    line: Line<'_>,
    parameters: Option<Words<'_>>,
    depth: usize,
) -> Option<Span> {
    // Few lines remove anything.
    let moved = LazyCell::new(|| changes(line, env.places).any);
    line.commands().iter().find_map(|command| {
        let words = line.words(command);
        let program = behind_wrappers(words);
        let place = command.place;
        let passed_over = (place.case || place.function || place.coprocess) && !place.substituted;
        let found = match last_step(program.value(0)) {
            "rm" | "rmdir" => {
                (!passed_over || env.profile.guards_every_removal())
                    && removes(env, program, parameters, *moved)
            }
            _ => hands_on(env, words, depth),
        };
        found.then_some(command.span)
    })
}

fn removes(env: &Env<'_>, words: Words<'_>, parameters: Option<Words<'_>>, moved: bool) -> bool {
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
fn operands(words: Words<'_>) -> impl Iterator<Item = Word<'_>> {
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

/// Does a shell get a command line that removes something critical?
fn hands_on(env: &Env<'_>, words: Words<'_>, depth: usize) -> bool {
    let mut words = words;
    loop {
        let name = last_step(words.value(0));
        if matches!(name, "ash" | "bash" | "dash" | "ksh" | "rbash" | "sh" | "zsh") {
            break;
        }
        if name == "busybox" {
            words = words.skip(1);
            continue;
        }
        match launched(name, words, false) {
            Some(Inner::Words(start)) if start > 0 => words = words.skip(start),
            _ => return false,
        }
    }
    let Some((text, parameters)) = command_line(words.skip(1)) else { return false };
    if depth == 0 {
        return true;
    }
    let mut script = Script::default();
    inside(env, scan(text, &mut script), Some(parameters), depth - 1).is_some()
}

/// What stands behind `-c`: the command line, and the parameters for it.
fn command_line(arguments: Words<'_>) -> Option<(&str, Words<'_>)> {
    let mut index = 0;
    let mut wanted = false;
    while let Some(option) = arguments.value(index).strip_prefix(['-', '+']) {
        index += 1;
        if option.starts_with('-') {
            if option == "-" {
                break;
            }
            continue;
        }
        wanted |= option.contains('c');
        index += usize::from(option.ends_with(['o', 'O']));
    }
    let text = arguments.get(index).filter(|_| wanted)?;
    Some((text.value, arguments.skip(index + 1)))
}
