//! What in the governing settings does not do what its author meant.

use super::{documents::Documents, mcp, sandbox};
use crate::{
    diagnostic::{Code, Diagnostic},
    json::Node,
    profile::Profile,
    settings::{Layer, Source},
};

/// What one document shows by itself.
pub(crate) fn document(layer: &Layer, found: &mut Vec<Diagnostic>) {
    let Ok(root) = Node::read(&layer.text) else { return };
    repeated(layer, root, DEEPEST, found);
    // The lists are read in the profile that refuses nothing: all that is asked is what is wrong
    // with their entries. What is wrong with the document as a whole is known already.
    let policy = mcp::McpPolicy::new(std::slice::from_ref(layer), Profile::ClaudeCode, &|_| None);
    if let Ok(policy) = policy {
        let of_entry = |own: &&Diagnostic| own.code.starts_with("mcp-entry");
        found.extend(policy.diagnostics().iter().filter(of_entry).cloned());
    }
    mcp::lint(layer, root, found);
    sandbox::lint(layer, root, found);
    let mut report = |code, node: Node<'_>, key: &str| {
        let diagnostic = Diagnostic::new(code, layer, Some(node.span()));
        found.push(diagnostic.about(&format!("`{key}`")));
    };
    for key in ALLOWING {
        let list = root.member(key);
        if let Some(node) = list.filter(|node| node.entries().is_some_and(|list| list.is_empty())) {
            report(Code::ListAllowsNothing, node, key);
        }
    }
    if root.member("strictKnownMarketplaces").is_some()
        && let Some(alias) = root.member("allowedMarketplaces")
    {
        report(Code::ListHasTwoNames, alias, "allowedMarketplaces");
    }
}

/// Objects deeper than this hold nothing that governs.
const DEEPEST: usize = 4;

/// Names that stand twice in an object.
fn repeated(layer: &Layer, node: Node<'_>, depth: usize, found: &mut Vec<Diagnostic>) {
    for node in node.overridden() {
        found.push(Diagnostic::new(Code::RepeatedKey, layer, Some(node.span())));
    }
    if depth > 0 {
        for (_, node) in node.members().unwrap_or_default() {
            if node.is_object() {
                repeated(layer, node, depth - 1, found);
            }
        }
    }
}

/// Lists of what is allowed: an empty one allows nothing.
const ALLOWING: &[&str] = &[
    "allowedHttpHookUrls",
    "allowedMarketplaces",
    "allowedMcpServers",
    "allowedProviders",
    "availableModels",
    "strictKnownMarketplaces",
];

/// Locks, with the managed lists that they lock.
const LOCKS: &[(&str, &str)] = &[
    ("allowManagedMcpServersOnly", "allowedMcpServers"),
    ("enforceAvailableModels", "availableModels"),
    ("sandbox.network.allowManagedDomainsOnly", "sandbox.network.allowedDomains"),
];

