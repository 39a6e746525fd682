//! Reserved words and compound commands.

use super::{
    Construct, Separator, bytes,
    frame::{Expect, Kind, Lex, NONE, Role},
    line::{Stored, StoredWord},
    scanner::Scanner,
    word::is_name,
};
use crate::{filter::Filter, names::Names};

/// Words that are no names of programs where a command begins, but parts of a grammar.
pub(crate) const RESERVED: Names = Names::new(
    "case coproc do done elif else esac fi for function if in select then time until while",
);

const NAMES: Filter<8> = Filter::of(RESERVED);

/// Is `word`, where a command begins, no name of a program but part of a grammar?
pub(crate) fn is_reserved(word: &str) -> bool {
    NAMES.may_hold(word) && RESERVED.contains(word)
}

impl Scanner<'_, '_> {
    /// Reads a reserved word that stands from `at` to `end` where a command may begin, or behind a
    /// compound command. Returns `false` if it is none.
    pub(super) fn reserved_word(&mut self, at: usize, end: usize) -> bool {
        let end = if self.bytes.get(at..at + 2) == Some(b"[[") { at + 2 } else { end };
        self.reserved(self.bytes.get(at..end).unwrap_or(&[]), at, end)
    }

    /// The same for a word that is not in the text as it stands.
    fn reserved(&mut self, word: &[u8], at: usize, end: usize) -> bool {
        let begins = self.level.expect == Expect::Command;
        match word {
            b"if" if begins => self.open(Kind::If, Construct::If, at, end, Expect::Command),
            b"while" if begins => {
                self.open(Kind::While, Construct::While, at, end, Expect::Command);
            }
            b"until" if begins => {
                self.open(Kind::While, Construct::Until, at, end, Expect::Command);
            }
            b"{" if begins => self.open(Kind::Group, Construct::Group, at, end, Expect::Command),
            b"for" if begins => self.open(Kind::For, Construct::For, at, end, Expect::ForName),
            b"select" if begins => {
                self.open(Kind::For, Construct::Select, at, end, Expect::ForName);
            }
            b"case" if begins => self.open(Kind::Case, Construct::Case, at, end, Expect::CaseWord),
            b"[[" if begins && self.ends_word(end) => {
                self.open(Kind::Conditional, Construct::Conditional, at, end, Expect::Operand);
            }
            b"function" if begins => self.function(at, end),
            b"coproc" if begins => self.coprocess(at, end),
            b"!" if begins => {
                if self.level.before.is_pipe() {
                    self.note(Construct::UnexpectedToken, at, end);
                }
                self.note(Construct::Negation, at, end);
                self.level.negated = true;
                self.pos = end;
            }
            b"time"
                if begins
                    && !self.level.before.is_pipe()
                    // With nothing to time, it is a command of its own.
                    && !self.ends_at(end) =>
            {
                self.time(at, end);
            }
            b"then" => self.next_part(&[Kind::If], Kind::Then, at, end),
            b"elif" => self.next_part(&[Kind::Then], Kind::If, at, end),
            b"else" => self.next_part(&[Kind::Then], Kind::Else, at, end),
            b"do" => self.next_part(&[Kind::While], Kind::Do, at, end),
            b"fi" => self.end_compound(&[Kind::Then, Kind::Else], at, end),
            b"done" => self.end_compound(&[Kind::Do], at, end),
            b"esac" => self.end_compound(&[Kind::Case], at, end),
            b"}" => self.end_compound(&[Kind::Group], at, end),
            _ => return false,
        }
        true
    }

    /// Does the command end at `at`, but for blanks?
    fn ends_at(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        next.is_none_or(|next| matches!(next, b'\n' | b';' | b'|' | b'&' | b')'))
    }

