//! Commands that run without a rule because they only read.
//!
//! [`covers`] says that a command is harmless by its program, options and operands. It says nothing
//! of the files that the command names, of its redirections, nor of what the rest of the line does:
//! all of that is decided elsewhere, as for any other command.

mod condition;
mod jq;
mod options;
pub(super) mod plain;
mod printf;
mod sed;
mod small;
mod xargs;

use super::find;
use crate::{
    letters::one_of,
    programs::{
        environment,
        read_only::{self, Arguments, Grammar},
    },
    shell::{Assignment, Command, Construct, Line, RedirectionOperator, Word, Words},
};

/// What it depends on beside the command.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// The expansions of the line leave nothing open.
    pub(crate) is_clear: bool,
    /// Is no file kept from being read? Else nobody may show files of which the names are not in the line.
    pub(crate) may_show: &'a dyn Fn() -> bool,
}

/// Whether `command` is known to only read, wrappers in front of it included, and what is substituted in
/// its words as well.
pub(crate) fn covers(line: Line<'_>, command: &Command, beside: Beside<'_>) -> bool {
    // Commands inside commands inside commands would be gone through again and again.
    const MOST_INSIDE: usize = 32;
    let words = line.words(command);
    let mut inside = commands_inside(line, command);
    only_reads(line, command, beside)
        && (beside.is_clear || words.iter().all(|word| plain::is_settled(words, &word)))
        && (!words.iter().any(|word| word.traits.substitution)
            || inside.by_ref().take(MOST_INSIDE).all(|inner| only_reads(line, inner, beside))
                && inside.next().is_none())
}

/// The commands that stand in words of `command`.
fn commands_inside<'s>(line: Line<'s>, command: &Command) -> impl Iterator<Item = &'s Command> {
    let (span, depth) = (command.span, command.place.depth);
    let commands = line.commands();
    let first = commands.partition_point(|inner| inner.span.start < span.start);
    let inside = commands.get(first..).unwrap_or_default().iter();
    inside
        .take_while(move |inner| inner.span.start < span.end)
        .filter(move |inner| inner.place.depth > depth)
}

fn only_reads(line: Line<'_>, command: &Command, beside: Beside<'_>) -> bool {
    if command.place.timed {
        return false;
    }
    let mut assignments = line.assignments(command);
    if !assignments.all(|assignment| is_harmless(line, &assignment)) {
        return false;
    }
    let Some(Unwrapped { words, needs_file }) = unwrap(line.words(command)) else { return false };
    let Some((arguments, named)) = read_only::arguments(words) else { return false };
    if words.iter().take(named).any(|word| !plain::is_token(words, &word, false))
        || (needs_file && read_only::is_builtin_only(words.value(0)))
    {
        return false;
    }
    let wrappers = line.words(command).len() - words.len();
    // The client does not look at options behind both an assignment and a wrapper.
    let is_buried = line.assignments(command).len() > 0 && wrappers > 0;
    // Nor for wrappers in quotes in front of what it reads in the text itself.
    let all = line.words(command);
    if arguments.are_read_in_text()
        && all.iter().take(wrappers).any(|word| literal(all, &word).is_none())
    {
        return false;
    }
    let rest = words.skip(named);
    match arguments {
        Arguments::Options(_) | Arguments::Grammar(Grammar::Sed | Grammar::Test) if is_buried => {
            false
        }
        Arguments::None => rest.is_empty(),
        Arguments::Fixed => {
            plain::is_home_alone(rest)
                && rest
                    .iter()
                    .all(|word| !plain::is_pattern(rest, &word) && plain::is_argument(rest, &word))
        }
        Arguments::Any => rest.iter().all(|word| plain::is_argument(rest, &word)),
        Arguments::Options(options) => options::accept(rest, options),
        Arguments::Subcommands(_) => false,
        Arguments::Grammar(_) if !plain::is_home_alone(rest) => false,
        Arguments::Grammar(grammar) => match grammar {
            Grammar::Bracket => {
                !is_prefixed(line, command, words)
                    && line.redirections(command).len() == 0
                    && condition::bracket(words)
            }
            Grammar::DockerListing => small::docker_listing(rest),
            Grammar::Find => {
                // Where it starts to look is to be known, and that no expansion makes an action.
                let places = rest.iter().take_while(|word| !word.value.starts_with('-')).count();
                let is_operand = |word: Word<'_>| {
                    plain::is_fixed_line(rest, &word)
                        || (!word.value.starts_with(one_of("$`")) && plain::is_operand(rest, &word))
                };
                rest.iter().take(places).all(|word| plain::is_fixed_line(rest, &word))
                    && rest.skip(places).iter().all(is_operand)
                    && !find::acts(rest)
            }
            Grammar::History => small::history(rest),
            Grammar::Hostname => {
                is_written_plainly(line, command, words, |_| false) && small::hostname(rest)
            }
            Grammar::Interface => small::interface(rest),
            Grammar::Jq => {
                is_written_plainly(line, command, words, jq::is_harmless_input)
                    && jq::only_filters(rest)
            }
            Grammar::Printf => printf::only_prints(rest),
            Grammar::Sed => {
                // Behind a quotation mark that is left open, no script can be read.
                !line.found().contains(Construct::OpenSingleQuote) && sed::only_prints(rest)
            }
            Grammar::Stat => small::stat(rest),
            Grammar::Test => condition::test(rest),
            Grammar::Uniq => {
                is_written_plainly(line, command, words, |_| false) && small::uniq(rest)
            }
            Grammar::Xargs => !is_buried && xargs::starts_readers(rest, beside.may_show),
        },
    }
}

