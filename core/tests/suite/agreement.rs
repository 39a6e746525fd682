//! The ways to an answer agree: asking for the verdict or for an explanation, walking the rules or
//! looking them up in an index.

use crate::{
    properties::config,
    vectors::{files, groups},
};
use callgate::{
    Call, CompiledPolicy, Context, Decision, Layer, Mode, Policy, Profile, Reason, Source,
    call::Member,
};
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Debug;

/// The layers of a group, without its drop-in files.
fn layers(group: &Value) -> Vec<Layer> {
    let sources =
        [Source::Managed, Source::User, Source::Project, Source::Local, Source::Flag].into_iter();
    let text = |settings: &Value| match settings {
        Value::String(text) => text.clone(),
        settings => settings.to_string(),
    };
    sources
        .filter_map(|source| {
            let settings = group["settings"].get(source.as_str())?;
            Some(Layer::new(source, text(settings)))
        })
        .collect()
}

#[test]
fn every_way_to_an_answer_gives_the_same() {
    let mut compared = 0;
    for file in files("conformance").into_iter().chain(files("learned")) {
        for group in groups(&file) {
            let Ok(value) = callgate::parse_object(&group.line).map(Value::Object) else {
                continue;
            };
            for profile in [Profile::ClaudeCode, Profile::Enforce] {
                let Ok(policy) = Policy::new(&layers(&value), profile) else { continue };
                let compiled = policy.compile();
                let context = Context {
                    mode: value["mode"].as_str().and_then(Mode::parse),
                    ..Context::new("/home/dev/project", "/home/dev")
                };
                for call in &group.expected.calls {
                    let Some(input) = call.input.as_object() else { continue };
                    let call = Call::new(&call.tool, input);
                    agree(&policy, &compiled, &call, &context, &group.expected.id);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 20_000, "{compared} calls compared");
}

/// A line of plain commands with quotes, redirections and operators between them: what the short way
/// takes, and lines that only just miss it.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec!["a", "b", "foo", "--x", "a=b", "./f", "/etc/x", "-c"]),
        1 => prop::sample::select(vec!["'a b'", "\"a; b && c | d\"", "\"x\"", "''", "a\"b\"", "=a"]),
        1 => prop::sample::select(vec!["2>&1", ">/dev/null", "2>/dev/null", "> f", "<g", "$x", "*"]),
    ];
    let command = (
        prop::sample::select(vec![
            "foo",
            "foo",
            "bar",
            "npm",
            "cat",
            "timeout",
            "CI=1",
            "\"foo\"",
            "CI=1 foo",
            "A=1 foo",
            "NODE_ENV=x  foo",
            "LANG=C CI=1 foo",
            "CI=/x foo",
            ">/dev/null foo",
        ]),
        prop::collection::vec(word, 0..4),
    )
        .prop_map(|(program, words)| format!("{program} {}", words.join(" ")).trim().to_owned());
    let operator = prop::sample::select(vec![" && ", " | ", "; ", " || ", "\n", " |& ", " & "]);
    let substitution = prop::option::weighted(0.3, command.clone());
    (command.clone(), prop::collection::vec((operator, command), 0..3), substitution).prop_map(
        |(first, others, substitution)| {
            let line = others
                .into_iter()
                .fold(first, |line, (operator, command)| line + operator + &command);
            match substitution {
                Some(command) => format!("{line} $({command})"),
                None => line,
            }
        },
    )
}

fn rule() -> impl Strategy<Value = String> {
    let pattern = prop::sample::select(vec![
        "foo",
        "foo:*",
        "foo *",
        "foo a",
        "foo a:*",
        "foo 'a b'",
        "foo a b:*",
        "* | *",
        "foo * | *",
        "foo * && *",
        "* 2>&1",
        "* > *",
        "foo a 2>&1",
        "foo 2>:*",
        "foo >/dev/null",
        "npm:*",
        "bar*",
        "*b*",
        "foo x:*",
        "* -c *",
        "foo a | bar",
        "foo a && bar b:*",
        "bar *",
        "foo \"x\":*",
        "foo $(bar)",
        "foo *)",
        "foo a b",
        "b",
    ]);
    pattern.prop_map(|pattern| format!("Bash({pattern})"))
}

/// A rule about some of the words of a line.
#[derive(Clone, Debug)]
struct Cut {
    /// The first word and the last one; `None` for all.
    words: Option<[prop::sample::Index; 2]>,
    bare: bool,
    start: &'static str,
    end: &'static str,
}

fn cut() -> impl Strategy<Value = Cut> {
    let start = prop::sample::select(vec!["", "", "*"]);
    let end = prop::sample::select(vec!["", "", ":*", " *", "*"]);
    (any::<Option<[prop::sample::Index; 2]>>(), any::<bool>(), start, end)
        .prop_map(|(words, bare, start, end)| Cut { words, bare, start, end })
}

impl Cut {
    fn of(&self, line: &str) -> String {
        let mut words: Vec<&str> = line.split(' ').collect();
        if let Some(ends) = &self.words {
            let [one, other] = ends.each_ref().map(|end| end.index(words.len()));
            words = words.drain(one.min(other)..=one.max(other)).collect();
        }
        let piece = words.join(" ");
        let piece = if self.bare { piece.replace(['"', '\''], "") } else { piece };
        format!("Bash({}{piece}{})", self.start, self.end)
    }
}

/// The name of a member of an input, or of a parameter in a rule.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "command",
        "file_path",
        "path",
        "pattern",
        "url",
        "subagent_type",
        "skill",
        "a",
        "b",
    ])
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => "[ab/*]{0,3}".prop_map(Value::from),
        1 => prop::sample::select(vec![Value::Null, true.into(), 1.into(), Value::Array(vec![])]),
    ]
}

