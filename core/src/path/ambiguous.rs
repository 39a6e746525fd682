//! Names that Windows reads as other names: trailing dots and spaces, short names, devices.
//!
//! The client is wary of them on every system, for a path may come to a file system that folds them.

/// Does `path` have a component that Windows takes for another one?
pub(crate) fn is_ambiguous(path: &str) -> bool {
    has_short_name(path) || ends_with_device(path) || path.split(['/', '\\']).any(loses_its_end)
}

/// Does `path` climb, once its backslashes count as slashes? What it is compared with would be
/// another directory then.
pub(crate) fn climbs(path: &str) -> bool {
    path.contains('\\') && path.split(['/', '\\']).any(|name| name == "..")
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
    let Some((_, extension)) = path.rsplit_once('.') else { return false };
    let is = |device: &str| extension.eq_ignore_ascii_case(device);
    match extension.len() {
        3 => is("con") || is("prn") || is("aux") || is("nul"),
        4 => {
            let (name, number) = extension.split_at_checked(3).unwrap_or((extension, ""));
            (name.eq_ignore_ascii_case("com") || name.eq_ignore_ascii_case("lpt"))
                && matches!(number.as_bytes(), [b'1'..=b'9'])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
