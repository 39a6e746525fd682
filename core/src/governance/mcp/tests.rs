use super::*;
use crate::settings::Source;

fn policy(layers: &[(Source, &str)], profile: Profile) -> McpPolicy {
    let layers: Vec<Layer> =
        layers.iter().map(|(source, text)| Layer::new(*source, *text)).collect();
    McpPolicy::new(&layers, profile, &|name| (name == "HOST").then(|| "gw.test".to_owned()))
        .unwrap()
}

fn client(layers: &[(Source, &str)]) -> McpPolicy {
    policy(layers, Profile::ClaudeCode)
}

fn remote(name: &str, url: &str) -> McpServer {
    McpServer::remote(name, url)
}

#[test]
fn a_list_that_is_not_there_is_no_empty_list() {
    let server = remote("s", "https://gw.test/");
    assert!(client(&[]).takes(&server));
    assert!(client(&[(Source::User, r#"{"deniedMcpServers": []}"#)]).takes(&server));
    for list in ["[]", "[5]", r#"["s"]"#, r#"[{"serverName": ""}]"#] {
        let settings = format!(r#"{{"allowedMcpServers": {list}}}"#);
        assert!(!client(&[(Source::User, &settings)]).takes(&server), "{list}");
    }
}

#[test]
fn a_mistyped_list_closes_where_it_is_managed() {
    let server = remote("s", "https://gw.test/");
    for value in ["\"x\"", "{}", "null", "5"] {
        let settings = format!(r#"{{"allowedMcpServers": {value}}}"#);
        assert!(!client(&[(Source::Managed, &settings)]).takes(&server), "{value}");
        assert!(client(&[(Source::User, &settings)]).takes(&server), "{value}");
        let layers = [Layer::new(Source::User, settings)];
        assert!(McpPolicy::new(&layers, Profile::Enforce, &|_| None).is_err(), "{value}");
    }
}

#[test]
fn deny_comes_first_and_lists_add_up() {
    let policy = client(&[
        (Source::Managed, r#"{"allowedMcpServers": [{"serverUrl": "https://*.test/*"}]}"#),
        (Source::Project, r#"{"deniedMcpServers": [{"serverName": "bad"}]}"#),
        (Source::User, r#"{"allowedMcpServers": [{"serverUrl": "https://own.example/*"}]}"#),
    ]);
    assert!(policy.takes(&remote("s", "https://gw.test/x")));
    assert!(policy.takes(&remote("s", "https://own.example/x")));
    let decision = policy.decide_server(&remote("bad", "https://gw.test/x"));
    assert!(!decision.taken);
    assert!(matches!(
        decision.reason,
        ServerReason::Entry { list: ServerList::Deny, source: Source::Project, index: 0, .. }
    ));
}

#[test]
fn names_count_only_where_no_entry_is_of_the_servers_kind() {
    let names = r#"{"allowedMcpServers": [{"serverName": "s"}]}"#;
    let policy = client(&[(Source::Managed, names)]);
    assert!(policy.takes(&remote("s", "https://any.test/")));
    assert!(policy.takes(&McpServer::command("s", ["any"])));
    let urls = r#"{"allowedMcpServers": [{"serverName": "s"}, {"serverUrl": "not a url"}]}"#;
    let policy = client(&[(Source::Managed, urls)]);
    assert!(!policy.takes(&remote("s", "https://any.test/")));
    assert!(policy.takes(&McpServer::command("s", ["any"])));
}

#[test]
fn only_managed_settings_lock_the_allow_list() {
    let user =
        r#"{"allowedMcpServers": [{"serverName": "s"}], "allowManagedMcpServersOnly": true}"#;
    let server = remote("s", "https://gw.test/");
    let managed = r#"{"allowedMcpServers": [{"serverName": "m"}]}"#;
    assert!(client(&[(Source::Managed, managed), (Source::User, user)]).takes(&server));
    for (lock, locks) in [
        ("true", true),
        ("\"yes\"", true),
        ("[]", true),
        ("false", false),
        ("\"false\"", false),
        ("null", false),
    ] {
        let managed = format!(
            r#"{{"allowedMcpServers": [{{"serverName": "m"}}], "allowManagedMcpServersOnly": {lock}}}"#
        );
        let policy = client(&[(Source::Managed, &managed), (Source::User, user)]);
        assert_eq!(policy.takes(&server), !locks, "{lock}");
    }
}

#[test]
fn a_later_managed_document_unlocks() {
    let layers = [
        (Source::Managed, r#"{"allowedMcpServers": [], "allowManagedMcpServersOnly": true}"#),
        (Source::Managed, r#"{"allowManagedMcpServersOnly": false}"#),
        (Source::User, r#"{"allowedMcpServers": [{"serverName": "s"}]}"#),
    ];
    let server = remote("s", "https://gw.test/");
    assert!(client(&layers).takes(&server));
    assert!(policy(&layers, Profile::Enforce).takes(&server));
}

#[test]
fn an_unreadable_url_may_be_a_denied_one() {
    let settings = [(Source::User, r#"{"deniedMcpServers": [{"serverUrl": "https://bad.test"}]}"#)];
    let server = remote("s", "https://bad.test:99999/");
    assert!(client(&settings).takes(&server));
    assert!(!policy(&settings, Profile::Enforce).takes(&server));
}

#[test]
fn variables_are_replaced_on_both_sides() {
    let settings = r#"{"allowedMcpServers": [{"serverUrl": "https://${HOST}/*"}],
        "env": {"HOST": "evil.test", "OWN": "gw.test"}}"#;
    let server = |policy: &McpPolicy, url: &str| {
        let entry = crate::json::parse_object(&format!(r#"{{"type": "http", "url": "{url}"}}"#));
        policy.read_server("s", &entry.unwrap(), &|name| {
            (name == "HOST").then(|| "gw.test".to_owned())
        })
    };
    let user = client(&[(Source::User, settings)]);
    assert!(user.takes(&server(&user, "https://${OWN}/x").unwrap()));
    assert!(!user.takes(&server(&user, "https://${HOST}/x").unwrap()));
    let managed = client(&[(Source::Managed, settings)]);
    assert!(managed.takes(&remote("s", "https://evil.test/")));
    assert!(!managed.takes(&remote("s", "https://gw.test/")));
}

const MANAGED_MCP: &str = r#"{"mcpServers": {
    "plain": {"type": "http", "url": "https://m.test/"},
    "program": {"command": "m", "env": {"A": "${HOST}"}},
    "moving": {"type": "http", "url": "https://${HOST}/"},
    "signed": {"type": "http", "url": "https://s.test/", "headers": {"A": "${HOST}"}}}}"#;

fn provided(settings: &[(Source, &str)]) -> Vec<String> {
    let policy = client(settings).with_managed_mcp(MANAGED_MCP);
    let servers = policy.provided_servers(&|name| (name == "HOST").then(|| "gw.test".to_owned()));
    let taken = servers.into_iter().filter(|server| policy.takes(server));
    taken.map(|server| server.name).collect()
}

#[test]
fn the_organization_has_exclusive_control() {
    assert_eq!(provided(&[]), ["moving", "plain", "program", "signed"]);
    let none = (Source::Managed, r#"{"allowedMcpServers": []}"#);
    assert_eq!(provided(&[none]), ["plain", "program"]);
    let project = (Source::Project, r#"{"allowedMcpServers": []}"#);
    assert_eq!(provided(&[project]), ["moving", "plain", "program", "signed"]);
    for text in [MANAGED_MCP, "{}", "no JSON"] {
        let policy = client(&[]).with_managed_mcp(text);
        let decision = policy.decide_server(&remote("s", "https://gw.test/"));
        assert_eq!(decision.reason, ServerReason::Exclusive, "{text}");
    }
}

#[test]
fn a_project_cannot_deny_what_the_organization_provides() {
    let denied = r#"{"deniedMcpServers": [{"serverName": "plain"}]}"#;
    assert_eq!(provided(&[(Source::Project, denied)]), ["moving", "plain", "program", "signed"]);
    assert_eq!(provided(&[(Source::User, denied)]), ["moving", "program", "signed"]);
}

#[test]
fn managed_settings_that_stop_the_client_stop_every_server() {
    let policy = client(&[(Source::Managed, "{")]);
    let decision = policy.decide_server(&McpServer::command("s", ["x"]));
    assert_eq!(decision.reason, ServerReason::UnreadableSettings);
}

#[test]
fn what_runs_in_process_is_bound_by_no_list() {
    let policy = client(&[(Source::Managed, r#"{"allowedMcpServers": []}"#)]);
    let entry = crate::json::parse_object(r#"{"type": "sdk", "name": "s"}"#).unwrap();
    assert!(policy.takes(&policy.read_server("s", &entry, &|_| None).unwrap()));
}
