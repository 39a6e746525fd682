//! A policy and a call: the properties of decisions.
//!
//! The input has five fields, separated by U+001F: a tool, its main argument, and one rule for each
//! of the lists deny, ask and allow.
#![no_main]

use callgate::{Call, Mode, Verdict};
use callgate_fuzz::{
    Lists, PROFILES, by_a_rule_of_enforce, decide, decide_compiled, is_spelled_out,
};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|text: &str| -> Corpus {
    let mut fields = text.splitn(5, '\u{1f}');
    let (Some(tool), Some(subject), Some(deny), Some(ask), Some(allow)) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Corpus::Reject;
    };
    let call = Call::with_subject(tool, subject);
    let all = Lists { deny: vec![deny], ask: vec![ask], allow: vec![allow] };
    let no_deny = Lists { deny: Vec::new(), ..all.clone() };
    let no_ask = Lists { ask: Vec::new(), ..all.clone() };
    let no_allow = Lists { allow: Vec::new(), ..all.clone() };
    let deny_alone = Lists { deny: vec![deny], ..Lists::default() };
    for mode in [Mode::Default, Mode::AcceptEdits, Mode::Plan, Mode::BypassPermissions] {
        let [enforced, client] = PROFILES.map(|profile| {
            let of = |lists: &Lists<'_>| decide(&lists.policy(profile), &call, Some(mode));
            let decision = decide_compiled(&all.policy(profile), &call, Some(mode));
            let verdict = decision.verdict;
            assert!(of(&no_deny).verdict <= verdict, "a deny rule weakened");
            let excepted = is_spelled_out(&decision);
            // Where the classifier decides, an ask rule makes a question of a built-in denial.
            let asks_instead = mode == Mode::Plan;
            assert!(
                of(&no_ask).verdict <= verdict || excepted || asks_instead,
                "an ask rule weakened"
            );
            assert!(of(&no_allow).verdict >= verdict, "an allow rule strengthened");
            if of(&deny_alone).verdict == Verdict::Deny && !excepted && !asks_instead {
                assert_eq!(verdict, Verdict::Deny, "deny did not win");
            }
            decision
        });
        assert!(
            enforced.verdict >= client.verdict || by_a_rule_of_enforce(&enforced),
            "Enforce is weaker: {enforced:?} than {client:?}"
        );
    }
    Corpus::Keep
});
