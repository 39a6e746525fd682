//! Whether the values of variables that a line sets stand in for them, where the client guards removals.
//!
//! In a line that it cannot read, or of a variable that is set to this and that, it goes by what is
//! written: `rm -rf "$dir"/*` may then be everything in the root. Learned by asking client 2.1.329.

use super::{declaration, sight};
use crate::shell::{Command, Line, Separator, Word, Words};
use std::cell::OnceCell;

/// The variables of a line.
pub(super) struct Resolution<'s> {
    line: Line<'s>,
    /// Does something leave open what the line does?
    is_open: bool,
    is_unread: OnceCell<bool>,
    changing: OnceCell<Vec<&'s str>>,
}

impl<'s> Resolution<'s> {
    pub(super) const fn new(line: Line<'s>, is_open: bool) -> Resolution<'s> {
        Resolution { line, is_open, is_unread: OnceCell::new(), changing: OnceCell::new() }
    }

    /// Do values stand in for all variables in a word of `command`?
    pub(super) fn resolves(&self, command: &Command, word: &Word<'_>) -> bool {
        let piped = matches!(command.before, Separator::Pipe | Separator::PipeWithErrors);
        // The client takes a loop to begin with what is set in front of it.
        let may_be_unset = is_uncertain(word) && !command.place.looped;
        if piped || command.place.subshell || may_be_unset {
            return false;
        }
        let is_unread = || sight::hides_files(self.line, self.is_open);
        let changing = self.changing.get_or_init(|| changing(self.line));
        !*self.is_unread.get_or_init(is_unread)
            && names_in(word.span.of(self.line.text()))
                .all(|name| changing.binary_search(&name).is_err())
    }
}

/// Is the value of the word known, but not whether the command has run that sets it?
pub(super) fn is_uncertain(word: &Word<'_>) -> bool {
    word.traits.known && word.traits.unknown && !word.value.contains('$')
}

/// A word without its quotes, and with the names of variables in place of their values.
pub(super) fn unresolved(words: Words<'_>, word: &Word<'_>) -> String {
    let mut written = word.span.of(words.text()).to_owned();
    written.retain(|character| !matches!(character, '\'' | '"'));
    written
}

/// The names behind dollar signs.
fn names_in(written: &str) -> impl Iterator<Item = &str> {
    let goes_on = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    written
        .split('$')
        .skip(1)
        .map(move |name| name.split_once(|letter| !goes_on(letter)).map_or(name, |(name, _)| name))
}

/// The variables that the line sets to more values than one, unsets or makes local, in order.
fn changing(line: Line<'_>) -> Vec<&str> {
    let commands = || line.commands().iter();
    let assigned = commands().flat_map(|command| line.assignments(command));
    let mut set: Vec<_> = assigned.map(|set| (set.name, set.value.value)).collect();
    set.sort_unstable();
    set.dedup();
    let twice = set.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0);
    let given_up = commands().flat_map(|command| {
        let words = line.words(command);
        let operands = declaration::gives_up(words).then(|| words.iter().skip(1));
        operands.into_iter().flatten().map(|word| name_of(word.value))
    });
    let mut names: Vec<&str> = twice.chain(given_up).collect();
    names.sort_unstable();
    names
}

fn name_of(operand: &str) -> &str {
    operand.split_once('=').map_or(operand, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::Resolution;
    use crate::shell::{Script, scan};

    /// Are the variables in the last word of a text resolved?
    fn resolves(text: &str) -> bool {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let command = line.commands().last().unwrap();
        let word = line.words(command).last().unwrap();
        Resolution::new(line, true).resolves(command, &word)
    }

    #[test]
    fn values_stand_in_for_variables_in_lines_that_can_be_read() {
        for text in [
            "a=/b; rm $a/c",
            "a=/b; a=/b; rm \"$a\"",
            "a=/b; x=$(c); rm \"$a/$x\"",
            "a=/b; while c; do rm $a",
            "export a=/b; rm $a",
        ] {
            assert!(resolves(text), "{text}");
        }
        for text in [
            "a=/b; a=/c; rm $a",
            "a=/b; unset a; a=/b; rm $a",
            "local a=/b; rm $a",
            "a=/b; c $d; rm $a",
            "a=/b; (rm $a",
            "a=/b; c | rm $a",
            "b && a=/c; rm $a",
        ] {
            assert!(!resolves(text), "{text}");
        }
    }
}
