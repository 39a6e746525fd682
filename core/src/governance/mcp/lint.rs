//! Entries of server lists that do something else than they seem to.

use super::{
    expand::refers,
    lists::ServerList,
    pattern::{Port, UrlPattern},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    json::Node,
    settings::Layer,
};

/// Looks through both lists of a document.
pub(crate) fn lint(layer: &Layer, root: Node<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |code, node: Node<'_>| {
        diagnostics.push(Diagnostic::new(code, layer, Some(node.span())));
    };
    for list in [ServerList::Deny, ServerList::Allow] {
        let entries = root.member(list.key()).and_then(Node::entries).unwrap_or_default();
        for entry in &entries {
            let Some(node) = entry.member("serverUrl") else { continue };
            let Some(text) = node.string().filter(|text| !refers(text)) else { continue };
            let code = match list {
                ServerList::Allow => allowing(&text),
                ServerList::Deny => denying(&text),
            };
            if let Some(code) = code {
                report(code, node);
            }
        }
        if list == ServerList::Allow {
            let has = |key| entries.iter().any(|entry| entry.member(key).is_some());
            if has("serverUrl") || has("serverCommand") {
                entries
                    .iter()
                    .filter_map(|entry| entry.member("serverName"))
                    .for_each(|node| report(Code::McpNameUncounted, node));
            }
        }
    }
}

/// The hosts and names that the allow list of a document has, stars taken out of the hosts.
pub(crate) fn named(layer: &Layer, hosts: &mut Vec<String>, names: &mut Vec<String>) {
    let list = Node::read(&layer.text).ok().and_then(|root| root.member("allowedMcpServers"));
    for entry in list.and_then(Node::entries).unwrap_or_default() {
        names.extend(entry.member("serverName").and_then(Node::string));
        let url = entry.member("serverUrl").and_then(Node::string);
        if let Some(UrlPattern::Parts(parts)) = url.map(|url| UrlPattern::parse(&url)) {
            let host = parts.host.replace('*', "");
            if !host.trim_matches('.').is_empty() {
                hosts.push(host.trim_matches('.').to_owned());
            }
        }
    }
}

/// What is the matter with a URL pattern wherever it stands.
fn anywhere(text: &str) -> Result<UrlPattern, Option<Code>> {
    match UrlPattern::parse(text) {
        UrlPattern::Every => Err(None),
        UrlPattern::Nothing => Err(Some(Code::McpUrlInert)),
        UrlPattern::Plain(text) => {
            // Compared whole, it needs a scheme, a host and a path to match.
            let shaped = text.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
            Err(Some(if shaped { Code::McpUrlWhole } else { Code::McpUrlInert }))
        }
        parts => Ok(parts),
    }
}

fn allowing(text: &str) -> Option<Code> {
    let parts = match anywhere(text) {
        Ok(UrlPattern::Parts(parts)) => parts,
        Ok(_) => return Some(Code::McpUrlAnyHost),
        Err(None) => return Some(Code::McpUrlAnyHost),
        Err(code) => return code,
    };
    let host = parts.host.as_str();
    if !host.is_empty() && host.bytes().all(|byte| matches!(byte, b'*' | b'.')) {
        Some(Code::McpUrlAnyHost)
    } else if host.ends_with('*') {
        Some(Code::McpUrlOpenEnd)
    } else if host.rsplit_once('*').is_some_and(|(_, end)| !end.starts_with('.')) {
        Some(Code::McpUrlGluedStar)
    } else {
        None
    }
}

fn denying(text: &str) -> Option<Code> {
    let parts = match anywhere(text) {
        Ok(UrlPattern::Parts(parts)) => parts,
        Ok(_) => return None,
        Err(code) => return code,
    };
    let narrow = parts.scheme.is_some() && parts.port != Port::Any;
    (narrow && !parts.host.is_empty()).then_some(Code::McpDenyNarrow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    fn codes(settings: &str) -> Vec<&'static str> {
        let layer = Layer::new(Source::Managed, settings);
        let mut diagnostics = Vec::new();
        lint(&layer, Node::read(&layer.text).unwrap(), &mut diagnostics);
        diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect()
    }

    fn url(list: &str, url: &str) -> Vec<&'static str> {
        codes(&serde_json::json!({list: [{"serverUrl": url}]}).to_string())
    }

    #[test]
    fn patterns_that_match_no_server_are_told() {
        for pattern in ["gw.test/*", "*gw.test*", "http*://gw.test/*", "", "https://", "not a url"]
        {
            assert_eq!(url("allowedMcpServers", pattern), ["mcp-url-inert"], "{pattern}");
            assert_eq!(url("deniedMcpServers", pattern), ["mcp-url-inert"], "{pattern}");
        }
        for pattern in ["https://gw.test/*", "*://gw.test:*/*", "https://*.gw.test", "${HOST}"] {
            assert_eq!(url("allowedMcpServers", pattern), [""; 0], "{pattern}");
        }
        assert_eq!(url("deniedMcpServers", "*://gw.test:*/*"), [""; 0]);
    }

    #[test]
    fn patterns_that_allow_more_than_they_seem_to_are_told() {
        for (pattern, code) in [
            ("*", "mcp-url-any-host"),
            ("https://*", "mcp-url-any-host"),
            ("https://*/mcp", "mcp-url-any-host"),
            ("https://gw.test*", "mcp-url-open-end"),
            ("https://gw.*/*", "mcp-url-open-end"),
            ("https://*gw.test/*", "mcp-url-glued-star"),
            ("https://gw.test:8*/*", "mcp-url-whole"),
        ] {
            assert_eq!(url("allowedMcpServers", pattern), [code], "{pattern}");
        }
        assert_eq!(url("deniedMcpServers", "*"), [""; 0]);
        assert_eq!(url("deniedMcpServers", "*://*gw.test/*"), [""; 0]);
    }

    #[test]
    fn narrow_denials_are_told() {
        assert_eq!(url("deniedMcpServers", "https://gw.test/*"), ["mcp-deny-narrow"]);
        assert_eq!(url("deniedMcpServers", "https://gw.test:*/*"), [""; 0]);
        assert_eq!(url("allowedMcpServers", "https://gw.test/*"), [""; 0]);
    }

    #[test]
    fn names_beside_other_entries_are_told() {
        let both =
            r#"{"allowedMcpServers": [{"serverName": "a"}, {"serverUrl": "https://g.test"}]}"#;
        assert_eq!(codes(both), ["mcp-name-uncounted"]);
        assert_eq!(codes(r#"{"allowedMcpServers": [{"serverName": "a"}]}"#), [""; 0]);
        let denied = r#"{"deniedMcpServers": [{"serverName": "a"}, {"serverCommand": ["x"]}]}"#;
        assert_eq!(codes(denied), [""; 0]);
    }
}
