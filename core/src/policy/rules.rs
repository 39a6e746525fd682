//! What the rules of a policy say of one text.

use super::{
    Access,
    hits::{CommandHits, Hits, Lists},
    index::{CommandIndex, Index, Nominate},
};
use crate::{
    path::Target,
    pattern::{AgentName, Anchor, CommandText, NamePattern, PathPattern},
    programs::tools::FREQUENT,
    rule::{List, Rule, RuleId, Specifier},
    settings::Source,
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The rules of a policy, in the order in which the client goes through them.
///
/// Whether they are asked one by one or through an index makes no difference to the answers: an
/// index only says which rules are not worth asking.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// Shared: a compiled policy goes by the rules of the policy that it was made from.
    rules: Arc<[Rule]>,
    /// Groups of path rules some of which take back what others match.
    negating: Vec<Group>,
    index: Option<Arc<Index>>,
    /// What rules about whole tools say of those that are called most.
    frequent: Option<[Hits; FREQUENT.len()]>,
}

/// Path rules among which negated ones count: those of one source, tool and anchor are read in
/// order, as lines of one file. (Only those of one tool: `Write(!x)`, which the client does not
/// heed, must take nothing back from an `Edit` rule.)
#[derive(Clone, Debug)]
struct Group {
    list: List,
    tool: Arc<NamePattern>,
    access: Access,
    source: Source,
    anchor: Anchor,
    members: Vec<RuleId>,
}

impl Group {
    fn has(&self, rule: &Rule, access: Access, pattern: &PathPattern) -> bool {
        self.list == rule.list
            && self.tool == rule.tool
            && self.access == access
            && self.source == rule.source
            && self.anchor == *pattern.anchor()
    }
}

/// The number of the rule at `place`.
fn id(place: usize) -> RuleId {
    RuleId::new(u32::try_from(place).unwrap_or(u32::MAX))
}

impl Rules {
    /// Rules that are asked one by one: right for a process that decides once.
    pub(super) fn new(rules: Vec<Rule>) -> Rules {
        let negating = negating(&rules);
        Rules { rules: rules.into(), negating, index: None, frequent: None }
    }

    /// The same rules behind an index: right for a policy that decides often.
    pub(super) fn indexed(self) -> Rules {
        let rules = Rules { index: Some(Arc::new(Index::new(&self.rules))), ..self };
        let frequent = FREQUENT.map(|name| rules.tool(name));
        Rules { frequent: Some(frequent), ..rules }
    }

    /// All rules; [`RuleId::index`] counts them.
    pub(crate) fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// The index, if there is one.
    pub(super) fn index(&self) -> Option<&Index> {
        self.index.as_deref()
    }

    fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.index())
    }

    /// Calls `consider` with every rule of `lists` that may match: those that the index nominates,
    /// in any order, or all.
    fn candidates(
        &self,
        lists: Lists,
        nominate: impl FnOnce(&Index, Nominate<'_>),
        mut consider: impl FnMut(RuleId, &Rule),
    ) {
        match &self.index {
            Some(index) => nominate(index, &mut |list, id| {
                if lists.has(list)
                    && let Some(rule) = self.rule(id)
                {
                    consider(id, rule);
                }
            }),
            None => {
                for (place, rule) in self.rules.iter().enumerate() {
                    if lists.has(rule.list) {
                        consider(id(place), rule);
                    }
                }
            }
        }
    }

    /// The first rule of each list among the candidates that `matches`.
    fn first(
        &self,
        lists: Lists,
        nominate: impl FnOnce(&Index, Nominate<'_>),
        mut matches: impl FnMut(&Rule) -> bool,
    ) -> Hits {
        let mut hits = Hits::default();
        self.candidates(lists, nominate, |id, rule| {
            let hit = hits.slot(rule.list);
            if hit.is_none_or(|first| id < first) && matches(rule) {
                *hit = Some(id);
            }
        });
        hits
    }

    /// Rules about a whole tool: `Bash`, `Read(*)`, `mcp__github`, `mcp__*`.
    pub(crate) fn tool(&self, name: &str) -> Hits {
        let known = self.frequent.as_ref().and_then(|hits| {
            let place = FREQUENT.iter().position(|frequent| *frequent == name)?;
            hits.get(place)
        });
        known.copied().unwrap_or_else(|| self.whole_tool(name, true))
    }

    /// The first allow rule about a whole tool that does not say so with a star: `Read`, not `Read(*)`.
    pub(crate) fn unstarred(&self, name: &str) -> Option<RuleId> {
        self.whole_tool(name, false).allow
    }

    fn whole_tool(&self, name: &str, starred: bool) -> Hits {
        self.first(
            Lists::ALL,
            |index, nominate| index.tool(name, nominate),
            |rule| {
                rule.specifier == Specifier::Whole
                    && rule.tool.matches(name)
                    && (starred || !rule.text.ends_with("(*)"))
            },
        )
    }

    /// Is there a deny rule about reading files, whichever they are?
    pub(crate) fn forbids_reading(&self) -> bool {
        self.rules.iter().any(|rule| {
            rule.list == List::Deny
                && match &rule.specifier {
                    Specifier::Path(access, _) => *access == Access::Read,
                    Specifier::Whole => rule.tool.matches("Read"),
                    _ => false,
                }
        })
    }

    /// The first deny rule about files that may cover `path`, normal, if nothing is known of the
    /// directory that relative paths and patterns start from.
    pub(crate) fn denied_somewhere(&self, access: Access, path: &str) -> Option<RuleId> {
        let may_cover = |rule: &Rule| {
            rule.list == List::Deny
                && matches!(&rule.specifier, Specifier::Path(about, pattern)
                if *about == access
                    && match path.strip_prefix('/') {
                        Some(_) => pattern.is_everything(),
                        None => pattern.covers_somewhere(path),
                    })
        };
        self.rules.iter().position(may_cover).map(id)
    }

    /// The command rules of `tool`: `Bash` or `PowerShell`. Rules about the whole tool are not among
    /// them.
    pub(crate) fn commands_of<'r>(&'r self, tool: &'static str) -> CommandRules<'r> {
        let index = self.index.as_ref().map(|index| index.commands_of(tool));
        CommandRules { rules: self, tool, index }
    }

    /// Path rules that match `target` under the names that it has: one is enough for a restriction,
    /// a permission has to cover all.
    pub(crate) fn path(&self, access: Access, target: &Target<'_>, lists: Lists) -> Hits {
        let named = self.spelling(access, &target.absolute, target, lists);
        target.behind_links().iter().fold(named, |hits, path| {
            let other = self.spelling(access, path, target, lists);
            Hits {
                deny: hits.deny.or(other.deny),
                ask: hits.ask.or(other.ask),
                allow: hits.allow.filter(|_| other.allow.is_some()),
            }
        })
    }

    /// Path rules that cover one name of a target and that no negated rule takes back.
    fn spelling(&self, access: Access, path: &str, target: &Target<'_>, lists: Lists) -> Hits {
        // The rule that makes its list match, which says which comes first, is not always the one
        // that is to be named.
        let mut first = Hits::default();
        let mut named = Hits::default();
        self.candidates(
            lists,
            |index, nominate| index.path(access, path, target, nominate),
            |id, rule| {
                let Specifier::Path(about, pattern) = &rule.specifier else { return };
                let hit = first.slot(rule.list);
                if *about != access || pattern.is_negated() || hit.is_some_and(|first| first < id) {
                    return;
                }
                let group = || self.negating.iter().find(|group| group.has(rule, access, pattern));
                let name = if !pattern.covers(path, target.places) {
                    let elsewhere =
                        pattern.covers_anywhere(path) || pattern.covers_behind_links(path, target);
                    elsewhere.then_some(id)
                } else if let Some(group) = group() {
                    let mut rests = pattern.anchor().below(path, target.places);
                    rests.find_map(|rest| self.last_match(group, rest))
                } else {
                    Some(id)
                };
                if name.is_some() {
                    *hit = Some(id);
                    *named.slot(rule.list) = name;
                }
            },
        );
        named
    }

    /// What the rules of `group` say of `path`, relative to their anchor: directory by directory
    /// from the top, the last rule that matches decides, and what is inside a matched directory
    /// cannot be taken back.
    fn last_match(&self, group: &Group, path: &str) -> Option<RuleId> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends {
            let part = path.get(..end)?;
            let is_directory = end < path.len();
            let last = group.members.iter().rev().find_map(|id| match &self.rule(*id)?.specifier {
                Specifier::Path(_, pattern) => {
                    pattern.matches(part, is_directory).then_some((*id, pattern.is_negated()))
                }
                _ => None,
            });
            if let Some((id, false)) = last {
                return Some(id);
            }
        }
        None
    }

    /// `WebFetch(domain:…)` rules that match `host`: lower case, without port.
    pub(crate) fn host(&self, host: &str, lists: Lists) -> Hits {
        self.first(
            lists,
            |index, nominate| index.host(host, nominate),
            |rule| match &rule.specifier {
                Specifier::Host(pattern) => pattern.matches(host),
                _ => false,
            },
        )
    }

    /// `Agent` rules that name the agent of a call.
    pub(crate) fn agent(&self, name: &AgentName<'_>, lists: Lists) -> Hits {
        self.first(
            lists,
            |index, nominate| match name.folded() {
                Some(folded) => index.text("Agent", folded, nominate),
                // No index knows what to look for.
                None => {
                    let rules = self.rules.iter().enumerate();
                    rules.for_each(|(place, rule)| nominate(rule.list, id(place)));
                }
            },
            |rule| match &rule.specifier {
                Specifier::Agent(pattern) => pattern.matches(name),
                _ => false,
            },
        )
    }

    /// Rules of `tool` (`Skill`, `WebSearch`) that match `text`.
    pub(crate) fn text(&self, tool: &str, text: &str, lists: Lists) -> Hits {
        self.first(
            lists,
            |index, nominate| index.text(tool, text, nominate),
            |rule| match &rule.specifier {
                Specifier::Text(pattern) => rule.tool.matches(tool) && pattern.matches(text),
                _ => false,
            },
        )
    }

    /// `Tool(param:value)` rules of `tool` that match `input`.
    pub(crate) fn parameter(&self, tool: &str, input: &Map<String, Value>, lists: Lists) -> Hits {
        self.first(
            lists,
            |index, nominate| input.keys().for_each(|name| index.parameter(tool, name, nominate)),
            |rule| match &rule.parameter {
                Some(pattern) => rule.tool.matches(tool) && pattern.matches(input),
                None => false,
            },
        )
    }

    /// Does a `Tool(param:value)` rule of `tool` read the parameter `name`?
    pub(crate) fn read_parameter(&self, tool: &str, name: &str) -> bool {
        let mut found = false;
        self.candidates(
            Lists::RESTRICTIONS,
            |index, nominate| index.parameter(tool, name, nominate),
            |_, rule| {
                found |= rule.parameter.as_ref().is_some_and(|pattern| pattern.name() == name)
                    && rule.tool.matches(tool);
            },
        );
        found
    }
}

