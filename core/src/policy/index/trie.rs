//! A trie over literals: which of many keys does a text start with, or end with?

use std::{collections::VecDeque, slice};

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
    /// Which child of a wide node has a label that begins with a byte.
    ranks: Vec<u8>,
    /// What long labels have behind their heads, as it stands in the keys, whatever the direction.
    labels: Vec<u8>,
    /// Where several keys end at a node, how many, and then their numbers, ascending.
    ends: Vec<u32>,
}

/// Where the siblings' common prefix is left. Most steps of a look-up need nothing but a node.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The first bytes of its label, in the direction of the trie.
    head: [u8; CHUNK],
    /// With what the labels of its children begin, or if there are more of them than can be compared
    /// at once, a [`Wide`].
    firsts: [u8; CHUNK],
    /// Where the children stand.
    children: u32,
    /// The number of the key that ends here, or where those of several stand.
    end: u32,
    /// Where the rest of the label stands.
    label: u32,
    /// How many bits of the head are not of the label.
    beside: u8,
    /// The head is not all of the label.
    is_long: bool,
    /// How many children there are. No two keys, which are UTF-8, go on with all of 256 bytes.
    count: u8,
    ending: Ending,
}

/// How many keys end at a node.
#[derive(Clone, Copy, Debug, Default)]
enum Ending {
    #[default]
    None,
    One,
    Several,
}

/// How to find a child among many.
#[derive(Clone, Copy, Debug)]
struct Wide {
    /// Where in `ranks` the child stands whose label begins with `low`; those of the bytes up to `high`
    /// follow.
    ranks: u32,
    low: u8,
    high: u8,
}

/// The rank of a byte that no label begins with: more than any node has children.
const NO_CHILD: u8 = u8::MAX;

/// How many bytes are compared at once.
const CHUNK: usize = 8;

impl Node {
    /// How much of the label its head is.
    #[inline]
    const fn head_length(&self) -> usize {
        CHUNK - self.beside as usize / 8
    }
}

impl Wide {
    const fn packed(self) -> [u8; CHUNK] {
        let [a, b, c, d] = self.ranks.to_le_bytes();
        [a, b, c, d, self.low, self.high, 0, 0]
    }

    const fn unpacked([a, b, c, d, low, high, ..]: [u8; CHUNK]) -> Wide {
        Wide { ranks: u32::from_le_bytes([a, b, c, d]), low, high }
    }
}

impl<const BACKWARD: bool> Trie<BACKWARD> {
    /// Builds the trie of `keys`, in time linear in their bytes but for the sorting.
    pub(super) fn new(keys: &[(&[u8], u32)]) -> Self {
        Trie { tables: Tables::new(keys, BACKWARD) }
    }

    /// Calls `found` for each key that `text` starts with, or ends with, shortest first: with its
    /// number, and with what the text has beside it.
    #[inline]
    pub(super) fn keys_of(&self, text: &[u8], mut found: impl FnMut(u32, &[u8])) {
        let mut rest = text;
        let mut next = self.tables.nodes.first();
        while let Some(node) = next {
            let numbers = match node.ending {
                Ending::None => &[],
                Ending::One => slice::from_ref(&node.end),
                Ending::Several => self.tables.several(node),
            };
            for number in numbers {
                found(*number, rest);
            }
            let byte = if BACKWARD { rest.last() } else { rest.first() };
            let Some(place) = byte.and_then(|byte| self.tables.child(node, *byte)) else { return };
            next = self.tables.nodes.get(place);
            let Some(behind) = next.and_then(|node| self.behind(rest, node, place)) else { return };
            rest = behind;
        }
    }

