//! `awk`: whether its program may start others, or is not in its words.

use super::parts::has_unknown_text;
use crate::{letters::one_of, profile::Profile, shell::Words};

/// Options that load a program or code, or are not known to leave that be: letters, and how long
/// options begin.
const LOADING: &str = "DEWefil";
const LOADING_LONG: [&str; 6] = ["de", "e", "fil", "i", "lo", "s"];

/// Letters that other letters may follow.
const FLAGS: &str = "CIMNOPSVbcghknrst";

/// Might this `awk` run other commands, or a program that is not in its words? Its arguments may
/// `grow`. The client looks at all of them, whichever is the program.
pub(super) fn is_open(words: Words<'_>, grows: bool, profile: Profile) -> bool {
    let arguments = words.skip(1);
    let starts = match profile.distrusts_every_pipe() {
        true => might_start,
        false => starts_commands,
    };
    let odd = |word: &str| loads(word) || starts_commands(word);
    arguments.iter().any(|word| word.traits.glob || has_unknown_text(&word) || odd(word.value))
        || program(arguments).map_or(grows, starts)
}

/// The program: what is no option, nor the value of one.
fn program(arguments: Words<'_>) -> Option<&str> {
    let mut words = arguments.iter().map(|word| word.value);
    while let Some(word) = words.next() {
        match word {
            "-F" | "-v" | "--assign" | "--field-separator" => drop(words.next()),
            "--" => return words.next(),
            option if option.len() > 1 && option.starts_with('-') => {}
            program => return Some(program),
        }
    }
    None
}

/// Is it an option that loads something?
fn loads(word: &str) -> bool {
    let Some(option) = word.strip_prefix('-') else { return false };
    match option.strip_prefix('-') {
        Some(long) => LOADING_LONG.iter().any(|start| long.starts_with(start)),
        None => {
            let letters = option.trim_start_matches(|letter| FLAGS.contains(letter));
            letters.starts_with(|letter| LOADING.contains(letter))
        }
    }
}

/// Does a text call `system`, pipe to or from what stands in quotes, or call a function by a name that
/// is a value?
pub(super) fn starts_commands(text: &str) -> bool {
    let mut rest = text;
    let mut before = '\0';
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        let starts = match next {
            's' => {
                !(before.is_ascii_alphabetic() || before == '_')
                    && rest.strip_prefix("system").is_some_and(opens)
            }
            '@' => is_directive(behind),
            '|' => before != '|' && !behind.starts_with('|') && is_command_pipe(behind),
            _ => false,
        };
        if starts {
            return true;
        }
        before = next;
        rest = behind;
    }
    false
}

/// Does a parenthesis open, behind blanks? The client does not see a backslash that double quotes keep
/// in front of it.
fn opens(text: &str) -> bool {
    let text = text.trim_start();
    text.strip_prefix('\\').unwrap_or(text).starts_with('(')
}

/// Does what stands behind `@` load something, or call a function?
fn is_directive(behind: &str) -> bool {
    let (name, rest) = split_name(behind.trim_start());
    let inner = rest.strip_prefix("::").map(split_name).filter(|(name, _)| !name.is_empty());
    matches!(name, "include" | "load")
        || !name.is_empty() && opens(inner.map_or(rest, |(_, rest)| rest))
}

/// Does what stands behind `|` read from it, or have a quotation mark before the expression ends?
fn is_command_pipe(behind: &str) -> bool {
    let source = behind.strip_prefix('&').unwrap_or(behind).trim_start();
    let end = behind.find(one_of("\"|;{}%/#"));
    split_name(source).0 == "getline"
        || end.is_some_and(|end| behind.as_bytes().get(end) == Some(&b'"'))
}

/// The name that a text begins with, and what follows.
fn split_name(text: &str) -> (&str, &str) {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.split_at(text.find(|letter| !is_part(letter)).unwrap_or(text.len()))
}

/// Is there anything in a program by which it could start others, whatever its expressions mean?
fn might_start(program: &str) -> bool {
    let bytes = program.as_bytes();
    let single = |at: usize| {
        at.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'|')
            && bytes.get(at + 1) != Some(&b'|')
    };
    program.contains("system")
        || program.contains('@')
        || memchr::memchr_iter(b'|', bytes).any(single)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_start_others_are_told_from_those_that_look_like_it() {
        for (program, starts) in [
            ("{print $1}", false),
            ("BEGIN{system(\"x\")}", true),
            ("system (x)", true),
            ("1system(x)", true),
            ("mysystem(x)", false),
            ("/system/", false),
            ("{print | \"sort\"}", true),
            ("{print | x}", false),
            ("{print \"a|b\"}", true),
            ("/a|b/ {print \"x\"}", false),
            ("{printf \"%s|%s\", $1, $2}", false),
            ("$1 || \"x\"", false),
            ("x | getline", true),
            ("x |& getline y", true),
            ("x | getlines", false),
            ("getline < \"x\"", false),
            ("@load \"x\"", true),
            ("@loads", false),
            ("@f(x)", true),
            ("@a::b (x)", true),
            ("@a:b(x)", false),
            ("a@b.c", false),
        ] {
            assert_eq!(starts_commands(program), starts, "{program}");
            assert!(!starts || might_start(program), "{program}");
        }
    }

    #[test]
    fn options_that_load_programs_are_known() {
        for option in ["-f", "-fx", "-nf", "-bE", "-l", "-W", "--file=x", "--source", "--debug"] {
            assert!(loads(option), "{option}");
        }
        for option in
            ["-F:", "-v", "-vf", "-Ff", "-n", "--field-separator", "--csv", "-", "--", "f"]
        {
            assert!(!loads(option), "{option}");
        }
    }
}
