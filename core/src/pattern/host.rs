//! Host patterns: `*.example.com`.

use super::{Need, wildcard};

/// What follows `domain:` in a `WebFetch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPattern {
    /// In lower case.
    text: Box<str>,
    /// There is no star in it, but for one as its first label.
    plain: bool,
}

impl HostPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str) -> HostPattern {
        let name = text.trim_end_matches('.');
        // What would be left of `*.` is everything, which it does not say.
        let name = if name == "*" { text } else { name };
        let plain = !name.strip_prefix("*.").unwrap_or(name).contains('*');
        HostPattern { text: name.to_ascii_lowercase().into(), plain }
    }

    /// What a host must have to match: hosts are told apart by their ends.
    pub(crate) fn need(&self) -> Need {
        match self.text.rsplit('*').next() {
            Some(tail) if !tail.is_empty() => Need::End(tail.into()),
            _ => Need::Nothing,
        }
    }

    /// Does it match `host`: in lower case, without port and without trailing dots?
    ///
    /// A leading `*.` takes any number of labels, none of them empty, a lone `*` everything, and any
    /// other star stays within its label.
    pub(crate) fn matches(&self, host: &str) -> bool {
        if *self.text == *"*" {
            return true;
        }
        if !self.plain {
            return self.matches_by_label(host);
        }
        match self.text.strip_prefix('*') {
            Some(end) => host.strip_suffix(end).is_some_and(has_no_empty_label),
            None => *host == *self.text,
        }
    }

    /// As [`HostPattern::matches`], for any pattern but the lone star.
    fn matches_by_label(&self, host: &str) -> bool {
        let (pattern, host) = match self.text.strip_prefix("*.") {
            Some(parent) => match split_labels(host, parent.split('.').count()) {
                Some((start, end)) if has_no_empty_label(start) => (parent, end),
                _ => return false,
            },
            None => (&*self.text, host),
        };
        let mut patterns = pattern.split('.');
        let mut labels = host.split('.');
        loop {
            match (patterns.next(), labels.next()) {
                (None, None) => return true,
                (Some(pattern), Some(label)) if label_matches(pattern, label) => {}
                _ => return false,
            }
        }
    }
}

/// The last `count` labels of a host that has more than these, and what stands before them.
fn split_labels(host: &str, count: usize) -> Option<(&str, &str)> {
    let (dot, _) = host.rmatch_indices('.').nth(count.checked_sub(1)?)?;
    Some((host.get(..dot)?, host.get(dot + 1..)?))
}

fn has_no_empty_label(name: &str) -> bool {
    !name.split('.').any(str::is_empty)
}

/// A star stands for characters of a name, not of an IPv6 address.
fn label_matches(pattern: &str, label: &str) -> bool {
    if label.starts_with('[') { pattern == label } else { wildcard::matches(pattern, label) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_patterns_need_no_look_at_labels(
            pattern in "(\\*\\.)?([ab\\[]{0,2}\\.){0,3}[ab*]{0,2}",
            host in "([ab\\[]{0,2}\\.){0,4}[ab]{0,2}",
        ) {
            let pattern = HostPattern::parse(&pattern);
            let by_label = *pattern.text == *"*" || pattern.matches_by_label(&host);
            prop_assert_eq!(pattern.matches(&host), by_label, "{:?}", pattern);
        }
    }

    fn matches(pattern: &str, host: &str) -> bool {
        HostPattern::parse(pattern).matches(host)
    }

    #[test]
    fn a_name_is_met_whole_and_in_any_case() {
        assert!(matches("EXAMPLE.com", "example.com"));
        assert!(matches("example.com..", "example.com"));
        assert!(matches("", ""));
        for host in ["www.example.com", "example.com.evil.com", "notexample.com", ""] {
            assert!(!matches("example.com", host), "{host}");
        }
        for pattern in
            ["example.com:443", "example.com/", " example.com", ".example.com", "b\u{fc}"]
        {
            assert!(!matches(pattern, "example.com"), "{pattern}");
        }
    }

    #[test]
    fn a_leading_star_takes_any_number_of_labels() {
        assert!(matches("*.example.com", "a.b.example.com"));
        assert!(!matches("*.example.com", "example.com"));
        assert!(!matches("*.*.example.com", "a.example.com"));
        assert!(matches("*.*.example.com", "a.b.example.com"));
        assert!(matches("*.*", "a.b.c"));
        assert!(!matches("*.*", "localhost"));
        assert!(matches("*.com", "a.b.com"));
        for host in [".com", ".a.com", "a..com", "b..a.com"] {
            assert!(!matches("*.com", host), "{host}");
        }
    }

    #[test]
    fn any_other_star_stays_in_its_label() {
        assert!(matches("*example.com", "notexample.com"));
        assert!(!matches("*example.com", "www.example.com"));
        assert!(matches("a.*.com", "a.x.com"));
        assert!(!matches("a.*.com", "a.x.y.com"));
        assert!(!matches("127.*", "127.0.0.1"));
        assert!(matches("127.*.*.*", "127.0.0.1"));
        assert!(matches("**", "localhost"));
        assert!(!matches("**", "example.com"));
    }

    #[test]
    fn only_the_lone_star_is_everything() {
        for host in ["", "localhost", "a.b.c", "[::1]"] {
            assert!(matches("*", host), "{host}");
        }
        assert!(!matches("[*]", "[::1]"));
        assert!(!matches("**", "[::1]"));
        assert!(matches("[::1]", "[::1]"));
        assert!(!matches("*.", "localhost"));
        assert!(matches("*.example.com.", "www.example.com"));
    }
}
