//! The scanner's state, and how it goes into what is nested and out of it again.
//!
//! There is no recursion: what surrounds the place that is being read lies on a stack of
//! [`Frame`]s. Two automata work on it, the grammar of lists and commands (`list.rs`, with
//! `compound.rs`) and that of words (`word.rs`), and hand over to each other.

use super::{
    Command, Construct, Occurrence, Place, RedirectionOperator, Separator, WordTraits, bytes,
    line::{Parts, Stored, StoredAssignment, StoredRedirection, StoredWord},
    variables::Variable,
};
use crate::span::Span;

/// "No such index."
pub(super) const NONE: u32 = u32::MAX;

/// A list of commands, or something else that is read token by token, and how far it has got.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) kind: Kind,
    /// The first byte of what opened it.
    pub(super) opened: u32,
    /// Its occurrence among the constructs.
    pub(super) construct: u32,
    /// What comes next.
    pub(super) expect: Expect,
    /// Of the commands in it.
    pub(super) place: Place,
    /// Whether its commands run exactly once if what surrounds it runs.
    pub(super) certain: bool,
    /// In front of the next command, and where.
    pub(super) before: Separator,
    pub(super) before_at: u32,
    /// `!`, `time` or `coproc` stands before the pipeline.
    pub(super) negated: bool,
    pub(super) timed: bool,
    pub(super) coprocess: bool,
    /// The function whose body comes next or is being read, among the constructs.
    pub(super) function: u32,
    /// The first command of the and-or list, and of the pipeline in it.
    pub(super) list_first: u32,
    pub(super) pipeline_first: u32,
    /// The pipeline has more than one command.
    pub(super) piped: bool,
    /// The simple command that is being read.
    pub(super) command: u32,
    /// Where its last word, assignment or redirection ends.
    pub(super) command_end: u32,
    /// Where what belongs to the command begins in the work stacks.
    pub(super) words: u32,
    pub(super) assignments: u32,
    pub(super) redirections: u32,
    /// Where the here-documents begin whose bodies are read at the next newline.
    pub(super) here_documents: u32,
    /// Where the variables begin that are forgotten at its end.
    pub(super) variables: u32,
    /// Whether `)` may end it, or something around it.
    pub(super) closable: bool,
    /// Where the text ends for what surrounds it, and where to go on there.
    pub(super) outer_end: u32,
    pub(super) resume: u32,
    /// The here-document whose body is read next, and what to go back to after that.
    pub(super) body: u32,
    pub(super) body_outer_end: u32,
    pub(super) body_resume: u32,
    /// That here-document stands in another one.
    pub(super) body_within: bool,
}

/// What a [`Level`] is, and so what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole text.
    Text,
    /// `$( … )`
    Substitution,
    /// `` ` … ` ``
    Backquotes,
    /// `<( … )`
    Process,
    /// `( … )`
    Subshell,
    /// `{ … }`
    Group,
    /// Between `if` or `elif` and `then`.
    If,
    /// Between `then` and `elif`, `else` or `fi`.
    Then,
    /// Between `else` and `fi`.
    Else,
    /// Between `while` or `until` and `do`.
    While,
    /// Between `do` and `done`.
    Do,
    /// Between `for` or `select` and `do`.
    For,
    /// `case … esac`
    Case,
    /// `[[ … ]]`
    Conditional,
    /// `name=( … )`
    Array,
}

impl Kind {
    /// Whether its commands run in a shell of their own and their output becomes part of a word.
    pub(super) const fn is_substitution(self) -> bool {
        matches!(self, Kind::Substitution | Kind::Backquotes | Kind::Process)
    }

    /// Whether it may hold no command at all.
    pub(super) const fn may_be_empty(self) -> bool {
        self.is_substitution() || matches!(self, Kind::Text | Kind::Case)
    }

    /// Whether `)` ends it.
    pub(super) const fn is_parenthesized(self) -> bool {
        matches!(self, Kind::Substitution | Kind::Process | Kind::Subshell | Kind::Array)
    }
}

/// What a [`Level`] expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    /// A command: reserved words count.
    Command,
    /// The rest of a simple command.
    Simple,
    /// What may follow a compound command: redirections and separators.
    AfterCompound,
    /// `for` has been read: a name or `((`.
    ForName,
    /// A name has been read: `in`, `do` or a separator.
    ForIn,
    /// The words of `for`.
    ForWords,
    /// `do` or `{`.
    ForDo,
    /// `case` has been read: a word.
    CaseWord,
    /// `in`.
    CaseIn,
    /// A pattern, or `esac`.
    CasePattern,
    /// `|` or `)`, or more of a pattern.
    CasePatternEnd,
    /// The operands and operators of `[[`.
    Operand,
    /// The operand after `=~`.
    Regex,
    /// Elements of an array.
    Element,
}