/// A tool as rules name it.
fn rule_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Bash",
        "Read",
        "Glob",
        "WebFetch",
        "Task",
        "Agent",
        "Skill",
        "mcp__a__b",
    ])
}

/// Holds all ways to an answer against each other; `of` says whose policy it is.
fn agree(
    policy: &Policy,
    compiled: &CompiledPolicy,
    call: &Call<'_>,
    context: &Context<'_>,
    of: &dyn Debug,
) {
    let decision = policy.decide(call, context);
    let subject = (of, call.tool(), call.subject(), call.input());
    assert_eq!(policy.verdict(call, context), decision.verdict, "{subject:?}");
    assert_eq!(compiled.verdict(call, context), decision.verdict, "{subject:?}");
    assert_eq!(compiled.decide(call, context), decision, "{subject:?}");
    let rule = match decision.reason {
        Reason::Rule { id, .. } => id,
        _ => None,
    };
    assert_eq!(compiled.ruling(call, context), (decision.verdict, rule), "{subject:?}");
    if let Some(bare) = without_unread(policy, call) {
        assert_eq!(policy.decide(&bare, context), decision, "{subject:?}");
    }
    if let ("Bash", Some(command)) = (call.tool(), call.subject()) {
        // Behind a blank, no line is short enough for the short way.
        let shifted = policy.decide(&Call::bash(&format!(" {command}")), context);
        let here = policy.decide(&Call::bash(command), context);
        assert_eq!(shifted, behind_a_blank(here), "{subject:?}");
    }
}

/// The decision on a command line as it is for that line behind a blank.
fn behind_a_blank(decision: Decision) -> Decision {
    let mut shifted = decision;
    for span in shifted.parts.iter_mut().filter_map(|part| part.span.as_mut()) {
        (span.start, span.end) = (span.start + 1, span.end + 1);
    }
    shifted
}

/// The call without its input, if that has nothing in it that `policy` reads.
fn without_unread<'a>(policy: &Policy, call: &Call<'a>) -> Option<Call<'a>> {
    let mut bare = Call::bare(call.tool());
    for (name, value) in call.input()? {
        match policy.member(call.tool(), name) {
            Member::Read => return None,
            Member::Subject => bare = Call::with_subject(call.tool(), value.as_str()?),
            Member::Unread => {}
        }
    }
    Some(bare)
}

/// [`agree`] in both profiles.
fn agree_on(settings: &Value, call: &Call<'_>) {
    let layer = Layer::new(Source::User, settings.to_string());
    for profile in [Profile::ClaudeCode, Profile::Enforce] {
        let policy = Policy::new(std::slice::from_ref(&layer), profile).unwrap();
        let context = Context::new("/home/dev/project", "/home/dev");
        agree(&policy, &policy.compile(), call, &context, settings);
    }
}

