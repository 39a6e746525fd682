//! `WebFetch`: the host of a URL against host rules and the client's own list of documentation.

use super::{Env, Finding, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    policy::Lists,
    web::{Host, Url, is_documentation},
};

pub(crate) fn check(env: &Env<'_>, url: &str, trace: &mut dyn Trace) -> Finding {
    let Some(Url { host, path }) = Url::parse(url) else {
        return Finding::firm_ask(BuiltIn::UnreadableUrl);
    };
    let host = match &host {
        Host::Known(host) => Some(host.as_str()),
        Host::Unknown => None,
    };
    let hits = env.rules.host(host, Lists::ALL);
    let finding = hits.restriction().unwrap_or_else(|| match host {
        Some(host) if is_documentation(host, &path) => Finding::allow(BuiltIn::Documentation),
        _ => env.allowed_or_open(hits.allow),
    });
    trace.part(PartKind::Host, host.unwrap_or(url), None, finding);
    finding
}
