//! The plainest pattern language: `*` stands for any run of characters, everything else for itself.

use memchr::memchr_iter;

/// A pattern that is asked often.
#[derive(Clone, Debug)]
pub(crate) struct Wildcard {
    /// What is before the first star, or all of it.
    start: Box<str>,
    rest: Option<Rest>,
}

/// What a pattern has behind its first star.
#[derive(Clone, Debug)]
struct Rest {
    /// What is between the stars.
    inner: Box<[Box<str>]>,
    /// What is behind the last.
    end: Box<str>,
}

impl Wildcard {
    pub(crate) fn new(pattern: &str) -> Wildcard {
        let (start, rest) = match split(pattern) {
            None => (pattern, None),
            Some((start, inner, end)) => {
                (start, Some(Rest { inner: inner.map(Into::into).collect(), end: end.into() }))
            }
        };
        Wildcard { start: start.into(), rest }
    }

    /// As [`matches`].
    pub(crate) fn matches(&self, text: &str) -> bool {
        match &self.rest {
            None => *self.start == *text,
            Some(Rest { inner, end }) => {
                holds(text, &self.start, inner.iter().map(|literal| &**literal), end)
            }
        }
    }
}

/// Does `pattern` match `text` from end to end?
///
/// Linear: each literal between two stars is looked for once, at its leftmost place.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    match split(pattern) {
        None => pattern == text,
        Some((start, inner, end)) => holds(text, start, inner, end),
    }
}

/// What is before the first star, between the stars, and behind the last.
fn split(pattern: &str) -> Option<(&str, impl Iterator<Item = &str>, &str)> {
    let (start, behind) = pattern.split_once('*')?;
    let (inner, end) = behind.rsplit_once('*').unwrap_or(("", behind));
    Some((start, inner.split('*').filter(|literal| !literal.is_empty()), end))
}

/// Does `text` have what stands between the stars between its start and its end?
fn holds<'l>(text: &str, start: &str, inner: impl Iterator<Item = &'l str>, end: &str) -> bool {
    let rest = without_start(text, start).and_then(|rest| without_end(rest, end));
    rest.is_some_and(|rest| has_in_turn(rest, inner))
}

/// As `str::strip_prefix`. To compare nothing costs as much as several hundred instructions where the
/// pointer to nothing points nowhere, and the C library reads it with a mask.
pub(crate) fn without_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    if start.is_empty() { Some(text) } else { text.strip_prefix(start) }
}

/// As `str::strip_suffix`, with the care of [`without_start`].
pub(crate) fn without_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    if end.is_empty() { Some(text) } else { text.strip_suffix(end) }
}

/// Does `text` have all `literals`, each behind the one before?
pub(crate) fn has_in_turn<'l>(mut text: &str, mut literals: impl Iterator<Item = &'l str>) -> bool {
    // The leftmost place for each leaves the most room for those that follow.
    literals.all(|literal| {
        let behind = find(text, literal).and_then(|at| text.get(at + literal.len()..));
        text = behind.unwrap_or("");
        behind.is_some()
    })
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
