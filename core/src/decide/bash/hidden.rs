//! Commands that hide: what is left open, or nested so that shells disagree on it, could be any command.

use super::{misread, parameter, structure::is_too_long};
use crate::{
    letters::one_of,
    shell::{Command, Construct, ConstructSet, Line, Occurrence, Script, scan},
    span::Span,
};

/// Could the line hold any command? Then not even a rule for all commands helps.
pub(super) fn any(line: Line<'_>) -> bool {
    const OPEN: ConstructSet = ConstructSet::of(&[
        Construct::BrokenSubstitution,
        Construct::OpenSubstitution,
        Construct::OpenArithmetic,
        Construct::OpenBrace,
        Construct::TooComplex,
    ]);
    const SUSPECT: ConstructSet = ConstructSet::of(&[
        Construct::BrokenSubstitution,
        Construct::OpenSubstitution,
        Construct::OpenArithmetic,
        Construct::OpenBrace,
        Construct::TooComplex,
        Construct::OpenCompound,
        Construct::OpenHereDocument,
        Construct::ArithmeticExpansion,
        Construct::ArithmeticCommand,
        Construct::BracedExpansion,
        Construct::Backquotes,
    ]);
    let found = line.found();
    if !found.meets(SUSPECT) || is_too_long(line.text()) {
        return found.meets(OPEN);
    }
    let holds = |outer: Span, what: Construct| {
        found.contains(what) && within(line, outer).any(|(inner, _)| inner == what)
    };
    let is_hiding = line.constructs().iter().any(|occurrence| {
        let written = occurrence.span.of(line.text());
        match occurrence.what {
            Construct::OpenSubstitution => !written.starts_with(one_of("<>")),
            Construct::BrokenSubstitution
            | Construct::OpenArithmetic
            | Construct::OpenBrace
            | Construct::TooComplex => true,
            Construct::OpenCompound => line.text().contains("(("),
            Construct::OpenHereDocument => found.contains(Construct::CommandSubstitution),
            Construct::ArithmeticCommand if is_behind_backquotes(line, occurrence.span) => true,
            Construct::ArithmeticExpansion | Construct::ArithmeticCommand => {
                holds(occurrence.span, Construct::Backquotes)
            }
            _ => false,
        }
    });
    is_hiding || has_command_in_pattern(line) || has_backquotes_for_name(line)
}

/// Does the name of a program in a script hide commands?
pub(super) fn in_name(script: Line<'_>) -> bool {
    let is_suspect = any(script) || misread::may_be(script);
    is_suspect
        && script.commands().iter().any(|command| {
            let Some(name) = script.words(command).first() else { return false };
            let written = name.span.of(script.text());
            if !written.trim_start_matches('"').starts_with('$') {
                return false;
            }
            let mut own = Script::default();
            let name = scan(written, &mut own);
            any(name) || misread::may_be(name)
        })
}

/// What lies within `outer`, and where.
fn within(line: Line<'_>, outer: Span) -> impl Iterator<Item = (Construct, Span)> {
    let constructs = line.constructs().iter().map(|occurrence| (occurrence.what, occurrence.span));
    constructs.filter(move |(_, inner)| outer.start < inner.start && inner.end < outer.end)
}

/// Does a command stand before `span` that begins with backquotes?
fn is_behind_backquotes(line: Line<'_>, span: Span) -> bool {
    let is_before = |command: &Command| {
        command.span.end <= span.start && command.span.of(line.text()).starts_with('`')
    };
    line.commands().iter().any(is_before)
}

/// ``$(`foo` bar)``: do backquotes in a substitution say which program runs?
fn has_backquotes_for_name(line: Line<'_>) -> bool {
    let found = line.found();
    found.contains(Construct::Backquotes)
        && found.contains(Construct::CommandSubstitution)
        && line.commands().iter().any(|command| {
            let name = line.words(command).first();
            name.is_some_and(|name| name.span.of(line.text()).starts_with('`'))
                && innermost(line, command.span) == Some(Construct::CommandSubstitution)
        })
}

/// The innermost substitution that `span` lies in.
fn innermost(line: Line<'_>, span: Span) -> Option<Construct> {
    let substitutions = line.constructs().iter().filter(|occurrence| {
        let outer = occurrence.span;
        outer.start < span.start
            && span.end < outer.end
            && ConstructSet::SUBSTITUTIONS.contains(occurrence.what)
    });
    substitutions.min_by_key(|occurrence| occurrence.span.len()).map(|occurrence| occurrence.what)
}

