//! Names of agents.
//!
//! The client finds `general-purpose` by `GeneralPurpose` and `general purpose` as well, and then holds
//! deny rules against the name that it found. Learned by asking client 2.1.329.

use super::{Need, wildcard};
use crate::programs::tools;

/// The name in an `Agent` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AgentPattern {
    name: Box<str>,
    folded: Box<str>,
}

/// A name as agents are found by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AgentName<'t> {
    written: &'t str,
    folded: String,
}

impl<'t> AgentName<'t> {
    /// The name in a call.
    pub(crate) fn new(written: &'t str) -> AgentName<'t> {
        let folded = fold(written, |character| match could_be_another(character) {
            true => '*',
            false => character,
        });
        AgentName { written, folded }
    }

    /// What it has in common with all names that the client takes for it; `None` if that is not known
    /// to the last character.
    pub(crate) fn folded(&self) -> Option<&str> {
        (!self.folded.contains('*')).then_some(&self.folded)
    }
}

impl AgentPattern {
    /// Reads a name. Every text is one; there are no wildcards.
    pub(crate) fn parse(name: &str) -> AgentPattern {
        AgentPattern { name: name.into(), folded: fold(name, |character| character).into() }
    }

    /// What [`AgentName::folded`] must have to match.
    pub(crate) fn need(&self) -> Need {
        Need::Start(self.folded.as_bytes().into())
    }

    /// Could the client find this agent by `name`? Of its own it is known what they are called; of
    /// others, rules that name them in another way may name them all the same.
    pub(crate) fn matches(&self, name: &AgentName<'_>) -> bool {
        let own =
            || tools::AGENTS.iter().find(|agent| AgentName::new(agent).folded == *self.folded);
        *name.written == *self.name
            || wildcard::matches(&name.folded, &self.folded)
                && own().is_none_or(|agent| *agent == *self.name)
    }
}

/// `name` without dashes, underscores and white space, in lower case.
fn fold(name: &str, character: fn(char) -> char) -> String {
    let kept = name.chars().filter(|&character| !is_passed_over(character));
    kept.flat_map(char::to_lowercase).map(character).collect()
}

/// White space, `_`, and dash punctuation with its compatible forms.
fn is_passed_over(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_'
                | '\u{58a}'
                | '\u{5be}'
                | '\u{1400}'
                | '\u{1806}'
                | '\u{2010}'..='\u{2015}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'..='\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{fe31}'..='\u{fe34}'
                | '\u{fe4d}'..='\u{fe4f}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff3f}'
                | '\u{10d6e}'
                | '\u{10ead}'
        )
}

/// Lies the character in a block of those that Unicode takes for compatible with others, such as
/// full-width letters? The client turns these into the others. By block, since tables of the
/// characters themselves would be larger than all others here.
fn could_be_another(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{36f}'
            | '\u{1d00}'..='\u{1eff}'
            | '\u{2000}'..='\u{2bff}'
            | '\u{2c60}'..='\u{2c7f}'
            | '\u{3200}'..='\u{33ff}'
            | '\u{a720}'..='\u{a7ff}'
            | '\u{ab30}'..='\u{ab6f}'
            | '\u{fb00}'..='\u{fb06}'
            | '\u{fe10}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{1f100}'..='\u{1f2ff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        AgentPattern::parse(pattern).matches(&AgentName::new(name))
    }

    #[test]
    fn agents_are_found_by_other_spellings() {
        for name in [
            "Explore",
            "explore",
            "EXPLORE",
            " Ex-plore_",
            "Ex\u{2013}plore\u{85}",
            "\u{ff25}xplore",
            "\u{1d404}xplore",
            "\u{24d4}xplore",
        ] {
            assert!(matches("Explore", name), "{name}");
        }
        assert!(matches("general-purpose", "General Purpose"));
        assert!(matches("my-agent", "MyAgent") && matches("MyAgent", "my-agent"));
    }

    #[test]
    fn other_names_are_not_met() {
        for name in [
            "",
            "Explore!",
            "\u{feff}Explore",
            "\u{200c}x",
            "expl\u{43e}re",
            "/Explore",
            "Plan",
            "代码",
        ] {
            assert!(!matches("Explore", name), "{name}");
        }
        // No agent of the client has this name.
        assert!(!matches("explore", "Explore") && !matches("explore", "EXPLORE"));
        assert!(matches("explore", "explore"));
        assert!(!matches("Exp*", "Explore"));
    }
}
