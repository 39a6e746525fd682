//! Rules and calls as they are found in the wild, generated from a fixed seed.
//!
//! The mix of rule forms is that of 5,104 rules in public settings files: 33 % `:*`, 18 % exact,
//! 15 % ` *`, 10 % `Read`, 6 % MCP, 3 % each of inner wildcard, `*` without a space, `WebFetch`,
//! `Edit` and bare tools; the rest here are `Skill` rules.

use callgate::{List, Verdict};
use fastrand::Rng;
use serde_json::Value;
use std::collections::HashSet;

/// What a generated rule matches, in a normal form that every rival can be built from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Matches {
    /// Commands that are this text or start with it and a blank.
    Prefix(String),
    /// Commands that start with this text.
    RawPrefix(String),
    /// This command alone.
    Exact(String),
    /// Commands that fit this pattern from end to end, `*` for any run of characters.
    Wildcard(String),
    /// Files that fit this glob, absolute, when they are read.
    Read(String),
    /// Files that fit this glob, absolute, when they are written.
    Edit(String),
    /// This host, or any below it if it starts with `*.`.
    Host(String),
    /// This MCP tool, or every tool of the server if there is no tool in it.
    Mcp(String),
    /// Every call of a tool that no call of the workload uses.
    Tool(String),
    /// A skill.
    Skill(String),
}

/// A generated rule.
#[derive(Clone, Debug)]
pub struct RuleSpec {
    /// The list that it stands in.
    pub list: List,
    /// As it stands in the settings.
    pub text: String,
    /// What it means.
    pub matches: Matches,
}

impl RuleSpec {
    /// The glob of a rule that has a say when a file is read: who may edit it may read it too.
    #[must_use]
    pub fn read_glob(&self) -> Option<&str> {
        match &self.matches {
            Matches::Read(glob) => Some(glob),
            Matches::Edit(glob) if self.list == List::Allow => Some(glob),
            _ => None,
        }
    }
}

/// A generated command line, with what callgate's rivals are told of it for free.
#[derive(Clone, Debug)]
pub struct Command {
    /// The command line.
    pub text: String,
    /// Its simple commands.
    pub parts: Vec<String>,
    /// It holds a substitution, so that no allow rule can cover it.
    pub opaque: bool,
}

/// Which mix of rules to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// The forms that are found in the wild.
    Wild,
    /// Command rules with two or more inner wildcards and nothing else.
    Nasty,
}

const PROGRAMS: &[&str] = &[
    "npm",
    "cargo",
    "kubectl",
    "terraform",
    "gh",
    "aws",
    "helm",
    "pnpm",
    "yarn",
    "make",
    "go",
    "pip",
    "uv",
    "gradle",
    "mvn",
    "psql",
    "poetry",
    "dotnet",
    "bundle",
    "composer",
    "gcloud",
    "az",
    "flyctl",
    "heroku",
    "pulumi",
    "bazel",
    "ninja",
    "just",
    "podman",
    "systemctl",
];
const VERBS: &[&str] = &[
    "run", "build", "deploy", "push", "install", "publish", "apply", "destroy", "create", "delete",
    "update", "release", "plan", "lint", "format", "start", "stop", "scale", "rollout", "import",
];
const THINGS: &[&str] = &[
    "api", "web", "auth", "billing", "worker", "proxy", "gateway", "docs", "core", "infra",
    "search", "mailer", "assets", "queue", "cache", "metrics", "login", "admin", "mobile", "hub",
];
const ENVIRONMENTS: &[&str] = &["prod", "staging", "dev", "qa", "canary", "local", "eu", "us"];
const TOPICS: &[&str] = &["secrets", "config", "keys", "certs", "backups", "dumps", "private"];
const ENDINGS: &[&str] =
    &["pem", "key", "env", "p12", "sqlite", "json", "yaml", "ts", "rs", "lock"];

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from[rng.usize(..from.len())]
}

fn thing(rng: &mut Rng) -> String {
    match rng.u8(..3) {
        0 => pick(rng, THINGS).to_owned(),
        1 => format!("{}-{}", pick(rng, THINGS), pick(rng, ENVIRONMENTS)),
        _ => format!("{}-{}{}", pick(rng, THINGS), pick(rng, THINGS), rng.u16(..400)),
    }
}

fn stem(rng: &mut Rng, words: usize) -> String {
    let mut stem = format!("{} {}", pick(rng, PROGRAMS), pick(rng, VERBS));
    for _ in 2..words {
        stem.push(' ');
        stem.push_str(&thing(rng));
    }
    stem
}

