//! Domains in the sandbox's lists: `example.com`, `*.example.com`, `localhost:8080`, `[::1]`.
//!
//! As the published sandbox runtime has them: a host, or `*.` before a name of two labels or more,
//! with a port if need be. A bare `*` counts where hosts are denied, never where they are allowed.

use url::Host;

/// A host that a sandboxed command wants to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    host: String,
    port: Option<u16>,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    name: Name,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Every,
    Exact(String),
    /// What stands after the star, dot included.
    Below(String),
}

/// Which list an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Allowed,
    Denied,
}

impl Target {
    /// Reads a host with or without a port; `None` if it is none.
    pub(super) fn read(text: &str) -> Option<Target> {
        let (host, port) = split_port(text)?;
        is_host(&host).then_some(Target { host, port })
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }
}

impl Domain {
    /// Reads an entry; `None` if the list does not take it.
    pub(super) fn read(text: &str, list: List) -> Option<Domain> {
        let (host, port) = split_port(text)?;
        let name = match host.strip_prefix('*') {
            Some("") if list == List::Denied => Name::Every,
            Some(rest) => {
                let below = rest.strip_prefix('.')?;
                // `*.com` is a whole registry.
                if !below.contains('.') || !is_host(below) {
                    return None;
                }
                Name::Below(rest.to_owned())
            }
            None if is_host(&host) => Name::Exact(host),
            None => return None,
        };
        Some(Domain { name, port })
    }

    /// Is `target` what the entry is about?
    pub(super) fn meets(&self, target: &Target) -> bool {
        let host = match &self.name {
            Name::Every => true,
            Name::Exact(name) => *name == target.host,
            Name::Below(end) => {
                target.host.len() > end.len() && target.host.ends_with(end.as_str())
            }
        };
        host && (self.port.is_none() || self.port == target.port)
    }

    /// Could it meet `target` if that had a port?
    pub(super) fn meets_some_port(&self, target: &Target) -> bool {
        target.port.is_none() && Domain { port: None, ..self.clone() }.meets(target)
    }
}

/// Host, in lower case and without one dot after it, and port.
fn split_port(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, Some(port)),
        Some(_) if !text.ends_with(']') => return None,
        _ => (text, None),
    };
    let port = match port {
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)
        }
        Some(_) => return None,
        None => None,
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    Some((host, port))
}

fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return Host::parse(host).is_ok();
    }
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(entry: &str, list: List, target: &str) -> bool {
        let target = Target::read(target).unwrap();
        Domain::read(entry, list).is_some_and(|domain| domain.meets(&target))
    }

    #[test]
    fn entries_meet_hosts() {
        for (entry, target, expected) in [
            ("example.com", "EXAMPLE.com.", true),
            ("Example.com.", "example.com", true),
            ("example.com", "www.example.com", false),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "badexample.com", false),
            ("example.com:443", "example.com:443", true),
            ("example.com:443", "example.com:80", false),
            ("example.com", "example.com:80", true),
            ("[::1]", "[::1]", true),
            ("localhost", "localhost:3000", true),
        ] {
            assert_eq!(meets(entry, List::Allowed, target), expected, "{entry} {target}");
            assert_eq!(meets(entry, List::Denied, target), expected, "{entry} {target}");
        }
    }

    #[test]
    fn broad_entries_do_not_allow() {
        for entry in ["*", "*.com", "a.*.com", "*example.com", "example.*", "https://example.com"] {
            assert_eq!(Domain::read(entry, List::Allowed), None, "{entry}");
        }
        assert!(meets("*", List::Denied, "example.com"));
        assert_eq!(Domain::read("example.com:0", List::Denied), None);
        assert_eq!(Domain::read("example.com:x", List::Denied), None);
        assert_eq!(Domain::read("::1", List::Denied), None);
    }
}
