//! What must hold for every policy and every call.

use crate::vectors::{files, groups};
use callgate::{
    BuiltIn, Call, Context, Decision, Layer, List, Mode, Policy, Profile, Reason, Source, Verdict,
    parse_object,
};
use proptest::{
    collection::vec, option, prelude::*, sample::select, strategy::Union, test_runner::RngSeed,
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::LazyLock};

/// The same cases every time, so that a test that fails does so for whoever runs it next.
/// `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others.
pub fn config() -> ProptestConfig {
    let from_environment =
        ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => from_environment,
        None => ProptestConfig { rng_seed: RngSeed::Fixed(329), ..from_environment },
    }
}

/// A call of the recorded data, or one like it.
#[derive(Clone, Debug)]
struct AnyCall {
    tool: String,
    input: Map<String, Value>,
}

/// Everything in the recorded data that cases can be made of.
struct Corpus {
    rules: Vec<String>,
    calls: Vec<AnyCall>,
    commands: Vec<String>,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let mut rules = BTreeSet::new();
    let mut calls = Vec::new();
    for group in files("conformance").iter().flat_map(|file| groups(file)) {
        let object = parse_object(&group.line).unwrap();
        for settings in object["settings"].as_object().unwrap().values() {
            for list in ["deny", "ask", "allow"] {
                let list = settings["permissions"][list].as_array().into_iter().flatten();
                rules.extend(list.filter_map(Value::as_str).map(str::to_owned));
            }
        }
        for call in group.expected.calls {
            if let Value::Object(input) = call.input {
                calls.push(AnyCall { tool: call.tool, input });
            }
        }
    }
    let command = |call: &AnyCall| Some(call.input.get("command")?.as_str()?.to_owned());
    let commands = calls.iter().filter_map(command).collect();
    Corpus { rules: rules.into_iter().collect(), calls, commands }
});

fn one_of(texts: &'static [&'static str]) -> BoxedStrategy<String> {
    select(texts).prop_map(str::to_owned).boxed()
}

/// Words as they stand on a command line, harmless and nasty ones.
fn any_word() -> BoxedStrategy<String> {
    one_of(&[
        "git",
        "push",
        "npm",
        "rm",
        "-rf",
        "/",
        "~",
        "*",
        "foo",
        "x",
        "a b",
        "'a b'",
        "\"$HOME\"",
        "$X",
        "$(foo)",
        "`rm x`",
        "src/a",
        "../x",
        "/etc/passwd",
        ".env",
        "-c",
        "'rm x'",
        "sudo",
        "env",
        "A=1",
        "timeout",
        "5",
        "xargs",
        "bash",
        "cd",
        "cat",
        "ls",
        "echo",
        "{a,b}",
        "\\",
        "#",
        "if",
        "then",
        "fi",
        "for",
        "do",
        "done",
        "case",
        "esac",
        "{",
        "}",
        "!",
        "[[",
        "]]",
        "é",
    ])
}

fn any_operator() -> BoxedStrategy<String> {
    one_of(&[
        " ", " ", " ", " && ", " || ", "; ", " | ", " & ", "\n", " > ", " >> ", " < ", " 2>&1 ",
        " <<EOF\n", "\nEOF\n", "(", ")", " $(", " <(", "'", "\"", "`", "\\\n", "\t", " |& ",
        " <<< ", ";; ", "\0",
    ])
}

/// A command: a recorded one, parts of two of them, words and operators as they come, or any text.
fn any_command() -> BoxedStrategy<String> {
    let recorded = || select(CORPUS.commands.as_slice());
    let cut = |text: &str, at: prop::sample::Index| {
        let ends: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        if ends.is_empty() { 0 } else { ends[at.index(ends.len())] }
    };
    let halves = (recorded(), recorded(), any::<prop::sample::Index>(), any_operator()).prop_map(
        move |(first, second, at, between)| {
            let (head, tail) = (cut(&first, at), cut(&second, at));
            format!("{}{between}{}", &first[..head], &second[tail..])
        },
    );
    let words = vec((any_word(), any_operator()), 1..12)
        .prop_map(|pairs| pairs.into_iter().map(|(word, then)| word + &then).collect());
    prop_oneof![4 => recorded(), 2 => halves, 4 => words, 1 => any::<String>()].boxed()
}

fn any_path() -> BoxedStrategy<String> {
    let part =
        one_of(&["src", ".env", "..", ".", "a", "*", ".ssh", "é", "A", "secrets", ".git", ""]);
    (one_of(&["", "/", "~/", "//", "/home/dev/project/", "./"]), vec(part, 0..5))
        .prop_map(|(start, parts)| start + &parts.join("/"))
        .boxed()
}

