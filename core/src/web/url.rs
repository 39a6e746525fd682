//! Which host a URL names, and which path on it, as the WHATWG URL standard reads them.
//!
//! `https:\\EX%61MPLE.com` and `https://example.com./` are the same place to whoever fetches them,
//! so host rules must see the same host.

use super::{
    documentation::is_documentation,
    plain::{is_plain_host, is_plain_path},
};
use crate::path::any_pair;
use std::borrow::Cow;

/// A URL as far as rules look at it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Url<'t> {
    /// As the URL standard writes it: in ASCII, of web addresses in lower case, without port. Empty
    /// for URLs without a host.
    host: Cow<'t, str>,
    /// Without query and fragment, dot segments resolved.
    path: Cow<'t, str>,
}

impl<'t> Url<'t> {
    /// Reads an absolute URL; `None` if it is none.
    pub(crate) fn parse(text: &'t str) -> Option<Url<'t>> {
        Url::parse_plain(text).or_else(|| Url::parse_any(text))
    }

    /// Reads a URL in which everything stands for itself, as in most that people write: `None` does
    /// not say that it is no URL.
    fn parse_plain(text: &'t str) -> Option<Url<'t>> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let end = memchr::memchr3(b'/', b'?', b'#', rest.as_bytes()).unwrap_or(rest.len());
        let (host, rest) = rest.split_at_checked(end)?;
        let end = memchr::memchr2(b'?', b'#', rest.as_bytes()).unwrap_or(rest.len());
        let path = rest.get(..end)?;
        let path = if path.is_empty() { "/" } else { path };
        (is_plain_host(host) && is_plain_path(path))
            .then_some(Url { host: host.into(), path: path.into() })
    }

    fn parse_any(text: &str) -> Option<Url<'static>> {
        let url = url::Url::parse(text).ok()?;
        let host = url.host_str().unwrap_or("").to_owned();
        Some(Url { host: host.into(), path: url.path().to_owned().into() })
    }

    /// The name that rules compare: in lower case, without the dots at its end.
    pub(crate) fn host_name(&self) -> Cow<'_, str> {
        let name = self.host.trim_end_matches('.');
        if any_pair(name, |byte, _| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    /// Does the client fetch it without asking?
    pub(crate) fn is_documentation(&self) -> bool {
        is_documentation(&self.host, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_urls_are_read_as_any(
            scheme in "https?:/{1,3}|HTTP://|ftp://",
            host in "([a-z0-9.-]|[a-f0-9]|0x|\\.|xn--|[A-Z:@_%\\[\\]]|é|[ -~]){0,12}",
            path in "([/.?#a-z0-9-]|/\\.|\\.\\./|%2e|\\\\|[ -~]|é|\t|\u{1}){0,16}",
        ) {
            let text = format!("{scheme}{host}{path}");
            if let Some(url) = Url::parse_plain(&text) {
                prop_assert_eq!(Some(url), Url::parse_any(&text), "{:?}", text);
            }
        }

        #[test]
        fn most_urls_are_plain(
            text in "https?://([a-z0-9]{1,9}(-[a-z]{1,9})?\\.){1,3}[a-z]{2,6}(/[A-Za-z0-9_~-][a-z0-9.-]{0,9}){0,4}/?(\\?[ -~]{0,9})?",
        ) {
            let url = Url::parse_plain(&text);
            prop_assert!(url.is_some(), "{:?}", text);
            prop_assert_eq!(url, Url::parse_any(&text), "{:?}", text);
        }
    }

    fn host(url: &str) -> Option<String> {
        Some(Url::parse(url)?.host_name().into_owned())
    }

    #[test]
    fn one_host_has_many_spellings() {
        for url in [
            "https://example.com/",
            "https://EXAMPLE.com:80/",
            "https://example.com../",
            "https://ｅxample。com/",
            "https://ex%61mple.com/",
            "https://exa\tmple.com/",
            "https:example.com",
            "https:///example.com",
            "https:\\\\example.com\\x",
            "  https://user:p@ss@example.com/ ",
            "https://example.com\\@evil.com/",
            "file://example.com/x",
            "foo://EXAMPLE.com/",
            "https://ex\u{ad}ample.com/",
        ] {
            assert_eq!(host(url).as_deref(), Some("example.com"), "{url}");
        }
        assert_eq!(host("https://evil.com\\@example.com/").as_deref(), Some("evil.com"));
        assert_eq!(host("https://example.com@evil.com/").as_deref(), Some("evil.com"));
        assert_eq!(host("https://BÜCHER.example/").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(host("file:///etc/passwd").as_deref(), Some(""));
        assert_eq!(host("mailto:a@example.com").as_deref(), Some(""));
    }

    #[test]
    fn addresses_have_one_spelling() {
        for url in ["http://127.1/", "http://0x7f.1", "http://2130706433", "http://0177.0.0.1./"] {
            assert_eq!(host(url).as_deref(), Some("127.0.0.1"), "{url}");
        }
        assert_eq!(host("http://[0:0:0:0:0:0:0:1]:80/").as_deref(), Some("[::1]"));
        assert_eq!(host("http://[::FFFF:1.2.3.4]/").as_deref(), Some("[::ffff:102:304]"));
        for url in ["http://1.2.3.4.5/", "http://256.1.1.1.1/", "http://4294967296/", "http://09/"]
        {
            assert_eq!(host(url), None, "{url}");
        }
    }

    #[test]
    fn a_dot_at_the_end_makes_another_host_of_documentation() {
        let trusted = |url: &str| Url::parse(url).unwrap().is_documentation();
        assert!(trusted("https://DOCS.python.org:8443/3/"));
        assert!(trusted("https://go.dev/x/../doc"));
        assert!(!trusted("https://docs.python.org./"));
        assert!(!trusted("https://go.dev/doc/%2e%2e/x"));
    }

    #[test]
    fn what_is_no_url_has_no_host() {
        for url in
            ["", "example.com", "//example.com/", "https://", "https://a b/", "https://%/", "1a:b"]
        {
            assert_eq!(host(url), None, "{url}");
        }
    }

    #[test]
    fn paths_are_resolved() {
        let path = |url: &str| Url::parse(url).unwrap().path.into_owned();
        assert_eq!(path("https://a/x/../docs?q#f"), "/docs");
        assert_eq!(path("https://a/docs/%2E%2e/x"), "/x");
        assert_eq!(path("https://a/docs\\x"), "/docs/x");
        assert_eq!(path("https://a//docs"), "//docs");
        assert_eq!(path("https://a/docs/.."), "/");
        assert_eq!(path("https://a"), "/");
    }
}
