//! Patterns of hosts, asked all at once: which of them match a host?
//!
//! Nearly all lists name hosts, or what is below one (`*.corp.example`). Those are looked up by their
//! labels, so that a list of ten thousand costs what a list of ten does.

use crate::policy::{Present, Wildcards};
use std::collections::HashMap;

/// Patterns of hosts, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    /// The ends of hosts by which a pattern is found.
    present: Present,
    /// How long the longest of their patterns is, star included.
    longest: usize,
    /// Hosts as they are, and those with a star for their first labels.
    named: HashMap<String, u32>,
    /// Patterns with other stars, and their numbers.
    others: Wildcards,
    of_others: Vec<u32>,
}

impl Hosts {
    /// Indexes `patterns`, all different, in time linear in their text but for the sorting of it.
    pub(super) fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Hosts {
        let (mut named, mut ends) = (HashMap::new(), Vec::new());
        let (mut others, mut of_others) = (Vec::new(), Vec::new());
        for (pattern, number) in patterns.into_iter().zip(0_u32..) {
            let end = pattern.strip_prefix("*.").unwrap_or(pattern);
            if end.contains('*') {
                others.push(pattern);
                of_others.push(number);
            } else {
                ends.push(hash(end));
                named.insert(pattern.to_owned(), number);
            }
        }
        let present = Present::new(ends.into_iter());
        let longest = named.keys().map(String::len).max().unwrap_or_default();
        Hosts { present, longest, named, others: Wildcards::new(&others), of_others }
    }

    /// Calls `each` with the number of every pattern that matches `host`, in no order.
    pub(super) fn find(&self, host: &str, each: &mut dyn FnMut(u32)) {
        let mut mixed = 0;
        // An end longer than any pattern is none, however often the filter lets it through.
        for (at, byte) in host.bytes().enumerate().rev().take(self.longest) {
            if byte == b'.' && self.present.may_hold(mixed) {
                let pattern = format!("*{}", host.get(at..).unwrap_or_default());
                self.named.get(&pattern).copied().into_iter().for_each(&mut *each);
            }
            mixed = mix(mixed, byte);
        }
        if host.len() <= self.longest && self.present.may_hold(mixed) {
            self.named.get(host).copied().into_iter().for_each(&mut *each);
        }
        self.others.nominate(host, &mut |number| {
            if self.others.matches(number, host)
                && let Some(number) = self.of_others.get(number)
            {
                each(*number);
            }
        });
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