    /// A word that becomes a reserved word once its line continuations are gone.
    pub(super) fn is_reserved_after_continuation(&mut self, word: &StoredWord) -> bool {
        let plain = !word.traits.quoted && !word.traits.unknown && !word.traits.known;
        let command = self.level.command as usize;
        let alone = self.work.assignments.len() == self.level.assignments as usize
            && self.work.redirections.len() == self.level.redirections as usize
            && command + 1 == self.out.commands.len();
        let Stored { span, apart } = word.value;
        if !plain || !alone || span.end - span.start == word.span.end - word.span.start {
            return false;
        }
        let value = span.of(if apart { &self.out.values } else { self.text }).to_owned();
        let outer = self.level.expect;
        self.level.expect = Expect::Command;
        let end = self.pos;
        let command = (self.level.command, self.out.commands.pop());
        self.level.command = NONE;
        if self.reserved(value.as_bytes(), word.span.start as usize, end) {
            return true;
        }
        self.level.expect = outer;
        self.level.command = command.0;
        self.out.commands.extend(command.1);
        false
    }

    fn open(&mut self, kind: Kind, what: Construct, at: usize, end: usize, expect: Expect) {
        let number = self.note_open(what, at);
        self.enter(kind, at, number, expect);
        self.pos = end;
    }

    /// `then`, `elif`, `else` or `do`: the same compound command goes on with another list.
    fn next_part(&mut self, from: &[Kind], to: Kind, at: usize, end: usize) {
        self.pos = end;
        if !from.contains(&self.level.kind) {
            return self.unexpected(at, end);
        }
        self.end_list(at);
        self.begin_part(to);
    }

    fn begin_part(&mut self, kind: Kind) {
        self.level.kind = kind;
        self.level.expect = Expect::Command;
        self.level.before = Separator::Edge;
        self.level.certain = false;
        self.level.place.looped |= kind == Kind::Do;
    }

    fn end_compound(&mut self, kinds: &[Kind], at: usize, end: usize) {
        if !kinds.contains(&self.level.kind) {
            self.pos = end;
            return self.unexpected(at, end);
        }
        self.end_list(at);
        self.pos = end;
        self.leave();
    }

    /// A reserved word that nothing before it makes sense of.
    fn unexpected(&mut self, at: usize, end: usize) {
        self.note(Construct::UnexpectedEnd, at, end);
        if self.level.expect != Expect::Command {
            self.separate(Separator::Sequence, at);
        }
    }

    fn time(&mut self, at: usize, end: usize) {
        self.note(Construct::Time, at, end);
        self.level.timed = true;
        self.pos = end;
        let option = self.skip_blanks(end);
        let option_end = self.plain_end(option);
        let whole = self.ends_word(option_end);
        let word = self.bytes.get(option..option_end);
        if whole && matches!(word, Some(b"-p" | b"--")) {
            self.note(Construct::TimeOption, option, option_end);
            self.pos = option_end;
        }
    }

    fn coprocess(&mut self, at: usize, end: usize) {
        self.note(Construct::Coprocess, at, end);
        self.level.coprocess = true;
        let name = self.skip_blanks(end);
        let name_end = self.plain_end(name);
        let next = self.skip_blanks(name_end);
        let word_end = self.plain_end(next).max(next + 1).min(self.end);
        let word = self.bytes.get(next..word_end).unwrap_or(&[]);
        let named = next > name_end
            && name_end > name
            && !is_compound_start(self.bytes.get(name..name_end).unwrap_or(&[]))
            && is_compound_start(word);
        self.pos = if named { next } else { end };
    }

    /// Whether `(` at `at` makes the command that is being read a function.
    pub(super) fn is_function(&self, at: usize) -> bool {
        let first = self.level.words as usize;
        self.work.words.len() == first + 1
            && self.work.assignments.len() == self.level.assignments as usize
            && self.work.redirections.len() == self.level.redirections as usize
            && self.level.command as usize + 1 == self.out.commands.len()
            && self.is_empty_parentheses(at)
    }

    /// `()` at `at` behind a function's name.
    pub(super) fn function_parentheses(&mut self, at: usize) {
        let start = self.out.commands.pop().map_or(at, |command| command.span.start as usize);
        self.work.words.truncate(self.level.words as usize);
        self.level.command = NONE;
        self.level.expect = Expect::Command;
        self.level.function = self.note_open(Construct::Function, start);
        self.pos = self.after_empty_parentheses(at);
    }

