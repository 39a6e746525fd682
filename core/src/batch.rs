//! Groups of recorded calls, in and out as JSON: the form in which conformance data is kept, and
//! the one entry through which every language runs it.

use crate::{
    call::{Call, Classifier, Context, Resolver},
    decision::Reason,
    diagnostic::Diagnostic,
    governance::mcp::McpPolicy,
    json::{parse_object, whole_characters},
    mode::Mode,
    path,
    policy::Policy,
    profile::Profile,
    settings::{Layer, Source},
    verdict::Verdict,
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, Value};
use std::{borrow::Cow, collections::BTreeMap};

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
    let group: Group<'_> = serde_json::from_str(&text).map_err(GroupError)?;
    let layers = group.layers().map_err(GroupError)?;
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
        let blocked_servers = blocked(servers, &group.env, &layers, profile);
        push(&mut lines, &Servers { group: &group.id, blocked_servers });
        return Ok(lines);
    }
    match Policy::new(&layers, profile) {
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
    servers: &'a BTreeMap<String, &RawValue>,
    variables: &BTreeMap<String, String>,
    layers: &[Layer],
    profile: Profile,
) -> Vec<&'a str> {
    let environment = |name: &str| variables.get(name).cloned();
    let policy = McpPolicy::new(layers, profile, &environment).ok();
    let takes = |name: &str, entry: &RawValue| {
        let entry = parse_object(entry.get()).ok()?;
        let policy = policy.as_ref()?;
        Some(policy.takes(&policy.read_server(name, &entry, &environment).ok()?))
    };
    servers
        .iter()
        .filter(|(name, entry)| takes(name, entry) != Some(true))
        .map(|(name, _)| name.as_str())
        .collect()
}

/// Why a group could not be read.
#[derive(Debug)]
pub struct GroupError(serde_json::Error);

impl std::fmt::Display for GroupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "this is no group of calls: {}", self.0)
    }
}

impl std::error::Error for GroupError {}

#[derive(Deserialize)]
struct Group<'a> {
    id: String,
    #[serde(default, borrow)]
    settings: Settings<'a>,
    #[serde(default, borrow)]
    managed_d: BTreeMap<String, &'a RawValue>,
    mode: Option<String>,
    #[serde(default = "default_cwd")]
    cwd: String,
    #[serde(default = "default_home")]
    home: String,
    #[serde(default)]
    files: BTreeMap<String, Value>,
    #[serde(default, borrow)]
    calls: Vec<RecordedCall<'a>>,
    #[serde(default, borrow)]
    mcp: Option<BTreeMap<String, &'a RawValue>>,
    #[serde(default)]
    env: BTreeMap<String, String>,
}

fn default_cwd() -> String {
    "/home/dev/project".to_owned()
}

fn default_home() -> String {
    "/home/dev".to_owned()
}

/// A layer that has another name is a mistake, and its rules must not get lost silently.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings<'a> {
    #[serde(borrow)]
    managed: Option<&'a RawValue>,
    #[serde(borrow)]
    user: Option<&'a RawValue>,
    #[serde(borrow)]
    project: Option<&'a RawValue>,
    #[serde(borrow)]
    local: Option<&'a RawValue>,
    #[serde(borrow)]
    flag: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RecordedCall<'a> {
    tool: String,
    #[serde(default, borrow)]
    input: Option<&'a RawValue>,
}

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

impl Group<'_> {
    /// The group's settings as documents, named as the client's files are.
    fn layers(&self) -> Result<Vec<Layer>, serde_json::Error> {
        let mut layers = Vec::new();
        let settings = &self.settings;
        for (source, name, document) in [
            (Source::Managed, "managed-settings.json", settings.managed),
            (Source::User, "~/.claude/settings.json", settings.user),
            (Source::Project, ".claude/settings.json", settings.project),
            (Source::Local, ".claude/settings.local.json", settings.local),
            (Source::Flag, "--settings", settings.flag),
        ] {
            if let Some(document) = document {
                let text = document_text(document)?;
                layers.push(Layer { name: name.to_owned(), ..Layer::new(source, text) });
            }
        }
        for (name, fragment) in &self.managed_d {
            let text = document_text(fragment)?;
            let name = format!("managed-settings.d/{name}");
            layers.push(Layer { name, ..Layer::new(Source::Managed, text) });
        }
        Ok(layers)
    }
}

