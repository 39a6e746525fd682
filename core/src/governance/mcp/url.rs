//! The URL of a server.
//!
//! The client reads it with a URL parser before it compares it with anything, so that spelling does
//! not count: case, default ports, user names, dot segments, one dot after the host.

use crate::web::{is_plain_host, is_plain_path};
use std::borrow::Cow;
use url::Url;

/// A server's URL as patterns see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerUrl<'t> {
    pub(super) scheme: Cow<'t, str>,
    /// In lower case, as ASCII, without one dot after it; empty if there is none.
    pub(super) host: Cow<'t, str>,
    /// `None` where it is the scheme's own.
    pub(super) port: Option<u16>,
    /// Path and query.
    pub(super) path: Cow<'t, str>,
    /// The host as the parser writes it, where that differs.
    written_host: Option<String>,
}

impl ServerUrl<'_> {
    /// Reads a URL as a browser would. `None` if no parser takes it for one.
    pub(super) fn read(text: &str) -> Option<ServerUrl<'_>> {
        if let Some(url) = ordinary(text) {
            return Some(url);
        }
        let url = Url::parse(text).ok()?;
        let host = host(&url);
        let written = url.host_str().unwrap_or("");
        Some(ServerUrl {
            scheme: Cow::Owned(url.scheme().to_owned()),
            written_host: (written != host).then(|| written.to_owned()),
            host: Cow::Owned(host),
            port: url.port(),
            path: Cow::Owned(path_and_query(&url)),
        })
    }

    /// The parts put together again, with the host as the parser writes it.
    pub(super) fn whole(&self) -> String {
        let host = self.written_host.as_deref().unwrap_or(&self.host);
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{host}{port}{}", self.scheme, self.path)
    }
}

/// Schemes of servers, with the port that each has unless a URL names another.
const SCHEMES: [(&str, u16); 4] = [("https", 443), ("http", 80), ("wss", 443), ("ws", 80)];

/// Reads a URL of which a parser would change nothing, which most are: without allocating.
fn ordinary(text: &str) -> Option<ServerUrl<'_>> {
    let (scheme, own_port, rest) = SCHEMES.iter().find_map(|(scheme, port)| {
        let rest = text.strip_prefix(scheme)?.strip_prefix("://")?;
        Some((*scheme, *port, rest))
    })?;
    let end = memchr::memchr2(b'/', b':', rest.as_bytes()).unwrap_or(rest.len());
    let (host, behind) = rest.split_at_checked(end)?;
    let (port, path) = match behind.strip_prefix(':') {
        Some(behind) => {
            let end = behind.bytes().position(|byte| byte == b'/').unwrap_or(behind.len());
            let (port, path) = behind.split_at_checked(end)?;
            (Some(ordinary_port(port)?), path)
        }
        None => (None, behind),
    };
    if !is_plain_host(host) || !is_plain_path(path) {
        return None;
    }
    Some(ServerUrl {
        scheme: Cow::Borrowed(scheme),
        host: Cow::Borrowed(host),
        port: port.filter(|port| *port != own_port),
        path: Cow::Borrowed(if path.is_empty() { "/" } else { path }),
        written_host: None,
    })
}

fn ordinary_port(port: &str) -> Option<u16> {
    let digits = !port.starts_with('0') && port.bytes().all(|byte| byte.is_ascii_digit());
    if digits { port.parse().ok() } else { None }
}

/// The host as both sides compare it.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or("");
    // A parser leaves nothing in it but ASCII.
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Path and query; an empty query is none.
pub(super) fn path_and_query(url: &Url) -> String {
    // The URL standard escapes `^` in a path since 2024; the parser here does not.
    let mut path = match url.cannot_be_a_base() {
        true => url.path().to_owned(),
        false => url.path().replace('^', "%5E"),
    };
    if let Some(query) = url.query().filter(|query| !query.is_empty()) {
        path.push('?');
        path.push_str(query);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a parser reads, without the short way.
    fn parsed(text: &str) -> Option<(String, String, Option<u16>, String)> {
        let url = Url::parse(text).ok()?;
        Some((url.scheme().to_owned(), host(&url), url.port(), path_and_query(&url)))
    }

    fn read(text: &str) -> Option<(String, String, Option<u16>, String)> {
        let url = ServerUrl::read(text)?;
        Some((url.scheme.into(), url.host.into(), url.port, url.path.into()))
    }

    #[test]
    fn ordinary_urls_are_read_the_short_way() {
        for text in ["https://gw.test/mcp", "http://a-b.test:8443", "wss://x.test:443/a/b.c/?"] {
            assert_eq!(ordinary(text).is_some(), !text.ends_with('?'), "{text}");
        }
        assert!(matches!(ServerUrl::read("https://gw.test").unwrap().path, Cow::Borrowed("/")));
    }

    #[test]
    fn the_whole_url_has_its_dot_and_no_user() {
        let url = ServerUrl::read("https://u:p@GW.test.:8443/a?b#c").unwrap();
        assert_eq!(url.whole(), "https://gw.test.:8443/a?b");
        assert_eq!(ServerUrl::read("custom:x").unwrap().whole(), "custom://x");
    }

    proptest! {
        #[test]
        fn the_short_way_reads_what_a_parser_reads(
            text in "(https|http|wss|HTTPS|ws|ftp)://([a-z0-9A-Z.:@%-]|xn--|0x){0,12}(:[0-9]{0,6})?(/[a-zA-Z0-9/.%?#'^|~+-]{0,10})?",
        ) {
            prop_assert_eq!(read(&text), parsed(&text));
        }
    }
}
