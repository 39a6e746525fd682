//! Sixteen bytes at once: what the readers of short texts are made of.

use wide::u8x16;

/// How many bytes there are.
pub(crate) const LANES: usize = 16;

/// Bytes, or which of them have a property: all bits of those.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(u8x16);

impl Lanes {
    #[inline]
    pub(crate) fn new(bytes: [u8; LANES]) -> Lanes {
        Lanes(u8x16::new(bytes))
    }

    /// Which are `byte`?
    #[inline]
    pub(crate) fn are(self, byte: u8) -> Lanes {
        Lanes(self.0.simd_eq(u8x16::splat(byte)))
    }

    /// Which are `first` or `last` or between them?
    #[inline]
    pub(crate) fn within(self, first: u8, last: u8) -> Lanes {
        let above = self.0 - u8x16::splat(first);
        Lanes(above.simd_le(u8x16::splat(last - first)))
    }

    #[inline]
    pub(crate) fn or(self, other: Lanes) -> Lanes {
        Lanes(self.0 | other.0)
    }

    /// Those that have the property, the first byte in the lowest bit.
    #[inline]
    pub(crate) fn bits(self) -> u16 {
        self.0.to_bitmask() as u16
    }
}

/// Sixteen bytes of `text` that hold those from `at`, and how many there are before them. Behind the
/// end of a shorter text there are zeros.
#[inline]
pub(crate) fn sixteen(text: &[u8], at: usize) -> ([u8; LANES], usize) {
    // The last ones are read with some that have been read before, which costs less than to copy them.
    let start = at.min(text.len().saturating_sub(LANES));
    let rest = text.get(start..).unwrap_or_default();
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; LANES];
        bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        bytes
    });
    (bytes, at - start)
}

#[cfg(test)]
mod tests {
    use super::{LANES, Lanes, sixteen};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_going_byte_by_byte(
            bytes in prop::array::uniform16(any::<u8>()),
            [byte, one, two] in prop::array::uniform3(any::<u8>()),
        ) {
            let (first, last) = (one.min(two), one.max(two));
            let bits = |has: &dyn Fn(u8) -> bool| {
                let of = |(place, byte): (usize, &u8)| u16::from(has(*byte)) << place;
                bytes.iter().enumerate().map(of).sum::<u16>()
            };
            let lanes = Lanes::new(bytes);
            let is = |own: u8| own == byte;
            let is_within = |own: u8| (first..=last).contains(&own);
            prop_assert_eq!(lanes.are(byte).bits(), bits(&is));
            prop_assert_eq!(lanes.within(first, last).bits(), bits(&is_within));
            let either = lanes.are(byte).or(lanes.within(first, last));
            prop_assert_eq!(either.bits(), bits(&|own| is(own) || is_within(own)));
        }
    }

    #[test]
    fn every_byte_is_found_behind_those_before_it() {
        let text: Vec<u8> = (1..=40).collect();
        for length in 0..=text.len() {
            for at in 0..=length {
                let (bytes, before) = sixteen(&text[..length], at);
                let rest = &text[at..length];
                let expected = rest.iter().chain(&[0; LANES]);
                let found = bytes.iter().skip(before);
                let count = LANES - before;
                assert!(found.eq(expected.take(count)), "{at} of {length}");
                assert!(count >= rest.len().min(LANES), "{at} of {length}");
            }
        }
    }
}
