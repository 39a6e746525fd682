//! Locks and values that managed settings fix: hooks, sign-in, providers, retention, environment.

use super::{
    answer::{Answer, Ground},
    documents::{Documents, Place, Setting, place},
};
use crate::{json::Node, settings::Source};
use std::collections::BTreeMap;

/// The locks of all layers.
#[derive(Clone, Debug)]
pub(super) struct Locks {
    hooks: Option<Place>,
    /// `None` if any organization may sign in.
    organizations: Option<Setting<Vec<String>>>,
    /// `None` if every provider may be used.
    providers: Option<Setting<Vec<String>>>,
    days: Option<Setting<u64>>,
    variables: BTreeMap<String, Setting<String>>,
}

/// How long the client keeps transcripts if no settings say.
const DEFAULT_DAYS: u64 = 30;

/// How long transcripts are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// After so many days they are deleted.
    pub days: u64,
    /// The setting; `None` where it is the client's own.
    pub place: Option<Place>,
}

/// A variable that settings put into the client's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its value.
    pub value: String,
    /// The setting.
    pub place: Place,
    /// Nobody but the administrator changes it: it stands in managed settings.
    pub fixed: bool,
}

impl Locks {
    pub(super) fn read(documents: &Documents<'_>) -> Locks {
        let managed = |key| {
            documents
                .values(key)
                .find(|(layer, node)| layer.source == Source::Managed && !node.is_null())
        };
        // A managed lock that is neither true nor false is on.
        let hooks = managed("allowManagedHooksOnly")
            .filter(|(_, node)| node.boolean() != Some(false))
            .map(|(layer, node)| place("allowManagedHooksOnly", layer, None, node))
            .or_else(|| {
                const PLUGINS: &str = "strictPluginOnlyCustomization";
                managed(PLUGINS)
                    .filter(|(_, node)| covers_hooks(*node))
                    .map(|(layer, node)| place(PLUGINS, layer, None, node))
            });
        let texts = |key| {
            managed(key).map(|(layer, node)| Setting {
                // What cannot be read allows nothing.
                value: one_or_more(node),
                place: place(key, layer, None, node),
            })
        };
        let days = documents.values("cleanupPeriodDays").find_map(|(layer, node)| {
            let days = node.number().filter(|days| *days >= 1.0 && days.fract() == 0.0)?;
            let value = if days >= 1e9 { 1_000_000_000 } else { days as u64 };
            Some(Setting { value, place: place("cleanupPeriodDays", layer, None, node) })
        });
        let mut variables = BTreeMap::new();
        for (layer, node) in documents.values("env") {
            for (name, node) in node.members().unwrap_or_default() {
                if let Some(value) = node.string() {
                    let place = place("env", layer, None, node);
                    variables.entry(name).or_insert(Setting { value, place });
                }
            }
        }
        Locks {
            hooks,
            organizations: texts("forceLoginOrgUUID"),
            providers: texts("allowedProviders"),
            days,
            variables,
        }
    }

    /// Do hooks run that a layer defines?
    pub(super) fn may_run_hooks(&self, source: Source) -> Answer {
        match &self.hooks {
            _ if source == Source::Managed => Answer::new(Ground::HooksManaged, None),
            Some(place) => Answer::new(Ground::HooksManagedOnly, Some(place.clone())),
            None => Answer::new(Ground::HooksOpen, None),
        }
    }

    /// May an account of this organization sign in?
    pub(super) fn may_sign_in(&self, organization: &str) -> Answer {
        let Some(listed) = &self.organizations else {
            return Answer::new(Ground::SignInOpen, None);
        };
        let is_listed = listed.value.iter().any(|own| own.eq_ignore_ascii_case(organization));
        let ground = if is_listed { Ground::SignInListed } else { Ground::SignInUnlisted };
        Answer::new(ground, Some(listed.place.clone()))
    }

    /// May the API be reached through this provider?
    pub(super) fn may_use_provider(&self, provider: &str) -> Answer {
        let Some(listed) = &self.providers else {
            return Answer::new(Ground::ProvidersOpen, None);
        };
        let is_listed = listed.value.iter().any(|own| own == provider);
        let ground = if is_listed { Ground::ProviderListed } else { Ground::ProviderUnlisted };
        Answer::new(ground, Some(listed.place.clone()))
    }

