//! Whether the values of variables that a line sets stand in for them, where the client guards removals.
//!
//! It puts them in if they are set before anything else, once, in a line that it can read. Otherwise it goes
//! by what is written: `rm -rf "$dir"/*` may then be everything in the root. Learned by asking client
//! 2.1.329.

use super::{
    declaration,
    quotation::has_text_beside,
    removal::NO_PROGRAM,
    sight,
    structure::{BLOCKING_SET, is_too_long, is_understood},
    units::COMPOUND,
    variables::Variables,
};
use crate::{
    letters::one_of,
    programs::environment::is_kept_by_shells,
    shell::{Command, Construct, ConstructSet, Line, Occurrence, Place, Separator, Word, Words},
    span::Span,
};
use std::cell::OnceCell;

/// What leaves the client able to take a compound command apart.
const APART: ConstructSet = ConstructSet::COMMAND_SUBSTITUTIONS.or(ConstructSet::of(&[
    Construct::Case,
    Construct::Coprocess,
    Construct::For,
    Construct::Function,
    Construct::Subshell,
]));

/// The variables of a line.
pub(super) struct Resolution<'s> {
    line: Line<'s>,
    /// Does something leave open what the line does?
    is_open: bool,
    is_unread: OnceCell<bool>,
    is_cut: OnceCell<bool>,
    set_first: OnceCell<Vec<&'s str>>,
    variables: OnceCell<Variables<'s>>,
    /// Where the first `&` stands.
    background: OnceCell<u32>,
    /// By the place where they begin.
    constructs: OnceCell<Vec<Occurrence>>,
    /// The outermost compound commands, and whether they are plain.
    units: OnceCell<Vec<(Span, bool)>>,
}

