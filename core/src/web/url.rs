//! Which host a URL names, and which path on it, as the WHATWG URL standard reads them.
//!
//! `https:\\EX%61MPLE.com` and `https://example.com./` are the same place to whoever fetches them,
//! so host rules must see the same host.

use super::{documentation::is_documentation, idna};
use crate::path::any_pair;
use std::{
    borrow::Cow,
    net::{Ipv4Addr, Ipv6Addr},
};

/// A URL as far as rules look at it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Url<'t> {
    pub(crate) host: Host<'t>,
    /// Without query and fragment, dot segments resolved; empty if there is none.
    pub(crate) path: Cow<'t, str>,
}

/// The host of a URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Host<'t> {
    /// As the URL standard writes it: in ASCII, of web addresses in lower case, without port. Empty
    /// for URLs without a host.
    Known(Cow<'t, str>),
    /// Its ASCII form takes more of Unicode than is known here.
    Unknown,
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
        (is_plain_host(host) && is_plain_path(path))
            .then_some(Url { host: Host::Known(host.into()), path: path.into() })
    }

    fn parse_any(text: &str) -> Option<Url<'static>> {
        let text = without_blanks(text);
        let (scheme, rest) = text.split_once(':')?;
        if !is_scheme(scheme) {
            return None;
        }
        let known = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(scheme));
        let file = known(&["file"]);
        let special = file || known(&["http", "https", "ws", "wss", "ftp"]);
        let slash = |character: char| character == '/' || (special && character == '\\');
        let rest = if special && !file {
            rest.trim_start_matches(slash)
        } else if rest.chars().take(2).filter(|character| slash(*character)).count() == 2 {
            rest.get(2..)?
        } else {
            return Some(Url { host: Host::Known("".into()), path: path_of(rest, slash).into() });
        };
        let end = rest.find(|character| slash(character) || matches!(character, '?' | '#'));
        let (authority, path) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let host = host_of(authority, special)?;
        if special && !file && host == Host::Known("".into()) {
            return None;
        }
        Some(Url { host, path: path_of(path, slash).into() })
    }
}

/// Is `host` a name of lower-case letters, digits and hyphens? Addresses end in a label that starts
/// with a digit.
fn is_plain_host(host: &str) -> bool {
    let last = host.as_bytes().rsplit(|byte| *byte == b'.').next();
    last.and_then(<[u8]>::first).is_some_and(u8::is_ascii_lowercase)
        && !any_pair(host, |byte, _| {
            !(byte.is_ascii_lowercase() | byte.is_ascii_digit() | (byte == b'-') | (byte == b'.'))
        })
}

/// Is there nothing in `path` that is left out, decoded, or resolved?
fn is_plain_path(path: &str) -> bool {
    !any_pair(path, |byte, next| {
        let is_odd = (byte <= b' ') | (byte == b'%') | (byte == b'\\');
        is_odd | ((byte == b'/') & (next == b'.'))
    })
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Tabs and line ends count nowhere in a URL, blanks and controls not at its ends.
fn without_blanks(text: &str) -> String {
    text.trim_matches(|character: char| character <= ' ')
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .collect()
}

/// The path before query and fragment, with its `.` and `..` segments resolved.
fn path_of(text: &str, slash: impl Fn(char) -> bool) -> String {
    let path = text.split(['?', '#']).next().unwrap_or("");
    let mut segments: Vec<&str> = Vec::new();
    let mut rest = path.split(&slash).peekable();
    // What stands before the first slash is empty.
    rest.next_if(|first| first.is_empty());
    while let Some(segment) = rest.next() {
        let dots = segment.to_ascii_lowercase().replace("%2e", ".");
        match dots.as_str() {
            "." | ".." => {
                if dots == ".." {
                    segments.pop();
                }
                if rest.peek().is_none() {
                    segments.push("");
                }
            }
            _ => segments.push(segment),
        }
    }
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

/// The host in `user:password@host:port`; `None` if it is no host.
fn host_of(authority: &str, special: bool) -> Option<Host<'static>> {
    let host_and_port = authority.rsplit('@').next()?;
    if let Some(v6) = host_and_port.strip_prefix('[') {
        let (address, _) = v6.split_once(']')?;
        let address: Ipv6Addr = address.parse().ok()?;
        return Some(Host::Known(format!("[{}]", compressed(address)).into()));
    }
    let host = host_and_port.split(':').next()?;
    if !special {
        return Some(Host::Known(host.to_owned().into()));
    }
    let decoded = percent_decoded(host)?;
    let Some(ascii) = idna::to_ascii(&decoded) else { return Some(Host::Unknown) };
    if ascii.contains(is_forbidden) {
        return None;
    }
    let name = ascii.strip_suffix('.').unwrap_or(&ascii);
    let last = name.rsplit('.').next()?;
    let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if number || number_of(last).is_some() {
        return Some(Host::Known(ipv4(name)?.to_string().into()));
    }
    Some(Host::Known(ascii.into()))
}

impl Host<'_> {
    /// The name that rules compare: in lower case, without the dots at its end.
    pub(crate) fn name(&self) -> Option<Cow<'_, str>> {
        let Host::Known(host) = self else { return None };
        let name = host.trim_end_matches('.');
        Some(if any_pair(name, |byte, _| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        })
    }

    /// Does the client fetch `path` from it without asking?
    pub(crate) fn is_documentation(&self, path: &str) -> bool {
        matches!(self, Host::Known(host) if is_documentation(host, path))
    }
}

/// Characters that no domain name holds.
fn is_forbidden(character: char) -> bool {
    character <= ' ' || character == '\u{7f}' || "#%/:<>?@[\\]^|".contains(character)
}

fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%'
            && let [high, low, after @ ..] = tail
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high * 16 + low);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

/// A number of an IPv4 address: decimal, octal after `0`, hexadecimal after `0x`.
fn number_of(text: &str) -> Option<u64> {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    match (hexadecimal, text.strip_prefix('0')) {
        (Some(""), _) => Some(0),
        (Some(digits), _) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            u64::from_str_radix(digits, 16).ok()
        }
        (None, Some(digits)) if !digits.is_empty() => u64::from_str_radix(digits, 8).ok(),
        (None, _) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

/// `127.1` and `2130706433` are addresses, too.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let numbers: Vec<u64> = host.split('.').map(number_of).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|number| *number > 255) {
        return None;
    }
    let room = 256u64.pow(u32::try_from(4 - first.len()).ok()?);
    if *last >= room {
        return None;
    }
    let head = first.iter().zip([24, 16, 8]).map(|(number, shift)| number << shift).sum::<u64>();
    u32::try_from(head + last).ok().map(Ipv4Addr::from_bits)
}

/// As URLs spell it: never with an IPv4 address in it.
fn compressed(address: Ipv6Addr) -> String {
    match address.to_ipv4_mapped() {
        Some(_) => {
            let [.., high, low] = address.segments();
            format!("::ffff:{high:x}:{low:x}")
        }
        None => address.to_string(),
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
        Some(Url::parse(url)?.host.name()?.into_owned())
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
        let trusted = |url: &str| {
            let url = Url::parse(url).unwrap();
            url.host.is_documentation(&url.path)
        };
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
        assert_eq!(path("https://a"), "");
    }
}