/// The command rules of one tool, looked up once for all texts of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CommandRules<'r> {
    rules: &'r Rules,
    tool: &'static str,
    index: Option<CommandIndex<'r>>,
}

impl CommandRules<'_> {
    /// The rules of `lists` that match `text` from end to end.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn matching(&self, text: &CommandText<'_>, lists: Lists) -> CommandHits {
        let Some(index) = self.index else { return self.walked(text, lists) };
        let mut hits = CommandHits::default();
        index.nominate(text, |list, id, fit| {
            if lists.has(list) {
                match fit {
                    Some(fit) => hits.of(fit).add(list, id),
                    None => self.consider(text, id, &mut hits),
                }
            }
        });
        hits
    }

    /// As [`CommandRules::matching`], without an index.
    #[cold]
    #[inline(never)]
    fn walked(&self, text: &CommandText<'_>, lists: Lists) -> CommandHits {
        let mut hits = CommandHits::default();
        for (place, rule) in self.rules.rules.iter().enumerate() {
            if lists.has(rule.list) {
                self.consider(text, id(place), &mut hits);
            }
        }
        hits
    }

    /// Adds a rule to the `hits` if it matches `text`.
    #[inline(never)]
    fn consider(&self, text: &CommandText<'_>, id: RuleId, hits: &mut CommandHits) {
        let Some(rule) = self.rules.rule(id) else { return };
        let Specifier::Command(pattern) = &rule.specifier else { return };
        let matches = match rule.list {
            List::Allow => pattern.covers(text),
            List::Deny | List::Ask => pattern.matches(text),
        };
        if matches && rule.tool.matches(self.tool) {
            hits.of(pattern.fit(text)).add(rule.list, id);
        }
    }

    /// May a rule spell out a text that starts with `text` and goes on: with an operator, or with
    /// anything? If not, it does not pay to put such a text together.
    pub(crate) fn may_go_on(&self, text: &CommandText<'_>, with_operator: bool) -> bool {
        self.index.is_none_or(|index| index.may_go_on(text.collapsed(), with_operator))
    }
}

/// The groups of path rules that hold a negated one, with their members in order.
fn negating(rules: &[Rule]) -> Vec<Group> {
    let path_rules = || {
        rules.iter().enumerate().filter_map(|(place, rule)| match &rule.specifier {
            Specifier::Path(access, pattern) => Some((id(place), rule, *access, pattern)),
            _ => None,
        })
    };
    let mut groups: Vec<Group> = Vec::new();
    for (_, rule, access, pattern) in path_rules().filter(|(.., pattern)| pattern.is_negated()) {
        if !groups.iter().any(|group| group.has(rule, access, pattern)) {
            groups.push(Group {
                list: rule.list,
                tool: Arc::clone(&rule.tool),
                access,
                source: rule.source,
                anchor: pattern.anchor().clone(),
                members: Vec::new(),
            });
        }
    }
    for (id, rule, access, pattern) in path_rules() {
        if let Some(group) = groups.iter_mut().find(|group| group.has(rule, access, pattern)) {
            group.members.push(id);
        }
    }
    groups
}
