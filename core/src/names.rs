//! Sets of names, each written as one text: a table stays short, and so does a program that has it.

use std::cmp::Ordering;

/// A set of names: a text in which they stand in order, with one blank between two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names(&'static str);

impl Names {
    /// No names.
    pub(crate) const NONE: Names = Names("");

    /// The names in `text`.
    ///
    /// # Panics
    /// If they are out of order, or more than a blank stands between them: in a constant, such a
    /// text does not compile.
    pub(crate) const fn new(text: &'static str) -> Names {
        let mut rest = Names(text);
        let mut last = "";
        while let Some((name, others)) = rest.split_first() {
            assert!(is_less(last, name), "names are sorted, and one blank stands between them");
            last = name;
            rest = others;
        }
        Names(text)
    }

    /// The first name, and the others.
    pub(crate) const fn split_first(self) -> Option<(&'static str, Names)> {
        let bytes = self.0.as_bytes();
        let mut end = 0;
        while end < bytes.len() && bytes[end] != b' ' {
            end += 1;
        }
        if bytes.is_empty() {
            return None;
        }
        let (name, rest) = self.0.split_at(end);
        let rest = if rest.is_empty() { rest } else { rest.split_at(1).1 };
        Some((name, Names(rest)))
    }

    /// All names, in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ').filter(|name| !name.is_empty())
    }

    /// What stands for `name`, if the names are pairs: `name=value`. Takes a look at every pair.
    pub(crate) fn value_of(self, name: &str) -> Option<&'static str> {
        self.iter().find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Is `name` among them? Takes as many steps as there are bits in the length of the text.
    pub(crate) fn contains(self, name: &str) -> bool {
        let (text, name) = (self.0.as_bytes(), name.as_bytes());
        let is_blank = |byte: &u8| *byte == b' ';
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low.midpoint(high);
            let (before, behind) = (&text[low..middle], &text[middle..high]);
            let start = before.iter().rposition(is_blank).map_or(low, |blank| low + blank + 1);
            let other = &text[start..high];
            // Mostly the first letters tell which comes first.
            let is_same = |(one, two): &(&u8, &u8)| one == two && !is_blank(one);
            let same = other.iter().zip(name).take_while(is_same).count();
            match other.get(same).filter(|next| !is_blank(next)).cmp(&name.get(same)) {
                Ordering::Equal => return true,
                Ordering::Less => {
                    let end = behind.iter().position(is_blank);
                    low = end.map_or(high, |blank| middle + blank + 1);
                }
                Ordering::Greater => high = start.saturating_sub(1),
            }
        }
        false
    }
}

const fn is_less(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() {
        if left[index] != right[index] {
            return left[index] < right[index];
        }
        index += 1;
    }
    left.len() < right.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn what_is_written_is_there(
            names in proptest::collection::btree_set("[a-c.é-]{1,4}", 0..12),
            others in proptest::collection::vec("[ a-c.é-]{0,4}", 0..8),
        ) {
            let text = Vec::from_iter(names.iter().map(String::as_str)).join(" ");
            let set = Names::new(text.leak());
            prop_assert!(set.iter().eq(names.iter()));
            for name in names.iter().chain(&others) {
                prop_assert_eq!(set.contains(name), names.contains(name), "{}", name);
            }
        }
    }

    #[test]
    fn the_first_name_is_split_off() {
        assert!(Names::NONE.split_first().is_none());
        let (first, others) = Names::new("a b-c d").split_first().unwrap();
        assert_eq!(
            (first, BTreeSet::from_iter(others.iter())),
            ("a", BTreeSet::from(["b-c", "d"]))
        );
    }

    #[test]
    fn pairs_are_looked_up_by_name() {
        let pairs = Names::new("a.c=d a=b");
        assert_eq!(
            ["a", "a.c", "b", ""].map(|name| pairs.value_of(name)),
            [Some("b"), Some("d"), None, None]
        );
    }

    #[test]
    fn texts_out_of_order_are_refused() {
        for text in ["b a", "a a", "a  b", " a"] {
            assert!(std::panic::catch_unwind(|| Names::new(text)).is_err(), "{text:?}");
        }
    }
}
