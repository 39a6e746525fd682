//! Words: quotes, expansions, and what is left of them when the quotes are gone.

use super::{
    Construct, WordTraits, bytes,
    frame::{Expect, Kind, Lex, NONE, Open, Role, index},
    line::{Stored, StoredAssignment, StoredWord},
    scanner::Scanner,
};
use crate::{letters::one_of, span::Span};
use memchr::memchr;

/// How many nested braces are told apart; with more of them, a word counts as a brace expansion.
const MOST_BRACES: u8 = 64;

/// How far a `]` is looked for.
const LONGEST_BRACKET: usize = 1024;

impl Scanner<'_, '_> {
    /// Begins a word at `start`; the current place may be further on, if what is between is plain.
    pub(super) fn begin_word(&mut self, role: Role, start: usize) {
        self.word = Some(Open {
            role,
            start: index(start),
            segment: index(start),
            pieces: index(self.work.pieces.len()),
            traits: WordTraits::default(),
            lex: if role == Role::Body { Lex::Body } else { Lex::Bare },
            lex_start: index(start),
            lex_construct: NONE,
            parens: 0,
            braces: 0,
            commas: 0,
            brace_start: NONE,
            bracket: NONE,
            assignment: None,
            redirection: None,
        });
    }

    /// Reads on in the current word, until it ends or a list begins inside it.
    pub(super) fn read_word(&mut self) {
        while let Some(word) = &self.word {
            match word.lex {
                Lex::Bare => self.read_bare(),
                Lex::Double | Lex::Body | Lex::InnerDouble => self.read_double(word.lex),
                Lex::Brace
                | Lex::BraceInDouble
                | Lex::QuoteInBrace
                | Lex::Arithmetic
                | Lex::Subscript => self.read_nest(word.lex),
            }
        }
    }

    /// Outside quotes.
    fn read_bare(&mut self) {
        let at = self.plain_end(self.pos);
        let run = self.pos..at;
        self.pos = at;
        let Some(word) = &mut self.word else { return };
        if word.braces > 0 && memchr(b',', self.bytes.get(run).unwrap_or(&[])).is_some() {
            word.commas |= 1 << (word.braces - 1);
        }
        let Some(byte) = self.byte(at) else {
            return self.finish_word();
        };
        let process = matches!(byte, b'<' | b'>') && self.peek(at + 1).0 == Some(b'(');
        let Some(word) = &mut self.word else { return };
        match byte {
            _ if process => self.process_substitution(at),
            b'*' | b'?' => {
                word.traits.glob = true;
                self.pos += 1;
            }
            b'[' => {
                if word.bracket == NONE {
                    word.bracket = index(at);
                }
                self.pos += 1;
            }
            b'~' => {
                let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
                if word.start == index(at) || matches!(before, Some(b'=' | b':')) {
                    word.traits.tilde = true;
                    self.note(Construct::Tilde, at, at + 1);
                }
                self.pos += 1;
            }
            b'{' => {
                if word.braces < MOST_BRACES {
                    word.braces += 1;
                    word.commas &= !(1 << (word.braces - 1));
                } else {
                    word.traits.brace = true;
                }
                word.brace_start = index(at);
                self.pos += 1;
            }
            b'}' => {
                self.end_brace(at);
                self.pos += 1;
            }
            b'\\' => self.backslash(at),
            b'\'' => {
                word.traits.quoted = true;
                self.flush(at);
                let close = self.closing_quote(at);
                let quoted = Span::new(at + 1, self.end_of_quoted(close));
                self.add_piece(Stored { span: quoted, apart: false });
                self.pos = (close + 1).min(self.end);
                self.restart_segment();
            }
            b'"' => {
                word.traits.quoted = true;
                word.lex = Lex::Double;
                word.lex_start = index(at);
                self.flush(at);
                self.pos += 1;
                self.restart_segment();
            }
            b'$' => self.dollar(at),
            b'`' => self.backquotes(at),
            b'(' => self.parenthesis_in_word(at),
            b')' if word.parens > 0 => {
                word.parens -= 1;
                self.pos += 1;
            }
            b'|' if self.level.expect == Expect::Regex => self.pos += 1,
            _ if word.parens > 0 => self.pos += 1,
            _ => self.finish_word(),
        }
    }

