//! Any text as a command line: it is read to its end, and what is found lies in it.
#![no_main]

use callgate::{Call, fuzzing::scan_any};
use callgate_fuzz::{Lists, PROFILES, decide};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    scan_any(text);
    let lists = Lists { deny: vec!["Bash(rm:*)"], allow: vec!["Bash(*)"], ..Lists::default() };
    for profile in PROFILES {
        decide(&lists.policy(profile), &Call::bash(text), None);
    }
});
