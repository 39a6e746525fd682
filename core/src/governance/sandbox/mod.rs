//! The sandbox that shell commands run in: which hosts they reach from it, and which commands leave
//! it.

mod domain;
mod excluded;

use self::domain::{Domain, List, Target};
use super::{
    answer::{Answer, Ground},
    documents::{Documents, Setting},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    json::Node,
    pattern::{CommandPattern, HostPattern},
    settings::{Layer, Source},
};

/// The `sandbox` settings of all layers.
#[derive(Clone, Debug)]
pub(super) struct Sandbox {
    enabled: Option<Setting<bool>>,
    /// `false` anywhere holds.
    unsandboxed: Option<Setting<bool>>,
    allowed: Vec<Setting<Domain>>,
    denied: Vec<Setting<Denied>>,
    /// What has unlisted hosts refused rather than asked about.
    strict: Option<Setting<bool>>,
    excluded: Vec<Setting<CommandPattern>>,
}

/// An entry of the denied domains.
#[derive(Clone, Debug)]
struct Denied {
    /// `None` if the sandbox runtime does not take it.
    domain: Option<Domain>,
    /// As the rules of `WebFetch` read it, which know more wildcards. Read both ways, a mistake does
    /// not open what it was to close.
    pattern: HostPattern,
}

const ENABLED: &str = "sandbox.enabled";
const UNSANDBOXED: &str = "sandbox.allowUnsandboxedCommands";
const ALLOWED: &str = "sandbox.network.allowedDomains";
const DENIED: &str = "sandbox.network.deniedDomains";
const STRICT: &str = "sandbox.network.strictAllowlist";
const MANAGED_ONLY: &str = "sandbox.network.allowManagedDomainsOnly";
const EXCLUDED: &str = "sandbox.excludedCommands";
const MANAGED_RULES: &str = "allowManagedPermissionRulesOnly";

impl Sandbox {
    pub(super) fn read(documents: &Documents<'_>) -> Sandbox {
        let holds = |key, sources: &[Source], value| {
            documents
                .booleans(key)
                .into_iter()
                .find(|found| found.value == value && sources.contains(&found.place.source))
        };
        let managed = [Source::Managed];
        let own = [Source::Managed, Source::Flag, Source::User];
        let managed_only = holds(MANAGED_ONLY, &managed, true);
        let managed_rules = holds(MANAGED_RULES, &managed, true).is_some();
        let strict = holds(STRICT, &own, true).or_else(|| managed_only.clone());
        // With one of these set, a project cannot loosen the sandbox.
        let guarded = managed_only.is_some()
            || holds(UNSANDBOXED, &[Source::Managed, Source::Flag], false).is_some();
        let of_project = |source| matches!(source, Source::Project | Source::Local);
        let may_allow = |source: Source| {
            (managed_only.is_none() || source == Source::Managed)
                && !((guarded || strict.is_some()) && of_project(source))
        };
        let allowed = documents
            .texts(ALLOWED)
            .into_iter()
            .chain(
                fetch_rules(documents, "permissions.allow")
                    .into_iter()
                    .filter(|rule| !managed_rules || rule.place.source == Source::Managed),
            )
            .filter(|entry| may_allow(entry.place.source))
            .filter_map(|entry| {
                let value = Domain::read(&entry.value, List::Allowed)?;
                Some(Setting { value, place: entry.place })
            })
            .collect();
        let denied = documents
            .texts(DENIED)
            .into_iter()
            .chain(fetch_rules(documents, "permissions.deny"))
            .map(|entry| {
                let value = Denied {
                    domain: Domain::read(&entry.value, List::Denied),
                    pattern: HostPattern::parse(&entry.value),
                };
                Setting { value, place: entry.place }
            })
            .collect();
        let excluded = documents
            .texts(EXCLUDED)
            .into_iter()
            .filter(|entry| !(guarded && of_project(entry.place.source)))
            .map(|entry| Setting { value: CommandPattern::parse(&entry.value), place: entry.place })
            .collect();
        Sandbox {
            enabled: enabled(documents, guarded),
            unsandboxed: documents.booleans(UNSANDBOXED).into_iter().find(|found| !found.value),
            allowed,
            denied,
            strict,
            excluded,
        }
    }

