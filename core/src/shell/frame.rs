//! What surrounds the place that is being read: lists in words, words in lists.

use super::{Place, RedirectionOperator, Separator, WordTraits, line::StoredAssignment};

/// "No such index."
pub(super) const NONE: u32 = u32::MAX;

/// An index or offset in 32 bits. Texts that need more are refused before.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no text of 4 GiB is ever read")]
pub(super) const fn index(number: usize) -> u32 {
    number as u32
}

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
    /// Whether it is `$(…)`, or in one: not in brackets of its own in there.
    pub(super) in_substitution: bool,
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

impl Level {
    /// The outermost one, of all of `text`; `commands` have been read before.
    pub(super) const fn of_text(text: &str, commands: usize, place: Place, certain: bool) -> Level {
        Level {
            kind: Kind::Text,
            opened: 0,
            construct: NONE,
            expect: Expect::Command,
            place,
            certain,
            before: Separator::Edge,
            before_at: NONE,
            negated: false,
            timed: false,
            coprocess: false,
            function: NONE,
            list_first: index(commands),
            pipeline_first: index(commands),
            piped: false,
            command: NONE,
            command_end: 0,
            words: 0,
            assignments: 0,
            redirections: 0,
            here_documents: 0,
            variables: 0,
            in_substitution: false,
            closable: false,
            outer_end: index(text.len()),
            resume: index(text.len()),
            body: NONE,
            body_outer_end: NONE,
            body_resume: NONE,
            body_within: false,
        }
    }
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
