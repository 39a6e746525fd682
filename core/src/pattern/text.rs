//! Names and queries that are met exactly, or by a prefix: `Skill(deploy *)`, `WebSearch(rust)`.

/// What stands between the parentheses of an `Agent`, `Skill` or `WebSearch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextPattern {
    text: String,
}

impl TextPattern {
    /// Reads a pattern. Every text is one.
    pub(crate) fn parse(text: &str) -> TextPattern {
        TextPattern { text: text.to_owned() }
    }
}
