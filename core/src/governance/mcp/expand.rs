//! `${NAME}` and `${NAME:-default}` in server configurations and in entries.

use std::borrow::Cow;

/// Looks a variable of the environment up.
pub type Environment<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// `text` with every reference to a variable replaced. What `environment` does not know and has no
/// default stays as it is written.
pub(super) fn expand<'t>(text: &'t str, environment: &Environment<'_>) -> Cow<'t, str> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(reference) = Reference::first(rest) {
        expanded.push_str(reference.before);
        match environment(reference.name) {
            Some(value) => expanded.push_str(&value),
            None => expanded.push_str(reference.default.unwrap_or(reference.written)),
        }
        rest = reference.after;
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    expanded.push_str(rest);
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
