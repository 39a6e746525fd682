//! White space as JavaScript has it: what the client trims texts of.

/// Does `\s` of JavaScript meet the character?
pub(crate) fn is_blank(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{feff}'
}

/// `text` without white space at its ends.
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        // Most texts begin and end with what is plainly no white space.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(is_blank),
    }
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn texts_are_trimmed_as_javascript_trims_them() {
        for text in
            ["a", " a", "a\n", "\u{feff}a\u{feff}", "\u{a0}\u{2028}a\u{3000}", "\u{b}a\u{c}"]
        {
            assert_eq!(trim(text), "a", "{text:?}");
        }
        for text in ["\u{85}a", "a\u{200b}", "\u{180e}a", "\u{1c}a", "é", ""] {
            assert_eq!(trim(text), text, "{text:?}");
        }
        assert_eq!(trim("é "), "é");
    }
}