    /// May a sandboxed command reach `host`, with or without a port?
    pub(super) fn may_reach(&self, host: &str) -> Answer {
        if !self.is_on() {
            let place = self.enabled.as_ref().map(|enabled| enabled.place.clone());
            return Answer::new(Ground::SandboxOff, place);
        }
        let Some(target) = Target::read(host) else {
            return Answer::new(Ground::HostUnreadable, None);
        };
        let denied = self.denied.iter().find(|entry| entry.value.meets(&target));
        if let Some(entry) = denied {
            return Answer::new(Ground::HostDenied, Some(entry.place.clone()));
        }
        let allowed = self.allowed.iter().find(|entry| entry.value.meets(&target));
        if let Some(entry) = allowed {
            return Answer::new(Ground::HostAllowed, Some(entry.place.clone()));
        }
        match &self.strict {
            Some(strict) => Answer::new(Ground::HostStrictlyUnlisted, Some(strict.place.clone())),
            None => Answer::new(Ground::HostUnlisted, None),
        }
    }

    /// May a command line run outside the sandbox?
    pub(super) fn may_leave(&self, command: &str) -> Answer {
        if !self.is_on() {
            let place = self.enabled.as_ref().map(|enabled| enabled.place.clone());
            return Answer::new(Ground::CommandUnsandboxed, place);
        }
        match excluded::covers(command, &self.excluded) {
            excluded::Coverage::Whole(place) => Answer::new(Ground::CommandExcluded, place),
            excluded::Coverage::Unsure => Answer::new(Ground::CommandMayBeExcluded, None),
            excluded::Coverage::None => match &self.unsandboxed {
                Some(refused) => Answer::new(Ground::CommandConfined, Some(refused.place.clone())),
                None => Answer::new(Ground::CommandMayAsk, None),
            },
        }
    }

    fn is_on(&self) -> bool {
        self.enabled.as_ref().is_some_and(|enabled| enabled.value)
    }
}

/// Entries of one document that the sandbox does not take.
pub(super) fn lint(layer: &Layer, root: Node<'_>, found: &mut Vec<Diagnostic>) {
    let network = root.member("sandbox").and_then(|sandbox| sandbox.member("network"));
    let Some(network) = network else { return };
    for (key, list) in [("allowedDomains", List::Allowed), ("deniedDomains", List::Denied)] {
        for entry in network.member(key).and_then(Node::entries).unwrap_or_default() {
            if entry.string().is_some_and(|text| Domain::read(&text, list).is_none()) {
                found.push(Diagnostic::new(Code::DomainInert, layer, Some(entry.span())));
            }
        }
    }
}

/// How much the sandbox of all documents holds.
pub(super) fn lint_together(documents: &Documents<'_>, found: &mut Vec<Diagnostic>) {
    let Some((layer, node)) = documents.values("sandbox").next() else { return };
    let mut report = |code| found.push(Diagnostic::new(code, layer, Some(node.span())));
    let on = |key| documents.booleans(key).first().is_some_and(|setting| setting.value);
    if !on(ENABLED) {
        report(Code::SandboxOff);
        return;
    }
    if !on("sandbox.failIfUnavailable") {
        report(Code::SandboxOptional);
    }
    if documents.booleans(UNSANDBOXED).iter().all(|setting| setting.value) {
        report(Code::SandboxLeavable);
    }
}

/// The strongest `sandbox.enabled`. A project cannot switch a guarded sandbox off.
fn enabled(documents: &Documents<'_>, guarded: bool) -> Option<Setting<bool>> {
    let found = documents.booleans(ENABLED);
    let own_on = found.iter().any(|setting| {
        setting.value && !matches!(setting.place.source, Source::Project | Source::Local)
    });
    found.into_iter().find(|setting| {
        let of_project = matches!(setting.place.source, Source::Project | Source::Local);
        setting.value || !(guarded && own_on && of_project)
    })
}

