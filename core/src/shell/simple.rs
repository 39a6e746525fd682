//! Simple commands: words, assignments, redirections.

use super::{
    Command, Construct, RedirectionOperator, Separator, WordTraits, bytes,
    frame::{Expect, Lex, NONE, Open, Role, index},
    line::{Stored, StoredAssignment, StoredRedirection, StoredWord},
    scanner::Scanner,
    work::Pending,
};
use crate::span::Span;

impl Scanner<'_, '_> {
    /// A word, an assignment, a reserved word or the descriptor of a redirection.
    pub(super) fn read_command_word(&mut self, at: usize, byte: u8) {
        let end = self.find(at, bytes::STOP | bytes::EQUALS);
        let next = self.byte(end);
        let whole = next.is_none_or(|next| bytes::is(next, bytes::META));
        if matches!(next, Some(b'<' | b'>'))
            && bytes::is(byte, bytes::DIGIT)
            && self.peek(end + 1).0 != Some(b'(')
            && self.skip(at, bytes::DIGIT) == end
        {
            let number = self.text.get(at..end).and_then(|digits| digits.parse().ok());
            return self.redirection(end, Some(number.unwrap_or(u16::MAX)), at);
        }
        if self.level.expect != Expect::Simple {
            let brace = matches!(byte, b'{' | b'}');
            let end = if brace { at + 1 } else { end };
            let alone = whole
                || (byte == b'[' && self.bytes.get(at..at + 2) == Some(b"[["))
                || self.ends_word(end);
            if alone && self.reserved_word(at, end) {
                return;
            }
            if self.level.expect == Expect::AfterCompound {
                self.note(Construct::UnexpectedToken, at, end);
                self.separate(Separator::Sequence, at);
            }
        }
        if byte == b'{' && self.descriptor_variable(at) {
            return;
        }
        self.start_command(at);
        if matches!(next, Some(b'=' | b'['))
            && self.work.words.len() == self.level.words as usize
            && self.assignment(at)
        {
            return;
        }
        self.pos = at;
        if !self.read_plain_words(end) {
            self.begin_word(Role::Argument, at);
        }
    }

    /// Reads the words at the current place that nothing in them or behind them makes special, as
    /// most are. The first one is known to be plain up to `plain`. Returns `false` if there is none.
    fn read_plain_words(&mut self, plain: usize) -> bool {
        let start = self.pos;
        if self.origin.is_some() {
            return false;
        }
        let bytes = self.bytes.get(..self.end).unwrap_or(&[]);
        let mut at = start;
        let mut end = start;
        while let Some(&byte) = bytes.get(at) {
            let (value, word_end, quoted) = match byte {
                b' ' | b'\t' => {
                    at += 1;
                    continue;
                }
                b'#' if at > start => break,
                b'\'' | b'"' => {
                    let Some(close) = simple_quote(bytes, at, byte) else { break };
                    (Span::new(at + 1, close), close + 1, true)
                }
                _ => {
                    let end = bytes::find(bytes, at.max(plain), bytes::STOP);
                    (Span::new(at, end), end, false)
                }
            };
            // What is followed by `<` may be its descriptor, by a parenthesis a pattern.
            let ends = matches!(
                bytes.get(word_end),
                None | Some(b' ' | b'\t' | b'\n' | b';' | b'|' | b'&')
            );
            if !ends || word_end == at {
                break;
            }
            let value = Stored { span: value, apart: false };
            let traits = WordTraits { quoted, ..WordTraits::default() };
            self.work.words.push(StoredWord { span: Span::new(at, word_end), value, traits });
            at = word_end;
            end = word_end;
        }
        self.pos = end;
        self.level.command_end = index(end);
        end > start
    }

    /// `{name}>`
    fn descriptor_variable(&mut self, at: usize) -> bool {
        let end = self.skip(at + 1, bytes::NAME);
        let close = self.byte(end) == Some(b'}') && end > at + 1;
        let operator = matches!(self.byte(end + 1), Some(b'<' | b'>'));
        if !close || !operator || self.peek(end + 2).0 == Some(b'(') {
            return false;
        }
        self.redirection(end + 1, None, at);
        self.note(Construct::DescriptorVariable, at, end + 1);
        true
    }

