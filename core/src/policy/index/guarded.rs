//! A trie behind a table that says quickly that a text has none of its keys.

use super::trie::Trie;

/// How many bytes of a text the table looks at.
const EDGE: usize = 3;

/// A bit for the hash of each text of [`EDGE`] bytes that a key may begin with.
type Guard = [u64; 64];

/// A trie that is asked about texts of which few have a key. Nearly all others are turned away by
/// their first three bytes, or by their last three if it is `BACKWARD`.
#[derive(Debug, Default)]
pub(super) struct Guarded<const BACKWARD: bool = false> {
    trie: Trie<BACKWARD>,
    /// None, if there are no keys.
    guard: Option<Box<Guard>>,
}

/// The word of a [`Guard`] for three bytes, and the bit in it.
#[inline]
const fn place([a, b, c]: [u8; EDGE]) -> (usize, u64) {
    let hash = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1);
    ((hash >> 26) as usize, 1 << ((hash >> 20) & 63))
}

impl<const BACKWARD: bool> Guarded<BACKWARD> {
    /// As [`Trie::new`].
    pub(super) fn new(keys: &[(&[u8], u32)]) -> Self {
        let mut guard = Box::new([0; 64]);
        for (key, _) in keys {
            match (Self::edge(key), key.len()) {
                (Some(edge), _) => admit(&mut guard, edge),
                // Whatever a text has beside a key of two bytes will do.
                (None, 2) => {
                    for other in 0..=u8::MAX {
                        admit(&mut guard, Self::beside(key, other));
                    }
                }
                (None, _) => guard.fill(u64::MAX),
            }
        }
        let guard = (!keys.is_empty()).then_some(guard);
        Guarded { trie: Trie::new(keys), guard }
    }

    /// The bytes that `text` begins with, if it has so many.
    #[inline]
    fn edge(text: &[u8]) -> Option<[u8; EDGE]> {
        if BACKWARD { text.last_chunk().copied() } else { text.first_chunk().copied() }
    }

    /// The bytes that a text begins with that begins with `key`, of two bytes, and goes on with
    /// `other`.
    fn beside(key: &[u8], other: u8) -> [u8; EDGE] {
        match (key, BACKWARD) {
            ([a, b], false) => [*a, *b, other],
            ([a, b], true) => [other, *a, *b],
            _ => [other; EDGE],
        }
    }

    /// As [`Trie::keys_of`].
    #[inline]
    pub(super) fn keys_of(&self, text: &[u8], found: &mut dyn FnMut(u32, &[u8])) {
        let Some(guard) = &self.guard else { return };
        let may_have_one = Self::edge(text).is_none_or(|edge| {
            let (word, bit) = place(edge);
            guard[word] & bit != 0
        });
        if may_have_one {
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

fn admit(guard: &mut Guard, edge: [u8; EDGE]) {
    let (word, bit) = place(edge);
    guard[word] |= bit;
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
            keys in prop::collection::vec("[A!a\u{e9}]{0,4}", 0..4),
            text in "[A!a\u{e9}]{0,5}",
        ) {
            let (guarded, all) = keys_of::<false>(&keys, &text);
            prop_assert_eq!(guarded, all);
            let (guarded, all) = keys_of::<true>(&keys, &text);
            prop_assert_eq!(guarded, all);
        }
    }
}
