//! Says quickly that a number is in none of the entries of a table.

/// A bit for the hash of each of many numbers. Nearly all others are turned away by it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Present {
    /// A power of two of them.
    words: Box<[u64]>,
}

/// How many bits there are for each number.
const BITS: usize = 16;

/// How many words there are at most, as a power of two.
const MOST: u32 = 14;

impl Present {
    pub(crate) fn new(numbers: impl ExactSizeIterator<Item = u64>) -> Present {
        let words = (numbers.len() * BITS).div_ceil(64).next_power_of_two().clamp(1, 1 << MOST);
        let mut present = Present { words: vec![0; words].into() };
        for number in numbers {
            let (word, bit) = present.place(number);
            if let Some(word) = present.words.get_mut(word) {
                *word |= bit;
            }
        }
        present
    }

    /// The place of the word for `number`, and the bit in it.
    #[inline]
    fn place(&self, number: u64) -> (usize, u64) {
        let hash = hash(number);
        let word = (hash >> (u32::BITS - MOST)) as usize & self.words.len().wrapping_sub(1);
        (word, 1 << ((hash >> (u32::BITS - MOST - 6)) & 63))
    }

    /// Might `number` be one of them? If not, it is not.
    #[inline]
    pub(crate) fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Bytes on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        size_of_val(&*self.words)
    }
}

/// A multiplicative hash, whose upper bits are good.
pub(super) const fn hash(number: u64) -> u32 {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}
