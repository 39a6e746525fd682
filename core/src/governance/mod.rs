//! What managed settings govern besides permission rules: MCP servers, the sandbox, models,
//! marketplaces, hooks, sign-in, retention.

mod answer;
mod documents;
pub(crate) mod lint;
mod locks;
mod marketplaces;
pub mod mcp;
mod models;
pub mod posture;
mod sandbox;

pub use self::{
    answer::{Answer, Ground},
    documents::Place,
    locks::{Retention, Variable},
};

use self::{
    documents::Documents, locks::Locks, marketplaces::Marketplaces, models::Models,
    sandbox::Sandbox,
};
use crate::{
    diagnostic::Diagnostic,
    policy::PolicyError,
    profile::Profile,
    settings::{Layer, Source},
};
use serde_json::{Map, Value};

/// The governing settings of all layers, ready to answer.
///
/// ```
/// use callgate::governance::{Governance, Ground};
/// use callgate::{Layer, Profile, Source, Verdict};
///
/// let managed = r#"{
///     "availableModels": ["sonnet"],
///     "sandbox": {
///         "enabled": true,
///         "allowUnsandboxedCommands": false,
///         "network": {"allowedDomains": ["*.corp.example"], "strictAllowlist": true}
///     }
/// }"#;
/// let layers = [Layer::new(Source::Managed, managed)];
/// let governance = Governance::new(&layers, Profile::Enforce)?;
///
/// assert_eq!(governance.may_reach("git.corp.example").verdict, Verdict::Allow);
/// assert_eq!(governance.may_reach("evil.example").ground, Ground::HostStrictlyUnlisted);
/// assert_eq!(governance.may_leave_sandbox("curl evil.example").verdict, Verdict::Deny);
/// assert_eq!(governance.may_use_model("claude-opus-4-5").verdict, Verdict::Deny);
/// # Ok::<(), callgate::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Governance {
    sandbox: Sandbox,
    models: Models,
    marketplaces: Marketplaces,
    locks: Locks,
    diagnostics: Vec<Diagnostic>,
}

impl Governance {
    /// Reads and merges `layers`. The order of the layers does not matter, except among those of
    /// one source, where later ones are stronger.
    ///
    /// # Errors
    /// In [`Profile::Enforce`], if a document cannot be read.
    pub fn new(layers: &[Layer], profile: Profile) -> Result<Governance, PolicyError> {
        let mut diagnostics = Vec::new();
        let documents = Documents::new(layers, profile, &mut diagnostics)?;
        Ok(Governance {
            sandbox: Sandbox::read(&documents),
            models: Models::read(&documents),
            marketplaces: Marketplaces::read(&documents),
            locks: Locks::read(&documents),
            diagnostics,
        })
    }

    /// What is wrong with the settings.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// May a sandboxed command reach `host`, written with or without `:port`?
    #[must_use]
    pub fn may_reach(&self, host: &str) -> Answer {
        self.sandbox.may_reach(host)
    }

    /// May a command line run outside the sandbox? Permission rules decide whether it runs at all.
    #[must_use]
    pub fn may_leave_sandbox(&self, command: &str) -> Answer {
        self.sandbox.may_leave(command)
    }

    /// May this model be chosen: an ID or an alias?
    #[must_use]
    pub fn may_use_model(&self, model: &str) -> Answer {
        self.models.may_use(model)
    }

    /// May a marketplace with this `source` object be added?
    #[must_use]
    pub fn may_add_marketplace(&self, source: &Map<String, Value>) -> Answer {
        self.marketplaces.may_add(source)
    }

    /// Do hooks run that a layer of this source defines?
    #[must_use]
    pub fn may_run_hooks(&self, source: Source) -> Answer {
        self.locks.may_run_hooks(source)
    }

    /// May an account of this organization, given by its UUID, sign in?
    #[must_use]
    pub fn may_sign_in(&self, organization: &str) -> Answer {
        self.locks.may_sign_in(organization)
    }

    /// May the API be reached through this provider: `anthropic`, `bedrock`, `vertex`, …?
    #[must_use]
    pub fn may_use_provider(&self, provider: &str) -> Answer {
        self.locks.may_use_provider(provider)
    }

    /// How long transcripts are kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        self.locks.retention()
    }

    /// A variable that settings put into the client's environment, those of telemetry for instance.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Variable> {
        self.locks.variable(name)
    }
}
