//! Path patterns: the gitignore dialect of `Read` and `Edit` rules, with its four anchors.

/// What stands between the parentheses of a `Read` or `Edit` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    text: String,
}

impl PathPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str) -> PathPattern {
        PathPattern { text: text.to_owned() }
    }
}