    pub(super) fn retention(&self) -> Retention {
        match &self.days {
            Some(days) => Retention { days: days.value, place: Some(days.place.clone()) },
            None => Retention { days: DEFAULT_DAYS, place: None },
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<Variable> {
        let Setting { value, place } = self.variables.get(name)?.clone();
        let fixed = place.source == Source::Managed;
        Some(Variable { value, place, fixed })
    }
}

/// Does `strictPluginOnlyCustomization` keep hooks from elsewhere out?
fn covers_hooks(node: Node<'_>) -> bool {
    match node.entries() {
        Some(surfaces) => {
            surfaces.into_iter().any(|surface| surface.string().as_deref() == Some("hooks"))
        }
        None => node.boolean() != Some(false),
    }
}

fn one_or_more(node: Node<'_>) -> Vec<String> {
    match node.string() {
        Some(text) => vec![text],
        None => node.entries().into_iter().flatten().filter_map(Node::string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{profile::Profile, settings::Layer};

    fn locks(layers: &[(Source, &str)]) -> Locks {
        let layers: Vec<Layer> =
            layers.iter().map(|(source, text)| Layer::new(*source, *text)).collect();
        let documents = Documents::new(&layers, Profile::ClaudeCode, &mut Vec::new()).unwrap();
        Locks::read(&documents)
    }

    #[test]
    fn hooks_are_locked_by_managed_settings_alone() {
        let only = r#"{"allowManagedHooksOnly": true}"#;
        assert_eq!(
            locks(&[(Source::Managed, only)]).may_run_hooks(Source::Project).ground,
            Ground::HooksManagedOnly
        );
        assert_eq!(
            locks(&[(Source::User, only)]).may_run_hooks(Source::User).ground,
            Ground::HooksOpen
        );
        for (value, locked) in
            [("true", true), ("[\"hooks\"]", true), ("[\"skills\"]", false), ("false", false)]
        {
            let text = format!(r#"{{"strictPluginOnlyCustomization": {value}}}"#);
            let ground = locks(&[(Source::Managed, &text)]).may_run_hooks(Source::User).ground;
            assert_eq!(ground == Ground::HooksManagedOnly, locked, "{value}");
        }
        let mistyped = locks(&[(Source::Managed, r#"{"allowManagedHooksOnly": "yes"}"#)]);
        assert_eq!(mistyped.may_run_hooks(Source::Project).ground, Ground::HooksManagedOnly);
        assert_eq!(mistyped.may_run_hooks(Source::Managed).ground, Ground::HooksManaged);
    }

    #[test]
    fn organizations_and_providers_are_listed() {
        let text = r#"{"forceLoginOrgUUID": "Org-1", "allowedProviders": ["bedrock"]}"#;
        let managed = locks(&[(Source::Managed, text)]);
        assert_eq!(managed.may_sign_in("org-1").ground, Ground::SignInListed);
        assert_eq!(managed.may_sign_in("org-2").ground, Ground::SignInUnlisted);
        assert_eq!(managed.may_use_provider("bedrock").ground, Ground::ProviderListed);
        assert_eq!(managed.may_use_provider("anthropic").ground, Ground::ProviderUnlisted);
        let user = locks(&[(Source::User, text)]);
        assert_eq!(user.may_sign_in("org-2").ground, Ground::SignInOpen);
        assert_eq!(user.may_use_provider("anthropic").ground, Ground::ProvidersOpen);
        let closed = locks(&[(Source::Managed, r#"{"forceLoginOrgUUID": 5}"#)]);
        assert_eq!(closed.may_sign_in("org-1").ground, Ground::SignInUnlisted);
    }

    #[test]
    fn the_strongest_value_counts() {
        let found = locks(&[
            (Source::User, r#"{"cleanupPeriodDays": 99, "env": {"A": "u", "B": "u"}}"#),
            (Source::Managed, r#"{"cleanupPeriodDays": 7, "env": {"A": "m"}}"#),
        ]);
        assert_eq!(found.retention().days, 7);
        let a = found.variable("A").unwrap();
        assert_eq!((a.value.as_str(), a.fixed), ("m", true));
        assert!(!found.variable("B").unwrap().fixed);
        assert_eq!(found.variable("C"), None);
        assert_eq!(locks(&[]).retention().days, 30);
        let bad = locks(&[(Source::Managed, r#"{"cleanupPeriodDays": 0}"#)]);
        assert_eq!(bad.retention().place, None);
    }
}