    /// `}` outside quotes.
    pub(super) fn end_brace(&mut self, at: usize) {
        let Some(word) = &mut self.word else { return };
        if word.braces == 0 {
            return;
        }
        word.braces -= 1;
        let comma = word.commas & (1 << word.braces) != 0;
        let inside = word.brace_start as usize + 1..at;
        let sequence = word.brace_start != NONE && self.bytes.get(inside).is_some_and(is_sequence);
        let start = word.start as usize;
        word.brace_start = NONE;
        if (comma || sequence) && !word.traits.brace {
            word.traits.brace = true;
            self.note(Construct::BraceExpansion, start, at + 1);
        }
    }

    /// `(` in a word: part of it in an extended pattern, in a regular expression and after `name=`.
    pub(super) fn parenthesis_in_word(&mut self, at: usize) {
        let Some(word) = &mut self.word else { return };
        let start = word.start as usize;
        let before = if at > start { self.bytes.get(at - 1).copied() } else { None };
        let function = self.level.command != NONE
            && self.work.words.len() == self.level.words as usize
            && word.role == Role::Argument
            && self.is_empty_parentheses(at);
        let Some(word) = &mut self.word else { return };
        if word.parens > 0 || self.level.expect == Expect::Regex {
            word.parens += 1;
            self.pos += 1;
        } else if matches!(before, Some(b'?' | b'*' | b'+' | b'@' | b'!')) && !function {
            word.parens += 1;
            word.traits.glob = true;
            self.pos += 1;
            self.note(Construct::ExtendedGlob, at - 1, at + 1);
        } else if word.role == Role::Value
            && at == start
            && word.pieces as usize == self.work.pieces.len()
        {
            self.array(at);
        } else if word.role == Role::Argument
            && self.text.get(start..at).is_some_and(is_assignment_start)
        {
            if !self.declares() {
                self.note_unexpected(at);
            }
            self.array(at);
        } else {
            self.finish_word();
        }
    }

    /// `(` behind `name=`.
    pub(super) fn array(&mut self, at: usize) {
        if let Some(assignment) = self.word.as_mut().and_then(|word| word.assignment.as_mut()) {
            assignment.array = true;
        }
        self.mark_unknown(true);
        let number = self.note_open(Construct::ArrayAssignment, at);
        self.enter(Kind::Array, at, number, Expect::Element);
        self.pos = at + 1;
    }

    /// Between double quotes, or in the body of a here-document.
    pub(super) fn read_double(&mut self, lex: Lex) {
        let at = self.find(self.pos, bytes::IN_DOUBLE);
        self.pos = at;
        match self.byte(at) {
            None if lex == Lex::Body => self.finish_word(),
            None => self.open_end(Construct::OpenDoubleQuote),
            Some(b'"') => match lex {
                Lex::Double => {
                    self.flush(at);
                    if let Some(word) = &mut self.word {
                        word.lex = Lex::Bare;
                    }
                    self.pos += 1;
                    self.restart_segment();
                }
                Lex::InnerDouble => {
                    self.pos += 1;
                    self.leave_lex();
                }
                _ => self.pos += 1,
            },
            Some(b'\\') => self.backslash(at),
            Some(b'$') => self.dollar(at),
            _ => self.backquotes(at),
        }
    }