/// Settings with the rules in all three lists, half of them in the first.
fn dealt_out(rules: &[String]) -> Value {
    let list = |list: usize| -> Vec<&String> {
        rules.iter().enumerate().filter(|(at, _)| at % 4 % 3 == list).map(|(_, r)| r).collect()
    };
    serde_json::json!({"permissions": {"allow": list(0), "ask": list(1), "deny": list(2)}})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..config() })]

    #[test]
    fn the_short_way_comes_to_the_same_answer(
        line in line(),
        deny in prop::collection::vec(rule(), 0..3),
        ask in prop::collection::vec(rule(), 0..3),
        allow in prop::collection::vec(rule(), 0..4),
        all in prop::bool::weighted(0.2),
    ) {
        let allow: Vec<String> =
            allow.into_iter().chain(all.then(|| "Bash".to_owned())).collect();
        let settings = serde_json::json!({"permissions": {"deny": deny, "ask": ask, "allow": allow}});
        agree_on(&settings, &Call::bash(&line));
    }

    #[test]
    fn the_short_way_knows_what_rules_spell_out_beside_a_substitution(
        line in concat!(
            "(CI=1 )?foo( a)?( 'a b')?( 2>&1)?(( && | [|] |; )(CI=1 )?foo( b)?( \"b\")?){0,2}",
            " [$][(](CI=1 )?(foo|bar)( a)?( 'a b')?( 2>&1)?[)]"
        ),
        cuts in prop::collection::vec(cut(), 1..4),
        all in prop::bool::weighted(0.1),
    ) {
        let cuts = cuts.into_iter().map(|cut| cut.of(&line));
        let rules: Vec<String> = cuts.chain(all.then(|| "Bash".to_owned())).collect();
        agree_on(&dealt_out(&rules), &Call::bash(&line));
    }

    #[test]
    fn an_index_over_many_rules_comes_to_the_same_answer(
        line in concat!(
            "(timeout 5 |A=1 |CI=1 )?[ab]{1,2}( [ab]{1,2}){0,2}( 2>&1| > f)?",
            "( ?(&&|;|[|]|[|]&|[|][|]|\n) ?(timeout 5 |CI=1 )?[ab]( [ab])?( 2>&1)?){0,3}"
        ),
        patterns in prop::collection::vec(
            "(timeout 5 )?[ab]{0,2}[ab *]{0,4}( (&&|[|]) b)?(:[*]|[*ab]{0,2})",
            0..60
        ),
    ) {
        let rules: Vec<String> = patterns.iter().map(|text| format!("Bash({text})")).collect();
        agree_on(&dealt_out(&rules), &Call::bash(&line));
    }

    #[test]
    fn an_index_over_rules_of_all_tools_comes_to_the_same_answer(
        tool in prop::sample::select(vec![
            "Read", "Edit", "Write", "Glob", "WebFetch", "Skill", "Agent", "mcp__a__b", "ab",
        ]),
        subject in "(/|~/|//|\\./|\\.\\./)?[abAB]{1,2}([/.][ab]{1,2}){0,3}/?",
        rules in prop::collection::vec(
            "(Read|Edit|Write|WebFetch|Skill|Agent|mcp__a__[ab*]{1,2}|mcp__a|[ab*]{1,2})\
             (\\((domain:)?(/|~/|//|\\./|!)?([*]{2}/)?[abA*]{1,2}([/.][ab*]{1,2}){0,3}(/[*]{2})?\\))?",
            0..60
        ),
    ) {
        let subject = if tool == "WebFetch" { format!("https://{subject}") } else { subject };
        agree_on(&dealt_out(&rules), &Call::with_subject(tool, &subject));
    }

    #[test]
    fn what_is_not_read_makes_no_difference(
        tool in prop::sample::select(vec![
            "Bash", "Read", "Glob", "Grep", "WebFetch", "Task", "Agent", "Skill", "mcp__a__b",
        ]),
        input in prop::collection::hash_map(name(), value(), 0..4),
        rules in prop::collection::vec((rule_name(), name(), "[ab*]{1,2}"), 0..6),
        mode in prop::sample::select(vec!["default", "auto", "dontAsk"]),
    ) {
        let rules: Vec<String> =
            rules.iter().map(|(tool, name, value)| format!("{tool}({name}:{value})")).collect();
        let mut settings = dealt_out(&rules);
        settings["permissions"]["defaultMode"] = mode.into();
        let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        agree_on(&settings, &Call::new(tool, &input));
    }
}
