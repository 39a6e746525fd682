//! A filter over literals that may stand anywhere in a text: which patterns' literals might it hold?
//!
//! Each pattern is represented by a few short windows of the bytes of one of its literals, its
//! *grams*, chosen to be rare among all patterns. A text is probed at regular steps; a literal that
//! it holds is found at one of them at least. Of what is found that way, the rarest *trigram* of the
//! pattern's other literals is looked for in the text as well. What is left is only nominated: the
//! pattern has the last word.

/// Texts are probed for long grams at every fourth byte.
const STEP: usize = 4;
/// Literals with this many bytes or more have a gram of eight bytes on one of the probes, wherever
/// they stand.
const LONG: usize = 8 + STEP - 1;
/// As `LONG`, with a gram of four bytes.
const MEDIUM: usize = 4 + STEP - 1;
/// Literals with this many bytes or more have a gram of as many, which is looked for at every byte.
const FEW: usize = 3;
/// As `FEW`. Literals with fewer bytes than this cannot be filtered.
const SHORT: usize = 2;

/// The literals of one pattern, all of which a text must hold.
type Literals<'l> = Vec<&'l [u8]>;

/// Tables of grams, by how long the longest literal of a pattern is.
#[derive(Debug, Default)]
pub(crate) struct Grams {
    tables: [Table; 4],
    /// The numbers of the patterns whose literals are all too short: nominated for every text.
    always: Vec<u32>,
}

impl Grams {
    /// Builds the filter for numbered patterns, in time linear in the bytes of their literals but for
    /// the sorting.
    pub(crate) fn new<'l>(patterns: impl IntoIterator<Item = (Literals<'l>, u32)>) -> Grams {
        let [mut long, mut medium, mut few, mut short] = [(); 4].map(|()| Vec::new());
        let mut always = Vec::new();
        for (literals, number) in patterns {
            match literals.iter().map(|literal| literal.len()).max().unwrap_or(0) {
                LONG.. => long.push((literals, number)),
                MEDIUM.. => medium.push((literals, number)),
                FEW.. => few.push((literals, number)),
                SHORT.. => short.push((literals, number)),
                _ => always.push(number),
            }
        }
        let tables = [
            Table::new(LONG, 8, &long),
            Table::new(MEDIUM, 4, &medium),
            Table::new(FEW, 3, &few),
            Table::new(SHORT, 2, &short),
        ];
        Grams { tables, always }
    }

    /// Is a pattern with these literals found at little cost?
    pub(super) fn is_selective(literals: &[Vec<u8>]) -> bool {
        literals.iter().any(|literal| literal.len() >= MEDIUM)
    }

    /// Calls `nominate` with the number of every pattern whose literals `text` holds, and perhaps of
    /// others, perhaps more than once.
    pub(crate) fn nominate(&self, text: &[u8], nominate: &mut dyn FnMut(u32)) {
        self.always.iter().copied().for_each(&mut *nominate);
        let mut trigrams = Trigrams::new(text);
        for table in &self.tables {
            table.nominate(&mut trigrams, nominate);
        }
    }

    /// Are there no patterns?
    pub(super) fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.entries.is_empty()) && self.always.is_empty()
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.tables.iter().map(Table::heap_bytes).sum::<usize>()
            + self.always.capacity() * size_of::<u32>()
    }
}

/// The grams of one width, looked up by their hash.
#[derive(Debug, Default)]
struct Table {
    /// How many bytes a gram has: 8, 4, 3 or 2.
    width: usize,
    /// How far a hash is shifted to become a bucket.
    bucket_shift: u32,
    /// Where each bucket's entries start in `entries`; one more than there are buckets.
    starts: Vec<u32>,
    /// Sorted by bucket.
    entries: Vec<Entry>,
    present: Present,
}

/// A bit for the hash of each gram: most probes end here.
#[derive(Debug, Default)]
struct Present {
    /// A power of two of them.
    words: Box<[u64]>,
    /// How far a hash is shifted to become the number of a word.
    shift: u32,
}

/// How many bits there are for each gram.
const BITS: usize = 16;

