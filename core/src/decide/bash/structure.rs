//! What in a command line leaves open what it does, so that no allow rule covers it by a pattern.

use super::{
    awk, comments, conditional,
    continuation::{behind_continuations, continues_pipe, is_behind_blank},
    environ,
    parts::{in_command, may_expand},
    quotation::{
        escaped_blank, is_assigned, is_in_known_word, is_inside_quotes, is_quoted_alone,
        is_quoted_with_text, quote_in_braces, runs_simply, zsh_expansion,
    },
};
use crate::{
    decision::BuiltIn,
    letters::one_of,
    programs::environment::{self, Effect},
    shell::{Construct, ConstructSet, Line, literal_text},
    span::Span,
};

/// The client reads no line longer than this many characters.
pub(crate) const LONGEST_LINE: usize = 10_000;

/// Something that leaves open what a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blocker {
    pub(crate) why: BuiltIn,
    pub(crate) span: Span,
}

impl Blocker {
    /// Does the client take the line apart all the same, before it asks?
    pub(crate) fn is_mild(self) -> bool {
        matches!(
            self.why,
            BuiltIn::BackgroundJob
                | BuiltIn::ExpandedOption
                | BuiltIn::LeadingRedirection
                | BuiltIn::ProcessEnvironment
                | BuiltIn::QuotedComment
                | BuiltIn::VariableAssignment
        )
    }
}

/// Constructs that block wherever they stand, with the reason.
const BLOCKING: &[(Construct, BuiltIn)] = &[
    (Construct::OpenSubstitution, BuiltIn::OpenSubstitution),
    (Construct::OpenArithmetic, BuiltIn::OpenSubstitution),
    (Construct::TooComplex, BuiltIn::OpenSubstitution),
    (Construct::UnexpectedEnd, BuiltIn::SyntaxError),
    (Construct::UnexpectedToken, BuiltIn::SyntaxError),
    (Construct::CommentBeforeCommand, BuiltIn::InnerComment),
    (Construct::CommentInCaseHead, BuiltIn::SyntaxError),
    (Construct::Comment, BuiltIn::SyntaxError),
    (Construct::OpenDoubleQuote, BuiltIn::SyntaxError),
    (Construct::OpenBackquote, BuiltIn::SyntaxError),
    (Construct::OpenBrace, BuiltIn::SyntaxError),
    (Construct::OpenCompound, BuiltIn::SyntaxError),
    (Construct::TrailingAndOr, BuiltIn::SyntaxError),
    (Construct::TrailingBackslash, BuiltIn::SyntaxError),
    (Construct::Subshell, BuiltIn::Subshell),
    (Construct::Group, BuiltIn::Group),
    (Construct::ForArithmetic, BuiltIn::ArithmeticCommand),
    (Construct::ArithmeticCommand, BuiltIn::ArithmeticCommand),
    (Construct::Select, BuiltIn::SelectLoop),
    (Construct::Case, BuiltIn::CaseStatement),
    (Construct::Function, BuiltIn::FunctionDefinition),
    (Construct::Coprocess, BuiltIn::EvaluatesArguments),
    (Construct::TimeOption, BuiltIn::TimeOption),
    (Construct::Background, BuiltIn::BackgroundJob),
    (Construct::CommandSubstitution, BuiltIn::CommandSubstitution),
    (Construct::Backquotes, BuiltIn::CommandSubstitution),
    (Construct::ProcessSubstitution, BuiltIn::ProcessSubstitution),
    (Construct::Parameter, BuiltIn::UnknownVariable),
    (Construct::KnownParameter, BuiltIn::UnknownVariable),
    (Construct::BracedParameter, BuiltIn::UnknownVariable),
    (Construct::BracedExpansion, BuiltIn::UnknownVariable),
    (Construct::SpecialParameter, BuiltIn::UnknownVariable),
    (Construct::ArithmeticExpansion, BuiltIn::Arithmetic),
    (Construct::OldArithmeticExpansion, BuiltIn::Arithmetic),
    (Construct::BraceExpansion, BuiltIn::BraceExpansion),
    (Construct::ExtendedGlob, BuiltIn::ExtendedGlob),
    (Construct::AnsiQuote, BuiltIn::EscapedText),
    (Construct::LocaleQuote, BuiltIn::EscapedText),
    (Construct::EscapedWhitespace, BuiltIn::EscapedWhitespace),
    (Construct::LineContinuation, BuiltIn::EscapedWhitespace),
    (Construct::ArrayAssignment, BuiltIn::ArrayAssignment),
    (Construct::ElementAssignment, BuiltIn::ArrayAssignment),
    (Construct::HereDocument, BuiltIn::ExpandedHereDocument),
    (Construct::DescriptorVariable, BuiltIn::OddRedirection),
    (Construct::UnicodeWhitespace, BuiltIn::UnicodeWhitespace),
    (Construct::ControlCharacter, BuiltIn::ControlCharacter),
    (Construct::For, BuiltIn::VariableAssignment),
    (Construct::Negation, BuiltIn::TimeOption),
    (Construct::Time, BuiltIn::TimeOption),
    (Construct::Conditional, BuiltIn::UnknownCondition),
];

