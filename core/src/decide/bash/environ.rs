//! Files of `/proc` that show the environment of a process, in which secrets stand.

use crate::shell::{Command, Line, Word};

/// The word or the name behind a redirection in which `command` names such a file.
pub(super) fn named<'s>(line: Line<'s>, command: &Command) -> Option<Word<'s>> {
    let mut words = line.words(command).iter();
    words.find(|word| is_in(word.value)).or_else(|| {
        let mut redirections = line.redirections(command);
        let target = redirections.find(|redirection| {
            !redirection.operator.is_text() && is_in(redirection.target.value)
        })?;
        Some(target.target)
    })
}

/// Does a line of the text name the environment of a process, by whatever path below `/proc`? Linear
/// in the text.
pub(super) fn is_in(text: &str) -> bool {
    // Few texts have a `v`, fewer than have a slash.
    let bytes = text.as_bytes();
    let is_suspect = |at| bytes.get(..at).is_some_and(|before| before.ends_with(b"/en"));
    memchr::memchr_iter(b'v', bytes).any(is_suspect) && lines_of(text).any(is_in_line)
}

fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
}

fn is_in_line(line: &str) -> bool {
    line.split_once("/proc/").is_some_and(|(_, behind)| behind.contains("/environ"))
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn environments_of_processes() {
        for text in
            ["/proc/1/environ", "/proc//environ", "a=/proc/x y/environs", "\n/proc/1/environ"]
        {
            assert!(is_in(text), "{text}");
        }
        for text in ["/proc/environ", "/proc/1\n/environ", "proc/1/environ", "/proc/1/maps"] {
            assert!(!is_in(text), "{text}");
        }
    }
}