    /// What `text` has beside the label of the node at `place`, if it begins, or ends, with that.
    #[inline]
    fn behind<'t>(&self, text: &'t [u8], node: &Node, place: usize) -> Option<&'t [u8]> {
        // What follows the label is shifted out.
        let different = chunk::<BACKWARD>(text) ^ u64::from_le_bytes(node.head);
        if different.wrapping_shl(node.beside.into()) != 0 {
            return None;
        }
        let length = node.head_length();
        let rest = if BACKWARD {
            text.get(..text.len().checked_sub(length)?)?
        } else {
            text.get(length..)?
        };
        if !node.is_long {
            return Some(rest);
        }
        let label = self.tables.rest_of_label(node, place);
        if BACKWARD { rest.strip_suffix(label) } else { rest.strip_prefix(label) }
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let Tables { nodes, ranks, labels, ends } = &self.tables;
        nodes.capacity() * size_of::<Node>()
            + ranks.capacity()
            + labels.capacity()
            + ends.capacity() * size_of::<u32>()
    }

    /// How many nodes there are.
    pub(super) fn states(&self) -> usize {
        self.tables.nodes.len().saturating_sub(1)
    }
}

impl Trie {
    /// Does a key start with `text` and go on?
    pub(super) fn goes_on(&self, text: &[u8]) -> bool {
        let mut rest = text;
        let mut next = self.tables.nodes.first();
        while let Some(node) = next {
            let Some(byte) = rest.first() else { return node.count > 0 };
            let Some(place) = self.tables.child(node, *byte) else { return false };
            next = self.tables.nodes.get(place);
            let Some(child) = next else { return false };
            match self.behind(rest, child, place) {
                Some(behind) => rest = behind,
                None => return self.label_goes_on(rest, child, place),
            }
        }
        false
    }

    /// Does the label of the node at `place` start with `text` and go on?
    fn label_goes_on(&self, text: &[u8], node: &Node, place: usize) -> bool {
        let length = node.head_length();
        let (start, rest) = text.split_at(text.len().min(length));
        let more = self.tables.rest_of_label(node, place);
        node.head.starts_with(start) && more.starts_with(rest) && text.len() < length + more.len()
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
        // The nodes to be filled, in the order of their places: the keys below each, and where in them
        // its label begins and ends, which is as long as their common prefix.
        let mut open = VecDeque::from([(0..keys.len(), 0_usize..0_usize)]);
        let mut placed = 1;
        while let Some((range, label)) = open.pop_front() {
            let depth = label.end;
            let below = keys.get(range.clone()).unwrap_or(&[]);
            let ending = below.iter().take_while(|(key, _)| key.len() == depth).count();
            let mut node =
                trie.with_label(below.first().and_then(|(key, _)| key.get(label)), backward);
            node.children = offset(placed);
            match below {
                [(_, number), ..] if ending == 1 => {
                    (node.ending, node.end) = (Ending::One, *number);
                }
                _ if ending > 1 => {
                    (node.ending, node.end) = (Ending::Several, offset(trie.ends.len()));
                    trie.ends.push(offset(ending));
                    trie.ends.extend(below.iter().take(ending).map(|(_, number)| *number));
                }
                _ => {}
            }
            let mut firsts = Vec::new();
            let mut start = range.start + ending;
            while let Some((first, _)) = keys.get(start).filter(|_| start < range.end) {
                let byte = first.get(depth);
                let siblings = keys.get(start..range.end).unwrap_or(&[]);
                let group = siblings.partition_point(|(key, _)| key.get(depth) <= byte);
                let last = siblings.get(group.saturating_sub(1)).map_or(first, |(key, _)| key);
                // The keys are sorted: what the first and the last share, all share.
                let shared = first.iter().zip(last).take_while(|(a, b)| a == b).count();
                open.push_back((start..start + group, depth..shared));
                firsts.extend(byte);
                start += group;
            }
            placed += firsts.len();
            node.count = u8::try_from(firsts.len()).unwrap_or(NO_CHILD);
            node.firsts = trie.with_firsts(&firsts);
            trie.nodes.push(node);
        }
        let last = trie.with_label(None, backward);
        trie.nodes.push(last);
        trie.nodes.shrink_to_fit();
        trie.ranks.shrink_to_fit();
        trie.labels.shrink_to_fit();
        trie.ends.shrink_to_fit();
        trie
    }

