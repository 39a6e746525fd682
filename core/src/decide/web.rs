//! `WebFetch`: the host of a URL against host rules and the client's own list of documentation.

use super::{Env, Finding, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    policy::Lists,
    web::Url,
};

pub(crate) fn check(env: &Env<'_>, url: &str, trace: &mut dyn Trace) -> Finding {
    let Some(Url { host, path }) = Url::parse(url) else {
        return Finding::firm_ask(BuiltIn::UnreadableUrl);
    };
    let name = host.name();
    let hits = env.rules.host(name.as_deref(), Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| {
        if host.is_documentation(&path) {
            Finding::allow(BuiltIn::Documentation)
        } else {
            env.allowed_or_open(hits.allow)
        }
    });
    trace.part(PartKind::Host, name.as_deref().unwrap_or(url), None, finding);
    finding
}