/// What all documents show together.
pub(crate) fn together(layers: &[Layer], found: &mut Vec<Diagnostic>) {
    let mut ignored = Vec::new();
    let Ok(documents) = Documents::new(layers, Profile::ClaudeCode, &mut ignored) else { return };
    let is_managed = |layer: &Layer| layer.source == Source::Managed;
    for (lock, list) in LOCKS {
        let on = documents
            .values(lock)
            .find(|(layer, node)| is_managed(layer) && node.boolean() == Some(true));
        let listed = documents.values(list).any(|(layer, _)| is_managed(layer));
        if let Some((layer, node)) = on
            && !listed
        {
            let diagnostic = Diagnostic::new(Code::LockWithoutList, layer, Some(node.span()));
            found.push(diagnostic.about(&format!("`{lock}` without `{list}`")));
        }
    }
    sandbox::lint_together(&documents, found);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(layers: &[(Source, &str)]) -> Vec<&'static str> {
        let layers: Vec<Layer> = layers
            .iter()
            .enumerate()
            .map(|(number, (source, text))| Layer {
                name: number.to_string(),
                ..Layer::new(*source, *text)
            })
            .collect();
        crate::lint(&layers).into_iter().map(|found| found.code).collect()
    }

    fn managed(text: &str) -> Vec<&'static str> {
        codes(&[(Source::Managed, text)])
    }

    #[test]
    fn keys_that_guides_recommend_in_vain_are_told() {
        for key in ["transcriptRetentionDays", "allowedModels", "forceLoginOrgID", "permissionMode"]
        {
            assert_eq!(managed(&format!(r#"{{"{key}": "x"}}"#)), ["settings-unknown-key"], "{key}");
        }
        for text in [
            r#"{"cleanupPeriodDays": 7}"#,
            r#"{"availableModels": ["opus"]}"#,
            r#"{"forceLoginOrgUUID": "x"}"#,
            r#"{"permissions": {"defaultMode": "plan"}}"#,
        ] {
            assert_eq!(managed(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn keys_at_the_wrong_level_are_told() {
        for text in [
            r#"{"disableBypassPermissionsMode": "disable"}"#,
            r#"{"defaultMode": "plan"}"#,
            r#"{"permissions": {"allowManagedPermissionRulesOnly": true}}"#,
            r#"{"sandbox": {"enabled": true, "failIfUnavailable": true,
                "allowUnsandboxedCommands": false, "allowedDomains": []}}"#,
            r#"{"autoAllowBashIfSandboxed": true}"#,
        ] {
            assert_eq!(managed(text), ["settings-misplaced-key"], "{text}");
        }
        assert_eq!(
            managed(r#"{"permissions": {"disableBypassPermissionsMode": "disable"}}"#),
            [""; 0]
        );
    }

    #[test]
    fn keys_without_effect_in_their_layer_are_told() {
        for key in ["allowManagedHooksOnly", "disableSideloadFlags"] {
            let text = format!(r#"{{"{key}": true}}"#);
            assert_eq!(codes(&[(Source::User, &text)]), ["settings-without-effect"], "{key}");
            assert_eq!(codes(&[(Source::Managed, &text)]), [""; 0], "{key}");
        }
        let strict = r#"{"sandbox": {"network": {"strictAllowlist": true}, "enabled": true,
            "failIfUnavailable": true, "allowUnsandboxedCommands": false}}"#;
        assert_eq!(codes(&[(Source::Project, strict)]), ["settings-without-effect"]);
        assert_eq!(codes(&[(Source::User, strict)]), [""; 0]);
    }

    #[test]
    fn values_of_the_wrong_type_are_told() {
        let list = r#"{"permissions": {"allow": "Bash"}}"#;
        assert_eq!(codes(&[(Source::User, list)]), ["settings-wrong-type"]);
        assert_eq!(managed(list), ["settings-managed-wrong-type"]);
        let word = r#"{"permissions": {"disableBypassPermissionsMode": true}}"#;
        assert_eq!(codes(&[(Source::Project, word)]), ["settings-wrong-type"]);
        let dropped = r#"{"deniedMcpServers": "x"}"#;
        assert_eq!(codes(&[(Source::User, dropped)]), ["settings-key-dropped"]);
        assert_eq!(managed(r#"{"cleanupPeriodDays": 0}"#), ["settings-managed-wrong-type"]);
        assert_eq!(managed(r#"{"cleanupPeriodDays": 1}"#), [""; 0]);
        assert_eq!(managed("{"), ["settings-managed-not-json"]);
    }

    #[test]
    fn entries_that_the_client_drops_are_told() {
        for (entry, code) in [
            ("5", "mcp-entry-not-an-object"),
            ("{}", "mcp-entry-names-nothing"),
            (r#"{"serverName": "a", "serverUrl": "https://a.test"}"#, "mcp-entry-names-several"),
            (r#"{"serverName": "a b"}"#, "mcp-entry-bad-name"),
            (r#"{"serverCommand": []}"#, "mcp-entry-bad-command"),
            (r#"{"serverUrl": 5}"#, "mcp-entry-bad-url"),
        ] {
            let text = format!(r#"{{"allowedMcpServers": [{entry}]}}"#);
            assert!(managed(&text).contains(&code), "{entry}");
        }
        assert_eq!(managed(r#"{"deniedMcpServers": [{"serverName": "a b"}]}"#), [""; 0]);
        assert_eq!(managed(r#"{"deniedMcpServers": [{"serverCommand": ["x"]}]}"#), [""; 0]);
    }

    #[test]
    fn empty_lists_and_locks_without_lists_are_told() {
        for key in ALLOWING {
            assert_eq!(managed(&format!(r#"{{"{key}": []}}"#)), ["list-allows-nothing"], "{key}");
        }
        assert_eq!(managed(r#"{"deniedMcpServers": [], "deniedModels": []}"#), [""; 0]);
        let lock = (Source::Managed, r#"{"allowManagedMcpServersOnly": true}"#);
        assert_eq!(codes(&[lock]), ["lock-without-list"]);
        let list = r#"{"allowedMcpServers": [{"serverName": "a"}]}"#;
        assert_eq!(codes(&[lock, (Source::Managed, list)]), [""; 0]);
        assert_eq!(codes(&[lock, (Source::User, list)]), ["lock-without-list"]);
        let both = r#"{"strictKnownMarketplaces": [{"source": "skills-dir"}],
            "allowedMarketplaces": [{"source": "skills-dir"}]}"#;
        assert_eq!(managed(both), ["list-has-two-names"]);
    }

    #[test]
    fn names_that_stand_twice_are_told() {
        let twice = r#"{"env": {"A": "1", "A": "2"}, "model": "a", "model": "b"}"#;
        assert_eq!(managed(twice), ["settings-repeated-key", "settings-repeated-key"]);
        assert_eq!(managed(r#"{"env": {"A": "1", "B": "1"}, "model": "a"}"#), [""; 0]);
    }

    #[test]
    fn sandbox_settings_that_do_less_than_they_seem_to_are_told() {
        assert_eq!(managed(r#"{"sandbox": {"network": {"allowedDomains": []}}}"#), ["sandbox-off"]);
        let on = |more: &str| {
            managed(&format!(
                r#"{{"sandbox": {{"enabled": true, "failIfUnavailable": true,
                    "allowUnsandboxedCommands": false{more}}}}}"#
            ))
        };
        assert_eq!(on(""), [""; 0]);
        assert_eq!(
            on(r#", "failIfUnavailable": false"#),
            ["settings-repeated-key", "sandbox-optional"]
        );
        assert_eq!(
            managed(r#"{"sandbox": {"enabled": true, "failIfUnavailable": true}}"#),
            ["sandbox-leavable"]
        );
        for domain in ["*", "*.com", "https://a.test", "a.test/x"] {
            let network = format!(r#", "network": {{"allowedDomains": ["{domain}"]}}"#);
            assert_eq!(on(&network), ["domain-inert"], "{domain}");
        }
        let fine = r#", "network": {"allowedDomains": ["*.a.test"], "deniedDomains": ["*"]}"#;
        assert_eq!(on(fine), [""; 0]);
    }

    #[test]
    fn every_finding_has_its_place_and_words() {
        let text = r#"{"allowedModels": ["x"], "permissions": {"deny": ["Bash("]}}"#;
        let layers = [Layer::new(Source::Managed, text)];
        for found in crate::lint(&layers) {
            assert!(found.span.is_some() || found.code == "settings-allow-withheld", "{found:?}");
            assert!(!found.message.is_empty());
        }
    }
}
