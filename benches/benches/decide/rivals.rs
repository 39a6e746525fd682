//! What else could answer, built from the same rules.
//!
//! The rivals get for free what callgate works out by itself: the simple commands of a line, and
//! whether it can be analysed at all.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use callgate::{List, Verdict};
use callgate_benches::workload::{Command, Matches, RuleSpec};
use globset::{GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

/// Which texts a rival is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Simple commands.
    Commands,
    /// Paths that are read.
    Paths,
    /// Hosts.
    Hosts,
    /// Names of MCP tools.
    Tools,
}

/// Something that says which is the strictest list with a rule that matches one text.
pub trait Rival {
    /// The strictest list that matches.
    fn list(&self, text: &str) -> Option<List>;

    /// The answer for a command line: the strictest of its parts, allowed only if each is.
    fn verdict(&self, command: &Command) -> Verdict {
        let mut answer = if command.opaque { Verdict::Ask } else { Verdict::Allow };
        for part in &command.parts {
            match self.list(part) {
                Some(List::Deny) => return Verdict::Deny,
                Some(List::Allow) => {}
                Some(List::Ask) | None => answer = Verdict::Ask,
            }
        }
        answer
    }
}

const LISTS: [List; 3] = [List::Deny, List::Ask, List::Allow];

/// An anchored regular expression for a rule, if it is about texts of this kind.
fn regex_source(kind: Kind, rule: &RuleSpec) -> Option<String> {
    let star =
        |text: &str, any: &str| text.split('*').map(regex::escape).collect::<Vec<_>>().join(any);
    Some(match (kind, &rule.matches) {
        (Kind::Commands, Matches::Prefix(stem)) => format!("^{}(?: .*)?$", regex::escape(stem)),
        (Kind::Commands, Matches::RawPrefix(stem)) => format!("^{}.*$", regex::escape(stem)),
        (Kind::Commands, Matches::Exact(text)) => format!("^{}$", regex::escape(text)),
        (Kind::Commands, Matches::Wildcard(pattern)) => format!("^{}$", star(pattern, ".*")),
        (Kind::Paths, _) => {
            let mut source = String::from("^");
            let mut rest = rule.read_glob()?;
            while let Some(piece) = rest.chars().next() {
                if let Some(after) = rest.strip_prefix("/**/") {
                    source.push_str("/(?:.*/)?");
                    rest = after;
                } else if rest == "/**" {
                    source.push_str("/.+");
                    rest = "";
                } else if piece == '*' {
                    source.push_str("[^/]*");
                    rest = &rest[1..];
                } else {
                    let mut end = piece.len_utf8();
                    while rest[end..].chars().next().is_some_and(|c| c != '*' && c != '/') {
                        end += rest[end..].chars().next().map_or(0, char::len_utf8);
                    }
                    source.push_str(&regex::escape(&rest[..end]));
                    rest = &rest[end..];
                }
            }
            source.push_str("(?:/.*)?$");
            source
        }
        (Kind::Hosts, Matches::Host(host)) => match host.strip_prefix("*.") {
            Some(parent) => format!("^.+\\.{}$", regex::escape(parent)),
            None => format!("^{}$", regex::escape(host)),
        },
        (Kind::Tools, Matches::Mcp(name)) => match name.matches("__").count() {
            1 => format!("^{}__.*$", regex::escape(name)),
            _ => format!("^{}$", regex::escape(name)),
        },
        _ => return None,
    })
}

fn sources(kind: Kind, rules: &[RuleSpec], list: List) -> Vec<String> {
    rules.iter().filter(|r| r.list == list).filter_map(|r| regex_source(kind, r)).collect()
}

/// One compiled `Regex` a rule, tried in turn, the strictest list first.
#[derive(Debug)]
pub struct RegexLoop {
    lists: Vec<(List, Vec<Regex>)>,
}

impl RegexLoop {
    /// Compiles the rules that are about texts of this kind.
    #[must_use]
    pub fn new(kind: Kind, rules: &[RuleSpec]) -> RegexLoop {
        let compile = |source: &String| {
            RegexBuilder::new(source)
                .dot_matches_new_line(true)
                .unicode(false)
                .case_insensitive(kind == Kind::Paths)
                .build()
                .expect("generated expressions are valid")
        };
        let lists = LISTS
            .iter()
            .map(|list| (*list, sources(kind, rules, *list).iter().map(compile).collect()));
        RegexLoop { lists: lists.collect() }
    }
}

impl Rival for RegexLoop {
    fn list(&self, text: &str) -> Option<List> {
        let matched = |(_, regexes): &&(List, Vec<Regex>)| {
            regexes.iter().any(|r| r.is_match(text.as_bytes()))
        };
        self.lists.iter().find(matched).map(|(list, _)| *list)
    }
}

/// One `RegexSet` a list.
#[derive(Debug)]
pub struct RegexSets {
    lists: Vec<(List, RegexSet)>,
}

