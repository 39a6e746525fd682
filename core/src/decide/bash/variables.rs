//! Variables that a line sets to what only the shell comes to know.
//!
//! The client keeps track of them: `"$dir/x"` is a text to it once `dir=$(mktemp -d)` has run, and one of
//! which it knows nothing without. Learned by asking client 2.1.329.

use super::{declaration, quotation::has_text_beside};
use crate::{
    letters::one_of,
    programs::environment::is_kept_by_shells,
    shell::{Command, Construct, Line, Occurrence, Separator, Word, Words},
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

/// What a variable is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// A text that stands in the line.
    Constant,
    /// A text in double quotes, with what only the shell knows in it.
    Text,
    /// What could be no word or several, for all that is known.
    Open,
}

/// The variables that a line sets, with where they are known to be set.
#[derive(Debug, Default)]
pub(super) struct Variables<'s> {
    known: Vec<(&'s str, Span, Value)>,
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
        self.values(name, span).next().is_some()
    }

    /// Is it known to be one text, even if nothing stands beside it?
    pub(super) fn is_text(&self, name: &str, span: Span) -> bool {
        self.values(name, span).any(|value| value == Value::Text)
            && self.values(name, span).all(|value| value != Value::Open)
    }

    fn values(&self, name: &str, span: Span) -> impl Iterator<Item = Value> {
        self.known
            .iter()
            .filter(move |(known, place, _)| *known == name && place.holds(span))
            .map(|(.., value)| *value)
    }

    fn add_assigned(&mut self, line: Line<'s>, command: &Command) {
        let Some(place) = known_in(line, command) else { return };
        for set in line.assignments(command).filter(|set| !set.array && !set.element) {
            let value = match (value_of(line, set.value), set.append) {
                (Value::Constant, true) => Value::Open,
                (value, _) => value,
            };
            // Nobody knows what is added to.
            if !set.append || self.holds(set.name, command.span) {
                self.known.push((set.name, place, value));
            }
        }
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
            let (name, value) = match word.value.split_once('=') {
                Some((name, _)) if declares => (name, value_of(line, word)),
                None if !declares && only.is_none_or(|only| only == index) => {
                    (word.value, Value::Open)
                }
                _ => continue,
            };
            self.known.push((name, place, value));
        }
    }
}

/// What is assigned with `word`, a value, or an operand of a declaration.
fn value_of(line: Line<'_>, word: Word<'_>) -> Value {
    if !word.traits.unknown && !word.traits.substitution {
        return Value::Constant;
    }
    let inside = line.constructs().iter().filter(|occurrence| word.span.holds(occurrence.span));
    let mut end = word.span.start;
    for &Occurrence { what, span } in inside {
        // Those inside others come behind them.
        if span.start < end {
            continue;
        }
        end = span.end;
        let name = span.of(line.text()).trim_start_matches('$');
        let is_part = match what {
            Construct::KnownParameter => true,
            Construct::Parameter if name == "HOME" => true,
            Construct::Parameter => {
                is_kept_by_shells(name) && has_text_beside(line, word.span, span)
            }
            Construct::ArithmeticExpansion => span != word.span,
            _ => has_text_beside(line, word.span, span),
        };
        if !is_part {
            return Value::Open;
        }
    }
    if word.value.starts_with('-') { Value::Open } else { Value::Text }
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
    let around = line.constructs().iter().filter(|occurrence| occurrence.span.holds(command.span));
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
    for word in before.split(one_of(" \t\n;")) {
        branch = match word {
            "else" | "elif" => return Branch::Else,
            "then" => Branch::Then,
            _ => branch,
        };
    }
    branch
}

#[cfg(test)]
mod tests {
    use super::Variables;
    use crate::{
        shell::{Script, scan},
        span::Span,
    };

    /// Whether `h` is known behind the text, and whether as one text.
    fn at_end(text: &str) -> (bool, bool) {
        let text = format!("{text}\n");
        let mut script = Script::default();
        let variables = Variables::of(scan(&text, &mut script));
        let end = Span::new(text.len(), text.len());
        (variables.holds("h", end), variables.is_text("h", end))
    }

    #[test]
    fn what_sets_a_variable() {
        for text in [
            "h=$(a)",
            "h=",
            "b && h=$(a); c",
            "if h=$(a); then b; else c; fi",
            "export -x b h=$(a)",
            "read -r b h",
            "command read h",
            "printf -v h a",
            "h=1; h+=$(a)",
        ] {
            assert_eq!(at_end(text), (true, false), "{text}");
        }
        for text in [
            "h=\"ab$(a)\"",
            "h=\"$USER/b\"",
            "h=ab$((1))",
            "local h=\"$HOME/$USER\"",
            "h=1; h+=\"ab$(a)\"",
        ] {
            assert_eq!(at_end(text), (true, true), "{text}");
        }
        for text in ["h=\"ab$(a)\"; h=$(b)", "h=$(b); h=\"ab$(a)\"", "h=\"-x$(a)\"", "h=\"ab$g\""] {
            assert_eq!(at_end(text), (true, false), "{text}");
        }
    }

    #[test]
    fn what_sets_it_nowhere_else() {
        for text in [
            "",
            "h=$(a) b",
            "h=$(a) g=$(b)",
            "a || h=$(b)",
            "a | read h",
            "(h=$(a))",
            "for x in b; do h=$(a); done",
            "while h=$(a); do b; done",
            "if a; then h=$(b); fi",
            "if a; then b; else h=$(c); fi",
            "h=$(a) &",
            "b $(h=$(a))",
            "h+=$(a)",
            "h=($(a))",
            "h[1]=$(a)",
            "printf h",
            "IFS= read h",
        ] {
            assert_eq!(at_end(text), (false, false), "{text}");
        }
    }
}
