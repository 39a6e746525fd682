//! Removals of what is left of a path if the variable that it begins with is empty: `rm -rf $dir/*`.
//!
//! The guard on [`removal`](super::removal) knows the commands of a line. About these the client asks in
//! more places: behind every program that starts others, in traps, and in functions, where it goes by what
//! stands between separators. Learned by asking client 2.1.329.

use super::{
    removal::operands,
    resolution::{self, Resolution},
    scripts,
};
use crate::{
    names::Names,
    programs::{
        last_step,
        removal::{begins_at_home, could_be_emptied, is_quoted_below_variable},
        shells,
    },
    shell::{Command, Construct, Line, Script, Word, Words, scan},
    span::Span,
};
use std::{borrow::Cow, cell::Cell};

/// How many times a text may be read, with all that its commands hand on to others.
const MAX_READINGS: usize = 8;

/// The first command that might remove such a thing, or hands on more than is ever read. Linear in the
/// text.
pub(super) fn removal(line: Line<'_>) -> Option<Span> {
    if !is_suspect(line.text()) {
        return None;
    }
    let budget = Cell::new(line.text().len().saturating_mul(MAX_READINGS));
    Reader { budget: &budget, positional: true, resolves: &|_| true }.in_line(line)
}

/// Has the text a `$` and the beginning of a name, which few lines have?
fn is_suspect(text: &str) -> bool {
    memchr::memchr(b'$', text.as_bytes()).is_some()
        && text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"rm"))
}

/// Reads what commands hand on.
#[derive(Clone, Copy)]
struct Reader<'b> {
    /// How many bytes may be read yet, by all readers of a line.
    budget: &'b Cell<usize>,
    /// Do `$1` and its like count?
    positional: bool,
    /// Do the values of variables that the line sets stand in for them?
    resolves: &'b dyn Fn(&Word<'_>) -> bool,
}

/// What stands between the last separator and the command.
pub(super) fn before_in_piece<'s>(
    line: Line<'s>,
    command: &Command,
) -> impl Iterator<Item = &'s str> {
    let before = line.text().get(..command.span.start as usize).unwrap_or_default();
    let end = before.bytes().rposition(|byte| b"\n;&|".contains(&byte));
    before.get(end.map_or(0, |end| end + 1)..).unwrap_or_default().split_ascii_whitespace()
}

impl Reader<'_> {
    fn in_line(self, line: Line<'_>) -> Option<Span> {
        let resolution = Resolution::new(line, true);
        line.commands().iter().find_map(|command| {
            let function = command.place.function;
            let reader = Reader {
                positional: self.positional && !function,
                resolves: &|word| resolution.resolves(command, word),
                ..self
            };
            let empties = !self.passes_over(line, command) && reader.empties(line.words(command));
            (empties || function && reader.prints_removal(line, command)).then_some(command.span)
        })
    }

    /// Does the client miss the command? In functions and `case` it reads what stands between separators,
    /// and what begins like the one or the other it takes for no command, nor what a subshell in them runs.
    fn passes_over(self, line: Line<'_>, command: &Command) -> bool {
        const RESERVED: Names = Names::new("! coproc do elif else if then time until while {");
        let place = command.place;
        if !(place.case || place.function || place.coprocess) || place.substituted {
            return false;
        }
        before_in_piece(line, command).any(|word| !RESERVED.contains(word))
            || place.subshell
                && self.may_read(line.constructs().len())
                && is_in_inner_subshell(line, command)
    }

    /// Does a line of a here-document remove such a thing? In functions the client takes them for
    /// commands.
    fn prints_removal(self, line: Line<'_>, command: &Command) -> bool {
        line.redirections(command).any(|redirection| {
            redirection.operator.is_here_document() && self.in_script(redirection.body)
        })
    }

    /// Does the program that `words` start in the end, or one in their arguments, remove such a thing?
    fn empties(self, words: Words<'_>) -> bool {
        let mut program = scripts::behind_all_wrappers(words);
        if shells::is_box(last_step(program.value(0))) {
            program = program.skip(1);
        }
        let arguments = program.skip(1);
        let without_parameters = Reader { positional: false, ..self };
        match last_step(program.value(0)) {
            "rm" | "rmdir" => operands(arguments).any(|word| {
                let written = word.span.of(words.text());
                let unset = word.traits.unknown || self.is_unresolved(&word);
                let is_quoted = || is_quoted_below_variable(written, self.positional);
                unset
                    && (could_be_emptied(&self.text(words, word), self.positional)
                        || !begins_at_home(written) && is_quoted())
            }),
            "eval" => {
                let mut text = String::new();
                for word in operands(arguments) {
                    text.push_str(&self.text(words, word));
                    text.push(' ');
                }
                self.hands_on(arguments) || self.in_script(&text)
            }
            "trap" => match operands(arguments).next() {
                Some(action) if action.traits.quoted => {
                    without_parameters.in_script(&self.text(words, action))
                }
                _ => without_parameters.hands_on(arguments),
            },
            "xargs" => self.hands_on(arguments.skip(options_of_xargs(arguments))),
            "find" => (1..program.len())
                .filter(|&at| EXECUTES.contains(program.value(at)))
                .any(|at| self.hands_on(program.skip(at + 1))),
            // A shell has parameters of its own.
            _ => scripts::handed_on(words)
                .is_some_and(|(text, _)| without_parameters.in_script(text)),
        }
    }

    fn text<'s>(self, words: Words<'s>, word: Word<'s>) -> Cow<'s, str> {
        match self.is_unresolved(&word) {
            true => Cow::Owned(resolution::unresolved(words, &word)),
            false => Cow::Borrowed(word.value),
        }
    }

    fn is_unresolved(self, word: &Word<'_>) -> bool {
        word.traits.known && !(self.resolves)(word)
    }

    /// Do these words remove such a thing, which a program gets to start?
    fn hands_on(self, words: Words<'_>) -> bool {
        !self.may_read(words.source().len()) || self.empties(words)
    }

    fn in_script(self, text: &str) -> bool {
        if !is_suspect(text) {
            return false;
        }
        let mut script = Script::default();
        !self.may_read(text.len()) || self.in_line(scan(text, &mut script)).is_some()
    }

    /// Takes what is read off the budget. Was there enough left?
    fn may_read(self, bytes: usize) -> bool {
        let left = self.budget.get().checked_sub(bytes.max(1));
        self.budget.set(left.unwrap_or_default());
        left.is_some()
    }
}