/// The constructs of [`BLOCKING`].
pub(super) const BLOCKING_SET: ConstructSet = {
    let mut set = ConstructSet::of(&[]);
    let mut row = 0;
    while row < BLOCKING.len() {
        set.insert(BLOCKING[row].0);
        row += 1;
    }
    set
};

/// The first thing in a line that leaves open what the line does. What leaves the line open as a
/// whole comes before what leaves open one command.
pub(crate) fn blocker(line: Line<'_>) -> Option<Blocker> {
    let text = line.text();
    let whole = Span::new(0, text.len());
    if is_too_long(text) {
        return Some(Blocker { why: BuiltIn::TooLong, span: whole });
    }
    let mut mild = None;
    if line.found().meets(BLOCKING_SET) {
        for occurrence in line.constructs() {
            let row = BLOCKING.iter().find(|(construct, _)| *construct == occurrence.what);
            let Some((construct, why)) = row else { continue };
            let span = occurrence.span;
            if is_understood(line, *construct, span) {
                continue;
            }
            let why = match construct {
                Construct::CommandSubstitution if is_assigned(line, span) => {
                    BuiltIn::VariableAssignment
                }
                _ => *why,
            };
            let found = Blocker { why, span };
            if !found.is_mild() {
                return Some(found);
            }
            mild = mild.or(Some(found));
        }
    }
    if let Some(at) = escaped_blank(text) {
        return Some(Blocker { why: BuiltIn::EscapedWhitespace, span: Span::new(at, at + 2) });
    }
    if let Some(at) = zsh_expansion(text) {
        return Some(Blocker { why: BuiltIn::SyntaxError, span: Span::new(at, at + 2) });
    }
    let expands = may_expand(text);
    if let Some(at) = quote_in_braces(text) {
        return Some(Blocker { why: BuiltIn::BraceExpansion, span: Span::new(at, at + 1) });
    }
    for command in line.commands() {
        match in_command(line, command, expands) {
            Some(found) if found.is_mild() => mild = mild.or(Some(found)),
            None => {}
            found => return found,
        }
    }
    mild
}

/// Is the text longer than the client reads?
pub(crate) fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST_LINE && text.chars().nth(LONGEST_LINE).is_some()
}

/// Is this occurrence of a construct one whose effect is plain?
pub(super) fn is_understood(line: Line<'_>, construct: Construct, span: Span) -> bool {
    let text = line.text();
    let written = span.of(text);
    match construct {
        Construct::Parameter | Construct::SpecialParameter if is_modified(text, span) => false,
        Construct::Parameter => match written {
            "$HOME" => true,
            name => {
                environment::is_kept_by_shells(name.strip_prefix('$').unwrap_or(name))
                    && is_quoted_with_text(line, span)
            }
        },
        Construct::SpecialParameter => {
            matches!(written, "$?" | "$#" | "$$" | "$-") && is_quoted_with_text(line, span)
        }
        Construct::Backquotes => is_quoted_with_text(line, span) && runs_simply(line, span),
        Construct::ArithmeticExpansion => {
            is_plain_arithmetic(written)
                && (!is_inside_quotes(line, span) || is_quoted_with_text(line, span))
        }
        Construct::Comment => !comments::is_in_grammar(line, span),
        Construct::LineContinuation => {
            // Lines with a pipe the client cuts at their pipes.
            let mut piped = line.commands().iter().filter(|command| command.place.piped).peekable();
            is_behind_blank(text, span)
                && (piped.peek().is_none()
                    || !continues_pipe(text, span) && piped.all(|command| command.place.depth == 0))
        }
        Construct::For => {
            let name = written.strip_prefix("for").unwrap_or_default().split_whitespace().next();
            name.is_some_and(|name| environment::effect(name) == Effect::Harmless)
        }
        Construct::Negation => {
            let before = text.get(..span.start as usize).unwrap_or_default().trim_end();
            !before.ends_with("time") && !is_end_of_command(text.get(span.end as usize..))
        }
        Construct::Time => {
            let behind = text.get(span.end as usize..).unwrap_or_default().trim_start();
            !behind.strip_prefix("time").is_some_and(|rest| rest.starts_with(one_of(" \t\n")))
        }
        Construct::Conditional => {
            !is_redirected(text, span) && conditional::is_plain(written) && !environ::is_in(written)
        }
        Construct::CommandSubstitution => match literal_text(written)
            .and_then(|range| written.get(range))
        {
            // The client holds such a text against what awk would run, whichever program gets it.
            Some(text) if awk::starts_commands(text) => false,
            literal => {
                literal.is_some() && (is_quoted_alone(text, span) || is_in_known_word(line, span))
                    || is_quoted_with_text(line, span) && runs_simply(line, span)
            }
        },
        _ => false,
    }
}

