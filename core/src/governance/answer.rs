//! What callgate says of a question about the governing settings.

use super::documents::Place;
use crate::{
    verdict::Verdict,
    wording::{Wording, wording},
};
use serde::{Serialize, Serializer};

/// An answer with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Answer {
    /// Yes, no, or a person is asked.
    pub verdict: Verdict,
    /// What decided it.
    pub ground: Ground,
    /// The setting that decided it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The ground in words.
    pub message: &'static str,
    /// What would have to change for another answer; empty if nothing would.
    pub advice: &'static str,
}

impl Answer {
    pub(crate) const fn new(ground: Ground, place: Option<Place>) -> Answer {
        Answer {
            verdict: ground.verdict(),
            ground,
            place,
            message: ground.message(),
            advice: ground.advice(),
        }
    }
}

/// Declares [`Ground`] from a table: variant, verdict, code in JSON, what it says, what to do about
/// it.
macro_rules! grounds {
    ($($variant:ident, $verdict:ident, $code:literal, $message:literal, $advice:literal;)+) => {
        /// What decided an [`Answer`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Ground {
            $(#[doc = $message] $variant,)+
        }

        impl Ground {
            /// Every ground there is.
            pub const ALL: &'static [Ground] = &[$(Ground::$variant,)+];

            /// In a table, because functions that tell the grounds apart would be more than all they
            /// say.
            const ROWS: &'static [Row] = &[$(
                Row { verdict: Verdict::$verdict, wording: wording!($code, $message, $advice) },
            )+];
        }
    };
}

struct Row {
    verdict: Verdict,
    wording: Wording,
}

impl Ground {
    #[allow(clippy::indexing_slicing, reason = "there is a row for every ground")]
    const fn row(self) -> &'static Row {
        &Ground::ROWS[self as usize]
    }

    /// The answer that it gives.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        self.row().verdict
    }

    /// A stable name, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().wording.code()
    }

    /// The ground in words: one sentence without a full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row().wording.message()
    }

    /// What would have to change for another answer; empty if nothing would.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        self.row().wording.advice()
    }
}

impl Serialize for Ground {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("Ground", *self as u32, self.code())
    }
}

grounds! {
    // May a host be reached from the sandbox?
    SandboxOff, Allow, "sandbox-off",
        "the sandbox is off: commands reach every host",
        "set sandbox.enabled and sandbox.failIfUnavailable";
    HostUnreadable, Deny, "host-unreadable",
        "this is no host name",
        "write the host alone, or with `:port`";
    HostDenied, Deny, "host-denied",
        "an entry of the denied domains meets the host",
        "remove the entry; no allowed domain can lift it";
    HostAllowed, Allow, "host-allowed",
        "an entry of the allowed domains meets the host",
        "remove the entry, or deny the host";
    HostStrictlyUnlisted, Deny, "host-strictly-unlisted",
        "no entry allows the host, and the settings have unlisted hosts refused",
        "add it to sandbox.network.allowedDomains";
    HostUnlisted, Ask, "host-unlisted",
        "no entry is about the host: the person is asked",
        "add it to sandbox.network.allowedDomains or deniedDomains";

    // May a command leave the sandbox?
    CommandUnsandboxed, Allow, "command-unsandboxed",
        "the sandbox is off: every command runs outside it",
        "set sandbox.enabled and sandbox.failIfUnavailable";
    CommandExcluded, Allow, "command-excluded",
        "entries of sandbox.excludedCommands cover every part of the line; permission rules still \
         decide whether it runs",
        "remove an entry that covers a part of it";
    CommandMayBeExcluded, Ask, "command-may-be-excluded",
        "entries of sandbox.excludedCommands may cover the line: it cannot be told for sure",
        "write the line more plainly, or remove the entries";
    CommandMayAsk, Ask, "command-may-ask",
        "the agent may request to run it outside the sandbox, and the person is asked",
        "set sandbox.allowUnsandboxedCommands to false";
    CommandConfined, Deny, "command-confined",
        "no entry covers the line, and requests to leave the sandbox are refused",
        "add its commands to sandbox.excludedCommands";

    // May a marketplace be added?
    MarketplaceUnreadable, Deny, "marketplace-unreadable",
        "this is no source of a marketplace",
        "write an object with `source` and what belongs to it";
    MarketplaceBlocked, Deny, "marketplace-blocked",
        "an entry of blockedMarketplaces meets it",
        "remove the entry; strictKnownMarketplaces cannot lift it";
    MarketplaceListed, Allow, "marketplace-listed",
        "an entry of strictKnownMarketplaces meets it",
        "remove the entry, or block the marketplace";
    MarketplaceUnlisted, Deny, "marketplace-unlisted",
        "no entry of strictKnownMarketplaces meets it",
        "add an entry with exactly its members";
    MarketplacesOpen, Allow, "marketplaces-open",
        "managed settings do not say which marketplaces may be added",
        "set strictKnownMarketplaces in managed settings";
    MarketplacePattern, Ask, "marketplace-pattern",
        "an entry with a regular expression may meet it; expressions are not evaluated here",
        "write entries that name the marketplace";

    // Do hooks run, and who may sign in?
    HooksManaged, Allow, "hooks-managed",
        "hooks in managed settings always run",
        "";
    HooksManagedOnly, Deny, "hooks-managed-only",
        "only hooks of managed settings run",
        "move the hook to managed settings";
    HooksOpen, Allow, "hooks-open",
        "hooks of every layer run",
        "set allowManagedHooksOnly in managed settings";
    SignInListed, Allow, "sign-in-listed",
        "the organization is the one that managed settings name",
        "";
    SignInUnlisted, Deny, "sign-in-unlisted",
        "managed settings name other organizations",
        "add it to forceLoginOrgUUID";
    SignInOpen, Allow, "sign-in-open",
        "managed settings name no organization",
        "set forceLoginOrgUUID in managed settings";
    ProviderListed, Allow, "provider-listed",
        "managed settings list the provider",
        "";
    ProviderUnlisted, Deny, "provider-unlisted",
        "managed settings list other providers",
        "add it to allowedProviders";
    ProvidersOpen, Allow, "providers-open",
        "managed settings list no providers",
        "set allowedProviders in managed settings";

    // May a model be used?
    ModelDenied, Deny, "model-denied",
        "an entry of deniedModels meets it",
        "remove the entry; availableModels cannot lift it";
    ModelListed, Allow, "model-listed",
        "an entry of availableModels meets it",
        "remove the entry, or deny the model";
    ModelUnlisted, Deny, "model-unlisted",
        "no entry of availableModels meets it",
        "add it to availableModels";
    ModelsOpen, Allow, "models-open",
        "no settings say which models may be used",
        "set availableModels in managed settings";
    ModelDepends, Ask, "model-depends",
        "which model this name stands for depends on the release and the settings",
        "name the model itself";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_in_kebab_case() {
        let codes: HashSet<_> = Ground::ALL.iter().map(|ground| ground.code()).collect();
        assert_eq!(codes.len(), Ground::ALL.len());
        for code in codes {
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        }
    }
}
