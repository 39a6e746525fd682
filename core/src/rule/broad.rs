//! Allow rules that the client sets aside when its classifier decides: they would leave it nothing
//! to decide.

use super::{List, Rule, Specifier};

impl Rule {
    /// Does the rule allow so much that a classifier could as well be switched off?
    pub(crate) fn is_broad(&self) -> bool {
        self.list == List::Allow
            && match self.specifier {
                Specifier::Whole => ["Agent", "Bash", "Monitor", "PowerShell"]
                    .into_iter()
                    .any(|tool| self.tool.matches(tool)),
                _ => false,
            }
    }
}
