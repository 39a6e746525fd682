//! What is denied stays denied, whatever else the settings say.

use callgate::{
    Layer, Profile, Source, Verdict,
    governance::{
        Governance,
        mcp::{McpPolicy, McpServer},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Entries of server lists, odd ones among them.
fn entry() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z*]{1,3}".prop_map(|name| json!({"serverName": name})),
        "(https|http|\\*)://(a\\.test|\\*\\.test|\\*|b)(:\\*|:8443)?(/|/\\*|/m)?"
            .prop_map(|url| json!({"serverUrl": url})),
        Just(json!({"serverUrl": "*"})),
        proptest::collection::vec("[a-z*]", 0..3)
            .prop_map(|command| json!({"serverCommand": command})),
        Just(json!(5)),
        Just(json!({})),
        Just(json!({"serverUrl": "${X}"})),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    proptest::sample::select(vec![
        Source::Managed,
        Source::Flag,
        Source::Local,
        Source::Project,
        Source::User,
    ])
}

/// A layer with both lists, at random.
fn layer() -> impl Strategy<Value = Layer> {
    let lists = (
        proptest::option::of(proptest::collection::vec(entry(), 0..4)),
        proptest::option::of(proptest::collection::vec(entry(), 0..4)),
        any::<bool>(),
    );
    (source(), lists).prop_map(|(source, (allowed, denied, only))| {
        let mut settings = json!({"allowManagedMcpServersOnly": only});
        if let Some(allowed) = allowed {
            settings["allowedMcpServers"] = json!(allowed);
        }
        if let Some(denied) = denied {
            settings["deniedMcpServers"] = json!(denied);
        }
        Layer::new(source, settings.to_string())
    })
}

fn servers() -> Vec<McpServer> {
    let mut servers = vec![McpServer::command("a", ["a"]), McpServer::command("b", ["a", "b"])];
    for url in ["https://a.test/", "https://a.test/m", "https://x.test:8443/m", "http://b/m", "?"] {
        servers.push(McpServer::remote("a", url));
        servers.push(McpServer::remote("z", url));
    }
    servers
}

fn policy(layers: &[Layer], profile: Profile) -> McpPolicy {
    McpPolicy::new(layers, profile, &|_| None).unwrap()
}

proptest! {
    #[test]
    fn a_denied_server_stays_denied(
        denied in proptest::collection::vec(entry(), 1..3),
        of in source(),
        others in proptest::collection::vec(layer(), 0..4),
    ) {
        let first = Layer::new(of, json!({"deniedMcpServers": denied}).to_string());
        let alone = policy(std::slice::from_ref(&first), Profile::ClaudeCode);
        let mut layers = others;
        layers.push(first);
        let all = policy(&layers, Profile::ClaudeCode);
        for server in servers().iter().filter(|server| !alone.takes(server)) {
            prop_assert!(!all.takes(server), "{server:?}");
        }
    }

    #[test]
    fn no_profile_takes_what_the_client_blocks(
        layers in proptest::collection::vec(layer(), 0..4),
    ) {
        let client = policy(&layers, Profile::ClaudeCode);
        let enforce = policy(&layers, Profile::Enforce);
        for server in servers() {
            prop_assert!(!enforce.takes(&server) || client.takes(&server), "{server:?}");
            let decision = client.decide_server(&server);
            prop_assert_eq!(decision.taken, client.takes(&server));
        }
    }

    #[test]
    fn the_order_of_layers_does_not_matter(
        mut layers in proptest::collection::vec(layer(), 0..4),
    ) {
        layers.sort_by_key(|layer| layer.source);
        layers.dedup_by_key(|layer| layer.source);
        let forward = policy(&layers, Profile::ClaudeCode);
        layers.reverse();
        let backward = policy(&layers, Profile::ClaudeCode);
        for server in servers() {
            prop_assert_eq!(forward.takes(&server), backward.takes(&server));
        }
    }

    #[test]
    fn a_denied_host_stays_denied(
        denied in "(\\*\\.)?[a-c]\\.test(:80)?",
        of in source(),
        allowed in proptest::collection::vec(("(\\*\\.)?[a-c]\\.test", source()), 0..4),
        host in "([a-c]\\.){1,2}test(:80)?",
    ) {
        let on = r#"{"sandbox": {"enabled": true}}"#;
        let deny = json!({"sandbox": {"network": {"deniedDomains": [denied]}}}).to_string();
        let mut layers = vec![Layer::new(Source::Managed, on), Layer::new(of, deny)];
        let alone = Governance::new(&layers, Profile::Enforce).unwrap();
        for (domain, source) in allowed {
            let rule = format!("WebFetch(domain:{domain})");
            let allow = json!({
                "sandbox": {"network": {"allowedDomains": [domain]}, "enabled": false},
                "permissions": {"allow": [rule]}
            });
            layers.push(Layer::new(source, allow.to_string()));
        }
        // Nobody but the administrator switches the managed sandbox off.
        layers.retain(|layer| layer.source != Source::Managed || layer.text == on);
        let all = Governance::new(&layers, Profile::Enforce).unwrap();
        if of != Source::Managed && alone.may_reach(&host).verdict == Verdict::Deny {
            prop_assert_eq!(all.may_reach(&host).verdict, Verdict::Deny);
        }
    }
}