/// What a word is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A word of a simple command.
    Argument,
    /// The value of an assignment.
    Value,
    /// The target of a redirection.
    Target,
    /// A word of a compound command: nobody reads its value, but substitutions in it run.
    Other,
    /// `(( … ))`
    Arithmetic,
    /// The body of a here-document.
    Body,
}

/// How the next bytes of a word are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lex {
    /// Outside quotes.
    Bare,
    /// Between double quotes.
    Double,
    /// A here-document's body.
    Body,
    // Inside an expansion, whose text is not part of the value:
    /// `${ … }`
    Brace,
    /// `${ … }` somewhere inside double quotes.
    BraceInDouble,
    /// Single quotes in `${ … }` inside double quotes: they quote braces, but no expansions.
    QuoteInBrace,
    /// Double quotes inside one of these.
    InnerDouble,
    /// `$(( … ))` or `(( … ))`
    Arithmetic,
    /// `[ … ]` of a subscript or of `$[ … ]`.
    Subscript,
}

/// A word that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) role: Role,
    pub(super) start: u32,
    /// Where the part of the text begins that is not yet among the pieces of the value.
    pub(super) segment: u32,
    /// Where the pieces of its value begin.
    pub(super) pieces: u32,
    pub(super) traits: WordTraits,
    pub(super) lex: Lex,
    /// Where that began, and its number among the constructs.
    pub(super) lex_start: u32,
    pub(super) lex_construct: u32,
    /// Parentheses or brackets that are open in it.
    pub(super) parens: u32,
    /// Braces that are open in it, which of them have a comma, and where the last one is.
    pub(super) braces: u8,
    pub(super) commas: u64,
    pub(super) brace_start: u32,
    /// The first `[`.
    pub(super) bracket: u32,
    /// The assignment whose value it is, or may become.
    pub(super) assignment: Option<StoredAssignment>,
    pub(super) redirection: Option<(RedirectionOperator, Option<u16>, u32)>,
}

/// What surrounds the place that is being read.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::large_enum_variant, reason = "they lie on one stack, which is used again")]
pub(super) enum Frame {
    /// A list inside a word or inside another list.
    Level(Level, Option<Open>),
    /// An expansion inside a word.
    Lex { lex: Lex, start: u32, construct: u32, parens: u32 },
}

/// A here-document whose body has not been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) command: u32,
    /// Which of its redirections.
    pub(super) redirection: u32,
    pub(super) delimiter: Stored,
    pub(super) literal: bool,
    pub(super) tabs: bool,
}

/// A state to which the scanner returns if what looked like arithmetic turns out to be a subshell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checkpoint {
    /// Where the `$` or the first parenthesis stands.
    pub(super) opening: usize,
    level: Level,
    word: Option<Open>,
    frames: usize,
    commands: usize,
    words: usize,
    assignments: usize,
    redirections: usize,
    constructs: usize,
    found: super::ConstructSet,
    values: usize,
    work: [usize; 8],
}

/// Buffers that the scanner needs and nobody reads.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) frames: Vec<Frame>,
    pub(super) words: Vec<StoredWord>,
    pub(super) assignments: Vec<StoredAssignment>,
    pub(super) redirections: Vec<StoredRedirection>,
    pub(super) pieces: Vec<Stored>,
    pub(super) pending: Vec<Pending>,
    pub(super) variables: Vec<Variable>,
    pub(super) checkpoints: Vec<Checkpoint>,
    /// Pipelines and background lists of many commands: first, end, background.
    pub(super) marks: Vec<(u32, u32, bool)>,
    /// For each command, how many of those begin there and how many end, by kind.
    steps: Vec<[i32; 2]>,
    /// Texts of backquotes with escapes in them, read after everything else.
    pub(super) deferred: Vec<Deferred>,
    /// How many bytes were searched for the ends of here-documents.
    pub(super) searched: usize,
}

impl Work {
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.words.clear();
        self.assignments.clear();
        self.redirections.clear();
        self.pieces.clear();
        self.pending.clear();
        self.variables.clear();
        self.searched = 0;
        self.checkpoints.clear();
        self.marks.clear();
        self.deferred.clear();
    }

    /// Gives all marks to the commands that they are about, in one pass.
    pub(super) fn settle_marks(&mut self, commands: &mut [Command]) {
        if self.marks.is_empty() {
            return;
        }
        self.steps.clear();
        self.steps.resize(commands.len() + 1, [0; 2]);
        for &(first, end, background) in &self.marks {
            let kind = usize::from(background);
            for (place, step) in [(first, 1), (end, -1)] {
                if let Some(steps) = self.steps.get_mut(place as usize) {
                    steps[kind] += step;
                }
            }
        }
        let mut open = [0; 2];
        for (command, steps) in commands.iter_mut().zip(&self.steps) {
            open = [open[0] + steps[0], open[1] + steps[1]];
            command.place.piped |= open[0] > 0;
            command.place.background |= open[1] > 0;
        }
    }
}

