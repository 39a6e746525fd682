//! Names of tools, with wildcards: `mcp__github__*`.

/// The tool that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePattern {
    text: String,
}

impl NamePattern {
    /// Reads a name.
    pub(crate) fn parse(text: &str) -> NamePattern {
        NamePattern { text: text.to_owned() }
    }
}
