//! What callgate says of one server, and why.

use super::{
    McpPolicy,
    lists::{List, ServerList},
    server::{McpServer, Transport},
};
use crate::{settings::Source, span::Span};
use serde::Serialize;

/// What callgate says of one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServerDecision {
    /// The server's name.
    pub server: String,
    /// May it be used?
    pub taken: bool,
    /// What decided that.
    pub reason: ServerReason,
    /// The reason in words.
    pub message: String,
    /// What would have to change for another answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// What decided about a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ServerReason {
    /// An entry of a list.
    Entry {
        /// The entry as written.
        entry: String,
        /// Its list.
        list: ServerList,
        /// The layer that it comes from.
        source: Source,
        /// The document that it stands in.
        file: String,
        /// Its place in its list, from 0.
        index: usize,
        /// Its bytes in the document.
        span: Span,
    },
    /// No layer that counts for the server has an allow list.
    NoAllowList,
    /// There is an allow list, and no entry that could count meets the server.
    NotListed {
        /// The name stands in the list, but the list also has entries for servers of this kind,
        /// and then only those count.
        name_ignored: bool,
    },
    /// The server runs inside the program that embeds the client; lists do not bind it.
    InProcess,
    /// The organization provides the server, and no list that binds it keeps it out.
    Provided,
    /// `managed-mcp.json` is there: no other servers are used.
    Exclusive,
    /// The URL cannot be read, so that nobody knows whether a deny entry meets it.
    UnreadableUrl,
    /// The client does not start with these managed settings.
    UnreadableSettings,
}

/// What decided, before it is put in words.
#[derive(Clone, Copy, Debug)]
pub(super) enum Finding<'p> {
    Denied(&'p List, u32),
    Allowed(&'p List, u32),
    NoAllowList,
    NotListed { name_ignored: bool },
    InProcess,
    Provided,
    Exclusive,
    UnreadableUrl,
    UnreadableSettings,
}

impl Finding<'_> {
    pub(super) const fn taken(self) -> bool {
        match self {
            Finding::Allowed(..)
            | Finding::NoAllowList
            | Finding::InProcess
            | Finding::Provided => true,
            Finding::Denied(..)
            | Finding::NotListed { .. }
            | Finding::Exclusive
            | Finding::UnreadableUrl
            | Finding::UnreadableSettings => false,
        }
    }

    /// The finding in words.
    pub(super) fn explain(self, policy: &McpPolicy, server: &McpServer) -> ServerDecision {
        let kind = match server.transport {
            Transport::Remote(_) => "serverUrl",
            Transport::Command(_) | Transport::InProcess => "serverCommand",
        };
        let (message, advice) = match self {
            Finding::InProcess => {
                ("the server runs inside the program that embeds the client", String::new())
            }
            Finding::NoAllowList => (
                "no settings say which servers are allowed, and none denies this one",
                "set allowedMcpServers in managed settings".to_owned(),
            ),
            Finding::NotListed { name_ignored: true } => (
                "no entry of allowedMcpServers meets the server",
                format!(
                    "its name is listed, but names do not count beside {kind} entries: add one"
                ),
            ),
            Finding::NotListed { name_ignored: false } => (
                "no entry of allowedMcpServers meets the server",
                format!("add a {kind} entry for it"),
            ),
            Finding::Denied(..) => (
                "an entry of deniedMcpServers meets the server",
                "remove the entry; no allow entry can lift it".to_owned(),
            ),
            Finding::Allowed(..) => {
                ("an entry of allowedMcpServers meets the server", String::new())
            }
            Finding::Provided => (
                "the organization provides the server",
                "add an entry to deniedMcpServers".to_owned(),
            ),
            Finding::Exclusive => (
                "managed-mcp.json is in force: servers from elsewhere are not used",
                "add the server to managed-mcp.json or managedMcpServers".to_owned(),
            ),
            Finding::UnreadableUrl => (
                "the server's URL cannot be read, so that it may be one that is denied",
                "correct the URL".to_owned(),
            ),
            Finding::UnreadableSettings => (
                "managed settings cannot be read, and the client does not start with them",
                "correct the managed settings".to_owned(),
            ),
        };
        ServerDecision {
            server: server.name.clone(),
            taken: self.taken(),
            reason: self.reason(policy),
            message: message.to_owned(),
            advice: (!advice.is_empty()).then_some(advice),
        }
    }

    fn reason(self, policy: &McpPolicy) -> ServerReason {
        let entry = |list: &List, name: ServerList, number: u32| {
            let unlisted = ServerReason::NotListed { name_ignored: false };
            list.entries.get(number as usize).map_or(unlisted, |entry| ServerReason::Entry {
                entry: entry.text.clone(),
                list: name,
                source: entry.source,
                file: policy.documents.get(entry.document).cloned().unwrap_or_default(),
                index: entry.index,
                span: entry.span,
            })
        };
        match self {
            Finding::Denied(list, number) => entry(list, ServerList::Deny, number),
            Finding::Allowed(list, number) => entry(list, ServerList::Allow, number),
            Finding::NoAllowList => ServerReason::NoAllowList,
            Finding::NotListed { name_ignored } => ServerReason::NotListed { name_ignored },
            Finding::InProcess => ServerReason::InProcess,
            Finding::Provided => ServerReason::Provided,
            Finding::Exclusive => ServerReason::Exclusive,
            Finding::UnreadableUrl => ServerReason::UnreadableUrl,
            Finding::UnreadableSettings => ServerReason::UnreadableSettings,
        }
    }
}
