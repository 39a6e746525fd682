//! Tools without a language of their own: MCP tools, `Agent`, `Skill`, `WebSearch`, unknown ones.

use super::{Env, Finding, Trace};
use crate::{
    call::Call,
    decision::{BuiltIn, PartKind},
    policy::Lists,
};

pub(crate) fn check(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    let hits = match call.subject() {
        Some(subject) => env.rules.text(tool, subject, Lists::ALL),
        None => Default::default(),
    };
    let finding = hits.restriction().unwrap_or_else(|| match tool {
        "Agent" | "Skill" => Finding::allow(BuiltIn::ToolAllowed),
        _ => env.allowed_or_open(hits.allow),
    });
    trace.part(PartKind::Call, call.subject().unwrap_or(tool), None, finding);
    finding
}

/// `PowerShell`, whose grammar is not read: restrictions meet the whole text.
pub(crate) fn power_shell(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let hits = env.rules.command("PowerShell", command, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| env.allowed_or_open(hits.allow));
    trace.part(PartKind::Command, command, None, finding);
    finding
}
