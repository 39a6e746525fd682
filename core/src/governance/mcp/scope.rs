//! Variables in an allow entry may complete it, not widen it.
//!
//! Whoever sets a variable must not choose which scheme, host or part of a path an entry is about
//! beyond the place where the variable stands. The client ignores such an entry where it allows, and
//! heeds it where it denies. Where it is not known what the client does, the entry is ignored.

use super::expand::{Environment, Piece, pieces};
use crate::letters::one_of;

/// The part of a URL that a piece stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Scheme,
    Authority,
    Path,
    Query,
}

/// Does a variable in `pattern` change more than the part that it stands in?
pub(super) fn is_widened(pattern: &str, environment: &Environment<'_>) -> bool {
    let mut reader = Reader { part: Part::Scheme, has_host: false, widens: false };
    let mut values = false;
    for piece in pieces(pattern, environment) {
        match piece {
            Piece::Written(text) => reader.written(text, values),
            Piece::Value(value) => {
                values = true;
                reader.value(&value);
            }
        }
    }
    reader.widens || (values && reader.part == Part::Authority && !reader.has_host)
}

/// Goes through a pattern from left to right.
struct Reader {
    part: Part,
    /// Something of the authority was there already.
    has_host: bool,
    widens: bool,
}

impl Reader {
    fn written(&mut self, text: &str, values: bool) {
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            match (self.part, character) {
                (Part::Scheme, ':') => {
                    self.part = Part::Authority;
                    rest = rest.as_str().trim_start_matches(one_of("/\\")).chars();
                }
                (Part::Authority, '/' | '\\' | '?' | '#') => {
                    // Without a host, a parser takes the next part for one.
                    self.widens |= values && !self.has_host;
                    self.part =
                        if matches!(character, '/' | '\\') { Part::Path } else { Part::Query };
                }
                (Part::Authority, _) => self.has_host = true,
                (Part::Path, '?' | '#') => self.part = Part::Query,
                _ => {}
            }
        }
    }

    fn value(&mut self, value: &str) {
        self.widens |= !fits(self.part, value);
        if self.part == Part::Authority {
            // A port may come with the host, not behind a host that is written.
            self.widens |= self.has_host && value.contains(':');
            self.has_host |= !value.is_empty();
        }
    }
}

/// Can a value stand in a part without reaching beyond it?
fn fits(part: Part, value: &str) -> bool {
    match part {
        Part::Scheme => {
            value.starts_with(|first: char| first.is_ascii_alphabetic())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        }
        Part::Authority => {
            let (host, port) = value.split_once(':').unwrap_or((value, ""));
            !value.starts_with(':')
                && port.bytes().all(|byte| byte.is_ascii_digit())
                && host.chars().all(|character| {
                    !character.is_ascii()
                        || character.is_ascii_alphanumeric()
                        || matches!(character, '.' | '-' | '_')
                })
        }
        Part::Path => {
            let is_dots = |segment: &str| matches!(segment, "." | "..");
            !value.contains(one_of("*?#%"))
                && !value.split(one_of("/\\")).any(is_dots)
                // A dot at an end may make two of one.
                && !value.starts_with('.')
                && !value.ends_with('.')
        }
        Part::Query => !value.contains(one_of("*?#%")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widened(pattern: &str, value: &str) -> bool {
        is_widened(pattern, &|name| (name == "V").then(|| value.to_owned()))
    }

    #[test]
    fn a_value_may_complete_its_part() {
        for (pattern, value) in [
            ("https://${V}/*", "gw.test"),
            ("https://${V}/*", "gw.test:8443"),
            ("https://${V}.test/*", "GW"),
            ("https://gw.${V}/*", "test."),
            ("https://*.${V}/*", "test"),
            ("https://gw.test:${V}/*", "8443"),
            ("https://gw.test/${V}", "a/b"),
            ("https://gw.test/${V}", "a b"),
            ("https://gw.test/a${V}*", "/"),
            ("${V}://gw.test/*", "http"),
            ("https://gw.test${V}", ""),
            ("https://${NONE}/*", "*"),
            ("https://${NONE:-gw.test}/*", "*"),
        ] {
            assert!(!widened(pattern, value), "{pattern} {value}");
        }
    }

    #[test]
    fn a_value_that_reaches_beyond_its_part_widens() {
        for (pattern, value) in [
            ("${V}", "*"),
            ("${V}", "https://evil.test/*"),
            ("${NONE:-*}", ""),
            ("${V}//gw.test/*", "https:"),
            ("https://${V}/*", "*.test"),
            ("https://${V}/*", "gw.test/a"),
            ("https://${V}/*", "x@gw.test"),
            ("https://gw.test${V}/*", ":8443"),
            ("https://${V}/*", ""),
            ("https://${V}", ""),
            ("https://gw.test${V}*", "/"),
            ("https://gw.test:${V}/*", "*"),
            ("https://gw.test/${V}", "*"),
            ("https://gw.test/${V}", "../a"),
            ("https://gw.test/.${V}/a", "."),
            ("https://gw.test/${V}", "%2e%2e"),
            ("https://gw.test/${V}", "a?x=1"),
            ("https://gw.test/a#${V}", "*"),
        ] {
            assert!(widened(pattern, value), "{pattern} {value}");
        }
    }
}
