//! Which nominations have been made, so that a text that repeats itself costs no more than another.

/// With so many numbers or less, which is nearly always, each is compared.
const FEW: usize = 16;

/// A set of small numbers.
pub(crate) struct Seen {
    few: [u32; FEW],
    /// How many there are.
    count: usize,
    /// A bit for each number, once there are many.
    many: Vec<u64>,
    /// How many words of bits the numbers need.
    words: usize,
}

impl Seen {
    /// An empty set for numbers below `limit`.
    pub(crate) const fn new(limit: usize) -> Seen {
        Seen { few: [0; FEW], count: 0, many: Vec::new(), words: limit.div_ceil(64) }
    }

    /// Adds `number`; was it missing?
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        if self.many.is_empty() {
            if self.few.iter().take(self.count).any(|seen| *seen == number) {
                return false;
            }
            if let Some(free) = self.few.get_mut(self.count) {
                *free = number;
                self.count += 1;
                return true;
            }
            self.many = vec![0; self.words];
            for number in self.few {
                self.mark(number);
            }
        }
        self.mark(number)
    }

    fn mark(&mut self, number: u32) -> bool {
        let bit = 1_u64 << (number % 64);
        let Some(word) = self.many.get_mut(number as usize / 64) else { return true };
        let missing = *word & bit == 0;
        *word |= bit;
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Seen};

    #[test]
    fn each_number_is_new_once() {
        let mut seen = Seen::new(5_000);
        let numbers = [0, 63, 64, 4_999].into_iter().chain((100..).take(2 * FEW));
        for number in numbers.clone() {
            assert!(seen.insert(number), "{number}");
            assert!(!seen.insert(number), "{number}");
        }
        assert!(numbers.into_iter().all(|number| !seen.insert(number)));
        assert!(seen.insert(1));
    }
}
