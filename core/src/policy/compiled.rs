//! A policy for whoever decides often.

use super::{Policy, Rules};
use crate::{
    call::{Call, Context},
    decision::Decision,
    rule::RuleId,
    verdict::Verdict,
};
use std::sync::Arc;

/// A policy whose rules are indexed, so that a decision costs about what it costs to read the call,
/// whatever the number of rules.
///
/// Cheap to clone, and shared between threads without locks.
///
/// ```
/// use callgate::{Call, Context, Layer, Policy, Profile, Source, Verdict};
///
/// let user = r#"{"permissions": {"deny": ["Bash(curl:*)"], "allow": ["Bash(npm run *)"]}}"#;
/// let policy = Policy::new(&[Layer::new(Source::User, user)], Profile::Enforce)?.compile();
/// let context = Context::new("/home/dev/project", "/home/dev");
///
/// assert_eq!(policy.verdict(&Call::bash("npm run build"), &context), Verdict::Allow);
/// assert_eq!(policy.verdict(&Call::bash("npm run build && curl x"), &context), Verdict::Deny);
/// assert_eq!(policy.size().rules, 2);
/// # Ok::<(), callgate::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    policy: Arc<Policy>,
}

/// What a [`CompiledPolicy`] is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// Rules in force.
    pub rules: usize,
    /// States of the automata that find them.
    pub states: usize,
    /// Bytes on the heap of everything that finds them.
    pub index_bytes: usize,
}

/// Without a copy of the policy, which [`Policy::compile`] makes.
impl From<Policy> for CompiledPolicy {
    fn from(policy: Policy) -> CompiledPolicy {
        let policy = Policy {
            rules: policy.rules.indexed(),
            classified: policy.classified.map(Rules::indexed),
            ..policy
        };
        CompiledPolicy { policy: Arc::new(policy) }
    }
}

impl CompiledPolicy {
    /// The policy itself: its rules, its profile, its diagnostics.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Decides and explains.
    #[must_use]
    pub fn decide(&self, call: &Call<'_>, context: &Context<'_>) -> Decision {
        self.policy.decide(call, context)
    }

    /// Decides. The same verdict as [`CompiledPolicy::decide`], without the explanation and its cost.
    #[must_use]
    pub fn verdict(&self, call: &Call<'_>, context: &Context<'_>) -> Verdict {
        self.policy.verdict(call, context)
    }

    /// Decides and names the rule that decided, if one did: what a table of many calls needs.
    #[must_use]
    pub fn ruling(&self, call: &Call<'_>, context: &Context<'_>) -> (Verdict, Option<RuleId>) {
        self.policy.ruling(call, context)
    }

    /// How large the policy is.
    #[must_use]
    pub fn size(&self) -> Size {
        let indexes = [Some(&self.policy.rules), self.policy.classified.as_ref()];
        let (index_bytes, states) = indexes
            .into_iter()
            .flatten()
            .filter_map(Rules::index)
            .map(super::index::Index::size)
            .fold((0, 0), |(bytes, states), (more, others)| (bytes + more, states + others));
        Size { rules: self.policy.rules().len(), states, index_bytes }
    }
}