/// A settings document: the JSON value itself, or the text that a JSON string holds.
fn document_text(document: &RawValue) -> Result<Cow<'_, str>, serde_json::Error> {
    if document.get().starts_with('"') {
        return serde_json::from_str::<String>(document.get()).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(document.get()))
}

/// Decides one call and adds its line.
fn answer(
    lines: &mut String,
    group: &str,
    index: usize,
    call: &RecordedCall<'_>,
    policy: &Policy,
    context: &Context<'_>,
) {
    let input = call.input.and_then(|input| parse_object(input.get()).ok());
    let call = match &input {
        Some(input) => Call::new(&call.tool, input),
        None => Call::bare(&call.tool),
    };
    let decision = policy.decide(&call, context);
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

/// The file system that a group was recorded in: its `files`, and what any Linux has.
struct Disk {
    links: BTreeMap<String, String>,
    /// By path; whatever the value.
    directories: BTreeMap<String, String>,
}

/// Directories that are there without being named.
const STANDARD_DIRECTORIES: [&str; 8] =
    ["//", "/dev/", "/etc/", "/etc/ssl/", "/opt/", "/proc/", "/tmp/", "/usr/"];

impl Disk {
    fn new(group: &Group<'_>) -> Disk {
        let mut links = BTreeMap::new();
        let mut directories = BTreeMap::new();
        let mut add = |path: &str| {
            for (at, _) in path.match_indices('/').skip(1) {
                directories.insert(path.get(..at).unwrap_or_default().to_owned(), String::new());
            }
        };
        STANDARD_DIRECTORIES.iter().for_each(|path| add(path));
        add(&format!("{}/.git/", group.cwd));
        add(&format!("{}/.claude/", group.home));
        for (path, file) in &group.files {
            let path = path::join(&group.cwd, path);
            match file {
                Value::Null => add(&format!("{path}/")),
                _ => add(&path),
            }
            if let Some(target) = file.get("symlink").and_then(Value::as_str) {
                links.insert(path.into_owned(), target.to_owned());
            }
        }
        Disk { links, directories }
    }
}

impl Resolver for Disk {
    fn read_link(&self, path: &str) -> Option<String> {
        self.links.get(path).cloned()
    }

    fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn is_directory(&self, path: &str) -> Option<bool> {
        let followed = path::follow(path, self).ok()?;
        let path = followed.end().unwrap_or(path);
        let is_directory = self.directories.contains_key(path);
        // No group names the programs of the system.
        (is_directory || !path.starts_with("/usr/")).then_some(is_directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_has_what_its_group_puts_there() {
        let group = r#"{"id": "g", "calls": [], "files": {
            "a": {"symlink": "dir"}, "/x": {"symlink": "/y"}, "plain": "", "dir": null}}"#;
        let disk = Disk::new(&serde_json::from_str(group).unwrap());
        assert_eq!(disk.read_link("/home/dev/project/a").as_deref(), Some("dir"));
        assert_eq!(disk.read_link("/x").as_deref(), Some("/y"));
        assert_eq!(disk.read_link("/home/dev/project/plain"), None);
        assert_eq!(disk.is_directory("/home/dev/project/a"), Some(true));
        assert_eq!(disk.is_directory("/home/dev/project/plain"), Some(false));
        assert_eq!(disk.is_directory("/home/dev/other"), Some(false));
        assert_eq!(disk.is_directory("/etc"), Some(true));
    }

    #[test]
    fn what_is_no_group_is_an_error() {
        for text in ["", "[]", "{}", r#"{"id": 1}"#, r#"{"id": "g", "settings": {"usr": {}}}"#] {
            assert!(group(text, Profile::ClaudeCode).is_err(), "{text}");
        }
    }
}
