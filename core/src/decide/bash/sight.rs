//! What keeps the client from looking at the files of a line: then no rule about files restricts it.
//!
//! Most of what blocks an allow rule ([`structure`](super::structure)) hides files as well. Learned by
//! asking client 2.1.329 about lines with a file behind every construct.

use super::{
    conditional,
    continuation::is_behind_blank,
    declaration, environ,
    parts::{in_command, is_expanded_option, may_expand},
    quotation::{
        escaped_blank, has_text_beside, is_assigned, is_in_double_quotes, lies_in, word_around,
        zsh_expansion,
    },
    structure::{
        BLOCKING_SET, is_modified, is_plain_arithmetic, is_redirected, is_too_long, is_understood,
    },
    variables::Variables,
};
use crate::{
    decision::BuiltIn,
    programs::environment::{self, Effect},
    shell::{Command, Construct, ConstructSet, Line, Occurrence, Redirection, Separator, Word},
    span::Span,
};
use std::cell::OnceCell;

/// Constructs that block an allow rule, and yet leave the files of the line in sight.
const IN_SIGHT: ConstructSet = ConstructSet::of(&[
    Construct::Background,
    Construct::Coprocess,
    Construct::For,
    Construct::KnownParameter,
    Construct::Negation,
    Construct::OpenCompound,
    Construct::OpenDoubleQuote,
    Construct::Subshell,
    Construct::UnexpectedEnd,
    Construct::UnexpectedToken,
    Construct::UnicodeWhitespace,
]);

/// Constructs in which a list of commands stands.
const COMPOUND: ConstructSet = ConstructSet::of(&[
    Construct::For,
    Construct::If,
    Construct::Subshell,
    Construct::Until,
    Construct::While,
]);

/// Does anything in the line keep the client from looking at its files? `is_open` says that
/// [`blocker`](super::structure::blocker) found something.
pub(super) fn hides_files(line: Line<'_>, is_open: bool) -> bool {
    let text = line.text();
    let unread = || is_too_long(text) || has_escaped_blank(text) || zsh_expansion(text).is_some();
    if is_open && (unread() || Sight::new(line).is_blocked()) {
        return true;
    }
    let expands = is_open && may_expand(text);
    line.commands().iter().any(|command| hides_its_files(line, command, is_open, expands))
}

/// Has the text an escaped blank? A backslash in front of the end of a line may be escaped itself.
fn has_escaped_blank(text: &str) -> bool {
    escaped_blank(text).is_some_and(|mut at| {
        loop {
            let backslashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
            let is_escaped = text.as_bytes().get(at + 1) == Some(&b'\n')
                && text.get(..at).is_some_and(|before| backslashes(before) % 2 == 1);
            if !is_escaped {
                return true;
            }
            match text.get(at + 1..).and_then(escaped_blank) {
                Some(next) => at += 1 + next,
                None => return false,
            }
        }
    })
}

fn hides_its_files(line: Line<'_>, command: &Command, is_open: bool, expands: bool) -> bool {
    let separate = |separator| matches!(separator, Separator::Sequence | Separator::Background);
    let place = command.place;
    let in_list = place.subshell && !place.conditional && !place.looped && !place.substituted;
    (in_list && (separate(command.before) || separate(command.after)))
        || assigns_unclearly(line, command)
        || declaration::changes_values(line.words(command))
        || line.redirections(command).any(|redirection| hides_target(line, command, &redirection))
        || is_open
            && (expands && has_unclear_option(line, command)
                || in_command(line, command, expands).is_some_and(|blocker| {
                    !matches!(
                        blocker.why,
                        BuiltIn::ExpandedOption
                            | BuiltIn::LeadingRedirection
                            | BuiltIn::NetworkRedirection
                            | BuiltIn::ProcessEnvironment
                            | BuiltIn::QuotedComment
                            | BuiltIn::UnclearWrapper
                    )
                }))
}

/// Does the command assign several variables, or one on which much depends, and do nothing else?
fn assigns_unclearly(line: Line<'_>, command: &Command) -> bool {
    let assignments = line.assignments(command);
    if assignments.len() == 0 || !line.words(command).is_empty() {
        return false;
    }
    assignments.len() > 1
        || line.assignments(command).any(|assignment| match environment::effect(assignment.name) {
            Effect::Harmless | Effect::Unknown => false,
            Effect::Number => {
                !environment::is_harmless_alone(assignment.name, assignment.value.value)
            }
            // What is printed in front of traced commands is an exception.
            Effect::Lookup => assignment.name != "PS4",
            Effect::HarmlessOnce | Effect::Locale | Effect::WordSplitting => true,
        })
}

/// Has the command an option of which nobody knows what it says? `[` has none.
fn has_unclear_option(line: Line<'_>, command: &Command) -> bool {
    let words = line.words(command);
    let is_unclear = |word: Word<'_>| {
        (word.traits.unknown || word.traits.substitution) && is_expanded_option(&word)
    };
    words.value(0) != "[" && words.skip(1).iter().any(is_unclear)
}