impl Present {
    fn new(grams: impl ExactSizeIterator<Item = u64>) -> Present {
        let words = (grams.len() * BITS).div_ceil(64).next_power_of_two().clamp(1 << 1, 1 << 14);
        let shift = u32::BITS - words.ilog2();
        let mut present = Present { words: vec![0; words].into(), shift };
        for gram in grams {
            let (word, bit) = present.place(gram);
            if let Some(word) = present.words.get_mut(word) {
                *word |= bit;
            }
        }
        present
    }

    /// The number of the word for a gram, and the bit in it.
    #[inline]
    const fn place(&self, gram: u64) -> (usize, u64) {
        let hash = hash(gram);
        ((hash >> self.shift) as usize, 1 << ((hash >> (self.shift - 6)) & 63))
    }

    #[inline]
    fn may_hold(&self, gram: u64) -> bool {
        let (word, bit) = self.place(gram);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Bytes that the text must have around the gram, the first in the lowest place.
    run: u64,
    number: u32,
    /// A trigram that the text must have as well.
    other: TrigramPlace,
    /// How many bytes the run has, and how many of them before the gram.
    length: u8,
    before: u8,
}

impl Entry {
    /// Is the run there in a text that has, from so many bytes before the gram on, `around`?
    #[inline]
    fn fits(&self, around: &[u64; STEP]) -> bool {
        let there = around[usize::from(self.before) % STEP];
        (there ^ self.run) << (64 - 8 * u32::from(self.length)) == 0
    }