/// The text of backquotes, one level of backslashes removed.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) place: Place,
}

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
        let level = Level {
            kind: Kind::Text,
            opened: 0,
            construct: NONE,
            expect: Expect::Command,
            place,
            certain: origin.is_none(),
            before: Separator::Edge,
            before_at: NONE,
            negated: false,
            timed: false,
            coprocess: false,
            function: NONE,
            list_first: index(out.commands.len()),
            pipeline_first: index(out.commands.len()),
            piped: false,
            command: NONE,
            command_end: 0,
            words: 0,
            assignments: 0,
            redirections: 0,
            here_documents: 0,
            variables: 0,
            closable: false,
            outer_end: index(text.len()),
            resume: index(text.len()),
            body: NONE,
            body_outer_end: NONE,
            body_resume: NONE,
            body_within: false,
        };
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
        self.out.note(what, self.span(start, end));
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
        let first = index(self.out.commands.len());
        self.work.frames.push(Frame::Level(outer, self.word.take()));
        self.level = Level {
            kind,
            opened: index(opened),
            construct,
            expect,
            place,
            certain: outer.certain
                && !place.function
                && !place.coprocess
                && !matches!(outer.before, Separator::And | Separator::Or)
                && !matches!(kind, Kind::While | Kind::For | Kind::Case),
            before: Separator::Edge,
            before_at: NONE,
            negated: false,
            timed: false,
            coprocess: false,
            function: NONE,
            list_first: first,
            pipeline_first: first,
            piped: false,
            command: NONE,
            command_end: 0,
            words: index(self.work.words.len()),
            assignments: index(self.work.assignments.len()),
            redirections: index(self.work.redirections.len()),
            here_documents: if kind.is_substitution() {
                index(self.work.pending.len())
            } else {
                outer.here_documents
            },
            variables: if forgets { index(self.work.variables.len()) } else { NONE },
            closable: kind.is_parenthesized() || (outer.closable && kind != Kind::Backquotes),
            outer_end: index(self.end),
            resume: NONE,
            body: NONE,
            body_outer_end: NONE,
            body_resume: NONE,
            body_within: false,
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

    /// Remembers the state before something that looks like arithmetic. Returns `false` if that may
    /// not be tried any more.
    pub(super) fn try_arithmetic(&mut self, opening: usize) -> bool {
        if self.patience == 0 {
            return false;
        }
        let work = &self.work;
        let checkpoint = Checkpoint {
            opening,
            level: self.level,
            word: self.word,
            frames: work.frames.len(),
            commands: self.out.commands.len(),
            words: self.out.words.len(),
            assignments: self.out.assignments.len(),
            redirections: self.out.redirections.len(),
            constructs: self.out.constructs.len(),
            found: self.out.found,
            values: self.out.values.len(),
            work: [
                work.words.len(),
                work.assignments.len(),
                work.redirections.len(),
                work.pieces.len(),
                work.pending.len(),
                work.variables.len(),
                work.deferred.len(),
                work.marks.len(),
            ],
        };
        self.work.checkpoints.push(checkpoint);
        true
    }

    /// Forgets the last remembered state: it was arithmetic.
    pub(super) fn keep_arithmetic(&mut self) {
        self.work.checkpoints.pop();
    }

    /// Returns to the last remembered state: it was no arithmetic.
    pub(super) fn undo_arithmetic(&mut self) {
        let Some(back) = self.work.checkpoints.pop() else {
            return;
        };
        self.patience = self.patience.saturating_sub(self.pos - back.opening);
        self.pos = back.opening;
        self.level = back.level;
        self.word = back.word;
        self.out.commands.truncate(back.commands);
        self.out.words.truncate(back.words);
        self.out.assignments.truncate(back.assignments);
        self.out.redirections.truncate(back.redirections);
        self.out.constructs.truncate(back.constructs);
        self.out.found = back.found;
        self.out.values.truncate(back.values);
        let [words, assignments, redirections, pieces, pending, variables, deferred, marks] =
            back.work;
        let work = &mut *self.work;
        work.frames.truncate(back.frames);
        work.words.truncate(words);
        work.assignments.truncate(assignments);
        work.redirections.truncate(redirections);
        work.pieces.truncate(pieces);
        work.pending.truncate(pending);
        work.variables.truncate(variables);
        work.deferred.truncate(deferred);
        work.marks.truncate(marks);
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

/// An index or offset in 32 bits. Texts that need more are refused before.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no text of 4 GiB is ever read")]
pub(super) const fn index(number: usize) -> u32 {
    number as u32
}
