//! Tools that read and write files: `Read`, `Edit`, `Write`, `NotebookEdit`, `Glob`, `Grep`.

use super::{Env, Finding, Trace};
use crate::{
    blank,
    call::Call,
    decision::{BuiltIn, PartKind},
    letters::one_of,
    mode::Mode,
    path::{self, Own, Places, Target, join},
    policy::{Access, Lists},
    rule::RuleId,
    verdict::Verdict,
};
use serde_json::Value;
use std::borrow::Cow;

pub(crate) fn check(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    let searches = matches!(tool, "Glob" | "Grep" | "LS");
    let Some(path) = call.subject().or(searches.then_some(env.places.cwd())) else {
        return Finding::firm_ask(BuiltIn::UnreadableInput);
    };
    let finding = check_path(env, tool, path, trace);
    let pattern = call.input().filter(|_| reads(tool, PATTERN));
    let pattern = pattern.and_then(|input| input.get(PATTERN)).and_then(Value::as_str);
    match pattern.and_then(plain_start) {
        // A search starts in the directory that its pattern names.
        Some(start) => {
            let base = env.places.absolute(path);
            let start = if start.starts_with(one_of("/~")) {
                Cow::Borrowed(start)
            } else {
                join(&base, start)
            };
            finding.stricter(check_path(env, tool, &start, trace))
        }
        None => finding,
    }
}

const PATTERN: &str = "pattern";

/// Is the member `name` of the input of `tool` read, beside the path?
pub(super) fn reads(tool: &str, name: &str) -> bool {
    tool == "Glob" && name == PATTERN
}

/// The directories at the start of a glob, up to its first wildcard; `None` if there are none.
fn plain_start(glob: &str) -> Option<&str> {
    let wild = glob.find(one_of("*?[{\\")).unwrap_or(glob.len());
    let (start, _) = glob.split_at_checked(wild)?;
    let end = if wild == glob.len() { wild } else { start.rfind('/')? + 1 };
    start.get(..end).filter(|start| !start.is_empty())
}

fn check_path(env: &Env<'_>, tool: &str, path: &str, trace: &mut dyn Trace) -> Finding {
    let target = Target::new(blank::trim(path), env.places, env.links);
    if target.is_endless() {
        return Finding::deny(BuiltIn::EndlessLink);
    }
    let (kind, mut finding) = match tool {
        "Read" | "Glob" | "Grep" | "LS" => (PartKind::Read, read(env, &target, tool)),
        _ => (PartKind::Write, write(env, &target, tool)),
    };
    if memchr::memchr(0, path.as_bytes()).is_some() {
        finding = finding.stricter(Finding::firm_ask(BuiltIn::UnreadableInput));
    }
    trace.part(kind, &target.absolute, None, finding);
    finding
}

/// What rules, places and the mode say of reading `target` with `tool`.
fn read(env: &Env<'_>, target: &Target<'_>, tool: &str) -> Finding {
    let hits = env.rules.path(Access::Read, target, Lists::ALL);
    if let Some(rule) = hits.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    let inside = env.is_inside(target, Access::Read);
    let own = own(target, path::readable);
    if env.settings.block_reads_outside && !inside && own != Some(Own::Project) {
        return Finding::deny(BuiltIn::ReadsOutsideBlocked);
    }
    if let Some(rule) = hits.ask {
        return Finding::rule(Verdict::Ask, rule);
    }
    if target.spellings().any(path::is_remote) {
        return Finding::ask(BuiltIn::AmbiguousPath);
    }
    let finding = if target.spellings().any(path::is_ambiguous) {
        Finding::ask(BuiltIn::AmbiguousPath)
    } else if inside {
        Finding::allow(BuiltIn::InsideWorkingDirectories)
    } else if own.is_some() {
        Finding::allow(BuiltIn::OwnFile)
    } else {
        match hits.allow.or_else(|| editable(env, target)) {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::OutsideWorkingDirectories),
        }
    };
    if finding.verdict == Verdict::Allow {
        return finding;
    }
    match whole(env, tool, inside) {
        Some(rule) => Finding::rule(Verdict::Allow, rule),
        None if env.classifier_decides() => Finding::allow(BuiltIn::ModeReads),
        None => finding,
    }
}