    pub(super) fn begin_argument(&mut self, at: usize) {
        if self.level.expect == Expect::AfterCompound {
            self.note_unexpected(at);
            self.separate(Separator::Sequence, at);
        }
        self.start_command(at);
        self.begin_word(Role::Argument, at);
        self.pos = at;
    }

    /// An assignment at `at`, if there is one.
    fn assignment(&mut self, at: usize) -> bool {
        if !self.byte(at).is_some_and(|byte| bytes::is(byte, bytes::NAME_START)) {
            return false;
        }
        let end = self.skip(at, bytes::NAME);
        let (append, operator) = match (self.byte(end), self.byte(end + 1)) {
            (Some(b'='), _) => (false, end),
            (Some(b'+'), Some(b'=')) => (true, end + 1),
            (Some(b'['), _) => (false, end),
            _ => return false,
        };
        let mut assignment = StoredAssignment {
            span: Span::new(at, end),
            name: self.verbatim(at, end),
            append,
            element: false,
            array: false,
            value: StoredWord::default(),
        };
        if self.byte(end) == Some(b'[') {
            assignment.element = true;
            self.begin_word(Role::Argument, at);
            self.pos = end + 1;
            self.set_assignment(assignment);
            self.enter_lex(Lex::Subscript, end, NONE, 1);
            return true;
        }
        if append {
            self.note(Construct::AppendAssignment, at, operator + 1);
        }
        self.pos = operator + 1;
        self.begin_word(Role::Value, operator + 1);
        self.set_assignment(assignment);
        true
    }

    fn set_assignment(&mut self, assignment: StoredAssignment) {
        if let Some(word) = &mut self.word {
            word.assignment = Some(assignment);
        }
    }

    /// A value that is a part of the text.
    fn verbatim(&mut self, start: usize, end: usize) -> Stored {
        if self.origin.is_none() {
            return Stored { span: Span::new(start, end), apart: false };
        }
        let from = self.out.values.len();
        self.out.values.push_str(self.text.get(start..end).unwrap_or(""));
        Stored { span: Span::new(from, self.out.values.len()), apart: true }
    }

    /// Begins a simple command at `at`, if none is being read.
    fn start_command(&mut self, at: usize) {
        if self.level.command != NONE {
            return;
        }
        let compound = self.level.expect == Expect::AfterCompound;
        if self.level.function != NONE && !compound {
            self.note_unexpected(at);
            self.level.function = NONE;
        }
        let mut place = self.level.place;
        place.negated |= self.level.negated;
        place.timed |= self.level.timed;
        place.coprocess |= self.level.coprocess;
        self.level.command = index(self.out.commands.len());
        self.level.command_end = 0;
        if !compound {
            self.level.expect = Expect::Simple;
        }
        let constructs = index(self.out.constructs.len());
        self.out.commands.push(Command {
            span: self.span(at, at),
            place,
            before: if compound { Separator::Edge } else { self.level.before },
            after: Separator::Edge,
            of_compound: compound,
            words: 0..0,
            assignments: 0..0,
            redirections: 0..0,
            constructs: constructs..constructs,
        });
    }

    /// Ends the simple command that is being read, if any: `after` follows.
    pub(super) fn end_command(&mut self, after: Separator) {
        if self.level.command == NONE {
            return;
        }
        self.follow_variables(after);
        let (work, out, level) = (&mut *self.work, &mut *self.out, &mut self.level);
        let words = move_to(&mut out.words, &mut work.words, level.words);
        let assignments = move_to(&mut out.assignments, &mut work.assignments, level.assignments);
        let redirections =
            move_to(&mut out.redirections, &mut work.redirections, level.redirections);
        let constructs = index(out.constructs.len());
        if let Some(command) = out.commands.get_mut(level.command as usize) {
            command.after = after;
            if self.origin.is_none() {
                command.span.end = command.span.end.max(level.command_end);
            }
            command.words = words;
            command.assignments = assignments;
            command.redirections = redirections;
            command.constructs.end = constructs;
        }
        level.command = NONE;
    }

