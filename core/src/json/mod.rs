//! JSON as it comes from an agent's client, and as people write it.

mod document;
mod fields;

pub(crate) use self::{
    document::Node,
    fields::{Fields, Misfit},
};

use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads a JSON object: a tool's input, a hook event.
///
/// A client written in JavaScript may send half of a surrogate pair (`"\ud83d"`), which is no
/// character. Like every program that the text could go to, this reads it as U+FFFD; a plain JSON
/// parser would refuse the whole document.
///
/// ```
/// let input = callgate::parse_object(r#"{"command": "echo \ud83d"}"#)?;
/// assert_eq!(input["command"], "echo \u{fffd}");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// If the text is no JSON, or no object.
pub fn parse_object(text: &str) -> Result<Map<String, Value>, serde_json::Error> {
    serde_json::from_str(&whole_characters(text))
}

/// `text` with every escaped half of a surrogate pair that lacks its other half replaced by an
/// escaped U+FFFD.
pub(crate) fn whole_characters(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            at += 1;
            continue;
        }
        match surrogate(bytes, at) {
            Some(Half::Leading) if surrogate(bytes, at + 6) == Some(Half::Trailing) => at += 12,
            Some(_) => {
                mended.push_str(text.get(copied..at).unwrap_or_default());
                mended.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            None => at += 2,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(mended)
}

/// Which half of a surrogate pair.
#[derive(PartialEq, Eq)]
enum Half {
    Leading,
    Trailing,
}

/// The half of a surrogate pair that `\uXXXX` at `at` stands for, if it stands for one.
fn surrogate(bytes: &[u8], at: usize) -> Option<Half> {
    let [b'\\', b'u', b'd' | b'D', kind, third, fourth] = bytes.get(at..at + 6)? else {
        return None;
    };
    if !third.is_ascii_hexdigit() || !fourth.is_ascii_hexdigit() {
        return None;
    }
    match kind.to_ascii_lowercase() {
        b'8'..=b'9' | b'a'..=b'b' => Some(Half::Leading),
        b'c'..=b'f' => Some(Half::Trailing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_pairs_and_escaped_backslashes_stay() {
        for text in [r#""\ud83d\ude00""#, r#""\\ud83d""#, r#""\u00e9""#, r#""\"#, r#""\ud8"#] {
            assert!(
                matches!(whole_characters(text), Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }

    #[test]
    fn each_lone_half_becomes_one_replacement_character() {
        for (text, mended) in [
            (r#""a\ud83db""#, r#""a\ufffdb""#),
            (r#""\ude00""#, r#""\ufffd""#),
            (r#""\uD83D\uD83D\uDE00é""#, r#""\ufffd\uD83D\uDE00é""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\\\ud800""#, r#""\\\ufffd""#),
        ] {
            assert_eq!(whole_characters(text), mended);
        }
    }
}
