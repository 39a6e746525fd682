//! `sed` scripts that the client understands. All others may read, write and run anything.

use crate::shell::Words;

/// Is this `sed` with `-n` and a script that only prints lines by their numbers: `1p`, `1,5p;9p`?
pub(crate) fn prints_lines(arguments: Words<'_>) -> bool {
    let mut quiet = false;
    let mut script = None;
    for word in arguments {
        match word.value {
            "-n" | "--quiet" | "--silent" => quiet = true,
            "--posix" | "--debug" | "--zero-terminated" | "--regexp-extended" => {}
            text => match letters(text) {
                Some(letters) if letters.bytes().all(|letter| b"nErz".contains(&letter)) => {
                    quiet |= letters.contains('n');
                }
                Some(_) => return false,
                None => script = script.or(Some(text)),
            },
        }
    }
    quiet && script.is_some_and(|script| script.split(';').all(prints))
}

/// The letters of an option, dash or not; `None` for what is no option.
fn letters(text: &str) -> Option<&str> {
    text.strip_prefix('-').filter(|letters| !letters.is_empty())
}

/// `p`, `3p` or `1,5p`
fn prints(command: &str) -> bool {
    let Some(lines) = command.trim().strip_suffix('p') else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match lines.split_once(',') {
        Some((first, last)) => is_number(first) && is_number(last),
        None => lines.is_empty() || is_number(lines),
    }
}

/// Is this `sed` with one substitution, on standard input or on files, in place or not?
pub(crate) fn substitutes(arguments: Words<'_>) -> bool {
    if prints_lines(arguments) {
        return true;
    }
    let mut script = None;
    for word in arguments {
        match word.value {
            "--" | "--in-place" | "--posix" | "--regexp-extended" => {}
            text => match letters(text) {
                Some(letters) if letters.bytes().all(|letter| b"Eir".contains(&letter)) => {}
                Some(_) => return false,
                None => script = script.or(Some(text)),
            },
        }
    }
    script.is_some_and(|script| is_substitution(script.trim()))
}

/// `s/x/y/` with harmless flags, and without characters that could start another command.
fn is_substitution(script: &str) -> bool {
    let Some(rest) = script.strip_prefix("s/") else { return false };
    let mut parts = rest.split('/');
    let (Some(_), Some(_), Some(flags), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let harmless = |text: &str| text.is_ascii() && !text.contains(['{', '}', '!', ';', '#', '\n']);
    harmless(script) && flags.bytes().all(|flag| flag.is_ascii_digit() || b"gIimMp".contains(&flag))
}
