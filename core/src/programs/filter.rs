//! Says quickly that a name is in none of the tables: most names are in none.

/// The names of a table, as bits at a hash of each. A name that is not in the table is turned away
/// by a few instructions in most cases, before any string is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter([u64; 4]);

impl Filter {
    /// The filter of an empty table.
    pub(crate) const EMPTY: Filter = Filter([0; 4]);

    /// The filter of these names.
    pub(crate) const fn of(names: &[&str]) -> Filter {
        let mut filter = Filter::EMPTY;
        let mut row = 0;
        while row < names.len() {
            filter = filter.with(names[row]);
            row += 1;
        }
        filter
    }

    /// The filter of a table with one more name.
    pub(crate) const fn with(mut self, name: &str) -> Filter {
        let bit = hash(name);
        self.0[bit as usize / 64] |= 1 << (bit % 64);
        self
    }

    /// The filter of two tables together.
    pub(crate) const fn and(mut self, other: Filter) -> Filter {
        let mut word = 0;
        while word < self.0.len() {
            self.0[word] |= other.0[word];
            word += 1;
        }
        self
    }

    /// Might `name` be in the table? If not, it is not.
    pub(crate) const fn may_hold(&self, name: &str) -> bool {
        let bit = hash(name);
        self.0[bit as usize / 64] >> (bit % 64) & 1 == 1
    }
}

/// Length, first, middle and last byte tell names of programs apart well enough.
const fn hash(name: &str) -> u8 {
    let bytes = name.as_bytes();
    match bytes {
        [] => 0,
        [first, ..] => {
            let middle = bytes[bytes.len() / 2];
            let last = bytes[bytes.len() - 1];
            first
                .wrapping_mul(31)
                .wrapping_add(middle.wrapping_mul(101))
                .wrapping_add(last.wrapping_mul(17))
                .wrapping_add((bytes.len() as u8).wrapping_mul(59))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn holds_its_names_and_turns_most_others_away() {
        const NAMES: &[&str] = &["eval", "exec", ".", "source"];
        let filter = Filter::of(NAMES);
        assert!(NAMES.iter().all(|name| filter.may_hold(name)));
        let others = ["git", "npm", "cargo", "kubectl", "docker", "make", "python3", ""];
        assert!(others.iter().filter(|name| filter.may_hold(name)).count() < 2);
    }
}
