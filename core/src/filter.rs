//! Says quickly that a name is in none of the tables: most names are in none.

use crate::names::Names;

/// The names of a table, as bits at a hash of each. A name that is not in the table is turned away
/// by a few instructions in most cases, before any string is compared.
///
/// `WORDS` is a power of two; a filter turns away nearly all if it has a word for every four names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<const WORDS: usize = 16>([u64; WORDS]);

impl<const WORDS: usize> Filter<WORDS> {
    /// The filter of an empty table.
    pub(crate) const EMPTY: Filter<WORDS> = Filter([0; WORDS]);

    /// The filter of these names.
    pub(crate) const fn of(names: Names) -> Filter<WORDS> {
        Filter::EMPTY.with_all(names)
    }

    /// The filter of a table with these names added.
    pub(crate) const fn with_all(self, names: Names) -> Filter<WORDS> {
        let (mut filter, mut names) = (self, names);
        while let Some((name, rest)) = names.split_first() {
            filter = filter.with(name);
            names = rest;
        }
        filter
    }

    /// The filter of a table with the names added that these pairs begin with: `name=value`.
    pub(crate) const fn with_keys(self, pairs: Names) -> Filter<WORDS> {
        let (mut filter, mut pairs) = (self, pairs);
        while let Some((pair, rest)) = pairs.split_first() {
            let mut end = 0;
            while pair.as_bytes()[end] != b'=' {
                end += 1;
            }
            filter = filter.with(pair.split_at(end).0);
            pairs = rest;
        }
        filter
    }

    /// The filter of a table with one more name.
    pub(crate) const fn with(mut self, name: &str) -> Filter<WORDS> {
        let bit = Filter::<WORDS>::bit(name);
        self.0[bit / 64] |= 1 << (bit % 64);
        self
    }

    /// Might `name` be in the table? If not, it is not.
    pub(crate) const fn may_hold(&self, name: &str) -> bool {
        let bit = Filter::<WORDS>::bit(name);
        (self.0[bit / 64] >> (bit % 64)) & 1 == 1
    }

    const fn bit(name: &str) -> usize {
        hash(name) as usize % (WORDS * 64)
    }
}

/// The first four bytes, the last one and the length tell names of programs apart well enough.
const fn hash(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let start = match bytes {
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
        [a, b, c] => u32::from_le_bytes([*a, *b, *c, 0]),
        [a, b] => u32::from_le_bytes([*a, *b, 0, 0]),
        [a] => u32::from_le_bytes([*a, 0, 0, 0]),
        [] => 0,
    };
    let last = match bytes {
        [.., last] => *last,
        [] => 0,
    };
    let end = u32::from_le_bytes([last, bytes.len() as u8, 0, 0]);
    let mixed = (start ^ end.rotate_left(11)).wrapping_mul(0x9E37_79B1);
    mixed ^ (mixed >> 15)
}

#[cfg(test)]
mod tests {
    use super::{Filter, Names};

    #[test]
    fn holds_its_names_and_turns_most_others_away() {
        const NAMES: Names = Names::new(". eval exec source");
        let filter: Filter = Filter::of(NAMES);
        assert!(NAMES.iter().all(|name| filter.may_hold(name)));
        let others = ["git", "npm", "cargo", "kubectl", "docker", "make", "python3", ""];
        assert!(others.iter().filter(|name| filter.may_hold(name)).count() < 2);
    }
}
