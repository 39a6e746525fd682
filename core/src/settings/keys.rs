//! Every key that the client knows in a settings document: what it may hold, in which layers it is
//! heeded, and what the client makes of a value of another type.
//!
//! Keys, types and layers are those of the published typings of the client's SDK at 0.3.329. What
//! becomes of mistyped values was found by asking client 2.1.329, key by key.

use super::{Source, document::Node};
use crate::names::Names;

/// A key, with dots between the levels: `sandbox.network.allowedDomains`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) path: &'static str,
    pub(crate) holds: Holds,
    pub(crate) heeded: Heeded,
    pub(crate) mistyped: Mistyped,
}

/// What a key may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Boolean,
    Text,
    Number(Range),
    /// One of these words.
    Words(&'static [&'static str]),
    /// A list of texts.
    Texts,
    TextOrTexts,
    List,
    /// A list of objects.
    Objects,
    Object,
    /// An object whose members, whatever their names, are of one type.
    ObjectOf(&'static Holds),
    BooleanOrObject,
    BooleanOrList,
}

/// Which numbers a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    Any,
    /// Whole and 1 or more.
    Positive,
    /// Whole and 0 or more.
    Natural,
    /// From 0 to 1.
    Fraction,
    /// More than 0, up to 1.
    Share,
}

/// In which layers a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heeded {
    Everywhere,
    Managed,
    /// Everywhere but in the files of a project.
    OwnFiles,
    Flag,
}

/// What the client makes of a value of the wrong type, outside of managed settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistyped {
    /// It ignores the whole document.
    Document,
    /// The same, but `null` counts as absent.
    DocumentUnlessNull,
    /// It leaves out the key.
    Key,
}

use Heeded::{Everywhere, Flag, Managed, OwnFiles};
use Holds::{
    Boolean, BooleanOrList, BooleanOrObject, List, Number, Object, ObjectOf, Objects, Text,
    TextOrTexts, Texts, Words,
};
use Mistyped::{Document, DocumentUnlessNull};
use Range::{Any, Fraction, Natural, Positive, Share};

/// The key at `path`, if the client knows one.
pub(crate) fn find(path: &str) -> Option<&'static Key> {
    let at = KEYS.binary_search_by(|key| key.path.cmp(path)).ok()?;
    KEYS.get(at)
}

/// Is `path` an object whose members are keys of this table?
pub(crate) fn has_members(path: &str) -> bool {
    let after = KEYS.partition_point(|key| key.path <= path);
    KEYS.get(after)
        .and_then(|key| key.path.strip_prefix(path))
        .is_some_and(|rest| rest.starts_with('.'))
}

/// Members without which the client takes an object for mistyped.
pub(crate) fn needed(path: &str) -> &'static [&'static str] {
    match path {
        "fileSuggestion" | "statusLine" => &["type", "command"],
        "sandbox.ripgrep" => &["command"],
        "spinnerVerbs" => &["mode", "verbs"],
        _ => &[],
    }
}

impl Key {
    /// Does a document of this source have the key heeded?
    pub(crate) const fn is_heeded_in(&self, source: Source) -> bool {
        match self.heeded {
            Heeded::Everywhere => true,
            Heeded::Managed => matches!(source, Source::Managed),
            Heeded::OwnFiles => !matches!(source, Source::Project | Source::Local),
            Heeded::Flag => matches!(source, Source::Flag),
        }
    }
}

impl Holds {
    /// Is the value of this type?
    pub(crate) fn takes(self, node: Node<'_>) -> bool {
        let texts =
            || node.entries().is_some_and(|entries| entries.into_iter().all(Node::is_string));
        match self {
            Holds::Boolean => node.boolean().is_some(),
            Holds::Text => node.is_string(),
            Holds::Number(range) => node.number().is_some_and(|number| range.holds(number)),
            Holds::Words(words) => node.string().is_some_and(|text| words.contains(&text.as_str())),
            Holds::Texts => texts(),
            Holds::TextOrTexts => node.is_string() || texts(),
            Holds::List => node.entries().is_some(),
            Holds::Objects => {
                node.entries().is_some_and(|entries| entries.into_iter().all(Node::is_object))
            }
            Holds::Object => node.is_object(),
            Holds::ObjectOf(holds) => node
                .members()
                .is_some_and(|members| members.into_iter().all(|(_, node)| holds.takes(node))),
            Holds::BooleanOrObject => node.boolean().is_some() || node.is_object(),
            Holds::BooleanOrList => node.boolean().is_some() || node.entries().is_some(),
        }
    }

