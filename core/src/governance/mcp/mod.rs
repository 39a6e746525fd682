//! Which MCP servers may be used: `allowedMcpServers`, `deniedMcpServers`, `managed-mcp.json`.
//!
//! An entry names servers by URL (with `*`), by the exact command that starts them, or by the name
//! that a configuration gives them. A server that a deny entry meets is blocked. If no layer has an
//! allow list, every other server is taken; an empty list takes none. A list that holds entries of
//! the server's own kind, URLs for a remote server and commands for a program, must meet it with
//! one of those: its name no longer counts.

mod expand;
mod gateway;
mod globs;
mod lists;
mod server;
mod set;
mod url;

pub use self::{
    expand::Environment,
    gateway::{McpDecision, RequestError, tool_name},
    lists::ServerList,
    server::{McpServer, ServerError, Transport},
};

use self::{
    lists::{Entry, Lists, Reader},
    set::{EntrySet, Kind},
};
use crate::{
    diagnostic::Diagnostic,
    policy::PolicyError,
    profile::Profile,
    settings::{Layer, Node, Source, read},
    span::Span,
};
use serde::Serialize;

/// The server lists of all layers, ready to decide.
///
/// ```
/// use callgate::governance::mcp::{McpPolicy, McpServer};
/// use callgate::{Layer, Profile, Source};
///
/// let managed = r#"{"allowedMcpServers": [{"serverUrl": "https://*.corp.example/*"}]}"#;
/// let layers = [Layer::new(Source::Managed, managed)];
/// let policy = McpPolicy::new(&layers, Profile::Enforce, &|_| None)?;
///
/// let server = McpServer::remote("github", "https://gw.corp.example/mcp");
/// assert!(policy.decide_server(&server).taken);
/// let server = McpServer::remote("github", "https://gw.corp.example@evil.example/mcp");
/// assert!(!policy.decide_server(&server).taken);
/// # Ok::<(), callgate::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct McpPolicy {
    /// The names of the documents, in the order of the layers.
    documents: Vec<String>,
    deny: List,
    /// `None` where no layer has the list.
    allow: Option<List>,
    diagnostics: Vec<Diagnostic>,
}

/// A list with its compiled form.
#[derive(Clone, Debug)]
struct List {
    entries: Vec<Entry>,
    set: EntrySet,
}

impl List {
    fn new(entries: Vec<Entry>) -> List {
        let set = EntrySet::new(&entries);
        List { entries, set }
    }
}

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
    /// No layer has an allow list.
    NoAllowList,
    /// There is an allow list, and no entry that could count meets the server.
    NotListed {
        /// The name stands in the list, but the list also has entries for servers of this kind,
        /// and then only those count.
        name_ignored: bool,
    },
    /// The server runs inside the program that embeds the client; lists do not bind it.
    InProcess,
}

impl McpPolicy {
    /// Reads and merges the lists of `layers`. Their order matters for reasons only. References to
    /// variables in entries are replaced from `environment`.
    ///
    /// # Errors
    /// In [`Profile::Enforce`], if a document cannot be read or a list has the wrong type. Single
    /// malformed entries are no error: they are in [`McpPolicy::diagnostics`], and the others stay
    /// in force.
    pub fn new(
        layers: &[Layer],
        profile: Profile,
        environment: &Environment<'_>,
    ) -> Result<McpPolicy, PolicyError> {
        let mut diagnostics = Vec::new();
        let mut readable = true;
        let mut managed_only = false;
        let mut found = Vec::new();
        for (document, layer) in layers.iter().enumerate() {
            let mut own = Vec::new();
            let content = read(layer, &mut own);
            if content.is_broken {
                readable = false;
                diagnostics.append(&mut own);
                if layer.source != Source::Managed {
                    continue;
                }
            }
            let members = Node::read(&layer.text).ok().and_then(Node::members).unwrap_or_default();
            let mut reader = Reader { layer, document, environment, diagnostics: &mut diagnostics };
            for (name, node) in members {
                match name.as_str() {
                    "deniedMcpServers" => {
                        let entries = reader.list(ServerList::Deny, node);
                        readable &= entries.is_some();
                        found.push((layer.source, ServerList::Deny, entries));
                    }
                    "allowedMcpServers" => {
                        readable &= node.entries().is_some();
                        let entries = reader.list(ServerList::Allow, node);
                        found.push((layer.source, ServerList::Allow, entries));
                    }
                    "allowManagedMcpServersOnly" if layer.source == Source::Managed => {
                        managed_only |= is_locked(node);
                    }
                    _ => {}
                }
            }
        }
        if !readable && profile.refuses_unreadable_settings() {
            return Err(PolicyError { diagnostics });
        }
        let mut lists = Lists::default();
        for (source, list, entries) in found {
            let Some(entries) = entries else { continue };
            match list {
                ServerList::Deny => lists.deny.extend(entries),
                ServerList::Allow if managed_only && source != Source::Managed => {}
                ServerList::Allow => lists.allow.get_or_insert_default().extend(entries),
            }
        }
        Ok(McpPolicy {
            documents: layers.iter().map(|layer| layer.name.clone()).collect(),
            deny: List::new(lists.deny),
            allow: lists.allow.map(List::new),
            diagnostics,
        })
    }

