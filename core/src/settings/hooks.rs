//! `hooks`: a mistake in one that decides about calls loses the whole document, so they are read
//! though none is run.

use crate::json::Node;

/// The events at which a hook decides about a call. The client passes over malformed hooks of all
/// others: asked of client 2.1.329 for eleven events.
const DECIDING: [&str; 2] = ["PreToolUse", "PermissionRequest"];

/// The types of hooks, with the texts that each needs.
const TYPES: &[(&str, &[&str])] = &[
    ("agent", &["prompt"]),
    ("command", &["command"]),
    ("http", &["url"]),
    ("mcp_tool", &["server", "tool"]),
    ("prompt", &["prompt"]),
];

/// Members that are texts where they are there.
const TEXTS: &[&str] = &["if", "model", "statusMessage"];

/// The first value under `hooks` that the client cannot read, with what it should be.
pub(super) fn unreadable(hooks: Node<'_>) -> Option<(Node<'_>, &'static str)> {
    for (event, groups) in hooks.members()? {
        if !DECIDING.contains(&event.as_str()) || groups.is_null() {
            continue;
        }
        let Some(groups) = groups.entries() else {
            return Some((groups, "the hooks of an event must be a list"));
        };
        if let Some(found) = groups.into_iter().find_map(unreadable_group) {
            return Some(found);
        }
    }
    None
}

fn unreadable_group(group: Node<'_>) -> Option<(Node<'_>, &'static str)> {
    if !group.member("matcher").is_none_or(Node::is_string) {
        return Some((group, "the matcher of hooks must be a text"));
    }
    let Some(handlers) = group.member("hooks").and_then(Node::entries) else {
        return Some((group, "what stands in the list of an event needs a list `hooks`"));
    };
    handlers
        .into_iter()
        .find(|handler| !is_readable(*handler))
        .map(|handler| (handler, "a hook needs a `type`, and what belongs to that type"))
}

fn is_readable(handler: Node<'_>) -> bool {
    let kind = handler.member("type").and_then(Node::string);
    let needs = TYPES.iter().find(|(name, _)| kind.as_deref() == Some(*name));
    let url = handler.member("url").and_then(Node::string);
    let is_text = |name: &&str| handler.member(name).is_some_and(Node::is_string);
    needs.is_some_and(|(_, texts)| texts.iter().all(is_text))
        && (kind.as_deref() != Some("http") || url.is_some_and(|url| url.contains("://")))
        && TEXTS.iter().all(|name| handler.member(name).is_none_or(Node::is_string))
        && handler.member("timeout").is_none_or(|node| node.number().is_some())
        && handler.member("once").is_none_or(|node| node.boolean().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_readable(hooks: &str) -> bool {
        unreadable(Node::read(hooks).unwrap()).is_none()
    }

    #[test]
    fn what_the_client_reads_is_readable() {
        for hooks in [
            "{}",
            r#"{"PreToolUse": []}"#,
            r#"{"PreToolUse": null}"#,
            r#"{"PreToolUse": [{"hooks": []}]}"#,
            r#"{"Stop": [{"matcher": "x", "hooks": [{"type": "command", "command": "x"}]}]}"#,
            r#"{"Stop": [{"hooks": [{"type": "http", "url": "x", "timeout": 5}]}]}"#,
            r#"{"Stop": 5}"#,
            r#"{"Stop": [{"hooks": [{"type": "command", "command": "x", "timeout": "5"}]}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"type": "http", "url": "https://x"}]}]}"#,
            r#"{"Unheard": [5]}"#,
        ] {
            assert!(is_readable(hooks), "{hooks}");
        }
    }

    #[test]
    fn what_loses_the_document_is_not() {
        for hooks in [
            r#"{"PreToolUse": 5}"#,
            r#"{"PreToolUse": {}}"#,
            r#"{"PreToolUse": [5]}"#,
            r#"{"PreToolUse": [{"matcher": "x"}]}"#,
            r#"{"PreToolUse": [{"matcher": 5, "hooks": []}]}"#,
            r#"{"PreToolUse": [{"hooks": "x"}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"command": "x"}]}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"type": "bogus"}]}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"type": "command"}]}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"type": "command", "command": 5}]}]}"#,
            r#"{"PreToolUse": [{"hooks": [{"type": "http", "url": "x"}]}]}"#,
            r#"{"PermissionRequest": [{"hooks": [{"type": "bogus"}]}]}"#,
        ] {
            assert!(!is_readable(hooks), "{hooks}");
        }
    }
}