impl<'s> Resolution<'s> {
    pub(super) const fn new(line: Line<'s>, is_open: bool) -> Resolution<'s> {
        Resolution {
            line,
            is_open,
            is_unread: OnceCell::new(),
            is_cut: OnceCell::new(),
            set_first: OnceCell::new(),
            variables: OnceCell::new(),
            background: OnceCell::new(),
            constructs: OnceCell::new(),
            units: OnceCell::new(),
        }
    }

    /// Does the client take the words of `command` as they are, with those of all programs that start others?
    /// It does so if a substitution is among them, and in lines that it cannot read and in brackets, if
    /// what the command stands in is plain.
    pub(super) fn goes_by_words(&self, command: &Command) -> bool {
        let mut unclear = self.unclear_in(command.span).peekable();
        if unclear.peek().is_some() {
            return unclear.any(|found| ConstructSet::COMMAND_SUBSTITUTIONS.contains(found.what));
        }
        let place = command.place;
        self.line.assignments(command).len() == 0
            && (place.subshell
                || place.group
                || place.coprocess
                || place.timed && place.depth > 0
                || self.is_cut()
                || self.is_unread())
            && self.is_in_plain_unit(command.span)
    }

    /// Is there nothing in the outermost compound command around `span` that the client cannot take apart?
    fn is_in_plain_unit(&self, span: Span) -> bool {
        let units = self.units.get_or_init(|| {
            let mut units: Vec<(Span, bool)> = Vec::new();
            for &Occurrence { what, span } in self.sorted_constructs() {
                let is_outermost = units.last().is_none_or(|(last, _)| last.end <= span.start);
                if COMPOUND.contains(what) && is_outermost {
                    let is_apart = |found: &Occurrence| match found.what {
                        Construct::Background => what == Construct::Subshell,
                        Construct::Group => found.span == span,
                        inner => APART.contains(inner),
                    };
                    units.push((span, self.unclear_in(span).all(is_apart)));
                }
            }
            units
        });
        let behind = units.partition_point(|(unit, _)| unit.start <= span.start);
        let before = behind.checked_sub(1).and_then(|last| units.get(last));
        before.is_none_or(|(unit, is_plain)| *is_plain || !unit.holds(span))
    }

    /// The constructs in `span` that the client does not understand.
    fn unclear_in(&self, span: Span) -> impl Iterator<Item = &Occurrence> {
        self.constructs_in(span).filter(|found| {
            BLOCKING_SET.contains(found.what) && !is_understood(self.line, found.what, found.span)
        })
    }

    /// Is there a subshell in the line, or a pipe in another compound command?
    fn is_cut(&self) -> bool {
        *self.is_cut.get_or_init(|| {
            let in_pipe = |Command { place, .. }: &Command| {
                place.piped && (place.conditional || place.looped)
            };
            self.line.found().contains(Construct::Subshell)
                || self.line.commands().iter().any(in_pipe)
        })
    }

    /// Can the client not read the line?
    fn is_unread(&self) -> bool {
        *self.is_unread.get_or_init(|| sight::hides_files(self.line, self.is_open))
    }

    /// Do values stand in for all variables in a word of `command` that the line sets to a known text?
    pub(super) fn resolves(&self, command: &Command, word: &Word<'_>) -> bool {
        let piped = command.before.is_pipe();
        if piped || command.place.subshell || self.background() < command.span.start {
            return false;
        }
        !self.line.found().meets(NO_PROGRAM)
            && !self.is_unread()
            && self
                .constructs_in(word.span)
                .filter(|found| found.what == Construct::KnownParameter)
                .all(|found| self.is_fixed(name_at(self.line, found.span)))
    }

    fn constructs_in(&self, span: Span) -> impl Iterator<Item = &Occurrence> {
        let constructs = self.sorted_constructs();
        let first = constructs.partition_point(|found| found.span.start < span.start);
        constructs.iter().skip(first).take_while(move |found| found.span.start < span.end)
    }

    fn sorted_constructs(&self) -> &[Occurrence] {
        self.constructs.get_or_init(|| self.line.constructs_in_order())
    }

    fn background(&self) -> u32 {
        *self.background.get_or_init(|| {
            let mut constructs = self.line.constructs().iter();
            let first = constructs.find(|found| found.what == Construct::Background);
            first.map_or(u32::MAX, |found| found.span.start)
        })
    }

    fn is_fixed(&self, name: &str) -> bool {
        self.set_first.get_or_init(|| set_first(self.line)).contains(&name)
            && !changes(self.line, name)
    }
}

impl Resolution<'_> {
    /// Has the word an expansion that is a text to the client, of which it does not know what it says?
    pub(super) fn has_unknown_text(&self, word: &Word<'_>) -> bool {
        if is_too_long(self.line.text()) {
            return false;
        }
        self.constructs_in(word.span).any(|&Occurrence { what, span }| {
            let name = name_at(self.line, span);
            let variables = || self.variables.get_or_init(|| Variables::of(self.line));
            let is_text = match what {
                Construct::ArithmeticExpansion => return true,
                Construct::Backquotes | Construct::CommandSubstitution => true,
                Construct::SpecialParameter => matches!(name, "?" | "#" | "" | "-" | "!"),
                Construct::KnownParameter => !self.is_fixed(name),
                Construct::Parameter => is_kept_by_shells(name) || variables().holds(name, span),
                _ => false,
            };
            is_text && has_text_beside(self.line, word.span, span)
        })
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

/// The name of the parameter at `span`.
fn name_at(line: Line<'_>, span: Span) -> &str {
    span.of(line.text()).trim_start_matches('$')
}

/// The variables that are set before anything else.
fn set_first(line: Line<'_>) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for command in line.commands() {
        let words = line.words(command);
        let mut assignments = line.assignments(command);
        let (first, second) = (assignments.next(), assignments.next());
        if command.place != Place::default()
            || command.before == Separator::Or
            || line.redirections(command).len() > 0
            || second.is_some()
        {
            break;
        }
        match first {
            Some(set) if words.is_empty() && is_read(line, set.value.span) => {
                names.push(set.name);
                continue;
            }
            // One declaration may be the last.
            None if declaration::declares(words) => {
                let operands = words.iter().skip(1).map(|word| word.value);
                names.extend(
                    operands.take_while(|name| !name.starts_with(one_of("-+"))).map(name_of),
                );
            }
            _ => {}
        }
        break;
    }
    names
}

/// Does the line set the variable to more values than one, unset it or make it local?
fn changes(line: Line<'_>, name: &str) -> bool {
    let mut value = None;
    line.commands().iter().any(|command| {
        let words = line.words(command);
        let another = line.assignments(command).any(|set| {
            set.name == name && *value.get_or_insert(set.value.value) != set.value.value
        });
        another
            || declaration::gives_up(words)
                && words.iter().skip(1).any(|word| name_of(word.value) == name)
    })
}

/// Does nothing in a value run a command, compute, list or stand for a home directory?
fn is_read(line: Line<'_>, value: Span) -> bool {
    let written = value.of(line.text());
    !written.starts_with(one_of("~(")) && !written.contains('`') && !written.contains("$(")
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
            "a=/b; while c; do rm $a; done; d $a",
            "b=1; export a=/b c=2; rm $a",
        ] {
            assert!(resolves(text), "{text}");
        }
        for text in [
            "c; a=/b; rm $a",
            "c=$(d); a=/b; rm $a",
            "export c=1; a=/b; rm $a",
            "c=1 >d; a=/b; rm $a",
            "a=/b; a=/c; rm $a",
            "a=/b; unset a; a=/b; rm $a",
            "local a=/b; rm $a",
            "a=/b; c $d; rm $a",
            "a=/b; (rm $a)",
            "fi; a=/b; rm $a",
            "a=/b; c & rm $a",
            "a=/b; c | rm $a",
            "b && a=/c; rm $a",
        ] {
            assert!(!resolves(text), "{text}");
        }
    }
}
