//! The scanner's state, and how it goes into what is nested and out of it again.
//!
//! There is no recursion: what surrounds the place that is being read lies on a stack of
//! [`Frame`]s. Two automata work on it, the grammar of lists and commands (`list.rs`, with `simple.rs`
//! and `compound.rs`) and that of words (`word.rs`), and hand over to each other.

use super::{
    Construct, Occurrence, Place, Separator, bytes,
    frame::{Expect, Frame, Kind, Level, Lex, NONE, Open, index},
    line::Parts,
    work::Work,
};
use crate::span::Span;

/// A text that is being read.
pub(super) struct Scanner<'t, 's> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) out: &'s mut Parts,
    pub(super) work: &'s mut Work,
    pub(super) pos: usize,
    /// Where the text ends as far as the current level can see.
    pub(super) end: usize,
    pub(super) level: Level,
    pub(super) word: Option<Open>,
    /// How many bytes may still be read twice.
    pub(super) patience: usize,
    /// Where the text comes from, if not from the line itself.
    pub(super) origin: Option<Span>,
    /// `IFS` is set on the line: unquoted variables split in unknown ways.
    pub(super) splits: bool,
}

impl<'t, 's> Scanner<'t, 's> {
    pub(super) fn new(
        text: &'t str,
        out: &'s mut Parts,
        work: &'s mut Work,
        origin: Option<Span>,
        place: Place,
    ) -> Scanner<'t, 's> {
        let level = Level::of_text(text, out.commands.len(), place, origin.is_none());
        Scanner {
            text,
            bytes: text.as_bytes(),
            out,
            work,
            pos: 0,
            end: text.len(),
            level,
            word: None,
            patience: 4 * text.len() + 1024,
            origin,
            splits: false,
        }
    }

    /// Reads the whole text.
    pub(super) fn run(&mut self) {
        loop {
            if self.word.is_some() {
                self.read_word();
            } else if !self.read_token() {
                return;
            }
        }
    }