/// The client gives up on files whose names have a variable outside quotes, and on what a whole
/// subshell is redirected to.
fn hides_target(line: Line<'_>, command: &Command, redirection: &Redirection<'_>) -> bool {
    if redirection.operator.is_text() {
        return false;
    }
    let before = line.text().get(..redirection.span.start as usize).unwrap_or_default();
    let before = before.trim_end_matches(|character: char| character.is_ascii_digit()).trim_end();
    let subshell = redirects_nothing(line, command) && before.ends_with(')');
    let traits = redirection.target.traits;
    subshell || (traits.splits && (traits.unknown || traits.known))
}

/// Does the command consist of redirections?
fn redirects_nothing(line: Line<'_>, command: &Command) -> bool {
    line.words(command).is_empty()
        && line.assignments(command).len() == 0
        && line.redirections(command).len() > 0
}

/// A line, as the client looks for files in it.
struct Sight<'s> {
    line: Line<'s>,
    variables: OnceCell<Variables<'s>>,
}

impl<'s> Sight<'s> {
    const fn new(line: Line<'s>) -> Sight<'s> {
        Sight { line, variables: OnceCell::new() }
    }

    /// Does a construct hide the files?
    fn is_blocked(&self) -> bool {
        self.line.found().meets(BLOCKING_SET)
            && self.line.constructs().iter().any(|&occurrence| {
                BLOCKING_SET.contains(occurrence.what)
                    && !is_understood(self.line, occurrence.what, occurrence.span)
                    && !self.sees_past(occurrence)
            })
    }

    /// Are the files in sight for all that the construct leaves open?
    fn sees_past(&self, Occurrence { what, span }: Occurrence) -> bool {
        let text = self.line.text();
        match what {
            Construct::LineContinuation => is_behind_blank(text, span),
            Construct::CommandSubstitution | Construct::Backquotes => {
                self.is_in_open_quotation(span)
                    || (self.is_alone(span) || self.is_in_text(span)) && self.runs_one_list(span)
            }
            Construct::ArithmeticExpansion => {
                self.is_in_open_quotation(span)
                    || is_plain_arithmetic(span.of(text))
                        && (self.is_in_text(span) || !self.is_in_double_quotes(span))
            }
            Construct::Parameter => {
                !is_modified(text, span)
                    && self.is_known(span)
                    && (self.is_value(span) || self.is_in_text(span) || self.is_text(span))
            }
            Construct::SpecialParameter => {
                matches!(span.of(text), "$?" | "$#" | "$$" | "$-" | "$!")
                    && (self.is_value(span) || self.is_in_text(span))
            }
            Construct::Conditional => self.reads_condition(span),
            // The condition is judged as a whole.
            Construct::BraceExpansion | Construct::ExtendedGlob => self.condition(span).is_some(),
            _ => IN_SIGHT.contains(what),
        }
    }

    /// Does the span lie in double quotes that nothing closes, with more text behind it? To the client it
    /// is text as well.
    fn is_in_open_quotation(&self, span: Span) -> bool {
        self.line.found().contains(Construct::OpenDoubleQuote)
            && (span.end as usize) < self.line.text().len()
            && self.line.constructs().iter().any(|occurrence| {
                occurrence.what == Construct::OpenDoubleQuote && occurrence.span.start < span.start
            })
    }

    /// Does the client know what kind of value the parameter has?
    fn is_known(&self, span: Span) -> bool {
        let name = self.name(span);
        environment::is_kept_by_shells(name) || self.variables().holds(name, span)
    }

    /// Is the parameter one text, in double quotes?
    fn is_text(&self, span: Span) -> bool {
        self.is_in_double_quotes(span) && self.variables().is_text(self.name(span), span)
    }

    fn name(&self, span: Span) -> &'s str {
        let written = span.of(self.line.text());
        written.strip_prefix('$').unwrap_or(written)
    }

