//! Patterns that name servers by URL.
//!
//! The client reads a pattern with a URL parser, as it reads the URL of a server, and compares part
//! by part. How each part is compared was found by asking client 2.1.329.

use super::url::{host, path_and_query};
use crate::{letters::one_of, pattern::wildcard};
use std::borrow::Cow;
use url::Url;

/// What stands in a `serverUrl` entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UrlPattern {
    /// `*`: every remote server, one whose URL cannot be read among them.
    Every,
    /// A pattern that a URL parser takes for a URL.
    Parts(Parts),
    /// A pattern that no URL parser takes, `https://host:8*/mcp` for instance: compared with the
    /// whole URL, and a `*` in it stays between two slashes.
    Plain(String),
    /// A pattern that matches no server: its scheme has a `*` and is not just that, or a variable
    /// makes it mean more than is written.
    Nothing,
}

/// A pattern in the parts of a URL. A `*` in host or path stands for any run of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// `None` for `*://`.
    pub(super) scheme: Option<String>,
    pub(super) host: String,
    pub(super) port: Port,
    /// Path and query; `None` if any will do.
    pub(super) path: Option<String>,
}

/// Which ports a pattern is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Port {
    Any,
    /// Just this one, or the scheme's own.
    Only(Option<u16>),
}

/// Stands for a scheme of `*` while a pattern is parsed. It must not be one of the schemes that the
/// URL standard knows: those drop their default port and fold slashes.
const ANY_SCHEME: &str = "any";

/// Stands for a port of `*` while a pattern is parsed. It must not be the own port of a scheme.
const ANY_PORT: u16 = 1;

/// Stands for `xn--` while a host with a star in a label that begins so is parsed.
const DISGUISED_CODE: &str = "xn-0-";

impl UrlPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(super) fn parse(text: &str) -> UrlPattern {
        let text = text.replace(one_of("\t\n\r"), "");
        if text == "*" {
            return UrlPattern::Every;
        }
        let (readable, any_port) = with_some_port(&text);
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
        let any_scheme = scheme == "*";
        if scheme.contains('*') && !any_scheme {
            // As the parser sees it once letters stand for the stars: a scheme of its own.
            return match Url::parse(&without_stars(&readable)) {
                Ok(_) => UrlPattern::Nothing,
                Err(_) => UrlPattern::Plain(text),
            };
        }
        let readable = match readable.strip_prefix("*:") {
            Some(rest) => Cow::Owned(format!("{ANY_SCHEME}:{rest}")),
            None => readable,
        };
        let Some((url, host)) = parse_with_stars(&readable) else {
            return UrlPattern::Plain(text);
        };
        if codes_a_star(&host, &text) {
            return UrlPattern::Nothing;
        }
        let path = path_and_query(&url);
        // What the parser made a root path of is one only if the author wrote it.
        let any_path = matches!(path.as_str(), "" | "/") && !text.ends_with('/');
        let port = match url.port() {
            Some(ANY_PORT) if any_port => Port::Any,
            None if has_written_star(&host, &readable) => Port::Any,
            port => Port::Only(port),
        };
        UrlPattern::Parts(Parts {
            scheme: (!any_scheme).then(|| url.scheme().to_owned()),
            host,
            port,
            path: (!any_path).then_some(path),
        })
    }
}

impl UrlPattern {
    /// Reads a pattern of a deny list as its author meant it: a host without a scheme is a host, and
    /// one without a port is denied on all of them.
    pub(super) fn parse_meant(text: &str) -> UrlPattern {
        let pattern = match UrlPattern::parse(text) {
            UrlPattern::Plain(text) if !text.is_empty() && !text.contains("://") => {
                match UrlPattern::parse(&format!("*://{}", text.trim_start_matches('/'))) {
                    UrlPattern::Parts(parts) if !parts.host.is_empty() => UrlPattern::Parts(parts),
                    _ => UrlPattern::Plain(text),
                }
            }
            pattern => pattern,
        };
        match pattern {
            UrlPattern::Parts(parts) if parts.port == Port::Only(None) => {
                UrlPattern::Parts(Parts { port: Port::Any, ..parts })
            }
            pattern => pattern,
        }
    }
}

