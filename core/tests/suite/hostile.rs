//! Input that is meant to break things: it gets the safe answer, in time linear in its length.
//!
//! A test that does not come to an end has found something that is not linear.

use callgate::{
    Call, Context, Decision, Layer, Policy, PolicyError, Profile, Source, Verdict, batch,
    parse_object,
};

const PROFILES: [Profile; 2] = [Profile::Enforce, Profile::ClaudeCode];

/// Rules under which a command that is not understood could pass.
const GENEROUS: &str = r#"{"permissions": {
    "allow": ["Bash(echo:*)", "Bash(echo *)", "Bash(a*)", "Read(**)", "Edit(**)"],
    "deny": ["Bash(rm:*)", "Bash(* --force *)", "Read(**/.env)"]
}}"#;

fn policy(settings: &str, profile: Profile) -> Result<Policy, PolicyError> {
    Policy::new(&[Layer::new(Source::User, settings)], profile)
}

fn decide(policy: &Policy, call: &Call<'_>) -> Decision {
    let context = Context::new("/home/dev/project", "/home/dev");
    let decision = policy.decide(call, &context);
    assert_eq!(policy.verdict(call, &context), decision.verdict);
    decision
}

/// The verdict on a command under [`GENEROUS`] rules, alike in both profiles.
fn verdict(command: &str) -> Verdict {
    let verdicts = PROFILES
        .map(|profile| decide(&policy(GENEROUS, profile).unwrap(), &Call::bash(command)).verdict);
    assert_eq!(verdicts[0], verdicts[1]);
    verdicts[0]
}

#[test]
fn long_commands_end() {
    const MEGABYTE: usize = 1 << 20;
    let repeated = |unit: &str| unit.repeat(MEGABYTE / unit.len());
    for unit in [
        "a",
        " ",
        "\n",
        ";",
        "echo a;",
        "echo a && ",
        "echo a|",
        "'",
        "\"",
        "`",
        "\\",
        "$",
        "$(",
        "${",
        "$((",
        "(",
        ")",
        "{",
        "}",
        "[[ ",
        "<(",
        "<<E\n",
        "<<<",
        ">",
        ">a ",
        "&",
        "#",
        "# a\n",
        "a=1 ",
        "$a",
        "~",
        "*",
        "a*",
        "?",
        "[",
        "{a,b}",
        "if ",
        "case a in ",
        "a() ",
        "for a in ",
        "!",
        "é",
        "\u{0}",
        "\t",
        "\r\n",
        "\u{202e}",
        "sudo ",
        "env ",
        "timeout 1 ",
        "xargs ",
        "bash -c ",
        "cd a;",
        "../",
        "cat /",
        "\\\n",
        "'a'",
        "\"$(a)\"",
        "1>&2 ",
        "echo --force ",
        "((rm a));",
        "((",
        "ls !(",
        "a|(",
        "a $X|(",
        "a \\\n | ",
        "a && #b\n",
        "unset a #b\n",
        "case #a\n",
        "[ ",
        "! ; ",
        "export A=1|",
        "\"$(cat <<'E'\n",
        "\"$(cat <<'E'\nE\n)\" ",
        "$HOME",
        "awk '@ ",
        "awk '|",
        "sh -c 'rm a';",
        "sh -c rm $'a';",
        "cat a $'b';",
        "a'{b,c}';",
        "a$\\}",
        "a{\\{",
        "h=$(a); x \"b$h\";",
        "d=a; rm $d/*;",
        "f() { (rm $a/*); b; };",
        "if a > b; then c; fi;",
        "if a | b; then c; fi;",
        "for a in $(b | c); do d; done;",
        "a; b | ",
        "! a; ",
        "{ a; }; ",
        "rm a; ",
        "export A=1; ls; ",
        "ls & ",
        "find -exec rm $a/b ",
        "eval rm $a/b; ",
        "trap 'rm $a/b' X;",
    ] {
        let repeated = repeated(unit);
        // Blanks alone run nothing.
        if !repeated.trim().is_empty() {
            assert_ne!(verdict(&repeated), Verdict::Allow, "{unit:?} repeated");
        }
        assert_ne!(verdict(&format!("echo {repeated}x")), Verdict::Allow, "{unit:?}");
    }
}

