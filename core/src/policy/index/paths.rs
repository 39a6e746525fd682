//! Path patterns with one anchor, by what a path below it must have.

use super::{Entry, seen::Seen, trie::Trie};
use crate::pattern::PathNeed;

/// Paths up to this length are looked up without touching the heap.
const SHORT: usize = 256;

/// Path rules with one anchor.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    entries: Vec<Entry>,
    starts: Trie,
    /// Over the rest of a path from each of its components on.
    component_starts: Trie,
    component_ends: Trie<true>,
    /// The rules that any path may match.
    always: Vec<u32>,
}

impl Paths {
    pub(super) fn new(items: &[(PathNeed, Entry)]) -> Paths {
        let mut paths = Paths::default();
        let (mut starts, mut component_starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (need, entry)) in (0..).zip(items) {
            paths.entries.push(*entry);
            match need {
                PathNeed::Start(start) => starts.push((start.as_slice(), number)),
                PathNeed::ComponentStart(start) => {
                    component_starts.push((start.as_slice(), number))
                }
                PathNeed::ComponentEnd(end) => ends.push((end.as_slice(), number)),
                PathNeed::Nothing => paths.always.push(number),
                PathNeed::Never => {}
            }
        }
        paths.starts = Trie::new(starts);
        paths.component_starts = Trie::new(component_starts);
        paths.component_ends = Trie::new(ends);
        paths
    }

    /// All rules.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Nominates the rules that may match `path`, relative to the anchor, each once.
    pub(super) fn nominate(&self, path: &str, mut nominate: impl FnMut(Entry)) {
        let mut found = |number: u32| {
            if let Some(entry) = self.entries.get(number as usize) {
                nominate(*entry);
            }
        };
        self.always.iter().copied().for_each(&mut found);
        let mut short = [0; SHORT];
        let long;
        let upper = match short.get_mut(..path.len()) {
            Some(upper) => {
                upper.copy_from_slice(path.as_bytes());
                upper.make_ascii_uppercase();
                &*upper
            }
            None => {
                long = path.as_bytes().to_ascii_uppercase();
                &long
            }
        };
        self.starts.keys_of(upper, |number, _| found(number));
        if self.component_starts.states() + self.component_ends.states() == 0 {
            return;
        }
        let mut seen = Seen::new(self.entries.len());
        let mut found = |number: u32| {
            if seen.insert(number) {
                found(number);
            }
        };
        let mut start = 0;
        for component in upper.split(|byte| *byte == b'/') {
            let rest = upper.get(start..).unwrap_or(&[]);
            self.component_starts.keys_of(rest, |number, _| found(number));
            self.component_ends.keys_of(component, |number, _| found(number));
            start += component.len() + 1;
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.always.capacity() * size_of::<u32>()
            + self.starts.heap_bytes()
            + self.component_starts.heap_bytes()
            + self.component_ends.heap_bytes()
    }

    pub(super) fn states(&self) -> usize {
        self.starts.states() + self.component_starts.states() + self.component_ends.states()
    }
}
