//! `callgate check` as a person or a script runs it.

use crate::world::World;

const SETTINGS: &str = r#"{
  "permissions": {
    "deny": ["Bash(git push:*)", "Read(**/.env)"],
    "ask": ["WebFetch"],
    "allow": ["Bash(npm test:*)"]
  }
}
"#;

fn world(name: &str) -> World {
    let world = World::new(name);
    world.write("project/.claude/settings.json", SETTINGS);
    world
}

#[test]
fn the_status_is_the_verdict() {
    let world = world("check-status");
    for (arguments, status) in [
        (&["check", "npm test"][..], 0),
        (&["check", "make all"], 1),
        (&["check", "git push"], 2),
        (&["check", "--tool", "Read", ".env"], 2),
        (&["check", "--tool", "Read", "src/main.rs"], 0),
        (&["check", "--tool", "WebFetch", "https://example.com/"], 1),
        (&["check", "--tool", "mcp__github__list"], 1),
        (&["check", "--mode", "dontAsk", "make all"], 2),
        (&["check", "--mode", "bypassPermissions", "make all"], 0),
        (&["check", "--tool", "Bash", "--input", r#"{"command": "git push"}"#], 2),
    ] {
        let outcome = world.run(arguments, "");
        assert_eq!(outcome.status, status, "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.stderr, "", "{arguments:?}");
    }
}

#[test]
fn a_person_sees_the_part_the_rule_and_its_place() {
    let world = world("check-report");
    let outcome = world.run(&["check", "npm test && git push origin main"], "");
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines[0], "DENY  by the deny rule Bash(git push:*)");
    assert_eq!(lines[2], "  npm test && git push origin main");
    assert_eq!(lines[3], "              ^^^^^^^^^^^^^^^^^^^^");
    assert!(outcome.stdout.contains("settings.json:3:14"), "{outcome:?}");
    assert!(!outcome.stdout.contains('\x1b'), "no colours outside a terminal");
}

#[test]
fn json_is_the_whole_decision() {
    let world = world("check-json");
    let decision = world.run(&["check", "--json", "git push"], "").json();
    assert_eq!(decision["verdict"], "deny");
    assert_eq!(decision["reason"]["rule"], "Bash(git push:*)");
    assert_eq!(decision["tool"], "Bash");
    assert_eq!(decision["profile"], "enforce");
    let decision =
        world.run(&["check", "--json", "--profile", "claude-code", "git push"], "").json();
    assert_eq!(decision["profile"], "claude-code");
}

#[test]
fn commands_and_inputs_come_from_standard_input_too() {
    let world = world("check-stdin");
    assert_eq!(world.run(&["check", "-"], "git push").status, 2);
    let input = r#"{"command": "npm test"}"#;
    assert_eq!(world.run(&["check", "--tool", "Bash", "--input", "-"], input).status, 0);
    let not_text = world.run(&["check", "-"], b"git push \xff\xfe");
    assert_eq!(not_text.status, 2, "{not_text:?}");
    let half_a_pair = world.run(&["check", "--input", r#"{"command": "git push \ud800"}"#], "");
    assert_eq!(half_a_pair.status, 2, "{half_a_pair:?}");
}

#[test]
fn named_settings_replace_those_of_the_session() {
    let world = world("check-named");
    world.write("other.json", r#"{"permissions": {"allow": ["Bash(git push:*)"]}}"#);
    let other = world.home.join("other.json");
    let other = other.to_str().unwrap();
    for layer in ["--managed", "--user", "--project", "--local", "--settings"] {
        assert_eq!(world.run(&["check", layer, other, "git push"], "").status, 0, "{layer}");
    }
    let inline = r#"{"permissions": {"ask": ["Bash(git push:*)"]}}"#;
    let both = ["check", "--user", other, "--settings", inline, "git push"];
    assert_eq!(world.run(&both, "").status, 1);
}

#[test]
fn directories_are_those_that_the_options_name() {
    let world = world("check-directories");
    let read = ["check", "--settings", "{}", "--tool", "Read", "/elsewhere/file"];
    assert_eq!(world.run(&read, "").status, 1);
    let mut inside = read.to_vec();
    inside.extend(["--cwd", "/elsewhere"]);
    assert_eq!(world.run(&inside, "").status, 0);
    let settings = r#"{"permissions": {"deny": ["Read(~/notes)"]}}"#;
    let home = ["check", "--settings", settings, "--home", "/h", "--tool", "Read", "/h/notes"];
    assert_eq!(world.run(&home, "").status, 2);
}

#[cfg(unix)]
#[test]
fn a_link_is_judged_by_what_it_points_to() {
    let world = world("check-links");
    world.write("project/.env", "SECRET=1");
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, world.cwd.join(name)).unwrap();
    };
    link(".env", "harmless");
    link("harmless", "chain");
    link("circle", "circle");
    for name in [".env", "harmless", "chain"] {
        assert_eq!(world.run(&["check", "--tool", "Read", name], "").status, 2, "{name}");
    }
    assert!(world.run(&["check", "--tool", "Read", "circle"], "").status < 3);
}

#[test]
fn wrong_usage_is_told_from_a_verdict() {
    let world = world("check-usage");
    for (arguments, message) in [
        (&["check"][..], "needs a command"),
        (&["check", "a", "b"], "unexpected argument"),
        (&["check", "--profile", "strict", "ls"], "no such profile: strict"),
        (&["check", "--mode", "yolo", "ls"], "no such mode: yolo"),
        (&["check", "--nonsense", "ls"], "--nonsense"),
        (&["check", "--user", "missing.json", "ls"], "missing.json"),
        (&["check", "--input", "[1]"], "no JSON object"),
        (&["check", "--input", "{}", "ls"], "--input and an argument"),
        (&["check", "--tool", "mcp__a__b", "ls"], "needs --input"),
        (&["nonsense"], "no such command: nonsense"),
        (&[], "no command"),
    ] {
        let outcome = world.run(arguments, "");
        assert_eq!(outcome.status, 3, "{arguments:?}: {outcome:?}");
        assert!(outcome.stderr.contains(message), "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.stdout, "", "{arguments:?}");
    }
}

#[test]
fn settings_that_cannot_be_read_are_an_error_with_a_place() {
    let world = World::new("check-broken");
    world.write("project/.claude/settings.json", "{\n  \"permissions\": {\"deny\": \"Bash\"}\n}");
    let outcome = world.run(&["check", "ls"], "");
    assert_eq!(outcome.status, 3, "{outcome:?}");
    assert!(outcome.stderr.contains("settings.json:2:"), "{outcome:?}");
    world.write("project/.claude/settings.json", "{ // a comment\n}");
    assert_eq!(world.run(&["check", "ls"], "").status, 3);
}

#[test]
fn nothing_in_a_command_reaches_the_terminal_unseen() {
    let world = world("check-control");
    let outcome = world.run(&["check", "-"], "echo \x1b[2K\u{202e}\x07 \r x");
    assert!(outcome.status < 3, "{outcome:?}");
    let strange = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!outcome.stdout.contains(strange), "{outcome:?}");
}

#[test]
fn help_and_version_are_no_errors() {
    let world = world("check-help");
    for arguments in [["--help"], ["-h"], ["--version"], ["-V"]] {
        let outcome = world.run(&arguments, "");
        assert_eq!(outcome.status, 0);
        assert!(outcome.stdout.starts_with("callgate"), "{outcome:?}");
    }
}
