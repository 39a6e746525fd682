//! Names of tools, with wildcards: `mcp__github__*`.

use super::{Need, wildcard};
use crate::call::current_name;

/// The tools that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamePattern {
    /// One tool, by its current name.
    Exact(Box<str>),
    /// Every tool of an MCP server: `mcp__github`. Holds `mcp__github__`.
    Server(Box<str>),
    /// A name with `*` in it.
    Wildcard(Box<str>),
}

impl NamePattern {
    /// Reads a name. Former names of tools stand for the current ones.
    pub(crate) fn parse(text: &str) -> NamePattern {
        if text.contains('*') {
            NamePattern::Wildcard(text.into())
        } else if text.strip_prefix("mcp__").is_some_and(|server| !server.contains("__")) {
            NamePattern::Server(format!("{text}__").into())
        } else {
            NamePattern::Exact(current_name(text).into())
        }
    }

    /// Is `tool`, a current name, among them?
    pub(crate) fn matches(&self, tool: &str) -> bool {
        match self {
            NamePattern::Exact(name) => **name == *tool,
            NamePattern::Server(prefix) => tool.len() > prefix.len() && tool.starts_with(&**prefix),
            NamePattern::Wildcard(pattern) => wildcard::matches(pattern, tool),
        }
    }

    /// What a name must have to match: each of these.
    pub(crate) fn needs(&self) -> Vec<Need> {
        match self {
            NamePattern::Exact(name) => vec![Need::Start(name.as_bytes().into())],
            NamePattern::Server(prefix) => vec![Need::Start(prefix.as_bytes().into())],
            NamePattern::Wildcard(pattern) => Need::all_of_wildcard(pattern),
        }
    }

    /// The name, if it is just one.
    pub(crate) fn exact(&self) -> Option<&str> {
        match self {
            NamePattern::Exact(name) => Some(name),
            NamePattern::Server(_) | NamePattern::Wildcard(_) => None,
        }
    }
}
