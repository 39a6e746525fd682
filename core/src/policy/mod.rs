//! All rules of all layers together, and what they say of one text.

mod compile;
mod compiled;
mod explain;
mod hits;
mod index;
mod rules;

pub use self::compiled::{CompiledPolicy, Size};
pub(crate) use self::{
    hits::{CommandHits, Hits, Lists},
    index::{Present, Wildcards},
    rules::{CommandRules, Rules},
};
use crate::{
    call::{Call, Context, Member, subject_field},
    decide::{self, Because, Env, Recorder, Silent},
    decision::Decision,
    diagnostic::Diagnostic,
    path::Places,
    profile::Profile,
    rule::{Rule, RuleId},
    settings::{Layer, Merged},
    verdict::Verdict,
};

/// Which kind of access to a file a rule or a part of a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// `Read` rules.
    Read,
    /// `Edit` rules.
    Write,
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
    rules: Rules,
    /// The same rules for sessions in which the client's classifier decides, if that makes a
    /// difference: those that would leave it nothing to decide are inert.
    classified: Option<Rules>,
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

    /// The rules in force; [`RuleId::index`](crate::RuleId::index) counts them.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        self.rules.all()
    }

    /// What is wrong with the settings or likely to be misread.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Compiles the policy, for whoever decides more than once. The answers stay the same.
    ///
    /// Takes time and memory linear in the text of the rules, whatever they are: settings may come
    /// from an attacker.
    #[must_use]
    pub fn compile(&self) -> CompiledPolicy {
        self.clone().into()
    }

    /// Decides and explains, going through the rules one by one: right for a process that decides
    /// once and has no time to [compile](Policy::compile).
    #[must_use]
    pub fn decide(&self, call: &Call<'_>, context: &Context<'_>) -> Decision {
        let places = self.places(context);
        let env = self.env(context, &places);
        let mut recorder = Recorder::default();
        let finding = decide::decide(&env, call, &mut recorder);
        self.explain(call, env.mode, finding, recorder.parts)
    }

    /// Decides. The same verdict as [`Policy::decide`], without the explanation and its cost.
    #[must_use]
    pub fn verdict(&self, call: &Call<'_>, context: &Context<'_>) -> Verdict {
        self.ruling(call, context).0
    }

    /// Decides and names the rule that decided, if one did: that of [`Policy::decide`], without the
    /// rest of the explanation and its cost.
    #[must_use]
    pub fn ruling(&self, call: &Call<'_>, context: &Context<'_>) -> (Verdict, Option<RuleId>) {
        let places = self.places(context);
        let finding = decide::decide(&self.env(context, &places), call, &mut Silent);
        let rule = match finding.because {
            Because::Rule(rule) => Some(rule),
            Because::BuiltIn(_) => None,
        };
        (finding.verdict, rule)
    }

    /// What the member `name` of a tool's input is to this policy, in any session.
    #[must_use]
    pub fn member(&self, tool: &str, name: &str) -> Member {
        let mut rules = [Some(&self.rules), self.classified.as_ref()].into_iter().flatten();
        if rules.any(|rules| decide::reads(rules, tool, name)) {
            Member::Read
        } else if subject_field(tool) == Some(name) {
            Member::Subject
        } else {
            Member::Unread
        }
    }

    fn places<'a>(&self, context: &Context<'a>) -> Places<'a> {
        let mut places = Places::new(context);
        places.add(&self.settings.additional_directories, context.links);
        places
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