fn glob(rng: &mut Rng) -> String {
    match rng.u8(..4) {
        0 => format!("**/*{}.{}", thing(rng), pick(rng, ENDINGS)),
        1 => format!("**/{}-{}/**", pick(rng, TOPICS), thing(rng)),
        2 => format!("srv/{}/{}/**", thing(rng), pick(rng, TOPICS)),
        _ => format!("srv/{}/*.{}", thing(rng), pick(rng, ENDINGS)),
    }
}

fn wildcard(rng: &mut Rng, nasty: bool) -> String {
    if nasty {
        match rng.u8(..3) {
            0 => format!("* --{} *{}*", pick(rng, VERBS), thing(rng)),
            1 => format!("*{}*{}*{}", pick(rng, THINGS), thing(rng), pick(rng, ENDINGS)),
            _ => format!("{} *{}* --{} *", pick(rng, PROGRAMS), thing(rng), pick(rng, VERBS)),
        }
    } else {
        match rng.u8(..2) {
            0 => format!("{} * {}", pick(rng, PROGRAMS), thing(rng)),
            _ => format!("* --{} {}", pick(rng, VERBS), thing(rng)),
        }
    }
}

fn rule(rng: &mut Rng, mix: Mix) -> (String, Matches) {
    if mix == Mix::Nasty {
        let pattern = wildcard(rng, true);
        return (format!("Bash({pattern})"), Matches::Wildcard(pattern));
    }
    match rng.u8(..100) {
        0..33 => {
            let words = rng.usize(1..5);
            let stem = stem(rng, words.max(2));
            (format!("Bash({stem}:*)"), Matches::Prefix(stem))
        }
        33..51 => {
            let stem = stem(rng, 4);
            (format!("Bash({stem})"), Matches::Exact(stem))
        }
        51..66 => {
            let stem = stem(rng, 3);
            (format!("Bash({stem} *)"), Matches::Prefix(stem))
        }
        66..76 => {
            let glob = glob(rng);
            (format!("Read(//{glob})"), Matches::Read(format!("/{glob}")))
        }
        76..82 => {
            let server = format!("{}{}", pick(rng, THINGS), rng.u16(..500));
            let name = match rng.bool() {
                true => format!("mcp__{server}"),
                false => format!("mcp__{server}__{}_{}", pick(rng, VERBS), pick(rng, THINGS)),
            };
            (name.clone(), Matches::Mcp(name))
        }
        82..85 => {
            let pattern = wildcard(rng, false);
            (format!("Bash({pattern})"), Matches::Wildcard(pattern))
        }
        85..88 => {
            let stem = stem(rng, 3);
            (format!("Bash({stem}*)"), Matches::RawPrefix(stem))
        }
        88..91 => {
            let host = format!("{}{}.example.com", pick(rng, THINGS), rng.u16(..500));
            let host = if rng.bool() { format!("*.{host}") } else { host };
            (format!("WebFetch(domain:{host})"), Matches::Host(host))
        }
        91..94 => {
            let glob = glob(rng);
            (format!("Edit(//{glob})"), Matches::Edit(format!("/{glob}")))
        }
        94..97 => {
            let tool = format!("Tool{}", rng.u16(..));
            (tool.clone(), Matches::Tool(tool))
        }
        _ => {
            let skill = thing(rng);
            (format!("Skill({skill})"), Matches::Skill(skill))
        }
    }
}

/// Generates `count` different rules: 45 % deny, 15 % ask, 40 % allow.
#[must_use]
pub fn rules(mix: Mix, count: usize) -> Vec<RuleSpec> {
    let mut rng = Rng::with_seed(0x0c41_19a7 + count as u64);
    let mut seen = HashSet::new();
    let mut specs = Vec::with_capacity(count);
    while specs.len() < count {
        let list = match rng.u8(..100) {
            0..45 => List::Deny,
            45..60 => List::Ask,
            _ => List::Allow,
        };
        let (text, matches) = rule(&mut rng, mix);
        if seen.insert(matches.clone()) {
            specs.push(RuleSpec { list, text, matches });
        }
    }
    specs
}

/// The settings document that holds `rules`.
#[must_use]
pub fn settings(rules: &[RuleSpec]) -> String {
    let list = |list: List| {
        let texts: Vec<String> =
            rules.iter().filter(|r| r.list == list).map(|r| format!("\"{}\"", r.text)).collect();
        texts.join(", ")
    };
    format!(
        r#"{{"permissions": {{"deny": [{}], "ask": [{}], "allow": [{}]}}}}"#,
        list(List::Deny),
        list(List::Ask),
        list(List::Allow)
    )
}

