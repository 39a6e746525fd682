//! Parameter expansions that the client can read.
//!
//! Learned by asking the client about `${…}` with every character in every place. What it cannot read,
//! it takes for something that might run commands: `${{ name }}` of a template is none it knows.

use super::arithmetic::{self, Place};

/// Can the client read `inner`, which stands between `${` and `}`? Braces in it are told elsewhere:
/// see [`Construct::BraceInExpansion`](crate::shell::Construct::BraceInExpansion).
pub(super) fn is_readable(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    // Quotes make no difference to these.
    if bytes.windows(2).any(|pair| matches!(pair, [b'\\', b'\n'] | [b'<' | b'>', b'('])) {
        return false;
    }
    let Some((index, operation)) = parts(inner) else { return false };
    if index.is_some_and(|index| {
        !matches!(index, "@" | "*") && !arithmetic::is_readable(index, Place::Index)
    }) {
        return false;
    }
    match operation.as_bytes() {
        [] | [b'-' | b'=' | b'+' | b'?' | b'#' | b'%' | b'/' | b'^' | b',', ..] | [b'*'] => true,
        [b':', b'-' | b'=' | b'+' | b'?', ..] => true,
        [b':', part @ ..] => {
            let part = operation.get(operation.len() - part.len()..).unwrap_or_default();
            arithmetic::is_readable(part, Place::Part)
        }
        [b'@', operator @ ..] => {
            !operator.first().is_some_and(u8::is_ascii_digit)
                && behind(operator, is_name).is_empty()
        }
        _ => false,
    }
}

/// The subscript of the parameter in `inner`, if there is one, and the operator behind both, with what
/// belongs to it. `None` if the subscript has no end.
pub(super) fn parts(inner: &str) -> Option<(Option<&str>, &str)> {
    let mut rest = behind(inner.as_bytes(), is_blank);
    // `#` before a parameter asks for its length, and alone it is one itself.
    let counted = rest.strip_prefix(b"#").map(|rest| behind(rest, is_blank));
    if let Some(behind) = counted.and_then(behind_parameter).or_else(|| behind_parameter(rest)) {
        rest = behind;
    }
    let mut subscript = None;
    if let [b'[', index @ ..] = rest {
        let end = closing_bracket(index)?;
        let start = inner.len() - index.len();
        subscript = inner.get(start..start + end);
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    Some((subscript, inner.get(inner.len() - behind(rest, is_blank).len()..)?))
}

const fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_name(byte: &u8) -> bool {
    arithmetic::is_name(*byte)
}

/// What stands behind the bytes at the start of `text` that are `of_kind`.
fn behind(text: &[u8], of_kind: fn(&u8) -> bool) -> &[u8] {
    let end = text.iter().position(|byte| !of_kind(byte)).unwrap_or(text.len());
    text.get(end..).unwrap_or_default()
}

/// What stands behind the parameter at the start of `text`; `None` if there is none.
fn behind_parameter(text: &[u8]) -> Option<&[u8]> {
    match text {
        // Before a name it asks for the parameter of that name; alone it is one itself.
        [b'!' | b'~', name @ ..] if name.first().is_some_and(is_name) => behind_parameter(name),
        [b'$', b'[', ..] => None,
        [b'@' | b'*' | b'#' | b'?' | b'$' | b'-' | b'!', rest @ ..] => Some(rest),
        [first, ..] if first.is_ascii_digit() => Some(behind(text, u8::is_ascii_digit)),
        [first, ..] if is_name(first) => Some(behind(text, is_name)),
        _ => None,
    }
}

/// Where the `]` stands that closes what `text` is the inside of.
fn closing_bracket(text: &[u8]) -> Option<usize> {
    let mut depth = 1usize;
    text.iter().position(|byte| {
        depth += usize::from(*byte == b'[');
        depth -= usize::from(*byte == b']');
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn expansions_of_parameters_are_readable() {
        for inner in [
            "", "a", "a ", " a", "1", "10", "@", "#", "##", "#a", "# a", "#@", "#!a", "#%a", "!",
            "!a", "!a*", "!a[@]", "!#", "!%a", "~a", "a[1]", "a[b[1]]", "a[]", "a[k-b]", "#a[@]",
            "a:-b c", "a-b", "a:=b", "a?b", "a:+$b", "a##*/", "a%.x", "a//[b]/_", "a^^", "a,",
            "a@Q", "a@", "a[@]@Q", "a:1:2", "a::2", "a: -1", "%a", "=a b", ":1", "a -b", "a[1,2]",
        ] {
            assert!(is_readable(inner), "{inner}");
        }
    }

    #[test]
    fn other_texts_in_braces_are_not() {
        for inner in [
            "{a", "{ a ", "a b", "a.b", ".a", "a~", "a(b)", "(a)b", "a|b", "a;b", "a$b", "a'b'",
            "\"a\"", "é", "a!", "1a", "-a", "*a", "##a", "! b", "~", "a[1][2]", "a [1]", "a[b c]",
            "a['k']", "a[k:b]", "a[1", "$[1]", "a@1", "a@U b", "a*b", "a:b c", "a-<(b)",
            "a-b\\\nc",
        ] {
            assert!(!is_readable(inner), "{inner}");
        }
    }
}
