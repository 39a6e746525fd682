//! A filter over literals that may stand anywhere in a text: which of many might it hold?
//!
//! Each literal is represented by a few short windows of its bytes, its *grams*, chosen to be rare
//! among all literals. A text is probed at regular steps; a literal that it holds is found at one
//! of them at least. What is found is only nominated: the pattern behind it has the last word.

/// Literals with this many bytes or more are found by probing at every fourth byte.
const LONG: usize = 7;
/// Literals with fewer bytes than this cannot be filtered.
const SHORTEST: usize = 2;

/// Two tables of grams, one for long literals and one for short ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grams {
    long: Table,
    short: Table,
    /// The numbers of the literals that are too short: nominated for every text.
    always: Vec<u32>,
}

impl Grams {
    /// Builds the filter for numbered literals, in time linear in their bytes but for the sorting.
    pub(crate) fn new<'l>(literals: impl IntoIterator<Item = (&'l [u8], u32)>) -> Grams {
        let mut long = Vec::new();
        let mut short = Vec::new();
        let mut always = Vec::new();
        for (literal, number) in literals {
            match literal.len() {
                LONG.. => long.push((literal, number)),
                SHORTEST.. => short.push((literal, number)),
                _ => always.push(number),
            }
        }
        Grams { long: Table::new(4, 4, &long), short: Table::new(2, 1, &short), always }
    }

    /// Calls `nominate` with the number of every literal that `text` holds, and perhaps of others,
    /// perhaps more than once.
    pub(crate) fn nominate(&self, text: &[u8], mut nominate: impl FnMut(u32)) {
        self.always.iter().copied().for_each(&mut nominate);
        self.short.nominate(text, &mut nominate);
        self.long.nominate(text, &mut nominate);
    }

    /// Are there no literals?
    pub(super) const fn is_empty(&self) -> bool {
        self.long.entries.is_empty() && self.short.entries.is_empty() && self.always.is_empty()
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.long.heap_bytes() + self.short.heap_bytes() + self.always.capacity() * size_of::<u32>()
    }
}

/// The grams of one width, looked up by their hash.
#[derive(Clone, Debug, Default)]
struct Table {
    step: usize,
    /// How far a hash is shifted to become a bucket.
    bucket_shift: u32,
    /// Where each bucket's entries start in `entries`; one more than there are buckets.
    starts: Vec<u32>,
    /// Sorted by bucket.
    entries: Vec<Entry>,
    /// A bit for the hash of each entry: most probes end here. Of fixed size, so that a probe needs no
    /// check of bounds.
    present: Option<Box<Present>>,
}

/// 16,384 bits: of the few hundred grams of most policies hardly two share one.
type Present = [u64; 256];

#[derive(Clone, Copy, Debug)]
struct Entry {
    gram: u32,
    number: u32,
}

impl Table {
    /// Represents each literal by `step` windows of `width` bytes in a row, so that one of them
    /// falls on a probe wherever the literal stands.
    fn new(width: usize, step: usize, literals: &[(&[u8], u32)]) -> Table {
        if literals.is_empty() {
            return Table::default();
        }
        let buckets = (literals.len() * step).next_power_of_two().clamp(1 << 4, 1 << 20);
        let bucket_shift = u32::BITS - buckets.ilog2();
        let mut table = Table { step, bucket_shift, ..Table::default() };

        // How common each hash is among all windows of all literals.
        let size = (literals.len() * step * 16).next_power_of_two().clamp(1 << 9, 1 << 20);
        let shift = u32::BITS - size.ilog2();
        let place = |window: &[u8]| (hash(gram(window)) >> shift) as usize;
        let mut counts = vec![0_u32; size];
        for (literal, _) in literals {
            for window in literal.windows(width) {
                if let Some(count) = counts.get_mut(place(window)) {
                    *count += 1;
                }
            }
        }
        let count = |window: &[u8]| counts.get(place(window)).copied().unwrap_or(0);
        let mut entries = Vec::with_capacity(literals.len() * step);
        for (literal, number) in literals {
            let cost = |run: &[u8]| run.windows(width).map(count).max();
            let rarest = literal.windows(width + step - 1).min_by_key(|run| cost(run));
            let windows = rarest.unwrap_or(literal).windows(width);
            entries.extend(windows.map(|window| Entry { gram: gram(window), number: *number }));
        }
        entries.sort_unstable_by_key(|entry| (table.bucket(entry.gram), entry.gram, entry.number));

        let present = table.present.insert(Box::new([0; 256]));
        for entry in &entries {
            let (word, bit) = place_of(hash(entry.gram));
            present[word] |= bit;
        }
        table.starts = Vec::with_capacity(buckets + 1);
        let mut next = 0;
        for bucket in 0..buckets {
            table.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            let of_bucket = |entry: &Entry| table.bucket(entry.gram) == bucket;
            next += entries.iter().skip(next).take_while(|entry| of_bucket(entry)).count();
        }
        table.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        table.entries = entries;
        table
    }