/// `${x%$(foo)}`: does a `${…}` cut or change a value by a pattern that commands make?
fn has_command_in_pattern(line: Line<'_>) -> bool {
    let found = line.found();
    if !found.contains(Construct::BracedExpansion)
        || !found.meets(ConstructSet::COMMAND_SUBSTITUTIONS)
    {
        return false;
    }
    let quotes = Quotes::of(line.text());
    line.constructs().iter().any(|&Occurrence { what, span }| {
        if what != Construct::BracedExpansion {
            return false;
        }
        let Some(pattern) = Pattern::of(span.of(line.text())) else { return false };
        let [start, end] = [pattern.span.start, pattern.span.end].map(|at| span.start + at);
        within(line, span).any(|(what, inner)| {
            ConstructSet::COMMAND_SUBSTITUTIONS.contains(what)
                && (start..end).contains(&inner.start)
                && !(pattern.quotable && quotes.are_open(start, inner.start))
        })
    })
}

/// The pattern in a `${…}` that cuts or changes a value.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    span: Span,
    /// What stands in quotes in it is a text to the client.
    quotable: bool,
}

impl Pattern {
    fn of(written: &str) -> Option<Pattern> {
        let (_, behind) = parameter::parts(written.strip_prefix("${")?)?;
        let end = written.len();
        let to_the_end = |length: usize| Span::new(end - length, end);
        let (span, quotable) = match behind.as_bytes() {
            [b'#' | b'%', ..] => (to_the_end(behind.len()), true),
            [b'^' | b',' | b'@', ..] => (to_the_end(behind.len()), false),
            [b'/', ..] => {
                let pattern = behind.trim_start_matches('/');
                let start = end - pattern.len();
                // What a literal is replaced by may come from a command.
                let literal = pattern.find(one_of("/$`\"'\\"));
                let stop = literal.filter(|stop| pattern.as_bytes().get(*stop) == Some(&b'/'));
                (Span::new(start, stop.map_or(end, |stop| start + stop)), true)
            }
            _ => return None,
        };
        Some(Pattern { span, quotable })
    }
}

/// Where the quotes of a text stand, so that many pieces of it can be looked at.
#[derive(Debug)]
struct Quotes {
    double: Vec<u32>,
    /// What makes another thing of a double quotation mark.
    others: Vec<u32>,
}

impl Quotes {
    fn of(text: &str) -> Quotes {
        let bytes = text.as_bytes();
        // Lines that are looked at are short.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Quotes {
            double: memchr::memchr_iter(b'"', bytes).map(offset).collect(),
            others: memchr::memchr2_iter(b'\'', b'\\', bytes).map(offset).collect(),
        }
    }

    /// Are double quotes open at `end`, for sure, if none were at `start`?
    fn are_open(&self, start: u32, end: u32) -> bool {
        let count = |places: &[u32]| {
            places.partition_point(|at| *at < end) - places.partition_point(|at| *at < start)
        };
        count(&self.others) == 0 && count(&self.double) % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_hide_commands_are_told_from_those_that_do_not() {
        let hides = |text| any(scan(text, &mut Script::default()));
        for text in [
            "foo $(",
            "foo \"$(bar",
            "foo ${x",
            "foo $((`bar`))",
            "foo ${x#$(bar)}",
            "foo ${x%\"a\"`bar`}",
            "foo ${x^\"$(bar)\"}",
            "foo $(`bar`)",
            "foo $(a; `bar` b)",
            "((",
        ] {
            assert!(hides(text), "{text}");
        }
        for text in [
            "foo $(bar)",
            "foo <(bar",
            "foo <(`bar`)",
            "foo $(a `bar`)",
            "foo ${x:-$(bar)}",
            "foo ${x%\"$(bar)\"}",
            "foo ${x/a/$(bar)}",
            "foo \"a",
            "(foo",
            "$((1))",
        ] {
            assert!(!hides(text), "{text}");
        }
    }

    #[test]
    fn names_of_programs_in_scripts() {
        let hides = |text| in_name(scan(text, &mut Script::default()));
        for text in ["$(`foo`)", "a; \"$(`foo`)\" b", "${x#$(foo)} b", "${x"] {
            assert!(hides(text), "{text}");
        }
        for text in ["$(foo)", "a $(`foo`)", "a${x", "x$(`foo`)"] {
            assert!(!hides(text), "{text}");
        }
    }

    #[test]
    fn patterns_of_expansions() {
        for (written, expected) in [
            ("${x%.txt}", Some("%.txt}")),
            ("${#x##a}", Some("##a}")),
            ("${x[1]%a}", Some("%a}")),
            ("${x/a/b}", Some("a")),
            ("${x//a}", Some("a}")),
            ("${x/$y/b}", Some("$y/b}")),
            ("${x^^}", Some("^^}")),
            ("${x #a}", Some("#a}")),
            ("${x-a #b}", None),
            ("${x:-a}", None),
            ("${x[$(a)]%b}", Some("%b}")),
            ("${x[y[1]] %b}", Some("%b}")),
            ("${?%b}", Some("%b}")),
        ] {
            let found = Pattern::of(written).map(|pattern| pattern.span.of(written));
            assert_eq!(found, expected, "{written}");
        }
    }
}
