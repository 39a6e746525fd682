//! Characters that hide what a command line does: white space that is none to the shell, and
//! control characters.

use super::{Construct, Script};
use crate::span::Span;

/// Notes every such character in `text`, wherever it stands.
///
/// Nearly all texts have none, which one quick pass over the bytes tells.
pub(super) fn note(text: &str, script: &mut Script) {
    let suspicious = |byte: u8| byte >= 0x7f || (byte < 0x20 && byte != b'\n' && byte != b'\t');
    let any = text
        .as_bytes()
        .chunks(64)
        .any(|chunk| chunk.iter().fold(false, |found, &byte| found | suspicious(byte)));
    if !any {
        return;
    }
    for (at, character) in text.char_indices() {
        let span = Span::new(at, at + character.len_utf8());
        if is_invisible_space(character) {
            script.note(Construct::UnicodeWhitespace, span);
        } else if character.is_ascii_control() && character != '\n' && character != '\t' {
            script.note(Construct::ControlCharacter, span);
        }
    }
}

fn is_invisible_space(character: char) -> bool {
    !character.is_ascii()
        && (character.is_whitespace()
            || matches!(character, '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
}
