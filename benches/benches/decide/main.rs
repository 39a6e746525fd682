//! callgate and its rivals, side by side in one run: `cargo bench -p callgate-benches`.
//!
//! Each figure stands twice: *warm*, where the same calls come round again, and *fresh*, where every
//! call is new. Before anything is timed, everyone's answers are held against each other.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has failed")]

mod report;
mod rivals;

use callgate::governance::mcp::{McpPolicy, McpServer};
use callgate::{Call, CompiledPolicy, Context, Layer, Policy, Profile, Source, Verdict};
use callgate_benches::workload::{self, Command, Mix, RuleSpec};
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, measurement::WallTime};
use rivals::{Cedar, Gitignores, GlobLoop, GlobSets, Kind, RegexLoop, RegexSets, Rival};
use std::{hint::black_box, time::Duration};

/// Calls in a warm round, and in a batch of fresh ones.
const CALLS: usize = 5_000;
/// Rules in the sets of the wild mix.
const SIZES: [usize; 5] = [10, 50, 100, 1_000, 10_000];

fn policy(rules: &[RuleSpec]) -> Policy {
    let layer = Layer::new(Source::User, workload::settings(rules));
    Policy::new(&[layer], Profile::ClaudeCode).expect("generated settings are valid")
}

fn context() -> Context<'static> {
    Context::new("/home/dev/work", "/home/dev")
}

/// Times `work` on one call after the other: warm, round and round the same ones; fresh, each of
/// them once, in batches that are made beforehand and follow one another without a repetition.
fn time<T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    who: &str,
    generate: impl Fn(usize, u64) -> Vec<T>,
    mut work: impl FnMut(&T),
) {
    let calls = generate(CALLS, 0);
    let mut next = 0;
    group.bench_function(BenchmarkId::new(who, "warm"), |bencher| {
        bencher.iter(|| {
            work(&calls[next]);
            next = (next + 1) % calls.len();
        });
    });
    let mut seed = 0;
    let mut unused: Vec<T> = Vec::new();
    group.bench_function(BenchmarkId::new(who, "fresh"), |bencher| {
        bencher.iter_batched_ref(
            || {
                if unused.is_empty() {
                    seed += 1;
                    unused = generate(CALLS, seed);
                }
                unused.pop().expect("a batch holds calls")
            },
            |call| work(call),
            BatchSize::LargeInput,
        );
    });
}

/// Fails unless `rival` gives callgate's answers.
fn same_answers(who: &str, policy: &CompiledPolicy, rival: &dyn Rival, commands: &[Command]) {
    for command in commands {
        let ours = policy.verdict(&Call::bash(&command.text), &context());
        assert_eq!(ours, rival.verdict(command), "{who} differs on {:?}", command.text);
    }
}

/// Shell commands against the wild mix, all sizes.
fn commands(criterion: &mut Criterion) {
    for size in SIZES {
        let rules = workload::rules(Mix::Wild, size);
        let mut group = criterion.benchmark_group(format!("commands/{size}"));
        command_rivals(&mut group, &rules, size <= 100, size <= 1_000);
        group.finish();
    }
    recorded(criterion);
    let rules = workload::rules(Mix::Nasty, 1_000);
    let mut group = criterion.benchmark_group("commands/nasty-1000");
    command_rivals(&mut group, &rules, false, true);
    group.finish();
}

/// Recorded commands against the wild mix. The rivals have no answer to them.
fn recorded(criterion: &mut Criterion) {
    let compiled = policy(&workload::rules(Mix::Wild, 1_000)).compile();
    let context = context();
    let commands = workload::recorded(CALLS);
    let mut group = criterion.benchmark_group("commands/recorded-1000");
    let mut calls = commands.iter().cycle();
    let mut next = || Call::bash(calls.next().expect("there are recorded commands"));
    group.bench_function(BenchmarkId::new("callgate", "warm"), |bencher| {
        bencher.iter(|| compiled.verdict(&next(), &context));
    });
    group.bench_function(BenchmarkId::new("callgate, explained", "warm"), |bencher| {
        bencher.iter(|| compiled.decide(&next(), &context));
    });
    group.finish();
}