/// The hosts of `WebFetch(domain:…)` rules, which count for the sandbox as well.
fn fetch_rules(documents: &Documents<'_>, key: &'static str) -> Vec<Setting<String>> {
    documents
        .texts(key)
        .into_iter()
        .filter_map(|rule| {
            let host = rule.value.strip_prefix("WebFetch(domain:")?.strip_suffix(')')?;
            Some(Setting { value: host.to_owned(), place: rule.place })
        })
        .collect()
}

impl Denied {
    fn meets(&self, target: &Target) -> bool {
        self.pattern.matches(target.host())
            || self
                .domain
                .as_ref()
                .is_some_and(|domain| domain.meets(target) || domain.meets_some_port(target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{profile::Profile, settings::Layer, verdict::Verdict};

    fn sandbox(layers: &[(Source, &str)]) -> Sandbox {
        let layers: Vec<Layer> =
            layers.iter().map(|(source, text)| Layer::new(*source, *text)).collect();
        let documents = Documents::new(&layers, Profile::Enforce, &mut Vec::new()).unwrap();
        Sandbox::read(&documents)
    }

    const ON: &str = r#"{"sandbox": {"enabled": true, "network": {
        "allowedDomains": ["*.corp.test", "pypi.org"], "deniedDomains": ["bad.corp.test"]}}}"#;

    #[test]
    fn without_a_sandbox_every_host_is_reached() {
        assert_eq!(sandbox(&[]).may_reach("evil.test").ground, Ground::SandboxOff);
        let off = sandbox(&[(Source::User, r#"{"sandbox": {"enabled": false}}"#)]);
        assert_eq!(off.may_leave("ls").ground, Ground::CommandUnsandboxed);
    }

    #[test]
    fn hosts_are_denied_before_they_are_allowed() {
        let sandbox = sandbox(&[
            (Source::Managed, ON),
            (
                Source::User,
                r#"{"permissions": {"deny": ["WebFetch(domain:*.pypi.org)"],
                "allow": ["WebFetch(domain:docs.test)", "WebFetch(domain:*)"]}}"#,
            ),
        ]);
        assert_eq!(sandbox.may_reach("a.corp.test").ground, Ground::HostAllowed);
        assert_eq!(sandbox.may_reach("bad.corp.test:443").ground, Ground::HostDenied);
        assert_eq!(sandbox.may_reach("BAD.corp.test.").ground, Ground::HostDenied);
        assert_eq!(sandbox.may_reach("x.pypi.org").ground, Ground::HostDenied);
        assert_eq!(sandbox.may_reach("docs.test").ground, Ground::HostAllowed);
        assert_eq!(sandbox.may_reach("evil.test").ground, Ground::HostUnlisted);
        assert_eq!(sandbox.may_reach("evil.test/pypi.org").ground, Ground::HostUnreadable);
    }

    #[test]
    fn a_project_cannot_open_what_is_locked() {
        let project = r#"{"sandbox": {"enabled": false, "excludedCommands": ["curl *"],
            "network": {"allowedDomains": ["evil.test"]}}}"#;
        let open = sandbox(&[(Source::Managed, ON), (Source::Project, project)]);
        assert_eq!(open.may_reach("evil.test").verdict, Verdict::Allow);
        let locked = r#"{"sandbox": {"allowUnsandboxedCommands": false}}"#;
        let locked =
            sandbox(&[(Source::User, ON), (Source::Flag, locked), (Source::Project, project)]);
        assert_eq!(locked.may_reach("evil.test").ground, Ground::HostUnlisted);
        assert_eq!(locked.may_leave("curl evil.test").ground, Ground::CommandConfined);
        let managed_only = r#"{"sandbox": {"network": {"allowManagedDomainsOnly": true}}}"#;
        let locked = sandbox(&[(Source::User, ON), (Source::Managed, managed_only)]);
        assert_eq!(locked.may_reach("pypi.org").ground, Ground::HostStrictlyUnlisted);
    }
}
