//! Removals of what is left of a path if the variable that it begins with is empty: `rm -rf $dir/*`.
//!
//! The guard on [`removal`](super::removal) knows the commands of a line. About these the client asks in
//! more places: behind every program that starts others, in traps, and in functions, where it goes by what
//! stands between separators. Learned by asking client 2.1.329.

use super::{
    removal::{MAX_DEPTH, operands},
    scripts,
};
use crate::{
    names::Names,
    programs::{last_step, removal::could_be_emptied, shells},
    shell::{Command, Construct, Line, Script, Words, scan},
    span::Span,
};

/// The first command that might remove such a thing.
pub(super) fn removal(line: Line<'_>) -> Option<Span> {
    if !is_suspect(line.text()) {
        return None;
    }
    in_line(line, true, MAX_DEPTH)
}

/// Has the text a `$` and the beginning of a name, which few lines have?
fn is_suspect(text: &str) -> bool {
    memchr::memchr(b'$', text.as_bytes()).is_some()
        && text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"rm"))
}

/// `positional` says that `$1` and its like count.
fn in_line(line: Line<'_>, positional: bool, depth: usize) -> Option<Span> {
    line.commands().iter().find_map(|command| {
        let positional = positional && !command.place.function;
        let empties = !is_passed_over(line, command)
            && empties(line.words(command), positional, depth)
            || command.place.function && prints_removal(line, command, depth);
        empties.then_some(command.span)
    })
}

/// Does the client miss the command? In functions and `case` it reads what stands between separators, and
/// what begins like the one or the other it takes for no command, nor what a subshell in them runs.
fn is_passed_over(line: Line<'_>, command: &Command) -> bool {
    const RESERVED: Names = Names::new("! coproc do elif else if then time until while {");
    let place = command.place;
    if !(place.case || place.function || place.coprocess) || place.substituted {
        return false;
    }
    before_in_piece(line, command).any(|word| !RESERVED.contains(word))
        || place.subshell && is_in_inner_subshell(line, command)
}

/// What stands between the last separator and the command.
pub(super) fn before_in_piece<'s>(
    line: Line<'s>,
    command: &Command,
) -> impl Iterator<Item = &'s str> {
    const SEPARATORS: [char; 4] = ['\n', ';', '&', '|'];
    let before = line.text().get(..command.span.start as usize).unwrap_or_default();
    before.rsplit(SEPARATORS).next().unwrap_or_default().split_whitespace()
}

/// Does a subshell stand between the function and the command?
fn is_in_inner_subshell(line: Line<'_>, command: &Command) -> bool {
    let mut inner = false;
    for around in line.constructs() {
        if around.span.start <= command.span.start && command.span.end <= around.span.end {
            inner = match around.what {
                Construct::Subshell => true,
                Construct::Function | Construct::Case => false,
                _ => inner,
            };
        }
    }
    inner
}

/// Does a line of a here-document remove such a thing? In functions the client takes them for commands.
fn prints_removal(line: Line<'_>, command: &Command, depth: usize) -> bool {
    line.redirections(command).any(|redirection| {
        redirection.operator.is_here_document() && in_script(redirection.body, false, depth)
    })
}

/// Does the program that `words` start in the end, or one in their arguments, remove such a thing?
fn empties(words: Words<'_>, positional: bool, depth: usize) -> bool {
    let mut program = scripts::behind_all_wrappers(words);
    if shells::is_box(last_step(program.value(0))) {
        program = program.skip(1);
    }
    let arguments = program.skip(1);
    match last_step(program.value(0)) {
        "rm" | "rmdir" => operands(arguments)
            .any(|word| word.traits.unknown && could_be_emptied(word.value, positional)),
        _ if depth == 0 => false,
        "eval" => {
            let text: Vec<&str> = operands(arguments).map(|word| word.value).collect();
            in_script(&text.join(" "), positional, depth)
        }
        "trap" => match operands(arguments).next() {
            Some(action) if action.traits.quoted => in_script(action.value, false, depth),
            _ => empties(arguments, positional, depth - 1),
        },
        "xargs" => empties(arguments.skip(options_of_xargs(arguments)), positional, depth - 1),
        "find" => (1..program.len())
            .filter(|&at| EXECUTES.contains(program.value(at)))
            .any(|at| empties(program.skip(at + 1), positional, depth - 1)),
        // It has parameters of its own.
        _ => scripts::handed_on(words).is_some_and(|(text, _)| in_script(text, false, depth)),
    }
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

fn in_script(text: &str, positional: bool, depth: usize) -> bool {
    depth > 0 && is_suspect(text) && {
        let mut script = Script::default();
        in_line(scan(text, &mut script), positional, depth - 1).is_some()
    }
}