#[test]
fn deep_commands_end() {
    for (open, close) in [
        ("$(", ")"),
        ("(", ")"),
        ("{ ", ";}"),
        ("a|{ ", ";}"),
        ("!(", ")"),
        ("`", "`"),
        ("\"$(", ")\""),
        ("${a:-", "}"),
        ("$((", "))"),
        ("<(", ")"),
        ("if a; then ", ";fi"),
        ("while a; do ", ";done"),
        ("case a in a) ", ";; esac"),
        ("f() { ", ";}"),
        ("[[ ( ", " ) ]]"),
        ("((", "))"),
        ("(( ", " ))"),
        ("cat <<E\n$(", ")\nE\n"),
        ("${a%", "}"),
        ("${a%\"\"", "}"),
        ("$(`a` ", ")"),
        ("x=$(if a; then ", ";fi)"),
        ("[[ \"ab$(", ")\" ]]"),
        ("eval rm $a/b ", ""),
    ] {
        let opened = open.repeat(10_000);
        let balanced = format!("{opened}rm x{}", close.repeat(10_000));
        assert_ne!(verdict(&opened), Verdict::Allow, "{open} unclosed");
        assert_ne!(verdict(&balanced), Verdict::Allow, "{open} closed");
        assert_ne!(verdict(&format!("echo {balanced}")), Verdict::Allow, "echo {open}");
        // Of lines that are not too long everything is looked at, pair by pair.
        let depth = 9_000 / (open.len() + close.len());
        let short = format!("echo {}$(rm x){}", open.repeat(depth), close.repeat(depth));
        assert_ne!(verdict(&short), Verdict::Allow, "echo {open} in a short line");
    }
}

/// But for `echo 'a` and `echo a |`, which the client allows: the shell refuses them and runs
/// nothing.
#[test]
fn commands_that_are_no_shell_are_asked() {
    for command in [
        "echo \"a",
        "echo `a",
        "echo $(a",
        "echo ${a",
        "(echo a",
        "echo a)",
        "{ echo a",
        "echo a &&",
        "&& echo a",
        "| echo a",
        "echo a > ",
        "if echo a",
        "fi",
        "cat <<",
        "echo a\u{0}rm x",
        "echo \u{1b}[2K a; \u{0}",
    ] {
        assert_ne!(verdict(command), Verdict::Allow, "{command:?}");
    }
    assert_eq!(verdict("echo a"), Verdict::Allow);
    assert_eq!(verdict("echo a; rm x"), Verdict::Deny);
}

/// The rule is in force although the settings hold things that are not, and each is reported.
#[test]
fn one_malformed_rule_does_not_lose_the_others() {
    let settings = r#"{"permissions": {"deny": [
        "Bash(ls", 7, null, {}, [], "", "  ", "Bash()", "bash", "mcp__a(b)", "Read(a:*)", "\u0000",
        "Bash(ls)x", "WebFetch(example.com)", "Bash(rm:*)"
    ], "unknown": 1}, "unknown": {"deny": "Bash"}}"#;
    for profile in PROFILES {
        let policy = policy(settings, profile).unwrap();
        assert_eq!(decide(&policy, &Call::bash("rm x")).verdict, Verdict::Deny);
        assert!(policy.diagnostics().len() >= 13, "{:#?}", policy.diagnostics());
        assert!(policy.diagnostics().iter().all(|found| found.span.is_some()));
    }
}

#[test]
fn settings_that_cannot_be_read_are_never_no_rules() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        " ",
        "{",
        "[]",
        "null",
        "7",
        "\"Bash\"",
        "\u{0}",
        "{} {}",
        "{\"permissions\": []}",
        "{\"permissions\": \"deny\"}",
        "{\"permissions\": {\"allow\": \"Bash\"}}",
        "{\"permissions\": {\"deny\": \"Bash\"}}",
        "{\"permissions\": {\"deny\": {\"a\": 1}}}",
        "{\"permissions\": {\"ask\": 1}}",
        "{\"permissions\": {\"deny\": [\"Bash\"],}}",
        "// no\n{\"permissions\": {\"deny\": [\"Bash\"]}}",
        "{\"permissions\": {\"deny\": [\"Bash\"]}",
        "{\"permissions\": {\"defaultMode\": \"yolo\"}}",
        "{'permissions': {}}",
        &deep,
    ] {
        let error = policy(text, Profile::Enforce).unwrap_err();
        assert!(!error.diagnostics.is_empty(), "{text}");
        // The client goes on without the document, so this is what it would decide, with a warning.
        if let Ok(policy) = policy(text, Profile::ClaudeCode) {
            assert!(!policy.diagnostics().is_empty(), "{text}");
            assert_eq!(decide(&policy, &Call::bash("foo")).verdict, Verdict::Ask, "{text}");
        }
    }
}

#[test]
fn odd_settings_that_can_be_read_are_read() {
    for text in [
        "\u{feff}{\"permissions\": {\"deny\": [\"Bash(foo:*)\"]}}",
        "{\"permissions\": {\"deny\": []}, \"permissions\": {\"deny\": [\"Bash(foo:*)\"]}}",
        "{\"permissions\": {\"deny\": [\"Bash(ls)\"], \"deny\": [\"Bash(foo:*)\"]}}",
        "{\"\\u0070ermissions\": {\"deny\": [\"\\u0042ash(foo:*)\"]}}",
        "\r\n\t{\"permissions\"\n:{\"deny\":[\"Bash(foo:*)\",\"Bash(foo:*)\"]}}\n\n",
    ] {
        for profile in PROFILES {
            let policy = policy(text, profile).unwrap();
            assert_eq!(decide(&policy, &Call::bash("foo")).verdict, Verdict::Deny, "{text}");
        }
    }
}

