//! One quick look at a whole text, to tell that there is nothing special in it.

/// Does `odd` hold for a byte of `text` and the byte behind it? What ends the text is taken for a
/// slash, as it ends the last component of a path.
///
/// Looks at all of a text without stopping, so that a processor can look at many bytes at once.
#[inline]
pub(crate) fn any_pair(text: &str, odd: impl Fn(u8, u8) -> bool + Copy) -> bool {
    let bytes = text.as_bytes();
    let within = any_in::<17>(bytes, odd)
        .or_else(|| any_in::<9>(bytes, odd))
        .unwrap_or_else(|| bytes.windows(2).any(|pair| odd(pair[0], pair[1])));
    within || bytes.last().is_some_and(|last| odd(*last, b'/'))
}

/// Does `odd` hold for a pair in `bytes`? `None` if there are less than `SPAN`, which are looked at
/// together.
#[inline]
fn any_in<const SPAN: usize>(bytes: &[u8], odd: impl Fn(u8, u8) -> bool + Copy) -> Option<bool> {
    // What is left over behind the last whole span is looked at with the end of that span.
    let mut any = any_of::<SPAN>(bytes.last_chunk()?, odd);
    let mut rest = bytes;
    while rest.len() > SPAN
        && let Some(span) = rest.first_chunk::<SPAN>()
    {
        any |= any_of(span, odd);
        rest = rest.get(SPAN - 1..)?;
    }
    Some(any)
}

/// By itself, so that it stays a handful of vector instructions.
#[inline(never)]
fn any_of<const SPAN: usize>(span: &[u8; SPAN], odd: impl Fn(u8, u8) -> bool) -> bool {
    let mut any = false;
    for at in 1..SPAN {
        any |= odd(span[at - 1], span[at]);
    }
    any
}

#[cfg(test)]
mod tests {
    use super::any_pair;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_pair_is_looked_at(text in "[abé]{0,80}") {
            let mut pairs = text.bytes().zip(text.bytes().skip(1).chain([b'/']));
            let expected = pairs.any(|pair| matches!(pair, (b'a', b'b') | (b'a', b'/')));
            let found = any_pair(&text, |first, second| {
                (first == b'a') & ((second == b'b') | (second == b'/'))
            });
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn one_pair_is_found_wherever_it_is(before in 0..50_usize, after in 0..50_usize) {
            let text = format!("{}ab{}", "x".repeat(before), "x".repeat(after));
            prop_assert!(any_pair(&text, |first, second| (first == b'a') & (second == b'b')));
        }
    }
}
