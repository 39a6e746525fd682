//! Host rules.

use super::Check;
use crate::{diagnostic::Code, letters::one_of};

/// Can the pattern be met by a host name?
pub(super) fn check(specifier: &str) -> Vec<Check> {
    let Some(host) = specifier.strip_prefix("domain:") else { return Vec::new() };
    let address = host.starts_with('[') && host.ends_with(']');
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | '*')
    };
    if address || (!host.is_empty() && host.chars().all(plain)) {
        return Vec::new();
    }
    let name = host.trim().split(one_of("/:")).next().unwrap_or("");
    let help = (!name.is_empty() && name.chars().all(plain))
        .then(|| format!("write `WebFetch(domain:{name})`"));
    vec![(Code::InertHost, help)]
}
