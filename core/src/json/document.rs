//! JSON with places: which bytes of the text each member and each entry stands in.

use crate::{order, span::Span};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// A value in a JSON text, not looked into yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'t> {
    text: &'t str,
    raw: &'t str,
}

/// A text that is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotJson {
    /// What the parser says.
    pub(crate) message: String,
    /// Where.
    pub(crate) span: Span,
}

impl<'t> Node<'t> {
    /// Reads a document. A byte order mark before it is fine.
    pub(crate) fn read(text: &'t str) -> Result<Node<'t>, NotJson> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        match serde_json::from_str::<&RawValue>(body) {
            Ok(raw) => Ok(Node { text, raw: raw.get() }),
            Err(error) => {
                let start = offset(body, error.line(), error.column()) + text.len() - body.len();
                Err(NotJson { message: error.to_string(), span: Span::new(start, start) })
            }
        }
    }

    /// The bytes of the document that it stands in.
    pub(crate) fn span(self) -> Span {
        // Both borrow from the same text, so the difference of their addresses is an offset.
        let start = (self.raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(start, start + self.raw.len())
    }

    /// The text that it stands in.
    pub(crate) fn document(self) -> &'t str {
        self.text
    }

    /// As it stands there.
    pub(crate) fn raw(self) -> &'t str {
        self.raw
    }

    /// The members, if it is an object. Of members with one name, the last stays.
    pub(crate) fn members(self) -> Option<Vec<(String, Node<'t>)>> {
        let Members(members) = serde_json::from_str(self.raw).ok()?;
        Some(self.those(members, false))
    }

    /// The member of this name, if it is an object that has one; the last of several.
    pub(crate) fn member(self, name: &str) -> Option<Node<'t>> {
        self.members()?.into_iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// The members of an object whose name stands there again behind them. Readers differ on which
    /// of two counts.
    pub(crate) fn overridden(self) -> Vec<Node<'t>> {
        let Ok(Members(members)) = serde_json::from_str(self.raw) else { return Vec::new() };
        self.those(members, true).into_iter().map(|(_, node)| node).collect()
    }

    /// Those of its members whose name stands there again behind them, or all others.
    fn those(self, mut members: Vec<Member<'t>>, overridden: bool) -> Vec<(String, Node<'t>)> {
        members.reverse();
        let repeats = order::repeats(&members, |one, two| one.0.cmp(&two.0));
        let chosen =
            members.into_iter().zip(repeats).rev().filter(|(_, found)| *found == overridden);
        chosen.map(|((name, raw), _)| (name, Node { text: self.text, raw: raw.get() })).collect()
    }

    /// The entries, if it is an array.
    pub(crate) fn entries(self) -> Option<Vec<Node<'t>>> {
        let entries: Vec<&'t RawValue> = serde_json::from_str(self.raw).ok()?;
        Some(entries.into_iter().map(|raw| Node { text: self.text, raw: raw.get() }).collect())
    }

    /// The object with all that is in it, if it is one.
    pub(crate) fn object(self) -> Option<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_str(self.raw).ok()
    }

    /// The text, if it is a string of whole characters.
    pub(crate) fn string(self) -> Option<String> {
        serde_json::from_str(self.raw).ok()
    }

    /// The truth value, if it is one.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.raw {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub(crate) fn number(self) -> Option<f64> {
        serde_json::from_str(self.raw).ok()
    }

    /// Is it an object?
    pub(crate) fn is_object(self) -> bool {
        self.raw.starts_with('{')
    }

    /// Is it `null`?
    pub(crate) fn is_null(self) -> bool {
        self.raw == "null"
    }

    /// Is it a string, be it one with half characters?
    pub(crate) fn is_string(self) -> bool {
        self.raw.starts_with('"')
    }
}

/// The members of an object as they stand in the text.
struct Members<'t>(Vec<Member<'t>>);

type Member<'t> = (String, &'t RawValue);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Members<'t>, D::Error> {
        struct InOrder;

        impl<'t> Visitor<'t> for InOrder {
            type Value = Members<'t>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

/// The byte offset of a line and column as `serde_json` counts them: both from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    // The parser counts bytes, and may stop within a character.
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_place() {
        let text = "\u{feff}{ \"a\": [ \"x\" , 1 ] }";
        let root = Node::read(text).unwrap();
        let members = root.members().unwrap();
        let entries = members[0].1.entries().unwrap();
        assert_eq!(entries[0].span().of(text), "\"x\"");
        assert_eq!(entries[0].string().as_deref(), Some("x"));
        assert_eq!(entries[1].string(), None);
        assert_eq!(entries[1].span().of(text), "1");
    }

    #[test]
    fn errors_stand_before_a_character() {
        for text in ["{\"a\": é}", "é", "[1, \"\\é\"]", "{\"a\":[nü]}"] {
            let error = Node::read(text).unwrap_err();
            assert!(text.is_char_boundary(error.span.start as usize), "{text}");
        }
    }

    #[test]
    fn the_last_of_two_members_counts() {
        let members = Node::read(r#"{"a":1,"b":2,"a":3}"#).unwrap().members().unwrap();
        let pairs: Vec<_> = members.iter().map(|(name, node)| (name.as_str(), node.raw)).collect();
        assert_eq!(pairs, [("b", "2"), ("a", "3")]);
    }

    #[test]
    fn an_error_has_a_place() {
        let text = "{\n  \"a\": 1,\n  // no\n}";
        assert_eq!(Node::read(text).unwrap_err().span.start, 14);
    }
}
