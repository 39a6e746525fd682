//! Patterns of hosts, asked all at once: which of them match a host?
//!
//! Nearly all lists name hosts, or what is below one (`*.corp.example`). Those are looked up by their
//! labels, so that a list of ten thousand costs what a list of ten does.

use crate::{
    order,
    policy::{Present, Wildcards},
};
use std::cmp::Ordering;

/// Patterns of hosts, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    /// The ends of hosts by which a pattern is found.
    present: Present,
    /// How long the longest of their patterns is, star included.
    longest: usize,
    /// Hosts as they are, and those with a star for their first labels.
    named: Vec<Named>,
    /// Patterns with other stars, and their numbers.
    others: Wildcards,
    of_others: Vec<u32>,
}

/// A pattern without a star, but for one in place of its first labels.
#[derive(Clone, Debug)]
struct Named {
    /// Of its end. It is what they are sorted by first, because numbers are quickly compared.
    hash: u64,
    end: String,
    /// Does a host match that has labels in front of the end, or the end itself?
    below: bool,
    number: u32,
}

impl Named {
    fn compare(&self, hash: u64, end: &str, below: bool) -> Ordering {
        let same_hash = || (self.end.as_str(), self.below).cmp(&(end, below));
        self.hash.cmp(&hash).then_with(same_hash)
    }
}

impl Hosts {
    /// Indexes `patterns`, all different, in time linear in their text but for the sorting of it.
    pub(super) fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Hosts {
        let mut named = Vec::new();
        let (mut others, mut of_others) = (Vec::new(), Vec::new());
        let mut longest = 0;
        for (pattern, number) in patterns.into_iter().zip(0_u32..) {
            let below = pattern.strip_prefix("*.");
            let end = below.unwrap_or(pattern);
            if end.contains('*') {
                others.push(pattern);
                of_others.push(number);
            } else {
                let (end, below) = (end.to_owned(), below.is_some());
                named.push(Named { hash: hash(&end), end, below, number });
                longest = pattern.len().max(longest);
            }
        }
        order::sort_by(&mut named, |one, two| one.compare(two.hash, &two.end, two.below));
        let present = Present::new(named.iter().map(|named| named.hash));
        Hosts { present, longest, named, others: Wildcards::new(&others), of_others }
    }

    /// Calls `each` with the number of every pattern that matches `host`, in no order.
    pub(super) fn find(&self, host: &str, each: &mut dyn FnMut(u32)) {
        let mut mixed = 0;
        // An end longer than any pattern is none, however often the filter lets it through.
        for (at, byte) in host.bytes().enumerate().rev().take(self.longest) {
            if byte == b'.' && self.present.may_hold(mixed) {
                let end = host.get(at + 1..).unwrap_or_default();
                self.number_of(mixed, end, true).into_iter().for_each(&mut *each);
            }
            mixed = mix(mixed, byte);
        }
        if host.len() <= self.longest && self.present.may_hold(mixed) {
            self.number_of(mixed, host, false).into_iter().for_each(&mut *each);
        }
        self.others.nominate(host, &mut |number| {
            if self.others.matches(number, host)
                && let Some(number) = self.of_others.get(number)
            {
                each(*number);
            }
        });
    }

    fn number_of(&self, hash: u64, end: &str, below: bool) -> Option<u32> {
        let place = self.named.binary_search_by(|named| named.compare(hash, end, below)).ok()?;
        self.named.get(place).map(|named| named.number)
    }
}

/// One step of the hash of a host that is read from its end. It tells hosts apart that differ in nine
/// characters in a row, which is good enough for a filter and takes no multiplication.
const fn mix(mixed: u64, byte: u8) -> u64 {
    mixed.rotate_left(7) ^ byte as u64
}

fn hash(end: &str) -> u64 {
    end.bytes().rev().fold(0, mix)
}

#[cfg(test)]
mod tests {
    use super::Hosts;
    use crate::pattern::wildcard;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_each_pattern_matches_is_found(
            patterns in proptest::collection::btree_set("(\\*\\.)?[ab.*]{0,6}", 0..30),
            host in "[ab.]{0,7}",
        ) {
            let patterns: Vec<String> = patterns.into_iter().collect();
            let mut found = Vec::new();
            Hosts::new(patterns.iter().map(String::as_str)).find(&host, &mut |number| found.push(number));
            found.sort_unstable();
            let expected: Vec<u32> = (0..)
                .zip(&patterns)
                .filter(|(_, pattern)| wildcard::matches(pattern, &host))
                .map(|(number, _)| number)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
