//! From layers to lists.

use super::{
    McpPolicy,
    expand::Environment,
    lists::{Entry, List, Reader, ServerList},
};
use crate::{
    diagnostic::Diagnostic,
    json::Node,
    order::{self, Table},
    policy::PolicyError,
    profile::Profile,
    settings::{Layer, Source, read},
};
use serde_json::{Map, Value};

/// What one document says about servers.
#[derive(Debug, Default)]
struct Content {
    source: Option<Source>,
    deny: Option<Vec<Entry>>,
    allow: Option<Vec<Entry>>,
    /// `allowManagedMcpServersOnly`
    managed_only: Option<bool>,
    /// `managedMcpServers`
    provided: Vec<(String, Map<String, Value>)>,
    /// `env`
    variables: Vec<(String, String)>,
    /// A list could not be read as one.
    is_broken: bool,
}

pub(super) fn merge(
    layers: &[Layer],
    profile: Profile,
    environment: &Environment<'_>,
) -> Result<McpPolicy, PolicyError> {
    let mut diagnostics = Vec::new();
    let (mut readable, mut refuses) = (true, false);
    let mut documents = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let mut own = Vec::new();
        let content = read(layer, &mut own);
        refuses |= content.refuses_to_start;
        if content.is_broken {
            readable = false;
            diagnostics.append(&mut own);
            if layer.source != Source::Managed {
                continue;
            }
        }
        documents.push((number, layer));
    }
    // Strongest last: managed settings, and of one source the later documents.
    order::sort_by_key(&mut documents, |(number, layer)| {
        (std::cmp::Reverse(layer.source), *number)
    });
    let managed = managed_variables(&documents);
    // Entries see the environment that the client was started in, and the managed one over it. What
    // a person sets does not move an entry to another host.
    let for_entries = |name: &str| managed.get(name).cloned().or_else(|| environment(name));
    let contents: Vec<Content> = documents
        .iter()
        .map(|(number, layer)| content(*number, layer, profile, &for_entries, &mut diagnostics))
        .collect();
    readable &= contents.iter().all(|content| !content.is_broken);
    if !readable && profile.refuses_unreadable_settings() {
        return Err(PolicyError { diagnostics });
    }
    // Within the managed tier the last word counts: to hold on to a lock that is taken back would
    // leave out lists that block servers.
    let managed_only = contents.iter().filter_map(|content| content.managed_only).next_back();
    let managed_only = managed_only.unwrap_or(false);
    let mut policy = McpPolicy {
        documents: layers.iter().map(|layer| layer.name.clone()).collect(),
        refuses_unreadable_urls: profile.refuses_unreadable_urls(),
        unreadable: refuses,
        diagnostics,
        ..McpPolicy::default()
    };
    let mut variables = Vec::new();
    let (mut deny, mut binding_deny) = (Vec::new(), Vec::new());
    let (mut allow, mut binding_allow): (Option<Vec<Entry>>, Option<Vec<Entry>>) = (None, None);
    for content in contents {
        let managed = content.source == Some(Source::Managed);
        let of_project = matches!(content.source, Some(Source::Project | Source::Local));
        let denied = content.deny.unwrap_or_default();
        if !of_project {
            binding_deny.extend(denied.iter().cloned());
        }
        deny.extend(denied);
        if let Some(allowed) = content.allow
            && (managed || !managed_only)
        {
            if !of_project {
                binding_allow.get_or_insert_default().extend(allowed.iter().cloned());
            }
            allow.get_or_insert_default().extend(allowed);
        }
        // What a project sets comes too late for the servers.
        if !of_project {
            variables.extend(content.variables);
        }
        policy.provided.extend(content.provided);
    }
    policy.variables = Table::overridden(variables);
    policy.deny = List::new(deny);
    policy.binding_deny = List::new(binding_deny);
    policy.allow = allow.map(List::new);
    policy.binding_allow = binding_allow.map(List::new);
    Ok(policy)
}

fn managed_variables(documents: &[(usize, &Layer)]) -> Table<String> {
    let managed = documents.iter().filter(|(_, layer)| layer.source == Source::Managed);
    Table::overridden(managed.flat_map(|(_, layer)| variables(layer)).collect())
}

fn variables(layer: &Layer) -> Vec<(String, String)> {
    let members = Node::read(&layer.text)
        .ok()
        .and_then(|root| root.member("env"))
        .and_then(Node::members)
        .unwrap_or_default();
    members.into_iter().filter_map(|(name, node)| Some((name, node.string()?))).collect()
}

fn content(
    document: usize,
    layer: &Layer,
    profile: Profile,
    environment: &Environment<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Content {
    let managed = layer.source == Source::Managed;
    let mut content =
        Content { source: Some(layer.source), variables: variables(layer), ..Content::default() };
    let members = Node::read(&layer.text).ok().and_then(Node::members).unwrap_or_default();
    let mut reader = Reader { layer, document, profile, environment, diagnostics };
    for (name, node) in members {
        match name.as_str() {
            "deniedMcpServers" => {
                content.is_broken |= node.entries().is_none();
                content.deny = reader.list(ServerList::Deny, node);
            }
            "allowedMcpServers" => {
                content.is_broken |= node.entries().is_none();
                content.allow = reader.list(ServerList::Allow, node);
            }
            "allowManagedMcpServersOnly" if managed && !node.is_null() => {
                content.managed_only = Some(is_locked(node));
            }
            "managedMcpServers" if managed => {
                for (name, node) in node.members().unwrap_or_default() {
                    content.provided.extend(node.object().map(|entry| (name, entry)));
                }
            }
            _ => {}
        }
    }
    content
}

/// Does a managed lock hold? What is neither true nor false locks, but for `"false"`.
fn is_locked(node: Node<'_>) -> bool {
    node.boolean().unwrap_or_else(|| node.string().as_deref() != Some("false"))
}