    /// The byte at `at`, if the current level reaches that far.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end { self.bytes.get(at).copied() } else { None }
    }

    /// The place at or after `at` that is no backslash before a newline: the shell removes those
    /// before it looks for operators.
    #[inline]
    pub(super) fn past_continuations(&self, mut at: usize) -> usize {
        while self.byte(at) == Some(b'\\') && self.byte(at + 1) == Some(b'\n') {
            at += 2;
        }
        at
    }

    /// The byte at `at` or behind line continuations there, and the place after it.
    #[inline]
    pub(super) fn peek(&self, at: usize) -> (Option<u8>, usize) {
        let at = self.past_continuations(at);
        (self.byte(at), at + 1)
    }

    /// Whether a word that has reached `at` ends there.
    pub(super) fn ends_word(&self, at: usize) -> bool {
        self.peek(at).0.is_none_or(|next| bytes::is(next, bytes::META))
    }

    /// A span of the line: of the text, or of what the text was taken from.
    #[inline]
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.origin.unwrap_or_else(|| Span::new(start, end))
    }

    /// Notes a construct, and gives its number.
    pub(super) fn note(&mut self, what: Construct, start: usize, end: usize) -> u32 {
        let number = index(self.out.constructs.len());
        let span = self.span(start, end);
        self.out.note(what, span);
        let is_out_of_place = matches!(what, Construct::UnexpectedToken | Construct::UnexpectedEnd);
        if is_out_of_place && self.level.in_substitution {
            self.out.note(Construct::BrokenSubstitution, span);
        }
        number
    }

    /// Notes that the character at `at` cannot stand there.
    pub(super) fn note_unexpected(&mut self, at: usize) {
        let rest = self.text.get(at..self.end).unwrap_or("");
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.note(Construct::UnexpectedToken, at, at + length);
    }

    /// Notes a construct that reaches from `start` to where [`Scanner::close`] is called.
    pub(super) fn note_open(&mut self, what: Construct, start: usize) -> u32 {
        self.note(what, start, self.end)
    }

    /// Ends construct `number` at the current place.
    pub(super) fn close(&mut self, number: u32) {
        if self.origin.is_none() {
            let end = index(self.pos);
            if let Some(Occurrence { span, .. }) = self.out.constructs.get_mut(number as usize) {
                span.end = end;
            }
        }
    }

    /// Where commands stand inside a `kind` that begins here.
    pub(super) fn place_inside(&self, kind: Kind) -> Place {
        let outer = &self.level;
        let mut place = outer.place;
        place.depth = place.depth.saturating_add(1);
        place.substituted |= kind.is_substitution();
        place.backquoted |= kind == Kind::Backquotes;
        place.process_substituted |= kind == Kind::Process;
        place.subshell |= kind == Kind::Subshell;
        place.group |= kind == Kind::Group;
        place.conditional |= matches!(kind, Kind::If | Kind::While);
        place.looped |= kind == Kind::While;
        place.case |= kind == Kind::Case;
        place.negated |= outer.negated;
        place.timed |= outer.timed;
        place.coprocess |= outer.coprocess;
        place.function |= outer.function != NONE;
        place
    }

    /// Goes into a level whose commands begin at the current place.
    pub(super) fn enter(&mut self, kind: Kind, opened: usize, construct: u32, expect: Expect) {
        let outer = self.level;
        let place = self.place_inside(kind);
        let forgets = kind.is_substitution() || kind == Kind::Subshell;
        self.work.frames.push(Frame::Level(outer, self.word.take()));
        let certain = outer.certain
            && !place.function
            && !place.coprocess
            && !matches!(outer.before, Separator::And | Separator::Or)
            && !matches!(kind, Kind::While | Kind::For | Kind::Case);
        self.level = Level {
            kind,
            opened: index(opened),
            construct,
            expect,
            words: index(self.work.words.len()),
            assignments: index(self.work.assignments.len()),
            redirections: index(self.work.redirections.len()),
            here_documents: if kind.is_substitution() {
                index(self.work.pending.len())
            } else {
                outer.here_documents
            },
            variables: if forgets { index(self.work.variables.len()) } else { NONE },
            in_substitution: match kind {
                Kind::Substitution => true,
                Kind::Subshell | Kind::Process | Kind::Backquotes => false,
                _ => outer.in_substitution,
            },
            closable: kind.is_parenthesized() || (outer.closable && kind != Kind::Backquotes),
            outer_end: index(self.end),
            resume: NONE,
            ..Level::of_text(self.text, self.out.commands.len(), place, certain)
        };
    }

    /// Goes back to what surrounds the current level.
    pub(super) fn leave(&mut self) {
        let inner = self.level;
        self.close(inner.construct);
        if inner.variables != NONE {
            self.work.variables.truncate(inner.variables as usize);
        }
        let Some(&Frame::Level(outer, word)) = self.work.frames.last() else {
            return;
        };
        self.work.frames.pop();
        self.level = outer;
        self.word = word;
        if word.is_some() {
            let opened = inner.opened as usize;
            let substitutes = inner.kind == Kind::Substitution;
            if !(substitutes && self.put_literal_text(opened)) {
                if substitutes {
                    self.mark_unknown(true);
                }
                self.abridge(opened);
            }
        } else {
            self.level.expect = Expect::AfterCompound;
            if outer.function != NONE {
                self.close(outer.function);
                self.level.function = NONE;
            }
        }
    }

    /// Goes into an expansion inside the current word.
    pub(super) fn enter_lex(&mut self, lex: Lex, start: usize, construct: u32, parens: u32) {
        if let Some(word) = &mut self.word {
            self.work.frames.push(Frame::Lex {
                lex: word.lex,
                start: word.lex_start,
                construct: word.lex_construct,
                parens: word.parens,
            });
            word.lex = lex;
            word.lex_start = index(start);
            word.lex_construct = construct;
            word.parens = parens;
        }
    }

    /// Goes back to what surrounds the expansion that ends at the current place.
    pub(super) fn leave_lex(&mut self) {
        let Some(&Frame::Lex { lex, start, construct, parens }) = self.work.frames.last() else {
            return;
        };
        self.work.frames.pop();
        let Some(word) = &mut self.word else { return };
        let (inner_start, inner_construct) = (word.lex_start as usize, word.lex_construct);
        word.lex = lex;
        word.lex_start = start;
        word.lex_construct = construct;
        word.parens = parens;
        self.close(inner_construct);
        self.abridge(inner_start);
    }

    /// The first place from `from` whose byte has one of `flags`, or the end.
    #[inline]
    pub(super) fn find(&self, from: usize, flags: u16) -> usize {
        bytes::find(self.bytes.get(..self.end).unwrap_or(&[]), from, flags)
    }

    /// The first place from `from` whose byte has none of `flags`, or the end.
    #[inline]
    pub(super) fn skip(&self, from: usize, flags: u16) -> usize {
        bytes::skip(self.bytes.get(..self.end).unwrap_or(&[]), from, flags)
    }

    /// The end of the plain characters that begin at `at`.
    #[inline]
    pub(super) fn plain_end(&self, at: usize) -> usize {
        self.find(at, bytes::STOP)
    }
}
