//! The decision, tool by tool.
//!
//! Each tool's module says what it found; this one puts the findings in the client's order (deny,
//! ask, safety checks, mode, allow) and applies the mode.

pub(crate) mod bash;
mod files;
mod finding;
mod power_shell;
mod tools;
mod trace;
mod web;

pub(crate) use self::{
    finding::{Because, Finding},
    trace::{PartRecord, Recorder, Silent, Trace},
};

use crate::{
    call::{Call, Classifier, Context, Resolver, current_name},
    decision::{BuiltIn, PartKind},
    mode::Mode,
    path::{Places, Target, WorkingDirectories},
    policy::{Access, Hits, Lists, Rules},
    profile::Profile,
    settings::Merged,
    verdict::Verdict,
};

/// Everything that a decision depends on, apart from the call.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) settings: &'a Merged,
    pub(crate) profile: Profile,
    pub(crate) mode: Mode,
    pub(crate) places: &'a Places<'a>,
    pub(crate) links: &'a dyn Resolver,
    pub(crate) classifier: Classifier,
    /// The rules about the called tool as a whole.
    pub(crate) whole: Hits,
}

impl<'a> Env<'a> {
    pub(crate) fn new(
        rules: &'a Rules,
        settings: &'a Merged,
        profile: Profile,
        mode: Mode,
        context: &Context<'a>,
        places: &'a Places<'a>,
    ) -> Env<'a> {
        Env {
            rules,
            settings,
            profile,
            mode,
            places,
            links: context.links,
            classifier: context.classifier,
            whole: Hits::default(),
        }
    }

    /// Does `target` lie in the working directories, or in those that the fence for `access` encloses
    /// if there is one?
    pub(crate) fn is_inside(&self, target: &Target<'_>, access: Access) -> bool {
        let fence = match access {
            Access::Read => self.settings.block_reads_outside,
            Access::Write => self.settings.block_writes_outside,
        };
        let directories = self.directories();
        if fence { directories.enclose(target) } else { directories.contain(target) }
    }

    /// The directories in which the agent works.
    pub(crate) fn directories(&self) -> WorkingDirectories<'a> {
        WorkingDirectories { places: self.places, links: self.links }
    }

    /// Are edits inside the working directories accepted? Auto mode leaves them to no classifier.
    pub(crate) const fn accepts_edits(&self) -> bool {
        matches!(self.mode, Mode::AcceptEdits | Mode::Auto)
    }

    /// Does the client's classifier decide what the rules leave open?
    pub(crate) const fn classifier_decides(&self) -> bool {
        self.settings.classifier_decides(self.mode)
    }

    /// The finding for a piece that no restriction met: the allow rule, or nothing.
    pub(crate) fn allowed_or_open(&self, allow: Option<crate::rule::RuleId>) -> Finding {
        match allow.or(self.whole.allow) {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::NoRule),
        }
    }
}

/// Decides a call and reports its parts to `trace`.
pub(crate) fn decide(env: &Env<'_>, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    if env.settings.refuses_to_start {
        return Finding::deny(BuiltIn::UnreadableManagedSettings);
    }
    let tool = current_name(call.tool());
    let whole = whole_tool(env, tool);
    if let Some(rule) = whole.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    let env = &Env { whole, ..*env };
    let mut finding = by_tool(env, tool, call, trace);
    if let Some(input) = call.input() {
        let hits = env.rules.parameter(tool, input, Lists::RESTRICTIONS);
        if let Some(restriction) = hits.restriction() {
            trace.part(PartKind::Parameter, call.tool(), None, restriction);
            finding = finding.stricter(restriction);
        }
    }
    if let Some(rule) = whole.ask {
        finding = Finding::rule(Verdict::Ask, rule).stricter(finding);
    }
    let finding = apply_mode(env, finding);
    // An ask rule that only this profile sees must not soften what the client refuses.
    let may_soften = matches!(finding.because, Because::Rule(_))
        && finding.verdict == Verdict::Ask
        && env.classifier_decides()
        && env.profile != Profile::ClaudeCode;
    if may_soften {
        let client = Env { profile: Profile::ClaudeCode, ..*env };
        return finding.stricter(decide(&client, call, &mut Silent));
    }
    finding
}

/// Does a decision about a call of `tool` depend on the member `name` of its input, other than as the
/// subject of the call?
pub(crate) fn reads(rules: &Rules, tool: &str, name: &str) -> bool {
    let tool = current_name(tool);
    files::reads(tool, name) || rules.read_parameter(tool, name)
}

/// The rules about a tool as a whole. `Monitor` runs what `Bash` runs, so those of both count.
fn whole_tool(env: &Env<'_>, tool: &str) -> Hits {
    let hits = env.rules.tool(tool);
    if tool == "Monitor" { hits.first(env.rules.tool("Bash")) } else { hits }
}

fn by_tool(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    match tool {
        "Bash" | "Monitor" => match call.subject() {
            Some(command) => bash::check(env, command, trace),
            None => Finding::firm_ask(BuiltIn::UnreadableInput),
        },
        "PowerShell" => match call.subject() {
            Some(command) => power_shell::check(env, command, trace),
            None => Finding::firm_ask(BuiltIn::UnreadableInput),
        },
        "Read" | "Edit" | "Write" | "MultiEdit" | "NotebookEdit" | "Glob" | "Grep" | "LS" => {
            files::check(env, tool, call, trace)
        }
        "WebFetch" => match call.subject() {
            Some(url) => web::check(env, url, trace),
            None => Finding::firm_ask(BuiltIn::UnreadableInput),
        },
        _ => tools::check(env, tool, call, trace),
    }
}

/// What the mode makes of a finding.
fn apply_mode(env: &Env<'_>, finding: Finding) -> Finding {
    if finding.verdict != Verdict::Ask {
        return finding;
    }
    if env.mode == Mode::DontAsk {
        return Finding::deny(BuiltIn::ModeDontAsk);
    }
    if finding.firm {
        return if env.classifier_decides() && is_refused(env, finding.because) {
            Finding { verdict: Verdict::Deny, ..finding }
        } else {
            env.prompt(finding)
        };
    }
    match env.mode {
        Mode::BypassPermissions => Finding::allow(BuiltIn::ModeBypass),
        _ if env.classifier_decides() => match env.classifier {
            Classifier::Unreachable => Finding::deny(BuiltIn::ClassifierUnreachable),
            Classifier::Unknown => env.prompt(Finding::ask(BuiltIn::ModeAuto)),
        },
        _ => env.prompt(finding),
    }
}

/// Does the client refuse what it asks about in other modes, where its classifier decides?
fn is_refused(env: &Env<'_>, because: Because) -> bool {
    match because {
        Because::BuiltIn(
            BuiltIn::CriticalRemoval
            | BuiltIn::DeniedInScript
            | BuiltIn::OpenSubstitution
            | BuiltIn::UncheckedScript,
        ) => true,
        // To the client a file that is not there lies nowhere outside, and its classifier is next.
        // Nobody here looks whether it is there.
        Because::BuiltIn(BuiltIn::ReadsOutsideBlocked) => env.classifier == Classifier::Unreachable,
        _ => false,
    }
}

impl Env<'_> {
    /// A question, or a refusal where nobody is to be asked.
    fn prompt(&self, question: Finding) -> Finding {
        if self.settings.deny_instead_of_prompting {
            Finding::deny(BuiltIn::DenyInsteadOfPrompting)
        } else {
            question
        }
    }
}
