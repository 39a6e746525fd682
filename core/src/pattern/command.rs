//! Command patterns: `git push:*`, `npm run *`, `* --version`.

/// What stands between the parentheses of a `Bash` or `PowerShell` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandPattern {
    text: String,
}

impl CommandPattern {
    /// Reads a pattern. Every text is one.
    pub(crate) fn parse(text: &str) -> CommandPattern {
        CommandPattern { text: text.to_owned() }
    }

    /// Does it match `command` from end to end?
    pub(crate) fn matches(&self, command: &str) -> bool {
        self.text == command
    }
}