/// Does a redirection follow what stands at `span`?
pub(super) fn is_redirected(text: &str, span: Span) -> bool {
    let behind = text.get(span.end as usize..).unwrap_or_default().trim_start();
    let behind = behind.trim_start_matches(|digit: char| digit.is_ascii_digit());
    behind.starts_with(one_of("<>")) || behind.starts_with("&>")
}

/// Does nothing stand at the start of `behind` that could be a command?
fn is_end_of_command(behind: Option<&str>) -> bool {
    let rest = behind_continuations(behind.unwrap_or_default());
    rest.is_empty() || rest.starts_with(one_of("\n;&|#)"))
}

/// Has the parameter something behind it that zsh takes for more of it: an index, or a modifier?
pub(super) fn is_modified(text: &str, span: Span) -> bool {
    match text.as_bytes().get(span.end as usize..) {
        Some([b'[', ..]) => true,
        Some([b':', modifier, ..]) => modifier.is_ascii_alphabetic(),
        _ => false,
    }
}

/// `$(( … ))` with numbers only.
pub(super) fn is_plain_arithmetic(written: &str) -> bool {
    let expression =
        written.strip_prefix("$((").and_then(|rest| rest.strip_suffix("))")).unwrap_or("x");
    let mut previous = b' ';
    expression.bytes().all(|byte| {
        let hexadecimal = previous.is_ascii_alphanumeric() || byte.is_ascii_digit();
        previous = byte;
        let operator = b" \t+-*/%<>=&|^~!?:,()#".contains(&byte);
        operator || byte.is_ascii_digit() || hexadecimal && byte.is_ascii_alphanumeric()
    })
}

#[cfg(test)]
mod tests {
    use super::{blocker, is_too_long};
    use crate::{
        decision::BuiltIn,
        shell::{Script, scan},
    };

    fn blocks(text: &str) -> Option<BuiltIn> {
        blocker(scan(text, &mut Script::default())).map(|blocker| blocker.why)
    }

    #[test]
    fn plain_lines_are_plain() {
        for text in [
            "foo a",
            "foo a && bar; baz | qux",
            "if foo; then bar; else baz; fi",
            "! foo",
            "! \\\nfoo && foo # a",
            "foo | # a\nfoo",
            "while foo; do bar; done",
            "foo $HOME/x \"$HOME\" ~ *.ts",
            "foo 'a;b' \"a&&b\" a\\;b",
            "foo >/dev/null 2>&1 <&3",
            "foo <<'E'\n$(x)\nE",
            "foo <<'E'\n}\nE x \\\n=\nE",
            "foo <<<x",
            "foo; foo >x <<'E'\nx\nE",
            "foo && foo <<<x >x",
            "foo $((1+2*0x1f))",
            "foo a |",
            "foo 'a",
            "[[ -f x && -d y ]] && foo",
            "[[ 1 -eq 2 ]] && foo",
            "foo # $(x)",
            "foo \\\n a",
            "foo \\\n a && foo | foo \\\n a || \\\n foo",
            "for CI in a b; do foo; done",
            "foo {} {a} a{b}c",
            "foo == != =~ =1 '=' '=a'",
            "foo '{a,b}' \"{a,b}\" --x='{a, b}' '{}'a a\\{b,c",
            "foo '{a,b}' {}'a' b",
            "foo $HOME/a:h $HOME:/a \"$HOME\":h {}$HOME",
            "foo 'a \\\nb'",
            "foo \"a $(bar) b\"",
            "foo \"a $USER $? b\"",
            "foo -m \"$(cat <<'E'\n$(x)\nE\n)\"",
        ] {
            assert_eq!(blocks(text), None, "{text}");
        }
    }

