//! A trie over literals: which of many keys does a text start with, or end with?

use std::{collections::VecDeque, ops::Range};

/// A path-compressed trie from keys to numbers, laid out breadth first, so that the first steps of
/// every look-up share a few cache lines. If it is `BACKWARD`, it goes through keys and texts from
/// their ends.
#[derive(Debug, Default)]
pub(super) struct Trie<const BACKWARD: bool = false> {
    tables: Tables,
}

/// What a trie is made of, in either direction.
#[derive(Debug, Default)]
struct Tables {
    /// One more than there are nodes, but for an empty trie: what belongs to a node ends where that
    /// of the next one begins.
    nodes: Vec<Node>,
    /// The first byte of each node's label, beside its siblings'.
    firsts: Vec<u8>,
    /// The nodes with many children, in order.
    wide: Vec<Wide>,
    /// Which of a node's children begins with a byte.
    ranks: Vec<u8>,
    /// As they stand in the keys, whatever the direction.
    labels: Vec<u8>,
    /// The numbers of the keys that end at a node, node by node, ascending.
    ends: Vec<u32>,
}

/// Where the siblings' common prefix is left: where the label, the children and the keys that end
/// here begin.
#[derive(Clone, Copy, Debug)]
struct Node {
    label: u32,
    children: u32,
    ends: u32,
    /// How many wide nodes stand before it.
    wide: u32,
}

/// The children of a node that has more of them than can be compared at once.
#[derive(Clone, Copy, Debug, Default)]
struct Wide {
    /// Where in `ranks` the child stands whose label begins with `low`; those of the bytes up to `high`
    /// follow.
    ranks: u32,
    low: u8,
    high: u8,
}

/// The rank of a byte that no label begins with: more than any node has children.
const NO_CHILD: u8 = u8::MAX;

impl<const BACKWARD: bool> Trie<BACKWARD> {
    /// Builds the trie of `keys`, in time linear in their bytes but for the sorting.
    pub(super) fn new(keys: &[(&[u8], u32)]) -> Self {
        Trie { tables: Tables::new(keys, BACKWARD) }
    }

    /// Calls `found` for each key that `text` starts with, or ends with, shortest first: with its
    /// number, and with what the text has beside it.
    #[inline]
    pub(super) fn keys_of(&self, text: &[u8], mut found: impl FnMut(u32, &[u8])) {
        let mut node = self.tables.pair(0);
        let mut rest = text;
        while let Some(pair @ [this, next]) = node {
            for number in slice(&self.tables.ends, this.ends..next.ends) {
                found(*number, rest);
            }
            let byte = if BACKWARD { rest.last() } else { rest.first() };
            let child = byte.and_then(|byte| self.tables.child(pair, *byte));
            let Some([this, next]) = child else { return };
            let label = this.label..next.label;
            let behind = if BACKWARD {
                rest.strip_suffix(slice(&self.tables.labels, label))
            } else {
                self.tables.behind(rest, label)
            };
            let Some(behind) = behind else { return };
            rest = behind;
            node = child;
        }
    }

    /// Does a key start with `text` and go on?
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(super) fn goes_on(&self, text: &[u8]) -> bool {
        let mut node = self.tables.pair(0);
        let mut rest = text;
        while let Some(pair @ [this, next]) = node {
            let Some(byte) = rest.first() else { return this.children < next.children };
            let child = self.tables.child(pair, *byte);
            let Some([this, next]) = child else { return false };
            let label = slice(&self.tables.labels, this.label..next.label);
            if label.len() > rest.len() {
                return label.starts_with(rest);
            }
            let Some(behind) = rest.strip_prefix(label) else { return false };
            rest = behind;
            node = child;
        }
        false
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let Tables { nodes, firsts, wide, ranks, labels, ends } = &self.tables;
        nodes.capacity() * size_of::<Node>()
            + wide.capacity() * size_of::<Wide>()
            + firsts.capacity()
            + ranks.capacity()
            + labels.capacity()
            + ends.capacity() * size_of::<u32>()
    }

    /// How many nodes there are.
    pub(super) fn states(&self) -> usize {
        self.tables.nodes.len().saturating_sub(1)
    }
}

