//! Scripts that a shell gets behind `-c`, as far as they remove files.
//!
//! The client looks into a script where `rm` or `rmdir` stands in it: whether a deny rule meets one of
//! its commands. A command that starts a shell and that the client cannot take apart is judged by its
//! words. No allow rule and no mode lifts its question. Learned by asking client 2.1.329.

use super::{
    directory::behind_wrappers,
    parts::{in_command, may_expand},
    quotation::{escaped_blank, zsh_expansion},
    structure::{is_too_long, is_understood},
};
use crate::{
    decision::BuiltIn,
    names::Names,
    programs::{
        environment::{self, Effect},
        evaluators, last_step,
        removal::{is_remover, names_remover},
        shells::{self, Argument},
        wrappers::{Inner, launched},
    },
    shell::{
        Command, Construct, ConstructSet, Line, Occurrence, Place, Redirection,
        RedirectionOperator, Separator, Word, Words,
    },
    span::Span,
};

/// The program behind all programs that start it.
pub(super) fn behind_all_wrappers(mut words: Words<'_>) -> Words<'_> {
    while let Some(Inner::Words(start)) = launched(last_step(words.value(0)), words, false)
        && start > 0
    {
        words = words.skip(start);
    }
    words
}

/// The command line that a shell gets, and the parameters for it.
pub(super) fn handed_on(words: Words<'_>) -> Option<(&str, Words<'_>)> {
    let mut words = behind_all_wrappers(words);
    if shells::is_box(last_step(words.value(0))) {
        words = words.skip(1);
    }
    shells::is_shell(words.value(0)).then(|| command_line(words.skip(1))).flatten()
}

/// What stands behind `-c`: the command line, and the parameters for it.
fn command_line(arguments: Words<'_>) -> Option<(&str, Words<'_>)> {
    let mut index = 0;
    let mut wanted = false;
    loop {
        match shells::argument(arguments.value(index)) {
            Argument::Option(count) => index += count,
            Argument::CommandLine => {
                wanted = true;
                index += 1;
            }
            Argument::Other => break,
        }
    }
    index += usize::from(matches!(arguments.value(index), "-" | "--"));
    let text = arguments.get(index).filter(|_| wanted)?;
    Some((text.value, arguments.skip(index + 1)))
}

/// Programs that run others that stand in their arguments, beside those of other tables.
const RUNNERS: Names = Names::new("builtin chroot find su xargs");

/// Might a command of the line remove files?
pub(super) fn removes(line: Line<'_>) -> bool {
    line.commands().iter().any(|command| {
        let words = line.words(command);
        let program = behind_wrappers(words);
        let name = last_step(program.value(0));
        let runs_others = || {
            program.first().is_some_and(|word| word.traits.unknown)
                || RUNNERS.contains(name)
                || shells::is_shell(name)
                || shells::is_box(name)
                || evaluators::evaluates(name)
                || evaluators::starts_another(name)
                || launched(name, program, false).is_some()
        };
        let mut bodies = line.redirections(command).map(|redirection| redirection.body);
        is_remover(name)
            || program.iter().skip(1).any(|word| names_remover(word.value)) && runs_others()
            || bodies.any(names_remover)
    })
}

/// Compound commands that the client judges as a whole, if it cannot take them apart.
pub(super) const COMPOUND: ConstructSet = ConstructSet::of(&[
    Construct::Case,
    Construct::Coprocess,
    Construct::For,
    Construct::ForArithmetic,
    Construct::Function,
    Construct::If,
    Construct::Select,
    Construct::Until,
    Construct::While,
]);

/// Constructs by which a command cannot be taken apart.
const ODD: ConstructSet = ConstructSet::of(&[
    Construct::AnsiQuote,
    Construct::ArithmeticCommand,
    Construct::ArrayAssignment,
    Construct::BraceExpansion,
    Construct::Case,
    Construct::ElementAssignment,
    Construct::EscapedWhitespace,
    Construct::ExtendedGlob,
    Construct::For,
    Construct::ForArithmetic,
    Construct::Function,
    Construct::Group,
    Construct::LineContinuation,
    Construct::LocaleQuote,
    Construct::Select,
    Construct::UnicodeWhitespace,
]);

/// Constructs by which nothing in the line can be.
const ODD_LINE: ConstructSet = ConstructSet::of(&[
    Construct::OpenDoubleQuote,
    Construct::TrailingAndOr,
    Construct::UnexpectedToken,
]);

/// A command that cannot be taken apart, with a shell, the option for a command line, and `rm` among
/// its words, in whatever order.
pub(super) fn unchecked(line: Line<'_>) -> Option<Span> {
    let starts_shell =
        |command: &&Command| line.words(command).iter().any(|word| shells::is_shell(word.value));
    let mut commands = line.commands().iter().filter(starts_shell).peekable();
    commands.peek()?;
    if is_too_long(line.text()) {
        return None;
    }
    let compounds: Vec<Span> = line
        .constructs()
        .iter()
        .filter(|occurrence| COMPOUND.contains(occurrence.what))
        .map(|occurrence| occurrence.span)
        .collect();
    let mut last = None;
    commands.find_map(|command| {
        // The outermost of them.
        let around = compounds.iter().filter(|compound| compound.holds(command.span));
        let unit = around.copied().max_by_key(|compound| compound.len()).unwrap_or(command.span);
        let found = last.replace(unit) != Some(unit)
            && has_word(line, unit, &|word| shells::announces_line(word.value))
            && has_word(line, unit, &|word| {
                names_remover(word.value) || names_remover(word.span.of(line.text()))
            })
            && (is_odd(line, unit, unit != command.span) || runs_in_brackets(command.place));
        found.then_some(unit)
    })
}

/// `coproc { … }`, `coproc ( … )`: the client reads nothing in the brackets.
const fn runs_in_brackets(place: Place) -> bool {
    place.coprocess && (place.group || place.subshell)
}

/// Is there such a word among those of `unit`, here-strings included?
fn has_word(line: Line<'_>, unit: Span, test: &dyn Fn(Word<'_>) -> bool) -> bool {
    let mut commands = line.commands().iter().filter(|command| unit.holds(command.span));
    commands.any(|command| {
        line.words(command).iter().any(test)
            || line.redirections(command).any(|redirection| {
                redirection.operator == RedirectionOperator::HereString && test(redirection.target)
            })
    })
}

