//! Asks the rules one by one.

use super::{Access, Hits, Lists, Rules};
use crate::{
    path::Target,
    rule::{Rule, RuleId, Specifier},
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
                *hit = Some(RuleId(u32::try_from(number).unwrap_or(u32::MAX)));
            }
        }
        hits
    }
}

impl Rules for Walk {
    fn rules(&self) -> &[Rule] {
        &self.rules
    }

    fn tool(&self, name: &str, lists: Lists) -> Hits {
        self.first(lists, |rule| rule.specifier == Specifier::Whole && rule.tool.matches(name))
    }

    fn command(&self, tool: &str, text: &str, lists: Lists) -> Hits {
        self.first(lists, |rule| match &rule.specifier {
            Specifier::Command(pattern) => rule.tool.matches(tool) && pattern.matches(text),
            _ => false,
        })
    }

    fn path(&self, access: Access, target: &Target<'_>, lists: Lists) -> Hits {
        self.first(lists, |rule| match &rule.specifier {
            Specifier::Path(about, pattern) => *about == access && pattern.matches(target),
            _ => false,
        })
    }

    fn host(&self, host: &str, lists: Lists) -> Hits {
        self.first(lists, |rule| match &rule.specifier {
            Specifier::Host(pattern) => pattern.matches(host),
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
