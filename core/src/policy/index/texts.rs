//! Patterns over one kind of text, by what the text must have.

use super::{Entry, Nominate, grams::Grams, guarded::Guarded, seen::Seen, trie::Trie};
use crate::{order, pattern::Need};
use std::cmp::Ordering;

/// With how many patterns that start alike it pays to tell them apart by something else.
const CROWD: usize = 4;
/// The same for patterns that end alike: texts start with the name of one of a few programs, and end
/// in many ways.
const END_CROWD: usize = 16;

/// A pattern to be indexed.
#[derive(Debug)]
pub(super) struct Item {
    /// What a text must have, the cheapest to look for first: the pattern is found by one of these.
    pub(super) needs: Vec<Need>,
    pub(super) entry: Entry,
    /// The need to start with something is less than what the pattern spells out.
    pub(super) cut: bool,
    /// What it spells out has an operator in it.
    pub(super) has_operator: bool,
}

impl Item {
    /// The need to find the pattern by: the first that few others have as well, or else one that is
    /// selective whoever has it, or else the one that the fewest have.
    fn cheapest(&self, crowd: impl Fn(&Need) -> Option<usize>) -> Option<&Need> {
        let [first, others @ ..] = self.needs.as_slice() else { return None };
        if others.is_empty() {
            return Some(first);
        }
        let ends = || self.needs.iter().filter_map(|need| Some((crowd(need)?, need)));
        let is_rare = |(crowd, need): &(usize, &Need)| match need {
            Need::End(_) => *crowd <= END_CROWD,
            _ => *crowd <= CROWD,
        };
        let rare = ends().find(is_rare).map(|(_, need)| need);
        let selective = |need: &&Need| match need {
            Need::Hold(literals) => Grams::is_selective(literals),
            Need::Start(_) | Need::End(_) | Need::Nothing | Need::Never => false,
        };
        rare.or_else(|| self.needs.iter().find(selective))
            .or_else(|| ends().min_by_key(|(crowd, _)| *crowd).map(|(_, need)| need))
            .or(Some(first))
    }
}

/// The literal that a text must start or end with, and whether it is the end.
fn literal_end(need: &Need) -> Option<(bool, &[u8])> {
    match need {
        Need::Start(literal) => Some((false, literal)),
        Need::End(literal) => Some((true, literal)),
        Need::Hold(_) | Need::Nothing | Need::Never => None,
    }
}

/// Rules over one kind of text.
#[derive(Debug, Default)]
pub(super) struct Texts {
    starts: Trie,
    ends: Guarded<true>,
    holds: Grams,
    /// The rules that are found by what a text holds.
    holding: Vec<Entry>,
    /// The rules that any text may match.
    always: Vec<Entry>,
    /// What patterns start with that spell out an operator.
    operators: Trie,
    /// Some patterns spell out more than the literal by which they are found.
    cut: bool,
}

impl Texts {
    pub(super) fn new(items: Vec<Item>) -> Texts {
        // The same ends of patterns that can be found by something else as well stand side by side.
        let several = items.iter().filter(|item| item.needs.len() > 1);
        let mut literal_ends: Vec<_> =
            several.flat_map(|item| item.needs.iter().filter_map(literal_end)).collect();
        order::sort_by(&mut literal_ends, Ord::cmp);
        let crowd = |need: &Need| {
            let end = literal_end(need)?;
            let place =
                |found: fn(Ordering) -> bool| literal_ends.partition_point(|o| found(o.cmp(&end)));
            Some(place(Ordering::is_le) - place(Ordering::is_lt))
        };
        let mut texts = Texts::default();
        let [mut starts, mut ends, mut operators] = [(); 3].map(|()| Vec::new());
        let mut holds = Vec::new();
        for item in &items {
            texts.cut |= item.cut;
            if item.has_operator
                && let Some(Need::Start(start)) = item.needs.first()
            {
                operators.push((start.as_slice(), item.entry.0));
            }
            let Some(need) = item.cheapest(crowd) else { continue };
            match need {
                Need::Start(start) => starts.push((start.as_slice(), item.entry.0)),
                Need::End(end) => ends.push((end.as_slice(), item.entry.0)),
                Need::Hold(literals) => {
                    let number = u32::try_from(holds.len()).unwrap_or(u32::MAX);
                    holds.push((literals.iter().map(Vec::as_slice).collect(), number));
                    texts.holding.push(item.entry);
                }
                Need::Nothing => texts.always.push(item.entry),
                Need::Never => {}
            }
        }
        texts.starts = Trie::new(&starts);
        texts.ends = Guarded::new(&ends);
        texts.operators = Trie::new(&operators);
        texts.holds = Grams::new(holds);
        texts.holding.shrink_to_fit();
        texts.always.shrink_to_fit();
        texts
    }

    /// Nominates the rules that may match `text`, each once, with what else there is in the text if
    /// it starts or ends as the rule needs.
    #[inline]
    pub(super) fn nominate(&self, text: &str, mut nominate: impl FnMut(Entry, Option<&[u8]>)) {
        for entry in &self.always {
            nominate(*entry, None);
        }
        self.starts.keys_of(text.as_bytes(), |entry, rest| nominate(Entry(entry), Some(rest)));
        self.ends.keys_of(text.as_bytes(), &mut |entry, rest| nominate(Entry(entry), Some(rest)));
        if !self.holds.is_empty() {
            self.nominate_holding(text, &mut |entry| nominate(entry, None));
        }
    }

    /// Nominates the rules that are found by what the text holds.
    #[inline(never)]
    fn nominate_holding(&self, text: &str, nominate: &mut dyn FnMut(Entry)) {
        let mut seen = Seen::new(self.holding.len());
        self.holds.nominate(text.as_bytes(), &mut |number| {
            if seen.insert(number)
                && let Some(entry) = self.holding.get(number as usize)
            {
                nominate(*entry);
            }
        });
    }

    /// Nominates the rules that may match `text`, each once.
    pub(super) fn offer(&self, text: &str, nominate: Nominate<'_>) {
        self.nominate(text, |entry, _| nominate(entry.list(), entry.id()));
    }

    /// May a pattern spell out a text that starts with `text` and goes on: with an operator, or with
    /// anything?
    pub(super) fn may_go_on(&self, text: &str, with_operator: bool) -> bool {
        let starts = if with_operator { &self.operators } else { &self.starts };
        self.cut || starts.goes_on(text.as_bytes())
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.holding.capacity() * size_of::<Entry>()
            + self.always.capacity() * size_of::<Entry>()
            + self.starts.heap_bytes()
            + self.ends.heap_bytes()
            + self.operators.heap_bytes()
            + self.holds.heap_bytes()
    }

    pub(super) fn states(&self) -> usize {
        self.starts.states() + self.ends.states() + self.operators.states()
    }
}
