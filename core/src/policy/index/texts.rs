//! Patterns over one kind of text, by what the text must have.

use super::{Entry, grams::Grams, seen::Seen, trie::Trie};
use crate::pattern::Need;
use std::collections::BTreeMap;

/// With how many patterns that start alike it pays to tell them apart by what follows.
const CROWD: usize = 4;

/// A pattern to be indexed.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) need: Need,
    /// What to go by if too many others have the same need.
    pub(super) otherwise: Need,
    pub(super) entry: Entry,
    /// The need is less than the literal that the pattern starts with.
    pub(super) cut: bool,
}

/// Rules over one kind of text.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    entries: Vec<Entry>,
    starts: Trie,
    ends: Trie<true>,
    holds: Grams,
    /// The rules that any text may match.
    always: Vec<Entry>,
    /// Some literals in `starts` are cut.
    cut: bool,
}

impl Texts {
    pub(super) fn new(items: Vec<Item>) -> Texts {
        let mut crowds: BTreeMap<&[u8], usize> = BTreeMap::new();
        for item in &items {
            if let (Need::Start(start), Need::Hold(_)) = (&item.need, &item.otherwise) {
                *crowds.entry(start).or_default() += 1;
            }
        }
        let crowded = |start: &[u8]| crowds.get(start).is_some_and(|count| *count > CROWD);
        let mut texts = Texts::default();
        let (mut starts, mut ends, mut holds) = (Vec::new(), Vec::new(), Vec::new());
        for (number, item) in (0..).zip(&items) {
            texts.entries.push(item.entry);
            texts.cut |= item.cut;
            match (&item.need, &item.otherwise) {
                (Need::Start(start), Need::Hold(literals))
                    if crowded(start) && Grams::is_selective(literals) =>
                {
                    holds.push((literals.iter().map(Vec::as_slice).collect(), number));
                }
                (Need::Start(start), _) => starts.push((start.as_slice(), item.entry.0)),
                (Need::End(end), _) => ends.push((end.as_slice(), item.entry.0)),
                (Need::Hold(literals), _) => {
                    holds.push((literals.iter().map(Vec::as_slice).collect(), number))
                }
                (Need::Nothing, _) => texts.always.push(item.entry),
                (Need::Never, _) => {}
            }
        }
        texts.starts = Trie::new(&starts);
        texts.ends = Trie::new(&ends);
        texts.holds = Grams::new(holds);
        texts
    }

    /// All rules.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Nominates the rules that may match `text`, each once, with what follows in the text if it
    /// starts as the rule needs.
    pub(super) fn nominate(&self, text: &str, nominate: &mut dyn FnMut(Entry, Option<&[u8]>)) {
        for entry in &self.always {
            nominate(*entry, None);
        }
        self.starts.keys_of(text.as_bytes(), |entry, rest| nominate(Entry(entry), Some(rest)));
        self.ends.keys_of(text.as_bytes(), |entry, _| nominate(Entry(entry), None));
        if self.holds.is_empty() {
            return;
        }
        let mut seen = Seen::new(self.entries.len());
        self.holds.nominate(text.as_bytes(), &mut |number| {
            if seen.insert(number)
                && let Some(entry) = self.entries.get(number as usize)
            {
                nominate(*entry, None);
            }
        });
    }

    /// May a rule without wildcards match a text that starts with `text` and goes on?
    pub(super) fn may_go_on(&self, text: &str) -> bool {
        self.cut || self.starts.goes_on(text.as_bytes())
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.always.capacity() * size_of::<Entry>()
            + self.starts.heap_bytes()
            + self.ends.heap_bytes()
            + self.holds.heap_bytes()
    }

    pub(super) fn states(&self) -> usize {
        self.starts.states() + self.ends.states()
    }
}
