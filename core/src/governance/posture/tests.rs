use super::*;

fn standings(managed: &str) -> Vec<(&'static str, Standing)> {
    let layers = [Layer::new(Source::Managed, managed)];
    let controls = posture(&layers, Profile::ClaudeCode).unwrap();
    controls.into_iter().map(|control| (control.code, control.standing)).collect()
}

fn standing(managed: &str, code: &str) -> Standing {
    standings(managed).into_iter().find(|(own, _)| *own == code).unwrap().1
}

fn passes(managed: &str, code: &str) -> bool {
    matches!(standing(managed, code), Standing::Pass { .. })
}

#[test]
fn without_settings_nothing_is_set() {
    for (code, standing) in standings("{}") {
        assert_eq!(standing, Standing::NotSet, "{code}");
    }
}

#[test]
fn locks_pass_where_they_hold() {
    for (settings, code) in [
        (r#"{"permissions": {"disableBypassPermissionsMode": "disable"}}"#, "bypass-mode-off"),
        (r#"{"disableAutoMode": "disable"}"#, "auto-mode-off"),
        (r#"{"allowManagedPermissionRulesOnly": true}"#, "managed-rules-only"),
        (r#"{"allowManagedHooksOnly": true}"#, "managed-hooks-only"),
        (r#"{"strictKnownMarketplaces": []}"#, "marketplaces-closed"),
        (r#"{"cleanupPeriodDays": 14}"#, "transcripts-short"),
        (r#"{"sandbox": {"enabled": true, "allowUnsandboxedCommands": false}}"#, "sandbox-closed"),
    ] {
        assert!(passes(settings, code), "{code}");
    }
}

#[test]
fn locks_in_the_wrong_place_are_not_set() {
    for (settings, code) in [
        (r#"{"disableBypassPermissionsMode": "disable"}"#, "bypass-mode-off"),
        (r#"{"permissions": {"allowManagedPermissionRulesOnly": true}}"#, "managed-rules-only"),
        (r#"{"transcriptRetentionDays": 14}"#, "transcripts-short"),
        (r#"{"cleanupPeriodDays": 365}"#, "transcripts-short"),
        (r#"{"sandbox": {"enabled": true}}"#, "sandbox-closed"),
    ] {
        assert_eq!(standing(settings, code), Standing::NotSet, "{code}");
    }
}

#[test]
fn servers_are_locked_by_exact_hosts() {
    let list = |entry: &str| {
        format!(r#"{{"allowedMcpServers": [{entry}], "allowManagedMcpServersOnly": true}}"#)
    };
    assert!(passes(&list(r#"{"serverUrl": "https://gw.corp.test/*"}"#), "mcp-locked"));
    assert!(passes(&list(r#"{"serverUrl": "https://*.corp.test/*"}"#), "mcp-locked"));
    assert!(passes(&list(""), "mcp-locked"));
    for entry in [
        r#"{"serverUrl": "https://gw.corp.test*"}"#,
        r#"{"serverUrl": "https://*corp.test/*"}"#,
        r#"{"serverName": "github"}"#,
    ] {
        assert!(matches!(standing(&list(entry), "mcp-locked"), Standing::Fail { .. }), "{entry}");
    }
    let open = r#"{"allowedMcpServers": [{"serverUrl": "https://gw.corp.test/*"}]}"#;
    assert!(!passes(open, "mcp-locked"));
}

#[test]
fn rules_below_the_working_directory_do_not_reach_the_home() {
    let rules = r#"{"permissions": {"deny": ["Read(**/.env)", "Read(**/.ssh/**)"]}}"#;
    let Standing::Fail { call, .. } = standing(rules, "credentials-from-files") else { panic!() };
    assert!(call.contains(".env.local") || call.contains(".ssh"), "{call}");
}

#[test]
fn what_passes_passes_in_every_profile() {
    let layers = [Layer::new(
        Source::Managed,
        r#"{"allowManagedPermissionRulesOnly": true,
        "permissions": {"disableBypassPermissionsMode": "disable"}}"#,
    )];
    let client = posture(&layers, Profile::ClaudeCode).unwrap();
    let enforce = posture(&layers, Profile::Enforce).unwrap();
    for (client, enforce) in client.iter().zip(&enforce) {
        if matches!(client.standing, Standing::Pass { .. }) {
            assert!(matches!(enforce.standing, Standing::Pass { .. }), "{}", client.code);
        }
    }
}
