//! Programs that run without a rule, because with these arguments they only read.
//!
//! [`arguments`] finds the row of a command. Some programs may have any arguments; most have a table
//! of the options that are known to be harmless; a few have a language of their own, which
//! `decide::bash::read_only` reads. Which files a command may read is not a question for this table.
//!
//! How we know: every option of every row was tried with client 2.1.329, alone, with a number, with
//! a word, and with `=`; so were all other letters. To add a program, add a row to
//! [`general`] (sorted by name) and cases to `core/testdata/learned/read-only.jsonl`.

mod general;
mod git;

pub(super) use self::general::note;

use crate::{names::Names, shell::Words};

/// What a program may get without a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arguments {
    /// Nothing.
    None,
    /// Whatever it is, as long as the shell makes no file names of it.
    Fixed,
    /// Whatever it is.
    Any,
    /// What a table of options knows.
    Options(&'static Options),
    /// What a small language of its own allows.
    Grammar(Grammar),
    /// It depends on the word that follows, or on the two that do.
    Subcommands(&'static [Entry]),
}

impl Arguments {
    /// Does the client look for them in the text of the command, and not among its words?
    pub(crate) fn are_read_in_text(self) -> bool {
        match self {
            Arguments::Options(_) => true,
            Arguments::Grammar(grammar) => matches!(
                grammar,
                Grammar::Hostname
                    | Grammar::Jq
                    | Grammar::Sed
                    | Grammar::Test
                    | Grammar::Uniq
                    | Grammar::Xargs
            ),
            _ => false,
        }
    }
}

/// A name and what may follow it. The name of a subcommand can be two words.
pub(crate) type Entry = (&'static str, Arguments);

/// The harmless options of a program.
#[derive(Debug)]
pub(crate) struct Options {
    /// Letters without a value. They can be written together: `-la`.
    pub(crate) switches: &'static str,
    /// Letters whose value is a number.
    pub(crate) numbers: &'static str,
    /// Letters whose value is anything that does not look like an option.
    pub(crate) texts: &'static str,
    /// Long options without a value.
    pub(crate) long_switches: Names,
    /// Long options whose value is a number: `--max-count=5`, `--max-count 5`.
    pub(crate) long_numbers: Names,
    /// Long options whose value is anything that does not look like an option.
    pub(crate) long_texts: Names,
    /// A number can be an option: `-5`.
    pub(crate) counts: bool,
    /// A number can follow its letter at once: `-A5`.
    pub(crate) attached: bool,
    /// Letters take their value with `=` too: `-n=5`.
    pub(crate) equals: bool,
    /// `--` ends the options; otherwise it is there for nothing.
    pub(crate) separator: bool,
    /// The shell may make file names of the arguments.
    pub(crate) globs: bool,
    /// No format names a signature: to show one, git runs the program that checks it.
    pub(crate) formats: bool,
    /// What else has to hold.
    pub(crate) also: Also,
}

impl Options {
    /// No options, any operands.
    pub(crate) const NONE: Options = Options {
        switches: "",
        numbers: "",
        texts: "",
        long_switches: Names::NONE,
        long_numbers: Names::NONE,
        long_texts: Names::NONE,
        counts: false,
        attached: false,
        equals: true,
        separator: true,
        globs: false,
        formats: false,
        also: Also::Nothing,
    };
}

/// What has to hold besides that all options are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Also {
    /// Nothing.
    Nothing,
    /// There are no operands.
    NoOperands,
    /// Operands come after an option that asks for a list: `git tag x` makes a tag.
    Listing {
        /// `--merged` and `--no-merged` ask for one too.
        merged: bool,
    },
    /// Of the subcommands of `git reflog` only `show` and `list` are named.
    Reflog,
    /// `git remote show` has `-n`, and one remote by its name: otherwise it asks the network.
    RemoteShow,
    /// No argument has more than one line.
    OneLine,
    /// Every operand is a format: `date 0102` would set the clock.
    ClockFormat,
    /// `ps` shows no environments, which `e` asks for in more ways than one.
    NoEnvironments,
    /// The filter of `ss` has no names to resolve.
    SocketFilter,
    /// `tput` sends nothing that resets or clears the terminal.
    Capabilities,
    /// `lsof` gets no `+m`, which makes it write, and no address with a tilde.
    PlusOptions,
    /// Operands are names of manual pages, not files; where descriptions are searched, no option
    /// stands behind them.
    PageNames,
    /// Operands are names of builtins, not files.
    Topics,
    /// Every argument is `-v` or `--verbose`, exactly.
    Verbose,
    /// No argument is `-`.
    NoDash,
    /// No argument starts with `~`.
    NoTilde,
}

/// Programs whose arguments are a language of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// `[`
    Bracket,
    /// `docker ps`, `docker images`: everything but what chooses another daemon
    DockerListing,
    Find,
    History,
    Hostname,
    /// `ifconfig`: at most the name of an interface
    Interface,
    Jq,
    Printf,
    Sed,
    Stat,
    Test,
    Uniq,
    Xargs,
}

/// What `words`, a command with its name first, may have as arguments, and how many words name it.
/// Nothing if it is not known to only read.
pub(crate) fn arguments(words: Words<'_>) -> Option<(Arguments, usize)> {
    let name = words.value(0);
    if !general::NAMES.may_hold(name) {
        return None;
    }
    let place = general::PROGRAMS.binary_search_by(|(entry, _)| (*entry).cmp(name)).ok()?;
    match general::PROGRAMS.get(place)?.1 {
        Arguments::Subcommands(entries) => {
            let (first, second) = (words.value(1), words.value(2));
            let find = |second: &str| {
                entries
                    .binary_search_by(|(entry, _)| {
                        let (one, two) = entry.split_once(' ').unwrap_or((entry, ""));
                        one.cmp(first).then(two.cmp(second))
                    })
                    .ok()
                    .and_then(|place| entries.get(place))
                    .map(|(_, arguments)| *arguments)
            };
            if !second.is_empty()
                && let Some(found) = find(second)
            {
                return Some((found, 3));
            }
            // An empty word is not the same as no word.
            if first.is_empty() && words.len() > 1 {
                return None;
            }
            Some((find("")?, words.len().min(2)))
        }
        found => Some((found, 1)),
    }
}

/// Programs that `xargs` may start: with any arguments they only read.
pub(crate) fn may_follow_xargs(program: &str) -> bool {
    matches!(program, "echo" | "printf" | "wc") || shows_files(program)
}

/// Those of them that show what is in the files that `xargs` adds.
pub(crate) fn shows_files(program: &str) -> bool {
    matches!(program, "egrep" | "fgrep" | "grep" | "head" | "tail")
}

/// Whether a wrapper that needs a program file can start it: a builtin of the shell has none, or
/// does something else.
pub(crate) fn is_builtin_only(program: &str) -> bool {
    matches!(program, "[" | "cd" | "help" | "history" | "type")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted() {
        fn check(entries: &[Entry]) {
            let key = |entry: &Entry| entry.0.split_once(' ').unwrap_or((entry.0, ""));
            for pair in entries.windows(2) {
                assert!(key(&pair[0]) < key(&pair[1]), "{} and {}", pair[0].0, pair[1].0);
            }
            for (_, arguments) in entries {
                if let Arguments::Subcommands(entries) = arguments {
                    check(entries);
                }
            }
        }
        check(general::PROGRAMS);
    }
}
