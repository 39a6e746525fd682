//! Lists of commands: tokens, separators, subshells.

use super::{
    Construct, Separator,
    frame::{Expect, Kind, Lex, NONE, Role, index},
    scanner::Scanner,
};

impl Scanner<'_, '_> {
    /// Reads one token of the current level. Returns `false` at the end of the text.
    pub(super) fn read_token(&mut self) -> bool {
        if self.level.body != NONE {
            self.next_body();
            return true;
        }
        let at = self.pos;
        let Some(byte) = self.byte(at) else {
            return self.end_of_text();
        };
        match byte {
            b' ' | b'\t' => self.pos = at + 1,
            b'\\' if self.byte(at + 1) == Some(b'\n') => {
                self.note(Construct::LineContinuation, at, at + 2);
                self.pos = at + 2;
            }
            b'#' if self.level.expect != Expect::Regex => self.comment(at),
            _ => match self.level.expect {
                Expect::Command | Expect::Simple | Expect::AfterCompound => {
                    self.read_in_list(at, byte);
                }
                _ => self.read_in_compound(at, byte),
            },
        }
        true
    }

    fn comment(&mut self, at: usize) {
        let rest = self.bytes.get(at..self.end).unwrap_or(&[]);
        self.pos = memchr::memchr(b'\n', rest).map_or(self.end, |offset| at + offset);
        self.note(Construct::Comment, at, self.pos);
        let what = match self.level.expect {
            Expect::Command if matches!(self.level.before, Separator::And | Separator::Or) => {
                Construct::CommentBeforeCommand
            }
            Expect::CaseWord | Expect::CaseIn => Construct::CommentInCaseHead,
            _ => return,
        };
        self.note(what, at, self.pos);
    }

    fn read_in_list(&mut self, at: usize, byte: u8) {
        match byte {
            b'\n' => {
                if self.level.expect != Expect::Command {
                    self.separate(Separator::Newline, at);
                }
                self.newline(at);
            }
            b';' => self.semicolon(at),
            b'&' => self.ampersand(at),
            b'|' => {
                let (operator, end) = match self.peek(at + 1) {
                    (Some(b'|'), end) => (Separator::Or, end),
                    (Some(b'&'), end) => (Separator::PipeWithErrors, end),
                    _ => (Separator::Pipe, at + 1),
                };
                self.separate(operator, at);
                self.pos = end;
            }
            b'(' => self.parenthesis(at),
            b')' => self.closing_parenthesis(at),
            b'<' | b'>' if self.peek(at + 1).0 == Some(b'(') => self.begin_argument(at),
            b'<' | b'>' => self.redirection(at, None, at),
            _ => self.read_command_word(at, byte),
        }
    }

    fn semicolon(&mut self, at: usize) {
        let end = match self.peek(at + 1) {
            (Some(b';'), second) => match self.peek(second) {
                (Some(b'&'), third) => third,
                _ => second,
            },
            (Some(b'&'), second) => second,
            _ => {
                self.separate(Separator::Sequence, at);
                self.pos = at + 1;
                return;
            }
        };
        if self.level.kind == Kind::Case {
            if self.level.expect != Expect::Command {
                self.separate(Separator::Sequence, at);
            } else {
                self.check_dangling(at);
            }
            self.level.before = Separator::Edge;
            self.level.expect = Expect::CasePattern;
        } else {
            self.note(Construct::UnexpectedEnd, at, end);
            if self.level.expect != Expect::Command {
                self.separate(Separator::Sequence, at);
            }
        }
        self.pos = end;
    }

    fn ampersand(&mut self, at: usize) {
        match self.peek(at + 1) {
            (Some(b'&'), end) => {
                self.separate(Separator::And, at);
                self.pos = end;
            }
            (Some(b'>'), _) => self.redirection(at, None, at),
            _ => {
                self.separate(Separator::Background, at);
                self.note(Construct::Background, at, at + 1);
                self.pos = at + 1;
            }
        }
    }

    /// A control operator at `at` ends whatever stands before it.
    pub(super) fn separate(&mut self, operator: Separator, at: usize) {
        if self.level.expect == Expect::Command && !self.level.timed && !self.level.negated {
            self.note_unexpected(at);
        }
        self.end_command(operator);
        let now = index(self.out.commands.len());
        match operator {
            Separator::Pipe | Separator::PipeWithErrors => self.level.piped = true,
            _ => {
                if self.level.piped {
                    self.mark(self.level.pipeline_first, now, false);
                }
                self.level.pipeline_first = now;
                self.level.piped = false;
                self.level.negated = false;
                self.level.timed = false;
                self.level.coprocess = false;
            }
        }
        if !matches!(
            operator,
            Separator::Pipe | Separator::PipeWithErrors | Separator::And | Separator::Or
        ) {
            if operator == Separator::Background {
                self.mark(self.level.list_first, now, true);
            }
            self.level.list_first = now;
        }
        self.level.before = operator;
        self.level.before_at = index(at);
        self.level.expect = Expect::Command;
    }

