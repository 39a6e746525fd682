//! `Bash`: what a command line would run, and what the rules say of it.

use super::{Env, Finding, Trace};
use crate::{decision::PartKind, policy::Lists, span::Span};

pub(crate) fn check(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let hits = env.rules.command("Bash", command, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| env.allowed_or_open(hits.allow));
    trace.part(PartKind::Command, command, Some(Span::new(0, command.len())), finding);
    finding
}