    /// What is wrong with the lists.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// May this server be used?
    #[must_use]
    pub fn takes(&self, server: &McpServer) -> bool {
        self.find(server).taken()
    }

    /// May this server be used, and why?
    #[must_use]
    pub fn decide_server(&self, server: &McpServer) -> ServerDecision {
        let finding = self.find(server);
        let (reason, message, advice) = self.explain(server, finding);
        ServerDecision {
            server: server.name.clone(),
            taken: finding.taken(),
            reason,
            message,
            advice,
        }
    }

    fn find(&self, server: &McpServer) -> Finding {
        let kind = match server.transport {
            Transport::InProcess => return Finding::InProcess,
            Transport::Command(_) => Kind::Command,
            Transport::Remote(_) => Kind::Url,
        };
        let denied = [self.deny.set.by_name(server), self.deny.set.by_transport(server)];
        if let Some(entry) = denied.into_iter().flatten().min() {
            return Finding::Denied(entry);
        }
        let Some(allow) = &self.allow else { return Finding::NoAllowList };
        let by_name = allow.set.by_name(server);
        let entry = if allow.set.has(kind) { allow.set.by_transport(server) } else { by_name };
        match entry {
            Some(entry) => Finding::Allowed(entry),
            None => Finding::NotListed { name_ignored: by_name.is_some() },
        }
    }

    fn explain(
        &self,
        server: &McpServer,
        finding: Finding,
    ) -> (ServerReason, String, Option<String>) {
        let kind = match server.transport {
            Transport::Remote(_) => "serverUrl",
            _ => "serverCommand",
        };
        match finding {
            Finding::InProcess => (
                ServerReason::InProcess,
                "the server runs inside the program that embeds the client".to_owned(),
                None,
            ),
            Finding::NoAllowList => (
                ServerReason::NoAllowList,
                "no settings say which servers are allowed, and none denies this one".to_owned(),
                Some("set allowedMcpServers in managed settings".to_owned()),
            ),
            Finding::NotListed { name_ignored: true } => (
                ServerReason::NotListed { name_ignored: true },
                format!("no {kind} entry of allowedMcpServers meets the server"),
                Some(format!(
                    "its name is listed, but does not count beside {kind} entries: add one of those"
                )),
            ),
            Finding::NotListed { name_ignored: false } => (
                ServerReason::NotListed { name_ignored: false },
                "no entry of allowedMcpServers meets the server".to_owned(),
                Some(format!("add a {kind} entry for it")),
            ),
            Finding::Denied(entry) => (
                self.entry(&self.deny, ServerList::Deny, entry),
                "an entry of deniedMcpServers meets the server".to_owned(),
                Some("remove the entry; no allow entry can lift it".to_owned()),
            ),
            Finding::Allowed(entry) => (
                match &self.allow {
                    Some(allow) => self.entry(allow, ServerList::Allow, entry),
                    None => ServerReason::NoAllowList,
                },
                "an entry of allowedMcpServers meets the server".to_owned(),
                None,
            ),
        }
    }

    fn entry(&self, list: &List, name: ServerList, entry: u32) -> ServerReason {
        let Some(entry) = list.entries.get(entry as usize) else {
            return ServerReason::NotListed { name_ignored: false };
        };
        ServerReason::Entry {
            entry: entry.text.clone(),
            list: name,
            source: entry.source,
            file: self.documents.get(entry.document).cloned().unwrap_or_default(),
            index: entry.index,
            span: entry.span,
        }
    }
}

/// Does a managed lock hold? What is neither true nor false locks, but for `null` and `"false"`.
fn is_locked(node: Node<'_>) -> bool {
    !node.is_null() && node.boolean().unwrap_or_else(|| node.string().as_deref() != Some("false"))
}

/// What decided, before it is put in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    InProcess,
    Denied(u32),
    Allowed(u32),
    NoAllowList,
    NotListed { name_ignored: bool },
}

impl Finding {
    const fn taken(self) -> bool {
        matches!(self, Finding::InProcess | Finding::Allowed(_) | Finding::NoAllowList)
    }
}
