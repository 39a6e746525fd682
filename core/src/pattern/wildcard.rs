//! The plainest pattern language: `*` stands for any run of characters, everything else for itself.

use memchr::{memchr, memchr_iter, memrchr};

/// Does `pattern` match `text` from end to end?
///
/// Linear: each literal between two stars is looked for once, at its leftmost place.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let stars = memchr(b'*', pattern.as_bytes()).zip(memrchr(b'*', pattern.as_bytes()));
    let Some((first, last)) = stars else { return pattern == text };
    let part = |range: std::ops::Range<usize>| pattern.get(range).unwrap_or("");
    let Some(behind) = text.strip_prefix(part(0..first)) else { return false };
    let Some(mut text) = behind.strip_suffix(part(last + 1..pattern.len())) else { return false };
    let mut start = first + 1;
    while let Some(length) = memchr(b'*', part(start..last + 1).as_bytes()) {
        let literal = part(start..start + length);
        match find(text, literal).and_then(|at| text.get(at + literal.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
        start += length + 1;
    }
    true
}

/// Where `literal` first stands in `text`. As `str::find`, which gets ready for long texts first, and
/// that takes longer than to look through a short one.
pub(crate) fn find(text: &str, literal: &str) -> Option<usize> {
    const SHORT: usize = 256;
    match literal.as_bytes() {
        [first, rest @ ..] if text.len() <= SHORT => {
            let behind = |at: usize| text.as_bytes().get(at + 1..);
            memchr_iter(*first, text.as_bytes())
                .find(|at| behind(*at).is_some_and(|behind| behind.starts_with(rest)))
        }
        _ => text.find(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::{find, matches};
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_literal_is_found_as_the_standard_library_finds_it(
            text in "[abé]{0,9}",
            literal in "[abé]{0,3}",
            times in prop::sample::select(vec![1, 100]),
        ) {
            let text = text.repeat(times);
            prop_assert_eq!(find(&text, &literal), text.find(&literal));
        }
    }
}
