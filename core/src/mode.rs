//! Permission modes.

use serde::{Deserialize, Serialize};

/// The permission mode of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// Asks for everything that no rule and no built-in set allows. `manual` is another name of it.
    #[default]
    #[serde(alias = "manual")]
    Default,
    /// As `Default`, but edits inside the working directories are allowed.
    AcceptEdits,
    /// File edits are held back until a plan is accepted.
    Plan,
    /// A classifier of the client decides what the rules leave open. callgate has none: it says
    /// ask there, and says that this is why.
    Auto,
    /// What would be asked is denied.
    DontAsk,
    /// What would be asked is allowed, but for ask rules and a few safety checks.
    BypassPermissions,
}

impl Mode {
    /// Reads a mode as the client spells it; `None` for any other word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Mode> {
        Some(match name {
            "default" | "manual" => Mode::Default,
            "acceptEdits" => Mode::AcceptEdits,
            "plan" => Mode::Plan,
            "auto" => Mode::Auto,
            "dontAsk" => Mode::DontAsk,
            "bypassPermissions" => Mode::BypassPermissions,
            _ => return None,
        })
    }

    /// The client's own spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::Default => "default",
            Mode::AcceptEdits => "acceptEdits",
            Mode::Plan => "plan",
            Mode::Auto => "auto",
            Mode::DontAsk => "dontAsk",
            Mode::BypassPermissions => "bypassPermissions",
        }
    }
}