/// Does a subshell stand between the function and the command?
fn is_in_inner_subshell(line: Line<'_>, command: &Command) -> bool {
    let around = line.constructs().iter().filter(|around| around.span.holds(command.span));
    around.fold(false, |inner, around| match around.what {
        Construct::Subshell => true,
        Construct::Function | Construct::Case => false,
        _ => inner,
    })
}

/// Primaries of `find` behind which a command stands.
const EXECUTES: Names = Names::new("-exec -execdir -ok -okdir");

/// How many words are options of `xargs`, and what they take.
fn options_of_xargs(arguments: Words<'_>) -> usize {
    const TAKING: Names = Names::new("-E -I -L -P -a -d -n -s");
    let mut index = 0;
    while arguments.value(index).starts_with('-') {
        index += 1 + usize::from(TAKING.contains(arguments.value(index)));
    }
    index
}

#[cfg(test)]
mod tests {
    use super::removal;
    use crate::shell::{Script, scan};

    fn removes(text: &str) -> bool {
        removal(scan(text, &mut Script::default())).is_some()
    }

    #[test]
    fn removals_are_found_wherever_they_are_handed_on() {
        for text in [
            "rm -rf $a/*",
            "sudo -u b rm \"$a\"/etc",
            "exec busybox rm ${a}/$b",
            "eval 'b; rm $a/'",
            "trap 'rm -r $a/*' EXIT",
            "trap rm $a/* EXIT",
            "xargs -n 1 -0 rm $a/*",
            "find b -name c -exec sh -c 'rm $a/*' \\;",
            "f() {\n  rm $a/*\n}",
            "f() { b; if c; then rm $a/*; fi; }",
            "(f() {\n rm $a/*\n})",
            "case b in\nc)\nrm $a/*\n;;\nesac",
            "f() {\n cat <<E\nrm $a/*\nE\n}",
            "a=/b/c; d $e; rm $a/*",
            "eval $1; eval rm $1/*",
        ] {
            assert!(removes(text), "{text}");
        }
    }

    #[test]
    fn other_removals_are_not() {
        for text in [
            "rm -rf $a/b",
            "rm -rf $a",
            "rm -rf ${a:?}/*",
            "rm -rf /*",
            "rm '$a/*'",
            "echo rm $a/*",
            "trap 'rm' $a/*",
            "trap 'rm $1/*' EXIT",
            "f() { rm $a/*; }",
            "f() {\n (rm $a/*)\n}",
            "f() {\n rm $1/*\n}",
            "case b in c) rm $a/*;; esac",
            "cat <<E\nrm $a/*\nE",
            "a=/b/c; rm $a/*",
        ] {
            assert!(!removes(text), "{text}");
        }
    }

    #[test]
    fn what_is_handed_on_too_often_counts_as_a_removal() {
        let text = format!("{}rm $a/b", "find -exec ".repeat(1000));
        assert!(removes(&text));
        assert!(!removes("find -exec find -exec rm $a/b"));
    }
}
