//! A filter over literals that may stand anywhere in a text: which patterns' literals might it hold?
//!
//! Each pattern is represented by a few short windows of the bytes of one of its literals, its
//! *grams*, chosen to be rare among all patterns. A text is probed at regular steps; a literal that
//! it holds is found at one of them at least. Of what is found that way, the rarest *trigram* of the
//! pattern's other literals is looked for in the text as well. What is left is only nominated: the
//! pattern has the last word.

use super::present::{Present, hash};

/// Texts are probed for long grams at every fourth byte.
const STEP: usize = 4;
/// Literals with this many bytes or more have a gram of eight bytes on one of the probes, wherever
/// they stand.
const LONG: usize = 8 + STEP - 1;
/// As `LONG`, with a gram of four bytes.
const MEDIUM: usize = 4 + STEP - 1;
/// Literals with this many bytes or more have a gram of as many, which is looked for at every byte.
const THREE: usize = 3;
/// As `THREE`. Literals with fewer bytes than this cannot be filtered.
const TWO: usize = 2;
/// The shortest literals of each table.
const SHORTEST: [usize; 4] = [LONG, MEDIUM, THREE, TWO];

/// The literals of one pattern, all of which a text must hold.
type Literals<'l> = Vec<&'l [u8]>;

/// Tables of grams, by how long the literal is that a pattern is found by.
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
        let patterns: Vec<(Literals<'_>, u32)> = patterns.into_iter().collect();
        let chosen = Choice::new(&patterns);
        let mut of_length = [(); 4].map(|()| Vec::new());
        let mut always = Vec::new();
        for (literals, number) in patterns {
            let length = chosen.length(&literals);
            match SHORTEST.iter().zip(&mut of_length).find(|(shortest, _)| length >= **shortest) {
                Some((_, same)) => same.push((literals, number)),
                None => always.push(number),
            }
        }
        let [long, medium, three, two] = &of_length;
        let tables = [
            Table::new(LONG, 8, long),
            Table::new(MEDIUM, 4, medium),
            Table::new(THREE, 3, three),
            Table::new(TWO, 2, two),
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
    /// Most probes end here.
    present: Present,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Bytes that the text must have around the gram, the first in the lowest place.
    run: u64,
    number: u32,
    /// A trigram that the text must have as well.
    other: Trigram,
    /// How many bits of `run` are not used, a multiple of eight, and how many bytes of the run are
    /// before the gram.
    shape: u8,
}

impl Entry {
    /// Is the run there in a text that has, from so many bytes before the gram on, `there`?
    #[inline]
    const fn fits(&self, there: u64) -> bool {
        (there ^ self.run) << (self.shape & 0x38) == 0
    }

    const fn before(&self) -> usize {
        (self.shape & 0x07) as usize
    }

    const fn gram(&self, width: usize) -> u64 {
        (self.run >> (8 * self.before())) & (u64::MAX >> (64 - 8 * width))
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
                    shape: (8 * (8 - bytes.len()) + place - start) as u8,
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
                let pair =
                    |(low, high): (&[u8; STEP], &[u8; STEP])| number(*low) | (number(*high) << 32);
                self.probe(chunks.iter().zip(behind).map(pair), STEP, trigrams, nominate);
            }
            4 => {
                let grams = chunks.iter().map(|chunk| number(*chunk));
                self.probe(grams, STEP, trigrams, nominate);
            }
            3 => {
                let grams = windows(text).map(|[a, b, c]| number([a, b, c, 0]));
                self.probe(grams, 1, trigrams, nominate);
            }
            _ => {
                let grams = windows(text).map(|[a, b]| number([a, b, 0, 0]));
                self.probe(grams, 1, trigrams, nominate);
            }
        }
    }

    /// Looks up those of `grams` that may be in the table; they stand `step` bytes apart in the text.
    #[inline]
    fn probe(
        &self,
        mut grams: impl ExactSizeIterator<Item = u64>,
        step: usize,
        trigrams: &mut Trigrams<'_>,
        nominate: &mut dyn FnMut(u32),
    ) {
        let mut start = 0;
        while grams.len() > 0 {
            // Which of the next may be, as bits: few are, and none costs a branch.
            let may_hold = |gram| u64::from(self.present.may_hold(gram));
            let block = grams.by_ref().take(u64::BITS as usize).zip(0_u32..);
            let mut found = block.fold(0, |found, (gram, at)| found | (may_hold(gram) << at));
            while found != 0 {
                let at = start + found.trailing_zeros() as usize;
                self.look_up(at * step, trigrams, nominate);
                found &= found - 1;
            }
            start += u64::BITS as usize;
        }
    }

    #[cold]
    fn look_up(&self, at: usize, trigrams: &mut Trigrams<'_>, nominate: &mut dyn FnMut(u32)) {
        let text = trigrams.text;
        let gram = eight_bytes(text, at, 0) & (u64::MAX >> (64 - 8 * self.width));
        for entry in self.entries(self.bucket(gram)) {
            if entry.fits(eight_bytes(text, at, entry.before())) && trigrams.have(entry.other) {
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
            + self.present.heap_bytes()
    }
}

/// By which of its literals a pattern is found.
struct Choice {
    /// How many patterns have each literal.
    counts: Vec<u32>,
    /// How far a hash is shifted to become the place of a count.
    shift: u32,
    /// How long a literal must be at least: shorter ones are looked for at more places of a text, and
    /// that pays only if there are patterns without longer ones.
    least: usize,
}

/// So many times as many patterns must have the longest literal before a shorter one is chosen.
const CROWD: u32 = 4;

impl Choice {
    fn new(patterns: &[(Literals<'_>, u32)]) -> Choice {
        let literals = || patterns.iter().flat_map(|(literals, _)| literals);
        let size = (literals().count() * 4).next_power_of_two().clamp(1 << 4, 1 << 20);
        let least = patterns.iter().filter_map(|(literals, _)| longest(literals)).min();
        let least = SHORTEST.into_iter().find(|shortest| least >= Some(*shortest));
        let least = least.map_or(THREE, |shortest| shortest.max(THREE));
        let shift = u32::BITS - size.ilog2();
        let mut choice = Choice { counts: vec![0; size], shift, least };
        for literal in literals() {
            let place = choice.place(literal);
            if let Some(count) = choice.counts.get_mut(place) {
                *count += 1;
            }
        }
        choice
    }

    fn place(&self, literal: &[u8]) -> usize {
        let mixed = literal.chunks(8).fold(0, |mixed, chunk| u64::from(hash(mixed ^ gram(chunk))));
        (hash(mixed) >> self.shift) as usize
    }

    fn count(&self, literal: &[u8]) -> u32 {
        self.counts.get(self.place(literal)).copied().unwrap_or(0)
    }

    /// How long the literal is that the pattern is found by: the longest, unless far fewer patterns
    /// have another.
    fn length(&self, literals: &[&[u8]]) -> usize {
        let Some(longest) = literals.iter().max_by_key(|literal| literal.len()) else { return 0 };
        let others = literals.iter().filter(|literal| literal.len() >= self.least);
        let rarest = others.min_by_key(|literal| self.count(literal)).unwrap_or(longest);
        let is_rare = self.count(rarest).saturating_mul(CROWD) < self.count(longest);
        if is_rare { rarest.len() } else { longest.len() }
    }
}

fn longest(literals: &[&[u8]]) -> Option<usize> {
    literals.iter().map(|literal| literal.len()).max()
}

/// Three bytes in a row.
type Trigram = [u8; 3];

/// Stands for no trigram: every text has it.
const ANY_TRIGRAM: Trigram = [0; 3];

/// How many places there are in a set of trigrams.
const TRIGRAM_PLACES: usize = 2_048;

/// The place of a trigram in a set of them.
const fn place_of([a, b, c]: Trigram) -> usize {
    (u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1) >> 21) as usize % TRIGRAM_PLACES
}

/// A text that is asked for trigrams.
struct Trigrams<'t> {
    text: &'t [u8],
    /// How many more questions are cheaper to answer one by one.
    single: u8,
    /// The set of all trigrams, worked out when it pays.
    set: Option<[u64; TRIGRAM_PLACES / 64]>,
}

impl<'t> Trigrams<'t> {
    const fn new(text: &'t [u8]) -> Trigrams<'t> {
        Trigrams { text, single: 4, set: None }
    }

    /// Does the text have the trigram, for all that is known?
    #[inline]
    fn have(&mut self, trigram: Trigram) -> bool {
        if trigram == ANY_TRIGRAM {
            return true;
        }
        if self.single > 0 {
            self.single -= 1;
            if let Some(found) = has_in_short(self.text, trigram) {
                return found;
            }
        }
        let set = self.set.get_or_insert_with(|| {
            let mut set = [0; TRIGRAM_PLACES / 64];
            for trigram in windows(self.text) {
                let place = place_of(trigram);
                set[place / 64] |= 1 << (place % 64);
            }
            set
        });
        let place = place_of(trigram);
        set[place / 64] & (1 << (place % 64)) != 0
    }
}

/// Does `text` have the trigram? `None` if it is too long or too short to look at all of it.
fn has_in_short(text: &[u8], [a, b, c]: Trigram) -> Option<bool> {
    /// Places that are compared at once.
    const LANES: usize = 16;
    /// The longest text.
    const LONGEST: usize = 256;
    let starts = text.len().checked_sub(2)?;
    if !(LANES..=LONGEST).contains(&starts) {
        return None;
    }
    let has = |start: usize| {
        let Some(window) = text.get(start..).and_then(<[u8]>::first_chunk::<{ LANES + 2 }>) else {
            return false;
        };
        (0..LANES).fold(false, |has, lane| {
            has | ((window[lane] == a) & (window[lane + 1] == b) & (window[lane + 2] == c))
        })
    };
    // The last places are looked at with some of those before.
    Some((0..starts - LANES).step_by(LANES).any(has) || has(starts - LANES))
}

/// How common trigrams are among the literals of all patterns.
struct TrigramCounts(Vec<u32>);

impl TrigramCounts {
    fn new(patterns: &[(Literals<'_>, u32)]) -> TrigramCounts {
        let mut counts = vec![0; TRIGRAM_PLACES];
        for literal in patterns.iter().flat_map(|(literals, _)| literals) {
            for trigram in windows(literal) {
                if let Some(count) = counts.get_mut(place_of(trigram)) {
                    *count += 1;
                }
            }
        }
        TrigramCounts(counts)
    }

    /// The rarest trigram of `literals`.
    fn rarest<'l>(&self, literals: impl Iterator<Item = &'l [u8]>) -> Trigram {
        let count = |trigram: &Trigram| self.0.get(place_of(*trigram)).copied().unwrap_or(0);
        literals.flat_map(windows).min_by_key(count).unwrap_or(ANY_TRIGRAM)
    }
}

/// What `text` has from `before` bytes before `at` on, with zeros where it has nothing.
#[inline]
fn eight_bytes(text: &[u8], at: usize, before: usize) -> u64 {
    let rest = at.checked_sub(before).and_then(|start| text.get(start..)).unwrap_or(&[]);
    rest.first_chunk().map_or_else(|| gram(rest), |bytes| u64::from_le_bytes(*bytes))
}

/// All bytes in a row, so many at once.
fn windows<const COUNT: usize>(text: &[u8]) -> impl ExactSizeIterator<Item = [u8; COUNT]> {
    text.windows(COUNT).map(|window| window.first_chunk().copied().unwrap_or([0; COUNT]))
}

/// Four bytes as a number.
fn number(bytes: [u8; STEP]) -> u64 {
    u64::from(u32::from_le_bytes(bytes))
}

/// Up to eight bytes as a number, the first in the lowest place.
#[inline]
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