    /// In an expansion whose text is not part of the value.
    fn read_nest(&mut self, lex: Lex) {
        let at = self.find(self.pos, bytes::IN_NEST);
        self.pos = at;
        let Some(byte) = self.byte(at) else {
            return match lex {
                Lex::Arithmetic => self.undo_arithmetic_or_close(),
                Lex::Subscript => self.open_end(Construct::OpenArithmetic),
                Lex::QuoteInBrace => self.open_end(Construct::OpenSingleQuote),
                _ => self.open_end(Construct::OpenBrace),
            };
        };
        let braces = matches!(lex, Lex::Brace | Lex::BraceInDouble);
        let process = matches!(byte, b'<' | b'>') && self.peek(at + 1).0 == Some(b'(');
        let Some(word) = &mut self.word else { return };
        match byte {
            b'\\' => self.pos = (at + 2).min(self.end),
            b'$' => self.dollar(at),
            b'`' => self.backquotes(at),
            b'\'' if lex == Lex::QuoteInBrace => {
                self.pos += 1;
                self.leave_lex();
            }
            _ if lex == Lex::QuoteInBrace => self.pos += 1,
            b'\'' if lex == Lex::BraceInDouble => {
                self.pos += 1;
                self.enter_lex(Lex::QuoteInBrace, at, NONE, 0);
            }
            b'\'' => self.pos = (self.closing_quote(at) + 1).min(self.end),
            b'"' => {
                self.pos += 1;
                self.enter_lex(Lex::InnerDouble, at, NONE, 0);
            }
            b'}' if braces => {
                self.pos += 1;
                self.leave_lex();
            }
            b'{' if braces => {
                self.pos += 1;
                self.note(Construct::BraceInExpansion, at, at + 1);
            }
            // Between quotes it is not carried out, but found out where it ends.
            _ if process && (braces || (lex == Lex::Subscript && word.lex_construct == NONE)) => {
                self.process_substitution(at);
            }
            b'[' if lex == Lex::Subscript => {
                word.parens += 1;
                self.pos += 1;
            }
            b']' if lex == Lex::Subscript => {
                word.parens -= 1;
                let closed = word.parens == 0;
                self.pos += 1;
                if closed {
                    self.leave_lex();
                    self.after_subscript();
                }
            }
            b'(' if lex == Lex::Arithmetic => {
                word.parens += 1;
                self.pos += 1;
            }
            b')' if lex == Lex::Arithmetic => {
                word.parens -= 1;
                self.pos += 1;
                if word.parens == 1 {
                    self.end_arithmetic();
                }
            }
            _ => self.pos += 1,
        }
    }

    /// `]` has closed a subscript: an assignment may follow.
    fn after_subscript(&mut self) {
        let (pos, end) = (self.pos, self.end);
        let Some(word) = &mut self.word else { return };
        if word.lex != Lex::Bare {
            return;
        }
        let Some(mut assignment) = word.assignment.take() else { return };
        let rest = self.bytes.get(pos..end).unwrap_or(&[]);
        let append = rest.starts_with(b"+=");
        if !append && !rest.starts_with(b"=") {
            word.traits.glob = true;
            return;
        }
        assignment.append = append;
        let value = pos + 1 + usize::from(append);
        word.assignment = Some(assignment);
        word.role = Role::Value;
        word.traits = WordTraits::default();
        word.start = index(value);
        word.segment = index(value);
        self.work.pieces.truncate(word.pieces as usize);
        self.pos = value;
        let start = assignment.span.start as usize;
        self.note(Construct::ElementAssignment, start, pos);
    }

    /// `\` where it can quote.
    pub(super) fn backslash(&mut self, at: usize) {
        let next = self.byte(at + 1);
        let Some(word) = &mut self.word else { return };
        let (bare, value) = (word.lex == Lex::Bare, matches!(word.lex, Lex::Bare | Lex::Double));
        match next {
            None => {
                self.note(Construct::TrailingBackslash, at, at + 1);
                self.pos = at + 1;
            }
            Some(b'\n') => {
                self.pos = at + 2;
                if value {
                    self.flush(at);
                    self.restart_segment();
                    self.note(Construct::LineContinuation, at, at + 2);
                }
            }
            Some(next) if bare || bytes::is(next, bytes::IN_DOUBLE) => {
                self.pos = at + 2;
                if value {
                    word.traits.quoted = true;
                    self.flush(at);
                    if let Some(word) = &mut self.word {
                        word.segment = index(at + 1);
                    }
                }
                if bare && matches!(next, b' ' | b'\t') {
                    self.note(Construct::EscapedWhitespace, at, at + 2);
                }
            }
            Some(_) => self.pos = at + 1,
        }
    }