    /// `function name` with or without `()`.
    fn function(&mut self, at: usize, end: usize) {
        let name = self.skip_blanks(end);
        let name_end = self.find(name, bytes::META);
        self.level.function = self.note_open(Construct::Function, at);
        if name == name_end {
            self.note(Construct::UnexpectedToken, at, end);
        }
        let next = self.skip_blanks(name_end);
        self.pos = if self.byte(next) == Some(b'(') && self.is_empty_parentheses(next) {
            self.after_empty_parentheses(next)
        } else {
            name_end
        };
    }

    fn after_empty_parentheses(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..self.end).unwrap_or(&[]);
        memchr::memchr(b')', rest).map_or(self.end, |offset| at + offset + 1)
    }

    /// Whether the command that is being read is one whose arguments can be arrays.
    pub(super) fn declares(&self) -> bool {
        let Some(first) = self.work.words.get(self.level.words as usize) else { return false };
        let store = if first.value.apart { &self.out.values } else { self.text };
        matches!(
            first.value.span.of(store),
            "declare" | "typeset" | "local" | "export" | "readonly" | "alias" | "eval"
        )
    }

    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        loop {
            at = self.past_continuations(at);
            match self.byte(at) {
                Some(b' ' | b'\t') => at += 1,
                _ => return at,
            }
        }
    }

    /// Reads a token where something else than a list is read.
    pub(super) fn read_in_compound(&mut self, at: usize, byte: u8) {
        match self.level.expect {
            Expect::Operand | Expect::Regex => self.read_condition(at, byte),
            Expect::Element => match byte {
                b'\n' => self.newline(at),
                b')' => self.closing_parenthesis(at),
                _ => self.other_word(at, byte),
            },
            Expect::CaseWord => match byte {
                b'\n' => self.give_up(at),
                _ => self.other_word(at, byte),
            },
            Expect::CaseIn | Expect::CasePattern | Expect::CasePatternEnd => {
                self.read_case(at, byte);
            }
            _ => self.read_for(at, byte),
        }
    }

    /// A word that only its substitutions matter of.
    fn other_word(&mut self, at: usize, byte: u8) {
        let substitution = matches!(byte, b'<' | b'>') && self.peek(at + 1).0 == Some(b'(');
        if bytes::is(byte, bytes::META) && !substitution {
            return self.give_up(at);
        }
        self.begin_word(Role::Other, at);
        self.pos = at;
    }

    /// The token at `at` cannot stand here. What follows is read as commands, so that none of them
    /// is overlooked.
    fn give_up(&mut self, at: usize) {
        self.note_unexpected(at);
        match self.level.kind {
            Kind::For => self.begin_part(Kind::Do),
            Kind::Conditional | Kind::Array => self.leave(),
            _ => {
                self.level.expect = Expect::Command;
                self.level.before = Separator::Sequence;
            }
        }
    }

    /// A word of a compound command has been read.
    pub(super) fn end_other(&mut self, word: StoredWord) {
        let store = if word.value.apart { &self.out.values } else { self.text };
        let value = word.value.span.of(store);
        match self.level.expect {
            Expect::ForName => {
                if word.traits.quoted || !is_name(value) {
                    self.note(Construct::UnexpectedToken, word.span.start as usize, self.pos);
                }
                self.forget_variable(word.value);
                self.level.expect = Expect::ForIn;
            }
            Expect::CaseWord => self.level.expect = Expect::CaseIn,
            Expect::CasePattern => self.level.expect = Expect::CasePatternEnd,
            Expect::Operand if value == "=~" && !word.traits.quoted => {
                self.level.expect = Expect::Regex;
            }
            Expect::Regex => self.level.expect = Expect::Operand,
            _ => {}
        }
    }

    fn read_for(&mut self, at: usize, byte: u8) {
        let end = self.plain_end(at);
        let word = self.bytes.get(at..end).unwrap_or(&[]);
        let whole = self.ends_word(end);
        match (self.level.expect, byte) {
            (Expect::ForName, b'(') if self.peek(at + 1).0 == Some(b'(') => {
                let number = self.note_open(Construct::ForArithmetic, at);
                if self.try_arithmetic(at) {
                    self.begin_word(Role::Arithmetic, at);
                    self.pos = self.peek(at + 1).1;
                    self.enter_lex(Lex::Arithmetic, at, number, 2);
                } else {
                    self.give_up(at);
                }
            }
            (Expect::ForName, _) => self.other_word(at, byte),
            (Expect::ForIn, _) if whole && word == b"in" => {
                self.pos = end;
                self.level.expect = Expect::ForWords;
            }
            (Expect::ForWords, b'\n' | b';') => {
                self.level.expect = Expect::ForDo;
                self.end_line(at, byte);
            }
            (Expect::ForWords, _) => self.other_word(at, byte),
            (_, b'\n') => self.newline(at),
            (Expect::ForIn, b';') => {
                self.level.expect = Expect::ForDo;
                self.pos = at + 1;
            }
            (_, b';') if self.level.expect == Expect::ForDo => {
                self.pos = at + 1;
            }
            (_, b'{') if self.ends_word(at + 1) => {
                self.begin_part(Kind::Group);
                self.level.place.looped = true;
                self.pos = at + 1;
            }
            _ if whole && word == b"do" => {
                self.begin_part(Kind::Do);
                self.pos = end;
            }
            _ => self.give_up(at),
        }
    }

    fn end_line(&mut self, at: usize, byte: u8) {
        if byte == b'\n' {
            self.newline(at);
        } else {
            self.pos = at + 1;
        }
    }

    /// `(( … ))` has been read.
    pub(super) fn end_arithmetic_command(&mut self) {
        if self.level.expect == Expect::ForName {
            self.level.expect = Expect::ForDo;
        } else {
            self.level.expect = Expect::AfterCompound;
            self.level.function = NONE;
        }
    }

    fn read_case(&mut self, at: usize, byte: u8) {
        let end = self.plain_end(at);
        let word = self.bytes.get(at..end).unwrap_or(&[]);
        let whole = self.ends_word(end);
        match (self.level.expect, byte) {
            (Expect::CaseIn | Expect::CasePattern, b'\n') => self.newline(at),
            (Expect::CaseIn, _) if whole && word == b"in" => {
                self.level.expect = Expect::CasePattern;
                self.pos = end;
            }
            (Expect::CaseIn, _) => self.give_up(at),
            (Expect::CasePattern, _) if whole && word == b"esac" => {
                self.pos = end;
                self.leave();
            }
            (Expect::CasePattern, b'(') => self.pos = at + 1,
            (Expect::CasePatternEnd, b'|') => {
                self.level.expect = Expect::CasePattern;
                self.pos = at + 1;
            }
            (Expect::CasePatternEnd, b')') => {
                self.level.expect = Expect::Command;
                self.level.before = Separator::Edge;
                self.pos = at + 1;
            }
            (Expect::CasePattern, _) => self.other_word(at, byte),
            _ => self.give_up(at),
        }
    }

    fn read_condition(&mut self, at: usize, byte: u8) {
        let regex = self.level.expect == Expect::Regex;
        match byte {
            b'\n' => self.newline(at),
            b'(' | b')' | b'|' if regex => self.other_regex(at),
            b'(' | b')' => self.pos = at + 1,
            b'<' | b'>' if self.peek(at + 1).0 == Some(b'(') => self.other_word(at, byte),
            b'<' | b'>' => self.pos = at + 1,
            b'&' if self.peek(at + 1).0 == Some(b'&') => self.pos = self.peek(at + 1).1,
            b'|' if self.peek(at + 1).0 == Some(b'|') => self.pos = self.peek(at + 1).1,
            b']' if !regex && self.ends_condition(at) => {
                self.pos = at + 2;
                self.leave();
            }
            _ => self.other_word(at, byte),
        }
    }

    fn other_regex(&mut self, at: usize) {
        self.begin_word(Role::Other, at);
        self.pos = at;
    }

    /// Whether the word at `at` is `]]`.
    fn ends_condition(&self, at: usize) -> bool {
        self.byte(at + 1) == Some(b']') && self.ends_word(at + 2)
    }
}

fn is_compound_start(word: &[u8]) -> bool {
    matches!(
        word,
        b"{" | b"(" | b"((" | b"[[" | b"if" | b"while" | b"until" | b"for" | b"select" | b"case"
    )
}
