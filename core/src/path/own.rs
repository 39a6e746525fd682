//! The client's own files in `~/.claude`: what the agent may read or write there without a rule, and
//! what it may never write.

use super::{Places, below, is_protected_below};
use crate::names::Names;

/// What the client makes of one of its own files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Own {
    /// It belongs to this project: transcripts, tool results, memory. A fence around the working
    /// directories does not keep it out.
    Project,
    /// It is shared between sessions.
    Shared,
}

/// Directories below `~/.claude` that can be read without asking.
const READABLE: Names = Names::new("agent-memory tasks teams");

/// Files and directories below `~/.claude` that no agent may write: they hold credentials, or what
/// is in them runs in other sessions.
const FORBIDDEN: Names =
    Names::new(".credentials.json daemon daemon.json jobs session-env shell-snapshots");

/// Can `path` be read without a rule?
pub(crate) fn readable(path: &str, places: &Places<'_>) -> Option<Own> {
    let own = below_own(path, places)?;
    if in_project(own, places).is_some() {
        return Some(Own::Project);
    }
    let (directory, _) = own.split_once('/')?;
    READABLE.contains(directory).then_some(Own::Shared)
}

/// Can `path` be written without a rule? Only notes can.
pub(crate) fn writable(path: &str, places: &Places<'_>) -> Option<Own> {
    if !path.ends_with(".md") {
        return None;
    }
    let (rest, own) = match below_own(path, places) {
        Some(own) => match in_project(own, places) {
            Some(rest) => (rest.strip_prefix("memory/")?, Own::Project),
            None => (own.strip_prefix("agent-memory/")?, Own::Shared),
        },
        None => {
            let rest = below(path, places.cwd())?.strip_prefix(".claude/")?;
            let memory = rest.strip_prefix("agent-memory/");
            (memory.or_else(|| rest.strip_prefix("agent-memory-local/"))?, Own::Shared)
        }
    };
    (!is_protected_below(rest)).then_some(own)
}

/// Must `path` not be written, whatever rules and mode say?
pub(crate) fn is_forbidden(path: &str, places: &Places<'_>) -> bool {
    let Some(own) = below_own(path, places) else { return false };
    let first = own.split('/').next().unwrap_or(own);
    FORBIDDEN.iter().any(|name| name.eq_ignore_ascii_case(first))
}

/// Does `path` stand for what a program has open already?
pub(crate) fn is_open_device(path: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(path, "/dev/stdin" | "/dev/stdout" | "/dev/stderr")
        || path.strip_prefix("/dev/fd/").is_some_and(is_number)
}

fn below_own<'p>(path: &'p str, places: &Places<'_>) -> Option<&'p str> {
    below(path, places.home())?.strip_prefix(".claude/")
}

/// What is left of `own` below the directory that the client keeps for the working directory. Its
/// name is the path with `-` for all but letters and digits.
fn in_project<'p>(own: &'p str, places: &Places<'_>) -> Option<&'p str> {
    let rest = own.strip_prefix("projects/")?;
    let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let expected = places.cwd().encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii_alphanumeric() => unit,
        _ => u16::from(b'-'),
    });
    expected.eq(name.encode_utf16()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Context;

    #[test]
    fn the_project_has_a_directory_of_its_own() {
        let places = Places::new(&Context::new("/home/dev/my.proj", "/home/dev"));
        let own = "/home/dev/.claude/projects/-home-dev-my-proj";
        assert_eq!(readable(&format!("{own}/a/tool-results/x"), &places), Some(Own::Project));
        assert_eq!(readable(own, &places), Some(Own::Project));
        assert_eq!(readable(&format!("{own}-x/a"), &places), None);
        assert_eq!(readable("/home/dev/.claude/tasks/x", &places), Some(Own::Shared));
        assert_eq!(readable("/home/dev/.claude/settings.json", &places), None);
        assert_eq!(writable(&format!("{own}/memory/a/b.md"), &places), Some(Own::Project));
        assert_eq!(writable(&format!("{own}/memory/.git/x.md"), &places), None);
        assert_eq!(writable(&format!("{own}/memory/x"), &places), None);
        assert_eq!(writable(&format!("{own}/x.md"), &places), None);
        assert_eq!(writable("/home/dev/.claude/agent-memory/x.md", &places), Some(Own::Shared));
        let local = "/home/dev/my.proj/.claude/agent-memory-local/a/x.md";
        assert_eq!(writable(local, &places), Some(Own::Shared));
    }

    #[test]
    fn what_other_sessions_run_is_forbidden() {
        let places = Places::new(&Context::new("/home/dev/project", "/home/dev"));
        for path in ["jobs/x", "Jobs", "shell-snapshots/x", "daemon.json", ".credentials.json"] {
            assert!(is_forbidden(&format!("/home/dev/.claude/{path}"), &places), "{path}");
        }
        for path in ["jobs-x/a", "settings.json"] {
            assert!(!is_forbidden(&format!("/home/dev/.claude/{path}"), &places), "{path}");
        }
        assert!(!is_forbidden("/home/dev/project/.claude/jobs/x", &places));
    }
}