fn command_rivals(
    group: &mut BenchmarkGroup<'_, WallTime>,
    rules: &[RuleSpec],
    cedar: bool,
    untuned: bool,
) {
    let compiled = policy(rules).compile();
    let context = context();
    let generate = |count, seed| workload::commands(rules, count, seed);
    let sample = generate(CALLS, 0);
    let mut rivals: Vec<(&str, Box<dyn Rival>)> = vec![
        ("loop of Regex", Box::new(RegexLoop::new(Kind::Commands, rules))),
        ("RegexSet, tuned", Box::new(RegexSets::new(Kind::Commands, rules, true))),
        ("loop of GlobMatcher", Box::new(GlobLoop::new(Kind::Commands, rules))),
        ("GlobSet", Box::new(GlobSets::new(Kind::Commands, rules))),
    ];
    if untuned {
        rivals.push(("RegexSet", Box::new(RegexSets::new(Kind::Commands, rules, false))));
    }
    if cedar {
        rivals.push(("cedar-policy", Box::new(Cedar::new(rules))));
    }
    for (who, rival) in &rivals {
        same_answers(who, &compiled, rival.as_ref(), &sample);
    }
    time(group, "callgate", generate, |command| {
        black_box(compiled.verdict(&Call::bash(&command.text), &context));
    });
    time(group, "callgate, explained", generate, |command| {
        black_box(compiled.decide(&Call::bash(&command.text), &context));
    });
    let walked = policy(rules);
    time(group, "callgate, walking the rules", generate, |command| {
        black_box(walked.verdict(&Call::bash(&command.text), &context));
    });
    for (who, rival) in &rivals {
        time(group, who, generate, |command| {
            black_box(rival.verdict(command));
        });
    }
    let literals = rivals::literals(rules);
    time(group, "floor: automaton over the literals", generate, |command| {
        black_box(literals.find_overlapping_iter(&command.text).count());
    });
    time(group, "floor: one memchr pass", generate, |command| {
        black_box(memchr::memchr_iter(b'\0', command.text.as_bytes()).count());
    });
}

