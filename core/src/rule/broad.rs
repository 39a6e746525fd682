//! Allow rules that the client sets aside when its classifier decides: they would leave it nothing
//! to decide.

use super::{List, Rule, Specifier};
use crate::programs::last_step;

/// Tools of which an allow rule for the whole is set aside.
const TOOLS: [&str; 4] = ["Agent", "Bash", "Monitor", "PowerShell"];

/// Commands that run any other command or program text that they are given: a rule that allows them
/// with anything behind them is set aside.
///
/// Learned by asking client 2.1.329 for one rule each. Not among them, although one might think so:
/// `cargo run`, `go run`, `make`, `ts-node`, `uv run`, `yarn run`.
const RUNNERS: &[&str] = &[
    "bash",
    "bun run",
    "bunx",
    "cmd",
    "command",
    "dash",
    "deno",
    "doas",
    "env",
    "eval",
    "exec",
    "fish",
    "ksh",
    "lua",
    "nice",
    "node",
    "nohup",
    "npm exec",
    "npm run",
    "npx",
    "perl",
    "php",
    "pnpm exec",
    "pnpm run",
    "powershell",
    "pwsh",
    "python",
    "python2",
    "python3",
    "ruby",
    "sh",
    "source",
    "ssh",
    "su",
    "sudo",
    "time",
    "timeout",
    "tsx",
    "watch",
    "wsl",
    "xargs",
    "zsh",
];

impl Rule {
    /// Does the rule allow so much that a classifier could as well be switched off?
    pub(crate) fn is_broad(&self) -> bool {
        if self.list != List::Allow {
            return false;
        }
        match self.specifier {
            Specifier::Whole => TOOLS.into_iter().any(|tool| self.tool.matches(tool)),
            Specifier::Command(_) => {
                let opening = memchr::memchr(b'(', self.text.as_bytes());
                let content = opening.and_then(|at| self.text.get(at + 1..)).unwrap_or("");
                is_broad(content.strip_suffix(')').unwrap_or(content))
            }
            _ => false,
        }
    }
}

/// Does a command pattern cover a runner with anything behind it?
fn is_broad(pattern: &str) -> bool {
    let star = memchr::memchr(b'*', pattern.as_bytes());
    let Some(head) = star.and_then(|star| pattern.get(..star)) else { return false };
    let name = last_step(head);
    let bare = name.strip_suffix(':').unwrap_or(name);
    let ended = bare.len() < name.len() || bare.ends_with(' ');
    let words = bare.trim_end();
    let first = words.bytes().next().map(|first| first.to_ascii_lowercase());
    let alike = |runner: &&&str| first.is_none() || runner.bytes().next() == first;
    let mut runners = RUNNERS.iter().filter(alike).peekable();
    if runners.peek().is_none() {
        return false;
    }
    let words = words.to_ascii_lowercase();
    runners.any(|runner| match words.strip_prefix(runner) {
        // `python3.11 *`, `python3 -c *`, but not `python tool.py *`
        Some(rest) => {
            let version = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            version.is_empty() || version.starts_with(" -")
        }
        // `py*` covers `python`
        None => !ended && runner.starts_with(&words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_runners_are_broad() {
        for pattern in [
            "*",
            "* --version",
            "python:*",
            "python3.11 *",
            "python -c *",
            "python -m pytest *",
            "python* *",
            "p*",
            "f*",
            "/usr/bin/python *",
            "PYTHON *",
            "npm run:*",
            "npm run *",
            "ssh *",
        ] {
            assert!(is_broad(pattern), "{pattern}");
        }
    }

    #[test]
    fn rules_for_one_program_are_not() {
        for pattern in [
            "npm:*",
            "npm test",
            "npm install *",
            "cargo run *",
            "yarn run *",
            "uv run *",
            "python foo.py *",
            "python foo.py",
            "git *",
            "shellcheck *",
            "pythonic *",
        ] {
            assert!(!is_broad(pattern), "{pattern}");
        }
    }
}
