//! Groups of recorded calls, in and out as JSON: the form in which conformance data is kept, and
//! the one entry through which every language runs it.

mod disk;
mod group;

use self::{disk::Disk, group::Group};
use crate::{
    call::{Classifier, Context},
    decision::Reason,
    diagnostic::Diagnostic,
    governance::mcp::McpPolicy,
    interop::OwnedCall,
    json::{Misfit, Node, whole_characters},
    mode::Mode,
    order::Table,
    policy::Policy,
    profile::Profile,
    settings::Layer,
    verdict::Verdict,
};
use serde::Serialize;

/// Decides every call of a group of calls.
///
/// `group` is a JSON object:
///
/// | field | what it is |
/// |---|---|
/// | `id` | the group's name |
/// | `settings` | `managed`, `user`, `project`, `local`, `flag`: a settings object, or a string that holds the text of one |
/// | `managed_d` | drop-in fragments of managed settings by file name |
/// | `mode` | the mode that the session was started in; `default` or none: the one that the settings name; `manual`: the default mode whatever they name |
/// | `cwd`, `home` | working directory and home directory; `/home/dev/project` and `/home/dev` if absent |
/// | `files` | path to text, to `null` for a directory, or to `{"symlink": target}` |
/// | `calls` | `{"tool": name, "input": object}` each |
/// | `mcp` | MCP servers by name |
/// | `env` | the environment variables of the session |
///
/// All but `id` may be absent; any other field, a recorded `decision` for instance, is ignored.
///
/// The answer is one JSON object a line: for each call `{"group", "call", "decision", "reason",
/// "message"}`, where `call` counts from 0; for a group with servers `{"group",
/// "blocked_servers"}`. Where settings cannot be read, every call is denied, and the line says why
/// under `"error"`.
///
/// ```
/// use callgate::{Profile, batch};
/// let answers = batch::group(
///     r#"{
///         "id": "g",
///         "settings": {"user": {"permissions": {"deny": ["Bash(curl:*)"]}}},
///         "calls": [{"tool": "Bash", "input": {"command": "curl example.com"}}]
///     }"#,
///     Profile::ClaudeCode,
/// )?;
/// assert!(answers.starts_with(r#"{"group":"g","call":0,"decision":"deny""#));
/// # Ok::<(), batch::GroupError>(())
/// ```
///
/// # Errors
/// If `group` is no such object.
pub fn group(group: &str, profile: Profile) -> Result<String, GroupError> {
    let text = whole_characters(group);
    let group = Group::read(&text).map_err(GroupError)?;
    let layers = &group.layers;
    let disk = Disk::new(&group);
    let context = Context {
        // `default` is recorded for sessions that were started without a mode, too, and these take
        // the one in the settings.
        mode: group.mode.as_deref().filter(|mode| *mode != "default").and_then(Mode::parse),
        links: &disk,
        // Decisions are recorded without a network.
        classifier: Classifier::Unreachable,
        ..Context::new(&group.cwd, &group.home)
    };
    let mut lines = String::new();
    if let Some(servers) = &group.mcp {
        let blocked_servers = blocked(servers, &group.env, layers, profile);
        push(&mut lines, &Servers { group: &group.id, blocked_servers });
        return Ok(lines);
    }
    match Policy::new(layers, profile) {
        Ok(policy) => {
            for (index, call) in group.calls.iter().enumerate() {
                answer(&mut lines, &group.id, index, call, &policy, &context);
            }
        }
        Err(error) => {
            for index in 0..group.calls.len() {
                let answer = Refused {
                    group: &group.id,
                    call: index,
                    decision: Verdict::Deny,
                    error: error.to_string(),
                    diagnostics: &error.diagnostics,
                };
                push(&mut lines, &answer);
            }
        }
    }
    Ok(lines)
}

/// The servers that the settings keep out; all of them if the settings cannot be read.
fn blocked<'a>(
    servers: &'a [(String, Node<'_>)],
    variables: &Table<String>,
    layers: &[Layer],
    profile: Profile,
) -> Vec<&'a str> {
    let environment = |name: &str| variables.get(name).cloned();
    let policy = McpPolicy::new(layers, profile, &environment).ok();
    let takes = |name: &str, entry: Node<'_>| {
        let entry = entry.object()?;
        let policy = policy.as_ref()?;
        Some(policy.takes(&policy.read_server(name, &entry, &environment).ok()?))
    };
    servers
        .iter()
        .filter(|(name, entry)| takes(name, *entry) != Some(true))
        .map(|(name, _)| name.as_str())
        .collect()
}

/// Why a group could not be read.
#[derive(Debug)]
pub struct GroupError(Misfit);

impl std::fmt::Display for GroupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "this is no group of calls: {}", self.0)
    }
}

impl std::error::Error for GroupError {}

#[derive(Serialize)]
struct Answer<'a> {
    group: &'a str,
    call: usize,
    decision: Verdict,
    reason: Reason,
    message: String,
}

#[derive(Serialize)]
struct Refused<'a> {
    group: &'a str,
    call: usize,
    decision: Verdict,
    error: String,
    diagnostics: &'a [Diagnostic],
}

#[derive(Serialize)]
struct Servers<'a> {
    group: &'a str,
    blocked_servers: Vec<&'a str>,
}

/// Decides one call and adds its line.
fn answer(
    lines: &mut String,
    group: &str,
    index: usize,
    call: &OwnedCall,
    policy: &Policy,
    context: &Context<'_>,
) {
    let decision = policy.decide(&call.call(), context);
    let answer = Answer {
        group,
        call: index,
        decision: decision.verdict,
        reason: decision.reason,
        message: decision.message,
    };
    push(lines, &answer);
}

/// Adds one line.
fn push(lines: &mut String, line: &impl Serialize) {
    // Strings, numbers and objects with string keys: this cannot fail.
    if let Ok(line) = serde_json::to_string(line) {
        lines.push_str(&line);
        lines.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_group_is_an_error() {
        for text in ["", "[]", "{}", r#"{"id": 1}"#, r#"{"id": "g", "settings": {"usr": {}}}"#] {
            assert!(group(text, Profile::ClaudeCode).is_err(), "{text}");
        }
    }
}
