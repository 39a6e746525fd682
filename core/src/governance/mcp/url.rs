//! Server URLs, and the patterns that allow or deny them.
//!
//! The client reads both sides with a URL parser before it compares them, so that spelling does not
//! count: case, default ports, user names, dot segments, one dot after the host. What is left is
//! compared part by part. How each part is compared was found by asking client 2.1.329.

use crate::pattern::wildcard;
use std::borrow::Cow;
use url::Url;

/// A server's URL as patterns see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerUrl {
    pub(super) scheme: String,
    /// In lower case, as ASCII, without one dot after it; empty if there is none.
    pub(super) host: String,
    /// `None` where it is the scheme's own.
    pub(super) port: Option<u16>,
    /// Path and query.
    pub(super) path: String,
    /// The whole URL as the parser writes it, without user and fragment.
    pub(super) plain: String,
}

impl ServerUrl {
    /// Reads a URL as a browser would. `None` if no parser takes it for one.
    pub(super) fn read(text: &str) -> Option<ServerUrl> {
        let mut url = Url::parse(text).ok()?;
        url.set_fragment(None);
        // Refused for URLs that cannot have a user, which then have none to remove.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Some(ServerUrl {
            scheme: url.scheme().to_owned(),
            host: host(&url),
            port: url.port(),
            path: path_and_query(&url),
            plain: url.into(),
        })
    }
}

/// The host as both sides compare it.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or("");
    host.strip_suffix('.').unwrap_or(host).to_lowercase()
}

/// Path and query; an empty query is none.
fn path_and_query(url: &Url) -> String {
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
    /// A pattern whose scheme has a `*` and is not just that: matches no server.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Port {
    Any,
    /// Just this one, or the scheme's own.
    Only(Option<u16>),
}

/// Stands for a scheme of `*` while a pattern is parsed. It must not be one of the schemes that the
/// URL standard knows: those drop their default port and fold slashes.
const ANY_SCHEME: &str = "any";

impl UrlPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(super) fn parse(text: &str) -> UrlPattern {
        if text == "*" {
            return UrlPattern::Every;
        }
        let (portless, any_port) = without_any_port(text);
        let scheme = portless.split_once(':').map_or("", |(scheme, _)| scheme);
        let any_scheme = scheme == "*";
        if scheme.contains('*') && !any_scheme {
            // As the parser sees it once letters stand for the stars: a scheme of its own.
            return match Url::parse(&without_stars(&portless)) {
                Ok(_) => UrlPattern::Nothing,
                Err(_) => UrlPattern::Plain(text.to_owned()),
            };
        }
        let readable = match portless.strip_prefix("*:") {
            Some(rest) => Cow::Owned(format!("{ANY_SCHEME}:{rest}")),
            None => portless,
        };
        let Some((url, host)) = parse_with_stars(&readable) else {
            return UrlPattern::Plain(text.to_owned());
        };
        let path = path_and_query(&url);
        // What the parser made a root path of is one only if the author wrote it.
        let any_path = matches!(path.as_str(), "" | "/") && !readable.ends_with('/');
        let port = match url.port() {
            None if any_port || has_written_star(&host, &readable) => Port::Any,
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

/// Takes a port of `*` off a pattern, which no URL parser would read. The second is whether there
/// was one.
fn without_any_port(text: &str) -> (Cow<'_, str>, bool) {
    let authority = text.find("://").map_or(text.len(), |colon| colon + "://".len());
    let rest = text.get(authority..).unwrap_or("");
    let end = authority + rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (before, after) = text.split_at_checked(end).unwrap_or((text, ""));
    match before.strip_suffix(":*") {
        Some(before) if before.len() >= authority => (Cow::Owned(format!("{before}{after}")), true),
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
    let disguised = text.replace("xn--", DISGUISED_CODE);
    if disguised == text || text.contains(DISGUISED_CODE) {
        return None;
    }
    let url = Url::parse(&disguised).ok()?;
    let host = host(&url).replace(DISGUISED_CODE, "xn--");
    let stray = host.split('.').any(|label| label.starts_with("xn--") && !label.contains('*'));
    (!stray).then_some((url, host))
}

/// Stands for `xn--` while a host with a star in a label that begins so is parsed.
const DISGUISED_CODE: &str = "xn-0-";

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