/// Puts a number for a port of `*`, which no URL parser would read. The second is whether there was
/// one.
fn with_some_port(text: &str) -> (Cow<'_, str>, bool) {
    let scheme = text.find(':').map_or(text.len(), |colon| colon + 1);
    let rest = text.get(scheme..).unwrap_or("");
    let authority = text.len() - rest.trim_start_matches(one_of("/\\")).len();
    let rest = text.get(authority..).unwrap_or("");
    let end = authority + rest.find(one_of("/?#")).unwrap_or(rest.len());
    let (before, after) = text.split_at_checked(end).unwrap_or((text, ""));
    match before.strip_suffix(":*") {
        Some(before) if before.len() >= authority => {
            (Cow::Owned(format!("{before}:{ANY_PORT}{after}")), true)
        }
        _ => (Cow::Borrowed(text), false),
    }
}

/// Parses a pattern, and gives its host beside it.
fn parse_with_stars(text: &str) -> Option<(Url, String)> {
    if let Ok(url) = Url::parse(text) {
        let host = host(&url);
        return Some((url, host));
    }
    // A parser decodes what follows `xn--`, and a star there is no code. To a pattern it is.
    if text.contains(DISGUISED_CODE) {
        return None;
    }
    let disguised = ["xn--", "Xn--", "xN--", "XN--"]
        .into_iter()
        .fold(text.to_owned(), |text, code| text.replace(code, DISGUISED_CODE));
    if disguised == text {
        return None;
    }
    let url = Url::parse(&disguised).ok()?;
    let host = host(&url).replace(DISGUISED_CODE, "xn--");
    let stray = host.split('.').any(|label| label.starts_with("xn--") && !label.contains('*'));
    (!stray).then_some((url, host))
}

/// Did the parser code a label that has a star beside other than ASCII characters? The code depends
/// on how many characters the star would stand for, so that it meets no host but by chance.
fn codes_a_star(host: &str, text: &str) -> bool {
    host.split('.').any(|label| label.starts_with("xn--") && label.contains('*'))
        && !text.to_ascii_lowercase().contains("xn--")
}

/// Does `host`, as it was parsed, have a star that the author wrote as one, not as `%2a`?
fn has_written_star(host: &str, text: &str) -> bool {
    let stars = |host: &str| host.matches('*').count();
    stars(host) > 0
        && parse_with_stars(&without_stars(text)).is_none_or(|(_, bare)| stars(&bare) < stars(host))
}

/// `text` with a letter for every star.
fn without_stars(text: &str) -> String {
    text.replace('*', "z")
}

/// Does a pattern that is no URL match a whole URL? A `*` in it stays between two slashes.
pub(super) fn plain_matches(pattern: &str, url: &str) -> bool {
    pattern.split('/').count() == url.split('/').count()
        && pattern.split('/').zip(url.split('/')).all(|(part, text)| wildcard::matches(part, text))
}

#[cfg(test)]
use super::url::ServerUrl;

