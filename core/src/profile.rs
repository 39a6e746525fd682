//! Whose reading of the rules counts.

use serde::{Deserialize, Serialize};

/// How rules are read. Every difference between the profiles is a method of this type, so that this
/// file lists them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Profile {
    /// Rules mean what their authors meant. For whoever enforces them.
    ///
    /// Never weaker than [`Profile::ClaudeCode`], except where an allow rule that only this profile
    /// honours names the call.
    #[default]
    Enforce,
    /// The decision that Claude Code 2.1.329 itself takes.
    ClaudeCode,
}

impl Profile {
    /// Reads the name of a profile: `enforce` or `claude-code`.
    ///
    /// ```
    /// use callgate::Profile;
    /// assert_eq!(Profile::parse("claude-code"), Some(Profile::ClaudeCode));
    /// assert_eq!(Profile::parse("lax"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Profile> {
        match name {
            "enforce" => Some(Profile::Enforce),
            "claude-code" => Some(Profile::ClaudeCode),
            _ => None,
        }
    }

    /// Does a deny rule win over every ask rule? The client consults exact rules before all others,
    /// so that an exact ask rule wins over a deny rule with a wildcard.
    pub(crate) const fn deny_always_wins(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do restrictions see through every disguise that can be told from the text? The client gives
    /// up on options of wrappers that it does not know, on `coproc`, on names in escape codes and
    /// on lines that it does not read.
    pub(crate) const fn sees_through_every_disguise(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do path rules on `Write`, `NotebookEdit`, `MultiEdit` and `Glob` count? The client never
    /// consults them.
    pub(crate) const fn honours_every_file_tool(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Does a deny or ask path rule that starts with `**/` hold anywhere on the file system, not
    /// just below the working directory?
    pub(crate) const fn any_depth_is_everywhere(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Does a settings document that cannot be read stop the policy? The client drops the document,
    /// and all rules in it, with a warning.
    pub(crate) const fn refuses_unreadable_settings(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do deny and ask rules on a parameter of an MCP tool count? The client skips them in settings.
    pub(crate) const fn honours_mcp_parameters(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do ask rules for one agent or skill by its name count? The client heeds only those for the
    /// whole tool or for a parameter.
    pub(crate) const fn asks_for_agents_by_name(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do `/path` rules of settings given inline start from the working directory? The client puts
    /// such settings in a file of its own first, and takes the directory of that.
    pub(crate) const fn inline_settings_have_a_place(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do deny and ask rules for one search count? The client never consults them.
    pub(crate) const fn honours_search_queries(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Do protected files stay protected from `cp` and `mv` with options? The client asks about the
    /// options, and a rule for all of Bash answers that.
    pub(crate) const fn guards_every_edit(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Does the guard on removals look into functions and `case`, and through all programs that start
    /// others, as well? The client passes over them.
    pub(crate) const fn guards_every_removal(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Does every pipe in a program for `awk` count as one to another command? The client looks for
    /// quotation marks behind it.
    pub(crate) const fn distrusts_every_pipe(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Is a server refused whose URL cannot be read while a deny list has URLs in it? To the client
    /// such a URL meets no entry.
    pub(crate) const fn refuses_unreadable_urls(self) -> bool {
        matches!(self, Profile::Enforce)
    }

    /// Does a denied server URL without scheme or port mean every one of them? To the client it
    /// means nothing, or the default port.
    pub(crate) const fn reads_denied_urls_as_meant(self) -> bool {
        matches!(self, Profile::Enforce)
    }
}
