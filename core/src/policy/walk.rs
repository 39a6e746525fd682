//! Asks the rules one by one.

use super::{Access, CommandHits, Hits, Lists, Rules};
use crate::{
    path::Target,
    pattern::PathPattern,
    rule::{List, Rule, RuleId, Specifier},
};
use serde_json::{Map, Value};

/// Rules that are asked one by one, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk {
    pub(crate) rules: Vec<Rule>,
}

impl Walk {
    /// The first rule of each list that `matches`.
    fn first(&self, lists: Lists, mut matches: impl FnMut(&Rule) -> bool) -> Hits {
        let mut hits = Hits::default();
        for (number, rule) in self.rules.iter().enumerate() {
            let hit = hits.slot(rule.list);
            if hit.is_none() && lists.has(rule.list) && matches(rule) {
                *hit = Some(id(number));
            }
        }
        hits
    }

    fn path_rules(
        &self,
        list: List,
        access: Access,
    ) -> impl Iterator<Item = (RuleId, &Rule, &PathPattern)> {
        self.rules.iter().enumerate().filter_map(move |(number, rule)| match &rule.specifier {
            Specifier::Path(about, pattern) if *about == access && rule.list == list => {
                Some((id(number), rule, pattern))
            }
            _ => None,
        })
    }

    /// The first rule of `list` that covers `path` and that no negated rule takes back.
    fn path_rule(
        &self,
        list: List,
        access: Access,
        path: &str,
        target: &Target<'_>,
    ) -> Option<RuleId> {
        let places = target.places;
        let mut settled = Vec::new();
        self.path_rules(list, access).find_map(|(id, rule, pattern)| {
            if pattern.is_negated() {
                return None;
            }
            if !pattern.covers(path, places) {
                let elsewhere =
                    pattern.covers_anywhere(path) || pattern.covers_behind_links(path, target);
                return elsewhere.then_some(id);
            }
            if settled.contains(&(rule.source, pattern.anchor())) {
                return None;
            }
            settled.push((rule.source, pattern.anchor()));
            let group: Vec<_> = self
                .path_rules(list, access)
                .filter(|(_, other, _)| other.source == rule.source)
                .filter(|(_, _, other)| other.anchor() == pattern.anchor())
                .map(|(id, _, pattern)| (id, pattern))
                .collect();
            if group.iter().any(|(_, pattern)| pattern.is_negated()) {
                return last_match(&group, pattern.anchor().below(path, places)?);
            }
            Some(id)
        })
    }
}

/// What the rules of one group say of `path`, relative to their anchor: directory by directory from
/// the top, the last rule that matches decides, and what is inside a matched directory cannot be
/// taken back.
fn last_match(group: &[(RuleId, &PathPattern)], path: &str) -> Option<RuleId> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| Some((path.get(..end)?, end < path.len()))).find_map(|(part, inside)| {
        let (id, last) = group.iter().rfind(|(_, pattern)| pattern.matches(part, inside))?;
        (!last.is_negated()).then_some(*id)
    })
}

/// The rule that stands at `number`.
fn id(number: usize) -> RuleId {
    RuleId(u32::try_from(number).unwrap_or(u32::MAX))
}

impl Rules for Walk {
    fn rules(&self) -> &[Rule] {
        &self.rules
    }

    fn tool(&self, name: &str, lists: Lists) -> Hits {
        self.first(lists, |rule| rule.specifier == Specifier::Whole && rule.tool.matches(name))
    }

    fn command(&self, tool: &str, text: &str, lists: Lists) -> CommandHits {
        let mut hits = CommandHits::default();
        for (number, rule) in self.rules.iter().enumerate() {
            let Specifier::Command(pattern) = &rule.specifier else { continue };
            if !lists.has(rule.list) || !rule.tool.matches(tool) {
                continue;
            }
            let matches = match rule.list {
                List::Allow => pattern.covers(text),
                List::Deny | List::Ask => pattern.matches(text),
            };
            if !matches {
                continue;
            }
            let kind = if pattern.is_exact() {
                &mut hits.exact
            } else if pattern.spells(text) {
                &mut hits.spelled
            } else {
                &mut hits.pattern
            };
            kind.slot(rule.list).get_or_insert(id(number));
        }
        hits
    }

    fn path(&self, access: Access, target: &Target<'_>, lists: Lists) -> Hits {
        let mut hits = Hits::default();
        for list in [List::Deny, List::Ask].into_iter().filter(|&list| lists.has(list)) {
            *hits.slot(list) =
                target.spellings().find_map(|path| self.path_rule(list, access, path, target));
        }
        if lists.allow {
            // A permission has to cover every name of the file.
            let mut rules =
                target.spellings().map(|path| self.path_rule(List::Allow, access, path, target));
            hits.allow = rules.next().flatten().filter(|_| rules.all(|rule| rule.is_some()));
        }
        hits
    }

    fn host(&self, host: Option<&str>, lists: Lists) -> Hits {
        self.first(lists, |rule| match (&rule.specifier, host) {
            (Specifier::Host(pattern), Some(host)) => pattern.matches(host),
            (Specifier::Host(_), None) => rule.list != List::Allow,
            _ => false,
        })
    }

    fn text(&self, tool: &str, text: &str, lists: Lists) -> Hits {
        self.first(lists, |rule| match &rule.specifier {
            Specifier::Text(pattern) => rule.tool.matches(tool) && pattern.matches(text),
            _ => false,
        })
    }

    fn parameter(&self, tool: &str, input: &Map<String, Value>, lists: Lists) -> Hits {
        self.first(lists, |rule| match &rule.parameter {
            Some(pattern) => rule.tool.matches(tool) && pattern.matches(input),
            None => false,
        })
    }
}
