//! `find`: an expression that neither starts programs nor writes nor removes.

use super::plain;
use crate::shell::Words;

/// Whether no action of the expression does more than print.
///
/// The argument of a test is skipped, whatever it is: `-name -delete` looks for a name. Anywhere
/// else a pattern is refused even in quotes, since it could be meant for the shell.
pub(super) fn only_finds(arguments: Words<'_>) -> bool {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if !plain::is_fixed(arguments, &word)
            || plain::has_bare_pattern(arguments, &word)
            || acts(word.value)
            || word.value.contains(['*', '?', '[', ']'])
        {
            return false;
        }
        if takes_argument(word.value)
            && words.next().is_some_and(|word| {
                plain::has_bare_pattern(arguments, &word) || !plain::is_fixed(arguments, &word)
            })
        {
            return false;
        }
    }
    true
}

/// Actions that start programs, write files, remove them, or read names of files from elsewhere.
fn acts(word: &str) -> bool {
    matches!(
        word,
        "-delete"
            | "-exec"
            | "-execdir"
            | "-files0-from"
            | "-fls"
            | "-fprint"
            | "-fprint0"
            | "-fprintf"
            | "-ok"
            | "-okdir"
            | "-rm"
    )
}

/// Tests and options with an argument.
fn takes_argument(word: &str) -> bool {
    if let Some(pair) = word.strip_prefix("-newer")
        && let [first, second] = pair.as_bytes()
    {
        return b"aBcm".contains(first) && b"aBcmt".contains(second);
    }
    matches!(
        word,
        "-Bmin"
            | "-Bnewer"
            | "-Btime"
            | "-amin"
            | "-anewer"
            | "-atime"
            | "-cmin"
            | "-cnewer"
            | "-context"
            | "-ctime"
            | "-flags"
            | "-fstype"
            | "-gid"
            | "-group"
            | "-ilname"
            | "-iname"
            | "-inum"
            | "-ipath"
            | "-iregex"
            | "-iwholename"
            | "-links"
            | "-lname"
            | "-maxdepth"
            | "-mindepth"
            | "-mmin"
            | "-mnewer"
            | "-mtime"
            | "-name"
            | "-newer"
            | "-path"
            | "-perm"
            | "-printf"
            | "-regex"
            | "-regextype"
            | "-samefile"
            | "-size"
            | "-type"
            | "-uid"
            | "-used"
            | "-user"
            | "-wholename"
            | "-xattrname"
            | "-xtype"
    )
}