    /// The list ends at `at` with its level, or with a part of it.
    pub(super) fn end_list(&mut self, at: usize) {
        if self.level.expect == Expect::Command {
            self.check_dangling(at);
            if self.level.piped {
                self.mark(self.level.pipeline_first, index(self.out.commands.len()), false);
                self.level.piped = false;
            }
        } else {
            self.separate(Separator::Edge, at);
        }
    }

    /// A list ends at `at` where a command is expected: right, unless an operator demands one.
    fn check_dangling(&mut self, at: usize) {
        let what = match self.level.before {
            Separator::Pipe | Separator::PipeWithErrors => Construct::TrailingPipe,
            Separator::And | Separator::Or => Construct::TrailingAndOr,
            _ if self.level.function != NONE || self.level.coprocess => Construct::UnexpectedToken,
            Separator::Edge if !self.level.kind.may_be_empty() => Construct::UnexpectedToken,
            _ => return,
        };
        let operator = self.level.before_at as usize;
        match self.level.before {
            Separator::Pipe => self.note(what, operator, operator + 1),
            Separator::PipeWithErrors | Separator::And | Separator::Or => {
                self.note(what, operator, operator + 2)
            }
            _ => self.note(what, at, at),
        };
    }

    /// Marks the commands from `first` to `end` as parts of a pipeline or as running in the
    /// background. Long stretches wait until the end, so that nesting costs nothing.
    fn mark(&mut self, first: u32, end: u32, background: bool) {
        const FEW: u32 = 8;
        if end.saturating_sub(first) > FEW {
            self.work.marks.push((first, end, background));
            return;
        }
        for command in self.out.commands.get_mut(first as usize..end as usize).unwrap_or(&mut []) {
            command.place.piped |= !background;
            command.place.background |= background;
        }
    }

    fn end_of_text(&mut self) -> bool {
        let at = self.end;
        let kind = self.level.kind;
        if matches!(self.level.expect, Expect::Command | Expect::Simple | Expect::AfterCompound) {
            self.end_list(at);
        }
        let missing = match kind {
            Kind::Text => {
                self.unread_bodies();
                return false;
            }
            Kind::Backquotes => {
                self.unread_bodies();
                self.pos = self.level.resume as usize;
                self.end = self.level.outer_end as usize;
                self.leave();
                return true;
            }
            Kind::Substitution | Kind::Process => Construct::OpenSubstitution,
            _ => Construct::OpenCompound,
        };
        self.note(missing, self.level.opened as usize, at);
        self.leave();
        true
    }

    /// `(` where a list is read.
    fn parenthesis(&mut self, at: usize) {
        match self.level.expect {
            Expect::Command => {
                if self.peek(at + 1).0 == Some(b'(') && self.try_arithmetic(at) {
                    let number = self.note_open(Construct::ArithmeticCommand, at);
                    self.begin_word(Role::Arithmetic, at);
                    self.pos = self.peek(at + 1).1;
                    self.enter_lex(Lex::Arithmetic, at, number, 2);
                } else {
                    self.subshell(at);
                }
            }
            Expect::Simple if self.is_function(at) => self.function_parentheses(at),
            _ => {
                self.note_unexpected(at);
                self.separate(Separator::Sequence, at);
                self.subshell(at);
            }
        }
    }

    fn subshell(&mut self, at: usize) {
        let number = self.note_open(Construct::Subshell, at);
        self.enter(Kind::Subshell, at, number, Expect::Command);
        self.pos = at + 1;
    }

    /// What stands at `at` looked like arithmetic, but is none.
    pub(super) fn parenthesis_is_no_arithmetic(&mut self, at: usize) {
        if self.byte(at) == Some(b'$') {
            let after = self.peek(at + 1).1;
            self.command_substitution(at, after);
        } else {
            self.word = None;
            self.subshell(at);
        }
    }

    pub(super) fn closing_parenthesis(&mut self, at: usize) {
        while self.level.closable && !self.level.kind.is_parenthesized() {
            if matches!(self.level.expect, Expect::Command | Expect::Simple | Expect::AfterCompound)
            {
                self.end_list(at);
            }
            self.note(Construct::OpenCompound, self.level.opened as usize, at);
            self.leave();
        }
        self.pos = at + 1;
        if self.level.kind.is_parenthesized() {
            if self.level.expect != Expect::Element {
                self.end_list(at);
            }
            self.leave();
        } else {
            self.note(Construct::UnexpectedEnd, at, at + 1);
            if self.level.expect != Expect::Command {
                self.separate(Separator::Sequence, at);
            }
        }
    }
}
