//! `callgate lint`.

use crate::world::World;
use serde_json::Value;

#[test]
fn a_finding_has_a_place_a_picture_and_a_status() {
    let world = World::new("lint-report");
    world.write("project/settings.json", "{\"permissions\": {\n  \"deny\": [\"Bash(ls\"]\n}}\n");
    let outcome = world.run(&["lint", "settings.json"], "");
    assert_eq!(outcome.status, 1, "{outcome:?}");
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(lines[0].starts_with("settings.json:2:12: error: "), "{outcome:?}");
    assert_eq!(lines[1], "      \"deny\": [\"Bash(ls\"]");
    assert_eq!(lines[2], "               ^^^^^^^^^");
    assert!(lines[3].starts_with("    help: "), "{outcome:?}");
}

#[test]
fn nothing_wrong_says_nothing() {
    let world = World::new("lint-clean");
    world.write("project/settings.json", r#"{"permissions": {"deny": ["Bash(git push:*)"]}}"#);
    let outcome = world.run(&["lint", "settings.json"], "");
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""), "{outcome:?}");
}

#[test]
fn json_has_one_object_a_line() {
    let world = World::new("lint-json");
    let settings = "{\"permissions\": {\n\"deny\": [\"Bash(ls\"],\n\"allow\": [\"Read()\"]}}";
    world.write("project/settings.json", settings);
    let outcome = world.run(&["lint", "--json", "settings.json"], "");
    let findings: Vec<Value> =
        outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(outcome.status, 1);
    assert_eq!(findings.len(), 2, "{outcome:?}");
    for (finding, line) in findings.iter().zip([2, 3]) {
        assert_eq!(finding["file"], "settings.json");
        assert_eq!(finding["severity"], "error");
        assert_eq!(finding["line"], line);
        assert!(finding["code"].is_string() && finding["column"].is_u64(), "{finding}");
    }
}

#[test]
fn a_document_that_cannot_be_used_is_a_finding() {
    let world = World::new("lint-broken");
    for text in ["", "{", "[]", "{\"permissions\": {\"allow\": \"Bash\"}}", "{} // no", "\u{0}"] {
        world.write("project/settings.json", text);
        let outcome = world.run(&["lint", "settings.json"], "");
        assert_eq!(outcome.status, 1, "{text:?}: {outcome:?}");
        assert!(outcome.stdout.starts_with("settings.json:1:"), "{text:?}: {outcome:?}");
    }
}

#[test]
fn wrong_usage_is_told_from_a_finding() {
    let world = World::new("lint-usage");
    for arguments in [
        &["lint"][..],
        &["lint", "missing.json"],
        &["lint", "--as", "nobody", "x.json"],
        &["lint", "--nonsense"],
    ] {
        let outcome = world.run(arguments, "");
        assert_eq!(outcome.status, 3, "{arguments:?}: {outcome:?}");
        assert!(!outcome.stderr.is_empty());
    }
}

#[test]
fn the_layer_is_guessed_or_named() {
    let world = World::new("lint-layer");
    // Only managed settings may hold this.
    let settings = r#"{"permissions": {}, "allowManagedPermissionRulesOnly": "yes"}"#;
    world.write("project/managed-settings.json", settings);
    world.write("project/settings.json", settings);
    let managed = world.run(&["lint", "managed-settings.json"], "");
    assert_ne!(managed.stdout, "", "a mistyped lock");
    let named = world.run(&["lint", "--as", "managed", "settings.json"], "");
    assert_eq!(named.stdout.replace("settings.json", "managed-settings.json"), managed.stdout);
}

#[test]
fn sarif_is_one_log_for_all_files() {
    let world = World::new("lint-sarif");
    world.write("project/a.json", "{\n\"allowedModels\": []}");
    world.write("project/b.json", r#"{"permissions": {"deny": ["Bash(ls"]}}"#);
    let outcome = world.run(&["lint", "--sarif", "a.json", "b.json"], "");
    assert_eq!(outcome.status, 1, "{outcome:?}");
    let log: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{outcome:?}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a.json");
    assert_eq!(place["region"]["startLine"], 2);
}

#[test]
fn managed_files_are_looked_at_together() {
    let world = World::new("lint-together");
    world.write("project/lock.json", r#"{"allowManagedMcpServersOnly": true}"#);
    world.write("project/list.json", r#"{"allowedMcpServers": [{"serverName": "a"}]}"#);
    let alone = world.run(&["lint", "--as", "managed", "lock.json"], "");
    assert!(alone.stdout.contains("lock-without-list"), "{alone:?}");
    let together = world.run(&["lint", "--as", "managed", "lock.json", "list.json"], "");
    assert_eq!((together.status, together.stdout.as_str()), (0, ""), "{together:?}");
}