fn is_harmless(line: Line<'_>, assignment: &Assignment<'_>) -> bool {
    !assignment.append
        && !assignment.element
        && !assignment.array
        && is_known(line, &assignment.value)
        && environment::is_harmless_once(assignment.name, assignment.value.value)
}

/// Is the value certain, for the client as well? It takes a dollar sign outside quotes for an expansion.
fn is_known(line: Line<'_>, word: &Word<'_>) -> bool {
    let is_quoted = word.traits.quoted && !word.span.of(line.text()).ends_with('$');
    word.is_certain() && (is_quoted || !word.value.contains('$'))
}

/// A command without what stands in front of its program.
struct Unwrapped<'s> {
    words: Words<'s>,
    /// A wrapper starts it, not the shell.
    needs_file: bool,
}

/// Takes off `command`, `builtin`, `noglob` and `timeout` with a plain duration. Other wrappers
/// change too much: `nice` and `nohup` are not among those that the client looks through here.
fn unwrap(mut words: Words<'_>) -> Option<Unwrapped<'_>> {
    let mut needs_file = false;
    loop {
        let skip = match words.value(0) {
            "command" if !needs_file => {
                let options =
                    usize::from(words.value(1) == "-p") + usize::from(words.value(1) == "--");
                let dashes = usize::from(words.value(1) == "-p" && words.value(2) == "--");
                1 + options + dashes
            }
            "builtin" if !needs_file => 1 + usize::from(words.value(1) == "--"),
            "noglob" if !needs_file => 1,
            "timeout" if is_duration(words.value(1)) => {
                needs_file = true;
                2
            }
            _ => return Some(Unwrapped { words, needs_file }),
        };
        let prefix = words.iter().take(skip);
        if words.len() <= skip
            || prefix.into_iter().any(|word| !plain::is_token(words, &word, false))
        {
            return None;
        }
        let inner = words.skip(skip);
        if words.value(0) == "command" && inner.value(0) == "noglob" {
            return None;
        }
        words = inner;
    }
}

/// `5`, `1.5`, `10s`, `2m`
fn is_duration(text: &str) -> bool {
    let number = text.strip_suffix(one_of("smhd")).unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    }
}

/// Whether anything stands between the beginning of the command and `words`.
fn is_prefixed(line: Line<'_>, command: &Command, words: Words<'_>) -> bool {
    let first = words.first().map(|word| word.span.start);
    line.assignments(command).len() > 0 || first != Some(command.span.start)
}

/// Whether the command is no more than words and, behind them, redirections. A here-string is one
/// if `here_string` says so of it.
fn is_written_plainly(
    line: Line<'_>,
    command: &Command,
    words: Words<'_>,
    here_string: fn(&str) -> bool,
) -> bool {
    let named_plainly = words.first().is_some_and(|name| literal(words, &name).is_some());
    let end = words.last().map_or(0, |word| word.span.end);
    let redirections = line.redirections(command);
    named_plainly
        && line.assignments(command).len() == 0
        && line.redirections(command).all(|redirection| {
            redirection.span.start >= end
                && (redirection.operator != RedirectionOperator::HereString
                    || (redirections.len() == 1
                        && redirection.target.is_certain()
                        && here_string(redirection.target.span.of(line.text()))))
        })
}

/// The value of a word that stands in the text as the program gets it.
fn literal<'s>(words: Words<'s>, word: &Word<'s>) -> Option<&'s str> {
    let source = plain::source(words, word);
    (word.is_certain() && source == word.value).then_some(source)
}

#[cfg(test)]
mod tests;
