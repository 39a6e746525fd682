//! Where something stands in a text.

use serde::{Deserialize, Serialize};

/// A range of bytes in a text: from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of bytes. Offsets past `u32::MAX` are cut to it: no text that long is ever read.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: cut(start), end: cut(end) }
    }

    /// Does all of `inner` lie in it?
    pub(crate) const fn holds(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// How many bytes it covers.
    pub(crate) const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The text that the span covers, or an empty one if it does not fit the text.
    #[must_use]
    #[cfg_attr(built_for_size, optimize(speed))]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// The line and the column of the byte at `offset` in `text`, both from 1. Columns count characters, as
/// editors show them. An offset that does not fit the text gives the end of it.
///
/// ```
/// assert_eq!(callgate::position("é\nab", 4), (2, 2));
/// ```
#[must_use]
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one() {
        assert_eq!(position("é\nab", 0), (1, 1));
        assert_eq!(position("é\nab", 2), (1, 2));
        assert_eq!(position("é\nab", 4), (2, 2));
        assert_eq!(position("", 99), (1, 1));
    }
}
