//! Names that Windows reads as other names: trailing dots and spaces, short names, devices.
//!
//! The client is wary of them on every system, for a path may come to a file system that folds them.

use super::pairs::any_pair;
use crate::letters::one_of;

/// Does `path` have a component that Windows takes for another one?
pub(crate) fn is_ambiguous(path: &str) -> bool {
    ends_with_device(path) || is_remote(path) || (is_worth_a_look(path) && is_folded(path))
}

/// Does Windows take the start of `path`, normal, for the name of another machine?
pub(crate) fn is_remote(path: &str) -> bool {
    path.starts_with("/\\")
}

/// Does `path` have a character that makes names ambiguous? Nearly no path has one.
fn is_worth_a_look(path: &str) -> bool {
    any_pair(path, |byte, next| {
        // Blanks and whatever else is not printable in ASCII, the tilde, too.
        let is_odd = (byte <= b' ') | (byte >= b'~') | (byte == b'\\');
        is_odd | ((byte == b'.') & (next == b'/'))
    })
}

fn is_folded(path: &str) -> bool {
    has_short_name(path) || path.split(one_of("/\\")).any(loses_its_end)
}

/// Does `path` climb, once its backslashes count as slashes? What it is compared with would be
/// another directory then.
pub(crate) fn climbs(path: &str) -> bool {
    memchr::memchr(b'\\', path.as_bytes()).is_some()
        && path.split(one_of("/\\")).any(|name| name == "..")
}

/// `PROGRA~1`
fn has_short_name(path: &str) -> bool {
    path.as_bytes().windows(2).any(|pair| pair[0] == b'~' && pair[1].is_ascii_digit())
}

/// Windows drops dots and spaces at the end of a name.
fn loses_its_end(name: &str) -> bool {
    !matches!(name, "." | "..") && name.ends_with(|last: char| last == '.' || last.is_whitespace())
}

/// `x.con`
fn ends_with_device(path: &str) -> bool {
    let is = |name: &[u8; 3], devices: &[&[u8; 3]]| {
        devices.iter().any(|device| name.eq_ignore_ascii_case(*device))
    };
    match path.as_bytes() {
        [.., b'.', a, b, c] => is(&[*a, *b, *c], &[b"con", b"prn", b"aux", b"nul"]),
        [.., b'.', a, b, c, b'1'..=b'9'] => is(&[*a, *b, *c], &[b"com", b"lpt"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_folded_name_is_overlooked(path in "/([a~1. ./\\\\]|\t|\u{a0}|\u{3000}|x{1,20}){0,20}") {
            prop_assert!(!is_folded(&path) || is_worth_a_look(&path));
        }
    }

    #[test]
    fn names_that_windows_changes_are_ambiguous() {
        for path in [
            "/w/a.",
            "/w/a./b",
            "/w/a /b",
            "/w/a\t/b",
            "/w/.../x",
            "/w/. /x",
            "/w/x..\\y",
            "/w/a~1",
            "/w/LONGFI~1.TXT",
            "/w/a~10b/c",
            "/w/x.con",
            "/w/.git.NUL",
            "/w/x.lpt9",
            "/\\w/x",
        ] {
            assert!(is_ambiguous(path), "{path}");
        }
        for path in [
            "/w/a",
            "/w/a.b",
            "/w/.a",
            "/w/..a",
            "/w/a~",
            "/w/a~b",
            "/w/con",
            "/w/nul.txt",
            "/w/x.con/a",
            "/w/x.com0",
            "/w/a:b",
            "/w/a\\.\\b",
            "/w/a\\..\\b",
            "/w/ü.éa",
        ] {
            assert!(!is_ambiguous(path), "{path}");
        }
    }

    #[test]
    fn backslashes_can_climb() {
        assert!(climbs("/w/a\\..\\b"));
        assert!(climbs("/w/..\\b"));
        assert!(!climbs("/w/a\\b"));
        assert!(!climbs("/w/..a\\b"));
    }
}
