//! `WebFetch`: the host of a URL against host rules and the client's own list of documentation.

use super::{Env, Finding, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    policy::Lists,
};

pub(crate) fn check(env: &Env<'_>, url: &str, trace: &mut dyn Trace) -> Finding {
    let Some(host) = host_of(url) else {
        return Finding::firm_ask(BuiltIn::UnreadableInput);
    };
    let host = host.to_ascii_lowercase();
    let hits = env.rules.host(&host, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| env.allowed_or_open(hits.allow));
    trace.part(PartKind::Host, &host, None, finding);
    finding
}

/// The host of a URL, without user, port and the dot of the root.
fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => {
            let end = v6.find(']')?;
            host.get(..end + 2)?
        }
        None => host.split(':').next()?,
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty()).then_some(host)
}
