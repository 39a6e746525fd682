//! `WebFetch`: the host of a URL against host rules and the client's own list of documentation.

use super::{Env, Finding, Trace};
use crate::{
    blank,
    decision::{BuiltIn, PartKind},
    policy::Lists,
    web::Url,
};

pub(crate) fn check(env: &Env<'_>, url: &str, trace: &mut dyn Trace) -> Finding {
    let Some(parsed) = Url::parse(blank::trim(url)) else {
        return Finding::firm_ask(BuiltIn::UnreadableUrl);
    };
    let name = parsed.host_name();
    let hits = env.rules.host(&name, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| {
        if parsed.is_documentation() {
            Finding::allow(BuiltIn::Documentation)
        } else {
            env.allowed_or_open(hits.allow)
        }
    });
    trace.part(PartKind::Host, &name, None, finding);
    finding
}
