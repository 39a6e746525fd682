//! How a policy stands against the controls that governance guides ask for.
//!
//! Nothing is read off the text of the settings. Each control is a battery of real calls, put to the
//! same engine that decides for an agent, also with layers added that somebody else could write.

mod battery;

use self::battery::{
    DIALERS, Must, ORDINARY_CALLS, OUTSIDER, OUTSIDER_CALLS, READERS, REPOSITORY, SECRETS,
};
use super::{Governance, mcp};
use crate::{
    call::{Call, Context},
    json::parse_object,
    mode::Mode,
    policy::{Policy, PolicyError},
    profile::Profile,
    settings::{Layer, Source},
    verdict::Verdict,
};
use serde::Serialize;

/// A control, and how a policy stands against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Control {
    /// A stable name, in kebab case.
    pub code: &'static str,
    /// What the control demands.
    pub demand: &'static str,
    /// How the policy stands.
    pub standing: Standing,
    /// What to set.
    pub help: &'static str,
}

/// How a policy stands against a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing that was asked gets through.
    Pass {
        /// How many calls were asked.
        asked: usize,
    },
    /// Some calls are held, and some get through.
    Fail {
        /// The first call that gets through.
        call: String,
        /// How many get through.
        through: usize,
        /// How many were asked.
        asked: usize,
    },
    /// Nothing holds any of the calls.
    NotSet,
}

/// What was asked for a control, and what got through.
#[derive(Default)]
struct Tally {
    asked: usize,
    through: Vec<String>,
}

impl Tally {
    fn ask(&mut self, call: impl Into<String>, passes: bool) {
        self.asked += 1;
        if passes {
            self.through.push(call.into());
        }
    }

    fn standing(self) -> Standing {
        let Tally { asked, through } = self;
        match through.first() {
            None => Standing::Pass { asked },
            Some(_) if through.len() == asked => Standing::NotSet,
            Some(call) => Standing::Fail { call: call.clone(), through: through.len(), asked },
        }
    }
}

/// Holds `layers` against every control, as `profile` reads them.
///
/// ```
/// use callgate::governance::posture::{Standing, posture};
/// use callgate::{Layer, Profile, Source};
/// let managed = r#"{"allowedMcpServers": [{"serverUrl": "https://gw.example*"}],
///     "allowManagedMcpServersOnly": true}"#;
/// let layers = [Layer::new(Source::Managed, managed)];
/// let controls = posture(&layers, Profile::ClaudeCode)?;
/// let mcp = controls.iter().find(|control| control.code == "mcp-locked").unwrap();
/// // The star lets `https://gw.example.posture-probe.example/` in.
/// assert!(matches!(mcp.standing, Standing::Fail { .. }));
/// # Ok::<(), callgate::PolicyError>(())
/// ```
///
/// # Errors
/// If no policy can be made of the layers.
pub fn posture(layers: &[Layer], profile: Profile) -> Result<Vec<Control>, PolicyError> {
    let asked = Asked::new(layers, profile)?;
    let mut controls = Vec::with_capacity(CONTROLS.len());
    for (code, demand, help, battery) in CONTROLS {
        let mut tally = Tally::default();
        battery(&asked, &mut tally);
        controls.push(Control { code, demand, standing: tally.standing(), help });
    }
    Ok(controls)
}

/// Whom the controls ask.
struct Asked {
    policy: Policy,
    servers: mcp::McpPolicy,
    /// The same with the layers of an outsider.
    open_policy: Policy,
    open_servers: mcp::McpPolicy,
    open_governance: Governance,
    /// Hosts that the allow list names, for look-alikes.
    hosts: Vec<String>,
    names: Vec<String>,
}

type Battery = fn(&Asked, &mut Tally);

