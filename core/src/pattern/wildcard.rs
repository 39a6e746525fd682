//! The plainest pattern language: `*` stands for any run of characters, everything else for itself.

/// Does `pattern` match `text` from end to end?
///
/// Linear: each literal between two stars is looked for once, at its leftmost place.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(inner) = text.strip_suffix(tail) else { return false };
    text = inner;
    for literal in middle.split('*').filter(|literal| !literal.is_empty()) {
        match text.find(literal) {
            Some(at) => text = text.get(at + literal.len()..).unwrap_or(""),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn without_a_star_it_is_equality() {
        assert!(matches("abc", "abc"));
        assert!(!matches("abc", "abcd"));
        assert!(matches("", ""));
        assert!(!matches("", "a"));
    }

    #[test]
    fn a_star_stands_for_any_run() {
        assert!(matches("*", ""));
        assert!(matches("a*", "a"));
        assert!(matches("a*c", "abbbc"));
        assert!(!matches("a*c", "abbb"));
        assert!(matches("*b*", "abc"));
        assert!(matches("a**c", "ac"));
        assert!(matches("*a*b*c", "xaybzc"));
        assert!(!matches("*a*b*c", "xbyazc"));
    }

    #[test]
    fn head_and_tail_do_not_overlap() {
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("ab*ba", "abba"));
        assert!(!matches("a*b*a", "aa"));
    }
}