    /// What to write, for people.
    pub(crate) fn expected(self) -> String {
        match self {
            Holds::Boolean => "true or false".to_owned(),
            Holds::Text => "a text".to_owned(),
            Holds::Number(range) => range.expected().to_owned(),
            Holds::Words([word]) => format!("the text \"{word}\""),
            Holds::Words(words) => format!("one of {}", words.join(", ")),
            Holds::Texts => "a list of texts".to_owned(),
            Holds::TextOrTexts => "a text or a list of texts".to_owned(),
            Holds::List => "a list".to_owned(),
            Holds::Objects => "a list of objects".to_owned(),
            Holds::Object => "an object".to_owned(),
            Holds::ObjectOf(holds) => format!("an object whose members are {}", holds.expected()),
            Holds::BooleanOrObject => "true, false or an object".to_owned(),
            Holds::BooleanOrList => "true, false or a list".to_owned(),
        }
    }
}

impl Range {
    fn holds(self, number: f64) -> bool {
        match self {
            Range::Any => true,
            Range::Positive => number >= 1.0 && number.fract() == 0.0,
            Range::Natural => number >= 0.0 && number.fract() == 0.0,
            Range::Fraction => (0.0..=1.0).contains(&number),
            Range::Share => number > 0.0 && number <= 1.0,
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Range::Any => "a number",
            Range::Positive => "a whole number, 1 or more",
            Range::Natural => "a whole number, 0 or more",
            Range::Fraction => "a number from 0 to 1",
            Range::Share => "a number above 0, up to 1",
        }
    }
}

/// A key that guides recommend or authors write, and that the client does not know, with what it
/// knows instead.
pub(crate) fn meant(path: &str) -> Option<&'static str> {
    MISNAMED.value_of(path)
}

/// The key that ends in this name, or is one slip away from it.
pub(crate) fn nearest(path: &str) -> Option<&'static str> {
    let name = path.rsplit('.').next().unwrap_or(path);
    let last = |key: &Key| key.path.rsplit('.').next().unwrap_or(key.path);
    let governs = |key: &&Key| key.path != path;
    let elsewhere = KEYS.iter().filter(governs).find(|key| last(key) == name);
    let spelled = || {
        KEYS.iter()
            .filter(governs)
            .find(|key| key.path.eq_ignore_ascii_case(path) || last(key).eq_ignore_ascii_case(name))
    };
    elsewhere
        .or_else(spelled)
        .or_else(|| KEYS.iter().find(|key| is_slip(key.path, path)))
        .map(|key| key.path)
}

/// Do two names differ in one character that is missing, added or another one?
fn is_slip(left: &str, right: &str) -> bool {
    let (left, right) = if left.len() < right.len() { (left, right) } else { (right, left) };
    if left.len() < 6 || right.len() - left.len() > 1 {
        return false;
    }
    let start = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let rest = |text: &'_ [u8], from: usize| text.get(from..).map(<[u8]>::to_vec);
    if left.len() == right.len() {
        rest(left, start + 1) == rest(right, start + 1)
    } else {
        rest(left, start) == rest(right, start + 1)
    }
}

const fn key(path: &'static str, holds: Holds, heeded: Heeded, mistyped: Mistyped) -> Key {
    Key { path, holds, heeded, mistyped }
}