    /// A node behind those that there are, with this label.
    fn with_label(&mut self, label: Option<&[u8]>, backward: bool) -> Node {
        let label = label.unwrap_or_default();
        let (head, rest) = label.split_at(label.len().min(CHUNK));
        let mut node = Node {
            label: offset(self.labels.len()),
            beside: 8 * (CHUNK - head.len()) as u8,
            is_long: !rest.is_empty(),
            ..Node::default()
        };
        node.head.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
        if backward {
            self.labels.extend(rest.iter().rev());
        } else {
            self.labels.extend_from_slice(rest);
        }
        node
    }

    /// What a node has to find its children by, whose labels begin with `firsts`.
    fn with_firsts(&mut self, firsts: &[u8]) -> [u8; CHUNK] {
        if let [low, .., high] = firsts
            && firsts.len() > CHUNK
        {
            let ranks = offset(self.ranks.len());
            let rank = |byte: u8| firsts.binary_search(&byte).ok().map(|rank| rank as u8);
            self.ranks.extend((*low..=*high).map(|byte| rank(byte).unwrap_or(NO_CHILD)));
            return Wide { ranks, low: *low, high: *high }.packed();
        }
        let mut packed = [0; CHUNK];
        packed.iter_mut().zip(firsts).for_each(|(to, from)| *to = *from);
        packed
    }

    /// The numbers of the keys that end at a node at which several do.
    fn several(&self, node: &Node) -> &[u32] {
        let ends = self.ends.get(node.end as usize..).unwrap_or_default();
        ends.split_first().and_then(|(count, ends)| ends.get(..*count as usize)).unwrap_or_default()
    }

    /// Where the child of `node` stands whose label begins with `byte`.
    #[inline]
    fn child(&self, node: &Node, byte: u8) -> Option<usize> {
        let child = match usize::from(node.count) {
            // Few siblings are compared at once.
            0..=CHUNK => position(node.firsts, byte),
            _ => {
                let wide = Wide::unpacked(node.firsts);
                let rank = usize::from(byte.checked_sub(wide.low)?);
                if byte > wide.high {
                    return None;
                }
                usize::from(*self.ranks.get(wide.ranks as usize + rank)?)
            }
        };
        (child < usize::from(node.count)).then_some(node.children as usize + child)
    }

    /// The label of the node at `place` but for its head.
    fn rest_of_label(&self, node: &Node, place: usize) -> &[u8] {
        let end = self.nodes.get(place + 1).map_or(node.label, |next| next.label);
        self.labels.get(node.label as usize..end as usize).unwrap_or_default()
    }
}

/// The first bytes of `text`, or the last ones from the end, in the lowest bits; zeros behind them.
#[inline]
fn chunk<const BACKWARD: bool>(text: &[u8]) -> u64 {
    let before = |all: u64, byte: &u8| (all << u8::BITS) | u64::from(*byte);
    if BACKWARD {
        match text.last_chunk() {
            Some(bytes) => u64::from_be_bytes(*bytes),
            None => text.iter().fold(0, before),
        }
    } else {
        match text.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => text.iter().rfold(0, before),
        }
    }
}

/// Where `byte` is first among `bytes`, or else how many there are.
#[inline]
const fn position(bytes: [u8; CHUNK], byte: u8) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x01; CHUNK]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; CHUNK]);
    // The high bit of each byte that is equal, and perhaps of others behind such.
    let others = u64::from_le_bytes(bytes) ^ (LOW * byte as u64);
    let equal = others.wrapping_sub(LOW) & !others & HIGH;
    equal.trailing_zeros() as usize / 8
}

/// Settings are far smaller than 4 GiB, and so are their indexes.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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

    /// Keys that share much or little, with labels of all lengths, some beside many others.
    fn keys() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[ab ]{0,6}|a{6,20}b?|b[a-p]|[a-p]a{9}\u{0}?", 0..40)
    }

    proptest! {
        #[test]
        fn agrees_with_asking_each_key(
            keys in keys(),
            text in "[ab ]{0,10}|a{4,22}b?|b[a-q]a{0,2}|[a-q]a{7,11}\u{0}{0,2}",
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

            let goes_on = keys.iter().any(|key| key.len() > text.len() && key.starts_with(&text));
            prop_assert_eq!(Trie::<false>::new(&numbered(&keys)).goes_on(text.as_bytes()), goes_on);
        }
    }
}