impl RegexSets {
    /// Compiles the rules that are about texts of this kind; `tuned` lets the lazy automata grow to
    /// 256 MB, the default is 2 MB.
    #[must_use]
    pub fn new(kind: Kind, rules: &[RuleSpec], tuned: bool) -> RegexSets {
        let lists = LISTS.iter().map(|list| {
            let mut builder = RegexSetBuilder::new(sources(kind, rules, *list));
            builder
                .dot_matches_new_line(true)
                .unicode(false)
                .case_insensitive(kind == Kind::Paths)
                .size_limit(1 << 30);
            if tuned {
                builder.dfa_size_limit(256 << 20);
            }
            (*list, builder.build().expect("generated expressions are valid"))
        });
        RegexSets { lists: lists.collect() }
    }
}

impl Rival for RegexSets {
    fn list(&self, text: &str) -> Option<List> {
        self.lists.iter().find(|(_, set)| set.is_match(text.as_bytes())).map(|(list, _)| *list)
    }
}

/// Globs that mean the same as a rule: a prefix rule needs two, a path rule one more for what lies
/// below a file's name.
fn globs(kind: Kind, rule: &RuleSpec) -> Vec<String> {
    match (kind, &rule.matches) {
        (Kind::Commands, Matches::Prefix(stem)) => vec![stem.clone(), format!("{stem} *")],
        (Kind::Commands, Matches::RawPrefix(stem)) => vec![format!("{stem}*")],
        (Kind::Commands, Matches::Exact(text) | Matches::Wildcard(text)) => vec![text.clone()],
        (Kind::Paths, _) => match rule.read_glob() {
            Some(glob) if glob.ends_with("/**") => vec![glob.to_owned()],
            Some(glob) => vec![glob.to_owned(), format!("{glob}/**")],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn compile_glob(kind: Kind, glob: &str) -> globset::Glob {
    GlobBuilder::new(glob)
        .literal_separator(kind == Kind::Paths)
        .case_insensitive(kind == Kind::Paths)
        .build()
        .expect("generated globs are valid")
}

/// One `GlobMatcher` a glob, tried in turn.
#[derive(Debug)]
pub struct GlobLoop {
    lists: Vec<(List, Vec<GlobMatcher>)>,
}

impl GlobLoop {
    /// Compiles the rules that are about texts of this kind.
    #[must_use]
    pub fn new(kind: Kind, rules: &[RuleSpec]) -> GlobLoop {
        let lists = LISTS.iter().map(|list| {
            let of_list = rules.iter().filter(|rule| rule.list == *list);
            let matchers = of_list
                .flat_map(|rule| globs(kind, rule))
                .map(|glob| compile_glob(kind, &glob).compile_matcher());
            (*list, matchers.collect())
        });
        GlobLoop { lists: lists.collect() }
    }
}

impl Rival for GlobLoop {
    fn list(&self, text: &str) -> Option<List> {
        let matched =
            |(_, globs): &&(List, Vec<GlobMatcher>)| globs.iter().any(|g| g.is_match(text));
        self.lists.iter().find(matched).map(|(list, _)| *list)
    }
}

/// One `GlobSet` a list.
#[derive(Debug)]
pub struct GlobSets {
    lists: Vec<(List, GlobSet)>,
}

impl GlobSets {
    /// Compiles the rules that are about texts of this kind.
    #[must_use]
    pub fn new(kind: Kind, rules: &[RuleSpec]) -> GlobSets {
        let lists = LISTS.iter().map(|list| {
            let mut builder = GlobSetBuilder::new();
            for rule in rules.iter().filter(|rule| rule.list == *list) {
                for glob in globs(kind, rule) {
                    builder.add(compile_glob(kind, &glob));
                }
            }
            (*list, builder.build().expect("generated globs are valid"))
        });
        GlobSets { lists: lists.collect() }
    }
}

impl Rival for GlobSets {
    fn list(&self, text: &str) -> Option<List> {
        self.lists.iter().find(|(_, set)| set.is_match(text)).map(|(list, _)| *list)
    }
}

/// One `Gitignore` a list, asked for the path and all folders above it.
#[derive(Debug)]
pub struct Gitignores {
    lists: Vec<(List, Gitignore)>,
}

impl Gitignores {
    /// Compiles the rules about paths.
    #[must_use]
    pub fn new(rules: &[RuleSpec]) -> Gitignores {
        let lists = LISTS.iter().map(|list| {
            let mut builder = GitignoreBuilder::new("/");
            builder.case_insensitive(true).expect("the option is always accepted");
            for rule in rules.iter().filter(|rule| rule.list == *list) {
                if let Some(glob) = rule.read_glob() {
                    builder.add_line(None, glob).expect("generated globs are valid");
                }
            }
            (*list, builder.build().expect("generated globs are valid"))
        });
        Gitignores { lists: lists.collect() }
    }
}

impl Rival for Gitignores {
    fn list(&self, text: &str) -> Option<List> {
        let matched = |(_, set): &&(List, Gitignore)| {
            set.matched_path_or_any_parents(text, false).is_ignore()
        };
        self.lists.iter().find(matched).map(|(list, _)| *list)
    }
}

/// `cedar-policy` with `like` patterns: ask is an annotated `forbid`.
pub struct Cedar {
    policies: cedar_policy::PolicySet,
    authorizer: cedar_policy::Authorizer,
    principal: cedar_policy::EntityUid,
    action: cedar_policy::EntityUid,
    resource: cedar_policy::EntityUid,
}

impl std::fmt::Debug for Cedar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cedar").finish_non_exhaustive()
    }
}

impl Cedar {
    /// Writes and parses one policy a command rule.
    #[must_use]
    pub fn new(rules: &[RuleSpec]) -> Cedar {
        let mut text = String::new();
        for (number, rule) in rules.iter().enumerate() {
            let condition = match &rule.matches {
                Matches::Prefix(stem) => {
                    format!("context.command == \"{stem}\" || context.command like \"{stem} *\"")
                }
                Matches::RawPrefix(stem) => format!("context.command like \"{stem}*\""),
                Matches::Exact(stem) => format!("context.command == \"{stem}\""),
                Matches::Wildcard(pattern) => format!("context.command like \"{pattern}\""),
                _ => continue,
            };
            let (effect, name) = match rule.list {
                List::Deny => ("forbid", "deny"),
                List::Ask => ("forbid", "ask"),
                List::Allow => ("permit", "allow"),
            };
            text.push_str(&format!(
                "@id(\"{name}{number}\")\n{effect}(principal, action, resource) when {{ {condition} }};\n"
            ));
        }
        let parsed: cedar_policy::PolicySet = text.parse().expect("generated policies are valid");
        let mut policies = cedar_policy::PolicySet::new();
        for policy in parsed.policies() {
            let id = policy.annotation("id").unwrap_or_default();
            let named = policy.new_id(cedar_policy::PolicyId::new(id));
            policies.add(named).expect("every rule has a number of its own");
        }
        let uid = |text: &str| text.parse().expect("a valid entity");
        Cedar {
            policies,
            authorizer: cedar_policy::Authorizer::new(),
            principal: uid("Agent::\"a\""),
            action: uid("Action::\"run\""),
            resource: uid("Machine::\"m\""),
        }
    }
}

impl Rival for Cedar {
    fn list(&self, text: &str) -> Option<List> {
        let value = cedar_policy::RestrictedExpression::new_string(text.to_owned());
        let context = cedar_policy::Context::from_pairs([("command".to_owned(), value)])
            .expect("one pair has no duplicates");
        let request = cedar_policy::Request::new(
            self.principal.clone(),
            self.action.clone(),
            self.resource.clone(),
            context,
            None,
        )
        .expect("there is no schema to break");
        let answer = self.authorizer.is_authorized(
            &request,
            &self.policies,
            &cedar_policy::Entities::empty(),
        );
        let reasons = answer.diagnostics().reason();
        reasons
            .map(|id| match id.to_string().get(..1) {
                Some("d") => List::Deny,
                Some("a") if id.to_string().starts_with("ask") => List::Ask,
                _ => List::Allow,
            })
            .min()
    }
}

/// A floor: one automaton over the literals of all command rules, which finds them and decides
/// nothing.
#[must_use]
pub fn literals(rules: &[RuleSpec]) -> AhoCorasick {
    let literal = |rule: &RuleSpec| match &rule.matches {
        Matches::Prefix(text) | Matches::RawPrefix(text) | Matches::Exact(text) => {
            Some(text.clone())
        }
        Matches::Wildcard(text) => {
            text.split('*').max_by_key(|piece| piece.len()).map(str::to_owned)
        }
        _ => None,
    };
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(rules.iter().filter_map(literal))
        .expect("the literals fit an automaton")
}

/// Reads a command line with `brush-parser`: the number of complete commands, or none.
#[must_use]
pub fn brush(text: &str) -> Option<usize> {
    let options = brush_parser::ParserOptions::default();
    let mut parser = brush_parser::Parser::new(text.as_bytes(), &options);
    parser.parse_program().ok().map(|program| program.complete_commands.len())
}

/// Reads a command line with `rable`: the number of commands at its top, or none.
#[must_use]
pub fn rable(text: &str) -> Option<usize> {
    rable::parse(text, true).ok().map(|nodes| nodes.len())
}

/// A floor: one look into a table for every byte.
#[must_use]
pub fn byte_table(text: &str) -> u32 {
    const SPECIAL: [u8; 256] = {
        let mut table = [0; 256];
        let special = b"'\"\\$`;&|<>(){}#*?[~ \t\n";
        let mut index = 0;
        while index < special.len() {
            table[special[index] as usize] = 1;
            index += 1;
        }
        table
    };
    text.bytes().map(|byte| u32::from(SPECIAL[usize::from(byte)])).sum()
}