/// The wrong names with the right ones.
const MISNAMED: Names = Names::new(
    "allow=permissions.allow allowedCommands=permissions.allow \
     allowedDomains=sandbox.network.allowedDomains allowedModels=availableModels \
     allowedTools=permissions.allow ask=permissions.ask blockedMcpServers=deniedMcpServers \
     blockedModels=deniedModels bypassPermissions=permissions.defaultMode \
     dangerously-skip-permissions=permissions.defaultMode deny=permissions.deny \
     disallowedTools=permissions.deny forceLoginOrgID=forceLoginOrgUUID \
     forceLoginOrgId=forceLoginOrgUUID forceLoginOrganization=forceLoginOrgUUID \
     ignorePatterns=permissions.deny managedHooksOnly=allowManagedHooksOnly \
     mcpAllowlist=allowedMcpServers mcpServers=managedMcpServers \
     permissionMode=permissions.defaultMode permissionRules=permissions \
     permission_mode=permissions.defaultMode \
     permissions.allowPaths=permissions.additionalDirectories \
     permissions.allowed=permissions.allow permissions.alwaysAllow=permissions.allow \
     permissions.bypassPermissions=permissions.defaultMode \
     permissions.default=permissions.defaultMode permissions.denied=permissions.deny \
     permissions.mode=permissions.defaultMode permissions.promptMode=permissions.defaultMode \
     retentionDays=cleanupPeriodDays sandbox.allowedHosts=sandbox.network.allowedDomains \
     sandbox.domains=sandbox.network.allowedDomains \
     sandbox.network.allow=sandbox.network.allowedDomains \
     sandbox.network.allowedHosts=sandbox.network.allowedDomains \
     sandbox.network.deny=sandbox.network.deniedDomains sandboxMode=sandbox.enabled \
     skipAllPermissionChecks=permissions.defaultMode transcriptRetentionDays=cleanupPeriodDays",
);