    /// The place of the quote that closes the one at `at`.
    pub(super) fn closing_quote(&mut self, at: usize) -> usize {
        let rest = self.bytes.get(at + 1..self.end).unwrap_or(&[]);
        match memchr(b'\'', rest) {
            Some(offset) => at + 1 + offset,
            None => {
                self.note(Construct::OpenSingleQuote, at, self.end);
                self.end
            }
        }
    }

    /// Where the text ends that is closed at `close`. The client always takes its last character for the
    /// closing quotation mark, if there is none as well.
    fn end_of_quoted(&self, close: usize) -> usize {
        if close < self.end {
            return close;
        }
        let last = self.text.get(..close).and_then(|text| text.chars().next_back());
        close - last.map_or(0, char::len_utf8)
    }

    /// The text ends inside quotes or an expansion.
    pub(super) fn open_end(&mut self, what: Construct) {
        let Some(word) = &mut self.word else { return };
        let start = word.lex_start as usize;
        if matches!(word.lex, Lex::Double) {
            word.lex = Lex::Bare;
        } else {
            self.leave_lex();
        }
        self.note(what, start, self.end);
    }

    /// The current word ends here.
    pub(super) fn finish_word(&mut self) {
        let Some(mut word) = self.word.take() else { return };
        if word.role == Role::Body {
            self.work.pieces.truncate(word.pieces as usize);
            return self.end_body();
        }
        if word.parens > 0 {
            self.note(Construct::OpenCompound, word.start as usize, self.pos);
        }
        if word.bracket != NONE && !word.traits.glob {
            let from = word.bracket as usize + 1;
            let inside = self.bytes.get(from..self.pos).unwrap_or(&[]);
            word.traits.glob = inside.len() > LONGEST_BRACKET || memchr(b']', inside).is_some();
        }
        if word.traits.glob {
            self.note(Construct::Glob, word.start as usize, self.pos);
        }
        let value = self.take_value(&word);
        let span = self.span(word.start as usize, self.pos);
        let stored = StoredWord { span, value, traits: word.traits };
        match word.role {
            Role::Argument => self.end_argument(stored),
            Role::Value => {
                if let Some(assignment) = word.assignment {
                    let start = assignment.span.start as usize;
                    let span = self.span(start, self.pos);
                    self.level.command_end = index(self.pos);
                    self.work.assignments.push(StoredAssignment {
                        span,
                        value: stored,
                        ..assignment
                    });
                }
            }
            Role::Target => self.end_target(&word, stored),
            Role::Other => self.end_other(stored),
            Role::Arithmetic => self.end_arithmetic_command(),
            Role::Body => {}
        }
    }

    /// Whether `( )` stands at `at`.
    pub(super) fn is_empty_parentheses(&self, at: usize) -> bool {
        let mut next = at + 1;
        loop {
            match self.peek(next) {
                (Some(b' ' | b'\t'), after) => next = after,
                (byte, _) => return byte == Some(b')'),
            }
        }
    }
}

/// Whether `text` is `name=` or `name+=`.
fn is_assignment_start(text: &str) -> bool {
    let name = text.strip_suffix('=').map(|text| text.strip_suffix('+').unwrap_or(text));
    name.is_some_and(is_name)
}

/// Whether `text` is a name as the shell understands it.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| bytes::is(byte, bytes::NAME_START))
        && text.bytes().all(|byte| bytes::is(byte, bytes::NAME))
}

/// Whether `{inside}` is a sequence: two numbers or two letters, and perhaps a step.
fn is_sequence(inside: &[u8]) -> bool {
    let Ok(inside) = std::str::from_utf8(inside) else { return false };
    let is_number = |part: &str| {
        let digits = part.strip_prefix(one_of("-+")).unwrap_or(part);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_letter =
        |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut parts = inside.split("..");
    let (Some(first), Some(last), step, None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    step.is_none_or(is_number)
        && ((is_number(first) && is_number(last)) || (is_letter(first) && is_letter(last)))
}
