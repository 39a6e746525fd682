//! Prints the rules and the command lines of the benchmark as JSON, for the benches of other
//! languages: `{"settings": text, "commands": [text, …]}`.
#![forbid(unsafe_code)]
#![expect(clippy::expect_used, reason = "called with the wrong words, it ends")]

use callgate_benches::workload::{self, Mix};

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten().expect("usage: print-workload RULES COMMANDS");
    let rules = workload::rules(Mix::Wild, next());
    let commands: Vec<String> =
        workload::commands(&rules, next(), 0).into_iter().map(|command| command.text).collect();
    let settings = workload::settings(&rules);
    println!("{}", serde_json::json!({"settings": settings, "commands": commands}));
}
