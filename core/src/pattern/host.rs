//! Host patterns: `*.example.com`.

/// What follows `domain:` in a `WebFetch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPattern {
    text: String,
}

impl HostPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str) -> HostPattern {
        HostPattern { text: text.to_owned() }
    }
}
