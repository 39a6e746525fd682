//! The fence around the working directories, `blockReadsOutsideWorkingDirectories`, for command
//! lines.
//!
//! A shell reads in more ways than any table knows. So behind the fence the client asks about every
//! line that it cannot follow, and about every word that names a path outside, whatever program gets
//! it. No allow rule and no mode lifts the question.

use super::{
    directory,
    named::Named,
    program,
    structure::{self, Blocker},
};
use crate::{
    decide::Env,
    decision::BuiltIn,
    path::{self, Own, Target},
    programs::{environment, files::is_known, sed, wrappers},
    shell::{Command, Line, RedirectionOperator, Word, Words},
};

/// Programs that only print, look up or write what they are given.
const HARMLESS: &[&str] = &[
    "[", "[[", "basename", "dirname", "mkdir", "rm", "rmdir", "tee", "test", "touch", "type",
    "which",
];

/// Operators of `[` between two operands.
const COMPARISONS: &[&str] =
    &["!=", "-ef", "-eq", "-ge", "-gt", "-le", "-lt", "-ne", "-nt", "-ot", "<", "=", "==", ">"];

/// Programs that run code that they are given in an argument.
const INTERPRETERS: &[&str] = &[
    "ash", "bash", "bun", "dash", "deno", "fish", "ksh", "lua", "node", "perl", "php", "python",
    "python2", "python3", "ruby", "sh", "zsh",
];

/// Why a line is stopped, if it is.
pub(super) fn question(env: &Env<'_>, line: Line<'_>, blocker: Option<Blocker>) -> Option<BuiltIn> {
    if structure::hides_files(line, blocker.is_some())
        || blocker.is_some_and(|blocker| !blocker.is_mild())
    {
        return Some(BuiltIn::ReadsOutsideBlocked);
    }
    let stopped = directory::changes(line, env.places).moves
        || line.commands().iter().any(|command| stops(env, line, command));
    stopped.then_some(BuiltIn::ReadsOutsideBlocked)
}

fn stops(env: &Env<'_>, line: Line<'_>, command: &Command) -> bool {
    let words = line.words(command);
    let assigns = !words.is_empty()
        && line.assignments(command).any(|assignment| {
            let value = assignment.value.span.of(line.text());
            !environment::is_harmless_prefix(assignment.name, value)
        });
    let reads_device = line.redirections(command).any(|redirection| {
        redirection.operator == RedirectionOperator::Input
            && redirection.target.value == "/dev/null"
    });
    if assigns || reads_device || program::unpredictable(words).is_some() {
        return true;
    }
    if words.value(0) == "env" && words.iter().any(|word| wrappers::is_assignment(word.value)) {
        return true;
    }
    let words = directory::behind_wrappers(words);
    match words.value(0) {
        "xargs" | "env" | "pushd" => return words.len() > 1,
        "sed" if !sed::prints_lines(words.skip(1)) => return true,
        // Their files are known, and judged one by one.
        name if is_known(name) => return false,
        "echo" | "printf" => return false,
        "[" if !is_condition(words.skip(1)) => return true,
        // They say where a path leads.
        "readlink" | "realpath" => {
            return words.iter().skip(1).any(|word| names_outside(env, word, Names::Followed));
        }
        name if HARMLESS.binary_search(&name).is_ok() => {
            return words
                .iter()
                .any(|word| word.traits.glob && names_outside(env, word, Names::Opened));
        }
        name if INTERPRETERS.binary_search(&name).is_ok() && runs_code(words) => return true,
        _ => {}
    }
    words.iter().skip(1).any(|word| names_outside(env, word, Names::Opened))
}

/// Are `words`, up to the closing bracket, an operand, `! …`, an operator with its operand, or a
/// comparison? The client cannot follow other conditions.
fn is_condition(words: Words<'_>) -> bool {
    let negated = words.value(0) == "!" && words.len() > 2;
    let words = words.skip(usize::from(negated));
    match words.len() {
        0..=2 => true,
        3 => words.value(0).starts_with('-'),
        4 => COMPARISONS.binary_search(&words.value(1)).is_ok(),
        _ => false,
    }
}

/// What a program does with the names that it gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// It may open them.
    Opened,
    /// It finds out where they lead: steps up count whatever comes of them, and so do devices, and
    /// tildes in quotes.
    Followed,
}

/// `-c code`, `-e code`
fn runs_code(words: Words<'_>) -> bool {
    words.iter().skip(1).any(|word| {
        matches!(word.value, "--eval" | "--print" | "--run")
            || word.value.strip_prefix('-').is_some_and(|letters| {
                !letters.starts_with('-') && letters.contains(['c', 'e', 'E', 'p', 'r'])
            })
    })
}

/// Does a word name a path outside, alone or behind an option: `-C/x`, `--file=x`, `if=x`?
fn names_outside(env: &Env<'_>, word: Word<'_>, names: Names) -> bool {
    let text = word.value;
    let behind_equals = text.split_once('=').map(|(_, value)| value);
    let behind_letter =
        text.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.get(1..));
    [Some(text), behind_equals, behind_letter].into_iter().flatten().any(|path| {
        let climbs = path.split('/').any(|name| name == "..");
        let is_odd = climbs || path.starts_with('~') || path::is_open_device(path);
        (names == Names::Followed && is_odd)
            || ((climbs || path.starts_with(['/', '~']) || word.traits.unknown)
                && lies_outside(env, &word, path))
    })
}

fn lies_outside(env: &Env<'_>, word: &Word<'_>, text: &str) -> bool {
    let named = Named::read(word, text, env.places);
    if named.riddle.is_some() || named.climbs {
        return true;
    }
    let path = named.place(&env.places.cwd);
    let target = Target::new(&path, env.places, env.links);
    let own = path::readable(&path, env.places) == Some(Own::Project);
    let device = path::is_open_device(&path);
    !(env.directories().contain(&target) || own || device)
}

#[cfg(test)]
mod tests {
    use super::{COMPARISONS, HARMLESS, INTERPRETERS};

    #[test]
    fn the_tables_are_sorted() {
        assert!(HARMLESS.is_sorted());
        assert!(INTERPRETERS.is_sorted());
        assert!(COMPARISONS.is_sorted());
    }
}
