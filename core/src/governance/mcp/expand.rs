//! `${NAME}` and `${NAME:-default}` in server configurations and in entries.

use std::borrow::Cow;

/// Looks a variable of the environment up.
pub type Environment<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A piece of an expanded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// As it is written.
    Written(&'t str),
    /// The value of a variable, or a default.
    Value(Cow<'t, str>),
}

/// The pieces of `text` once references are replaced.
pub(super) fn pieces<'t>(text: &'t str, environment: &Environment<'_>) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(reference) = Reference::first(rest) {
        pieces.push(Piece::Written(reference.before));
        pieces.push(match (environment(reference.name), reference.default) {
            (Some(value), _) => Piece::Value(Cow::Owned(value)),
            (None, Some(default)) => Piece::Value(Cow::Borrowed(default)),
            (None, None) => Piece::Written(reference.written),
        });
        rest = reference.after;
    }
    pieces.push(Piece::Written(rest));
    pieces
}

/// `text` with every reference to a variable replaced. What `environment` does not know and has no
/// default stays as it is written.
pub(super) fn expand<'t>(text: &'t str, environment: &Environment<'_>) -> Cow<'t, str> {
    if !refers(text) {
        return Cow::Borrowed(text);
    }
    let mut expanded = String::new();
    for piece in pieces(text, environment) {
        match piece {
            Piece::Written(text) => expanded.push_str(text),
            Piece::Value(value) => expanded.push_str(&value),
        }
    }
    Cow::Owned(expanded)
}

/// Does `text` refer to a variable?
pub(super) fn refers(text: &str) -> bool {
    Reference::first(text).is_some()
}

/// A reference to a variable, and what stands around it.
struct Reference<'t> {
    before: &'t str,
    written: &'t str,
    name: &'t str,
    default: Option<&'t str>,
    after: &'t str,
}

impl Reference<'_> {
    fn first(text: &str) -> Option<Reference<'_>> {
        let (before, rest) = text.split_once("${")?;
        let (body, after) = rest.split_once('}')?;
        let (name, default) = match body.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (body, None),
        };
        let written = text.get(before.len()..text.len() - after.len())?;
        Some(Reference { before, written, name, default, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> String {
        expand(text, &|name| (name == "HOST").then(|| "gw.test".to_owned())).into_owned()
    }

    #[test]
    fn known_variables_are_replaced() {
        assert_eq!(expanded("https://${HOST}/${HOST}"), "https://gw.test/gw.test");
        assert_eq!(expanded("https://${HOST:-x}/"), "https://gw.test/");
    }

    #[test]
    fn unknown_ones_take_their_default_or_stay() {
        assert_eq!(expanded("${NONE:-x}${NONE}"), "x${NONE}");
        assert_eq!(expanded("${NONE:-}y"), "y");
    }

    #[test]
    fn other_dollars_are_text() {
        assert_eq!(expanded("$HOST ${HOST"), "$HOST ${HOST");
    }
}
