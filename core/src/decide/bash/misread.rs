//! Lines that the client cannot be sure to read as the shell will: it asks about them, whatever rules
//! and mode say.
//!
//! Most of them are no shell programs. What the shell makes of the rest of such a line depends on
//! where it notices.

use super::{
    arithmetic::{self, Place},
    parameter, structure,
};
use crate::{
    letters::one_of,
    names::Names,
    shell::{Command, Construct, ConstructSet, Line, Occurrence, is_reserved},
    span::Span,
};

/// Could the shell read the line otherwise than the client does?
pub(super) fn may_be(line: Line<'_>) -> bool {
    const SUSPECT: ConstructSet = ConstructSet::of(&[
        Construct::ArithmeticCommand,
        Construct::ArithmeticExpansion,
        Construct::ArrayAssignment,
        Construct::OldArithmeticExpansion,
        Construct::BracedExpansion,
        Construct::ForArithmetic,
        Construct::Subshell,
        Construct::CommandSubstitution,
    ]);
    if structure::is_too_long(line.text()) {
        return false;
    }
    has_odd_dollar(line.text())
        || line.commands().iter().any(|command| has_lost_reserved_word(line, command))
        || line.found().meets(SUSPECT) && has_unreadable_part(line)
}

/// `$$(`, `$${`, `$$[`, or a dollar sign that ends a line which goes on: what the second one begins
/// depends on who reads it. The client looks for it in quotes, here-documents and comments as well.
fn has_odd_dollar(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', bytes).any(|at| {
        let behind = bytes.get(at + 1..).unwrap_or_default();
        matches!(behind, [b'$', b'(' | b'{' | b'[', ..] | [b'\\', b'\n', ..])
    })
}

/// `A=1 then`, `>x else`: a reserved word that is none, for it does not come first.
fn has_lost_reserved_word(line: Line<'_>, command: &Command) -> bool {
    // What these begin is a command, too.
    const HARMLESS: Names = Names::new("coproc in time");
    let mut redirections = line.redirections(command);
    if line.assignments(command).len() == 0 && redirections.len() == 0 {
        return false;
    }
    line.words(command).first().is_some_and(|word| {
        let name = word.span.of(line.text());
        is_reserved(name)
            && !HARMLESS.contains(name)
            && (line.assignments(command).len() > 0
                || redirections.any(|redirection| redirection.span.start < word.span.start))
    })
}

fn has_unreadable_part(line: Line<'_>) -> bool {
    line.constructs().iter().any(|occurrence| {
        let written = occurrence.span.of(line.text());
        let between = |open, close| {
            written.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close))
        };
        let inner = match occurrence.what {
            Construct::ArithmeticCommand | Construct::ForArithmetic => {
                if is_timed(line, occurrence.span) {
                    return true;
                }
                between("((", "))")
            }
            Construct::ArithmeticExpansion => between("$((", "))"),
            Construct::OldArithmeticExpansion => between("$[", "]"),
            Construct::BracedExpansion => {
                return between("${", "}").is_some_and(|inner| !parameter::is_readable(inner));
            }
            Construct::BraceInExpansion => return true,
            Construct::ArrayAssignment => return is_late_array(line, occurrence.span),
            // What looks like arithmetic at its start, and is none.
            Construct::CommandSubstitution => {
                return written.starts_with("$((") || runs_in_braces(line, occurrence.span);
            }
            Construct::Subshell => {
                return written.starts_with("((")
                    || is_late_function(line, occurrence.span.start, occurrence.span.end);
            }
            _ => return false,
        };
        let place = match occurrence.what {
            Construct::ForArithmetic => Place::For,
            _ => Place::Expression,
        };
        inner.is_some_and(|inner| !arithmetic::is_readable(inner, place))
    })
}

/// `${ foo; }`: a command that newer shells run. The client takes a few words in such braces for a
/// parameter, and no more.
fn runs_in_braces(line: Line<'_>, span: Span) -> bool {
    let behind = line.text().get(span.start as usize..).unwrap_or_default();
    let is_word = |byte: u8| !b";&|()<>{'\"`$\\\n".contains(&byte);
    behind.strip_prefix("${").is_some_and(|inner| {
        let end = inner.split_once('}').map(|(inner, _)| inner);
        !end.is_some_and(|inner| inner.bytes().all(is_word) && parameter::is_readable(inner))
    })
}