/// Sorted by path.
const KEYS: &[Key] = &[
    key("$schema", Text, Everywhere, Document),
    key("additionalMarketplaces", Object, Everywhere, Mistyped::Key),
    key("advisorModel", Text, Everywhere, Document),
    key("agent", Text, Everywhere, Document),
    key("agentPushNotifEnabled", Boolean, Everywhere, Document),
    key("allowAllClaudeAiMcps", Boolean, Managed, Document),
    key("allowClaudeInChromeWithManagedMcp", Boolean, Managed, Document),
    key("allowManagedHooksOnly", Boolean, Managed, DocumentUnlessNull),
    key("allowManagedMcpServersOnly", Boolean, Managed, DocumentUnlessNull),
    key("allowManagedPermissionRulesOnly", Boolean, Managed, DocumentUnlessNull),
    key("allowNestedModelAccessUnderForceLogin", Boolean, Managed, Document),
    key("allowedChannelPlugins", Objects, Everywhere, Document),
    key("allowedHttpHookUrls", Texts, Everywhere, Document),
    key("allowedMarketplaces", Objects, Managed, DocumentUnlessNull),
    key("allowedMcpServers", List, Everywhere, Mistyped::Key),
    key("allowedProviders", Texts, Managed, Mistyped::Key),
    key("alwaysThinkingEnabled", Boolean, Everywhere, Document),
    key("apiKeyHelper", Text, Everywhere, Document),
    key("appendPlugins", Texts, OwnFiles, Mistyped::Key),
    key("askUserQuestionTimeout", Words(&["60s", "5m", "10m", "never"]), OwnFiles, Mistyped::Key),
    key("attribution", BooleanOrObject, Everywhere, Document),
    key("attribution.commit", Text, Everywhere, Document),
    key("attribution.pr", Text, Everywhere, Document),
    key("attribution.sessionUrl", Boolean, Everywhere, Document),
    key("attributionProject", Text, Everywhere, Document),
    key("attributionProjectPolicy", Object, Managed, Mistyped::Key),
    key("autoCompactEnabled", Boolean, Everywhere, Document),
    key("autoCompactWindow", Number(Any), Everywhere, Mistyped::Key),
    key("autoContinueAtUsageLimit", Boolean, Everywhere, DocumentUnlessNull),
    key("autoDreamEnabled", Boolean, Everywhere, Document),
    key("autoMemoryDirectory", Text, Everywhere, Document),
    key("autoMemoryEnabled", Boolean, Everywhere, Document),
    key("autoMode", Object, Everywhere, Document),
    key("autoMode.allow", Texts, Everywhere, Document),
    key("autoMode.classifyAllShell", Boolean, Everywhere, Document),
    key("autoMode.environment", Texts, Everywhere, Document),
    key("autoMode.hard_deny", Texts, Everywhere, Document),
    key("autoMode.soft_deny", Texts, Everywhere, Document),
    key("autoScrollEnabled", Boolean, Everywhere, Document),
    key("autoUpdatesChannel", Words(&["latest", "stable", "rc"]), Everywhere, Document),
    key("autoUploadSessions", Boolean, Everywhere, DocumentUnlessNull),
    key("availableModels", Texts, Everywhere, Document),
    key("availableModelsMatch", Words(&["prefix", "exact"]), Managed, Mistyped::Key),
    key("awsAuthRefresh", Text, Everywhere, Document),
    key("awsCredentialExport", Text, Everywhere, Document),
    key("bashEditDiffEnabled", Boolean, Everywhere, Document),
    key("bashOutputMaxChars", Number(Any), Everywhere, Mistyped::Key),
    key("blockedMarketplaces", Objects, Managed, DocumentUnlessNull),
    key("channelsEnabled", Boolean, Everywhere, DocumentUnlessNull),
    key("claudeMd", Text, Managed, Document),
    key("claudeMdExcludes", Texts, Everywhere, Document),
    key("cleanupPeriodDays", Number(Positive), Everywhere, Document),
    key("companyAnnouncements", Texts, Everywhere, Document),
    key("crossSessionInbound", Words(&["accept", "hold", "refuse"]), Everywhere, Mistyped::Key),
    key("daemonColdStart", Words(&["transient", "ask"]), Everywhere, Document),
    key("defaultShell", Words(&["bash", "powershell"]), Everywhere, Document),
    key("defaultView", Words(&["chat", "transcript"]), Everywhere, Document),
    key("deniedMcpServers", List, Everywhere, Mistyped::Key),
    key("deniedModels", Texts, Managed, Mistyped::Key),
    key("desktopMcpServersListScope", Text, Managed, Mistyped::Key),
    key("desktopSessionCleanupPeriodDays", Number(Natural), Everywhere, Document),
    key("dialogExpiry", Words(&["60s", "5m", "10m", "never"]), OwnFiles, Mistyped::Key),
    key("disableAgentView", Boolean, Everywhere, DocumentUnlessNull),
    key("disableAllHooks", Boolean, Everywhere, Document),
    key("disableArtifact", Boolean, Everywhere, DocumentUnlessNull),
    key("disableAutoMode", Words(&["disable"]), Everywhere, DocumentUnlessNull),
    key("disableBundledSkills", Boolean, Everywhere, DocumentUnlessNull),
    key("disableClaudeAiConnectors", Boolean, Everywhere, DocumentUnlessNull),
    key("disableCommandPluginSources", Boolean, Managed, DocumentUnlessNull),
    key("disableDeepLinkRegistration", Words(&["disable"]), Everywhere, DocumentUnlessNull),
    key("disableRemoteControl", Boolean, Everywhere, DocumentUnlessNull),
    key("disableReplyCheck", Boolean, Everywhere, Document),
    key("disableSideloadFlags", Boolean, Managed, DocumentUnlessNull),
    key("disableSkillShellExecution", Boolean, Everywhere, DocumentUnlessNull),
    key("disableWindowsBashCommandSplit", Boolean, Managed, DocumentUnlessNull),
    key("disableWorkflows", Boolean, Everywhere, DocumentUnlessNull),
    key("disabledMcpjsonServers", TextOrTexts, Everywhere, Document),
    key("editorMode", Words(&["normal", "vim"]), Everywhere, Mistyped::Key),
    key("effortLevel", Words(&["low", "medium", "high", "xhigh"]), Everywhere, Mistyped::Key),
    key("emojiCompletionEnabled", Boolean, Everywhere, Document),
    key("enableAllProjectMcpServers", Boolean, Everywhere, DocumentUnlessNull),
    key("enableArtifact", Boolean, Everywhere, DocumentUnlessNull),
    key("enableWorkflows", Boolean, Everywhere, DocumentUnlessNull),
    key("enabledMcpjsonServers", TextOrTexts, Everywhere, Document),
    key("enabledPlugins", ObjectOf(&BooleanOrList), Everywhere, Document),
    key("enforceAvailableModels", Boolean, Everywhere, DocumentUnlessNull),
    key("env", Object, Everywhere, Document),
    key("extraKnownMarketplaces", Object, Everywhere, Mistyped::Key),
    key("fallbackModel", Texts, Everywhere, Document),
    key("fastMode", Boolean, Everywhere, Document),
    key("fastModePerSessionOptIn", Boolean, Everywhere, DocumentUnlessNull),
    key("feedbackDrafts", Words(&["notify", "quiet", "off"]), Everywhere, DocumentUnlessNull),
    key("feedbackSurveyRate", Number(Fraction), Everywhere, Document),
    key("fileCheckpointingEnabled", Boolean, Everywhere, Document),
    key("fileSuggestion", Object, Everywhere, Document),
    key("fileSuggestion.command", Text, Everywhere, Document),
    key("fileSuggestion.type", Words(&["command"]), Everywhere, Document),
    key("footerLinksRegexes", List, OwnFiles, Mistyped::Key),
    key("forceLoginGatewayUrl", Text, OwnFiles, Mistyped::Key),
    key("forceLoginMethod", Words(&["claudeai", "console", "gateway"]), Everywhere, Mistyped::Key),
    key("forceLoginOrgUUID", TextOrTexts, Managed, Document),
    key("forceRemoteSettingsRefresh", Boolean, Managed, Document),
    key("gatewayInternalNetworks", Texts, Managed, Mistyped::Key),
    key("gcpAuthRefresh", Text, Everywhere, Document),
    key("hooks", Object, Everywhere, Mistyped::Key),
    key("httpHookAllowedEnvVars", Texts, Everywhere, Document),
    key("idleCompaction", Boolean, Everywhere, Document),
    key("includeCoAuthoredBy", Boolean, Everywhere, Document),
    key("includeGitInstructions", Boolean, Everywhere, Document),
    key("inputNeededNotifEnabled", Boolean, Everywhere, Document),
    key("isolatePeerMachines", Boolean, Everywhere, DocumentUnlessNull),
    key("keybindingFlavor", Words(&["classic", "readline"]), Everywhere, Mistyped::Key),
    key("language", Text, Everywhere, Document),
    key("managedMcpServers", Object, Managed, Mistyped::Key),
    key("managedSourcesBehavior", Words(&["first-wins", "merge"]), Managed, Document),
    key(
        "maxEffortLevel",
        Words(&["low", "medium", "high", "xhigh", "max"]),
        Everywhere,
        Mistyped::Key,
    ),
    key("maxProseWidth", Number(Any), Everywhere, Mistyped::Key),
    key("minimumVersion", Text, Everywhere, Document),
    key("model", Text, Everywhere, Document),
    key("modelOverrides", ObjectOf(&Text), Everywhere, Document),
    key("modelPicker", Object, OwnFiles, Mistyped::Key),
    key("modelPricing", Object, Managed, Mistyped::Key),
    key("modelSettings", Object, Everywhere, Mistyped::Key),
    key("otelHeadersHelper", Text, Everywhere, Document),
    key("outputStyle", Text, Everywhere, Document),
    key("parentSettingsBehavior", Words(&["first-wins", "merge"]), Managed, Document),
    key("permissions", Object, Everywhere, Document),
    key("permissions.additionalDirectories", Texts, Everywhere, Document),
    key("permissions.allow", Texts, Everywhere, Document),
    key("permissions.ask", Texts, Everywhere, Document),
    key("permissions.blockReadsExemptPaths", Texts, Flag, Mistyped::Key),
    key("permissions.blockReadsOutsideWorkingDirectories", Boolean, Everywhere, Document),
    key("permissions.blockWritesOutsideWorkingDirectories", Boolean, Everywhere, Document),
    key(
        "permissions.defaultMode",
        Words(&[
            "acceptEdits",
            "auto",
            "bypassPermissions",
            "default",
            "manual",
            "dontAsk",
            "plan",
        ]),
        Everywhere,
        Document,
    ),
    key("permissions.deny", Texts, Everywhere, Document),
    key("permissions.denyInsteadOfPrompting", Boolean, OwnFiles, Document),
    key("permissions.disableAutoMode", Words(&["disable"]), Everywhere, Document),
    key("permissions.disableBypassPermissionsMode", Words(&["disable"]), Everywhere, Document),
    key("permissions.workingDirectoriesAsGiven", Texts, Flag, Mistyped::Key),
    key("permissions.workingDirectoriesExclude", Texts, Flag, Mistyped::Key),
    key("plansDirectory", Text, Everywhere, Document),
    key("pluginConfigs", ObjectOf(&Object), Everywhere, Document),
    key("pluginSuggestionMarketplaces", Texts, Managed, Document),
    key("pluginTrustMessage", Text, Managed, Document),
    key("policyHelper", Object, Managed, Mistyped::Key),
    key("prUrlTemplate", Text, Everywhere, Document),
    key("precomputeCompactionEnabled", Boolean, Everywhere, Document),
    key(
        "preferredNotifChannel",
        Words(&[
            "auto",
            "iterm2",
            "terminal_bell",
            "iterm2_with_bell",
            "kitty",
            "ghostty",
            "notifications_disabled",
        ]),
        Everywhere,
        Mistyped::Key,
    ),
    key("prefersReducedMotion", Boolean, Everywhere, Document),
    key("prependPlugins", Texts, OwnFiles, Mistyped::Key),
    key("processWrapper", Text, OwnFiles, Document),
    key("promptCacheTtl", Words(&["5m", "1h"]), Everywhere, Mistyped::Key),
    key("promptSuggestionEnabled", Boolean, Everywhere, Document),
    key("proxyAuthHelper", Text, Everywhere, Document),
    key("remote", Object, Everywhere, Document),
    key("remote.defaultEnvironmentId", Text, Everywhere, Document),
    key("remoteControlAtStartup", Boolean, Everywhere, DocumentUnlessNull),
    key("requiredMaximumVersion", Text, Everywhere, Document),
    key("requiredMinimumVersion", Text, Everywhere, Document),
    key("respectGitignore", Boolean, Everywhere, Document),
    key("respondToBashCommands", Boolean, Everywhere, Document),
    key("sandbox", Object, Everywhere, Document),
    key("sandbox.allowAppleEvents", Boolean, OwnFiles, Document),
    key("sandbox.allowNestedUserNamespaces", Boolean, OwnFiles, Document),
    key("sandbox.allowUnsandboxedCommands", Boolean, Everywhere, Document),
    key("sandbox.autoAllowBashIfSandboxed", Boolean, Everywhere, Document),
    key("sandbox.bwrapPath", Text, Managed, Mistyped::Key),
    key("sandbox.credentials", Object, Everywhere, Document),
    key("sandbox.credentials.allowPlaintextInject", Boolean, OwnFiles, Document),
    key("sandbox.credentials.awsPairs", Objects, OwnFiles, Document),
    key("sandbox.credentials.envVars", Objects, Everywhere, Document),
    key("sandbox.credentials.files", Objects, Everywhere, Document),
    key("sandbox.credentials.sigv4", Object, OwnFiles, Document),
    key("sandbox.enableWeakerNestedSandbox", Boolean, Everywhere, Document),
    key("sandbox.enableWeakerNetworkIsolation", Boolean, Everywhere, Document),
    key("sandbox.enabled", Boolean, Everywhere, Document),
    key("sandbox.excludedCommands", Texts, Everywhere, Document),
    key("sandbox.failIfUnavailable", Boolean, Everywhere, Document),
    key("sandbox.filesystem", Object, Everywhere, Document),
    key("sandbox.filesystem.allowManagedReadPathsOnly", Boolean, Managed, Document),
    key("sandbox.filesystem.allowRead", Texts, Everywhere, Document),
    key("sandbox.filesystem.allowWrite", Texts, Everywhere, Document),
    key("sandbox.filesystem.denyRead", Texts, Everywhere, Document),
    key("sandbox.filesystem.denyWrite", Texts, Everywhere, Document),
    key("sandbox.filesystem.disabled", Boolean, OwnFiles, Document),
    key("sandbox.ignoreViolations", ObjectOf(&Texts), Everywhere, Document),
    key("sandbox.network", Object, Everywhere, Document),
    key("sandbox.network.allowAllUnixSockets", Boolean, Everywhere, Document),
    key("sandbox.network.allowLocalBinding", Boolean, Everywhere, Document),
    key("sandbox.network.allowMachLookup", Texts, Everywhere, Document),
    key("sandbox.network.allowManagedDomainsOnly", Boolean, Managed, Document),
    key("sandbox.network.allowUnixSockets", Texts, Everywhere, Document),
    key("sandbox.network.allowedDomains", Texts, Everywhere, Document),
    key("sandbox.network.deniedDomains", Texts, Everywhere, Document),
    key("sandbox.network.httpProxyPort", Number(Any), Everywhere, Document),
    key("sandbox.network.socksProxyPort", Number(Any), Everywhere, Document),
    key("sandbox.network.strictAllowlist", Boolean, OwnFiles, Document),
    key("sandbox.network.tlsTerminate", Object, OwnFiles, Document),
    key("sandbox.ripgrep", Object, OwnFiles, Document),
    key("sandbox.ripgrep.args", Texts, Everywhere, Document),
    key("sandbox.ripgrep.command", Text, Everywhere, Document),
    key("sandbox.socatPath", Text, Managed, Mistyped::Key),
    key("showClearContextOnPlanAccept", Boolean, Everywhere, Document),
    key("showMessageTimestamps", Boolean, Everywhere, Document),
    key("showThinkingSummaries", Boolean, Everywhere, Document),
    key("showTurnDuration", Boolean, Everywhere, Document),
    key("skillListingBudgetFraction", Number(Share), Everywhere, Document),
    key("skillListingMaxDescChars", Number(Positive), Everywhere, Document),
    key(
        "skillOverrides",
        ObjectOf(&Words(&["on", "name-only", "user-invocable-only", "off"])),
        Everywhere,
        Document,
    ),
    key("skipAutoPermissionPrompt", Boolean, Everywhere, DocumentUnlessNull),
    key("skipDangerousModePermissionPrompt", Boolean, Everywhere, DocumentUnlessNull),
    key("skipWebFetchPreflight", Boolean, Everywhere, DocumentUnlessNull),
    key("spellcheck", Object, OwnFiles, Mistyped::Key),
    key("spinnerTipsEnabled", Boolean, Everywhere, Document),
    key("spinnerTipsOverride", Object, Everywhere, Mistyped::Key),
    key("spinnerVerbs", Object, Everywhere, Document),
    key("sshConfigs", Objects, Everywhere, Document),
    key("sshHostCommands", List, Everywhere, Mistyped::Key),
    key("statusLine", Object, Everywhere, Document),
    key("statusLine.command", Text, Everywhere, Document),
    key("statusLine.hideVimModeIndicator", Boolean, Everywhere, Document),
    key("statusLine.padding", Number(Any), Everywhere, Document),
    key("statusLine.refreshInterval", Number(Any), Everywhere, Document),
    key("statusLine.type", Words(&["command"]), Everywhere, Document),
    key("strictKnownMarketplaces", Objects, Managed, DocumentUnlessNull),
    key("strictPluginOnlyCustomization", BooleanOrList, Managed, Mistyped::Key),
    key("subagentPromptCacheTtl", Words(&["5m", "1h"]), Everywhere, Mistyped::Key),
    key("subagentStatusLine", Object, Everywhere, Mistyped::Key),
    key("switchModelsOnFlag", Boolean, Everywhere, Document),
    key("syncClaudeAiPlugins", Boolean, Everywhere, DocumentUnlessNull),
    key("syncClaudeAiSkills", Boolean, Everywhere, DocumentUnlessNull),
    key("syntaxHighlightingDisabled", Boolean, Everywhere, Document),
    key("taskOutputMaxChars", Number(Any), Everywhere, Mistyped::Key),
    key(
        "teammateMode",
        Words(&["auto", "tmux", "iterm2", "in-process"]),
        Everywhere,
        Mistyped::Key,
    ),
    key("terminalProgressBarEnabled", Boolean, Everywhere, Document),
    key("terminalTitleFromRename", Boolean, Everywhere, Document),
    key("theme", Text, Everywhere, Mistyped::Key),
    key("timeFormat", Text, Everywhere, Document),
    key("timeZone", Text, Everywhere, Document),
    key("todoFeatureEnabled", Boolean, Everywhere, Document),
    key("tui", Words(&["default", "fullscreen"]), Everywhere, Document),
    key("ultracode", Boolean, Everywhere, Mistyped::Key),
    key("useAutoModeDuringPlan", Boolean, Everywhere, DocumentUnlessNull),
    key("verbose", Boolean, Everywhere, Document),
    key("viewMode", Words(&["default", "verbose", "focus"]), Everywhere, Mistyped::Key),
    key("vimInsertModeRemaps", Object, Everywhere, Mistyped::Key),
    key("voice", Object, Everywhere, Document),
    key("voice.autoSubmit", Boolean, Everywhere, Document),
    key("voice.enabled", Boolean, Everywhere, Document),
    key("voice.mode", Words(&["hold", "tap"]), Everywhere, Document),
    key("voiceEnabled", Boolean, Everywhere, Document),
    key("wheelScrollAccelerationEnabled", Boolean, Everywhere, Document),
    key("workflowKeywordTriggerEnabled", Boolean, Everywhere, Document),
    key(
        "workflowSizeGuideline",
        Words(&["unrestricted", "small", "medium", "large"]),
        Everywhere,
        Document,
    ),
    key("worktree", Object, Everywhere, Document),
    key("worktree.baseRef", Words(&["fresh", "head"]), Everywhere, Document),
    key("worktree.bgIsolation", Words(&["worktree", "none"]), Everywhere, Mistyped::Key),
    key("worktree.location", Text, Everywhere, Mistyped::Key),
    key("worktree.sparsePaths", Texts, Everywhere, Document),
    key("worktree.symlinkDirectories", Texts, Everywhere, Document),
    key("wslInheritsWindowsSettings", Boolean, Everywhere, Document),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_name_real_keys() {
        assert!(KEYS.is_sorted_by(|left, right| left.path < right.path));
        for pair in MISNAMED.iter() {
            let (wrong, right) = pair.split_once('=').unwrap();
            assert!(find(wrong).is_none(), "{wrong}");
            assert!(find(right).is_some(), "{right}");
            assert_eq!(meant(wrong), Some(right));
        }
    }

    #[test]
    fn keys_are_found() {
        assert!(find("sandbox.network.deniedDomains").is_some());
        assert!(find("sandbox.deniedDomains").is_none());
        assert!(has_members("sandbox") && has_members("sandbox.network"));
        assert!(!has_members("env") && !has_members("sandbox.net"));
        assert_eq!(meant("transcriptRetentionDays"), Some("cleanupPeriodDays"));
        assert_eq!(nearest("sandbox.allowedDomains"), Some("sandbox.network.allowedDomains"));
        assert_eq!(
            nearest("disableBypassPermissionsMode").unwrap(),
            "permissions.disableBypassPermissionsMode"
        );
        assert_eq!(nearest("allowManagedHookOnly"), Some("allowManagedHooksOnly"));
        assert_eq!(nearest("AvailableModels"), Some("availableModels"));
        assert_eq!(nearest("acmeInternal"), None);
    }

    #[test]
    fn values_are_of_their_type() {
        let takes =
            |path: &str, value: &str| find(path).unwrap().holds.takes(Node::read(value).unwrap());
        assert!(takes("cleanupPeriodDays", "7") && takes("cleanupPeriodDays", "1e9"));
        for value in ["0", "-1", "0.5", "\"30\"", "null"] {
            assert!(!takes("cleanupPeriodDays", value), "{value}");
        }
        assert!(takes("forceLoginOrgUUID", "\"x\"") && takes("forceLoginOrgUUID", "[\"x\"]"));
        assert!(!takes("forceLoginOrgUUID", "[1]") && !takes("forceLoginOrgUUID", "{}"));
        assert!(takes("strictPluginOnlyCustomization", "[]"));
        assert!(!takes("sandbox", "[]") && takes("sandbox", "{}"));
        assert!(takes("availableModelsMatch", "\"exact\""));
        assert!(!takes("availableModelsMatch", "\"Exact\""));
    }
}
