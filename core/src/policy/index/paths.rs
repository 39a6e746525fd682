//! Path patterns with one anchor, by what a path below it must have.

use super::{Entry, guarded::Guarded, seen::Seen, trie::Trie};
use crate::pattern::PathNeed;

/// Paths up to this length are looked up without touching the heap.
const SHORT: usize = 256;

/// Calls `found` with the place of each slash in the words of `text` that hold its first `length`
/// bytes.
///
/// Components are short: to search for the end of each costs more than to look at all words.
#[inline]
fn for_each_slash(text: &[u8], length: usize, mut found: impl FnMut(usize)) {
    const ONES: u64 = u64::MAX / 0xff;
    const LOW: u64 = ONES * 0x7f;
    let words = text.as_chunks().0.iter().take(length.div_ceil(size_of::<u64>()));
    for (number, word) in words.enumerate() {
        // Where there is a slash, nothing is left; then the highest bit of each byte is set that is
        // nothing, and no other.
        let others = u64::from_le_bytes(*word) ^ (ONES * b'/' as u64);
        let mut slashes = !(((others & LOW) + LOW) | others | LOW);
        while slashes != 0 {
            found(number * size_of::<u64>() + slashes.trailing_zeros() as usize / 8);
            slashes &= slashes - 1;
        }
    }
}

/// Path rules with one anchor.
#[derive(Debug, Default)]
pub(super) struct Paths {
    entries: Vec<Entry>,
    starts: Trie,
    /// Over the rest of a path from each of its components on.
    component_starts: Guarded,
    component_ends: Guarded<true>,
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
        paths.starts = Trie::new(&starts);
        paths.component_starts = Guarded::new(&component_starts);
        paths.component_ends = Guarded::new(&ends);
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
        let mut long = Vec::new();
        let buffer = if path.len() < SHORT {
            &mut short[..]
        } else {
            long.resize(path.len() + size_of::<u64>(), 0);
            &mut long
        };
        let Some((upper, behind)) = buffer.split_at_mut_checked(path.len()) else { return };
        upper.copy_from_slice(path.as_bytes());
        upper.make_ascii_uppercase();
        self.starts.keys_of(upper, |number, _| found(number));
        if self.component_starts.is_empty() && self.component_ends.is_empty() {
            return;
        }
        // So that there is a slash behind the last component as well.
        if let Some(end) = behind.first_mut() {
            *end = b'/';
        }
        self.by_component(buffer, path.len(), &mut found);
    }

    /// Finds the rules about components that the first `length` bytes of `text`, in upper case, may
    /// have, each once. There is a slash behind them.
    #[inline(never)]
    fn by_component(&self, text: &[u8], length: usize, found: &mut dyn FnMut(u32)) {
        let mut seen = None;
        let mut found = |number: u32, _: &[u8]| {
            if seen.get_or_insert_with(|| Seen::new(self.entries.len())).insert(number) {
                found(number);
            }
        };
        let mut start = 0;
        for_each_slash(text, length + 1, |end| {
            let rest = text.get(start..length).unwrap_or(&[]);
            let component = rest.get(..end - start).unwrap_or(&[]);
            self.component_starts.keys_of(rest, &mut found);
            self.component_ends.keys_of(component, &mut found);
            start = end + 1;
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slashes_are_found(text in "(/|[.0o\u{af}]|[ -~]){0,40}") {
            let padded = text.clone() + "\0\0\0\0\0\0\0";
            let mut found = Vec::new();
            for_each_slash(padded.as_bytes(), text.len(), |at| found.push(at));
            let expected: Vec<usize> = text.match_indices('/').map(|(at, _)| at).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
