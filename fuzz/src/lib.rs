//! What the fuzz targets share.

use callgate::{Call, Context, Decision, Layer, List, Mode, Policy, Profile, Reason, Source};
use serde_json::json;

pub const PROFILES: [Profile; 2] = [Profile::Enforce, Profile::ClaudeCode];

/// The three lists of a policy.
#[derive(Clone, Debug, Default)]
pub struct Lists<'a> {
    pub deny: Vec<&'a str>,
    pub ask: Vec<&'a str>,
    pub allow: Vec<&'a str>,
}

impl Lists<'_> {
    /// The policy of these lists, which can always be made.
    pub fn policy(&self, profile: Profile) -> Policy {
        let Lists { deny, ask, allow } = self;
        let text = json!({"permissions": {"deny": deny, "ask": ask, "allow": allow}}).to_string();
        match Policy::new(&[Layer::new(Source::User, text)], profile) {
            Ok(policy) => policy,
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// As [`decide`], and checks that the index agrees with walking the rules.
pub fn decide_compiled(policy: &Policy, call: &Call<'_>, mode: Option<Mode>) -> Decision {
    let decision = decide(policy, call, mode);
    let context = Context { mode, ..Context::new("/home/dev/project", "/home/dev") };
    let compiled = policy.compile();
    assert_eq!(compiled.verdict(call, &context), decision.verdict);
    assert_eq!(compiled.decide(call, &context), decision);
    decision
}

/// Decides, and checks that the short and the long way agree.
pub fn decide(policy: &Policy, call: &Call<'_>, mode: Option<Mode>) -> Decision {
    let context = Context { mode, ..Context::new("/home/dev/project", "/home/dev") };
    let decision = policy.decide(call, &context);
    assert_eq!(policy.verdict(call, &context), decision.verdict);
    if let Some(subject) = call.subject() {
        for span in decision.parts.iter().filter_map(|part| part.span) {
            assert!(subject.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
        }
    }
    decision
}

/// Did the client's one exception decide? It consults rules that spell a command out before all
/// others: such an ask rule wins over a deny rule with a wildcard.
pub fn is_spelled_out(decision: &Decision) -> bool {
    let spelled_out = |reason: &Reason| {
        matches!(reason, Reason::Rule { rule, list: List::Ask, .. } if
            rule.ends_with(":*)") || !rule.contains('*'))
    };
    decision.profile == Profile::ClaudeCode
        && (spelled_out(&decision.reason)
            || decision.parts.iter().any(|part| spelled_out(&part.reason)))
}

/// Did an allow rule decide that only `Enforce` honours?
pub fn by_a_rule_of_enforce(decision: &Decision) -> bool {
    let own = |reason: &Reason| match reason {
        Reason::Rule { rule, list: List::Allow, .. } => {
            // The client puts the directory in place of `$HOME` before it looks at its rules.
            rule.contains("$HOME")
                || ["Write(", "NotebookEdit(", "MultiEdit(", "Glob("]
                    .iter()
                    .any(|tool| rule.starts_with(tool))
        }
        _ => false,
    };
    own(&decision.reason) || decision.parts.iter().any(|part| own(&part.reason))
}
