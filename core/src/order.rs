//! Sorting, and what is found by it, with one piece of code for all types.
//!
//! The standard library's sort and its tables are compiled anew for every type, four kilobytes each
//! time, which is a quarter of what a browser would download. Nothing that is sorted here is long or
//! sorted while a call waits.

use std::cmp::Ordering;

/// Sorts `items`; those that are equal keep their order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places =
        sorted_places(items.len(), &|left, right| match (items.get(left), items.get(right)) {
            (Some(left), Some(right)) => compare(left, right),
            _ => Ordering::Equal,
        });
    let Some(places) = places else { return };
    let mut unsorted: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| unsorted.get_mut(place)?.take()));
}

/// Sorts `items` by a key; those of equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// The numbers below `count` in the order of what `compare` says of them; `None` if that is the order
/// that they have.
fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Option<Vec<usize>> {
    let mut places: Vec<usize> = (0..count).collect();
    let compare = |left: &usize, right: &usize| compare(*left, *right);
    if places.is_sorted_by(|left, right| compare(left, right).is_le()) {
        return None;
    }
    places.sort_by(compare);
    Some(places)
}

/// Whether an equal one stands in front of each of `items`.
pub(crate) fn repeats<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<bool> {
    let mut sorted: Vec<(usize, &T)> = items.iter().enumerate().collect();
    sort_by(&mut sorted, |one, two| compare(one.1, two.1));
    let mut repeats = vec![false; items.len()];
    for (one, next) in sorted.iter().zip(sorted.iter().skip(1)) {
        if let Some(repeat) = repeats.get_mut(next.0) {
            *repeat = compare(one.1, next.1).is_eq();
        }
    }
    repeats
}

/// Values by text, in the order of the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<V>(Vec<(String, V)>);

impl<V> Table<V> {
    /// Of entries with one text, the first counts.
    pub(crate) fn new(mut entries: Vec<(String, V)>) -> Table<V> {
        sort_by(&mut entries, |one, two| one.0.cmp(&two.0));
        entries.dedup_by(|later, first| later.0 == first.0);
        Table(entries)
    }

    /// Of entries with one text, the last counts.
    pub(crate) fn overridden(mut entries: Vec<(String, V)>) -> Table<V> {
        entries.reverse();
        Table::new(entries)
    }

    /// The value of `text`, in time logarithmic in the length of the table.
    pub(crate) fn get(&self, text: &str) -> Option<&V> {
        let place = self.0.binary_search_by(|(known, _)| known.as_str().cmp(text)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entry at a place in the order.
    pub(crate) fn entry(&self, place: usize) -> Option<&(String, V)> {
        self.0.get(place)
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(text, _)| text.as_str())
    }
}

impl<V> Default for Table<V> {
    fn default() -> Table<V> {
        Table(Vec::new())
    }
}

/// Of entries with one text, the last counts, as in any map.
impl<V> FromIterator<(String, V)> for Table<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Table<V> {
        Table::overridden(entries.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items: Vec<(u8, u8)>) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn a_repeat_has_an_equal_one_in_front_of_it(items: Vec<u8>) {
            let expected: Vec<bool> =
                items.iter().enumerate().map(|(at, item)| items[..at].contains(item)).collect();
            prop_assert_eq!(repeats(&items, u8::cmp), expected);
        }

        #[test]
        fn a_table_has_the_first_or_the_last_of_each_text(
            entries in prop::collection::vec(("[ab]{0,2}", any::<u32>()), 0..9),
            text in "[ab]{0,2}",
        ) {
            let mut found = entries.iter().filter(|(known, _)| *known == text);
            let first = found.next().map(|(_, number)| number);
            let (first_wins, last_wins) =
                (Table::new(entries.clone()), Table::overridden(entries.clone()));
            prop_assert_eq!(first_wins.get(&text), first);
            let last = found.next_back().map(|(_, number)| number).or(first);
            prop_assert_eq!(last_wins.get(&text), last);
            prop_assert_eq!(&entries.into_iter().collect::<Table<_>>(), &last_wins);
        }
    }
}
