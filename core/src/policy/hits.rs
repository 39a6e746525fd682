//! The answers that a set of rules gives, and which lists a question is about.

use crate::{
    decide::Finding,
    pattern::Fit,
    rule::{List, RuleId},
    verdict::Verdict,
};

/// The rules that matched one text: the first of each list, in the order of the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) deny: Option<RuleId>,
    pub(crate) ask: Option<RuleId>,
    pub(crate) allow: Option<RuleId>,
}

impl Hits {
    /// What the restrictions among the hits say: the deny rule, else the ask rule.
    pub(crate) fn restriction(&self) -> Option<Finding> {
        let deny = self.deny.map(|rule| Finding::rule(Verdict::Deny, rule));
        deny.or_else(|| self.ask.map(|rule| Finding::rule(Verdict::Ask, rule)))
    }

    /// Of each list the rule that stands first in the policy.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn first(self, other: Hits) -> Hits {
        Hits {
            deny: RuleId::first(self.deny, other.deny),
            ask: RuleId::first(self.ask, other.ask),
            allow: RuleId::first(self.allow, other.allow),
        }
    }

    /// Adds a rule of `list`.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(super) fn add(&mut self, list: List, rule: RuleId) {
        let hit = self.slot(list);
        *hit = RuleId::first(*hit, Some(rule));
    }

    pub(super) fn slot(&mut self, list: List) -> &mut Option<RuleId> {
        match list {
            List::Deny => &mut self.deny,
            List::Ask => &mut self.ask,
            List::Allow => &mut self.allow,
        }
    }
}

/// The rules that matched the text of a command, by how they did. The client consults those first
/// that spell it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommandHits {
    /// Rules without any wildcard.
    pub(crate) exact: Hits,
    /// Rules that end in `:*` and spell out what stands before it.
    pub(crate) spelled: Hits,
    /// All others.
    pub(crate) pattern: Hits,
}

impl CommandHits {
    /// The hits of rules that met the text in the way that `fit` says.
    pub(super) fn of(&mut self, fit: Fit) -> &mut Hits {
        match fit {
            Fit::Exact => &mut self.exact,
            Fit::Spelled => &mut self.spelled,
            Fit::Pattern => &mut self.pattern,
        }
    }

    /// What the restrictions say where rules that spell the text out come first.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn spelled_first(self) -> Option<Finding> {
        let spelled = self.exact.first(self.spelled);
        spelled.restriction().or_else(|| self.pattern.restriction())
    }

    /// What a deny rule says that spells the text out.
    pub(crate) fn spelled_denial(self) -> Option<Finding> {
        let deny = self.exact.first(self.spelled).deny;
        deny.map(|rule| Finding::rule(Verdict::Deny, rule))
    }

    /// Without the rules that match more than what they spell out.
    pub(crate) fn without_patterns(self) -> CommandHits {
        CommandHits { pattern: Hits::default(), ..self }
    }

    /// Without the rules that match one text only.
    pub(crate) fn without_exact(self) -> CommandHits {
        CommandHits { exact: Hits::default(), ..self }
    }

    /// Adds what matched another text of the same command.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn add(&mut self, other: CommandHits) {
        self.exact = self.exact.first(other.exact);
        self.spelled = self.spelled.first(other.spelled);
        self.pattern = self.pattern.first(other.pattern);
    }

    /// The hits of all kinds of rules.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn any(self) -> Hits {
        self.exact.first(self.spelled).first(self.pattern)
    }
}

/// Which lists a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lists {
    pub(crate) deny: bool,
    pub(crate) ask: bool,
    pub(crate) allow: bool,
}

impl Lists {
    pub(crate) const ALL: Lists = Lists { deny: true, ask: true, allow: true };
    pub(crate) const RESTRICTIONS: Lists = Lists { deny: true, ask: true, allow: false };
    pub(crate) const ALLOW: Lists = Lists { deny: false, ask: false, allow: true };

    pub(crate) const fn has(self, list: List) -> bool {
        match list {
            List::Deny => self.deny,
            List::Ask => self.ask,
            List::Allow => self.allow,
        }
    }
}
