//! Which nominations have been made, so that a text that repeats itself costs no more than another.

/// A set of small numbers.
pub(crate) struct Seen {
    /// Enough for most policies without touching the heap.
    first: [u64; 16],
    rest: Vec<u64>,
    /// How many words `rest` needs, once it is needed.
    words: usize,
}

impl Seen {
    /// An empty set for numbers below `count`.
    pub(crate) fn new(count: usize) -> Seen {
        Seen { first: [0; 16], rest: Vec::new(), words: count.div_ceil(64).saturating_sub(16) }
    }

    /// Adds `number`; was it missing?
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        let (word, bit) = (number as usize / 64, 1_u64 << (number % 64));
        let word = match self.first.get_mut(word) {
            Some(word) => word,
            None => {
                if self.rest.is_empty() {
                    self.rest = vec![0; self.words];
                }
                match self.rest.get_mut(word - self.first.len()) {
                    Some(word) => word,
                    None => return true,
                }
            }
        };
        let missing = *word & bit == 0;
        *word |= bit;
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn each_number_is_new_once() {
        let mut seen = Seen::new(5_000);
        for number in [0, 63, 64, 1_023, 1_024, 4_999] {
            assert!(seen.insert(number), "{number}");
            assert!(!seen.insert(number), "{number}");
        }
        assert!(seen.insert(1));
    }
}
