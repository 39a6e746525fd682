//! Sixteen bytes at once, in WebAssembly.
//!
//! The compiler makes vector instructions of plain loops where it builds for speed. WebAssembly is
//! built to be small, and what a verdict needs most often is written out with these.

use std::arch::wasm32::{
    u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_splat, u8x16_sub, u64x2, v128, v128_or,
};

/// How many bytes there are.
pub(crate) const LANES: usize = 16;

/// Bytes, or which of them have a property.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(v128);

impl Lanes {
    pub(crate) fn new(bytes: &[u8; LANES]) -> Lanes {
        let halves = bytes.as_chunks().0;
        let half = |at: usize| halves.get(at).map_or(0, |half| u64::from_le_bytes(*half));
        Lanes(u64x2(half(0), half(1)))
    }

    /// Which are `byte`?
    pub(crate) fn are(self, byte: u8) -> Lanes {
        Lanes(u8x16_eq(self.0, u8x16_splat(byte)))
    }

    /// Which are `first` or `last` or between them?
    pub(crate) fn within(self, first: u8, last: u8) -> Lanes {
        Lanes(u8x16_le(u8x16_sub(self.0, u8x16_splat(first)), u8x16_splat(last - first)))
    }

    pub(crate) fn or(self, other: Lanes) -> Lanes {
        Lanes(v128_or(self.0, other.0))
    }

    /// Those that have the property, the first byte in the lowest bit.
    pub(crate) fn bits(self) -> u16 {
        u8x16_bitmask(self.0)
    }
}
