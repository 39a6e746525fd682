//! Words: quotes, expansions, and what is left of them when the quotes are gone.

use super::{
    Construct, WordTraits, ansi, bytes,
    line::{Stored, StoredAssignment, StoredWord},
    scanner::{Deferred, Expect, Kind, Lex, NONE, Open, Role, Scanner, index},
};
use crate::span::Span;
use memchr::memchr;

/// An expansion that is longer than this shows in a value without its inside, so that values stay
/// linear in the text however expansions are nested.
const LONGEST_SHOWN: usize = 1024;

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
                self.add_piece(Stored { span: Span::new(at + 1, close), apart: false });
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
    fn end_brace(&mut self, at: usize) {
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
    fn parenthesis_in_word(&mut self, at: usize) {
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
    fn array(&mut self, at: usize) {
        if let Some(assignment) = self.word.as_mut().and_then(|word| word.assignment.as_mut()) {
            assignment.array = true;
        }
        self.mark_unknown(true);
        let number = self.note_open(Construct::ArrayAssignment, at);
        self.enter(Kind::Array, at, number, Expect::Element);
        self.pos = at + 1;
    }

    /// Between double quotes, or in the body of a here-document.
    fn read_double(&mut self, lex: Lex) {
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

    /// The inner one of two closing parentheses has been read.
    fn end_arithmetic(&mut self) {
        let (next, after) = self.peek(self.pos);
        if next != Some(b')') {
            return self.undo_arithmetic_or_close();
        }
        if self.may_be_commands(after) {
            return self.undo_arithmetic_or_close();
        }
        self.pos = after;
        self.keep_arithmetic();
        self.leave_lex();
        if self.word.is_some_and(|word| word.role == Role::Arithmetic && word.lex == Lex::Bare) {
            self.finish_word();
        }
    }

    /// Whether the shell could take what reads like `$(( … ))`, up to `end`, for a command
    /// substitution after all.
    ///
    /// It counts parentheses again when it expands the word, without understanding the substitutions
    /// inside: `$((rm -r x $(case y in z) esac)))` runs `rm`. How it skips quotes on the way is too
    /// subtle to rely on; commands that do not exist do less harm than commands that are not seen.
    fn may_be_commands(&mut self, end: usize) -> bool {
        let Some(back) = self.work.checkpoints.last() else { return false };
        let inside = self.bytes.get(back.opening..end).unwrap_or(&[]);
        let nested = |pair: &[u8]| matches!(pair, [b'$', b'(' | b'{' | b'['] | [b'`', _]);
        if inside.first() != Some(&b'$') || !inside.windows(2).skip(1).any(nested) {
            return false;
        }
        if inside.len() > self.patience {
            return true;
        }
        self.patience -= inside.len();
        let mut open = 0_usize;
        for byte in inside {
            match byte {
                b'\'' | b'"' | b'\\' => return true,
                b'(' => open += 1,
                b')' if open == 0 => return true,
                b')' => open -= 1,
                _ => {}
            }
        }
        open > 0
    }

    /// What looked like arithmetic is none: it is read again, as a subshell or a substitution.
    fn undo_arithmetic_or_close(&mut self) {
        let Some(opening) = self.work.checkpoints.last().map(|back| back.opening) else { return };
        if self.pos - opening <= self.patience {
            self.undo_arithmetic();
            return self.parenthesis_is_no_arithmetic(opening);
        }
        // Reading again and again what is nested for that purpose would take for ever.
        self.keep_arithmetic();
        let open = self.pos >= self.end;
        let what = if open { Construct::OpenArithmetic } else { Construct::TooComplex };
        self.note(what, opening, self.pos);
        self.leave_lex();
        if self.word.is_some_and(|word| word.role == Role::Arithmetic && word.lex == Lex::Bare) {
            self.finish_word();
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
    fn backslash(&mut self, at: usize) {
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

    /// `$`, whatever follows.
    fn dollar(&mut self, at: usize) {
        let Some(word) = &self.word else { return };
        let lex = word.lex;
        let quotes = matches!(lex, Lex::Bare | Lex::Brace | Lex::Arithmetic | Lex::Subscript);
        let (next, after) = self.peek(at + 1);
        match next {
            Some(b'(') => {
                self.mark_unknown(true);
                if self.peek(after).0 == Some(b'(') && self.try_arithmetic(at) {
                    let number = self.note_open(Construct::ArithmeticExpansion, at);
                    self.pos = self.peek(after).1;
                    self.enter_lex(Lex::Arithmetic, at, number, 2);
                } else {
                    self.command_substitution(at, after);
                }
            }
            Some(b'{') => self.braced(at, after, lex),
            Some(b'[') => {
                self.mark_unknown(true);
                let number = self.note_open(Construct::OldArithmeticExpansion, at);
                self.pos = after;
                self.enter_lex(Lex::Subscript, at, number, 1);
            }
            Some(b'\'') if quotes => self.ansi_quote(at, after),
            Some(b'"') if quotes => {
                self.note(Construct::LocaleQuote, at, after);
                self.flush(at);
                self.pos = after - 1;
                self.restart_segment();
            }
            Some(byte) if bytes::is(byte, bytes::NAME_START) => self.parameter(at, after - 1),
            Some(byte) if bytes::is(byte, bytes::SPECIAL) => {
                self.note(Construct::SpecialParameter, at, after);
                self.mark_unknown(false);
                self.pos = after;
            }
            _ => self.pos = at + 1,
        }
    }

    /// `$name`, with the name at `from`.
    fn parameter(&mut self, at: usize, from: usize) {
        let end = self.skip(from, bytes::NAME);
        self.pos = end;
        let Some(word) = &self.word else { return };
        let value = if matches!(word.lex, Lex::Bare | Lex::Double)
            && from == at + 1
            && self.past_continuations(end) == end
            && !word.redirection.is_some_and(|(operator, ..)| operator.is_here_document())
        {
            self.value_of(Span::new(from, end), word.lex == Lex::Double)
        } else {
            None
        };
        let Some(value) = value else {
            self.note(Construct::Parameter, at, end);
            return self.mark_unknown(false);
        };
        self.note(Construct::KnownParameter, at, end);
        self.flush(at);
        self.add_piece(value.text);
        self.restart_segment();
        if let Some(word) = &mut self.word {
            word.traits.known = true;
            word.traits.unknown |= !value.certain;
            word.traits.splits |= word.lex == Lex::Bare;
        }
    }

    /// `${`, which ends at `after`.
    fn braced(&mut self, at: usize, after: usize, lex: Lex) {
        let end = self.skip(after, bytes::NAME);
        let first = self.byte(after);
        let name = first.is_some_and(|byte| bytes::is(byte, bytes::NAME_START));
        let special = first.is_some_and(|byte| bytes::is(byte, bytes::SPECIAL));
        let close = if special && end == after { after + 1 } else { end };
        let simple = (name || special) && self.byte(close) == Some(b'}');
        if simple {
            let what = if name { Construct::BracedParameter } else { Construct::SpecialParameter };
            self.note(what, at, close + 1);
            self.mark_unknown(false);
            self.pos = close + 1;
        } else if matches!(first, Some(b' ' | b'\t' | b'\n' | b'|')) {
            // Newer shells run what follows in the shell itself; older ones refuse it.
            self.mark_unknown(true);
            self.note(Construct::BracedExpansion, at, after);
            let number = self.note_open(Construct::CommandSubstitution, at);
            self.enter(Kind::Group, at, number, Expect::Command);
            self.level.place.substituted = true;
            self.pos = after + usize::from(first == Some(b'|'));
        } else {
            self.mark_unknown(false);
            let number = self.note_open(Construct::BracedExpansion, at);
            let inner = match lex {
                Lex::Double
                | Lex::Body
                | Lex::InnerDouble
                | Lex::BraceInDouble
                | Lex::QuoteInBrace => Lex::BraceInDouble,
                _ => Lex::Brace,
            };
            self.pos = after;
            self.enter_lex(inner, at, number, 0);
        }
    }

    /// `$(`, which ends at `after`.
    pub(super) fn command_substitution(&mut self, at: usize, after: usize) {
        self.mark_unknown(true);
        let number = self.note_open(Construct::CommandSubstitution, at);
        self.enter(Kind::Substitution, at, number, Expect::Command);
        self.pos = after;
    }

    /// `<(` or `>(`.
    pub(super) fn process_substitution(&mut self, at: usize) {
        self.mark_unknown(true);
        let number = self.note_open(Construct::ProcessSubstitution, at);
        let after = self.peek(at + 1).1;
        self.enter(Kind::Process, at, number, Expect::Command);
        self.pos = after;
    }

    /// `` ` ``: what stands up to the next one that no backslash precedes is a text of its own, from
    /// which one level of backslashes is removed before it is read.
    fn backquotes(&mut self, at: usize) {
        self.mark_unknown(true);
        let Some(word) = &self.word else { return };
        let in_double = matches!(
            word.lex,
            Lex::Double | Lex::InnerDouble | Lex::BraceInDouble | Lex::QuoteInBrace
        );
        let bytes = self.bytes.get(..self.end).unwrap_or(&[]);
        let mut close = at + 1;
        let mut escapes = false;
        loop {
            let rest = bytes.get(close..).unwrap_or(&[]);
            close += memchr::memchr2(b'`', b'\\', rest).unwrap_or(rest.len());
            match (bytes.get(close), bytes.get(close + 1)) {
                (Some(b'\\'), next) => {
                    escapes |= matches!(next, Some(b'$' | b'`' | b'\\'))
                        || (in_double && next == Some(&b'"'));
                    close += 2;
                }
                _ => break,
            }
        }
        let closed = close < self.end;
        let close = close.min(self.end);
        let number = self.note_open(Construct::Backquotes, at);
        if !closed {
            self.note(Construct::OpenBackquote, at, close);
        }
        let resume = (close + 1).min(self.end);
        if escapes {
            let text = self.text.get(at + 1..close).unwrap_or("");
            let deferred = Deferred {
                text: without_backslashes(text, in_double),
                span: self.span(at, resume),
                place: self.place_inside(Kind::Backquotes),
            };
            self.work.deferred.push(deferred);
            self.pos = resume;
            self.close(number);
            self.abridge(at);
        } else {
            self.enter(Kind::Backquotes, at, number, Expect::Command);
            self.end = close;
            self.level.resume = index(resume);
            self.pos = at + 1;
        }
    }

    /// `$'`, which ends at `after`.
    fn ansi_quote(&mut self, at: usize, after: usize) {
        let mut close = after;
        loop {
            let rest = self.bytes.get(close..self.end).unwrap_or(&[]);
            close += memchr::memchr2(b'\'', b'\\', rest).unwrap_or(rest.len());
            if self.byte(close) != Some(b'\\') {
                break;
            }
            close += 2;
        }
        if close >= self.end {
            close = self.end;
            self.note(Construct::OpenSingleQuote, at, close);
        }
        self.pos = (close + 1).min(self.end);
        self.note(Construct::AnsiQuote, at, self.pos);
        let Some(word) = &mut self.word else { return };
        if word.lex != Lex::Bare {
            return;
        }
        word.traits.quoted = true;
        self.flush(at);
        let source = self.text.get(after..close).unwrap_or("");
        let start = self.out.values.len();
        let exact = ansi::unescape(source, &mut self.out.values);
        let end = self.out.values.len();
        self.add_piece(Stored { span: Span::new(start, end), apart: true });
        self.restart_segment();
        if !exact && let Some(word) = &mut self.word {
            word.traits.unknown = true;
        }
    }

    /// The place of the quote that closes the one at `at`.
    fn closing_quote(&mut self, at: usize) -> usize {
        let rest = self.bytes.get(at + 1..self.end).unwrap_or(&[]);
        match memchr(b'\'', rest) {
            Some(offset) => at + 1 + offset,
            None => {
                self.note(Construct::OpenSingleQuote, at, self.end);
                self.end
            }
        }
    }

    /// The text ends inside quotes or an expansion.
    fn open_end(&mut self, what: Construct) {
        let Some(word) = &mut self.word else { return };
        let start = word.lex_start as usize;
        if matches!(word.lex, Lex::Double) {
            word.lex = Lex::Bare;
        } else {
            self.leave_lex();
        }
        self.note(what, start, self.end);
    }

    /// The word has an expansion whose result nobody knows.
    fn mark_unknown(&mut self, substitution: bool) {
        if let Some(word) = &mut self.word {
            word.traits.unknown = true;
            word.traits.splits |= word.lex == Lex::Bare;
            word.traits.substitution |= substitution;
        }
    }

    /// Puts the text up to `end` that is not yet among the pieces of the value there.
    fn flush(&mut self, end: usize) {
        if let Some(word) = &self.word {
            self.add_piece(Stored {
                span: Span { start: word.segment, end: index(end) },
                apart: false,
            });
        }
    }

    fn add_piece(&mut self, piece: Stored) {
        let Some(word) = &self.word else { return };
        let value = matches!(word.lex, Lex::Bare | Lex::Double);
        if !value || piece.span.start >= piece.span.end {
            return;
        }
        let first = word.pieces as usize;
        match self.work.pieces.get_mut(first..).and_then(<[Stored]>::last_mut) {
            Some(last) if last.apart == piece.apart && last.span.end == piece.span.start => {
                last.span.end = piece.span.end;
            }
            _ => self.work.pieces.push(piece),
        }
    }

    /// What follows from here is not yet among the pieces.
    fn restart_segment(&mut self) {
        let pos = index(self.pos);
        if let Some(word) = &mut self.word {
            word.segment = pos;
        }
    }

    /// Leaves the inside of the expansion out of the value that begins at `start` and ends here, if
    /// it is long.
    pub(super) fn abridge(&mut self, start: usize) {
        let Some(word) = &self.word else { return };
        if self.pos - start > LONGEST_SHOWN && matches!(word.lex, Lex::Bare | Lex::Double) {
            // The opening is of one byte (a backquote) or begins with two ASCII characters.
            let opening = if self.bytes.get(start) == Some(&b'`') { 1 } else { 2 };
            self.flush(start + opening);
            let close = self.pos - 1;
            if let Some(word) = &mut self.word
                && self.text.is_char_boundary(close)
            {
                word.segment = index(close);
            }
        }
    }

    /// The value of the word, which ends here.
    fn take_value(&mut self, word: &Open) -> Stored {
        let end = index(self.pos);
        let last = Stored { span: Span { start: word.segment.min(end), end }, apart: false };
        let first = word.pieces as usize;
        let value = if self.work.pieces.len() <= first {
            last
        } else {
            self.add_piece_of(first, last);
            match self.work.pieces.get(first..) {
                Some(&[single]) => single,
                _ => self.join(first),
            }
        };
        self.work.pieces.truncate(first);
        if self.origin.is_some() && !value.apart {
            let start = self.out.values.len();
            self.out.values.push_str(value.span.of(self.text));
            return Stored { span: Span::new(start, self.out.values.len()), apart: true };
        }
        value
    }

    fn add_piece_of(&mut self, first: usize, piece: Stored) {
        if piece.span.start >= piece.span.end {
            return;
        }
        match self.work.pieces.get_mut(first..).and_then(<[Stored]>::last_mut) {
            Some(last) if last.apart == piece.apart && last.span.end == piece.span.start => {
                last.span.end = piece.span.end;
            }
            _ => self.work.pieces.push(piece),
        }
    }

    /// Copies the pieces from `first` behind each other.
    fn join(&mut self, first: usize) -> Stored {
        let start = self.out.values.len();
        for piece in self.work.pieces.get(first..).unwrap_or(&[]) {
            let range = piece.span.start as usize..piece.span.end as usize;
            if !piece.apart {
                self.out.values.push_str(piece.span.of(self.text));
            } else if range.end <= start {
                self.out.values.extend_from_within(range);
            }
        }
        Stored { span: Span::new(start, self.out.values.len()), apart: true }
    }

    /// The current word ends here.
    fn finish_word(&mut self) {
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
        let digits = part.strip_prefix(['-', '+']).unwrap_or(part);
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

/// What the shell reads between backquotes: `\` is gone before `$`, `` ` `` and `\`, and before `"`
/// inside double quotes.
fn without_backslashes(text: &str, in_double: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let next = escape.as_bytes().get(1);
        let removed =
            matches!(next, Some(b'$' | b'`' | b'\\')) || (in_double && next == Some(&b'"'));
        if !removed {
            out.push('\\');
        }
        let mut characters = escape.chars();
        characters.next();
        out.extend(characters.next());
        rest = characters.as_str();
    }
    out.push_str(rest);
    out
}
