//! Parts of a URL that a parser leaves as they are, which are most that people write: whoever knows
//! them needs no parser.

use crate::path::any_pair;

/// Is `host` a name of lower-case letters, digits and hyphens, no label of it in code?
///
/// Addresses end in a label that starts with a digit.
pub(crate) fn is_plain_host(host: &str) -> bool {
    let last = host.as_bytes().rsplit(|byte| *byte == b'.').next();
    last.and_then(<[u8]>::first).is_some_and(u8::is_ascii_lowercase)
        && !any_pair(host, |byte, next| {
            let is_name = byte.is_ascii_lowercase() | byte.is_ascii_digit() | (byte == b'.');
            // Labels in code have two hyphens.
            !(is_name | ((byte == b'-') & (next != b'-')))
        })
}

/// Is there nothing in `path` that is left out, decoded, encoded or resolved, and no query?
pub(crate) fn is_plain_path(path: &str) -> bool {
    !any_pair(path, |byte, next| {
        // Of the rest, the URL standard encodes `"`, `<`, `>`, `^`, `` ` ``, `{` and `}`.
        let is_plain = byte.is_ascii_alphanumeric()
            | matches!(byte, b'!' | b'$' | b'&'..=b'/' | b':' | b';' | b'=' | b'@' | b'_' | b'~');
        !is_plain | ((byte == b'/') & (next == b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_parts_stand_for_themselves() {
        for host in ["a", "localhost", "docs.rs", "my-host.example.com", "1.a"] {
            assert!(is_plain_host(host), "{host}");
        }
        for host in
            ["", ".", "a.", "A", "1.2.3.4", "0x7f.1", "xn--a", "a.xn--b.c", "é", "a:1", "a%61"]
        {
            assert!(!is_plain_host(host), "{host}");
        }
        for path in ["", "/", "/a/b-c_d.e~f", "/@a/b:c;d=e,f+g&h!$('*')", "//a"] {
            assert!(is_plain_path(path), "{path}");
        }
        for path in [
            "/.", "/..", "/a/../b", "/%2e", "/\\", "/ ", "/é", "/a?b", "/a#b", "/^", "/{a}",
            "/\u{7f}",
        ] {
            assert!(!is_plain_path(path), "{path}");
        }
    }
}