/// Code, demand, help, battery.
const CONTROLS: &[(&str, &str, &str, Battery)] = &[
    (
        "bypass-mode-off",
        "no session skips the rules by running in bypassPermissions mode",
        "set permissions.disableBypassPermissionsMode to \"disable\"",
        |asked, tally| asked.mode(Mode::BypassPermissions, tally),
    ),
    (
        "auto-mode-off",
        "no classifier decides in place of the rules",
        "set disableAutoMode to \"disable\"",
        |asked, tally| asked.mode(Mode::Auto, tally),
    ),
    (
        "managed-rules-only",
        "nobody but the administrator allows calls by rules",
        "set allowManagedPermissionRulesOnly in managed settings",
        Asked::foreign_rules,
    ),
    (
        "managed-hooks-only",
        "nobody but the administrator runs hooks",
        "set allowManagedHooksOnly in managed settings",
        Asked::foreign_hooks,
    ),
    (
        "credentials-from-files",
        "file tools read no credentials",
        "deny Read(//**/.env), Read(//**/.env.*) and the folders of credentials in the home \
         directory: Read(~/.ssh/**), Read(~/.aws/**), …",
        Asked::secrets,
    ),
    (
        "credentials-from-commands",
        "commands read no credentials",
        "deny Read rules that reach the home directory: they bind the commands that the client knows",
        |asked, tally| asked.commands(READERS, tally),
    ),
    (
        "network-tools-denied",
        "network tools are refused however they are spelled",
        "deny Bash(curl:*) and Bash(wget:*), and leave shells and interpreters without allow rules",
        |asked, tally| asked.commands(DIALERS, tally),
    ),
    (
        "mcp-locked",
        "only the MCP servers run that the administrator names",
        "set allowedMcpServers with exact hosts, and allowManagedMcpServersOnly",
        Asked::foreign_servers,
    ),
    (
        "marketplaces-closed",
        "no plugin comes from an unknown marketplace",
        "set strictKnownMarketplaces in managed settings",
        Asked::foreign_marketplaces,
    ),
    (
        "sandbox-closed",
        "no command runs outside the sandbox",
        "set sandbox.enabled, and sandbox.allowUnsandboxedCommands to false",
        Asked::outside_the_sandbox,
    ),
    (
        "transcripts-short",
        "transcripts are deleted after 30 days or sooner, whatever a person sets",
        "set cleanupPeriodDays in managed settings",
        Asked::retention,
    ),
];

/// The longest retention that passes, in days.
const LONGEST: u64 = 30;

impl Asked {
    fn new(layers: &[Layer], profile: Profile) -> Result<Asked, PolicyError> {
        let mut open = layers.to_vec();
        for source in [Source::Flag, Source::Local, Source::Project, Source::User] {
            open.push(Layer::new(source, OUTSIDER));
        }
        open.push(Layer::new(Source::Project, REPOSITORY));
        let none = |_: &str| None;
        let mut hosts = Vec::new();
        let mut names = Vec::new();
        for layer in layers {
            mcp::named(layer, &mut hosts, &mut names);
        }
        Ok(Asked {
            policy: Policy::new(layers, profile)?,
            servers: mcp::McpPolicy::new(layers, profile, &none)?,
            open_policy: Policy::new(&open, profile)?,
            open_servers: mcp::McpPolicy::new(&open, profile, &none)?,
            open_governance: Governance::new(&open, profile)?,
            hosts,
            names,
        })
    }

