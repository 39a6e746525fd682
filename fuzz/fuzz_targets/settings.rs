//! Any text as a settings document, in every layer: it is read or refused with a reason.
#![no_main]

use callgate::{Call, Layer, Policy, Source};
use callgate_fuzz::{PROFILES, decide};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for source in [Source::Managed, Source::Flag, Source::Local, Source::Project, Source::User] {
        for profile in PROFILES {
            match Policy::new(&[Layer::new(source, text)], profile) {
                Ok(policy) => {
                    for found in policy.diagnostics() {
                        let span = found.span.unwrap_or_default();
                        assert!(text.get(span.start as usize..span.end as usize).is_some());
                    }
                    decide(&policy, &Call::bash("git push origin main"), None);
                    decide(&policy, &Call::with_subject("Write", "src/a"), None);
                }
                Err(error) => assert!(!error.diagnostics.is_empty()),
            }
        }
    }
});
