//! Decides a given number of generated calls and does nothing else: run it under a tool that counts
//! instructions, see `scripts/instructions`.
#![forbid(unsafe_code)]
#![expect(clippy::expect_used, reason = "called with the wrong words, it ends")]

use callgate::{
    Call, Context, Layer, Policy, Profile, Source,
    governance::mcp::{McpPolicy, McpServer},
};
use callgate_benches::workload::{self, Mix};
use std::hint::black_box;

/// Calls that are made anew before they come round again.
const CALLS: usize = 1_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("usage: decide-often KIND MIX RULES CALLS");
    let kind = next();
    let mix = if next() == "nasty" { Mix::Nasty } else { Mix::Wild };
    let rules = workload::rules(mix, next().parse().expect("a number of rules"));
    let calls: usize = next().parse().expect("a number of calls");
    if kind == "servers" {
        return take_servers(rules.len(), calls);
    }

    let layer = Layer::new(Source::User, workload::settings(&rules));
    let policy = Policy::new(&[layer], Profile::ClaudeCode).expect("generated settings are valid");
    let policy = policy.compile();
    let context = Context::new("/home/dev/work", "/home/dev");
    let texts: Vec<String> = match kind.as_str() {
        "paths" => workload::paths(&rules, CALLS, 0),
        "tools" => workload::tools(&rules, CALLS, 0),
        "hosts" => {
            let hosts = workload::hosts(&rules, CALLS, 0);
            hosts.iter().map(|host| format!("https://{host}/x")).collect()
        }
        "recorded" => workload::recorded(CALLS),
        _ => workload::commands(&rules, CALLS, 0).into_iter().map(|c| c.text).collect(),
    };
    for text in texts.iter().cycle().take(calls) {
        let call = match kind.as_str() {
            "paths" => Call::with_subject("Read", text),
            "hosts" => Call::with_subject("WebFetch", text),
            "tools" => Call::bare(text),
            _ => Call::bash(text),
        };
        match kind.as_str() {
            "explained" => drop(black_box(policy.decide(&call, &context))),
            _ => {
                black_box(policy.verdict(&call, &context));
            }
        }
    }
}

/// Asks an allow list of `entries` servers `calls` times.
fn take_servers(entries: usize, calls: usize) {
    let layers = [Layer::new(Source::Managed, workload::server_list(entries))];
    let policy = McpPolicy::new(&layers, Profile::ClaudeCode, &|_| None)
        .expect("generated settings are valid");
    let urls = workload::server_urls(entries, CALLS).into_iter();
    let servers: Vec<McpServer> = urls.map(|url| McpServer::remote("s", url)).collect();
    for server in servers.iter().cycle().take(calls) {
        black_box(policy.takes(server));
    }
}
