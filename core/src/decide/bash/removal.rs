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
        removal::{
            Target, begins_at_home, is_critical, is_everything_in, is_quoted_below_variable,
            names_remover,
        },
    },
    shell::{Command, Construct, ConstructSet, Line, Occurrence, Script, Word, Words, scan},
    span::Span,
};
use std::cell::LazyCell;

/// With one of these a line is no shell program, and the client goes by its words.
pub(super) const NO_PROGRAM: ConstructSet = ConstructSet::of(&[
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
    let is_broken = LazyCell::new(|| {
        let is_open = |command| is_open_test(line, command);
        line.found().meets(NO_PROGRAM) || line.commands().iter().any(is_open)
    });
    let resolution = Resolution::new(line, !is_plain);
    let deep = env.profile.guards_every_removal();
    let found = line.commands().iter().find_map(|command| {
        let words = line.words(command);
        let place = command.place;
        let mut program = behind_wrappers(words);
        let behind_all = scripts::behind_all_wrappers(program);
        let looks_behind =
            || deep || *is_broken || place.substituted || resolution.goes_by_words(command);
        if is_guarded(behind_all) && looks_behind() {
            program = behind_all;
        }
        let begins = || emptied::before_in_piece(line, command).any(|word| word == "coproc");
        let passed_over =
            (place.case || place.function || place.coprocess && begins()) && !place.substituted;
        let found = match is_guarded(program) {
            true => {
                let guard = Guard { env, command, resolution: &resolution, parameters };
                ((!passed_over || deep) && guard.removes(program, *moved))
                    .then_some(BuiltIn::CriticalRemoval)
            }
            false => in_script(env, words, depth),
        };
        Some((command.span, found?))
    });
    let found = found.or_else(|| in_arithmetic(env, line, depth));
    found.or_else(|| {
        let unchecked = if is_plain { None } else { scripts::unchecked(line) };
        Some((unchecked?, BuiltIn::UncheckedScript))
    })
}

/// Is `command` a test without the bracket that ends it?
fn is_open_test(line: Line<'_>, command: &Command) -> bool {
    let words = line.words(command);
    let is = |word: Word<'_>, bracket| word.span.of(line.text()) == bracket;
    line.assignments(command).len() == 0
        && words.first().is_some_and(|first| is(first, "["))
        && !words.iter().any(|word| is(word, "]"))
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
    let counts = |&Occurrence { what, .. }: &Occurrence| {
        what == Construct::ArithmeticCommand || !looks_inside && scripts::COMPOUND.contains(what)
    };
    let mut read = 0;
    line.constructs_in_order().into_iter().filter(counts).find_map(|Occurrence { what, span }| {
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

fn is_guarded(program: Words<'_>) -> bool {
    matches!(last_step(program.value(0)), "rm" | "rmdir")
}

/// What one command of a line might remove.
struct Guard<'a> {
    env: &'a Env<'a>,
    command: &'a Command,
    resolution: &'a Resolution<'a>,
    parameters: Option<Words<'a>>,
}

impl Guard<'_> {
    /// Could `words` remove something that must not go without a question? `moved` says that they may run
    /// in another directory.
    fn removes(&self, words: Words<'_>, moved: bool) -> bool {
        let recursive = has_option(words, "--recursive", &['r', 'R']);
        // With `-p` the directories above go as well.
        let climbs = last_step(words.value(0)) == "rmdir" && has_option(words, "--parents", &['p']);
        let judge = |text: &str, unknown: bool| {
            is_critical(&Target { text, unknown, recursive, moved, climbs }, self.env.places)
        };
        operands(words.skip(1)).any(|word| self.is_critical(words, word, &judge))
    }

    fn is_critical(
        &self,
        words: Words<'_>,
        word: Word<'_>,
        judge: &dyn Fn(&str, bool) -> bool,
    ) -> bool {
        let unknown = word.traits.unknown;
        if word.value.is_empty() && word.traits.splits {
            // An empty variable is no word at all.
            return false;
        }
        if (unknown || word.traits.known)
            && is_everything_in(word.value)
            && self.resolution.has_unknown_text(&word)
        {
            return true;
        }
        let is_resolved = || self.resolution.resolves(self.command, &word);
        if word.traits.known {
            let as_set = resolution::is_uncertain(&word) && judge(word.value, false);
            let as_written = || judge(&resolution::unresolved(words, &word), true);
            if as_set || !is_resolved() && as_written() {
                return true;
            }
        }
        let written = word.span.of(words.text());
        // Without any, those of the line itself are meant.
        let parameters = self.parameters.filter(|parameters| !parameters.is_empty());
        if is_quoted_below_variable(written, parameters.is_none())
            && (unknown && !begins_at_home(written) || !is_resolved())
        {
            return true;
        }
        match (parameters, behind_positional(word.value)) {
            (Some(parameters), Some(rest)) if unknown => parameters.into_iter().any(|parameter| {
                let text = format!("{}{rest}", parameter.value);
                judge(&text, parameter.traits.unknown)
            }),
            _ => judge(word.value, unknown),
        }
    }
}

/// Is the option `long`, or one of `letters` in a cluster of short ones, among the words?
fn has_option(words: Words<'_>, long: &str, letters: &[char]) -> bool {
    words.iter().any(|word| {
        let short = word.value.strip_prefix('-').filter(|short| !short.starts_with('-'));
        word.value == long || short.is_some_and(|short| short.contains(letters))
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