    fn variables(&self) -> &Variables<'s> {
        self.variables.get_or_init(|| Variables::of(self.line))
    }

    /// Does the expansion lie in double quotes with text around it?
    fn is_in_text(&self, span: Span) -> bool {
        self.text_around(span).is_some_and(|around| has_text_beside(self.line, around, span))
    }

    fn is_in_double_quotes(&self, span: Span) -> bool {
        self.text_around(span).is_some_and(|around| is_in_double_quotes(self.line, around, span))
    }

    /// The word in which the span lies, or the construct that has words of its own.
    fn text_around(&self, span: Span) -> Option<Span> {
        match word_around(self.line, span) {
            Some(word) => Some(word.span),
            None if self.is_in_command(span) => None,
            None => self.condition(span).or_else(|| self.innermost(Construct::For, span)),
        }
    }

    fn condition(&self, span: Span) -> Option<Span> {
        self.innermost(Construct::Conditional, span)
    }

    fn innermost(&self, what: Construct, span: Span) -> Option<Span> {
        let constructs = self.line.constructs().iter().rev();
        let mut around = constructs.filter(|found| found.what == what && found.span.holds(span));
        around.next().map(|found| found.span)
    }

    /// Does the span make up the whole value of an assignment, or of one in a declaration?
    fn is_value(&self, span: Span) -> bool {
        let line = self.line;
        let is_declared = |command: &Command| {
            let words = line.words(command);
            declaration::declares(words)
                && words.iter().any(|word| {
                    word.span.end == span.end
                        && declaration::is_assigned(word.span.of(line.text()), span.of(line.text()))
                })
        };
        is_assigned(line, span)
            || line.commands().iter().filter(|command| command.span.holds(span)).any(is_declared)
    }

    /// Does the span lie in a word, an assignment or a redirection of a command?
    fn is_in_command(&self, span: Span) -> bool {
        lies_in(self.line, span, &mut |_, _| true)
    }

    /// Is the substitution a whole value, or a whole word in the list of a loop?
    fn is_alone(&self, span: Span) -> bool {
        let text = self.line.text();
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| b" \t\n;".contains(byte));
        let before = (span.start as usize).checked_sub(1).and_then(|at| text.as_bytes().get(at));
        self.is_value(span)
            || ends(before)
                && ends(text.as_bytes().get(span.end as usize))
                && !self.is_in_command(span)
                && self.condition(span).is_none()
    }

    /// Does a substitution run one list, without `;` or `&` but in compound commands?
    fn runs_one_list(&self, span: Span) -> bool {
        let line = self.line;
        let is_compound = |command: &Command| {
            line.constructs().iter().any(|compound| {
                COMPOUND.contains(compound.what)
                    && span.holds(compound.span)
                    && compound.span.holds(command.span)
            })
        };
        let cuts = |separator| matches!(separator, Separator::Sequence | Separator::Background);
        let mut inside = line.commands().iter().filter(|command| span.holds(command.span));
        !span.of(line.text()).starts_with("$(#")
            && inside.all(|command| {
                let is_cut = cuts(command.before) || cuts(command.after);
                !redirects_nothing(line, command) && (!is_cut || is_compound(command))
            })
    }

    /// Does the client see through the condition at `span`?
    fn reads_condition(&self, span: Span) -> bool {
        let text = self.line.text();
        let written = span.of(text);
        environ::is_in(written)
            || !is_redirected(text, span)
                && conditional::is_followed(&self.without_substitutions(span))
    }

    /// The text at `span` with `x` in place of each part that is run and computed.
    fn without_substitutions(&self, span: Span) -> String {
        let text = self.line.text();
        let mut masked = String::new();
        let mut end = span.start;
        for &Occurrence { what, span: inner } in self.line.constructs() {
            let runs = matches!(
                what,
                Construct::ArithmeticExpansion
                    | Construct::Backquotes
                    | Construct::CommandSubstitution
            );
            // Those inside others come behind them.
            if runs && end <= inner.start && inner.end <= span.end {
                masked.push_str(Span { start: end, end: inner.start }.of(text));
                masked.push('x');
                end = inner.end;
            }
        }
        masked.push_str(Span { start: end, end: span.end }.of(text));
        masked
    }
}

#[cfg(test)]
mod tests {
    use super::hides_files;
    use crate::{
        decide::bash::structure::blocker,
        shell::{Script, scan},
    };

    fn hides(text: &str) -> bool {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        hides_files(line, blocker(line).is_some())
    }

    #[test]
    fn what_the_client_follows_leaves_files_in_sight() {
        for text in [
            "a",
            "a $HOME \"$HOME\" \"ab$USER\" \"ab$(b | c)\"",
            "h=$(b); a \"$h/c\"",
            "h=\"ab$(b)\"; a \"$h\"",
            "h=$(b\nc)",
            "h=$(if b; then c; fi)",
            "h=$(b) >c",
            "h=$USER",
            "export h=$?",
            "for x in $(b) \"ab$(c)\"; do d; done",
            "[[ a == *b && -f $HOME/c || \"ab$(d \"e f\")\" < g ]]",
            "[[ a &&\n b ]]",
            "a <<< \"ab$USER\"",
            "a \"b\\\\\nc\"",
            "PS4=a",
            "LINES=10",
        ] {
            assert!(!hides(text), "{text}");
        }
    }

    #[test]
    fn what_it_does_not_follow_hides_files() {
        for text in [
            "a $b",
            "a \"$USER\"",
            "h=$(b); a \"$h\"",
            "h=$(b); a $h/c",
            "h=$(b; c)",
            "h=$(< b)",
            "h=a$(b)",
            "h=\"$(b)\"",
            "h=$a",
            "a=1 b=2",
            "PATH=a",
            "LINES=01",
            "declare -i a",
            "readonly +u a",
            "for x in $USER; do d; done",
            "[[ $(a) == b ]]",
            "[[ a b ]]",
            "[[ a\n]]",
            "[[ a == b ]] > c",
            "a \"--b=$USER\"",
            "a > $b",
            "a \"b\\\nc\"",
        ] {
            assert!(hides(text), "{text}");
        }
    }
}
