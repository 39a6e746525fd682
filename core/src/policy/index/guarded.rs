//! A trie behind a table that says quickly that a text has none of its keys.

use super::trie::Trie;

/// A trie that is asked about texts of which few have a key. Nearly all others are turned away by
/// their first two bytes, or by their last two if it is `BACKWARD`.
#[derive(Debug, Default)]
pub(super) struct Guarded<const BACKWARD: bool = false> {
    trie: Trie<BACKWARD>,
    /// For each byte that a key begins with, a bit for each byte that goes on, as far as six bits
    /// tell them apart. None, if there are no keys.
    guard: Option<Box<[u64; 256]>>,
}

impl<const BACKWARD: bool> Guarded<BACKWARD> {
    /// As [`Trie::new`].
    pub(super) fn new(keys: &[(&[u8], u32)]) -> Self {
        let mut guard = Box::new([0; 256]);
        for (key, _) in keys {
            match Self::edge(key) {
                // A key of one byte, which does not mind what follows, has all bits.
                Some((outer, inner)) => guard[usize::from(outer)] |= inner,
                None => guard.fill(u64::MAX),
            }
        }
        let guard = (!keys.is_empty()).then_some(guard);
        Guarded { trie: Trie::new(keys), guard }
    }

    /// The byte that `text` begins with, and a bit for the one that goes on: any, if it does not.
    #[inline]
    const fn edge(text: &[u8]) -> Option<(u8, u64)> {
        match (text, BACKWARD) {
            ([outer, inner, ..], false) | ([.., inner, outer], true) => {
                Some((*outer, 1 << (*inner % 64)))
            }
            ([outer], _) => Some((*outer, u64::MAX)),
            _ => None,
        }
    }

    /// As [`Trie::keys_of`].
    #[inline]
    pub(super) fn keys_of(&self, text: &[u8], found: &mut dyn FnMut(u32, &[u8])) {
        let Some(guard) = &self.guard else { return };
        if Self::edge(text).is_none_or(|(outer, inner)| guard[usize::from(outer)] & inner != 0) {
            self.walk(text, found);
        }
    }

    /// Out of the way of those that are turned away.
    #[inline(never)]
    fn walk(&self, text: &[u8], found: &mut dyn FnMut(u32, &[u8])) {
        self.trie.keys_of(text, found);
    }

    /// Are there no keys?
    pub(super) const fn is_empty(&self) -> bool {
        self.guard.is_none()
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.trie.heap_bytes() + self.guard.as_deref().map_or(0, size_of_val)
    }

    /// As [`Trie::states`].
    pub(super) fn states(&self) -> usize {
        self.trie.states()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys_of<const BACKWARD: bool>(keys: &[String], text: &str) -> (Vec<u32>, Vec<u32>) {
        let keys = || (0..).zip(keys).map(|(number, key)| (key.as_bytes(), number));
        let (mut guarded, mut all) = (Vec::new(), Vec::new());
        Guarded::<BACKWARD>::new(&keys().collect::<Vec<_>>())
            .keys_of(text.as_bytes(), &mut |number, _| guarded.push(number));
        Trie::<BACKWARD>::new(&keys().collect::<Vec<_>>())
            .keys_of(text.as_bytes(), |number, _| all.push(number));
        (guarded, all)
    }

    proptest! {
        #[test]
        fn no_key_is_turned_away(
            keys in prop::collection::vec("[A!a\u{e9}]{0,3}", 0..4),
            text in "[A!a\u{e9}]{0,4}",
        ) {
            let (guarded, all) = keys_of::<false>(&keys, &text);
            prop_assert_eq!(guarded, all);
            let (guarded, all) = keys_of::<true>(&keys, &text);
            prop_assert_eq!(guarded, all);
        }
    }
}
