//! Reads a command line as Bash would: what would run, with which words, assignments and
//! redirections.
//!
//! One pass, linear in the text, borrowing from it. What cannot be known before the shell runs is
//! marked with the reason and the place. Nothing here knows about rules or programs.

use crate::span::Span;
use std::borrow::Cow;

/// A command line, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Script<'t> {
    /// Every simple command that could run, in the order of the text, nested ones included.
    pub(crate) commands: Vec<Command>,
    /// The words of all commands; [`Command::words`] points in here.
    pub(crate) words: Vec<Word<'t>>,
    /// The assignments of all commands.
    pub(crate) assignments: Vec<Assignment<'t>>,
    /// The redirections of all commands.
    pub(crate) redirections: Vec<Redirection<'t>>,
    /// Constructs whose effect is not plain from the text, in the order of the text. Whether one of
    /// them matters is for the decision to say, not for the reader.
    pub(crate) constructs: Vec<Occurrence>,
}

/// A simple command.
#[derive(Debug)]
pub(crate) struct Command {
    /// From its first assignment or word to the end of its last word or redirection.
    pub(crate) span: Span,
    pub(crate) words: std::ops::Range<u32>,
    pub(crate) assignments: std::ops::Range<u32>,
    pub(crate) redirections: std::ops::Range<u32>,
    /// Where it stands.
    pub(crate) place: Place,
}

/// The surroundings of a simple command that matter to a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// How many commands the text nests it in: substitutions, subshells, groups, loops, functions.
    pub(crate) depth: u16,
    /// Inside `$(…)`, backquotes or a process substitution.
    pub(crate) substituted: bool,
    /// Inside `( … )`.
    pub(crate) subshell: bool,
    /// One of several in a pipeline.
    pub(crate) piped: bool,
    /// Followed by `&`.
    pub(crate) background: bool,
}

/// A word after quote removal, with the variables expanded that the same line sets.
#[derive(Debug)]
pub(crate) struct Word<'t> {
    /// As it stands in the text, quotes included.
    pub(crate) span: Span,
    /// What the program would get, as far as that is known.
    pub(crate) value: Cow<'t, str>,
    pub(crate) traits: WordTraits,
}

/// What the shell would do to a word before a program gets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordTraits {
    /// Quotes or backslashes were removed from it.
    pub(crate) quoted: bool,
    /// It has an unquoted `*`, `?` or `[`.
    pub(crate) glob: bool,
    /// It starts with an unquoted `~`.
    pub(crate) tilde: bool,
    /// It has an expansion whose result is not known: the value is not what the program gets.
    pub(crate) unknown: bool,
}

/// `NAME=value` before a command, or alone.
#[derive(Debug)]
pub(crate) struct Assignment<'t> {
    pub(crate) span: Span,
    pub(crate) name: &'t str,
    /// `+=`
    pub(crate) append: bool,
    pub(crate) value: Word<'t>,
}

/// `> file`, `2>&1`, `<<EOF`.
#[derive(Debug)]
pub(crate) struct Redirection<'t> {
    pub(crate) span: Span,
    pub(crate) operator: RedirectionOperator,
    /// The file, the descriptor, or the delimiter of a here-document.
    pub(crate) target: Word<'t>,
}

/// The redirection operators of the Bash manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectionOperator {
    /// `<`
    Input,
    /// `>`, `>|`, `&>`, `>&` with a file
    Output,
    /// `>>`, `&>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `<&`, `>&` with a descriptor or `-`
    Duplicate,
    /// `<<`, `<<-`
    HereDocument,
    /// `<<<`
    HereString,
}

/// A construct and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) span: Span,
    pub(crate) what: Construct,
}

/// What a command line can hold besides simple commands with plain words, in the terms of the Bash
/// manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Construct {
    /// `$( … )`, backquotes
    CommandSubstitution,
    /// The text is not a shell program: an open quote, a missing `)`, a dangling operator.
    SyntaxError,
}