    /// A word of a simple command has been read.
    pub(super) fn end_argument(&mut self, word: StoredWord) {
        let first = self.work.words.len() == self.level.words as usize;
        if first && self.is_reserved_after_continuation(&word) {
            return;
        }
        self.level.command_end = index(self.pos);
        self.work.words.push(word);
    }

    /// A redirection: its operator begins at `at`, its descriptor before that at `start`.
    pub(super) fn redirection(&mut self, at: usize, descriptor: Option<u16>, start: usize) {
        use RedirectionOperator as Op;
        let first = self.byte(at);
        let (second, after) = self.peek(at + 1);
        let (third, after_third) = self.peek(after);
        let (operator, end) = match (first, second) {
            (Some(b'&'), _) if third == Some(b'>') => (Op::AppendWithErrors, after_third),
            (Some(b'&'), _) => (Op::OutputAndErrors, after),
            (Some(b'<'), Some(b'<')) => match third {
                Some(b'<') => (Op::HereString, after_third),
                Some(b'-') => (Op::HereDocumentTabs, after_third),
                _ => (Op::HereDocument, after),
            },
            (Some(b'<'), Some(b'&')) => (Op::DuplicateInput, after),
            (Some(b'<'), Some(b'>')) => (Op::ReadWrite, after),
            (Some(b'<'), _) => (Op::Input, at + 1),
            (_, Some(b'>')) => (Op::Append, after),
            (_, Some(b'&')) => (Op::DuplicateOutput, after),
            (_, Some(b'|')) => (Op::Clobber, after),
            _ => (Op::Output, at + 1),
        };
        self.pos = end;
        self.start_command(start);
        let mut target = end;
        loop {
            target = self.past_continuations(target);
            match self.byte(target) {
                Some(b' ' | b'\t') => target += 1,
                _ => break,
            }
        }
        let substitution =
            matches!(self.byte(target), Some(b'<' | b'>')) && self.peek(target + 1).0 == Some(b'(');
        let none = |byte| byte == b'#' || bytes::is(byte, bytes::META);
        if !substitution && self.byte(target).is_none_or(none) {
            self.note(Construct::UnexpectedToken, start, end);
            return;
        }
        if operator == Op::HereString {
            self.note(Construct::HereString, start, end);
        }
        self.pos = target;
        self.begin_word(Role::Target, target);
        if let Some(word) = &mut self.word {
            word.redirection = Some((operator, descriptor, index(start)));
        }
    }

    /// The target of a redirection has been read.
    pub(super) fn end_target(&mut self, word: &Open, target: StoredWord) {
        let Some((operator, descriptor, start)) = word.redirection else { return };
        let span = self.span(start as usize, self.pos);
        if operator.is_here_document() {
            let literal = target.traits.quoted;
            let what =
                if literal { Construct::LiteralHereDocument } else { Construct::HereDocument };
            self.note(what, start as usize, self.pos);
            self.work.pending.push(Pending {
                command: self.level.command,
                redirection: index(self.work.redirections.len()) - self.level.redirections,
                delimiter: target.value,
                literal,
                tabs: operator == RedirectionOperator::HereDocumentTabs,
            });
        }
        self.level.command_end = index(self.pos);
        self.work.redirections.push(StoredRedirection {
            span,
            operator,
            descriptor,
            target,
            body: Span::default(),
        });
    }
}

/// The place of the quote that closes the one at `at`, if nothing between them is special.
fn simple_quote(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let rest = bytes.get(at + 1..)?;
    if quote == b'\'' {
        return memchr::memchr(b'\'', rest).map(|offset| at + 1 + offset);
    }
    let close = bytes::find(bytes, at + 1, bytes::IN_DOUBLE);
    (bytes.get(close) == Some(&b'"')).then_some(close)
}

/// Moves what stands in `from` at and after `first` to the end of `to`, and says where it went.
fn move_to<T: Copy>(to: &mut Vec<T>, from: &mut Vec<T>, first: u32) -> std::ops::Range<u32> {
    let start = index(to.len());
    to.extend_from_slice(from.get(first as usize..).unwrap_or(&[]));
    from.truncate(first as usize);
    start..index(to.len())
}
