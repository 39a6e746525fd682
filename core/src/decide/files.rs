//! Tools that read and write files: `Read`, `Edit`, `Write`, `NotebookEdit`, `Glob`, `Grep`.

use super::{Env, Finding, Trace};
use crate::{
    call::Call,
    decision::{BuiltIn, PartKind},
    path::Target,
    policy::{Access, Lists},
};

pub(crate) fn check(env: &Env<'_>, tool: &str, call: &Call<'_>, trace: &mut dyn Trace) -> Finding {
    let Some(path) =
        call.subject().or(matches!(tool, "Glob" | "Grep" | "LS").then_some(&env.places.cwd))
    else {
        return Finding::firm_ask(BuiltIn::UnreadableInput);
    };
    let (access, kind) = match tool {
        "Read" | "Glob" | "Grep" | "LS" => (Access::Read, PartKind::Read),
        _ => (Access::Write, PartKind::Write),
    };
    let target = Target::new(path, env.places, env.links);
    let hits = env.rules.path(access, &target, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| env.allowed_or_open(hits.allow));
    trace.part(kind, path, None, finding);
    finding
}