/// Paths, hosts and tool names against 1,000 rules of the wild mix.
fn names(criterion: &mut Criterion) {
    let rules = workload::rules(Mix::Wild, 1_000);
    let compiled = policy(&rules).compile();
    let context = context();

    let mut group = criterion.benchmark_group("paths/1000");
    let generate = |count, seed| workload::paths(&rules, count, seed);
    let read = |path: &str| compiled.verdict(&Call::with_subject("Read", path), &context);
    time(&mut group, "callgate", generate, |path| {
        black_box(read(path));
    });
    let rivals: [(&str, Box<dyn Rival>); 5] = [
        ("GlobSet", Box::new(GlobSets::new(Kind::Paths, &rules))),
        ("loop of GlobMatcher", Box::new(GlobLoop::new(Kind::Paths, &rules))),
        ("gitignore", Box::new(Gitignores::new(&rules))),
        ("RegexSet, tuned", Box::new(RegexSets::new(Kind::Paths, &rules, true))),
        ("loop of Regex", Box::new(RegexLoop::new(Kind::Paths, &rules))),
    ];
    for (who, rival) in &rivals {
        for path in generate(CALLS, 0) {
            // Inside the working directory, reading needs no rule.
            let inside = path.starts_with("/home/dev/work/");
            let theirs = match rival.list(&path) {
                None if inside => Verdict::Allow,
                list => workload::strictest(list.into_iter()),
            };
            assert_eq!(read(&path), theirs, "{who} differs on {path:?}");
        }
        time(&mut group, who, generate, |path| {
            black_box(rival.list(path));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("hosts/1000");
    let generate = |count, seed| -> Vec<String> {
        let hosts = workload::hosts(&rules, count, seed);
        hosts.iter().map(|host| format!("https://{host}/x")).collect()
    };
    time(&mut group, "callgate", generate, |url| {
        black_box(compiled.verdict(&Call::with_subject("WebFetch", url), &context));
    });
    let rival = RegexLoop::new(Kind::Hosts, &rules);
    time(
        &mut group,
        "loop of Regex",
        |count, seed| workload::hosts(&rules, count, seed),
        |host| {
            black_box(rival.list(host));
        },
    );
    group.finish();

    let mut group = criterion.benchmark_group("tools/1000");
    let generate = |count, seed| workload::tools(&rules, count, seed);
    time(&mut group, "callgate", generate, |tool| {
        black_box(compiled.verdict(&Call::bare(tool), &context));
    });
    let rival = RegexLoop::new(Kind::Tools, &rules);
    for tool in generate(CALLS, 0) {
        let ours = compiled.verdict(&Call::bare(&tool), &context);
        assert_eq!(ours, workload::strictest(rival.list(&tool).into_iter()), "{tool:?}");
    }
    time(&mut group, "loop of Regex", generate, |tool| {
        black_box(rival.list(tool));
    });
    group.finish();
}

/// Server URLs against an allow list, which is to answer as fast with 10,000 entries as with ten.
fn servers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("servers");
    for (size, name) in [(10, "10"), (1_000, "1000"), (10_000, "10000")] {
        let layers = [Layer::new(Source::Managed, workload::server_list(size))];
        let policy = McpPolicy::new(&layers, Profile::ClaudeCode, &|_| None)
            .expect("generated settings are valid");
        let urls = workload::server_urls(size, CALLS).into_iter();
        let servers: Vec<McpServer> = urls.map(|url| McpServer::remote("s", url)).collect();
        let mut next = servers.iter().cycle();
        group.bench_function(BenchmarkId::new("callgate", name), |bencher| {
            bencher.iter(|| policy.takes(next.next().expect("there are servers")));
        });
    }
    group.finish();
}

/// From settings text to a compiled policy.
fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    for (mix, size, name) in [
        (Mix::Wild, 1_000, "1000"),
        (Mix::Wild, 10_000, "10000"),
        (Mix::Nasty, 1_000, "nasty-1000"),
    ] {
        let rules = workload::rules(mix, size);
        let settings = workload::settings(&rules);
        let layers = [Layer::new(Source::User, settings.clone())];
        let parsed = policy(&rules);
        group.bench_function(BenchmarkId::new("callgate, rules already read", name), |bencher| {
            bencher.iter(|| parsed.compile());
        });
        group.bench_function(BenchmarkId::new("callgate, from text", name), |bencher| {
            bencher.iter(|| Policy::new(&layers, Profile::ClaudeCode).map(|p| p.compile()));
        });
        group.bench_function(BenchmarkId::new("serde_json, reading the text", name), |bencher| {
            bencher.iter(|| serde_json::from_str::<serde_json::Value>(&settings));
        });
        group.bench_function(BenchmarkId::new("RegexSet, tuned", name), |bencher| {
            bencher.iter(|| RegexSets::new(Kind::Commands, &rules, true));
        });
    }
    group.finish();
}

/// Reading the shell, without any rule.
fn shell(criterion: &mut Criterion) {
    let rules = workload::rules(Mix::Wild, 10);
    let compiled = policy(&[]).compile();
    let context = context();
    let mut group = criterion.benchmark_group("shell");
    let generate = |count, seed| workload::commands(&rules, count, seed);
    time(&mut group, "callgate, whole decision without rules", generate, |command| {
        black_box(compiled.verdict(&Call::bash(&command.text), &context));
    });
    time(&mut group, "callgate, reading alone", generate, |command| {
        black_box(callgate::measure::commands_in(&command.text));
    });
    time(&mut group, "brush-parser", generate, |command| {
        black_box(rivals::brush(&command.text));
    });
    time(&mut group, "rable", generate, |command| {
        black_box(rivals::rable(&command.text));
    });
    time(&mut group, "floor: one pass over a byte table", generate, |command| {
        black_box(rivals::byte_table(&command.text));
    });
    group.finish();
}

/// Inputs that are made to be slow.
fn hostile(criterion: &mut Criterion) {
    let rules = workload::rules(Mix::Wild, 1_000);
    let compiled = policy(&rules).compile();
    let context = context();
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10);
    let inputs = [
        ("1 MB of commands", "npm run x && ".repeat(80_000)),
        ("1 MB of quotes", "'\"".repeat(500_000)),
        ("a 64 KB word", format!("npm {}", "a".repeat(65_536))),
        ("10,000 nested substitutions", "$(".repeat(10_000)),
        ("10,000 closed substitutions", format!("{}{}", "$(".repeat(10_000), ")".repeat(10_000))),
    ];
    for (name, text) in &inputs {
        group.bench_function(BenchmarkId::new("callgate", name), |bencher| {
            bencher.iter(|| compiled.verdict(&Call::bash(black_box(text)), &context));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(30)
        .configure_from_args();
    commands(&mut criterion);
    names(&mut criterion);
    servers(&mut criterion);
    build(&mut criterion);
    shell(&mut criterion);
    hostile(&mut criterion);
    criterion.final_summary();
    report::write();
}
