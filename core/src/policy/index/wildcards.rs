//! Many patterns with `*`, asked all at once which of them may match a text.

use super::{
    Entry,
    texts::{Item, Texts},
};
use crate::{
    pattern::{Need, Wildcard},
    rule::List,
};
use std::sync::Arc;

/// So many patterns are asked one by one: most hosts have one path.
const FEW: usize = 4;

/// Patterns in which `*` stands for any run of characters, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wildcards {
    patterns: Box<[Wildcard]>,
    /// `None` if there are few.
    index: Option<Arc<Texts>>,
}

impl Wildcards {
    /// Indexes `patterns`, in time linear in their text but for the sorting of it.
    pub(crate) fn new(patterns: &[impl AsRef<str>]) -> Wildcards {
        let index = (patterns.len() > FEW).then(|| {
            let items = patterns.iter().enumerate().map(|(number, pattern)| Item {
                needs: Need::all_of_wildcard(pattern.as_ref()),
                entry: Entry::new(number, List::Deny),
                cut: false,
                has_operator: false,
            });
            Arc::new(Texts::new(items.collect()))
        });
        let patterns = patterns.iter().map(|pattern| Wildcard::new(pattern.as_ref())).collect();
        Wildcards { patterns, index }
    }

    /// Are there none?
    pub(crate) const fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Calls `each` with the number of every pattern that may match `text`, in no order.
    pub(crate) fn nominate(&self, text: &str, each: &mut dyn FnMut(usize)) {
        match &self.index {
            Some(index) => index.offer(text, &mut |_, id| each(id.index())),
            None => (0..self.patterns.len()).for_each(each),
        }
    }

    /// Does the pattern with this number match `text` from end to end?
    pub(crate) fn matches(&self, number: usize, text: &str) -> bool {
        self.patterns.get(number).is_some_and(|pattern| pattern.matches(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::wildcard;
    use proptest::prelude::*;

    fn found(patterns: &[&str], text: &str) -> Vec<usize> {
        let wildcards = Wildcards::new(patterns);
        let mut found = Vec::new();
        wildcards.nominate(text, &mut |number| {
            if wildcards.matches(number, text) {
                found.push(number);
            }
        });
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

    proptest! {
        #[test]
        fn what_each_pattern_matches_is_found(
            patterns in proptest::collection::vec("[ab/*]{0,5}", 0..60),
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
