//! The three answers.

use serde::{Deserialize, Serialize};

/// What may happen to a tool call.
///
/// Verdicts are ordered by strictness: `Allow < Ask < Deny`, so that the stricter of two is their
/// maximum.
///
/// ```
/// use callgate::Verdict;
/// assert!(Verdict::Deny > Verdict::Ask && Verdict::Ask > Verdict::Allow);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The call runs without a question.
    Allow,
    /// A person decides.
    Ask,
    /// The call is refused.
    Deny,
}

impl Verdict {
    /// The verdict in lower case, as it stands in JSON: `allow`, `ask`, `deny`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Allow => "allow",
            Verdict::Ask => "ask",
            Verdict::Deny => "deny",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
