//! Settings layers: `settings.json`-shaped documents, from managed policy down to one developer's
//! local file, read from text and merged with the client's precedence.

mod hooks;
pub(crate) mod keys;
mod merge;
mod read;

pub(crate) use self::{
    merge::Merged,
    read::{Content, RuleText, read},
};

use crate::mode::Mode;
use serde::{Deserialize, Serialize};

/// Where a layer comes from.
///
/// Ordered by precedence for single values, strongest first. Rule lists of all sources add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// `managed-settings.json` and its drop-in folder.
    Managed,
    /// `--settings`, or rules given on the command line.
    Flag,
    /// `.claude/settings.local.json`
    Local,
    /// `.claude/settings.json`
    Project,
    /// `~/.claude/settings.json`
    User,
}

/// One settings document, as the caller read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Where it comes from.
    pub source: Source,
    /// What to call it in messages: a file name, usually.
    pub name: String,
    /// The directory that `/path` rules of this document start from, absolute. `None` takes what
    /// the client takes for the source: `~/.claude` for user settings, else the working directory.
    pub directory: Option<String>,
    /// Has the user trusted the folder that the document comes from? The client counts allow rules
    /// and additional directories of a project only then; everything else always counts.
    pub trusted: bool,
    /// The text: JSON.
    pub text: String,
}

impl Layer {
    /// A trusted layer named for its source, with the client's own place for `/path` rules.
    #[must_use]
    pub fn new(source: Source, text: impl Into<String>) -> Layer {
        Layer {
            source,
            name: source.as_str().to_owned(),
            directory: None,
            trusted: true,
            text: text.into(),
        }
    }
}

impl Source {
    /// Every source, the strongest first.
    pub const ALL: [Source; 5] =
        [Source::Managed, Source::Flag, Source::Local, Source::Project, Source::User];

    /// The source that has this name in JSON, if one has.
    ///
    /// ```
    /// use callgate::Source;
    /// assert_eq!(Source::parse("managed"), Some(Source::Managed));
    /// assert_eq!(Source::parse("Managed"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.as_str() == name)
    }

    /// The source in lower case, as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Managed => "managed",
            Source::Flag => "flag",
            Source::Local => "local",
            Source::Project => "project",
            Source::User => "user",
        }
    }

    /// May settings of this source start a session in `mode`? A project must not free its own
    /// hands.
    pub(crate) const fn may_set(self, mode: Mode) -> bool {
        let repository = matches!(self, Source::Project | Source::Local);
        !(repository && matches!(mode, Mode::BypassPermissions | Mode::Auto))
    }

    /// Is `denyInsteadOfPrompting` heeded here?
    pub(crate) const fn may_silence(self) -> bool {
        matches!(self, Source::User | Source::Flag | Source::Managed)
    }
}