fn any_call() -> BoxedStrategy<AnyCall> {
    let call = |tool: &str, input: Value| AnyCall {
        tool: tool.to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
    };
    let file_tools = select(vec![
        ("Read", "file_path"),
        ("Edit", "file_path"),
        ("Write", "file_path"),
        ("NotebookEdit", "notebook_path"),
        ("Glob", "path"),
        ("Grep", "path"),
    ]);
    Union::new_weighted(vec![
        (2, select(CORPUS.calls.as_slice()).boxed()),
        (
            4,
            any_command()
                .prop_map(move |command| call("Bash", json!({"command": command})))
                .boxed(),
        ),
        (
            2,
            (file_tools, any_path())
                .prop_map(move |((tool, field), path)| call(tool, json!({field: path})))
                .boxed(),
        ),
        (
            1,
            ("[A-Za-z_]{0,12}", "[a-z_]{0,8}", any::<String>())
                .prop_map(move |(tool, field, value)| call(&tool, json!({field: value})))
                .boxed(),
        ),
    ])
    .boxed()
}

/// A rule: a recorded one, one made of a command or path that a call may have, or any text.
fn any_rule() -> BoxedStrategy<String> {
    let tail = one_of(&["", ":*", " *", "*", " * x"]);
    let command = (vec(any_word(), 1..3), tail)
        .prop_map(|(words, tail)| format!("Bash({}{tail})", words.join(" ")));
    let tool = one_of(&["Read", "Edit", "Write", "Glob", "NotebookEdit", "MultiEdit"]);
    let end = one_of(&["", "/**", "/*", "*"]);
    let path = (tool, any_path(), end).prop_map(|(tool, path, end)| format!("{tool}({path}{end})"));
    let whole =
        one_of(&["Bash", "Read", "Edit", "Write", "WebFetch", "*", "mcp__*", "Bash(*)", "Skill"]);
    prop_oneof![
        4 => select(CORPUS.rules.as_slice()),
        4 => command,
        2 => path,
        1 => whole,
        1 => "[A-Za-z_]{0,8}\\(?[ -~]{0,12}\\)?",
    ]
    .boxed()
}

/// The three lists of a settings document.
#[derive(Clone, Debug, Default)]
struct Lists {
    deny: Vec<String>,
    ask: Vec<String>,
    allow: Vec<String>,
}

/// A rule that has something to do with the call: its own text, or the beginning of it.
fn related_rule(call: &AnyCall) -> BoxedStrategy<String> {
    let tool = call.tool.clone();
    let Some(subject) = call.input.values().find_map(Value::as_str).map(str::to_owned) else {
        return Just(tool).boxed();
    };
    let pieces: Vec<String> = subject
        .split([';', '|', '&', '\n', '(', ')', '`'])
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .chain([subject.clone()])
        .collect();
    let end = one_of(&["", "", ":*", " *", "*", "/**"]);
    (select(pieces), 1..4_usize, any::<bool>(), end)
        .prop_map(move |(piece, count, whole, end)| {
            let words: Vec<&str> = piece.split(' ').take(count).collect();
            let beginning = if whole { piece.clone() } else { words.join(" ") };
            format!("{tool}({beginning}{end})")
        })
        .boxed()
}

/// A call, rules that may meet it, and one more such rule.
fn any_case() -> impl Strategy<Value = (AnyCall, Lists, String)> {
    any_call().prop_flat_map(|call| {
        let rule = prop_oneof![any_rule(), related_rule(&call)].boxed();
        let list = vec(rule.clone(), 0..4);
        let lists = (list.clone(), list.clone(), list).prop_map(|(deny, ask, allow)| Lists {
            deny,
            ask,
            allow,
        });
        (Just(call), lists, rule)
    })
}

impl Lists {
    fn with(&self, list: List, rule: &str) -> Lists {
        let mut lists = self.clone();
        match list {
            List::Deny => lists.deny.push(rule.to_owned()),
            List::Ask => lists.ask.push(rule.to_owned()),
            List::Allow => lists.allow.push(rule.to_owned()),
        }
        lists
    }

    fn policy(&self, profile: Profile) -> Policy {
        let Lists { deny, ask, allow } = self;
        let text = json!({"permissions": {"deny": deny, "ask": ask, "allow": allow}}).to_string();
        Policy::new(&[Layer::new(Source::User, text)], profile).unwrap()
    }

    fn decide(&self, profile: Profile, call: &AnyCall, mode: Mode) -> Decision {
        let context =
            Context { mode: Some(mode), ..Context::new("/home/dev/project", "/home/dev") };
        let call = Call::new(&call.tool, &call.input);
        let policy = self.policy(profile);
        let decision = policy.decide(&call, &context);
        assert_eq!(policy.verdict(&call, &context), decision.verdict, "{decision:#?}");
        let rule = match decision.reason {
            Reason::Rule { id, .. } => id,
            _ => None,
        };
        assert_eq!(policy.ruling(&call, &context), (decision.verdict, rule), "{decision:#?}");
        decision
    }