#[cfg(test)]
impl UrlPattern {
    /// Does it match a server whose URL is `url`, `None` if that cannot be read? What a set of
    /// patterns must agree with.
    pub(super) fn matches(&self, url: Option<&ServerUrl<'_>>) -> bool {
        match (self, url) {
            (UrlPattern::Every, _) => true,
            (UrlPattern::Nothing, _) | (_, None) => false,
            (UrlPattern::Plain(pattern), Some(url)) => plain_matches(pattern, &url.whole()),
            (UrlPattern::Parts(parts), Some(url)) => {
                parts.scheme.as_ref().is_none_or(|scheme| *scheme == url.scheme)
                    && wildcard::matches(&parts.host, &url.host)
                    && match parts.port {
                        Port::Any => true,
                        Port::Only(port) => port == url.port,
                    }
                    && parts.path.as_ref().is_none_or(|path| wildcard::matches(path, &url.path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, url: &str) -> bool {
        UrlPattern::parse(pattern).matches(ServerUrl::read(url).as_ref())
    }

    #[test]
    fn spelling_does_not_count() {
        for url in [
            "HTTPS://GW.TEST/mcp",
            "https://gw.test:443/mcp",
            "https://gw.test./mcp",
            "https://user:pass@gw.test/mcp",
            "https:\\\\gw.test\\mcp",
            "https://gw.test/a/../mcp",
            "https://gw.test/a/%2E%2e/mcp",
            "https://gw.test/mcp#part",
            "https://gw.test/mcp?",
            " https://g\tw.test/mcp",
            "https://g%77.test/mcp",
            "https://gw\u{3002}test/mcp",
        ] {
            assert!(matches("https://gw.test/mcp", url), "{url}");
            assert!(matches("https://gw.test/*", url), "{url}");
        }
    }

    #[test]
    fn paths_are_compared_as_they_are_escaped() {
        assert!(!matches("https://gw.test/mcp", "https://gw.test/%6dcp"));
        assert!(!matches("https://gw.test/mcp", "https://gw.test/MCP"));
        assert!(matches("https://gw.test/a b", "https://gw.test/a%20b"));
        assert!(matches("https://gw.test/a%5Eb", "https://gw.test/a^b"));
    }

    #[test]
    fn a_path_is_any_path_where_none_is_written() {
        for pattern in
            ["https://gw.test", "https://gw.test?", "https://gw.test/x/..", "https://gw.test/#"]
        {
            assert!(matches(pattern, "https://gw.test/mcp?x=1"), "{pattern}");
        }
        assert!(!matches("https://gw.test/", "https://gw.test/mcp"));
        assert!(matches("https://gw.test/", "https://gw.test"));
        assert!(!matches("https://gw.test?x=1", "https://gw.test/mcp?x=1"));
    }

    #[test]
    fn a_star_in_the_host_frees_the_port() {
        assert!(!matches("https://gw.test/*", "https://gw.test:8443/"));
        assert!(matches("https://*.test/*", "https://gw.test:8443/"));
        assert!(matches("https://gw.test:*/*", "https://gw.test:8443/"));
        assert!(!matches("https://*.test:8443/*", "https://gw.test/"));
        assert!(!matches("https://%2a.test/*", "https://gw.test:8443/"));
        assert!(!matches("https://*@gw.test/*", "https://gw.test:8443/"));
    }

    #[test]
    fn a_star_in_the_scheme_stands_alone() {
        assert!(matches("*://gw.test/*", "http://gw.test/"));
        assert!(matches("*://gw.test/*", "wss://gw.test/"));
        assert!(!matches("http*://gw.test/*", "https://gw.test/"));
        assert!(!matches("gw.test/*", "https://gw.test/"));
        assert!(!matches("*gw.test/*", "https://gw.test/"));
    }

    #[test]
    fn what_is_no_url_is_compared_whole() {
        assert!(matches("https://gw.test:8*/mcp", "https://gw.test:8443/mcp"));
        assert!(!matches("https://gw.test:8*/*", "https://gw.test:8443/a/b"));
        assert!(matches("https://[*]/*", "https://[::1]/mcp"));
        assert!(!matches("https://gw.test:8443:*/mcp", "https://gw.test:8443/mcp"));
    }

    #[test]
    fn coded_labels_match_their_stars() {
        assert!(matches("https://xn--*.test/*", "https://g\u{e9}.test:8443/a/b"));
        assert!(matches("https://XN--*.test/*", "https://g\u{e9}.test/a"));
        assert!(!matches("https://xn--*.test/*", "https://ge.test/a"));
        assert!(!matches("https://*\u{e9}.test/*", "https://g\u{e9}.test/a"));
    }

    #[test]
    fn only_the_bare_star_meets_what_cannot_be_read() {
        for url in ["", "gw.test", "https://", "https://gw.test:99999/", "https://a b/"] {
            assert!(matches("*", url) && !matches("*://*", url), "{url}");
        }
    }

    #[test]
    fn a_denied_host_is_meant_with_every_scheme_and_port() {
        let meant =
            |pattern, url| UrlPattern::parse_meant(pattern).matches(ServerUrl::read(url).as_ref());
        for pattern in ["bad.test", "bad.test/*", "//bad.test/*", "*bad.test*"] {
            assert!(meant(pattern, "http://bad.test:8443/x"), "{pattern}");
            assert!(!meant(pattern, "http://good.test/bad.test"), "{pattern}");
        }
        assert!(meant("https://bad.test/*", "https://bad.test:8443/x"));
        assert!(!meant("https://bad.test:443/x", "https://bad.test/y"));
        assert!(!meant("https://bad.test:8443/*", "https://bad.test/"));
        assert!(!meant("", "https://bad.test/"));
    }

    #[test]
    fn nothing_panics_and_huge_patterns_are_read() {
        for text in [
            ":",
            "*:",
            "://",
            ":*",
            "*://:*",
            "https://:*/",
            "\u{0}",
            "xn--",
            "*".repeat(1 << 16).as_str(),
        ] {
            let _ = matches(text, "https://gw.test/");
            let _ = matches("https://gw.test/", text);
        }
        let huge = format!("https://{}.test/{}", "a*".repeat(1 << 15), "b*".repeat(1 << 16));
        assert!(!matches(&huge, "https://gw.test/"));
    }
}
