//! What the scanner found, and how it is read.
//!
//! Nothing here borrows from the text: words are offsets, and a value that is not in the text as it
//! stands (quotes inside it, variables) lies in a buffer of its own. So the same [`Script`] serves
//! any number of texts, and reading a line allocates nothing once the buffers have grown.

use super::{
    Command, Construct, ConstructSet, Occurrence, RedirectionOperator, WordTraits, work::Work,
};
use crate::{order, span::Span};

/// The buffers that [`scan`](super::scan) fills.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(super) parts: Parts,
    pub(super) work: Work,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) commands: Vec<Command>,
    pub(super) words: Vec<StoredWord>,
    pub(super) assignments: Vec<StoredAssignment>,
    pub(super) redirections: Vec<StoredRedirection>,
    pub(super) constructs: Vec<Occurrence>,
    pub(super) found: ConstructSet,
    /// Values that the text does not have as they are.
    pub(super) values: String,
}

impl Parts {
    pub(super) fn clear(&mut self) {
        self.commands.clear();
        self.words.clear();
        self.assignments.clear();
        self.redirections.clear();
        self.constructs.clear();
        self.found = ConstructSet::default();
        self.values.clear();
    }

    pub(super) fn note(&mut self, what: Construct, span: Span) {
        self.found.insert(what);
        self.constructs.push(Occurrence { span, what });
    }
}

/// Where a value lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) span: Span,
    /// In [`Parts::values`], not in the text.
    pub(super) apart: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StoredWord {
    pub(super) span: Span,
    pub(super) value: Stored,
    pub(super) traits: WordTraits,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct StoredAssignment {
    pub(super) span: Span,
    pub(super) name: Stored,
    pub(super) append: bool,
    pub(super) element: bool,
    pub(super) array: bool,
    pub(super) value: StoredWord,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct StoredRedirection {
    pub(super) span: Span,
    pub(super) operator: RedirectionOperator,
    pub(super) descriptor: Option<u16>,
    pub(super) target: StoredWord,
    pub(super) body: Span,
}

/// A command line, taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'s> {
    text: &'s str,
    parts: &'s Parts,
}

impl<'s> Line<'s> {
    pub(super) const fn new(text: &'s str, parts: &'s Parts) -> Line<'s> {
        Line { text, parts }
    }

    /// The whole text.
    #[must_use]
    pub(crate) const fn text(self) -> &'s str {
        self.text
    }

    /// Every simple command that could run, in the order in which they begin, nested ones included.
    #[must_use]
    pub(crate) fn commands(self) -> &'s [Command] {
        &self.parts.commands
    }

    /// The words of a command, its name first, without assignments and redirections. They can be
    /// none.
    #[must_use]
    pub(crate) fn words(self, command: &Command) -> Words<'s> {
        let redirections = part(&self.parts.redirections, &command.redirections).iter();
        let is_text =
            |stored: &&StoredRedirection| stored.operator == RedirectionOperator::HereString;
        let input_end = redirections.rev().find(is_text).map_or(0, |last| last.span.end);
        Words { line: self, words: part(&self.parts.words, &command.words), input_end }
    }

    /// The assignments in front of the command, or that it consists of.
    pub(crate) fn assignments(
        self,
        command: &Command,
    ) -> impl DoubleEndedIterator<Item = Assignment<'s>> + ExactSizeIterator {
        part(&self.parts.assignments, &command.assignments).iter().map(move |stored| Assignment {
            span: stored.span,
            name: self.value(stored.name),
            append: stored.append,
            element: stored.element,
            array: stored.array,
            value: self.word(&stored.value),
        })
    }

    /// The redirections of the command, in order.
    pub(crate) fn redirections(
        self,
        command: &Command,
    ) -> impl DoubleEndedIterator<Item = Redirection<'s>> + ExactSizeIterator {
        part(&self.parts.redirections, &command.redirections).iter().map(move |stored| {
            Redirection {
                span: stored.span,
                operator: stored.operator,
                descriptor: stored.descriptor,
                target: self.word(&stored.target),
                body: stored.body.of(self.text),
            }
        })
    }

    /// Does the command begin with a redirection, but for assignments, or consist of nothing else?
    #[must_use]
    pub(crate) fn begins_with_redirection(self, command: &Command) -> bool {
        let words = self.words(command);
        !command.of_compound
            && self
                .redirections(command)
                .next()
                .is_some_and(|first| words.is_empty() || first.span.start < words.span().start)
    }

    /// All constructs, in the order in which they were met. Whether one of them matters is for the
    /// decision to say, not for the reader.
    #[must_use]
    pub(crate) fn constructs(self) -> &'s [Occurrence] {
        &self.parts.constructs
    }

    /// All constructs, in the order in which they begin.
    #[must_use]
    pub(crate) fn constructs_in_order(self) -> Vec<Occurrence> {
        let mut constructs = self.parts.constructs.clone();
        order::sort_by_key(&mut constructs, |found| found.span.start);
        constructs
    }

    /// Which constructs there are at all.
    #[must_use]
    pub(crate) const fn found(self) -> ConstructSet {
        self.parts.found
    }

    #[inline]
    fn value(self, stored: Stored) -> &'s str {
        stored.span.of(if stored.apart { &self.parts.values } else { self.text })
    }

    #[cfg_attr(not(built_for_size), inline)]
    #[cfg_attr(built_for_size, inline(never))]
    fn word(self, stored: &StoredWord) -> Word<'s> {
        Word { span: stored.span, value: self.value(stored.value), traits: stored.traits }
    }
}

