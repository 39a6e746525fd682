//! Host patterns: `*.example.com`.

use super::wildcard;

/// What follows `domain:` in a `WebFetch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPattern {
    /// In lower case, without trailing dots.
    text: String,
}

impl HostPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str) -> HostPattern {
        HostPattern { text: text.trim_end_matches('.').to_ascii_lowercase() }
    }

    /// Does it match `host`: in lower case, without port and without trailing dots?
    ///
    /// A leading `*.` takes any number of labels, a lone `*` everything, and any other star stays
    /// within its label.
    pub(crate) fn matches(&self, host: &str) -> bool {
        if self.text == "*" {
            return true;
        }
        let (pattern, host) = match self.text.strip_prefix("*.") {
            Some(parent) => match last_labels(host, parent.split('.').count()) {
                Some(end) => (parent, end),
                None => return false,
            },
            None => (self.text.as_str(), host),
        };
        let mut patterns = pattern.split('.');
        let mut labels = host.split('.');
        loop {
            match (patterns.next(), labels.next()) {
                (None, None) => return true,
                (Some(pattern), Some(label)) if wildcard::matches(pattern, label) => {}
                _ => return false,
            }
        }
    }
}

/// The last `count` labels of a host that has more than these.
fn last_labels(host: &str, count: usize) -> Option<&str> {
    let (dot, _) = host.rmatch_indices('.').nth(count.checked_sub(1)?)?;
    host.get(dot + 1..)
}
