//! Every key that the client knows in a settings document: what it may hold, in which layers it is
//! heeded, and what the client makes of a value of another type.
//!
//! Keys, types and layers are those of the published typings of the client's SDK at 0.3.329. What
//! becomes of mistyped values was found by asking client 2.1.329, key by key.

use super::Source;
use crate::json::Node;
use crate::names::Names;

/// Keys that are alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    pub(crate) holds: Holds,
    pub(crate) heeded: Heeded,
    pub(crate) mistyped: Mistyped,
    /// With dots between the levels: `sandbox.network.allowedDomains`.
    paths: Names,
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

/// What the client knows of the key at `path`, if it knows one.
pub(crate) fn find(path: &str) -> Option<&'static Keys> {
    KEYS.iter().find(|keys| keys.paths.contains(path))
}

/// The paths of all keys.
fn paths() -> impl Iterator<Item = &'static str> {
    KEYS.iter().flat_map(|keys| keys.paths.iter())
}

/// Is `path` an object whose members are keys of this table?
pub(crate) fn has_members(path: &str) -> bool {
    paths().any(|key| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
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

impl Keys {
    /// Does a document of this source have the keys heeded?
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
    let last = |key: &'static str| key.rsplit('.').next().unwrap_or(key);
    let name = path.rsplit('.').next().unwrap_or(path);
    let likeness = |key: &'static str| {
        let end = last(key);
        if key != path && end == name {
            Some(0)
        } else if key != path && (key.eq_ignore_ascii_case(path) || end.eq_ignore_ascii_case(name))
        {
            Some(1)
        } else {
            is_slip(key, path).then_some(2)
        }
    };
    paths().filter_map(|key| Some((likeness(key)?, key))).min().map(|(_, key)| key)
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

const fn keys(holds: Holds, heeded: Heeded, mistyped: Mistyped, paths: &'static str) -> Keys {
    Keys { holds, heeded, mistyped, paths: Names::new(paths) }
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

/// The keys, by what they may hold and what becomes of them.
const KEYS: &[Keys] = &[
    keys(
        Boolean,
        Everywhere,
        Document,
        "agentPushNotifEnabled alwaysThinkingEnabled attribution.sessionUrl autoCompactEnabled \
         autoDreamEnabled autoMemoryEnabled autoMode.classifyAllShell autoScrollEnabled \
         bashEditDiffEnabled disableAllHooks disableReplyCheck emojiCompletionEnabled fastMode \
         fileCheckpointingEnabled idleCompaction includeCoAuthoredBy includeGitInstructions \
         inputNeededNotifEnabled permissions.blockReadsOutsideWorkingDirectories \
         permissions.blockWritesOutsideWorkingDirectories precomputeCompactionEnabled \
         prefersReducedMotion promptSuggestionEnabled respectGitignore respondToBashCommands \
         sandbox.allowUnsandboxedCommands sandbox.autoAllowBashIfSandboxed \
         sandbox.enableWeakerNestedSandbox sandbox.enableWeakerNetworkIsolation sandbox.enabled \
         sandbox.failIfUnavailable sandbox.network.allowAllUnixSockets \
         sandbox.network.allowLocalBinding showClearContextOnPlanAccept showMessageTimestamps \
         showThinkingSummaries showTurnDuration spinnerTipsEnabled \
         statusLine.hideVimModeIndicator switchModelsOnFlag syntaxHighlightingDisabled \
         terminalProgressBarEnabled terminalTitleFromRename todoFeatureEnabled verbose \
         voice.autoSubmit voice.enabled voiceEnabled wheelScrollAccelerationEnabled \
         workflowKeywordTriggerEnabled wslInheritsWindowsSettings",
    ),
    keys(
        Boolean,
        Everywhere,
        DocumentUnlessNull,
        "autoContinueAtUsageLimit autoUploadSessions channelsEnabled disableAgentView \
         disableArtifact disableBundledSkills disableClaudeAiConnectors disableRemoteControl \
         disableSkillShellExecution disableWorkflows enableAllProjectMcpServers enableArtifact \
         enableWorkflows enforceAvailableModels fastModePerSessionOptIn isolatePeerMachines \
         remoteControlAtStartup skipAutoPermissionPrompt skipDangerousModePermissionPrompt \
         skipWebFetchPreflight syncClaudeAiPlugins syncClaudeAiSkills useAutoModeDuringPlan",
    ),
    keys(Boolean, Everywhere, Mistyped::Key, "ultracode"),
    keys(
        Boolean,
        Managed,
        Document,
        "allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp \
         allowNestedModelAccessUnderForceLogin forceRemoteSettingsRefresh \
         sandbox.filesystem.allowManagedReadPathsOnly sandbox.network.allowManagedDomainsOnly",
    ),
    keys(
        Boolean,
        Managed,
        DocumentUnlessNull,
        "allowManagedHooksOnly allowManagedMcpServersOnly allowManagedPermissionRulesOnly \
         disableCommandPluginSources disableSideloadFlags disableWindowsBashCommandSplit",
    ),
    keys(
        Boolean,
        OwnFiles,
        Document,
        "permissions.denyInsteadOfPrompting sandbox.allowAppleEvents \
         sandbox.allowNestedUserNamespaces sandbox.credentials.allowPlaintextInject \
         sandbox.filesystem.disabled sandbox.network.strictAllowlist",
    ),
    keys(BooleanOrList, Managed, Mistyped::Key, "strictPluginOnlyCustomization"),
    keys(BooleanOrObject, Everywhere, Document, "attribution"),
    keys(List, Everywhere, Mistyped::Key, "allowedMcpServers deniedMcpServers sshHostCommands"),
    keys(List, OwnFiles, Mistyped::Key, "footerLinksRegexes"),
    keys(
        Object,
        Everywhere,
        Document,
        "autoMode env fileSuggestion permissions remote sandbox sandbox.credentials \
         sandbox.filesystem sandbox.network spinnerVerbs statusLine voice worktree",
    ),
    keys(
        Object,
        Everywhere,
        Mistyped::Key,
        "additionalMarketplaces extraKnownMarketplaces hooks modelSettings spinnerTipsOverride \
         subagentStatusLine vimInsertModeRemaps",
    ),
    keys(
        Object,
        Managed,
        Mistyped::Key,
        "attributionProjectPolicy managedMcpServers modelPricing policyHelper",
    ),
    keys(
        Object,
        OwnFiles,
        Document,
        "sandbox.credentials.sigv4 sandbox.network.tlsTerminate sandbox.ripgrep",
    ),
    keys(Object, OwnFiles, Mistyped::Key, "modelPicker spellcheck"),
    keys(
        Objects,
        Everywhere,
        Document,
        "allowedChannelPlugins sandbox.credentials.envVars sandbox.credentials.files sshConfigs",
    ),
    keys(
        Objects,
        Managed,
        DocumentUnlessNull,
        "allowedMarketplaces blockedMarketplaces strictKnownMarketplaces",
    ),
    keys(Objects, OwnFiles, Document, "sandbox.credentials.awsPairs"),
    keys(
        Text,
        Everywhere,
        Document,
        "$schema advisorModel agent apiKeyHelper attribution.commit attribution.pr \
         attributionProject autoMemoryDirectory awsAuthRefresh awsCredentialExport \
         fileSuggestion.command gcpAuthRefresh language minimumVersion model otelHeadersHelper \
         outputStyle plansDirectory prUrlTemplate proxyAuthHelper remote.defaultEnvironmentId \
         requiredMaximumVersion requiredMinimumVersion sandbox.ripgrep.command statusLine.command \
         timeFormat timeZone",
    ),
    keys(Text, Everywhere, Mistyped::Key, "theme worktree.location"),
    keys(Text, Managed, Document, "claudeMd pluginTrustMessage"),
    keys(
        Text,
        Managed,
        Mistyped::Key,
        "desktopMcpServersListScope sandbox.bwrapPath sandbox.socatPath",
    ),
    keys(Text, OwnFiles, Document, "processWrapper"),
    keys(Text, OwnFiles, Mistyped::Key, "forceLoginGatewayUrl"),
    keys(TextOrTexts, Everywhere, Document, "disabledMcpjsonServers enabledMcpjsonServers"),
    keys(TextOrTexts, Managed, Document, "forceLoginOrgUUID"),
    keys(
        Texts,
        Everywhere,
        Document,
        "allowedHttpHookUrls autoMode.allow autoMode.environment autoMode.hard_deny \
         autoMode.soft_deny availableModels claudeMdExcludes companyAnnouncements fallbackModel \
         httpHookAllowedEnvVars permissions.additionalDirectories permissions.allow \
         permissions.ask permissions.deny sandbox.excludedCommands sandbox.filesystem.allowRead \
         sandbox.filesystem.allowWrite sandbox.filesystem.denyRead sandbox.filesystem.denyWrite \
         sandbox.network.allowMachLookup sandbox.network.allowUnixSockets \
         sandbox.network.allowedDomains sandbox.network.deniedDomains sandbox.ripgrep.args \
         worktree.sparsePaths worktree.symlinkDirectories",
    ),
    keys(Texts, Managed, Document, "pluginSuggestionMarketplaces"),
    keys(Texts, Managed, Mistyped::Key, "allowedProviders deniedModels gatewayInternalNetworks"),
    keys(Texts, OwnFiles, Mistyped::Key, "appendPlugins prependPlugins"),
    keys(
        Texts,
        Flag,
        Mistyped::Key,
        "permissions.blockReadsExemptPaths permissions.workingDirectoriesAsGiven \
         permissions.workingDirectoriesExclude",
    ),
    keys(
        Number(Any),
        Everywhere,
        Document,
        "sandbox.network.httpProxyPort sandbox.network.socksProxyPort statusLine.padding \
         statusLine.refreshInterval",
    ),
    keys(
        Number(Any),
        Everywhere,
        Mistyped::Key,
        "autoCompactWindow bashOutputMaxChars maxProseWidth taskOutputMaxChars",
    ),
    keys(Number(Fraction), Everywhere, Document, "feedbackSurveyRate"),
    keys(Number(Natural), Everywhere, Document, "desktopSessionCleanupPeriodDays"),
    keys(Number(Positive), Everywhere, Document, "cleanupPeriodDays skillListingMaxDescChars"),
    keys(Number(Share), Everywhere, Document, "skillListingBudgetFraction"),
    keys(ObjectOf(&BooleanOrList), Everywhere, Document, "enabledPlugins"),
    keys(ObjectOf(&Object), Everywhere, Document, "pluginConfigs"),
    keys(ObjectOf(&Text), Everywhere, Document, "modelOverrides"),
    keys(ObjectOf(&Texts), Everywhere, Document, "sandbox.ignoreViolations"),
    keys(
        ObjectOf(&Words(&["on", "name-only", "user-invocable-only", "off"])),
        Everywhere,
        Document,
        "skillOverrides",
    ),
    keys(
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
        "permissions.defaultMode",
    ),
    keys(
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
        "preferredNotifChannel",
    ),
    keys(Words(&["5m", "1h"]), Everywhere, Mistyped::Key, "promptCacheTtl subagentPromptCacheTtl"),
    keys(
        Words(&["60s", "5m", "10m", "never"]),
        OwnFiles,
        Mistyped::Key,
        "askUserQuestionTimeout dialogExpiry",
    ),
    keys(Words(&["accept", "hold", "refuse"]), Everywhere, Mistyped::Key, "crossSessionInbound"),
    keys(
        Words(&["auto", "tmux", "iterm2", "in-process"]),
        Everywhere,
        Mistyped::Key,
        "teammateMode",
    ),
    keys(Words(&["bash", "powershell"]), Everywhere, Document, "defaultShell"),
    keys(Words(&["chat", "transcript"]), Everywhere, Document, "defaultView"),
    keys(Words(&["classic", "readline"]), Everywhere, Mistyped::Key, "keybindingFlavor"),
    keys(Words(&["claudeai", "console", "gateway"]), Everywhere, Mistyped::Key, "forceLoginMethod"),
    keys(Words(&["command"]), Everywhere, Document, "fileSuggestion.type statusLine.type"),
    keys(Words(&["default", "fullscreen"]), Everywhere, Document, "tui"),
    keys(Words(&["default", "verbose", "focus"]), Everywhere, Mistyped::Key, "viewMode"),
    keys(
        Words(&["disable"]),
        Everywhere,
        Document,
        "permissions.disableAutoMode permissions.disableBypassPermissionsMode",
    ),
    keys(
        Words(&["disable"]),
        Everywhere,
        DocumentUnlessNull,
        "disableAutoMode disableDeepLinkRegistration",
    ),
    keys(
        Words(&["first-wins", "merge"]),
        Managed,
        Document,
        "managedSourcesBehavior parentSettingsBehavior",
    ),
    keys(Words(&["fresh", "head"]), Everywhere, Document, "worktree.baseRef"),
    keys(Words(&["hold", "tap"]), Everywhere, Document, "voice.mode"),
    keys(Words(&["latest", "stable", "rc"]), Everywhere, Document, "autoUpdatesChannel"),
    keys(
        Words(&["low", "medium", "high", "xhigh", "max"]),
        Everywhere,
        Mistyped::Key,
        "maxEffortLevel",
    ),
    keys(Words(&["low", "medium", "high", "xhigh"]), Everywhere, Mistyped::Key, "effortLevel"),
    keys(Words(&["normal", "vim"]), Everywhere, Mistyped::Key, "editorMode"),
    keys(Words(&["notify", "quiet", "off"]), Everywhere, DocumentUnlessNull, "feedbackDrafts"),
    keys(Words(&["prefix", "exact"]), Managed, Mistyped::Key, "availableModelsMatch"),
    keys(Words(&["transient", "ask"]), Everywhere, Document, "daemonColdStart"),
    keys(
        Words(&["unrestricted", "small", "medium", "large"]),
        Everywhere,
        Document,
        "workflowSizeGuideline",
    ),
    keys(Words(&["worktree", "none"]), Everywhere, Mistyped::Key, "worktree.bgIsolation"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_real_keys_once() {
        let mut all: Vec<_> = paths().collect();
        all.sort_unstable();
        assert!(all.is_sorted_by(|left, right| left < right), "a key has one meaning");
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
