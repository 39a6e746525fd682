//! Characters that hide what a command line does: white space that is none to the shell, and
//! control characters.

use super::{Construct, line::Parts};
use crate::span::Span;

/// Notes every such character in `text`, wherever it stands.
///
/// Nearly all texts have none, which one quick pass over the bytes tells.
pub(super) fn note(text: &str, parts: &mut Parts) {
    if !is_suspicious(text.as_bytes()) {
        return;
    }
    for (at, character) in text.char_indices() {
        let span = Span::new(at, at + character.len_utf8());
        if is_invisible_space(character) {
            parts.note(Construct::UnicodeWhitespace, span);
        } else if character.is_ascii_control() && character != '\n' && character != '\t' {
            parts.note(Construct::ControlCharacter, span);
        }
    }
}

/// Whether there can be such a character: false alarms are possible, oversights are not.
///
/// Looks at eight bytes at once, for nearly all texts have none.
fn is_suspicious(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES * 0x80;
    // A high bit is set in the sum for bytes below 0x20, for 0x7f, and for those beyond ASCII.
    let eight = |word: [u8; 8]| {
        let word = u64::from_ne_bytes(word);
        (word.wrapping_sub(ONES * 0x20) | word.wrapping_add(ONES) | word) & HIGH
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [b' '; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let found = words.iter().fold(eight(last), |found, &word| found | eight(word));
    found != 0
        && bytes.iter().any(|&byte| byte >= 0x7f || (byte < 0x20 && byte != b'\n' && byte != b'\t'))
}

fn is_invisible_space(character: char) -> bool {
    !character.is_ascii()
        && (character.is_whitespace()
            || matches!(character, '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_are_found_wherever_they_stand() {
        for odd in ['\0', '\r', '\u{1f}', '\u{7f}', '\u{a0}', '\u{200b}', '\u{2028}', '\u{3000}'] {
            for before in 0..20 {
                let text = format!("{}{odd}x", "a\tb\n".repeat(before));
                let mut parts = Parts::default();
                note(&text, &mut parts);
                assert_eq!(parts.constructs.len(), 1, "{text:?}");
                assert_eq!(parts.constructs[0].span.of(&text), odd.to_string());
            }
        }
        let mut parts = Parts::default();
        note("grep -r 'é' ~ | tr A-Z a-z\n\techo 日本", &mut parts);
        assert_eq!(parts.constructs, []);
    }
}