impl Tables {
    fn new(keys: &[(&[u8], u32)], backward: bool) -> Tables {
        let directed = |key: &[u8]| -> Vec<u8> {
            if backward { key.iter().rev().copied().collect() } else { key.to_vec() }
        };
        let mut keys: Vec<(Vec<u8>, u32)> =
            keys.iter().map(|(key, number)| (directed(key), *number)).collect();
        keys.sort_unstable();
        let mut trie = Tables::default();
        if keys.is_empty() {
            return trie;
        }
        // The nodes to be filled, in the order of their places: the keys below each, and how long
        // their common prefix is.
        let mut open = VecDeque::from([(0..keys.len(), 0_usize)]);
        let mut labels = vec![0];
        trie.firsts.push(0);
        while let Some((range, depth)) = open.pop_front() {
            trie.nodes.push(Node {
                label: labels.get(trie.nodes.len()).copied().unwrap_or(0),
                children: offset(trie.firsts.len()),
                ends: offset(trie.ends.len()),
                wide: offset(trie.wide.len()),
            });
            let children = trie.firsts.len();
            let below = keys.get(range.clone()).unwrap_or(&[]);
            let ending = below.iter().take_while(|(key, _)| key.len() == depth).count();
            trie.ends.extend(below.iter().take(ending).map(|(_, number)| *number));
            let mut start = range.start + ending;
            while let Some((first, _)) = keys.get(start).filter(|_| start < range.end) {
                let byte = first.get(depth);
                let siblings = keys.get(start..range.end).unwrap_or(&[]);
                let group = siblings.partition_point(|(key, _)| key.get(depth) <= byte);
                let last = siblings.get(group.saturating_sub(1)).map_or(first, |(key, _)| key);
                // The keys are sorted: what the first and the last share, all share.
                let shared = first.iter().zip(last).take_while(|(a, b)| a == b).count();
                open.push_back((start..start + group, shared));
                labels.push(offset(trie.labels.len()));
                trie.push_label(first.get(depth..shared).unwrap_or(&[]), backward);
                start += group;
            }
            let firsts = trie.firsts.get(children..).unwrap_or(&[]);
            if let [low, .., high] = firsts
                && firsts.len() > CHUNK
            {
                let ranks = offset(trie.ranks.len());
                let rank = |byte: u8| firsts.binary_search(&byte).ok().map(|rank| rank as u8);
                trie.ranks.extend((*low..=*high).map(|byte| rank(byte).unwrap_or(NO_CHILD)));
                trie.wide.push(Wide { ranks, low: *low, high: *high });
            }
        }
        trie.nodes.push(Node {
            label: offset(trie.labels.len()),
            children: offset(trie.firsts.len()),
            ends: offset(trie.ends.len()),
            wide: offset(trie.wide.len()),
        });
        // So that what is compared at once does not end before.
        trie.firsts.extend([0; CHUNK]);
        trie.labels.extend([0; CHUNK]);
        trie.nodes.shrink_to_fit();
        trie.firsts.shrink_to_fit();
        trie.wide.shrink_to_fit();
        trie.ranks.shrink_to_fit();
        trie.labels.shrink_to_fit();
        trie.ends.shrink_to_fit();
        trie
    }

    fn push_label(&mut self, label: &[u8], backward: bool) {
        self.firsts.push(label.first().copied().unwrap_or(0));
        if backward {
            self.labels.extend(label.iter().rev());
        } else {
            self.labels.extend_from_slice(label);
        }
    }

    /// The node at `place`, and the one after it.
    #[inline]
    fn pair(&self, place: usize) -> Option<&[Node; 2]> {
        self.nodes.get(place..)?.first_chunk()
    }

    /// The child of the first of the pair whose label begins with `byte`, and the node after that.
    #[inline]
    fn child(&self, [this, next]: &[Node; 2], byte: u8) -> Option<&[Node; 2]> {
        let start = this.children as usize;
        let count = (next.children - this.children) as usize;
        let child = match self.firsts.get(start..)?.first_chunk() {
            // Few siblings are compared at once.
            Some(firsts) if count <= CHUNK => position(firsts, byte),
            _ => usize::from(self.rank(*self.wide.get(this.wide as usize)?, byte)?),
        };
        if child < count { self.pair(start + child) } else { None }
    }

