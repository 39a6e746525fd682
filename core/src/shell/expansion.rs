//! Expansions in words: parameters, arithmetic, substitutions, `$'…'`.

use super::{
    Construct, ansi, bytes,
    frame::{Expect, Kind, Lex, Role, index},
    line::Stored,
    scanner::Scanner,
    work::Deferred,
};
use crate::span::Span;

impl Scanner<'_, '_> {
    /// `$`, whatever follows.
    pub(super) fn dollar(&mut self, at: usize) {
        let Some(word) = &self.word else { return };
        let lex = word.lex;
        let quotes = matches!(lex, Lex::Bare | Lex::Brace | Lex::Arithmetic | Lex::Subscript);
        let (next, after) = self.peek(at + 1);
        match next {
            Some(b'(') => {
                if self.peek(after).0 == Some(b'(') && self.try_arithmetic(at) {
                    self.mark_unknown(true);
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
    pub(super) fn parameter(&mut self, at: usize, from: usize) {
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
    pub(super) fn braced(&mut self, at: usize, after: usize, lex: Lex) {
        let first = self.byte(after);
        let is_first = |flags| first.is_some_and(|byte| bytes::is(byte, flags));
        let name = is_first(bytes::NAME_START);
        let close = if name {
            self.skip(after, bytes::NAME)
        } else if is_first(bytes::DIGIT) {
            self.skip(after, bytes::DIGIT)
        } else {
            after + 1
        };
        let simple = (name || is_first(bytes::SPECIAL)) && self.byte(close) == Some(b'}');
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

    /// `$(`, which ends at `after`. What becomes of the word shows at its end.
    pub(super) fn command_substitution(&mut self, at: usize, after: usize) {
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
    pub(super) fn backquotes(&mut self, at: usize) {
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

    /// The inner one of two closing parentheses has been read.
    pub(super) fn end_arithmetic(&mut self) {
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
    pub(super) fn may_be_commands(&mut self, end: usize) -> bool {
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
    pub(super) fn undo_arithmetic_or_close(&mut self) {
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

    /// `$'`, which ends at `after`.
    pub(super) fn ansi_quote(&mut self, at: usize, after: usize) {
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

    /// The word has an expansion whose result nobody knows.
    pub(super) fn mark_unknown(&mut self, substitution: bool) {
        if let Some(word) = &mut self.word {
            word.traits.unknown = true;
            word.traits.splits |= word.lex == Lex::Bare;
            word.traits.substitution |= substitution;
        }
    }
}

/// What the shell reads between backquotes: `\` is gone before `$`, `` ` `` and `\`, and before `"`
/// inside double quotes.
fn without_backslashes(text: &str, in_double: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
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
