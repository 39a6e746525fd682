//! `callgate batch`.

use crate::world::World;
use serde_json::Value;

const GROUPS: &str = concat!(
    r#"{"id": "a", "settings": {"user": {"permissions": {"deny": ["Bash(curl:*)"]}}}, "#,
    r#""calls": [{"tool": "Bash", "input": {"command": "curl x"}, "decision": "allow"}, "#,
    r#"{"tool": "Bash", "input": {"command": "foo \ud800"}}]}"#,
    "\n\n",
    r#"{"id": "b", "settings": {"project": "{\"permissions\": {\"allow\": [\"WebSearch\"]}}"}, "#,
    r#""calls": [{"tool": "WebSearch", "input": {"query": "q"}}]}"#,
    "\n",
);

fn decisions(stdout: &str) -> Vec<(String, u64, String)> {
    let read = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        (text("group"), answer["call"].as_u64().unwrap(), text("decision"))
    };
    stdout.lines().map(read).collect()
}

#[test]
fn every_call_gets_a_line() {
    let world = World::new("batch-lines");
    world.write("project/groups.jsonl", GROUPS);
    for arguments in [
        &["batch", "groups.jsonl"][..],
        &["batch", "--profile", "claude-code", "groups.jsonl"],
        &["batch", "-"],
    ] {
        let outcome = world.run(arguments, GROUPS);
        assert_eq!(outcome.status, 0, "{outcome:?}");
        let expected = [("a", 0, "deny"), ("a", 1, "ask"), ("b", 0, "allow")]
            .map(|(group, call, decision)| (group.to_owned(), call, decision.to_owned()));
        assert_eq!(decisions(&outcome.stdout), expected);
    }
}

#[test]
fn a_line_that_is_no_group_does_not_lose_the_others() {
    let world = World::new("batch-broken");
    let outcome = world.run(&["batch", "-"], format!("{{\n{GROUPS}[]\n"));
    assert_eq!(outcome.status, 3);
    assert_eq!(decisions(&outcome.stdout).len(), 3);
    assert!(outcome.stderr.contains("-:1: ") && outcome.stderr.contains("-:5: "), "{outcome:?}");
}

#[test]
fn settings_that_cannot_be_read_deny() {
    let world = World::new("batch-settings");
    let group =
        r#"{"id": "g", "settings": {"user": "{"}, "calls": [{"tool": "Read", "input": {}}]}"#;
    let outcome = world.run(&["batch", "-"], group);
    assert_eq!(decisions(&outcome.stdout), [("g".to_owned(), 0, "deny".to_owned())]);
}

#[test]
fn wrong_usage_is_an_error() {
    let world = World::new("batch-usage");
    for arguments in [&["batch"][..], &["batch", "missing.jsonl"], &["batch", "--json"]] {
        assert_eq!(world.run(arguments, "").status, 3, "{arguments:?}");
    }
}