/// `time ((…`, `coproc ((…`, `time for ((…`: to the client these words are names of programs.
fn is_timed(line: Line<'_>, span: Span) -> bool {
    let before = line.text().get(..span.start as usize).unwrap_or_default().trim_end();
    let mut before = before.strip_suffix("for").unwrap_or(before).trim_end();
    while let Some(prefix) = before.strip_suffix('!').or_else(|| before.strip_suffix("-p")) {
        before = prefix.trim_end();
    }
    let prefix = before.strip_suffix("time").or_else(|| before.strip_suffix("coproc"));
    prefix.is_some_and(|prefix| !prefix.ends_with(|end: char| end.is_ascii_alphanumeric()))
}

/// `foo A=((…`: two parentheses, where the first would make an array if the word came first.
fn is_late_array(line: Line<'_>, span: Span) -> bool {
    let behind = line.text().get(span.end as usize..).unwrap_or_default();
    let is_unexpected = |occurrence: &Occurrence| {
        occurrence.what == Construct::UnexpectedToken && occurrence.span == span
    };
    span.of(line.text()) == "("
        && behind.starts_with('(')
        && line.constructs().iter().any(is_unexpected)
}

/// `A=1 f() …`: the parentheses from `start` to `end` would make a function if its name came first.
fn is_late_function(line: Line<'_>, start: u32, end: u32) -> bool {
    let text = line.text();
    let inner = text.get(start as usize + 1..(end as usize).saturating_sub(1)).unwrap_or_default();
    let behind = text.get(end as usize..).unwrap_or_default();
    if !inner.trim().is_empty() || behind.trim().is_empty() {
        return false;
    }
    // Behind the command may stand those in its own substitutions.
    const MOST: usize = 32;
    let commands = line.commands();
    let before = commands.partition_point(|command| command.span.start < start);
    commands.iter().take(before).rev().take(MOST).any(|command| {
        let gap = text.get(command.span.end as usize..start as usize);
        gap.is_some_and(|gap| gap.trim_matches(one_of(" \t")).is_empty())
            && line.words(command).len() == 1
            && line.assignments(command).len() + line.redirections(command).len() > 0
    })
}

#[cfg(test)]
mod tests {
    use super::may_be;
    use crate::shell::{Script, scan};

    #[test]
    fn lines_that_are_no_programs_may_be_misread() {
        let misread = |text| may_be(scan(text, &mut Script::default()));
        for text in [
            "A=1 then x",
            "A=1 B=2 if x; then y; fi",
            ">o else x",
            "foo; A=1 fi",
            "foo $(A=1 else x)",
            "A=1 f() { x; }",
            ">o f() x",
            "((a \"b\"))",
            "echo $((a \"b\"))",
            "for ((a \"b\";;)); do x; done",
            "echo $[a \"b\"]",
            "((x) && (y))",
            "echo $((echo a); b)",
            "foo ((x))",
            "foo A=((x)) b",
            "echo ${a:b c}",
            "echo \"${{ a }}\"",
            "echo ${a:-b{c}",
            "echo ${ a.b }",
            "A=$(x) f() y",
            "echo '$$(x)'",
            "echo \"\\$${x}\"",
            "echo $$$[1] x",
            "echo # $$(",
            "echo '$\\\n'",
            "echo \"${ x;}\"",
            "echo ${| x}",
            "echo \"${ \"",
        ] {
            assert!(misread(text), "{text}");
        }
        for text in [
            "A=1 time x",
            "A=1 \"then\" x",
            "x >o else",
            "then x",
            "f() { x; }",
            "A=1 f()",
            "((a + 1))",
            "for ((i=0; i<3; i++)); do x; done",
            "( (x) && (y))",
            "foo $(bar)",
            "foo (x)",
            "foo A=(x)",
            "A=((x))",
            "echo ${a:1:2} ${a[@]: -1} ${a:-b c}",
            "echo ${a[\"k\"]} ${a:-$(b {c,d})} ${a:-'{'} \"${a-\"{\"}\" '${{a}}'",
            "echo \"${ x } ${ y}\"",
            "echo $$ '(' $$'{' '$ \\\n' $$$$",
        ] {
            assert!(!misread(text), "{text}");
        }
    }
}
