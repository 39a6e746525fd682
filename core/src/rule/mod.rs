//! One permission rule: `Bash(git push:*)`, `Read(**/.env)`, `mcp__github__*`.

mod broad;
mod parse;

pub(crate) use parse::{Halves, halves, parse, primary_field};

use crate::{
    pattern::{
        AgentPattern, CommandPattern, HostPattern, NamePattern, ParameterPattern, PathPattern,
        TextPattern,
    },
    policy::Access,
    settings::Source,
    span::Span,
};
use serde::{Deserialize, Serialize};
use std::{num::NonZeroU32, sync::Arc};

/// Which of the three lists a rule stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// `permissions.deny`
    Deny,
    /// `permissions.ask`
    Ask,
    /// `permissions.allow`
    Allow,
}

/// The number of a rule in its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(
    /// One more than the number, so that no rule takes no more room than a rule.
    NonZeroU32,
);

impl RuleId {
    /// The rule with this number.
    pub(crate) const fn new(number: u32) -> RuleId {
        RuleId(NonZeroU32::MIN.saturating_add(number))
    }

    /// The one of two rules that stands first in its policy, if there is any.
    #[inline]
    pub(crate) fn first(one: Option<RuleId>, two: Option<RuleId>) -> Option<RuleId> {
        // No rule is as one behind all others: then there is no branch, and a few instructions.
        let place = |rule: Option<RuleId>| rule.map_or(u32::MAX, |rule| rule.0.get() - 1);
        NonZeroU32::new(place(one).min(place(two)).wrapping_add(1)).map(RuleId)
    }

    /// The number as an index into [`Policy::rules`](crate::Policy::rules).
    #[must_use]
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A rule that is in force.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The rule as written.
    pub(crate) text: Box<str>,
    pub(crate) list: List,
    /// Which layer it comes from.
    pub(crate) source: Source,
    /// Index of the layer's document in the policy.
    pub(crate) document: u32,
    /// Its place in its list in that document.
    pub(crate) index: u32,
    /// Where it stands in that document: the bytes of the JSON string with its quotes.
    pub(crate) span: Span,
    /// Which tools it is about: many rules are about the same.
    pub(crate) tool: Arc<NamePattern>,
    /// What it says of their calls.
    pub(crate) specifier: Specifier,
    /// What it says of a parameter, where the specifier can be read as `param:value` as well.
    pub(crate) parameter: Option<Box<ParameterPattern>>,
}

impl Rule {
    /// The rule as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The list that it stands in.
    #[must_use]
    pub const fn list(&self) -> List {
        self.list
    }

    /// The layer that it comes from.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Its place in its list in its document, from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index as usize
    }

    /// Its bytes in the document: the JSON string with its quotes.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl List {
    /// The list in lower case, as it stands in JSON: `deny`, `ask`, `allow`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            List::Deny => "deny",
            List::Ask => "ask",
            List::Allow => "allow",
        }
    }
}

/// What stands between the parentheses of a rule, read for the tool that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Specifier {
    /// None, or `*`: every call of the tool.
    Whole,
    /// A command pattern (`Bash`, `PowerShell`).
    Command(CommandPattern),
    /// A path pattern (`Read`, `Edit` and the tools that one profile adds).
    Path(Access, Box<PathPattern>),
    /// A host pattern (`WebFetch(domain:…)`).
    Host(Box<HostPattern>),
    /// The name of an agent, in any spelling by which the client finds it.
    Agent(Box<AgentPattern>),
    /// A name or query to be met exactly, with a prefix form for skills (`Skill`, `WebSearch`).
    Text(Box<TextPattern>),
    /// Nothing that this tool understands: the rule can match through its parameter only.
    Inert,
}
