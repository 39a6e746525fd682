//! Parameter expansions that the client can read.
//!
//! Learned by asking the client about `${…}` with every character in every place. What it cannot read,
//! it takes for something that might run commands: `${{ name }}` of a template is none it knows.

use super::arithmetic::{self, Place};

/// Can the client read `inner`, which stands between `${` and `}`? Braces in it are told elsewhere:
/// see [`Construct::BraceInExpansion`](crate::shell::Construct::BraceInExpansion).
pub(super) fn is_readable(inner: &str) -> bool {
    // Quotes make no difference to these.
    const NEVER: [&str; 3] = ["\\\n", "<(", ">("];
    if NEVER.iter().any(|text| inner.contains(text)) {
        return false;
    }
    let inner = inner.trim_start_matches(BLANKS);
    // `#` before a parameter asks for its length, and alone it is one itself.
    let counted = inner.strip_prefix('#').map(|rest| rest.trim_start_matches(BLANKS));
    let rest = match counted.and_then(behind_parameter).or_else(|| behind_parameter(inner)) {
        Some(rest) => rest,
        None => inner,
    };
    let Some(rest) = behind_index(rest) else { return false };
    is_operation(rest.trim_start_matches(BLANKS))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// What stands behind the parameter at the start of `text`; `None` if there is none.
fn behind_parameter(text: &str) -> Option<&str> {
    // Before a name it asks for the parameter of that name; alone it is one itself.
    let indirect = text.strip_prefix(['!', '~']).and_then(behind_name);
    let special = || {
        let rest = text.strip_prefix(['@', '*', '#', '?', '$', '-', '!']);
        rest.filter(|_| !text.starts_with("$["))
    };
    indirect.or_else(|| behind_name(text)).or_else(special)
}

/// What stands behind the name or the number at the start of `text`; `None` if there is none.
fn behind_name(text: &str) -> Option<&str> {
    let is_digit = |character: char| character.is_ascii_digit();
    let in_name = |character: char| character == '_' || character.is_ascii_alphanumeric();
    let rest = match text.starts_with(is_digit) {
        true => text.trim_start_matches(is_digit),
        false => text.trim_start_matches(in_name),
    };
    (rest.len() < text.len()).then_some(rest)
}

/// What stands behind the index at the start of `text`, if there is one; `None` if the client cannot
/// read it.
fn behind_index(text: &str) -> Option<&str> {
    let Some(index) = text.strip_prefix('[') else { return Some(text) };
    let mut depth = 1usize;
    let end = index.bytes().position(|byte| {
        depth += usize::from(byte == b'[');
        depth -= usize::from(byte == b']');
        depth == 0
    })?;
    let (index, rest) = index.split_at(end);
    let is_readable = matches!(index, "@" | "*") || arithmetic::is_readable(index, Place::Index);
    is_readable.then(|| rest.strip_prefix(']'))?
}

/// Can what stands behind a parameter be done to it?
fn is_operation(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        None => true,
        Some('-' | '=' | '+' | '?' | '#' | '%' | '/' | '^' | ',') => true,
        Some(':') => {
            let part = characters.as_str();
            part.starts_with(['-', '=', '+', '?']) || arithmetic::is_readable(part, Place::Part)
        }
        Some('@') => {
            let operator = characters.as_str();
            operator.is_empty()
                || !operator.starts_with(|first: char| first.is_ascii_digit())
                    && behind_name(operator) == Some("")
        }
        Some('*') => characters.as_str().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn expansions_of_parameters_are_readable() {
        for inner in [
            "",
            "a",
            "a ",
            " a",
            "1",
            "10",
            "@",
            "#",
            "##",
            "#a",
            "# a",
            "#@",
            "#!a",
            "#%a",
            "!",
            "!a",
            "!a*",
            "!a[@]",
            "!#",
            "!%a",
            "~a",
            "a[1]",
            "a[b[1]]",
            "a[]",
            "a[k-b]",
            "a[\"k\"]",
            "#a[@]",
            "a:-b c",
            "a-b",
            "a:=b",
            "a?b",
            "a:+\"$a\"",
            "a##*/",
            "a%.x",
            "a//[^a-z]/_",
            "a^^",
            "a,",
            "a@Q",
            "a@",
            "a[@]@Q",
            "a:1:2",
            "a::2",
            "a: -1",
            "%a",
            "=a b",
            ":1",
            "a -b",
            "a[1,2]",
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
