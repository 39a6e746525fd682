//! Variables that the line itself sets, as far as their values are certain.
//!
//! `x=rm; $x -rf build` runs `rm`. A value is certain where the assignment runs whenever the command
//! that uses it does, and nothing between them can change it. Behind `&&`, and in loops, whose bodies
//! run again, it is likely: good enough to forbid a command, never to allow one. In functions, which
//! run elsewhere, nothing is known.

use super::{
    Separator, WordTraits,
    frame::NONE,
    line::{Stored, StoredAssignment, StoredWord},
    scanner::Scanner,
    word::is_name,
};
use crate::{letters::one_of, span::Span};

/// How many variables are followed on a line; with more of them, none is known.
const MOST_VARIABLES: usize = 64;

/// The longest value that is put into a word.
const LONGEST_VALUE: usize = 256;

/// A variable, and its value if that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variable {
    name: Stored,
    value: Option<Value>,
}

/// What a variable holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) text: Stored,
    /// It holds nothing else.
    pub(super) certain: bool,
}

impl Scanner<'_, '_> {
    fn stored(&self, stored: Stored) -> &str {
        stored.span.of(if stored.apart { &self.out.values } else { self.text })
    }

    /// The value of the variable whose name stands at `name`.
    pub(super) fn value_of(&self, name: Span, quoted: bool) -> Option<Value> {
        let variables = &self.work.variables;
        if variables.is_empty() || variables.len() > MOST_VARIABLES || self.origin.is_some() {
            return None;
        }
        let place = &self.level.place;
        if place.function || self.level.function != NONE {
            return None;
        }
        let name = name.of(self.text);
        let found = variables.iter().rev().find(|variable| self.stored(variable.name) == name)?;
        let value = found.value?;
        let text = self.stored(value.text);
        let plain = !text.contains(one_of(" \t\n*?[~\\"));
        let certain = value.certain && !place.looped;
        (text.len() <= LONGEST_VALUE && (quoted || (plain && !self.splits)))
            .then_some(Value { certain, ..value })
    }

    /// The variable called `name` can have any value from here on.
    pub(super) fn forget_variable(&mut self, name: Stored) {
        self.set_variable(name, None);
    }

    fn set_variable(&mut self, name: Stored, value: Option<Value>) {
        if self.origin.is_some() {
            return;
        }
        self.splits |= self.stored(name) == "IFS";
        // One more than are followed is enough to know that there are too many.
        if self.work.variables.len() <= MOST_VARIABLES {
            self.work.variables.push(Variable { name, value });
        }
    }

    /// Follows what the command that ends here does to variables. `after` stands behind it.
    pub(super) fn follow_variables(&mut self, after: Separator) {
        let first = self.level.assignments as usize;
        let assignments = self.work.assignments.len() - first.min(self.work.assignments.len());
        let words = self.work.words.get(self.level.words as usize..).unwrap_or(&[]);
        if assignments == 0 && words.first().is_none_or(|word| !self.changes_variables(word)) {
            return;
        }
        let certain = !matches!(self.level.before, Separator::And | Separator::Or);
        let likely = self.level.certain
            && !self.level.piped
            && !self.level.coprocess
            && self.level.function == NONE
            && !matches!(
                after,
                Separator::Pipe | Separator::PipeWithErrors | Separator::Background | Separator::Or
            );
        if words.is_empty() {
            for number in first..first + assignments {
                let Some(&assignment) = self.work.assignments.get(number) else { return };
                let value = likely.then(|| self.assigned(&assignment)).flatten();
                let value = value.map(|value| Value { certain: value.certain && certain, ..value });
                self.set_variable(assignment.name, value);
            }
        } else if assignments == 0 || self.changes_variables(&words[0]) {
            self.follow_builtin(likely, certain);
        }
    }

    fn assigned(&mut self, assignment: &StoredAssignment) -> Option<Value> {
        let certain = is_certain(&assignment.value) || self.is_home(&assignment.value);
        if assignment.element || assignment.array || !certain {
            return None;
        }
        if !assignment.append {
            return Some(Value { text: assignment.value.value, certain: true });
        }
        let before = self.value_of_stored(assignment.name)?;
        let start = self.out.values.len();
        for part in [before.text, assignment.value.value] {
            let text = part.span.of(if part.apart { &self.out.values } else { self.text });
            if text.len() > LONGEST_VALUE {
                return None;
            }
            let text = text.to_owned();
            self.out.values.push_str(&text);
        }
        let text = Stored { span: Span::new(start, self.out.values.len()), apart: true };
        Some(Value { text, certain: before.certain })
    }

    /// Does the value depend on the home directory alone? It is known where that is.
    fn is_home(&self, word: &StoredWord) -> bool {
        let text = self.stored(word.value);
        let rest = text.strip_prefix("$HOME").unwrap_or(text);
        let WordTraits { tilde, substitution, .. } = word.traits;
        !(tilde || substitution)
            && (rest.is_empty() || rest.starts_with('/'))
            && !rest.contains(one_of("$`"))
    }

    fn value_of_stored(&self, name: Stored) -> Option<Value> {
        if name.apart { None } else { self.value_of(name.span, true) }
    }

    /// Whether the command called `word` can change variables of the shell that reads it.
    fn changes_variables(&self, word: &StoredWord) -> bool {
        matches!(
            self.stored(word.value),
            "export"
                | "declare"
                | "typeset"
                | "readonly"
                | "local"
                | "unset"
                | "read"
                | "printf"
                | "mapfile"
                | "readarray"
                | "getopts"
                | "let"
        )
    }

    /// `export name=value` sets a variable as an assignment does; what `read name` or `unset name`
    /// make of it nobody knows.
    fn follow_builtin(&mut self, likely: bool, certain: bool) {
        let first = self.level.words as usize;
        let last = self.work.words.len();
        let declares = self.declares();
        let options = (first + 1..last).any(|number| {
            let word = self.work.words.get(number);
            word.is_some_and(|word| self.stored(word.value).starts_with('-'))
        });
        for number in first + 1..last {
            let Some(&word) = self.work.words.get(number) else { return };
            let Stored { span, apart } = word.value;
            let text = self.stored(word.value);
            let (name, rest) = match text.split_once('=') {
                Some((name, _)) => (name.strip_suffix('+').unwrap_or(name), Some(name.len() + 1)),
                None => (text, None),
            };
            if !is_name(name) {
                continue;
            }
            let cut = |from: usize, to: usize| Stored {
                span: Span::new(span.start as usize + from, span.start as usize + to),
                apart,
            };
            let plain = !name.is_empty() && rest == Some(name.len() + 1);
            let (name, whole) = (cut(0, name.len()), text.len());
            let value = match rest {
                Some(from) if declares && likely && plain && !options && is_certain(&word) => {
                    Some(Value { text: cut(from, whole), certain })
                }
                // `export name` changes nothing.
                None if declares && !options => continue,
                _ => None,
            };
            self.set_variable(name, value);
        }
    }
}

fn is_certain(word: &StoredWord) -> bool {
    !(word.traits.unknown || word.traits.tilde || word.traits.substitution)
}