    fn verdict(&self, profile: Profile, call: &AnyCall, mode: Mode) -> Verdict {
        self.decide(profile, call, mode).verdict
    }
}

fn any_profile() -> impl Strategy<Value = Profile> {
    select(vec![Profile::Enforce, Profile::ClaudeCode])
}

fn any_mode() -> impl Strategy<Value = Mode> {
    select(vec![
        Mode::Default,
        Mode::AcceptEdits,
        Mode::Plan,
        Mode::Auto,
        Mode::DontAsk,
        Mode::BypassPermissions,
    ])
}

proptest! {
    #![proptest_config(config())]

    /// A call that the deny rules alone refuse is refused whatever else there is.
    #[test]
    fn deny_wins_over_everything(
        (call, lists, _) in any_case(), mode in any_mode(), profile in any_profile(),
    ) {
        let alone = Lists { deny: lists.deny.clone(), ..Lists::default() };
        if alone.verdict(profile, &call, Mode::Default) == Verdict::Deny {
            let decision = lists.decide(profile, &call, mode);
            prop_assert!(
                decision.verdict == Verdict::Deny || is_spelled_out(&decision),
                "{decision:#?}"
            );
        }
        let whole_tool = lists.with(List::Deny, "*");
        prop_assert_eq!(whole_tool.verdict(profile, &call, mode), Verdict::Deny);
    }

    #[test]
    fn another_deny_rule_never_weakens(
        (call, lists, rule) in any_case(), mode in any_mode(), profile in any_profile(),
    ) {
        let before = lists.verdict(profile, &call, mode);
        let after = lists.with(List::Deny, &rule).decide(profile, &call, mode);
        prop_assert!(after.verdict >= before, "{before} before: {after:#?}");
    }

    #[test]
    fn another_ask_rule_never_weakens(
        (call, lists, rule) in any_case(), mode in any_mode(), profile in any_profile(),
    ) {
        let before = lists.verdict(profile, &call, mode);
        let after = lists.with(List::Ask, &rule).decide(profile, &call, mode);
        prop_assert!(
            after.verdict >= before || is_spelled_out(&after),
            "{before} before: {after:#?}"
        );
    }

    #[test]
    fn another_allow_rule_never_strengthens(
        (call, lists, rule) in any_case(), mode in any_mode(), profile in any_profile(),
    ) {
        let before = lists.verdict(profile, &call, mode);
        let after = lists.with(List::Allow, &rule).decide(profile, &call, mode);
        prop_assert!(after.verdict <= before, "{before} before: {after:#?}");
    }

    #[test]
    fn the_order_of_a_list_is_irrelevant(
        (call, lists, _) in any_case(), mode in any_mode(), profile in any_profile(),
    ) {
        let mut turned = lists.clone();
        for list in [&mut turned.deny, &mut turned.ask, &mut turned.allow] {
            list.reverse();
        }
        prop_assert_eq!(
            lists.verdict(profile, &call, mode),
            turned.verdict(profile, &call, mode)
        );
    }

    #[test]
    fn enforce_is_not_weaker_than_the_client(
        (call, lists, _) in any_case(), mode in any_mode(),
    ) {
        let client = lists.decide(Profile::ClaudeCode, &call, mode);
        let enforced = lists.decide(Profile::Enforce, &call, mode);
        prop_assert!(
            enforced.verdict >= client.verdict || by_a_rule_of_its_own(&enforced),
            "client: {client:#?}\nenforced: {enforced:#?}"
        );
    }

    /// What a rule prints is a rule that means the same.
    #[test]
    fn a_printed_rule_reads_back(
        rule in any_rule(), list in select(vec![List::Deny, List::Ask, List::Allow]),
        profile in any_profile(),
    ) {
        let policy = Lists::default().with(list, &rule).policy(profile);
        for read in policy.rules() {
            prop_assert_eq!(read.to_string(), rule.as_str());
            prop_assert_eq!(read.list(), list);
            let again = Lists::default().with(list, &read.to_string()).policy(profile);
            prop_assert_eq!(format!("{:?}", again.rules()), format!("{:?}", policy.rules()));
        }
        let dropped = policy.diagnostics().iter().any(|found| found.span.is_some());
        prop_assert!(policy.rules().len() == 1 || dropped, "a rule got lost without a word");
    }

    /// No text of any kind makes anything panic, or lets a call pass.
    #[test]
    fn any_settings_text_is_read_or_refused(
        text in prop_oneof![any::<String>(), json_like()], source in any_source(),
        profile in any_profile(), call in any_call(),
    ) {
        let layer = Layer::new(source, text);
        match Policy::new(&[layer], profile) {
            Ok(policy) => {
                let context = Context::new("/home/dev/project", "/home/dev");
                let call = Call::new(&call.tool, &call.input);
                prop_assert_eq!(
                    policy.verdict(&call, &context),
                    policy.decide(&call, &context).verdict
                );
            }
            Err(error) => prop_assert!(!error.diagnostics.is_empty()),
        }
    }

    #[test]
    fn any_circumstances_are_survived(
        (_, lists, _) in any_case(), tool in any::<String>(), command in any::<String>(),
        cwd in any::<String>(), home in any::<String>(), mode in option::of(any_mode()),
    ) {
        let policy = lists.policy(Profile::Enforce);
        let context = Context { mode, ..Context::new(&cwd, &home) };
        for call in [
            Call::bash(&command),
            Call::with_subject(&tool, &command),
            Call::with_subject("Read", &command),
            Call::with_subject("WebFetch", &command),
            Call::bare(&tool),
        ] {
            prop_assert_eq!(
                policy.verdict(&call, &context),
                policy.decide(&call, &context).verdict
            );
        }
    }

    #[test]
    fn any_group_is_answered_or_refused(text in prop_oneof![any::<String>(), json_like()]) {
        let _ = callgate::batch::group(&text, Profile::Enforce);
        let _ = parse_object(&text);
    }
}