#[cfg_attr(built_for_size, inline(never))]
fn part<'s, T>(all: &'s [T], range: &std::ops::Range<u32>) -> &'s [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or(&[])
}

/// A word after quote removal, with the variables in it that the same line sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'s> {
    /// Where it stands in the text, quotes included.
    pub(crate) span: Span,
    /// What the program would get, as far as that is known; see [`WordTraits`] for the rest.
    pub(crate) value: &'s str,
    pub(crate) traits: WordTraits,
}

impl Word<'_> {
    /// Whether the program gets exactly [`Word::value`], whatever the shell's variables and the
    /// files are.
    #[must_use]
    pub(crate) const fn is_certain(&self) -> bool {
        let WordTraits { glob, tilde, brace, unknown, .. } = self.traits;
        !(glob || tilde || brace || unknown)
    }
}

/// The words of a command. A slice, as it were: copying it costs nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'s> {
    line: Line<'s>,
    words: &'s [StoredWord],
    /// Where the last here-string ends; 0 if there is none.
    input_end: u32,
}

impl<'s> Words<'s> {
    #[must_use]
    pub(crate) const fn len(self) -> usize {
        self.words.len()
    }

    #[must_use]
    pub(crate) const fn is_empty(self) -> bool {
        self.words.is_empty()
    }

    #[must_use]
    pub(crate) fn get(self, index: usize) -> Option<Word<'s>> {
        self.words.get(index).map(|word| self.line.word(word))
    }

    /// The value of a word, or an empty text if there is none at `index`.
    #[must_use]
    pub(crate) fn value(self, index: usize) -> &'s str {
        self.words.get(index).map_or("", |word| self.line.value(word.value))
    }

    /// The text of the line that the words are of.
    #[must_use]
    pub(crate) const fn text(self) -> &'s str {
        self.line.text()
    }

    #[must_use]
    pub(crate) fn first(self) -> Option<Word<'s>> {
        self.get(0)
    }

    #[must_use]
    pub(crate) fn last(self) -> Option<Word<'s>> {
        self.words.last().map(|word| self.line.word(word))
    }

    /// Without the first `count` words.
    #[must_use]
    #[cfg_attr(built_for_size, inline(never))]
    pub(crate) fn skip(self, count: usize) -> Words<'s> {
        Words { words: self.words.get(count..).unwrap_or(&[]), ..self }
    }

    pub(crate) fn iter(
        self,
    ) -> impl DoubleEndedIterator<Item = Word<'s>> + ExactSizeIterator + Clone {
        self.words.iter().map(move |word| self.line.word(word))
    }

    /// The line that the words stand in.
    #[must_use]
    pub(crate) const fn line(self) -> Line<'s> {
        self.line
    }

    /// From the first word to the last, here-strings included: in the client's grammar they are arguments.
    #[must_use]
    pub(crate) fn span(self) -> Span {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => {
                Span { start: first.span.start, end: last.span.end.max(self.input_end) }
            }
            _ => Span::default(),
        }
    }

    /// The text of [`span`](Words::span), as written.
    #[must_use]
    pub(crate) fn source(self) -> &'s str {
        self.span().of(self.line.text)
    }

    /// The words alone.
    #[must_use]
    pub(crate) const fn without_here_strings(self) -> Words<'s> {
        Words { input_end: 0, ..self }
    }

    /// The text behind the words up to the last here-string, as written, if one stands there.
    #[must_use]
    #[cfg_attr(built_for_size, inline(never))]
    pub(crate) fn here_strings(self) -> Option<&'s str> {
        let end = self.words.last()?.span.end;
        let behind = self.line.text.get(end as usize..self.input_end as usize)?.trim_start();
        (!behind.is_empty()).then_some(behind)
    }
}

impl<'s> IntoIterator for Words<'s> {
    type Item = Word<'s>;
    type IntoIter = WordsIter<'s>;

    fn into_iter(self) -> WordsIter<'s> {
        WordsIter { words: self }
    }
}

/// Words, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct WordsIter<'s> {
    words: Words<'s>,
}

impl<'s> Iterator for WordsIter<'s> {
    type Item = Word<'s>;

    fn next(&mut self) -> Option<Word<'s>> {
        let word = self.words.first()?;
        self.words = self.words.skip(1);
        Some(word)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.words.len(), Some(self.words.len()))
    }
}

impl ExactSizeIterator for WordsIter<'_> {}

/// `NAME=value` before a command, or alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assignment<'s> {
    pub(crate) span: Span,
    /// Without a subscript.
    pub(crate) name: &'s str,
    /// `+=`
    pub(crate) append: bool,
    /// `name[…]=`
    pub(crate) element: bool,
    /// `name=(…)`; the value is the list as written.
    pub(crate) array: bool,
    pub(crate) value: Word<'s>,
}

/// `> file`, `2>&1`, `<<EOF`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Redirection<'s> {
    pub(crate) span: Span,
    pub(crate) operator: RedirectionOperator,
    /// The number before the operator.
    pub(crate) descriptor: Option<u16>,
    /// The file, the descriptor, the text of a here-string, or the delimiter of a here-document.
    pub(crate) target: Word<'s>,
    /// The lines of a here-document as written, without the delimiter.
    pub(crate) body: &'s str,
}
