//! Everything that decides a call without a rule: one table of codes and words.

use serde::Serialize;

/// Declares [`BuiltIn`] from a table: variant, code in JSON, what it says, what to do about it.
macro_rules! built_in {
    ($($variant:ident, $code:literal, $message:literal, $advice:literal;)+) => {
        /// A reason that is not a rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[non_exhaustive]
        pub enum BuiltIn {
            $(#[doc = $message] #[serde(rename = $code)] $variant,)+
        }

        impl BuiltIn {
            /// Every reason there is.
            pub const ALL: &'static [BuiltIn] = &[$(BuiltIn::$variant,)+];

            /// A stable name, in kebab case.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(BuiltIn::$variant => $code,)+ }
            }

            /// The reason in words: one sentence without a full stop.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(BuiltIn::$variant => $message,)+ }
            }

            /// What would have to change for another answer; empty if nothing would.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(BuiltIn::$variant => $advice,)+ }
            }
        }
    };
}

built_in! {
    // The call as a whole.
    NoRule, "no-rule",
        "no rule covers this call",
        "add an allow rule that names it";
    ToolAllowed, "tool-allowed",
        "this tool runs without asking unless a rule says otherwise",
        "add a deny or ask rule for the tool";
    ModeBypass, "mode-bypass",
        "the session runs in bypassPermissions mode",
        "leave the mode, or add a deny or ask rule";
    ModeDontAsk, "mode-dont-ask",
        "the session runs in dontAsk mode, which refuses whatever would be asked",
        "add an allow rule, or leave the mode";
    ModePlan, "mode-plan",
        "the session is planning, and this would change something",
        "accept the plan first";
    ModeAuto, "mode-auto",
        "in auto mode the client's classifier decides this; callgate has none",
        "add an allow rule that names the call";
    ModeAcceptEdits, "mode-accept-edits",
        "the session accepts edits inside the working directories",
        "leave the mode, or add an ask rule";
    ClassifierUnreachable, "classifier-unreachable",
        "the client's classifier decides this, and refuses when it cannot be reached",
        "add an allow rule that names the call, or leave the mode";
    DenyInsteadOfPrompting, "deny-instead-of-prompting",
        "a question would be due, and the settings refuse instead of asking",
        "add an allow rule, or unset denyInsteadOfPrompting";
    UnreadableManagedSettings, "unreadable-managed-settings",
        "the managed settings cannot be read, and the client does not start without them",
        "correct the managed settings";
    // Tools without a language of their own.
    SkillUnknown, "skill-unknown",
        "the skill might ask for tools of its own, and its files are not looked at",
        "add an allow rule for the skill";
    PowerShellUnread, "powershell-unread",
        "this is more than one plain PowerShell command",
        "run the parts one by one, or allow the whole tool";
    // WebFetch.
    Documentation, "documentation",
        "the client fetches this public documentation without asking",
        "add a deny or ask rule for the host";
    UnreadableUrl, "unreadable-url",
        "this is no URL",
        "pass an absolute URL";
    UnreadableInput, "unreadable-input",
        "the call does not have the input that its tool needs",
        "pass the tool's whole input object";

    // Files.
    InsideWorkingDirectories, "inside-working-directories",
        "files in the working directories can be read without asking",
        "add a deny or ask rule for the file";
    OutsideWorkingDirectories, "outside-working-directories",
        "the file lies outside the working directories",
        "add an allow rule for it, or its directory to additionalDirectories";
    ReadsOutsideBlocked, "reads-outside-blocked",
        "the settings block reads outside the working directories",
        "add the directory to additionalDirectories, or unset blockReadsOutsideWorkingDirectories";
    WritesOutsideBlocked, "writes-outside-blocked",
        "the settings block writes outside the working directories",
        "add the directory to additionalDirectories, or unset blockWritesOutsideWorkingDirectories";
    ProtectedPath, "protected-path",
        "the file steers the agent, a shell or a tool, and no allow rule opens it to edits",
        "let a person confirm the edit";
    AmbiguousPath, "ambiguous-path",
        "the path has a name that Windows takes for another one",
        "write the path without short names, devices, and dots or spaces at the end of names";
    EndlessLink, "endless-link",
        "symbolic links lead in a circle, so that nobody can say which file this is",
        "remove the links";
    WriteThroughLink, "write-through-link",
        "the file is a symbolic link, and what it points to is not what the call names",
        "name the file that the link points to";
    ForbiddenFile, "forbidden-file",
        "the file holds the client's credentials or what its other sessions run",
        "let a person change it outside the session";
    OwnFile, "own-file",
        "the file is one that the client keeps for this purpose",
        "add a deny or ask rule for the file";
    ModeReads, "mode-reads",
        "in plan and auto mode files can be read anywhere",
        "leave the mode, or add a deny or ask rule for the file";
}