fn any_source() -> impl Strategy<Value = Source> {
    select(vec![Source::Managed, Source::Flag, Source::Local, Source::Project, Source::User])
}

/// Text that is JSON, or nearly.
fn json_like() -> BoxedStrategy<String> {
    let token = one_of(&[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"permissions\"",
        "\"allow\"",
        "\"deny\"",
        "\"ask\"",
        "\"Bash(ls:*)\"",
        "\"Read(**)\"",
        "null",
        "true",
        "1",
        "\"defaultMode\"",
        "\"plan\"",
        "\"\"",
        "\\ud800",
        "\"\\ud800\"",
        " ",
        "// x\n",
        "\u{feff}",
        "\"id\"",
        "\"calls\"",
        "\"settings\"",
    ]);
    vec(token, 0..24).prop_map(|tokens| tokens.concat()).boxed()
}

/// Did the client's one exception decide? It consults rules that spell a command out, with or
/// without `:*` behind, before all others: such an ask rule wins over a deny rule with a wildcard.
fn is_spelled_out(decision: &Decision) -> bool {
    let spelled_out = |reason: &Reason| {
        matches!(reason, Reason::Rule { rule, list: List::Ask, .. } if
            rule.starts_with("Bash(") && (rule.ends_with(":*)") || !rule.contains('*')))
    };
    decision.profile == Profile::ClaudeCode
        && (spelled_out(&decision.reason)
            || decision.parts.iter().any(|part| spelled_out(&part.reason)))
}

/// Did an allow rule decide that only [`Profile::Enforce`] honours?
fn by_a_rule_of_its_own(decision: &Decision) -> bool {
    let own = |reason: &Reason| {
        matches!(reason, Reason::Rule { rule, list: List::Allow, .. } if
            ["Write(", "NotebookEdit(", "MultiEdit(", "Glob("].iter().any(|tool| rule.starts_with(tool)))
    };
    own(&decision.reason) || decision.parts.iter().any(|part| own(&part.reason))
}

/// The properties that need no second policy, on all recorded calls.
#[test]
fn recorded_calls_have_the_properties_too() {
    for group in files("conformance").iter().flat_map(|file| groups(file)) {
        if !group.expected.mcp.is_empty() {
            continue;
        }
        let client = crate::vectors::answers(&group, Profile::ClaudeCode);
        let enforced = crate::vectors::answers(&group, Profile::Enforce);
        for (client, enforced) in client.iter().zip(&enforced) {
            let (Some(have), Some(want)) = (enforced.decision(), client.decision()) else {
                panic!("{}: servers in the answer to calls", group.expected.id);
            };
            let rule = enforced.reason().and_then(|reason| reason["rule"].as_str());
            let own = rule.is_some_and(|rule| {
                ["Write(", "NotebookEdit(", "MultiEdit(", "Glob("]
                    .iter()
                    .any(|tool| rule.starts_with(tool))
            });
            assert!(have >= want || own, "{}: {have} < {want}: {enforced:?}", group.expected.id);
        }
    }
}

/// Codes are what audit logs and bindings keep: they must not clash.
#[test]
fn codes_of_reasons_are_unique_kebab_case_with_words() {
    let mut seen = BTreeSet::new();
    for reason in BuiltIn::ALL {
        let code = reason.code();
        assert!(seen.insert(code), "{code} twice");
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        assert_eq!(serde_json::to_value(reason).unwrap(), code);
        assert!(!reason.message().is_empty() && !reason.message().ends_with('.'), "{code}");
    }
}
