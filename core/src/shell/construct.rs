//! What a command line can hold besides simple commands with plain words.

use crate::span::Span;

/// A construct and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) span: Span,
    pub(crate) what: Construct,
}

/// Constructs in the terms of the Bash manual, and whatever is wrong with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Construct {
    // Compound commands.
    /// `( … )`
    Subshell,
    /// `{ …; }`
    Group,
    /// `if … fi`
    If,
    /// `while … done`
    While,
    /// `until … done`
    Until,
    /// `for name in words; do … done`
    For,
    /// `for (( … )); do … done`
    ForArithmetic,
    /// `select name in words; do … done`
    Select,
    /// `case … esac`
    Case,
    /// `name() …` or `function name …`
    Function,
    /// `coproc …`
    Coprocess,
    /// `[[ … ]]`
    Conditional,
    /// `(( … ))`
    ArithmeticCommand,

    // Around pipelines.
    /// `!`
    Negation,
    /// `time`
    Time,
    /// `time -p`, `time --`
    TimeOption,
    /// `&`
    Background,

    // Expansions.
    /// `$( … )`
    CommandSubstitution,
    /// `` ` … ` ``
    Backquotes,
    /// `<( … )`, `>( … )`
    ProcessSubstitution,
    /// `$name` of a variable whose value is not known
    Parameter,
    /// `$name` of a variable that the same line sets
    KnownParameter,
    /// `${name}` without any operator
    BracedParameter,
    /// `${name:-word}` and all others with an operator, an index or an indirection
    BracedExpansion,
    /// `{` in such an expansion, if nothing quotes it
    BraceInExpansion,
    /// `$1`, `$@`, `$?` and the like, in braces or not
    SpecialParameter,
    /// `$(( … ))`
    ArithmeticExpansion,
    /// `$[ … ]`
    OldArithmeticExpansion,
    /// `{a,b}` or `{1..3}`
    BraceExpansion,
    /// `*`, `?`, `[…]`
    Glob,
    /// `@(a|b)`, `!(a)` and the like
    ExtendedGlob,
    /// `~`
    Tilde,

    // Quotes.
    /// `$'…'`
    AnsiQuote,
    /// `$"…"`
    LocaleQuote,
    /// `\` before a blank: the word goes on
    EscapedWhitespace,
    /// `\` at the end of a line: the line goes on
    LineContinuation,

    // Assignments and redirections.
    /// `a=(…)`
    ArrayAssignment,
    /// `a[i]=…`
    ElementAssignment,
    /// `a+=…`
    AppendAssignment,
    /// A here-document with a quoted delimiter: nothing in it is expanded.
    LiteralHereDocument,
    /// A here-document in which the shell expands variables and substitutions
    HereDocument,
    /// `<<<`
    HereString,
    /// `{name}>file`: the shell chooses the descriptor
    DescriptorVariable,

    /// `# …`
    Comment,
    /// `&& # …`, and the command in another line
    CommentBeforeCommand,
    /// `case # …`, `case word # …`: before the `in`
    CommentInCaseHead,
    /// White space beyond ASCII, or a character that looks like it, which the shell takes for a
    /// letter
    UnicodeWhitespace,
    /// A control character other than tab and newline, among them the carriage return
    ControlCharacter,

    // The text is not a shell program. Each is named for what is missing or too much.
    /// `'` without its partner
    OpenSingleQuote,
    /// `"` without its partner
    OpenDoubleQuote,
    /// A backquote without its partner
    OpenBackquote,
    /// `$(`, `<(` or `>(` without `)`
    OpenSubstitution,
    /// `$(` with something that cannot stand there in front of its `)`
    BrokenSubstitution,
    /// `${` without `}`
    OpenBrace,
    /// `$((`, `((` or `$[` without its end
    OpenArithmetic,
    /// A compound command without its end: `(`, `{`, `if`, `[[`, …
    OpenCompound,
    /// A here-document without the line that ends it; the shell warns and takes the rest
    OpenHereDocument,
    /// A backslash as the last character
    TrailingBackslash,
    /// `|` with nothing behind it
    TrailingPipe,
    /// `&&` or `||` with nothing behind it
    TrailingAndOr,
    /// What may be arithmetic or commands is nested too often to tell which
    TooComplex,
    /// `)`, `}`, `fi`, `;;` and the like without a beginning
    UnexpectedEnd,
    /// Anything else that the grammar forbids
    UnexpectedToken,
}

/// A set of constructs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConstructSet(u64);

// Every construct has its bit.
const _: () = assert!((Construct::UnexpectedToken as u8) < 64);

impl ConstructSet {
    /// Constructs that stand for what their commands print.
    pub(crate) const COMMAND_SUBSTITUTIONS: ConstructSet =
        ConstructSet::of(&[Construct::Backquotes, Construct::CommandSubstitution]);

    /// Constructs that hold commands inside words.
    pub(crate) const SUBSTITUTIONS: ConstructSet =
        ConstructSet::COMMAND_SUBSTITUTIONS.or(ConstructSet::of(&[Construct::ProcessSubstitution]));

    /// The set of `constructs`.
    #[must_use]
    pub(crate) const fn of(constructs: &[Construct]) -> ConstructSet {
        let mut set = ConstructSet(0);
        let mut index = 0;
        while index < constructs.len() {
            set.0 |= 1 << constructs[index] as u8;
            index += 1;
        }
        set
    }

    pub(crate) const fn insert(&mut self, construct: Construct) {
        self.0 |= 1 << construct as u8;
    }

    #[must_use]
    #[cfg_attr(built_for_size, inline(never))]
    pub(crate) const fn contains(self, construct: Construct) -> bool {
        self.0 & (1 << construct as u8) != 0
    }

    /// The constructs of both sets.
    #[must_use]
    pub(crate) const fn or(self, other: ConstructSet) -> ConstructSet {
        ConstructSet(self.0 | other.0)
    }

    /// Whether the two sets have a construct in common.
    #[must_use]
    pub(crate) const fn meets(self, other: ConstructSet) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_is_put_in() {
        let mut set = ConstructSet::of(&[Construct::Subshell, Construct::Comment]);
        assert!(!set.contains(Construct::TrailingPipe));
        set.insert(Construct::TrailingPipe);
        assert!(set.contains(Construct::TrailingPipe) && set.contains(Construct::Comment));
        assert!(set.meets(ConstructSet::of(&[Construct::Subshell, Construct::Group])));
        assert!(!set.meets(ConstructSet::of(&[Construct::TrailingAndOr])));
    }
}
