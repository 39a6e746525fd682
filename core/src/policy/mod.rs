//! All rules of all layers together, and what they say of one text.

use crate::{
    call::{Call, Context},
    decision::Decision,
    diagnostic::Diagnostic,
    profile::Profile,
    rule::{List, Rule, RuleId},
    settings::Layer,
    verdict::Verdict,
};

/// The rules that matched one text: the first of each list, in the order of the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) deny: Option<RuleId>,
    pub(crate) ask: Option<RuleId>,
    pub(crate) allow: Option<RuleId>,
}

/// Which lists a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lists {
    pub(crate) deny: bool,
    pub(crate) ask: bool,
    pub(crate) allow: bool,
}

impl Lists {
    pub(crate) const ALL: Lists = Lists { deny: true, ask: true, allow: true };
    pub(crate) const RESTRICTIONS: Lists = Lists { deny: true, ask: true, allow: false };
    pub(crate) const ALLOW: Lists = Lists { deny: false, ask: false, allow: true };

    pub(crate) const fn has(self, list: List) -> bool {
        match list {
            List::Deny => self.deny,
            List::Ask => self.ask,
            List::Allow => self.allow,
        }
    }
}

/// Which kind of access to a file a rule or a part of a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// `Read` rules.
    Read,
    /// `Edit` rules.
    Write,
}

/// What the engine asks of a set of rules. A policy that walks its rules and one that is compiled
/// into automata answer alike; the engine does not know which it has.
pub(crate) trait Rules {
    /// All rules, for explanations and for what is not matched by text.
    fn rules(&self) -> &[Rule];

    /// Rules about a whole tool: `Bash`, `Read(*)`, `mcp__github`, `mcp__*`.
    fn tool(&self, name: &str, lists: Lists) -> Hits;

    /// Command rules of `tool` (`Bash`, `PowerShell`) that match `text` from end to end. Rules about
    /// the whole tool are not among them.
    fn command(&self, tool: &str, text: &str, lists: Lists) -> Hits;

    /// Path rules that match `path`: absolute, normal, or rather its forms below each anchor, which
    /// [`crate::path::Target`] works out once for all rules.
    fn path(&self, access: Access, target: &crate::path::Target<'_>, lists: Lists) -> Hits;

    /// `WebFetch(domain:…)` rules that match `host`.
    fn host(&self, host: &str, lists: Lists) -> Hits;
}

/// Rules and settings of all layers, ready to decide.
#[derive(Clone, Debug)]
pub struct Policy {
    profile: Profile,
}

/// Why no policy could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Everything that was found, the fatal findings among it.
    pub diagnostics: Vec<Diagnostic>,
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "settings cannot be read")
    }
}

impl std::error::Error for PolicyError {}

impl Policy {
    /// Reads and merges `layers`, in any order, for `profile`.
    ///
    /// # Errors
    /// In [`Profile::Enforce`], if a document cannot be read or a list in it has the wrong type.
    /// Single malformed rules are no error: they are in [`Policy::diagnostics`], and the others
    /// stay in force.
    pub fn new(layers: &[Layer], profile: Profile) -> Result<Policy, PolicyError> {
        let _ = layers;
        Ok(Policy { profile })
    }

    /// Whose reading of the rules this is.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// Decides and explains.
    #[must_use]
    pub fn decide(&self, call: &Call<'_>, context: &Context<'_>) -> Decision {
        let _ = (call, context);
        unimplemented!()
    }

    /// Decides. The same verdict as [`Policy::decide`], without the explanation and its cost.
    #[must_use]
    pub fn verdict(&self, call: &Call<'_>, context: &Context<'_>) -> Verdict {
        self.decide(call, context).verdict
    }
}
