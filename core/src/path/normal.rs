//! Lexical normalisation: what a path says, without asking a file system.

use super::pairs::any_pair;
use std::borrow::Cow;

/// `path`, which starts with `/`, without `.`, `..`, doubled and trailing slashes. `..` at the root
/// stays there. Borrows if there is nothing to do.
fn normal(path: &str) -> Cow<'_, str> {
    if is_normal(path) {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len());
    push(&mut out, path);
    if out.is_empty() {
        out.push('/');
    }
    Cow::Owned(out)
}

/// `path` seen from `base`, which is absolute and normal; normal, too.
pub(crate) fn join<'p>(base: &str, path: &'p str) -> Cow<'p, str> {
    if path.starts_with('/') {
        return normal(path);
    }
    let mut out = String::with_capacity(base.len() + 1 + path.len());
    out.push_str(base.trim_end_matches('/'));
    push(&mut out, path);
    if out.is_empty() {
        out.push('/');
    }
    Cow::Owned(out)
}

/// Walks down `path` from `out`, which is normal except that the root is empty.
fn push(out: &mut String, path: &str) {
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => out.truncate(out.rfind('/').unwrap_or(0)),
            _ => {
                out.push('/');
                out.push_str(segment);
            }
        }
    }
}

/// Is `path` absolute, free of `.`, `..` and empty segments, and without a slash at its end?
fn is_normal(path: &str) -> bool {
    // Few names start with a dot, and no more than that makes a path worth a closer look.
    let is_plain =
        |path| !any_pair(path, |byte, next| (byte == b'/') & ((next == b'/') | (next == b'.')));
    path == "/" || (path.starts_with('/') && (is_plain(path) || has_no_odd_slash(path)))
}

/// Does no slash in `path` stand before another one, the end, or a step that goes nowhere or up?
fn has_no_odd_slash(path: &str) -> bool {
    let bytes = path.as_bytes();
    let odd = |at: usize| {
        let behind = bytes.get(at + 1..).unwrap_or(&[]);
        matches!(behind, [] | [b'/', ..] | [b'.'] | [b'.', b'/', ..])
            || matches!(behind, [b'.', b'.'] | [b'.', b'.', b'/', ..])
    };
    !memchr::memchr_iter(b'/', bytes).any(odd)
}

/// Does `path` start at a root, that of a Unix system or of Windows?
pub(crate) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || from_windows(path).is_some()
}

/// An absolute path as the caller gives it, of Windows or not, in the form that rules compare.
pub(crate) fn place(path: &str) -> Cow<'_, str> {
    if is_normal(path) {
        return Cow::Borrowed(path);
    }
    match from_windows(path) {
        Some(path) => Cow::Owned(normal(&path).into_owned()),
        None => join("/", path),
    }
}

/// The part of `path` below `directory`: empty for the directory itself, `None` for what lies
/// elsewhere. Both are absolute and normal. Whole components count: `/w/proj-evil` is not below
/// `/w/proj`.
pub(crate) fn below<'p>(path: &'p str, directory: &str) -> Option<&'p str> {
    if directory == "/" {
        return path.strip_prefix('/');
    }
    let rest = path.strip_prefix(directory)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Is `path` `directory` or in it?
pub(crate) fn is_below(path: &str, directory: &str) -> bool {
    below(path, directory).is_some()
}

/// A Windows path in the form that rules compare, `C:\x` as `/c/x` and `\\server\share` as
/// `//server/share` once normal; `None` for a text that is no absolute Windows path.
pub(crate) fn from_windows(path: &str) -> Option<String> {
    let (drive, rest) = match path.as_bytes() {
        [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic() => {
            (Some(letter.to_ascii_lowercase()), path.get(2..)?)
        }
        [letter, b':'] if letter.is_ascii_alphabetic() => (Some(letter.to_ascii_lowercase()), ""),
        [b'\\', b'\\', ..] => (None, path.get(1..)?),
        _ => return None,
    };
    let mut out = String::with_capacity(path.len() + 1);
    if let Some(letter) = drive {
        out.push('/');
        out.push(char::from(letter));
    }
    out.extend(rest.chars().map(|character| if character == '\\' { '/' } else { character }));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normalises() {
        for (path, expected) in [
            ("/", "/"),
            ("/a/b", "/a/b"),
            ("//a///b/", "/a/b"),
            ("/a/./b/../c", "/a/c"),
            ("/../..", "/"),
            ("/..a/.b", "/..a/.b"),
            ("/a/..", "/"),
        ] {
            assert_eq!(normal(path), expected, "{path}");
        }
        for path in ["/", "/a/b", "/a/.b/..c/...", "/home/dev/project/src/.hidden/a.b"] {
            assert!(matches!(normal(path), Cow::Borrowed(_)), "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_is_normal_is_known_at_a_glance(path in "(/{1,2}(a{1,9}|\\.{0,3}|b?\\.a)){0,9}/?") {
            let path = format!("/{path}");
            let mut walked = String::new();
            push(&mut walked, &path);
            prop_assert_eq!(is_normal(&path), path == "/" || path == walked);
        }
    }

    #[test]
    fn joins() {
        for (base, path, expected) in [
            ("/w/p", "a", "/w/p/a"),
            ("/w/p", "", "/w/p"),
            ("/w/p", "../../../x", "/x"),
            ("/w/p", "/x/", "/x"),
            ("/", "a", "/a"),
            ("/w/p", "..", "/w"),
            ("/", "..", "/"),
        ] {
            assert_eq!(join(base, path), expected, "{base} {path}");
        }
    }

    #[test]
    fn whole_components_count() {
        assert_eq!(below("/w/proj/a/b", "/w/proj"), Some("a/b"));
        assert_eq!(below("/w/proj", "/w/proj"), Some(""));
        assert_eq!(below("/w/proj-evil", "/w/proj"), None);
        assert_eq!(below("/w", "/w/proj"), None);
        assert_eq!(below("/w", "/"), Some("w"));
        assert_eq!(below("/", "/"), Some(""));
    }

    #[test]
    fn reads_windows_paths() {
        assert_eq!(from_windows("C:\\Users\\x").as_deref(), Some("/c/Users/x"));
        assert_eq!(from_windows("d:/x").as_deref(), Some("/d/x"));
        assert_eq!(from_windows("\\\\server\\share").as_deref(), Some("/server/share"));
        assert_eq!(place("C:\\Users\\..\\x"), "/c/x");
        assert_eq!(place("/a//b"), "/a/b");
        assert_eq!(from_windows("c:x"), None);
        assert_eq!(from_windows("é:\\"), None);
    }
}
