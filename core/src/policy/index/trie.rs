//! A trie over literals: which of many keys does a text start with, or end with?

use std::{collections::VecDeque, ops::Range};

/// A path-compressed trie from keys to numbers, laid out breadth first, so that the first steps of
/// every look-up share a few cache lines. If it is `BACKWARD`, it goes through keys and texts from
/// their ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie<const BACKWARD: bool = false> {
    nodes: Vec<Node>,
    /// The first byte of each node's label, beside its siblings'.
    firsts: Vec<u8>,
    /// As they stand in the keys, whatever the direction.
    labels: Vec<u8>,
    /// The numbers of the keys that end at a node, node by node, ascending.
    ends: Vec<u32>,
}

/// What follows its siblings' common prefix: a label, children, and the keys that end here.
#[derive(Clone, Debug)]
struct Node {
    label: Range<u32>,
    children: Range<u32>,
    ends: Range<u32>,
}

impl<const BACKWARD: bool> Trie<BACKWARD> {
    /// Builds the trie of `keys`, in time linear in their bytes but for the sorting.
    pub(super) fn new<'k>(keys: impl IntoIterator<Item = (&'k [u8], u32)>) -> Self {
        let directed = |key: &[u8]| -> Vec<u8> {
            if BACKWARD { key.iter().rev().copied().collect() } else { key.to_vec() }
        };
        let mut keys: Vec<(Vec<u8>, u32)> =
            keys.into_iter().map(|(key, number)| (directed(key), number)).collect();
        keys.sort_unstable();
        let mut trie = Trie::default();
        if keys.is_empty() {
            return trie;
        }
        // A node to be filled: its place, the keys below it, and how long their common prefix is.
        let mut open = VecDeque::new();
        trie.push(&[]);
        open.push_back((0_usize, 0..keys.len(), 0_usize));
        while let Some((node, range, depth)) = open.pop_front() {
            let below = keys.get(range.clone()).unwrap_or(&[]);
            let ending = below.iter().take_while(|(key, _)| key.len() == depth).count();
            let ends_start = offset(trie.ends.len());
            trie.ends.extend(below.iter().take(ending).map(|(_, number)| *number));
            let ends = ends_start..offset(trie.ends.len());

            let children_start = offset(trie.nodes.len());
            let mut start = range.start + ending;
            while let Some((first, _)) = keys.get(start).filter(|_| start < range.end) {
                let byte = first.get(depth);
                let siblings = keys.get(start..range.end).unwrap_or(&[]);
                let group = siblings.partition_point(|(key, _)| key.get(depth) <= byte);
                let last = siblings.get(group.saturating_sub(1)).map_or(first, |(key, _)| key);
                // The keys are sorted: what the first and the last share, all share.
                let shared = first.iter().zip(last).take_while(|(a, b)| a == b).count();
                open.push_back((trie.nodes.len(), start..start + group, shared));
                trie.push(first.get(depth..shared).unwrap_or(&[]));
                start += group;
            }
            let children = children_start..offset(trie.nodes.len());
            if let Some(node) = trie.nodes.get_mut(node) {
                node.children = children;
                node.ends = ends;
            }
        }
        trie.nodes.shrink_to_fit();
        trie.firsts.shrink_to_fit();
        trie.labels.shrink_to_fit();
        trie.ends.shrink_to_fit();
        trie
    }

    fn push(&mut self, label: &[u8]) {
        let start = offset(self.labels.len());
        if BACKWARD {
            self.labels.extend(label.iter().rev());
        } else {
            self.labels.extend_from_slice(label);
        }
        self.firsts.push(label.first().copied().unwrap_or(0));
        self.nodes.push(Node {
            label: start..offset(self.labels.len()),
            children: 0..0,
            ends: 0..0,
        });
    }

    /// Calls `found` with the number of each key that `text` starts with, or ends with, shortest first.
    #[inline]
    pub(super) fn keys_of(&self, text: &[u8], mut found: impl FnMut(u32)) {
        let Some(mut node) = self.nodes.first() else { return };
        let mut rest = text;
        loop {
            for number in slice(&self.ends, &node.ends) {
                found(*number);
            }
            let byte = if BACKWARD { rest.last() } else { rest.first() };
            let Some(next) = byte.and_then(|byte| self.child(node, *byte)) else { return };
            let label = slice(&self.labels, &next.label);
            let behind = if BACKWARD { rest.strip_suffix(label) } else { rest.strip_prefix(label) };
            let Some(behind) = behind else { return };
            rest = behind;
            node = next;
        }
    }

    /// The child of `node` whose label begins with `byte`.
    #[inline]
    fn child(&self, node: &Node, byte: u8) -> Option<&Node> {
        let firsts = slice(&self.firsts, &node.children);
        // A vector search pays from about this many siblings on.
        let child = if firsts.len() > 12 {
            memchr::memchr(byte, firsts)
        } else {
            firsts.iter().position(|first| *first == byte)
        };
        self.nodes.get(node.children.start as usize + child?)
    }

    /// Does a key start with `text` and go on?
    pub(super) fn goes_on(&self, text: &[u8]) -> bool {
        let Some(mut node) = self.nodes.first() else { return false };
        let mut rest = text;
        while let Some(byte) = rest.first() {
            let Some(next) = self.child(node, *byte) else { return false };
            let label = slice(&self.labels, &next.label);
            if label.len() > rest.len() {
                return label.starts_with(rest);
            }
            let Some(behind) = rest.strip_prefix(label) else { return false };
            rest = behind;
            node = next;
        }
        !node.children.is_empty()
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.firsts.capacity()
            + self.labels.capacity()
            + self.ends.capacity() * size_of::<u32>()
    }

    /// How many nodes there are.
    pub(super) fn states(&self) -> usize {
        self.nodes.len()
    }
}

/// Settings are far smaller than 4 GiB, and so are their indexes.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn slice<'s, T>(all: &'s [T], range: &Range<u32>) -> &'s [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::Trie;
    use proptest::prelude::*;

    fn found(keys: &[&str], text: &str) -> Vec<u32> {
        let numbered = keys.iter().zip(0..).map(|(key, number)| (key.as_bytes(), number));
        let mut found = Vec::new();
        Trie::<false>::new(numbered).keys_of(text.as_bytes(), |number| found.push(number));
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
        let numbered = ["git push", "go"].into_iter().zip(0..);
        let trie = Trie::<false>::new(numbered.map(|(key, number)| (key.as_bytes(), number)));
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

            let numbered = (0..).zip(&keys).map(|(number, key)| (key.as_bytes(), number));
            let mut ending = Vec::new();
            Trie::<true>::new(numbered).keys_of(text.as_bytes(), |number| ending.push(number));
            let mut expected: Vec<u32> =
                (0..).zip(&keys).filter(|(_, key)| text.ends_with(**key)).map(|(n, _)| n).collect();
            expected.sort_by_key(|number| (keys[*number as usize].len(), *number));
            prop_assert_eq!(ending, expected);
        }
    }
}