    fn gram(&self, width: usize) -> u64 {
        (self.run >> (8 * self.before)) & (u64::MAX >> (64 - 8 * width))
    }
}

impl Table {
    /// Represents each pattern by windows of `width` bytes in a row of one of its literals with
    /// `shortest` bytes or more: as many windows as there are bytes from one probe to the next, so
    /// that one of them falls on a probe wherever the literal stands.
    fn new(shortest: usize, width: usize, patterns: &[(Literals<'_>, u32)]) -> Table {
        if patterns.is_empty() {
            return Table::default();
        }
        let step = shortest - width + 1;
        let buckets = (patterns.len() * step).next_power_of_two().clamp(1 << 4, 1 << 20);
        let bucket_shift = u32::BITS - buckets.ilog2();
        let mut table = Table { width, bucket_shift, ..Table::default() };

        // How common each hash is among all windows of all literals.
        let size = (patterns.len() * step * 16).next_power_of_two().clamp(1 << 9, 1 << 20);
        let shift = u32::BITS - size.ilog2();
        let place = |window: &[u8]| (hash(gram(window)) >> shift) as usize;
        let mut counts = vec![0_u32; size];
        for literal in patterns.iter().flat_map(|(literals, _)| literals) {
            for window in literal.windows(width) {
                if let Some(count) = counts.get_mut(place(window)) {
                    *count += 1;
                }
            }
        }
        let count = |window: &[u8]| counts.get(place(window)).copied().unwrap_or(0);
        let trigrams = TrigramCounts::new(patterns);
        let mut entries = Vec::with_capacity(patterns.len() * step);
        for (literals, number) in patterns {
            let runs = literals.iter().enumerate().flat_map(|(literal, bytes)| {
                let starts = 0..(bytes.len() + 1).saturating_sub(shortest);
                starts.map(move |start| (literal, bytes.get(start..).unwrap_or(&[])))
            });
            let cost = |run: &[u8]| run.windows(width).take(step).map(count).max();
            let Some((found, rest)) = runs.min_by_key(|(_, rest)| cost(rest)) else { continue };
            let others = literals.iter().enumerate().filter(|(literal, _)| *literal != found);
            let other = trigrams.rarest(others.map(|(_, bytes)| *bytes));
            entries.extend((0..step).filter_map(|place| {
                // As much of what is before the gram as leaves room for the gram itself.
                let start = place.saturating_sub(8 - width);
                let bytes = rest.get(start..)?;
                let bytes = bytes.get(..8).unwrap_or(bytes);
                Some(Entry {
                    run: gram(bytes),
                    number: *number,
                    other,
                    length: bytes.len() as u8,
                    before: (place - start) as u8,
                })
            }));
        }
        entries.sort_unstable_by_key(|entry| {
            let gram = entry.gram(width);
            (table.bucket(gram), gram, entry.number)
        });

        table.present = Present::new(entries.iter().map(|entry| entry.gram(width)));
        table.starts = Vec::with_capacity(buckets + 1);
        let mut next = 0;
        for bucket in 0..buckets {
            table.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            let of_bucket = |entry: &Entry| table.bucket(entry.gram(width)) == bucket;
            next += entries.iter().skip(next).take_while(|entry| of_bucket(entry)).count();
        }
        table.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        table.entries = entries;
        table
    }

    fn bucket(&self, gram: u64) -> usize {
        (hash(gram) >> self.bucket_shift) as usize
    }

    fn nominate(&self, trigrams: &mut Trigrams<'_>, nominate: &mut dyn FnMut(u32)) {
        if self.entries.is_empty() {
            return;
        }
        let text = trigrams.text;
        // The places to probe for long grams are where the chunks of the text begin.
        let chunks = text.as_chunks::<STEP>().0;
        match self.width {
            8 => {
                let behind = chunks.get(1..).unwrap_or(&[]);
                for (chunk, pair) in chunks.iter().zip(behind).enumerate() {
                    let [low, high] = [*pair.0, *pair.1].map(u32::from_le_bytes).map(u64::from);
                    self.probe(low | (high << 32), STEP * chunk, trigrams, nominate);
                }
            }
            4 => {
                for (chunk, bytes) in chunks.iter().enumerate() {
                    let gram = u64::from(u32::from_le_bytes(*bytes));
                    self.probe(gram, STEP * chunk, trigrams, nominate);
                }
            }
            width => {
                for (at, window) in text.windows(width).enumerate() {
                    self.probe(gram(window), at, trigrams, nominate);
                }
            }
        }
    }

    #[inline]
    fn probe(
        &self,
        gram: u64,
        at: usize,
        trigrams: &mut Trigrams<'_>,
        nominate: &mut dyn FnMut(u32),
    ) {
        if self.present.may_hold(gram) {
            self.look_up(gram, at, trigrams, nominate);
        }
    }

    #[cold]
    fn look_up(
        &self,
        gram: u64,
        at: usize,
        trigrams: &mut Trigrams<'_>,
        nominate: &mut dyn FnMut(u32),
    ) {
        let around = [0, 1, 2, 3].map(|before| eight_bytes(trigrams.text, at, before));
        for entry in self.entries(self.bucket(gram)) {
            if entry.fits(&around) && trigrams.have(entry.other) {
                nominate(entry.number);
            }
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
            + size_of_val(&*self.present.words)
    }
}

/// What a trigram is known by.
type TrigramPlace = u16;

/// How many places there are.
const TRIGRAM_PLACES: usize = 2_048;

/// Stands for no trigram: every text has it.
const ANY_TRIGRAM: TrigramPlace = 0;

fn trigram_places(literal: &[u8]) -> impl Iterator<Item = TrigramPlace> {
    literal.windows(3).map(|window| match window {
        [a, b, c] => {
            let trigram = u32::from_le_bytes([*a, *b, *c, 0]);
            (trigram.wrapping_mul(0x9E37_79B1) >> 21) as TrigramPlace
        }
        _ => ANY_TRIGRAM,
    })
}

/// The trigrams of a text, worked out when it pays.
struct Trigrams<'t> {
    text: &'t [u8],
    /// How many more nominations are cheaper than the trigrams would be.
    unasked: u8,
    places: Option<[u64; TRIGRAM_PLACES / 64]>,
}

impl<'t> Trigrams<'t> {
    const fn new(text: &'t [u8]) -> Trigrams<'t> {
        Trigrams { text, unasked: 1, places: None }
    }

    /// Does the text have the trigram, for all that is known?
    #[inline]
    fn have(&mut self, place: TrigramPlace) -> bool {
        if self.unasked > 0 || place == ANY_TRIGRAM {
            self.unasked = self.unasked.saturating_sub(1);
            return true;
        }
        let (word, bit) = word_of(place);
        let places = self.places.get_or_insert_with(|| {
            let mut places = [0; TRIGRAM_PLACES / 64];
            for place in trigram_places(self.text) {
                let (word, bit) = word_of(place);
                places[word] |= bit;
            }
            places
        });
        places[word] & bit != 0
    }
}

/// The word of a set of trigrams for a place, and the bit in it.
const fn word_of(place: TrigramPlace) -> (usize, u64) {
    (place as usize / 64 % (TRIGRAM_PLACES / 64), 1 << (place % 64))
}

/// How common trigrams are among the literals of all patterns.
struct TrigramCounts(Vec<u32>);

impl TrigramCounts {
    fn new(patterns: &[(Literals<'_>, u32)]) -> TrigramCounts {
        let mut counts = vec![0; TRIGRAM_PLACES];
        for literal in patterns.iter().flat_map(|(literals, _)| literals) {
            for place in trigram_places(literal) {
                if let Some(count) = counts.get_mut(usize::from(place)) {
                    *count += 1;
                }
            }
        }
        TrigramCounts(counts)
    }

    /// The rarest trigram of `literals`.
    fn rarest<'l>(&self, literals: impl Iterator<Item = &'l [u8]>) -> TrigramPlace {
        let count = |place: &TrigramPlace| self.0.get(usize::from(*place)).copied().unwrap_or(0);
        literals.flat_map(trigram_places).min_by_key(count).unwrap_or(ANY_TRIGRAM)
    }
}

/// A multiplicative hash, whose upper bits are good.
const fn hash(gram: u64) -> u32 {
    (gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// What `text` has from `before` bytes before `at` on, with zeros where it has nothing.
#[inline]
fn eight_bytes(text: &[u8], at: usize, before: usize) -> u64 {
    let rest = at.checked_sub(before).and_then(|start| text.get(start..)).unwrap_or(&[]);
    rest.first_chunk().map_or_else(|| gram(rest), |bytes| u64::from_le_bytes(*bytes))
}

/// Up to eight bytes as a number, the first in the lowest place.
fn gram(window: &[u8]) -> u64 {
    let byte = |at: usize| window.get(at).map_or(0, |byte| u64::from(*byte));
    match window.len() {
        2 => byte(0) | (byte(1) << 8),
        3 => byte(0) | (byte(1) << 8) | (byte(2) << 16),
        _ => window.iter().rev().fold(0, |gram, byte| (gram << 8) | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::Grams;
    use proptest::prelude::*;

    fn nominated(patterns: &[Vec<String>], text: &str) -> Vec<u32> {
        let bytes =
            |pattern| -> Vec<_> { <[String]>::iter(pattern).map(String::as_bytes).collect() };
        let numbered = patterns.iter().zip(0..).map(|(pattern, number)| (bytes(pattern), number));
        let mut nominated = Vec::new();
        Grams::new(numbered).nominate(text.as_bytes(), &mut |number| nominated.push(number));
        nominated
    }

    #[test]
    fn a_literal_is_found_wherever_it_stands() {
        let patterns = ["--force-with-lease", "x|sh", "z"].map(|literal| vec![literal.to_owned()]);
        for blanks in 0..9 {
            let text = format!("{}--force-with-lease", " ".repeat(blanks));
            assert_eq!(nominated(&patterns, &text), [2, 0]);
            let text = format!("{}x|sh", " ".repeat(blanks));
            assert_eq!(nominated(&patterns, &text), [2, 1]);
        }
        assert_eq!(nominated(&patterns, "git push"), [2]);
    }

    #[test]
    fn all_literals_of_a_pattern_count() {
        let pattern = vec!["--publish".to_owned(), "mailer".to_owned()];
        let patterns = vec![pattern; 100];
        let all = nominated(&patterns, "x --publish mailer");
        assert!((0..100).all(|number| all.contains(&number)));
        for other in ["x --publish metrics", "x --purge mailer"] {
            assert!(nominated(&patterns, other).len() < 10, "{other}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_missed(
            patterns in prop::collection::vec(prop::collection::vec("[ab]{0,9}", 0..4), 0..20),
            text in "[ab]{0,40}",
        ) {
            let nominated = nominated(&patterns, &text);
            for (literals, number) in patterns.iter().zip(0..) {
                if literals.iter().all(|literal| text.contains(literal.as_str())) {
                    prop_assert!(nominated.contains(&number));
                }
            }
        }
    }
}
