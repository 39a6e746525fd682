//! Variables that a line sets to what only the shell comes to know.
//!
//! The client keeps track of them: `"$dir/x"` is a text to it once `dir=$(mktemp -d)` has run, and one of
//! which it knows nothing without. Learned by asking client 2.1.329.

use super::declaration;
use crate::{
    shell::{Command, Construct, Line, Separator, Words},
    span::Span,
};

/// Builtins that set variables, with the place among their words of the one name that they take. Without
/// one, any word can be a name.
const SETTERS: &[(&str, Option<usize>)] = &[
    ("getopts", Some(2)),
    ("mapfile", None),
    ("printf", Some(2)),
    ("read", None),
    ("readarray", None),
];

/// The variables that a line sets, with where they are known to be set.
#[derive(Debug, Default)]
pub(super) struct Variables<'s> {
    known: Vec<(&'s str, Span)>,
}

impl<'s> Variables<'s> {
    /// At most as many steps as the line has commands, times the constructs in it.
    pub(super) fn of(line: Line<'s>) -> Variables<'s> {
        let mut variables = Variables::default();
        for command in line.commands() {
            let assigned = line.assignments(command).len();
            let words = line.words(command);
            match (assigned, words.is_empty()) {
                (0, false) => variables.add_named(line, command, words),
                (1, true) => variables.add_assigned(line, command),
                // Of several at once the client forgets them all, and of those in front of a command.
                _ => {}
            }
        }
        variables
    }

    /// Is `name` known to be set where `span` stands?
    pub(super) fn holds(&self, name: &str, span: Span) -> bool {
        let is_known = |place: Span| place.start <= span.start && span.end <= place.end;
        self.known.iter().any(|(known, place)| *known == name && is_known(*place))
    }

    fn add_assigned(&mut self, line: Line<'s>, command: &Command) {
        let simple =
            line.assignments(command).filter(|set| !set.append && !set.array && !set.element);
        let place = known_in(line, command);
        self.known.extend(simple.zip(place).map(|(set, place)| (set.name, place)));
    }

    /// Those that the words of a builtin name.
    fn add_named(&mut self, line: Line<'s>, command: &Command, words: Words<'s>) {
        let declares = declaration::declares(words);
        let through = words.iter().take_while(|word| matches!(word.value, "builtin" | "command"));
        let words = words.skip(if declares { 0 } else { through.count() });
        let setter = SETTERS.iter().find(|(name, _)| *name == words.value(0));
        if !declares && setter.is_none() {
            return;
        }
        let Some(place) = known_in(line, command) else { return };
        let only = setter.and_then(|(_, only)| *only);
        for (index, word) in words.iter().enumerate().skip(1) {
            let name = match word.value.split_once('=') {
                Some((name, _)) if declares => name,
                None if !declares && only.is_none_or(|only| only == index) => word.value,
                _ => continue,
            };
            self.known.push((name, place));
        }
    }
}

/// Where the client knows a variable that `command` sets, if anywhere: not if the command might not run, or
/// runs in a process of its own.
fn known_in(line: Line<'_>, command: &Command) -> Option<Span> {
    let place = command.place;
    let apart = place.substituted
        || place.piped && !place.looped
        || place.background
        || command.before == Separator::Or;
    if apart {
        return None;
    }
    let around = line.constructs().iter().filter(|occurrence| {
        occurrence.span.start <= command.span.start && command.span.end <= occurrence.span.end
    });
    let mut end = Span::new(0, line.text().len()).end;
    let mut innermost_if = None;
    for occurrence in around {
        match occurrence.what {
            Construct::While | Construct::Until | Construct::For | Construct::Subshell => {
                end = end.min(occurrence.span.end);
            }
            Construct::If => innermost_if = Some(occurrence.span),
            _ => {}
        }
    }
    if let Some(span) = innermost_if {
        let before = Span { start: span.start, end: command.span.start };
        match branch(before.of(line.text())) {
            Branch::Condition => {}
            Branch::Then if !place.looped && !place.subshell => return None,
            Branch::Then | Branch::Else => end = end.min(span.end),
        }
    }
    Some(Span { start: command.span.end, end })
}

/// A part of `if`.
#[derive(Clone, Copy, Debug)]
enum Branch {
    Condition,
    Then,
    /// Behind `else` or `elif`.
    Else,
}

/// Which part of an `if` follows, of which this stands before?
fn branch(before: &str) -> Branch {
    let mut branch = Branch::Condition;
    for word in before.split([' ', '\t', '\n', ';']) {
        branch = match word {
            "else" | "elif" => return Branch::Else,
            "then" => Branch::Then,
            _ => branch,
        };
    }
    branch
}
