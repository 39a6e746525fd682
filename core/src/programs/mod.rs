//! What is known about programs, as tables: which start other programs, which only read, which
//! arguments are files, which environment variables are harmless, what is dangerous to remove.
//!
//! A table says what client 2.1.329 does. To extend one, add a row and a case in
//! `core/testdata`; no control flow needs to change.

pub(crate) mod environment;
pub(crate) mod evaluators;
pub(crate) mod files;
pub(crate) mod find;
pub(crate) mod power_shell;
pub(crate) mod read_only;
pub(crate) mod removal;
pub(crate) mod sed;
pub(crate) mod shells;
pub(crate) mod tools;
pub(crate) mod wrappers;

use crate::{filter::Filter, names::Names, shell::RESERVED};

/// Names that code knows and no table has: builtins and programs with a grammar of their own.
const SPECIAL: Names = Names::new(
    "awk break busybox bye cd compgen continue declare exit export fc find float gawk getopts git \
     in integer jobs jq local logout mawk mkdir nawk nice nohup popd print printf pushd read \
     readonly return rm rmdir sed set shift stdbuf test time timeout touch toybox typeset unset \
     wait xargs",
);

/// Everything that any table or branch knows.
const NOTED: Filter<128> = {
    let names = Filter::of(SPECIAL).with_all(RESERVED);
    wrappers::note(read_only::note(files::note(evaluators::note(names))))
};

/// Does anything here know a program of this name, or is it a reserved word, or may it be so? Of any
/// other program only its rules matter.
#[cfg_attr(built_for_size, optimize(speed))]
pub(crate) fn is_noted(name: &str) -> bool {
    NOTED.may_hold(name) || shells::looks_like_shell(name)
}

/// The name of a program without its directory, and without the `.exe` that Windows puts behind it:
/// all of it, if nothing else is left.
pub(crate) fn bare_name(program: &str) -> &str {
    match without_exe(last_step(program)) {
        "" => program,
        name => name,
    }
}

/// The last step of a path, which may be one of Windows.
#[cfg_attr(built_for_size, optimize(speed))]
#[cfg_attr(built_for_size, inline(never))]
pub(crate) fn last_step(path: &str) -> &str {
    // Names of programs are short: no search for long texts pays.
    let slash = path.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    slash.and_then(|slash| path.get(slash + 1..)).unwrap_or(path)
}

fn without_exe(name: &str) -> &str {
    match name.len().checked_sub(4).and_then(|at| name.split_at_checked(at)) {
        Some((stem, suffix)) if suffix.eq_ignore_ascii_case(".exe") => stem,
        _ => name,
    }
}
