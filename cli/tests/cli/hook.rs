//! `callgate hook` as the client runs it.

use crate::world::World;
use serde_json::{Value, json};

/// The answer to a call in `world`, once it is clear that the answer has the documented form.
fn answer(world: &World, arguments: &[&str], event: &str) -> (String, String) {
    let mut all = vec!["hook"];
    all.extend(arguments);
    let outcome = world.run(&all, event);
    assert_eq!(outcome.status, 0, "{outcome:?}");
    let output = &outcome.json()["hookSpecificOutput"];
    assert_eq!(output["hookEventName"], "PreToolUse");
    let text = |name: &str| output[name].as_str().unwrap().to_owned();
    (text("permissionDecision"), text("permissionDecisionReason"))
}

/// An event as the client sends it.
fn event(world: &World, tool: &str, input: &Value) -> Value {
    json!({
        "session_id": "8d5c", "transcript_path": "/t.jsonl", "cwd": world.cwd,
        "permission_mode": "default", "hook_event_name": "PreToolUse",
        "tool_name": tool, "tool_input": input, "tool_use_id": "toolu_1",
    })
}

fn bash(world: &World, command: &str) -> String {
    event(world, "Bash", &json!({"command": command, "description": "d"})).to_string()
}

#[test]
fn decides_with_the_settings_of_the_session() {
    let world = World::new("hook-layers");
    world.write(".claude/settings.json", r#"{"permissions": {"deny": ["Bash(curl:*)"]}}"#);
    world.write("project/.claude/settings.json", r#"{"permissions": {"ask": ["Bash(docker:*)"]}}"#);
    let local = r#"{"permissions": {"allow": ["Bash(make:*)", "Bash(docker:*)"]}}"#;
    world.write("project/.claude/settings.local.json", local);
    for (command, verdict) in
        [("curl x", "deny"), ("docker ps -q", "ask"), ("make all", "allow"), ("foo", "ask")]
    {
        let (decision, reason) = answer(&world, &[], &bash(&world, command));
        assert_eq!(decision, verdict, "{command}: {reason}");
        assert!(reason.starts_with("callgate: "), "{reason}");
    }
    let (_, reason) = answer(&world, &[], &bash(&world, "curl x"));
    assert!(reason.contains("Bash(curl:*)"), "{reason}");
    let extra = r#"{"permissions": {"deny": ["Bash(make:*)"]}}"#;
    assert_eq!(answer(&world, &["--settings", extra], &bash(&world, "make")).0, "deny");
    assert_eq!(answer(&world, &["--settings", extra], &bash(&world, "curl x")).0, "deny");
}

#[test]
fn the_mode_is_that_of_the_event() {
    let world = World::new("hook-mode");
    let mut event = event(&world, "Bash", &json!({"command": "make all"}));
    for (mode, verdict) in
        [("default", "ask"), ("dontAsk", "deny"), ("bypassPermissions", "allow"), ("auto", "ask")]
    {
        event["permission_mode"] = mode.into();
        assert_eq!(answer(&world, &[], &event.to_string()).0, verdict, "{mode}");
    }
}

#[test]
fn finds_settings_where_the_client_does() {
    let world = World::new("hook-places");
    world.write("project/.claude/settings.json", r#"{"permissions": {"deny": ["Bash(one:*)"]}}"#);
    world.write("configuration/settings.json", r#"{"permissions": {"deny": ["Bash(two:*)"]}}"#);
    let root_local = r#"{"permissions": {"deny": ["Bash(three:*)"]}}"#;
    world.write("repository/.claude/settings.local.json", root_local);
    world.write("repository/.git/HEAD", "");
    world.write("repository/below/file", "");
    let decide = |project: &str, command: &str| {
        let outcome = world.run_with(
            |program| {
                program
                    .arg("hook")
                    .env("CLAUDE_PROJECT_DIR", world.home.join(project))
                    .env("CLAUDE_CONFIG_DIR", world.home.join("configuration"))
            },
            bash(&world, command),
        );
        outcome.json()["hookSpecificOutput"]["permissionDecision"].as_str().unwrap().to_owned()
    };
    assert_eq!(decide("project", "one"), "deny", "the directory that the session started in");
    assert_eq!(decide("project", "two"), "deny", "the user's other configuration directory");
    assert_eq!(decide("repository", "one"), "ask");
    assert_eq!(decide("repository/below", "three"), "deny", "local settings of the repository");
    let below_local = r#"{"permissions": {"deny": ["Bash(four:*)"]}}"#;
    world.write("repository/below/.claude/settings.local.json", below_local);
    assert_eq!(decide("repository/below", "three"), "deny", "both local settings count");
    assert_eq!(decide("repository/below", "four"), "deny", "both local settings count");
}

#[test]
fn an_untrusted_folder_grants_nothing_but_restricts() {
    let world = World::new("hook-trust");
    world.write("project/below/file", "");
    let settings = r#"{"permissions": {"allow": ["Bash(make:*)"], "deny": ["Bash(curl:*)"],
                       "additionalDirectories": ["/elsewhere"]}}"#;
    world.write("project/.claude/settings.json", settings);
    world.write("project/below/.claude/settings.json", settings);
    world.write("plain/.claude/settings.json", settings);
    let decide = |project: &str, command: &str| {
        let project = world.home.join(project);
        let outcome = world.run_with(
            |program| program.arg("hook").env("CLAUDE_PROJECT_DIR", project),
            bash(&world, command),
        );
        outcome.json()["hookSpecificOutput"]["permissionDecision"].as_str().unwrap().to_owned()
    };
    for (trusted, project, verdict) in [
        (&["project"][..], "project", "allow"),
        (&["project"], "project/below", "allow"),
        (&["project/below"], "project/below", "allow"),
        (&["project/below"], "project", "ask"),
        (&[""], "plain", "ask"),
        (&[], "project", "ask"),
    ] {
        world.trust(".claude.json", trusted);
        assert_eq!(decide(project, "make all"), verdict, "{trusted:?} {project}");
        assert_eq!(decide(project, "curl x"), "deny", "{trusted:?} {project}");
    }
    for state in ["", "{", "[]", r#"{"projects": {"x": 1}}"#, r#"{"projects": []}"#] {
        world.write(".claude.json", state);
        assert_eq!(decide("project", "make all"), "ask", "{state}");
    }
}

#[test]
fn never_lets_a_call_through_because_of_an_error() {
    let world = World::new("hook-errors");
    let good = event(&world, "Bash", &json!({"command": "ls"}));
    assert_eq!(answer(&world, &[], &good.to_string()).0, "allow");
    let without = |field: &str| {
        let mut event = good.clone();
        event.as_object_mut().unwrap().remove(field);
        event.to_string()
    };
    let with = |field: &str, value: Value| {
        let mut event = good.clone();
        event[field] = value;
        event.to_string()
    };
    for event in [
        String::new(),
        "no JSON".to_owned(),
        "[]".to_owned(),
        good.to_string().replace('}', ""),
        without("tool_name"),
        without("tool_input"),
        without("cwd"),
        with("tool_name", json!(1)),
        with("tool_input", json!("ls")),
        with("permission_mode", json!("yolo")),
        with("hook_event_name", json!("Stop")),
    ] {
        let (decision, reason) = answer(&world, &[], &event);
        assert_eq!(decision, "deny", "{event}");
        assert!(reason.starts_with("callgate could not decide: "), "{event}: {reason}");
    }
    assert_eq!(answer(&world, &["--nonsense"], &good.to_string()).0, "deny");
    assert_eq!(answer(&world, &["--settings", "missing.json"], &good.to_string()).0, "deny");
    let outcome =
        world.run_with(|program| program.arg("hook").env_remove("HOME"), good.to_string());
    assert_eq!(outcome.json()["hookSpecificOutput"]["permissionDecision"], "deny");
}

#[test]
fn settings_that_cannot_be_read_refuse() {
    let world = World::new("hook-broken");
    let event = bash(&world, "ls");
    for (path, text) in [
        (".claude/settings.json", "{"),
        ("project/.claude/settings.json", r#"{"permissions": {"deny": "Bash"}}"#),
        ("project/.claude/settings.local.json", "// comment\n{}"),
    ] {
        world.write(path, text);
        let (decision, reason) = answer(&world, &[], &event);
        assert_eq!(decision, "deny", "{path}");
        assert!(reason.contains(path), "{reason}");
        world.write(path, "{}");
    }
    std::fs::create_dir(world.cwd.join(".claude/settings.d")).unwrap();
    assert_eq!(answer(&world, &[], &event).0, "allow");
}

#[test]
fn hostile_calls_get_an_answer() {
    let world = World::new("hook-hostile");
    let nested = "$(".repeat(10_000);
    let long = "a".repeat(1_000_000);
    for command in [nested.as_str(), long.as_str(), "\0", "echo \"", "cat <<EOF"] {
        let (decision, _) = answer(&world, &[], &bash(&world, command));
        assert_eq!(decision, "ask");
    }
    let half_a_pair =
        event(&world, "Bash", &json!({"command": "X"})).to_string().replace('X', r"foo \ud800");
    assert_eq!(answer(&world, &[], &half_a_pair).0, "ask");
}
