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
    /// Hosts, as they are.
    exact: HashMap<String, usize>,
    /// What hosts are below.
    below: HashMap<String, usize>,
    /// Patterns with other stars, and their numbers.
    others: Wildcards,
    of_others: Vec<usize>,
}

/// How a host is looked up.
enum Form<'p> {
    /// As it is.
    Exact,
    /// By what it is below.
    Below(&'p str),
    /// As a wildcard.
    Other,
}

impl Form<'_> {
    fn of(pattern: &str) -> Form<'_> {
        match pattern.strip_prefix("*.") {
            Some(end) if !end.contains('*') => Form::Below(end),
            None if !pattern.contains('*') => Form::Exact,
            _ => Form::Other,
        }
    }
}

impl Hosts {
    /// Indexes `patterns`, all different, in time linear in their text but for the sorting of it.
    pub(super) fn new(patterns: impl IntoIterator<Item = String>) -> Hosts {
        let (mut exact, mut below) = (HashMap::new(), HashMap::new());
        let (mut others, mut of_others) = (Vec::new(), Vec::new());
        for (number, pattern) in patterns.into_iter().enumerate() {
            match Form::of(&pattern) {
                Form::Exact => {
                    exact.insert(pattern, number);
                }
                Form::Below(end) => {
                    below.insert(end.to_owned(), number);
                }
                Form::Other => {
                    others.push(pattern);
                    of_others.push(number);
                }
            }
        }
        let ends: Vec<u64> = exact.keys().chain(below.keys()).map(|end| hash(end)).collect();
        Hosts {
            present: Present::new(ends.into_iter()),
            exact,
            below,
            others: Wildcards::new(&others),
            of_others,
        }
    }

    /// Calls `each` with the number of every pattern that matches `host`, in no order.
    pub(super) fn find(&self, host: &str, each: &mut dyn FnMut(usize)) {
        let mut mixed = 0;
        for (at, byte) in host.bytes().enumerate().rev() {
            if byte == b'.' && self.present.may_hold(mixed) {
                let found = host.get(at + 1..).and_then(|end| self.below.get(end));
                found.copied().into_iter().for_each(&mut *each);
            }
            mixed = mix(mixed, byte);
        }
        if self.present.may_hold(mixed) {
            self.exact.get(host).copied().into_iter().for_each(&mut *each);
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
            Hosts::new(patterns.clone()).find(&host, &mut |number| found.push(number));
            found.sort_unstable();
            let expected: Vec<usize> = (0..patterns.len())
                .filter(|number| wildcard::matches(&patterns[*number], &host))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
