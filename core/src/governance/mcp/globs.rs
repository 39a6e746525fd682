//! Many patterns with `*`, asked all at once which of them match a text.
//!
//! Patterns without a star are looked up. The others are nominated by the longer of their literal
//! ends, or by all their literals if they begin and end with a star, and then verified, so that a
//! text meets the few patterns that have something in common with it, not all of them. Both steps are
//! linear in the text and in what is nominated.

use crate::{
    order,
    pattern::wildcard,
    policy::{Grams, Seen},
};
use std::collections::HashMap;

/// A map from patterns to values.
#[derive(Clone, Debug)]
pub(super) struct Globs<T> {
    exact: HashMap<String, T>,
    starts: Ends<T>,
    ends: Ends<T>,
    /// Patterns that begin and end with a star.
    inner: Vec<(String, T)>,
    /// Their literals.
    held: Grams,
}

impl<T> Default for Globs<T> {
    fn default() -> Globs<T> {
        Globs::new([])
    }
}

impl<T> Globs<T> {
    /// Takes patterns with their values. Each pattern should be there once.
    pub(super) fn new(patterns: impl IntoIterator<Item = (String, T)>) -> Globs<T> {
        let mut exact = HashMap::new();
        let (mut starts, mut ends, mut inner) = (Vec::new(), Vec::new(), Vec::new());
        for (pattern, value) in patterns {
            let Some((head, rest)) = pattern.split_once('*') else {
                exact.insert(pattern, value);
                continue;
            };
            let tail = rest.rsplit_once('*').map_or(rest, |(_, tail)| tail);
            if head.is_empty() && tail.is_empty() {
                inner.push((pattern, value));
            } else if head.len() >= tail.len() {
                starts.push((head.as_bytes().to_vec(), pattern, value));
            } else {
                ends.push((tail.bytes().rev().collect(), pattern, value));
            }
        }
        let literals = inner.iter().map(|(pattern, _): &(String, T)| -> Vec<&[u8]> {
            pattern.split('*').map(str::as_bytes).collect()
        });
        let held = Grams::new(literals.zip(0..));
        Globs { exact, starts: Ends::new(starts), ends: Ends::new(ends), inner, held }
    }

    /// Are there no patterns?
    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty()
            && self.starts.literals.is_empty()
            && self.ends.literals.is_empty()
            && self.inner.is_empty()
    }

    /// Calls `each` with the value of every pattern that matches `text`, in no order.
    pub(super) fn matching<'a>(&'a self, text: &str, each: &mut dyn FnMut(&'a T)) {
        if let Some(value) = self.exact.get(text) {
            each(value);
        }
        let mut verify = |pattern: &str, value: &'a T| {
            if wildcard::matches(pattern, text) {
                each(value);
            }
        };
        self.starts.nominate(text.as_bytes(), &mut verify);
        if !self.ends.literals.is_empty() {
            reversed(text, |text| self.ends.nominate(text, &mut verify));
        }
        if self.inner.is_empty() {
            return;
        }
        let mut seen = Seen::new(self.inner.len());
        self.held.nominate(text.as_bytes(), &mut |number| {
            if seen.insert(number)
                && let Some((pattern, value)) = self.inner.get(number as usize)
            {
                verify(pattern, value);
            }
        });
    }
}

/// Patterns by a literal that they begin with, in a sorted array in which each literal knows the
/// next shorter one that it begins with itself.
#[derive(Clone, Debug)]
struct Ends<T> {
    literals: Vec<Literal<T>>,
}

#[derive(Clone, Debug)]
struct Literal<T> {
    bytes: Vec<u8>,
    /// The longest other literal that this one begins with.
    shorter: Option<usize>,
    patterns: Vec<(String, T)>,
}

impl<T> Ends<T> {
    fn new(mut patterns: Vec<(Vec<u8>, String, T)>) -> Ends<T> {
        order::sort_by(&mut patterns, |left, right| left.0.cmp(&right.0));
        let mut literals: Vec<Literal<T>> = Vec::new();
        for (bytes, pattern, value) in patterns {
            if let Some(last) = literals.last_mut()
                && last.bytes == bytes
            {
                last.patterns.push((pattern, value));
                continue;
            }
            // What precedes in sorted order and is a beginning of this one is on the chain of the
            // literal just before it.
            let mut shorter = literals.len().checked_sub(1);
            while let Some(literal) = shorter.and_then(|at| literals.get(at))
                && !bytes.starts_with(&literal.bytes)
            {
                shorter = literal.shorter;
            }
            literals.push(Literal { bytes, shorter, patterns: vec![(pattern, value)] });
        }
        Ends { literals }
    }

    /// Calls `each` with the patterns of every literal that `text` begins with.
    fn nominate<'a>(&'a self, text: &[u8], each: &mut dyn FnMut(&str, &'a T)) {
        let after = self.literals.partition_point(|literal| literal.bytes.as_slice() <= text);
        let mut at = after.checked_sub(1);
        let mut begins = false;
        while let Some(literal) = at.and_then(|at| self.literals.get(at)) {
            // Each literal of the chain begins the one before: if that begins the text, so does it.
            begins = begins || text.starts_with(&literal.bytes);
            if begins {
                for (pattern, value) in &literal.patterns {
                    each(pattern, value);
                }
            }
            at = literal.shorter;
        }
    }
}

/// Gives `each` the bytes of `text` from the last to the first. Hosts and most paths are short
/// enough to need no allocation.
fn reversed(text: &str, each: impl FnOnce(&[u8])) {
    let mut buffer = [0; 256];
    match buffer.get_mut(..text.len()) {
        Some(short) => {
            for (to, from) in short.iter_mut().zip(text.bytes().rev()) {
                *to = from;
            }
            each(short);
        }
        None => each(&text.bytes().rev().collect::<Vec<u8>>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(patterns: &[&str], text: &str) -> Vec<usize> {
        let globs = Globs::new(patterns.iter().enumerate().map(|(at, p)| ((*p).to_owned(), at)));
        let mut found = Vec::new();
        globs.matching(text, &mut |at| found.push(*at));
        found.sort_unstable();
        found
    }

    #[test]
    fn every_kind_of_pattern_is_found() {
        let patterns = ["a.test", "*.test", "a.*", "*", "*.te*", "a*t", "b*", "*b", ""];
        assert_eq!(found(&patterns, "a.test"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(found(&patterns, "b"), [3, 6, 7]);
        assert_eq!(found(&patterns, ""), [3, 8]);
    }

    #[test]
    fn literals_that_begin_alike_are_all_met() {
        let patterns = ["/a*", "/ab*", "/abd*", "/abc*", "/b*", "/*"];
        assert_eq!(found(&patterns, "/abcx"), [0, 1, 3, 5]);
        assert_eq!(found(&patterns, "/abe"), [0, 1, 5]);
        assert_eq!(found(&patterns, "/"), [5]);
    }

    proptest! {
        #[test]
        fn the_set_finds_what_each_pattern_matches(
            patterns in proptest::collection::btree_set("[ab/*]{0,5}", 0..12),
            text in "[ab/]{0,6}",
        ) {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let expected: Vec<usize> = patterns
                .iter()
                .enumerate()
                .filter(|(_, pattern)| wildcard::matches(pattern, &text))
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(found(&patterns, &text), expected);
        }
    }
}