/// Does a comment stand where a command is due: anywhere in a compound command, and behind another one
/// in the rest of its and-or list?
fn is_interrupted(line: Line<'_>, unit: Span, is_compound: bool) -> bool {
    let is_conditional = |after: Separator| matches!(after, Separator::And | Separator::Or);
    if !line.found().contains(Construct::CommentBeforeCommand) {
        return false;
    }
    let mut rest = line.commands().iter().skip_while(|command| command.span != unit).peekable();
    let depth = rest.peek().map_or(0, |command| command.place.depth);
    let end = rest
        .filter(|command| command.place.depth == depth)
        .find(|command| !is_conditional(command.after))
        .map_or(line.text().len(), |last| last.span.start as usize);
    line.constructs().iter().any(|&Occurrence { what, span }| {
        what == Construct::CommentBeforeCommand
            && match is_compound {
                true => unit.holds(span),
                false => span.start >= unit.end && (span.start as usize) < end,
            }
    })
}

/// Can the client not take `unit` apart, a simple or compound command of the line?
fn is_odd(line: Line<'_>, unit: Span, is_compound: bool) -> bool {
    let text = line.text();
    let written = unit.of(text);
    if line.found().meets(ODD_LINE)
        || escaped_blank(written).is_some()
        || zsh_expansion(written).is_some()
    {
        return true;
    }
    let is_file =
        |redirection: &Redirection<'_>| redirection.operator != RedirectionOperator::HereString;
    // What stands in a substitution is a command of its own, and files are no words.
    let is_substituted = |span: Span| {
        line.constructs().iter().any(|&Occurrence { what, span: outer }| {
            ConstructSet::SUBSTITUTIONS.contains(what) && outer.holds(span) && unit.holds(outer)
        })
    };
    let is_of_file = |span: Span| {
        line.commands().iter().any(|command| {
            unit.holds(command.span)
                && line.redirections(command).filter(is_file).any(|redirection| {
                    span == redirection.span || redirection.target.span.holds(span)
                })
        })
    };
    let apart = |span| is_substituted(span) || is_of_file(span);
    let odd_construct = line.constructs().iter().any(|&Occurrence { what, span }| {
        ODD.contains(what) && unit.holds(span) && is_odd_here(line, what, span) && !apart(span)
    });
    let expands = may_expand(text);
    odd_construct
        || line.commands().iter().any(|command| {
            unit.holds(command.span)
                && in_command(line, command, expands).is_some_and(|blocker| match blocker.why {
                    BuiltIn::BraceExpansion => !apart(blocker.span),
                    BuiltIn::AssignedTilde | BuiltIn::SyntaxError | BuiltIn::WordSplitting => true,
                    BuiltIn::OddRedirection => is_compound,
                    // A dollar sign alone.
                    BuiltIn::UnknownVariable => {
                        let written = blocker.span.of(text);
                        written.ends_with('$') && !written.ends_with("$$")
                    }
                    _ => false,
                })
                // What a compound command is redirected to is no command.
                && !is_substituted(command.span)
                && (command.of_compound || !is_of_file(command.span))
        })
        || is_interrupted(line, unit, is_compound)
}

/// Is this occurrence of a construct of [`ODD`] odd?
fn is_odd_here(line: Line<'_>, what: Construct, span: Span) -> bool {
    let written = span.of(line.text());
    match what {
        Construct::For => {
            let name = written.strip_prefix("for").and_then(|rest| rest.split_whitespace().next());
            let effect = environment::effect(name.unwrap_or_default());
            matches!(effect, Effect::WordSplitting | Effect::Lookup)
        }
        _ => !is_understood(line, what, span),
    }
}
