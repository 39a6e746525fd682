//! Names and queries that are met exactly, or by a prefix: `Skill(deploy *)`, `WebSearch(rust)`.

/// What stands between the parentheses of an `Agent`, `Skill` or `WebSearch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TextPattern {
    /// The whole text.
    Exact(String),
    /// The text, alone or with a blank and more after it.
    Prefix(String),
}

impl TextPattern {
    /// Reads a pattern of a tool that knows no wildcards. Every text is one.
    pub(crate) fn exact(text: &str) -> TextPattern {
        TextPattern::Exact(text.to_owned())
    }

    /// Reads a pattern of a tool where a trailing ` *` or `:*` makes a prefix. Every text is one.
    pub(crate) fn with_prefix(text: &str) -> TextPattern {
        match text.strip_suffix(" *").or_else(|| text.strip_suffix(":*")) {
            Some(prefix) => TextPattern::Prefix(prefix.to_owned()),
            None => TextPattern::Exact(text.to_owned()),
        }
    }

    /// Does it match `text` from end to end?
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            TextPattern::Exact(whole) => whole == text,
            TextPattern::Prefix(prefix) => text
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
        }
    }
}
