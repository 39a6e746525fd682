//! Names and queries that are met exactly, or by how they start: `Skill(deploy *)`,
//! `WebSearch(rust)`.

use super::Need;

/// What stands between the parentheses of an `Agent`, `Skill` or `WebSearch` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TextPattern {
    /// The whole text.
    Exact(Box<str>),
    /// The start of the text.
    Prefix(Box<str>),
}

impl TextPattern {
    /// Reads a pattern of a tool that knows no wildcards. Every text is one.
    pub(crate) fn exact(text: &str) -> TextPattern {
        TextPattern::Exact(text.into())
    }

    /// Reads the name of a skill, with or without its slash. A trailing ` *` or `:*` makes a prefix,
    /// and not one of words: `Skill(b:*)` meets the skill `beta`.
    pub(crate) fn skill(text: &str) -> TextPattern {
        let name = text.strip_prefix('/').unwrap_or(text);
        match name.strip_suffix(" *").or_else(|| name.strip_suffix(":*")) {
            Some(prefix) => TextPattern::Prefix(prefix.into()),
            None => TextPattern::Exact(name.into()),
        }
    }

    /// What a text must have to match.
    pub(crate) fn need(&self) -> Need {
        let (TextPattern::Exact(text) | TextPattern::Prefix(text)) = self;
        Need::Start(text.as_bytes().into())
    }

    /// Does it match `text` from end to end?
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            TextPattern::Exact(whole) => **whole == *text,
            TextPattern::Prefix(prefix) => text.starts_with(&**prefix),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_met_by_name_or_prefix() {
        for pattern in ["alpha", "/alpha", "alpha *", "alpha:*", "al:*"] {
            assert!(TextPattern::skill(pattern).matches("alpha"), "{pattern}");
        }
        assert!(TextPattern::skill("alpha *").matches("alpha-x"));
        for pattern in ["al*", "alpha*", "ALPHA", " alpha", "alpha x", "*alpha"] {
            assert!(!TextPattern::skill(pattern).matches("alpha"), "{pattern}");
        }
    }

    #[test]
    fn other_names_are_met_exactly() {
        assert!(TextPattern::exact("Explore").matches("Explore"));
        assert!(!TextPattern::exact("Exp *").matches("Exp x"));
    }
}
