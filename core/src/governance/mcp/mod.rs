//! Which MCP servers may be used: `allowedMcpServers`, `deniedMcpServers`, `managed-mcp.json`.
//!
//! An entry names servers by URL (with `*`), by the exact command that starts them, or by the name
//! that a configuration gives them. A server that a deny entry meets is blocked. If no layer has an
//! allow list, every other server is taken; an empty list takes none. A list that holds entries of
//! the server's own kind, URLs for a remote server and commands for a program, must meet it with
//! one of those: its name no longer counts.

mod decision;
mod expand;
mod gateway;
mod hosts;
mod lint;
mod lists;
mod merge;
mod pattern;
mod scope;
mod server;
mod set;
mod url;

pub use self::{
    decision::{ServerDecision, ServerReason},
    expand::Environment,
    gateway::{McpDecision, RequestError, tool_name},
    lists::ServerList,
    server::{McpServer, Origin, ServerError, Transport},
};

pub(crate) use self::lint::{lint, named};

use self::{
    decision::Finding,
    lists::List,
    set::{Kind, Reached},
    url::ServerUrl,
};
use crate::{
    diagnostic::Diagnostic,
    order::{self, Table},
    policy::PolicyError,
    profile::Profile,
    settings::Layer,
};
use serde_json::{Map, Value};

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
#[derive(Clone, Debug, Default)]
pub struct McpPolicy {
    /// The names of the documents, in the order of the layers.
    documents: Vec<String>,
    deny: List,
    /// Without the entries of a project, which do not bind what the organization provides.
    binding_deny: List,
    /// `None` where no layer has the list.
    allow: Option<List>,
    binding_allow: Option<List>,
    /// `managedMcpServers` and `managed-mcp.json`.
    provided: Vec<(String, Map<String, Value>)>,
    /// `managed-mcp.json` is there.
    exclusive: bool,
    /// `env` of all layers.
    variables: Table<String>,
    refuses_unreadable_urls: bool,
    /// The client would not start.
    unreadable: bool,
    diagnostics: Vec<Diagnostic>,
}

impl McpPolicy {
    /// Reads and merges the lists of `layers`. Their order matters only among documents of one
    /// source, where later ones are stronger. References to variables in entries are replaced from
    /// `environment`, the one that the client is started in, and from `env` in managed settings.
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
        merge::merge(layers, profile, environment)
    }

    /// The same with `managed-mcp.json`, whose text is `text`. Whatever it says, and be it
    /// unreadable, no servers are used then but those that the organization provides.
    #[must_use]
    pub fn with_managed_mcp(mut self, text: &str) -> McpPolicy {
        self.exclusive = true;
        let servers =
            crate::json::parse_object(text).ok().and_then(|mut root| root.remove("mcpServers"));
        if let Some(Value::Object(servers)) = servers {
            let entries = servers.into_iter().filter_map(|(name, entry)| match entry {
                Value::Object(entry) => Some((name, entry)),
                _ => None,
            });
            self.provided.extend(entries);
        }
        self
    }

    /// What is wrong with the lists.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Reads one entry of `mcpServers` that a person configured, as the client would: references to
    /// variables are replaced from `env` in the settings, and else from `environment`.
    ///
    /// # Errors
    /// If the entry is none that the client takes. It must not be used then.
    pub fn read_server(
        &self,
        name: &str,
        entry: &Map<String, Value>,
        environment: &Environment<'_>,
    ) -> Result<McpServer, ServerError> {
        McpServer::from_json(name, entry, &self.over(environment))
    }

    /// The servers that the organization provides, in `managedMcpServers` and `managed-mcp.json`,
    /// as far as the client takes them.
    #[must_use]
    pub fn provided_servers(&self, environment: &Environment<'_>) -> Vec<McpServer> {
        let environment = self.over(environment);
        let servers = self.provided.iter().filter_map(|(name, entry)| {
            let mut server = McpServer::from_json(name.as_str(), entry, &environment).ok()?;
            server.origin = Origin::Organization { variables: server::has_variables(entry) };
            Some(server)
        });
        let mut servers: Vec<McpServer> = servers.collect();
        order::sort_by(&mut servers, |one, two| one.name.cmp(&two.name));
        servers
    }

    fn over<'a>(
        &'a self,
        environment: &'a Environment<'a>,
    ) -> impl Fn(&str) -> Option<String> + 'a {
        |name| self.variables.get(name).cloned().or_else(|| environment(name))
    }

    /// May this server be used?
    #[must_use]
    pub fn takes(&self, server: &McpServer) -> bool {
        self.find(server).taken()
    }

    /// May this server be used, and why?
    #[must_use]
    pub fn decide_server(&self, server: &McpServer) -> ServerDecision {
        self.find(server).explain(self, server)
    }

    fn find(&self, server: &McpServer) -> Finding<'_> {
        if self.unreadable {
            return Finding::UnreadableSettings;
        }
        let (kind, reached) = match &server.transport {
            Transport::InProcess => return Finding::InProcess,
            Transport::Command(command) => (Kind::Command, Reached::By(command)),
            Transport::Remote(url) => (Kind::Url, Reached::At(ServerUrl::read(url))),
        };
        let deny = match server.origin {
            Origin::Person => &self.deny,
            Origin::Organization { .. } => &self.binding_deny,
        };
        let denied = [deny.set.by_name(server), deny.set.by_transport(&reached)];
        if let Some(entry) = denied.into_iter().flatten().min() {
            return Finding::Denied(deny, entry);
        }
        let unreadable = matches!(reached, Reached::At(None));
        if unreadable && self.refuses_unreadable_urls && deny.set.has(Kind::Url) {
            return Finding::UnreadableUrl;
        }
        let listed = |allow| listed(allow, server, kind, &reached);
        match server.origin {
            Origin::Person if self.exclusive => Finding::Exclusive,
            Origin::Person => match &self.allow {
                None => Finding::NoAllowList,
                Some(allow) => listed(allow),
            },
            Origin::Organization { variables: false } => Finding::Provided,
            // A list of a project lets such a server in and never keeps it out.
            Origin::Organization { variables: true } => match (&self.binding_allow, &self.allow) {
                (None, _) => Finding::Provided,
                (Some(binding), allow) => {
                    let found = listed(binding);
                    match allow {
                        Some(allow) if !found.taken() => listed(allow),
                        _ => found,
                    }
                }
            },
        }
    }
}

/// What an allow list says of a server.
fn listed<'p>(
    allow: &'p List,
    server: &McpServer,
    kind: Kind,
    reached: &Reached<'_>,
) -> Finding<'p> {
    let by_name = || allow.set.by_name(server);
    let entry = if allow.set.has(kind) { allow.set.by_transport(reached) } else { by_name() };
    match entry {
        Some(entry) => Finding::Allowed(allow, entry),
        None => Finding::NotListed { name_ignored: by_name().is_some() },
    }
}

#[cfg(test)]
mod tests;
