//! `sed` scripts that the client understands. All others may read, write and run anything.

use crate::{letters::one_of, shell::Words};

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
    let mut before = "";
    // Behind `-i` the client takes the script for a suffix, and the first file for the script.
    let mut misread = false;
    for word in arguments {
        match word.value {
            "--" | "--in-place" | "--posix" | "--regexp-extended" => {}
            text => match letters(text) {
                Some(letters) if letters.bytes().all(|letter| b"Eir".contains(&letter)) => {}
                Some(_) => return false,
                None if script.is_none() => {
                    script = Some(text);
                    misread = before == "-i";
                }
                None if misread && resembles_script(text) => return false,
                None => misread = false,
            },
        }
        before = word.value;
    }
    script.is_some_and(|script| is_substitution(script.trim()))
}

/// Could the name of a file be read as a command of `sed`?
fn resembles_script(name: &str) -> bool {
    if name.len() < 2 {
        return !name.starts_with(|letter: char| "bfjkmosuvy".contains(letter));
    }
    // With a blank behind it, every letter is a command but these.
    let mut letters = name.chars();
    let is_command = letters.next().is_some_and(|letter| !"bfjkmouvE.".contains(letter));
    if is_command && letters.next().is_some_and(char::is_whitespace) {
        return true;
    }
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    let starts_command = name.starts_with(one_of("wWe$="))
        || name.starts_with(|first: char| first.is_ascii_digit())
        || ["y/", "s/", "r/"].iter().any(|start| name.starts_with(start));
    let ends_command = ["/w", "/W", "/e"].iter().any(|end| name.ends_with(end));
    !is_number && (starts_command || ends_command)
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
    let harmless = |text: &str| text.is_ascii() && !text.contains(one_of("{}!;#\n"));
    harmless(script) && flags.bytes().all(|flag| flag.is_ascii_digit() || b"gIimMp".contains(&flag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Script, scan};

    fn arguments(text: &str, judge: impl Fn(Words<'_>) -> bool) -> bool {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        judge(line.words(&line.commands()[0]).skip(1))
    }

    #[test]
    fn lines_are_printed_by_number_only() {
        for text in ["sed -n 1p f", "sed -n '1,5p;9p' f", "sed -nE p", "sed --quiet 1p f g"] {
            assert!(arguments(text, prints_lines), "{text}");
        }
        for text in ["sed 1p f", "sed -n '$p' f", "sed -n /x/p f", "sed -n -e 1p f", "sed -n 1q f"]
        {
            assert!(!arguments(text, prints_lines), "{text}");
        }
    }

    #[test]
    fn one_substitution_is_understood() {
        for text in [
            "sed s/a/b/ f",
            "sed -i s/a/b/g f.txt",
            "sed -iE 's/^a b/$c/2' f",
            "sed s/a/b/ -i f",
            "sed --in-place s/a/b/ f",
            "sed -i s/a/b/ 'the notes'",
            "sed 's/\\(a\\)/\\1/' f",
        ] {
            assert!(arguments(text, substitutes), "{text}");
        }
        for text in [
            "sed 's/a/b/w o' f",
            "sed s/a/b/e f",
            "sed 's/a/b/;s/c/d/' f",
            "sed '1s/a/b/' f",
            "sed s,a,b, f",
            "sed -e s/a/b/ f",
            "sed -i.bak s/a/b/ f",
            "sed 1d f",
            "sed -f s f",
            "sed 's/a/{b}/' f",
            "sed -i s/a/b/ w",
            "sed -i s/a/b/ e.txt",
            "sed -i s/a/b/ 'p q'",
            "sed",
        ] {
            assert!(!arguments(text, substitutes), "{text}");
        }
    }
}