    fn bucket(&self, gram: u32) -> usize {
        (hash(gram) >> self.bucket_shift) as usize
    }

    fn nominate(&self, text: &[u8], nominate: &mut impl FnMut(u32)) {
        let Some(present) = &self.present else { return };
        // Long grams are looked for at every fourth byte: those are the chunks of the text.
        if self.step == 4 {
            for [a, b, c, d] in text.as_chunks().0 {
                self.probe(present, u32::from_le_bytes([*a, *b, *c, *d]), nominate);
            }
        } else {
            for window in text.windows(2) {
                self.probe(present, gram(window), nominate);
            }
        }
    }

    #[inline]
    fn probe(&self, present: &Present, gram: u32, nominate: &mut impl FnMut(u32)) {
        let (word, bit) = place_of(hash(gram));
        if present[word] & bit != 0 {
            self.look_up(gram, nominate);
        }
    }

    #[cold]
    fn look_up(&self, gram: u32, nominate: &mut impl FnMut(u32)) {
        for entry in self.entries(self.bucket(gram)).iter().filter(|entry| entry.gram == gram) {
            nominate(entry.number);
        }
    }

    fn entries(&self, bucket: usize) -> &[Entry] {
        let bounds = self.starts.get(bucket).zip(self.starts.get(bucket + 1));
        bounds
            .and_then(|(start, end)| self.entries.get(*start as usize..*end as usize))
            .unwrap_or(&[])
    }

    fn heap_bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>()
            + self.entries.capacity() * size_of::<Entry>()
            + self.present.as_ref().map_or(0, |_| size_of::<Present>())
    }
}

/// A multiplicative hash, whose upper bits are good.
const fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9E37_79B1)
}

/// The word of [`Present`] for a hash, and the bit in it.
const fn place_of(hash: u32) -> (usize, u64) {
    ((hash >> 24) as usize, 1 << ((hash >> 18) & 63))
}

/// Up to four bytes as a number.
fn gram(window: &[u8]) -> u32 {
    match window {
        [a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]),
        [a, b] => u32::from_le_bytes([*a, *b, 0, 0]),
        _ => window.iter().rev().fold(0, |gram, byte| (gram << 8) | u32::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::Grams;
    use proptest::prelude::*;

    fn nominated(literals: &[String], text: &str) -> Vec<u32> {
        let numbered =
            literals.iter().zip(0..).map(|(literal, number)| (literal.as_bytes(), number));
        let mut nominated = Vec::new();
        Grams::new(numbered).nominate(text.as_bytes(), |number| nominated.push(number));
        nominated
    }

    #[test]
    fn a_literal_is_found_wherever_it_stands() {
        let literals = ["--force-with-lease".to_owned(), "x|sh".to_owned(), "z".to_owned()];
        for blanks in 0..9 {
            let text = format!("{}--force-with-lease", " ".repeat(blanks));
            assert_eq!(nominated(&literals, &text), [2, 0]);
            let text = format!("{}x|sh", " ".repeat(blanks));
            assert_eq!(nominated(&literals, &text), [2, 1]);
        }
        assert_eq!(nominated(&literals, "git push"), [2]);
    }

    proptest! {
        #[test]
        fn nothing_is_missed(
            literals in prop::collection::vec("[ab]{0,12}", 0..20),
            text in "[ab]{0,30}",
        ) {
            let nominated = nominated(&literals, &text);
            for (literal, number) in literals.iter().zip(0..) {
                if text.contains(literal.as_str()) {
                    prop_assert!(nominated.contains(&number));
                }
            }
        }
    }
}
