//! Tools that read and write files: `Read`, `Edit`, `Write`, `NotebookEdit`, `Glob`, `Grep`.

use super::{Env, Finding, Trace};
use crate::{
    call::Call,
    decision::{BuiltIn, PartKind},
    mode::Mode,
    path::{Target, protected},
    policy::{Access, Lists},
    rule::RuleId,
    verdict::Verdict,
};

pub(crate) fn check(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    let searches = matches!(tool, "Glob" | "Grep" | "LS");
    let Some(path) = call.subject().or(searches.then_some(&env.places.cwd)) else {
        return Finding::firm_ask(BuiltIn::UnreadableInput);
    };
    let target = Target::new(path.trim(), env.places, env.links);
    let (kind, finding) = if searches || tool == "Read" {
        (PartKind::Read, read(env, &target))
    } else {
        (PartKind::Write, write(env, &target, tool != "NotebookEdit"))
    };
    trace.part(kind, &target.absolute, None, finding);
    finding
}

/// What the rules, the working directories and the mode say of reading `target`.
fn read(env: &Env<'_>, target: &Target<'_>) -> Finding {
    let hits = env.rules.path(Access::Read, target, Lists::ALL);
    let inside = env.directories().contain(target);
    if let Some(rule) = hits.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    if !inside && env.settings.block_reads_outside {
        return Finding::deny(BuiltIn::ReadsOutsideBlocked);
    }
    if let Some(rule) = hits.ask {
        return Finding::rule(Verdict::Ask, rule);
    }
    if inside {
        return Finding::allow(BuiltIn::InsideWorkingDirectories);
    }
    match allowing(env, hits.allow) {
        Some(finding) => finding,
        None if env.classifier_decides() => Finding::allow(BuiltIn::ModeReads),
        None => Finding::ask(BuiltIn::OutsideWorkingDirectories),
    }
}

/// What the rules, the working directories and the mode say of changing `target`.
fn write(env: &Env<'_>, target: &Target<'_>, reads: bool) -> Finding {
    if reads {
        // Who must not see a file must not change it either.
        let unseen = env.rules.path(Access::Read, target, Lists::RESTRICTIONS).deny;
        if let Some(rule) = unseen.or(env.rules.tool("Read", Lists::RESTRICTIONS).deny) {
            return Finding::rule(Verdict::Deny, rule);
        }
    }
    let hits = env.rules.path(Access::Write, target, Lists::ALL);
    let inside = env.directories().contain(target);
    if let Some(rule) = hits.deny {
        return Finding::rule(Verdict::Deny, rule);
    }
    if !inside && env.settings.block_writes_outside {
        return Finding::deny(BuiltIn::WritesOutsideBlocked);
    }
    if let Some(rule) = hits.ask {
        return Finding::rule(Verdict::Ask, rule);
    }
    let is_protected = target.spellings().any(protected);
    if is_protected {
        return Finding::ask(BuiltIn::ProtectedPath);
    }
    if env.mode == Mode::Plan {
        return Finding::firm_ask(BuiltIn::ModePlan);
    }
    if inside && matches!(env.mode, Mode::AcceptEdits | Mode::Auto) {
        return Finding::allow(BuiltIn::ModeAcceptEdits);
    }
    allowing(env, hits.allow).unwrap_or(Finding::ask(if inside {
        BuiltIn::NoRule
    } else {
        BuiltIn::OutsideWorkingDirectories
    }))
}

/// The allow rule for the file, or the one for the whole tool.
fn allowing(env: &Env<'_>, file: Option<RuleId>) -> Option<Finding> {
    file.or(env.whole.allow).map(|rule| Finding::rule(Verdict::Allow, rule))
}
