//! Any text as a rule: it is in force and prints as it was written, or it is reported.
#![no_main]

use callgate::Call;
use callgate_fuzz::{Lists, PROFILES, decide};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|rule: &str| {
    let one = vec![rule];
    let none = Vec::new;
    for lists in [
        Lists { deny: one.clone(), ..Lists::default() },
        Lists { ask: one.clone(), deny: none(), allow: none() },
        Lists { allow: one.clone(), ..Lists::default() },
    ] {
        for profile in PROFILES {
            let policy = lists.policy(profile);
            match policy.rules() {
                [read] => assert_eq!(read.to_string(), rule),
                _ => assert!(!policy.diagnostics().is_empty(), "a rule got lost"),
            }
            for call in [
                Call::bash(rule),
                Call::bash("git push origin main"),
                Call::with_subject("Read", "src/.env"),
                Call::with_subject("WebFetch", "https://example.com/"),
                Call::bare("mcp__github__list"),
            ] {
                decide(&policy, &call, None);
            }
        }
    }
});
