//! Names of tools, agents and skills.

use super::{Check, Subject};
use crate::{call::current_name, diagnostic::Code, letters::one_of, programs::tools, rule::List};

/// Is the rule about a tool that there is?
pub(super) fn check(subject: &Subject<'_>) -> Option<Check> {
    let tool = subject.tool;
    let trimmed = tool.trim();
    if trimmed.is_empty() {
        return Some((Code::InertName, None));
    }
    if trimmed != tool || tool.contains(char::is_whitespace) {
        let specifier = subject.text.get(tool.len()..).unwrap_or("");
        let help = tools::is_known(trimmed).then(|| format!("write `{trimmed}{specifier}`"));
        return Some((Code::InertName, help));
    }
    if let Some(rest) = tool.strip_prefix("mcp__") {
        return mcp(tool, rest);
    }
    let exempt = tool.contains(one_of("_*"));
    let known = tools::is_known(current_name(tool)) || REMOVED.contains(&tool);
    (!exempt && !known).then_some((Code::UnknownTool, None))
}

/// Tools of former clients of which path rules are still told apart.
const REMOVED: [&str; 2] = ["LS", "MultiEdit"];

fn mcp(tool: &str, rest: &str) -> Option<Check> {
    let plain =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '*');
    if !rest.chars().all(plain) {
        let name: String =
            tool.chars().map(|character| if plain(character) { character } else { '_' }).collect();
        return Some((Code::InertMcpName, Some(format!("write `{name}`"))));
    }
    let empty = rest.is_empty() || rest.starts_with("__") || rest.ends_with("__");
    empty.then_some((Code::InertMcpName, None))
}

/// Does a `param:value` specifier name the field that the tool's own rules are about?
pub(super) fn is_parameter_of_own_rules(tool: &str, specifier: &str) -> bool {
    specifier.split_once(':').is_some_and(|(name, _)| {
        let field = crate::rule::primary_field(tool);
        field == Some(name.trim())
    })
}

/// Rules for one agent or skill.
pub(super) fn check_specifier(list: List, tool: &str, specifier: &str) -> Vec<Check> {
    let parameter = list != List::Allow && specifier.contains(':') && !specifier.ends_with(":*");
    if parameter {
        return Vec::new();
    }
    let name = match tool {
        "Skill" => specifier
            .strip_suffix(":*")
            .or_else(|| specifier.strip_suffix(" *"))
            .unwrap_or(specifier),
        _ => specifier,
    };
    if name.contains('*') {
        return vec![(Code::InertNameWildcard, None)];
    }
    match list {
        List::Ask => vec![(Code::InertAskByName, None)],
        List::Deny | List::Allow => Vec::new(),
    }
}