    fn context(mode: Mode) -> Context<'static> {
        Context { mode: Some(mode), ..Context::new("/home/dev/project", "/home/dev") }
    }

    fn mode(&self, mode: Mode, tally: &mut Tally) {
        for (tool, input) in ORDINARY_CALLS {
            let input = parse_object(input).unwrap_or_default();
            let decision = self.open_policy.decide(&Call::new(tool, &input), &Asked::context(mode));
            tally.ask(shown(&decision.tool, &input), decision.mode == mode);
        }
    }

    fn foreign_rules(&self, tally: &mut Tally) {
        let context = Asked::context(Mode::Default);
        for (tool, input) in OUTSIDER_CALLS {
            let input = parse_object(input).unwrap_or_default();
            let call = Call::new(tool, &input);
            let passes = self.open_policy.verdict(&call, &context) == Verdict::Allow;
            tally.ask(shown(tool, &input), passes);
        }
    }

    fn foreign_hooks(&self, tally: &mut Tally) {
        for source in [Source::User, Source::Project, Source::Local, Source::Flag] {
            let answer = self.open_governance.may_run_hooks(source);
            let hook = format!("a hook in {} settings", source.as_str());
            tally.ask(hook, answer.verdict == Verdict::Allow);
        }
    }

    fn secrets(&self, tally: &mut Tally) {
        let context = Asked::context(Mode::Default);
        for path in SECRETS {
            for tool in ["Read", "Grep"] {
                let call = Call::with_subject(tool, path);
                let passes = self.policy.verdict(&call, &context) != Verdict::Deny;
                tally.ask(format!("{tool} {path}"), passes);
            }
        }
    }

    fn commands(&self, battery: &[(&str, Must)], tally: &mut Tally) {
        let context = Asked::context(Mode::Default);
        let set = battery.iter().any(|(command, must)| {
            *must == Must::BeDenied
                && self.policy.verdict(&Call::bash(command), &context) == Verdict::Deny
        });
        for (command, must) in battery {
            let verdict = self.policy.verdict(&Call::bash(command), &context);
            let passes = match must {
                Must::BeDenied => verdict != Verdict::Deny,
                // A question is no control by itself: it counts beside denials.
                Must::NotPass => verdict == Verdict::Allow || !set,
            };
            tally.ask(*command, passes);
        }
    }

    fn foreign_servers(&self, tally: &mut Tally) {
        let mut ask = |server: mcp::McpServer, shown: String| {
            tally.ask(shown, self.servers.takes(&server) || self.open_servers.takes(&server));
        };
        for url in ["https://posture-probe.example/mcp", "http://127.0.0.1:9/mcp", "https://[::1]/"]
        {
            ask(mcp::McpServer::remote("posture-probe", url), url.to_owned());
        }
        ask(
            mcp::McpServer::command("posture-probe", ["posture-probe"]),
            "the program `posture-probe`".to_owned(),
        );
        for name in &self.names {
            let url = "https://posture-probe.example/mcp";
            ask(mcp::McpServer::remote(name, url), format!("{url} by the name of `{name}`"));
            let program = mcp::McpServer::command(name, ["posture-probe"]);
            ask(program, format!("the program `posture-probe` by the name of `{name}`"));
        }
        for host in &self.hosts {
            for url in [
                format!("https://{host}.posture-probe.example/mcp"),
                format!("https://posture-probe.example/{host}/mcp"),
                format!("https://posture-probe.example/?https://{host}/mcp"),
                format!("https://{host}@posture-probe.example/mcp"),
                format!("https://posture-probe.example\\@{host}/mcp"),
                format!("https://posture-probe{host}/mcp"),
            ] {
                ask(mcp::McpServer::remote("posture-probe", &url), url);
            }
        }
    }

    fn foreign_marketplaces(&self, tally: &mut Tally) {
        for source in [
            r#"{"source": "github", "repo": "posture-probe/plugins"}"#,
            r#"{"source": "git", "url": "https://posture-probe.example/plugins.git"}"#,
            r#"{"source": "url", "url": "https://posture-probe.example/marketplace.json"}"#,
            r#"{"source": "directory", "path": "/tmp/posture-probe"}"#,
            r#"{"source": "npm", "package": "posture-probe"}"#,
        ] {
            let source_object = parse_object(source).unwrap_or_default();
            let answer = self.open_governance.may_add_marketplace(&source_object);
            tally.ask(format!("the marketplace {source}"), answer.verdict != Verdict::Deny);
        }
    }

    fn outside_the_sandbox(&self, tally: &mut Tally) {
        for command in ["posture-probe", "posture-probe --all", "curl https://probe.example"] {
            let answer = self.open_governance.may_leave_sandbox(command);
            tally.ask(format!("{command}, outside the sandbox"), answer.verdict != Verdict::Deny);
        }
    }

    fn retention(&self, tally: &mut Tally) {
        let retention = self.open_governance.retention();
        tally.ask(format!("a transcript of {} days", retention.days), retention.days > LONGEST);
    }
}

/// A call in one line.
fn shown(tool: &str, input: &serde_json::Map<String, serde_json::Value>) -> String {
    let call = Call::new(tool, input);
    match call.subject() {
        Some(subject) => format!("{tool} {subject}"),
        None => tool.to_owned(),
    }
}

#[cfg(test)]
mod tests;