    #[test]
    fn everything_else_says_why_not() {
        for (text, why) in [
            ("(foo)", BuiltIn::Subshell),
            ("{ foo; }", BuiltIn::Group),
            ("foo &", BuiltIn::BackgroundJob),
            ("case x in x) foo;; esac", BuiltIn::CaseStatement),
            ("f() { foo; }", BuiltIn::FunctionDefinition),
            ("for i in a; do foo; done", BuiltIn::VariableAssignment),
            ("foo $(bar)", BuiltIn::CommandSubstitution),
            ("foo \"$(bar)\"", BuiltIn::CommandSubstitution),
            ("foo \"x$(bar)\"", BuiltIn::CommandSubstitution),
            ("foo \"a $(bar; baz) b\"", BuiltIn::CommandSubstitution),
            ("foo `bar`", BuiltIn::CommandSubstitution),
            ("foo <(bar)", BuiltIn::ProcessSubstitution),
            ("foo $X", BuiltIn::UnknownVariable),
            ("foo ${HOME}", BuiltIn::UnknownVariable),
            ("foo \"$PWD\"", BuiltIn::UnknownVariable),
            ("foo a$", BuiltIn::UnknownVariable),
            ("CI=a; foo $CI", BuiltIn::UnknownVariable),
            ("foo $((x))", BuiltIn::Arithmetic),
            ("foo \"$((1))\"", BuiltIn::Arithmetic),
            ("foo {a,b}", BuiltIn::BraceExpansion),
            ("foo {a,b", BuiltIn::BraceExpansion),
            ("foo $'a'", BuiltIn::EscapedText),
            ("foo a\\ b", BuiltIn::EscapedWhitespace),
            ("foo 'a\\ b'", BuiltIn::EscapedWhitespace),
            ("foo a\\\nb", BuiltIn::EscapedWhitespace),
            ("foo \\\n | foo", BuiltIn::EscapedWhitespace),
            ("for CI in a; do foo \\\n a | foo; done", BuiltIn::EscapedWhitespace),
            ("foo | \\\n \\\n foo", BuiltIn::EscapedWhitespace),
            ("foo | foo a \\\n 2>x", BuiltIn::EscapedWhitespace),
            ("a=(b) foo", BuiltIn::ArrayAssignment),
            ("foo <<E\nx\nE", BuiltIn::ExpandedHereDocument),
            ("foo <<'E' | bar\nx\nE", BuiltIn::OddRedirection),
            ("foo <<'E'\nE }\nE", BuiltIn::OddRedirection),
            ("foo <<'E'\nx\nE\\\nE", BuiltIn::EscapedWhitespace),
            ("foo <<'E'\nx\ny =z\nE", BuiltIn::SyntaxError),
            ("foo 'a =b'", BuiltIn::SyntaxError),
            ("foo '~['", BuiltIn::SyntaxError),
            ("foo '~'[", BuiltIn::SyntaxError),
            ("foo ''=a", BuiltIn::SyntaxError),
            ("foo 'a\\\nb'", BuiltIn::EscapedWhitespace),
            ("foo --x='{a,b}'", BuiltIn::BraceExpansion),
            ("foo {},a", BuiltIn::BraceExpansion),
            ("foo {a}{b}'c'", BuiltIn::BraceExpansion),
            ("foo {a}'b' }", BuiltIn::BraceExpansion),
            ("foo /proc/1/environ", BuiltIn::ProcessEnvironment),
            ("foo < /proc/1/environ", BuiltIn::ProcessEnvironment),
            ("foo \"$(cat <<'E'\nsystem(x)\nE\n)\"", BuiltIn::CommandSubstitution),
            ("foo <<<a'{b,c}'", BuiltIn::BraceExpansion),
            ("foo {$HOME", BuiltIn::UnknownVariable),
            ("foo $HOME:h", BuiltIn::UnknownVariable),
            ("foo \"a $USER[1] b\"", BuiltIn::UnknownVariable),
            ("foo >/dev/null a", BuiltIn::OddRedirection),
            ("foo 2>&-", BuiltIn::OddRedirection),
            ("foo 2>/dev/null # c", BuiltIn::OddRedirection),
            ("foo && foo >x <<'E'\nx\nE", BuiltIn::OddRedirection),
            ("! foo 2>&1 <<<x", BuiltIn::OddRedirection),
            ("while foo; do bar; done > x", BuiltIn::OddRedirection),
            ("foo >/dev/tcp/h/1", BuiltIn::NetworkRedirection),
            ("foo a\u{a0}b", BuiltIn::UnicodeWhitespace),
            ("CI=~ foo", BuiltIn::AssignedTilde),
            ("IFS=: foo", BuiltIn::WordSplitting),
            ("time -p foo", BuiltIn::TimeOption),
            ("[[ x -eq 2 ]] && foo", BuiltIn::UnknownCondition),
            ("foo &&", BuiltIn::SyntaxError),
            ("foo =", BuiltIn::SyntaxError),
            ("foo =x", BuiltIn::SyntaxError),
            ("foo)", BuiltIn::SyntaxError),
            ("foo && # a\nfoo", BuiltIn::InnerComment),
            ("foo ||\n\n # a\nfoo", BuiltIn::InnerComment),
            ("unset a # b", BuiltIn::SyntaxError),
            ("!", BuiltIn::TimeOption),
            ("! ; foo", BuiltIn::TimeOption),
            ("! # a\nfoo", BuiltIn::TimeOption),
        ] {
            assert_eq!(blocks(text), Some(why), "{text}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(!is_too_long(&"é".repeat(10_000)) && is_too_long(&"é".repeat(10_001)));
    }
}