#[test]
fn large_settings_and_long_rules_end() {
    let mut rules: Vec<String> = (0..10_000).map(|n| format!("Bash(tool{n} * --x{n} *)")).collect();
    rules.push(format!("Bash({})", "a*".repeat(50_000)));
    rules.push(format!("Read({})", "**/a*".repeat(20_000)));
    rules.push(format!("Read(//{}b)", "*a".repeat(1_000)));
    rules.push("x".repeat(1 << 20));
    rules.push(format!("Bash({}", "(".repeat(1 << 20)));
    let settings = serde_json::json!({"permissions": {"deny": rules}}).to_string();
    for profile in PROFILES {
        let policy = policy(&settings, profile).unwrap();
        let command = format!("tool9999 {} --x9999 y", "a".repeat(60_000));
        assert_eq!(decide(&policy, &Call::bash(&command)).verdict, Verdict::Deny);
        let path = format!("/{}", "a".repeat(60_000));
        assert_ne!(decide(&policy, &Call::with_subject("Read", &path)).verdict, Verdict::Allow);
    }
}

#[test]
fn wildcards_do_not_multiply() {
    let settings = r#"{"permissions": {"deny": [
        "Bash(a*a*a*a*a*a*a*a*a*a*a*a*b)", "Read(**/a*a*a*a*a*a*a*a*b)", "Read(**/a/**/a/**/a/**/b)",
        "WebFetch(domain:*a*a*a*a*a*a*a*b)", "mcp__*a*a*a*a*a*a*b"
    ]}}"#;
    for profile in PROFILES {
        let policy = policy(settings, profile).unwrap();
        let long = "a".repeat(50_000);
        let deep = "a/".repeat(25_000);
        for call in [
            Call::bash(&long),
            Call::with_subject("Read", &long),
            Call::with_subject("Read", &deep),
            Call::with_subject("WebFetch", &format!("https://{long}/")),
            Call::bare(&format!("mcp__{long}")),
        ] {
            assert_ne!(decide(&policy, &call).verdict, Verdict::Deny, "{}", call.tool());
        }
    }
}

#[test]
fn calls_without_what_their_tool_needs_never_pass() {
    let settings = r#"{"permissions": {"allow":
        ["Bash(ls:*)", "Read(src/**)", "Edit(src/**)", "WebFetch(domain:example.com)"]}}"#;
    for input in [
        "{}",
        r#"{"command": 1}"#,
        r#"{"command": null}"#,
        r#"{"command": ["ls"]}"#,
        r#"{"file_path": {}}"#,
        r#"{"url": 1}"#,
        r#"{"url": "no url"}"#,
        r#"{"url": "https://"}"#,
        r#"{"Command": "ls"}"#,
    ] {
        let input = parse_object(input).unwrap();
        for profile in PROFILES {
            let policy = policy(settings, profile).unwrap();
            for tool in ["Bash", "Read", "Edit", "Write", "NotebookEdit", "WebFetch", "PowerShell"]
            {
                let decision = decide(&policy, &Call::new(tool, &input));
                assert_ne!(decision.verdict, Verdict::Allow, "{tool} {input:?}: {decision:#?}");
            }
        }
    }
}

#[test]
fn tools_that_nobody_knows_are_asked() {
    for tool in
        ["", " ", "Unknown", "bash", "BASH", "Bash ", "mcp__", "mcp__a", "\u{0}", "*", "Bash(ls)"]
    {
        for profile in PROFILES {
            let policy = policy(GENEROUS, profile).unwrap();
            let decision = decide(&policy, &Call::with_subject(tool, "echo a"));
            assert_eq!(decision.verdict, Verdict::Ask, "{tool:?}: {decision:#?}");
        }
    }
}

#[test]
fn broken_groups_are_refused() {
    let deep = format!("{{\"id\": \"g\", \"calls\": {}", "[".repeat(100_000));
    for group in ["", "null", "{", "{\"id\": null}", "{\"id\": \"g\", \"calls\": {}}", &deep] {
        assert!(batch::group(group, Profile::Enforce).is_err());
    }
    let input = format!("{}{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let group = format!(
        r#"{{"id": "g", "calls": [{{"tool": "Bash", "input": {input}}}, {{"tool": "Bash"}},
            {{"tool": "Bash", "input": {{"command": "rm \ud800"}}}}]}}"#
    );
    if let Ok(answers) = batch::group(&group, Profile::Enforce) {
        assert_eq!(answers.lines().count(), 3);
        assert!(!answers.contains(r#""decision":"allow""#), "{answers}");
    }
}
