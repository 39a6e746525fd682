//! Path patterns: the gitignore dialect of `Read` and `Edit` rules, with its four anchors.

use crate::{path::Target, profile::Profile, rule::List, settings::Source};

/// What stands between the parentheses of a `Read` or `Edit` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    text: String,
}

/// Where a path pattern was written: its anchor and its reach depend on that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathOrigin<'a> {
    pub(crate) list: List,
    pub(crate) source: Source,
    /// [`Layer::directory`](crate::Layer::directory): where `/path` starts, if the caller says so.
    pub(crate) directory: Option<&'a str>,
    pub(crate) profile: Profile,
}

impl PathPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str, origin: &PathOrigin<'_>) -> PathPattern {
        let _ = origin;
        PathPattern { text: text.to_owned() }
    }

    /// Does it match `target`?
    pub(crate) fn matches(&self, target: &Target<'_>) -> bool {
        self.text == target.absolute
    }
}
