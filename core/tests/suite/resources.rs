//! What a compiled policy may cost, in what can be counted: allocations, states, bytes.

use allocation_counter::measure;
use callgate::{Call, CompiledPolicy, Context, Layer, Policy, Profile, Source};
use serde_json::json;

/// A policy with `count` rules: `rule` makes the text of each.
fn policy(count: usize, rule: impl Fn(usize) -> String) -> CompiledPolicy {
    let lists = ["deny", "ask", "allow"].map(|list| {
        let rules = (0..count).filter(|number| number % 3 == list.len() % 3).map(&rule);
        (list, rules.collect::<Vec<_>>())
    });
    let permissions: serde_json::Map<_, _> =
        lists.into_iter().map(|(list, rules)| (list.to_owned(), json!(rules))).collect();
    let settings = json!({"permissions": permissions}).to_string();
    let layer = Layer::new(Source::User, settings);
    Policy::new(&[layer], Profile::ClaudeCode).unwrap().compile()
}

/// Rules as they are found: prefixes, exact ones, a few wildcards, files, hosts, tools.
fn found(number: usize) -> String {
    match number % 10 {
        0..=3 => format!("Bash(tool{number} run:*)"),
        4 | 5 => format!("Bash(tool{number} build all)"),
        6 => format!("Bash(tool{number} * --force{number})"),
        7 => format!("Read(//srv/app{number}/**)"),
        8 => format!("WebFetch(domain:*.host{number}.example)"),
        _ => format!("mcp__server{number}__get"),
    }
}

/// Rules with inner wildcards only, on which an automaton over all of them would explode.
fn nasty(number: usize) -> String {
    format!("Bash(*a{number}*b{}*c *)", number % 7)
}

#[test]
fn a_verdict_on_a_simple_call_allocates_nothing() {
    let policy = policy(1_000, found);
    let context = Context::new("/home/dev/project", "/home/dev");
    let calls = [
        Call::bash("tool0 run x"),
        Call::bash("tool1 run --now && tool4 build all"),
        Call::bash("tool3 run 2>&1 && other -l; CI=1 tool5 build all"),
        Call::bash("tool3 run 'a b' && tool5 \"c\" | other; tool6 x"),
        Call::with_subject("Read", "/srv/app7/a/b.txt"),
        Call::with_subject("Read", "/home/dev/project/src/main.rs"),
        Call::bare("mcp__server9__get"),
    ];
    // The first call of a thread gets it its buffers.
    calls.iter().for_each(|call| drop(policy.decide(call, &context)));
    for call in calls {
        let counted = measure(|| {
            std::hint::black_box(policy.verdict(&call, &context));
        });
        assert_eq!(counted.count_total, 0, "{call:?}");
    }
}

#[test]
fn nasty_rules_stay_small() {
    let size = policy(1_000, nasty).size();
    assert_eq!(size.rules, 1_000);
    assert!(size.states <= 1_000, "{size:?}");
    assert!(size.index_bytes <= 128 * 1_024, "{size:?}");
}

#[test]
fn size_grows_as_the_rules_do() {
    for rule in [found, nasty] {
        let (one, ten) = (policy(500, rule).size(), policy(5_000, rule).size());
        assert!(ten.index_bytes <= 11 * one.index_bytes, "{one:?} {ten:?}");
        assert!(ten.states <= 11 * one.states.max(1), "{one:?} {ten:?}");
    }
}

#[test]
fn compiling_allocates_in_proportion() {
    for rule in [found, nasty] {
        let bytes = |count| measure(|| drop(policy(count, rule))).bytes_total;
        let (one, ten) = (bytes(300), bytes(3_000));
        assert!(ten <= 13 * one, "{one} {ten}");
    }
}
/// What a policy and its compilation keep on the heap, a rule.
#[test]
fn a_rule_takes_few_bytes() {
    for count in [1_000, 10_000] {
        let mut kept = None;
        let counted = measure(|| kept = Some(policy(count, found)));
        let bytes = usize::try_from(counted.bytes_current).unwrap() / count;
        assert!(bytes <= 200, "{bytes} bytes a rule of {count}");
    }
}
