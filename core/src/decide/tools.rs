//! Tools without a language of their own: MCP tools, `Agent`, `Skill`, `WebSearch`, unknown ones.

use super::{Env, Finding, Trace};
use crate::{
    blank,
    call::Call,
    decision::{BuiltIn, PartKind},
    mode::Mode,
    pattern::AgentName,
    policy::{Hits, Lists},
    programs::tools,
    verdict::Verdict,
};

pub(crate) fn check(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    let subject = call.subject().map(|subject| match tool {
        "Skill" => {
            let name = blank::trim(subject);
            name.strip_prefix('/').unwrap_or(name)
        }
        _ => subject,
    });
    let hits = subject.map_or_else(Hits::default, |name| match tool {
        "Agent" => env.rules.agent(&AgentName::new(name), Lists::ALL),
        _ => env.rules.text(tool, name, Lists::ALL),
    });
    let finding = match tool {
        "Agent" => by_name(env, hits, Finding::allow(BuiltIn::ToolAllowed)),
        "Skill" => {
            let plain = subject.is_some_and(tools::is_plain_skill);
            let open = if plain { BuiltIn::ToolAllowed } else { BuiltIn::SkillUnknown };
            let verdict = if plain { Verdict::Allow } else { Verdict::Ask };
            by_name(env, hits, Finding::built_in(verdict, open))
        }
        _ if tools::needs_no_permission(tool) => Finding::allow(BuiltIn::ToolAllowed),
        _ => hits.restriction().unwrap_or_else(|| match env.mode {
            // Which of them only read, their servers say, and nobody says it here.
            Mode::Plan if tool.starts_with("mcp__") => Finding::firm_ask(BuiltIn::ModePlan),
            _ => env.allowed_or_open(hits.allow),
        }),
    };
    trace.part(PartKind::Call, subject.unwrap_or(tool), None, finding);
    finding
}

/// Agents and skills: the client heeds ask rules for all of them, but not for one by its name.
fn by_name(env: &Env<'_>, hits: Hits, open: Finding) -> Finding {
    if let Some(rule) = hits.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    if let Some(rule) = hits.ask.filter(|_| env.profile.asks_for_agents_by_name()) {
        return Finding::rule(Verdict::Ask, rule);
    }
    match hits.allow.or(env.whole.allow) {
        Some(rule) => Finding::rule(Verdict::Allow, rule),
        None => open,
    }
}
