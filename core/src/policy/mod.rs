//! All rules of all layers together, and what they say of one text.

mod compile;
mod explain;
mod walk;

use self::walk::Walk;
use crate::{
    call::{Call, Context},
    decide::{self, Env, Finding, Recorder, Silent},
    decision::Decision,
    diagnostic::Diagnostic,
    path::Places,
    profile::Profile,
    rule::{List, Rule, RuleId},
    settings::{Layer, Merged},
    verdict::Verdict,
};
use serde_json::{Map, Value};

/// The rules that matched one text: the first of each list, in the order of the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) deny: Option<RuleId>,
    pub(crate) ask: Option<RuleId>,
    pub(crate) allow: Option<RuleId>,
}

impl Hits {
    /// What the restrictions among the hits say: the deny rule, else the ask rule.
    pub(crate) fn restriction(&self) -> Option<Finding> {
        let deny = self.deny.map(|rule| Finding::rule(Verdict::Deny, rule));
        deny.or_else(|| self.ask.map(|rule| Finding::rule(Verdict::Ask, rule)))
    }

    /// Of each list the rule that stands first in the policy.
    fn first(self, other: Hits) -> Hits {
        let earlier = |one: Option<RuleId>, two: Option<RuleId>| match (one, two) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Hits {
            deny: earlier(self.deny, other.deny),
            ask: earlier(self.ask, other.ask),
            allow: earlier(self.allow, other.allow),
        }
    }

    fn slot(&mut self, list: List) -> &mut Option<RuleId> {
        match list {
            List::Deny => &mut self.deny,
            List::Ask => &mut self.ask,
            List::Allow => &mut self.allow,
        }
    }
}

/// The rules that matched the text of a command, by how they did. The client consults those first
/// that spell it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommandHits {
    /// Rules without any wildcard.
    pub(crate) exact: Hits,
    /// Rules that end in `:*` and spell out what stands before it.
    pub(crate) spelled: Hits,
    /// All others.
    pub(crate) pattern: Hits,
}

impl CommandHits {
    /// What the restrictions say where rules that spell the text out come first.
    pub(crate) fn spelled_first(self) -> Option<Finding> {
        let spelled = self.exact.first(self.spelled);
        spelled.restriction().or_else(|| self.pattern.restriction())
    }

    /// Without the rules that match more than what they spell out.
    pub(crate) fn without_patterns(self) -> CommandHits {
        CommandHits { pattern: Hits::default(), ..self }
    }

    /// Without the rules that match one text only.
    pub(crate) fn without_exact(self) -> CommandHits {
        CommandHits { exact: Hits::default(), ..self }
    }

    /// Adds what matched another text of the same command.
    pub(crate) fn add(&mut self, other: CommandHits) {
        self.exact = self.exact.first(other.exact);
        self.spelled = self.spelled.first(other.spelled);
        self.pattern = self.pattern.first(other.pattern);
    }

    /// The hits of all kinds of rules.
    pub(crate) fn any(self) -> Hits {
        self.exact.first(self.spelled).first(self.pattern)
    }
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
    fn command(&self, tool: &str, text: &str, lists: Lists) -> CommandHits;

    /// Path rules that match `path`: absolute, normal, or rather its forms below each anchor, which
    /// [`crate::path::Target`] works out once for all rules.
    fn path(&self, access: Access, target: &crate::path::Target<'_>, lists: Lists) -> Hits;

    /// `WebFetch(domain:…)` rules that match `host`: lower case, without port. Of a host that is not
    /// known, every restriction might be meant and no allow rule is.
    fn host(&self, host: Option<&str>, lists: Lists) -> Hits;

    /// Rules of `tool` (`Agent`, `Skill`, `WebSearch`) that match `text`.
    fn text(&self, tool: &str, text: &str, lists: Lists) -> Hits;

    /// `Tool(param:value)` rules of `tool` that match `input`.
    fn parameter(&self, tool: &str, input: &Map<String, Value>, lists: Lists) -> Hits;
}

/// Rules and settings of all layers, ready to decide.
///
/// ```
/// use callgate::{Call, Context, Layer, Policy, Profile, Source, Verdict};
///
/// let user = r#"{"permissions": {"deny": ["WebSearch"], "allow": ["mcp__github__get_*"]}}"#;
/// let policy = Policy::new(&[Layer::new(Source::User, user)], Profile::Enforce)?;
/// let context = Context::new("/home/dev/project", "/home/dev");
///
/// let decision = policy.decide(&Call::with_subject("WebSearch", "weather"), &context);
/// assert_eq!(decision.verdict, Verdict::Deny);
/// assert_eq!(policy.verdict(&Call::bare("mcp__github__get_issue"), &context), Verdict::Allow);
/// # Ok::<(), callgate::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    profile: Profile,
    /// The names of the documents, in the order of the layers.
    documents: Vec<String>,
    rules: Walk,
    /// The same rules for sessions in which the client's classifier decides, if that makes a
    /// difference: those that would leave it nothing to decide are inert.
    classified: Option<Walk>,
    settings: Merged,
    diagnostics: Vec<Diagnostic>,
}

/// Why no policy could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Everything that was found, the fatal findings among it.
    pub diagnostics: Vec<Diagnostic>,
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("settings cannot be read")?;
        for diagnostic in &self.diagnostics {
            if diagnostic.severity == crate::diagnostic::Severity::Error {
                write!(f, "; {}: {}", diagnostic.file, diagnostic.message)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for PolicyError {}

impl Policy {
    /// Reads and merges `layers` for `profile`.
    ///
    /// The order of the layers does not matter, except among those of one source, where later ones
    /// are stronger: give the files of a drop-in folder in alphabetical order.
    ///
    /// # Errors
    /// In [`Profile::Enforce`], if a document cannot be read or a list in it has the wrong type.
    /// Single malformed rules are no error: they are in [`Policy::diagnostics`], and the others
    /// stay in force.
    pub fn new(layers: &[Layer], profile: Profile) -> Result<Policy, PolicyError> {
        compile::compile(layers, profile)
    }

    /// Whose reading of the rules this is.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The rules in force; [`RuleId::index`] counts them.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules.rules
    }

    /// What is wrong with the settings or likely to be misread.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Decides and explains.
    #[must_use]
    pub fn decide(&self, call: &Call<'_>, context: &Context<'_>) -> Decision {
        let places = Places::new(context);
        let env = self.env(context, &places);
        let mut recorder = Recorder::default();
        let finding = decide::decide(&env, call, &mut recorder);
        self.explain(call, env.mode, finding, recorder.parts)
    }

    /// Decides. The same verdict as [`Policy::decide`], without the explanation and its cost.
    #[must_use]
    pub fn verdict(&self, call: &Call<'_>, context: &Context<'_>) -> Verdict {
        let places = Places::new(context);
        decide::decide(&self.env(context, &places), call, &mut Silent).verdict
    }

    fn env<'a>(&'a self, context: &Context<'a>, places: &'a Places<'a>) -> Env<'a> {
        let mode = self.settings.mode(context.mode);
        let rules = match &self.classified {
            Some(rules) if self.settings.classifier_decides(mode) => rules,
            _ => &self.rules,
        };
        Env::new(rules, &self.settings, self.profile, mode, context, places)
    }
}
