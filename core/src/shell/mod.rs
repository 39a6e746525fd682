//! Reads a command line as Bash would: what would run, with which words, assignments and
//! redirections.
//!
//! One pass, linear in the text, borrowing from it. What cannot be known before the shell runs is
//! marked with the reason and the place. Nothing here knows about rules or programs.
//!
//! [`scan`] fills a [`Script`], whose buffers serve many calls, and gives a [`Line`], through which
//! everything is read:
//!
//! ```ignore
//! let mut script = Script::default();
//! let line = scan("cd src && git log --oneline > out", &mut script);
//! for command in line.commands() {
//!     for word in line.words(command) {
//!         println!("{}", word.value);
//!     }
//! }
//! ```

mod ansi;
mod bytes;
mod checkpoint;
mod compound;
mod construct;
mod expansion;
mod frame;
mod here;
mod line;
mod list;
mod odd;
mod plain;
mod scanner;
mod simple;
mod value;
mod variables;
mod word;
mod work;

pub(crate) use self::{
    compound::{RESERVED, is_reserved},
    construct::{Construct, ConstructSet, Occurrence},
    line::{Assignment, Line, Redirection, Script, Word, Words},
    plain::{PlainCommand, PlainLine, PlainSubstitution},
    value::literal_text,
};

use self::{scanner::Scanner, work::Deferred};
use crate::span::Span;
use std::ops::Range;

/// Reads `text`, forgetting what `script` held before.
pub(crate) fn scan<'s>(text: &'s str, script: &'s mut Script) -> Line<'s> {
    let Script { parts, work } = script;
    parts.clear();
    odd::note(text, parts);
    Scanner::new(text, parts, work, None, Place::default()).run();
    // What stands in backquotes with backslashes is read last: it has to be copied first. Each
    // level of nesting needs twice the backslashes, so there are few levels.
    while let Some(Deferred { text, span, place }) = work.deferred.pop() {
        Scanner::new(&text, parts, work, Some(span), place).run();
    }
    work.settle_marks(&mut parts.commands);
    work.clear();
    Line::new(text, parts)
}

/// A simple command.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    /// From its first assignment, word or redirection to the end of its last one.
    pub(crate) span: Span,
    /// Where it stands.
    pub(crate) place: Place,
    /// What stands between it and the command before it.
    pub(crate) before: Separator,
    /// What ends it.
    pub(crate) after: Separator,
    /// It is no command, but the redirections of the compound command in front of it.
    pub(crate) of_compound: bool,
    words: Range<u32>,
    assignments: Range<u32>,
    redirections: Range<u32>,
    constructs: Range<u32>,
}

/// The control operator between two commands, or at the edge of the text or of a compound command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Separator {
    /// Nothing: the text or the surrounding construct begins or ends here.
    #[default]
    Edge,
    /// `;`
    Sequence,
    /// A newline in place of `;`
    Newline,
    /// `&`
    Background,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `|&`
    PipeWithErrors,
}

impl Separator {
    /// `|` or `|&`.
    pub(crate) const fn is_pipe(self) -> bool {
        matches!(self, Separator::Pipe | Separator::PipeWithErrors)
    }
}

/// The surroundings of a simple command that matter to a decision.
///
/// All but [`piped`](Place::piped) and [`background`](Place::background) are about the constructs
/// that hold the command, however far out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// How many of those constructs there are.
    pub(crate) depth: u16,
    /// Inside `$(…)`, backquotes or a process substitution.
    pub(crate) substituted: bool,
    /// Inside backquotes.
    pub(crate) backquoted: bool,
    /// Inside `<(…)` or `>(…)`.
    pub(crate) process_substituted: bool,
    /// Inside `( … )`.
    pub(crate) subshell: bool,
    /// Inside `{ …; }`.
    pub(crate) group: bool,
    /// Inside `if`, `while` or `until`, in the condition or in the body.
    pub(crate) conditional: bool,
    /// Inside the body or the condition of a loop.
    pub(crate) looped: bool,
    /// Inside `case`.
    pub(crate) case: bool,
    /// Inside the body of a function: it runs if and when the function is called.
    pub(crate) function: bool,
    /// Inside `coproc`.
    pub(crate) coprocess: bool,
    /// Inside a here-document.
    pub(crate) here_document: bool,
    /// After `!`.
    pub(crate) negated: bool,
    /// After `time`.
    pub(crate) timed: bool,
    /// One of several in a pipeline, or inside a compound command that is.
    pub(crate) piped: bool,
    /// In a list that `&` sends to the background, or inside a compound command in one.
    pub(crate) background: bool,
}

/// What the shell would do to a word before a program gets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordTraits {
    /// Quotes or backslashes were removed from it.
    pub(crate) quoted: bool,
    /// It has an unquoted `*`, `?`, `[` or an extended pattern such as `@(a|b)`.
    pub(crate) glob: bool,
    /// It starts with an unquoted `~`, or has one where an assignment expands it.
    pub(crate) tilde: bool,
    /// It has a brace expansion, `{a,b}` or `{1..3}`, which its value shows unexpanded.
    pub(crate) brace: bool,
    /// It has an expansion whose result is not known, which its value shows as written.
    pub(crate) unknown: bool,
    /// It has variables that the same line sets, or the text of a here-document; its value has theirs
    /// in it.
    pub(crate) known: bool,
    /// It has an expansion outside quotes, so that it may become several words, or none.
    pub(crate) splits: bool,
    /// It has a command substitution or a process substitution.
    pub(crate) substitution: bool,
}

/// The redirection operators of the Bash manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectionOperator {
    /// `<`
    Input,
    /// `>`
    Output,
    /// `>|`
    Clobber,
    /// `>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `&>`
    OutputAndErrors,
    /// `&>>`
    AppendWithErrors,
    /// `<&`
    DuplicateInput,
    /// `>&`, whose target is a descriptor, `-`, or else a file
    DuplicateOutput,
    /// `<<`
    HereDocument,
    /// `<<-`
    HereDocumentTabs,
    /// `<<<`
    HereString,
}

impl RedirectionOperator {
    pub(crate) const fn is_here_document(self) -> bool {
        matches!(self, RedirectionOperator::HereDocument | RedirectionOperator::HereDocumentTabs)
    }

    /// Is a text what is read, and no file?
    pub(crate) const fn is_text(self) -> bool {
        self.is_here_document() || matches!(self, RedirectionOperator::HereString)
    }
}

#[cfg(test)]
mod tests;