/// What rules, places and the mode say of changing `target` with `tool`.
fn write(env: &Env<'_>, target: &Target<'_>, tool: &str) -> Finding {
    if tool != "NotebookEdit"
        && let Some(rule) = hidden(env, target)
    {
        return Finding::rule(Verdict::Deny, rule);
    }
    let hits = env.rules.path(Access::Write, target, Lists::ALL);
    if let Some(rule) = hits.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    if target.spellings().any(|path| path::is_forbidden(path, env.places)) {
        return Finding::deny(BuiltIn::ForbiddenFile);
    }
    if target.is_link() {
        return Finding::deny(BuiltIn::WriteThroughLink);
    }
    let inside = env.is_inside(target, Access::Write);
    let own = own(target, path::writable);
    if env.settings.block_writes_outside {
        if !inside && own != Some(Own::Project) {
            return Finding::deny(BuiltIn::WritesOutsideBlocked);
        }
        if target.spellings().any(path::is_settings_file) {
            return Finding::deny(BuiltIn::SettingsFileBlocked);
        }
    }
    if let Some(rule) = hits.ask {
        return Finding::rule(Verdict::Ask, rule);
    }
    if target.spellings().any(path::is_ambiguous) {
        return Finding::ask(BuiltIn::AmbiguousPath);
    }
    if own.is_some() {
        return Finding::allow(BuiltIn::OwnFile);
    }
    if target.spellings().any(path::is_protected) {
        return Finding::ask(BuiltIn::ProtectedPath);
    }
    if env.mode == Mode::Plan {
        return Finding::firm_ask(BuiltIn::ModePlan);
    }
    if inside && env.accepts_edits() {
        return Finding::allow(BuiltIn::ModeAcceptEdits);
    }
    // A rule about the whole tool does not speak of files that links put elsewhere.
    let strays = !inside && env.directories().contain_path(&target.absolute);
    match hits.allow.or_else(|| whole(env, tool, inside).filter(|_| !strays)) {
        Some(rule) => Finding::rule(Verdict::Allow, rule),
        None if inside => Finding::ask(BuiltIn::NoRule),
        None => Finding::ask(BuiltIn::OutsideWorkingDirectories),
    }
}

/// The allow rule for all of `tool`: with a star in parentheses it is one for the working directories.
fn whole(env: &Env<'_>, tool: &str, inside: bool) -> Option<RuleId> {
    let first = env.whole.allow?;
    if inside { Some(first) } else { env.rules.unstarred(tool) }
}

/// The rule that keeps `target` from being read: what must not be seen must not be changed either.
fn hidden(env: &Env<'_>, target: &Target<'_>) -> Option<RuleId> {
    let whole = env.rules.tool("Read").deny;
    whole.or_else(|| env.rules.path(Access::Read, target, Lists::RESTRICTIONS).deny)
}

/// The rule that lets `target` be changed: what may be changed may be read.
fn editable(env: &Env<'_>, target: &Target<'_>) -> Option<RuleId> {
    let hits = env.rules.path(Access::Write, target, Lists::ALL);
    let open = hits.restriction().is_none() && !target.spellings().any(path::is_protected);
    hits.allow.filter(|_| open)
}

/// Which of the client's own files `target` is, under every name that it has.
fn own(target: &Target<'_>, which: fn(&str, &Places<'_>) -> Option<Own>) -> Option<Own> {
    let mut owned = target.spellings().map(|path| which(path, target.places));
    let first = owned.next()??;
    owned.all(|other| other == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::plain_start;
    use crate::{Call, Context, Layer, Policy, Profile, Source, Verdict};
    use serde_json::json;

    #[test]
    fn globs_start_with_plain_directories() {
        for (glob, start) in [
            ("*.ts", None),
            ("src/*.ts", Some("src/")),
            ("/etc/**", Some("/etc/")),
            ("../x/[ab]", Some("../x/")),
            ("/etc/hosts", Some("/etc/hosts")),
            ("sr*/a", None),
            ("", None),
        ] {
            assert_eq!(plain_start(glob), start, "{glob}");
        }
    }

    #[test]
    fn searches_are_judged_by_where_they_start() {
        let settings = r#"{"permissions": {"deny": ["Read(secrets/**)"]}}"#;
        let policy =
            Policy::new(&[Layer::new(Source::Project, settings)], Profile::Enforce).unwrap();
        let context = Context::new("/home/dev/project", "/home/dev");
        for (input, expected) in [
            (json!({"pattern": "**/*.ts"}), Verdict::Allow),
            (json!({"pattern": "*.ts", "path": "src"}), Verdict::Allow),
            (json!({"pattern": "*.ts", "path": "/etc"}), Verdict::Ask),
            (json!({"pattern": "/etc/*"}), Verdict::Ask),
            (json!({"pattern": "../../*"}), Verdict::Ask),
            (json!({"pattern": "~/*"}), Verdict::Ask),
            (json!({"pattern": "secrets/*"}), Verdict::Deny),
            (json!({"pattern": "*", "path": "a/secrets"}), Verdict::Deny),
        ] {
            let call = Call::new("Glob", input.as_object().unwrap());
            assert_eq!(policy.verdict(&call, &context), expected, "{input}");
        }
    }

    #[test]
    fn odd_input_is_not_let_through() {
        let policy = Policy::new(&[], Profile::Enforce).unwrap();
        let context = Context::new("/home/dev/project", "/home/dev");
        for path in ["/home/dev/project/a\0b", "a\0/../../../etc/passwd"] {
            assert_eq!(policy.verdict(&Call::with_subject("Read", path), &context), Verdict::Ask);
        }
        for path in ["a\\..\\..\\b", "x~1", " /etc/passwd", "/home/dev/project-evil/a"] {
            assert_eq!(policy.verdict(&Call::with_subject("Read", path), &context), Verdict::Ask);
        }
        assert_eq!(policy.verdict(&Call::bare("Read"), &context), Verdict::Ask);
        let long = "a/".repeat(500_000);
        assert_eq!(policy.verdict(&Call::with_subject("Read", &long), &context), Verdict::Allow);
    }
}