    /// Which child of a wide node has a label that begins with `byte`.
    #[inline]
    fn rank(&self, wide: Wide, byte: u8) -> Option<u8> {
        if !(wide.low..=wide.high).contains(&byte) {
            return None;
        }
        self.ranks.get(wide.ranks as usize + usize::from(byte - wide.low)).copied()
    }

    /// What follows in `text` behind a label that it begins with.
    #[inline]
    fn behind<'t>(&self, text: &'t [u8], label: Range<u32>) -> Option<&'t [u8]> {
        let length = (label.end - label.start) as usize;
        let bytes = self.labels.get(label.start as usize..).and_then(|labels| labels.first_chunk());
        match (text.first_chunk(), bytes) {
            (Some(chunk), Some(bytes)) if length <= CHUNK => {
                // Short labels are compared at once, with what follows them shifted out.
                let different = u64::from_le_bytes(*chunk) ^ u64::from_le_bytes(*bytes);
                match different << (8 * (CHUNK - length)) {
                    0 => text.get(length..),
                    _ => None,
                }
            }
            _ => text.strip_prefix(slice(&self.labels, label)),
        }
    }
}

/// How many bytes are compared at once.
const CHUNK: usize = 8;

/// Where `byte` is first among `bytes`, or else how many there are.
#[inline]
const fn position(bytes: &[u8; CHUNK], byte: u8) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x01; CHUNK]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; CHUNK]);
    // The high bit of each byte that is equal, and perhaps of others behind such.
    let others = u64::from_le_bytes(*bytes) ^ (LOW * byte as u64);
    let equal = others.wrapping_sub(LOW) & !others & HIGH;
    equal.trailing_zeros() as usize / 8
}

/// Settings are far smaller than 4 GiB, and so are their indexes.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn slice<T>(all: &[T], range: Range<u32>) -> &[T] {
    all.get(range.start as usize..range.end as usize).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::Trie;
    use proptest::prelude::*;

    fn numbered<'k>(keys: &[&'k str]) -> Vec<(&'k [u8], u32)> {
        keys.iter().map(|key| key.as_bytes()).zip(0..).collect()
    }

    fn found(keys: &[&str], text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        Trie::<false>::new(&numbered(keys))
            .keys_of(text.as_bytes(), |number, _| found.push(number));
        found
    }

    #[test]
    fn finds_every_key_that_starts_the_text() {
        let keys = ["git", "git push", "go", "", "git pull", "git"];
        assert_eq!(found(&keys, "git push x"), [3, 0, 5, 1]);
        assert_eq!(found(&keys, "gi"), [3]);
        assert_eq!(found(&[], "git"), [0_u32; 0]);
    }

    #[test]
    fn knows_which_texts_are_the_beginning_of_a_key() {
        let trie = Trie::<false>::new(&numbered(&["git push", "go"]));
        for beginning in ["", "g", "git", "git pus"] {
            assert!(trie.goes_on(beginning.as_bytes()), "{beginning}");
        }
        for other in ["git push", "go", "git x", "x", "git push x"] {
            assert!(!trie.goes_on(other.as_bytes()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_asking_each_key(
            keys in prop::collection::vec("[ab ]{0,6}", 0..20),
            text in "[ab ]{0,10}",
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let mut expected: Vec<u32> =
                (0..).zip(&keys).filter(|(_, key)| text.starts_with(**key)).map(|(n, _)| n).collect();
            expected.sort_by_key(|number| (keys[*number as usize].len(), *number));
            prop_assert_eq!(found(&keys, &text), expected);

            let mut ending = Vec::new();
            Trie::<true>::new(&numbered(&keys)).keys_of(text.as_bytes(), |number, _| ending.push(number));
            let mut expected: Vec<u32> =
                (0..).zip(&keys).filter(|(_, key)| text.ends_with(**key)).map(|(n, _)| n).collect();
            expected.sort_by_key(|number| (keys[*number as usize].len(), *number));
            prop_assert_eq!(ending, expected);
        }
    }
}
