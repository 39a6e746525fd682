//! Line continuations: what stands on both sides of a backslash at the end of a line.

use crate::{letters::one_of, span::Span};

const BLANKS: &str = " \t";

/// Does a blank stand before the backslash, so that the line continuation parts words?
pub(super) fn is_behind_blank(text: &str, span: Span) -> bool {
    text.get(..span.start as usize).is_some_and(|before| before.ends_with(one_of(BLANKS)))
}

/// Does a line that is continued at `span` go on with a pipe or a redirection, or is a pipe what it ends
/// with?
pub(super) fn continues_pipe(text: &str, span: Span) -> bool {
    let mut before =
        text.get(..span.start as usize).unwrap_or_default().trim_end_matches(one_of(BLANKS));
    while let Some(rest) = before.strip_suffix("\\\n") {
        before = rest.trim_end_matches(one_of(BLANKS));
    }
    let behind = behind_continuations(text.get(span.end as usize..).unwrap_or_default());
    let bare = behind.trim_start_matches(|digit: char| digit.is_ascii_digit());
    before.ends_with('|') && !before.ends_with("||")
        || before.ends_with("|&")
        || behind.starts_with('|') && !behind.starts_with("||")
        || bare.starts_with(one_of("<>"))
        || behind.starts_with("&>")
        || behind.is_empty()
}

/// `text` without the blanks and the line continuations that it starts with.
pub(super) fn behind_continuations(text: &str) -> &str {
    let mut rest = text.trim_start_matches(one_of(BLANKS));
    while let Some(folded) = rest.strip_prefix("\\\n") {
        rest = folded.trim_start_matches(one_of(BLANKS));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::continues_pipe;
    use crate::span::Span;

    #[test]
    fn pipes_are_seen_over_several_lines() {
        let continues = |text: &str| {
            let at = text.find("\\\n").unwrap();
            continues_pipe(text, Span::new(at, at + 2))
        };
        for text in [
            "a \\\n | b",
            "a | \\\n b",
            "a |& \\\n \\\n b",
            "a \\\n \\\n| b",
            "a \\\n 2>b",
            "a \\\n",
        ] {
            assert!(continues(text), "{text}");
        }
        for text in ["a \\\n b | c", "a || \\\n b", "a \\\n || b", "a | b \\\n && c", "a \\\n 2"] {
            assert!(!continues(text), "{text}");
        }
    }
}