/// `pattern`, with `*` for any run of characters, fits `text` from end to end.
fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// A simple command, made to meet one of `rules` about every other time.
fn simple(rng: &mut Rng, rules: &[RuleSpec]) -> String {
    let mut text = match &rules[rng.usize(..rules.len())].matches {
        Matches::Exact(stem) | Matches::Prefix(stem) | Matches::RawPrefix(stem) if rng.bool() => {
            stem.clone()
        }
        Matches::Wildcard(pattern) if rng.u8(..4) == 0 => {
            let filler = thing(rng);
            pattern.replace('*', &filler)
        }
        _ => {
            let words = rng.usize(2..5);
            stem(rng, words)
        }
    };
    match rng.u8(..10) {
        0 => text.push_str(" --dry-run"),
        1 => text.push_str(" --message \"fix: a; b && c | d\""),
        // No rule ends like this, so that it does not matter whether one meets it with its quotes.
        2 => text.push_str(&format!(" --name '{} of today'", thing(rng))),
        3 => text.push_str(&format!(" --{} {}", pick(rng, VERBS), thing(rng))),
        4 => text.push_str(&format!(" ./{}/{}.{}", thing(rng), thing(rng), pick(rng, ENDINGS))),
        _ => {}
    }
    text
}

/// Generates `count` command lines for `rules`: 20 to 400 bytes, about 78 on average, with about two
/// simple commands. `seed` tells sets of calls apart that share nothing.
///
/// Two kinds of lines are left out, since rivals know single commands and the strictest list alone:
/// pipelines, commands between two of their pipes and lines with a substitution that a wildcard spans,
/// which the client holds against wildcards as a whole; and commands that an ask rule spells out, where
/// the client does not go on to deny rules that do not.
#[must_use]
pub fn commands(rules: &[RuleSpec], count: usize, seed: u64) -> Vec<Command> {
    let mut rng = Rng::with_seed(0x51ee_7000 ^ seed);
    let asked: HashSet<&str> = rules
        .iter()
        .filter(|rule| rule.list == List::Ask)
        .filter_map(|rule| match &rule.matches {
            Matches::Exact(text) | Matches::Prefix(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let fits_a_rule = |text: &str| {
        let fits = |rule: &RuleSpec| matches!(&rule.matches, Matches::Wildcard(p) if fits(p, text));
        rules.iter().any(fits)
    };
    let mut made = Vec::with_capacity(count);
    while made.len() < count {
        let parts = match rng.u8(..100) {
            0..42 => 1,
            42..75 => 2,
            75..90 => 3,
            90..97 => 4,
            _ => 6,
        };
        let mut command = Command { text: String::new(), parts: Vec::new(), opaque: false };
        // Where the commands between two pipes start.
        let mut starts = vec![0];
        for part in 0..parts {
            if part > 0 {
                let operator = [" && ", " | ", "; ", " || ", "\n"][rng.usize(..5)];
                if operator == " | " {
                    starts.push(command.text.len());
                }
                command.text.push_str(operator);
            }
            let text = simple(&mut rng, rules);
            if rng.u8(..20) == 0 {
                command.text.push_str("CI=1 ");
            }
            command.text.push_str(&text);
            match rng.u8(..20) {
                0 => command.text.push_str(" 2>&1"),
                1 => command.text.push_str(" >/dev/null"),
                _ => {}
            }
            command.parts.push(text);
        }
        if rng.u8(..20) == 0 {
            let inner = simple(&mut rng, rules);
            let substitution = format!(" $({inner})");
            command.text.push_str(&substitution);
            // The outer command with what is substituted, and without.
            let outer = command.parts.last().map(|outer| format!("{outer}{substitution}"));
            command.parts.extend(outer);
            command.parts.push(inner);
            command.opaque = true;
        }
        let is_held_together = command.opaque || starts.len() > 1;
        let ends = starts.iter().skip(1).copied().chain([command.text.len()]);
        let mut pieces = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| command.text[*start..end].trim_start_matches(" | "))
            .filter(|piece| !command.parts.iter().any(|part| part == piece));
        let is_spanned =
            is_held_together && (fits_a_rule(&command.text) || pieces.any(fits_a_rule));
        if (20..=400).contains(&command.text.len())
            && !command.parts.iter().any(|part| asked.contains(part.as_str()))
            && !is_spanned
        {
            made.push(command);
        }
    }
    made
}

/// The first `count` commands that people and agents ran and that the client was asked about: most
/// are of programs that callgate knows, so that there is more to find out than what the rules say.
#[must_use]
pub fn recorded(count: usize) -> Vec<String> {
    let vectors = include_str!("../../core/testdata/conformance/bash-wild.jsonl");
    let groups = vectors.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let calls = groups.flat_map(|group| group["calls"].as_array().cloned().unwrap_or_default());
    let commands = calls.filter_map(|call| Some(call["input"]["command"].as_str()?.to_owned()));
    commands.take(count).collect()
}

/// Generates `count` absolute paths, hits and misses.
#[must_use]
pub fn paths(rules: &[RuleSpec], count: usize, seed: u64) -> Vec<String> {
    let mut rng = Rng::with_seed(0xa11_7000 ^ seed);
    (0..count)
        .map(|_| {
            let hit = match &rules[rng.usize(..rules.len())].matches {
                Matches::Read(glob) | Matches::Edit(glob) => Some(glob.clone()),
                _ => None,
            };
            match hit {
                Some(glob) => {
                    let folder = format!("home/dev/{}", thing(&mut rng));
                    glob.replace("**", &folder).replace('*', &thing(&mut rng)).replace("//", "/")
                }
                None => format!(
                    "/home/dev/work/{}/{}/{}.{}",
                    thing(&mut rng),
                    pick(&mut rng, TOPICS),
                    thing(&mut rng),
                    pick(&mut rng, ENDINGS)
                ),
            }
        })
        .collect()
}

/// Generates `count` hosts, hits and misses.
#[must_use]
pub fn hosts(rules: &[RuleSpec], count: usize, seed: u64) -> Vec<String> {
    let mut rng = Rng::with_seed(0x405_7000 ^ seed);
    let known: Vec<&String> = rules
        .iter()
        .filter_map(|rule| match &rule.matches {
            Matches::Host(host) => Some(host),
            _ => None,
        })
        .collect();
    (0..count)
        .map(|_| match known.is_empty() || rng.bool() {
            true => format!("{}{}.example.com", pick(&mut rng, THINGS), rng.u16(..500)),
            false => known[rng.usize(..known.len())].replace('*', pick(&mut rng, THINGS)),
        })
        .collect()
}

/// Generates `count` MCP tool names, hits and misses.
#[must_use]
pub fn tools(rules: &[RuleSpec], count: usize, seed: u64) -> Vec<String> {
    let mut rng = Rng::with_seed(0x700_7000 ^ seed);
    let known: Vec<&String> = rules
        .iter()
        .filter_map(|rule| match &rule.matches {
            Matches::Mcp(name) => Some(name),
            _ => None,
        })
        .collect();
    (0..count)
        .map(|_| {
            let verb = pick(&mut rng, VERBS);
            let object = pick(&mut rng, THINGS);
            match known.is_empty() || rng.bool() {
                true => format!("mcp__{object}{}__{verb}_{object}", rng.u16(..500)),
                false => {
                    let name = known[rng.usize(..known.len())];
                    match name.matches("__").count() {
                        1 => format!("{name}__{verb}_{object}"),
                        _ => name.clone(),
                    }
                }
            }
        })
        .collect()
}

/// The strictest list of those that matched, as a verdict; what no rule names is asked.
#[must_use]
pub fn strictest(lists: impl Iterator<Item = List>) -> Verdict {
    match lists.min() {
        Some(List::Deny) => Verdict::Deny,
        Some(List::Ask) | None => Verdict::Ask,
        Some(List::Allow) => Verdict::Allow,
    }
}

/// An allow list of `count` MCP servers: most by the host of their URL, some with inner stars.
#[must_use]
pub fn server_list(count: usize) -> String {
    let mut rng = Rng::with_seed(0x5e17_e500 + count as u64);
    let entries: Vec<String> = (0..count)
        .map(|number| {
            let host = format!("{}{number}.example.com", pick(&mut rng, THINGS));
            let url = match rng.u8(..10) {
                0..6 => format!("https://{host}/*"),
                6..8 => format!("https://*.{host}/mcp"),
                8 => format!("*://{host}:*/*"),
                _ => format!("https://*{}*{number}*/*", pick(&mut rng, THINGS)),
            };
            format!("{{\"serverUrl\": \"{url}\"}}")
        })
        .collect();
    format!("{{\"allowedMcpServers\": [{}]}}", entries.join(", "))
}

/// URLs of MCP servers, every other one of a list of `listed` entries by the looks of it.
#[must_use]
pub fn server_urls(listed: usize, count: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(0x5e17_e5ff);
    (0..count)
        .map(|_| {
            let number = rng.usize(..2 * listed);
            let sub = if rng.u8(..4) == 0 { "eu." } else { "" };
            format!("https://{sub}{}{number}.example.com/mcp", pick(&mut rng, THINGS))
        })
        .collect()
}
