//! Every kind of finding about settings and rules: one table.

use super::Severity;
use crate::wording::{Wording, wording};

/// Declares [`Code`] from a table: variant, severity, name, what is the matter and what happens at
/// present, what to write instead.
macro_rules! codes {
    ($($variant:ident, $severity:ident, $name:literal, $message:literal, $help:literal;)+) => {
        /// A kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $message] $variant,)+
        }

        impl Code {
            /// Every kind there is.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            const ROWS: &'static [Row] = &[$(
                Row { severity: Severity::$severity, wording: wording!($name, $message, $help) },
            )+];
        }
    };
}

/// What is said of a kind of finding. In a table, because four functions that tell them apart would be
/// more than all they say.
struct Row {
    severity: Severity,
    wording: Wording,
}

impl Code {
    #[allow(clippy::indexing_slicing, reason = "there is a row for every kind")]
    const fn row(self) -> &'static Row {
        &Code::ROWS[self as usize]
    }

    /// A stable name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().wording.code()
    }

    /// How much it matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// What is the matter and what happens at present: without capital and full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row().wording.message()
    }

    /// What to write instead.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().wording.advice()
    }
}

codes! {
    // Documents.
    NotJson, Error, "settings-not-json",
        "this is no JSON: the client ignores the whole document, deny rules included",
        "write plain JSON, without comments and trailing commas";
    ManagedNotJson, Error, "settings-managed-not-json",
        "this is no JSON object: the client refuses to start with such managed settings",
        "write plain JSON, without comments and trailing commas";
    WrongType, Error, "settings-wrong-type",
        "a value of the wrong type: the client ignores the whole document, deny rules included",
        "correct the value";
    ManagedWrongType, Error, "settings-managed-wrong-type",
        "a value of the wrong type: the client ignores it or takes the strictest one",
        "correct the value";
    AllowWithheld, Warning, "settings-allow-withheld",
        "none of the restrictions in a list of this document can be read: the client does not heed \
         its allow rules either",
        "correct the deny and ask rules";
    KeyDropped, Error, "settings-key-dropped",
        "a value of the wrong type: the client leaves out the key",
        "correct the value";
    UnknownKey, Warning, "settings-unknown-key",
        "the client does not know this key and ignores it",
        "remove it, or check its spelling in the client's documentation";
    MisplacedKey, Warning, "settings-misplaced-key",
        "the client does not look for this key at this level and ignores it",
        "move it to where it counts";
    WithoutEffect, Warning, "settings-without-effect",
        "the client does not heed this key in settings of this layer",
        "move it to a layer that it counts in; what governs others belongs into managed settings";
    UnheededMode, Warning, "settings-mode-unheeded",
        "a project cannot choose this mode: the session starts in `default`",
        "set the mode in user or managed settings";
    Untrusted, Info, "folder-not-trusted",
        "the folder is not trusted: its allow rules and additional directories do not count",
        "start the client there once and trust the folder";

    RepeatedKey, Warning, "settings-repeated-key",
        "the object names this key twice: only the last one counts",
        "remove one of the two";

    // Entries of server lists.
    McpListMistyped, Error, "mcp-list-not-a-list",
        "a server list must be a list: where it is managed the client allows no server with it and \
         denies none, elsewhere it leaves it out",
        "write a list of objects, each with one of serverUrl, serverName, serverCommand";
    McpEntryMistyped, Error, "mcp-entry-not-an-object",
        "an entry must be an object; the client drops this one",
        "write {\"serverUrl\": \"https://host/*\"}, for instance";
    McpEntryEmpty, Error, "mcp-entry-names-nothing",
        "an entry needs serverUrl, serverName or serverCommand; the client drops this one",
        "write {\"serverUrl\": \"https://host/*\"}, for instance";
    McpEntryAmbiguous, Error, "mcp-entry-names-several",
        "an entry has just one of serverUrl, serverName and serverCommand; the client drops this \
         one",
        "write one entry for each";
    McpEntryName, Error, "mcp-entry-bad-name",
        "no server of this name can be meant; the client drops the entry",
        "use letters, digits, _ and -; to deny, any text without blanks at its ends";
    McpEntryCommand, Error, "mcp-entry-bad-command",
        "serverCommand is a list of texts; the client drops the entry",
        "write [\"program\", \"argument\"]";
    McpEntryUrl, Error, "mcp-entry-bad-url",
        "serverUrl is a text; the client drops the entry",
        "write the URL as a JSON string";
    McpUrlInert, Warning, "mcp-url-inert",
        "no server's URL can match this",
        "write `https://host/*`; a star stands for a whole scheme, `*://`, not for a part of one";
    McpUrlWhole, Info, "mcp-url-whole",
        "this is no URL to a parser: it is compared with the whole URL, and a star stays between \
         two slashes",
        "write `:*` for any port, and list other ports one by one";
    McpUrlAnyHost, Warning, "mcp-url-any-host",
        "this allows every host",
        "name the hosts: `https://*.example.com/*`";
    McpUrlOpenEnd, Warning, "mcp-url-open-end",
        "the host ends in a star: it also allows hosts of others, `https://host.evil.example`",
        "write the host to its end and put `/*` behind it";
    McpUrlGluedStar, Warning, "mcp-url-glued-star",
        "without a dot behind the star it also allows other domains that end alike",
        "write `*.` before the domain";
    McpDenyNarrow, Warning, "mcp-deny-narrow",
        "this denies one scheme and one port only: the same host is reached by others",
        "write `*://host:*/*`";
    McpNameUncounted, Warning, "mcp-name-uncounted",
        "names do not count for servers of a kind that has entries of its own: serverUrl for remote \
         ones, serverCommand for programs",
        "list the server by its URL or its command";

    // Lists and locks.
    ListAllowsNothing, Info, "list-allows-nothing",
        "an empty list allows nothing at all",
        "remove the key to allow everything, or say what is allowed";
    LockWithoutList, Warning, "lock-without-list",
        "the lock is on, but the managed list that it locks is not there: everything is allowed",
        "set the list in managed settings";
    ListHasTwoNames, Warning, "list-has-two-names",
        "the list stands under its other name as well: this one is ignored",
        "keep strictKnownMarketplaces";
    SandboxOff, Warning, "sandbox-off",
        "the sandbox is not switched on here: what is set for it has no effect",
        "set sandbox.enabled to true";
    SandboxOptional, Info, "sandbox-optional",
        "where the sandbox cannot start, commands run without it",
        "set sandbox.failIfUnavailable to true";
    SandboxLeavable, Info, "sandbox-leavable",
        "the agent may ask to run commands outside the sandbox",
        "set sandbox.allowUnsandboxedCommands to false";
    DomainInert, Warning, "domain-inert",
        "the sandbox takes no such domain: the entry does nothing",
        "write a host, or `*.` before a domain of two labels or more; no scheme, no path";

    // Malformed rules: the client skips them with a warning.
    RuleNotText, Error, "rule-not-text",
        "a rule must be a string of whole characters; this one is skipped",
        "write the rule as a JSON string";
    RuleBlank, Error, "rule-blank",
        "the rule is blank and skipped",
        "remove the entry, or name a tool";
    RuleUnbalanced, Error, "rule-unbalanced",
        "the parentheses of the rule are not closed by its last character; it is skipped",
        "write `Tool` or `Tool(specifier)`, with `)` at the very end and nothing after it";
    RuleNameless, Error, "rule-nameless",
        "no tool is named before the parentheses; the rule is skipped",
        "write the tool's name before `(`";
    RuleEmpty, Error, "rule-empty-specifier",
        "there is nothing between the parentheses; the rule is skipped",
        "write the tool's name alone for all its calls, or say which calls are meant";
    RuleLowerCase, Error, "rule-lower-case",
        "names of tools start with a capital letter; the rule is skipped",
        "write the tool's name as the client does: `Bash`, `Read`, `WebFetch`";
    RuleAmbiguousEscape, Error, "rule-ambiguous-escape",
        "escaped and bare parentheses stand side by side, so that neither can be read for sure; the \
         rule is skipped",
        "escape all of them or none, and write Windows paths with forward slashes";
    RuleEmptyPrefix, Error, "rule-empty-prefix",
        "there is no command before `:*`; the rule is skipped",
        "write the command that the rule is about: `Bash(git push:*)`";
    RulePrefixInPath, Error, "rule-prefix-in-path",
        "`:*` is a form of command rules and means nothing in a path; the rule is skipped",
        "use `*` within a path segment and `**` across segments";
    RuleHostWithoutDomain, Error, "rule-host-without-domain",
        "what `WebFetch` may fetch is said with `domain:`; the rule is skipped",
        "write `WebFetch(domain:example.com)`";
    RuleHostIsUrl, Error, "rule-host-is-url",
        "a `WebFetch` rule names a host, not a URL; the rule is skipped",
        "leave out scheme and path: `WebFetch(domain:example.com)`";
    RuleSearchWildcard, Error, "rule-search-wildcard",
        "`WebSearch` rules know no wildcards; the rule is skipped",
        "write the whole query, or `WebSearch` alone for all searches";
    RuleMcpSpecifier, Error, "rule-mcp-specifier",
        "MCP rules take no parentheses; the rule is skipped",
        "write `mcp__server` or `mcp__server__tool`, with `*` in the tool's name if need be";
    RuleAllowWildcard, Error, "rule-allow-wildcard",
        "an allow rule must name the tool that it allows; the rule is skipped",
        "name the tool; `*` is fine after `mcp__server__`, and anywhere in deny and ask rules";

    // Rules that never match.
    InertName, Warning, "inert-name",
        "no tool has a name like this, blanks included: the rule never matches",
        "write the tool's name exactly, without blanks before or after it";
    UnknownTool, Warning, "inert-unknown-tool",
        "the client has no tool of this name: the rule never matches there",
        "check the spelling";
    InertMcpName, Warning, "inert-mcp-name",
        "no MCP tool has such a name: the rule never matches",
        "write `mcp__server__tool`, with `_` for every character but letters, digits, `_` and `-`";
    InertPathTool, Warning, "inert-path-tool",
        "the client consults path rules of `Read` and `Edit` only: it never consults this one",
        "write an `Edit` rule for what changes files and a `Read` rule for what reads them";
    InertPath, Warning, "inert-path",
        "no path that the client compares can match this pattern",
        "write the path out: `//absolute`, `~/in/home`, or relative to the working directory";
    InertNegation, Warning, "inert-negation",
        "a negated pattern only takes back what an earlier deny or ask rule of the same document \
         says: here it does nothing",
        "write the rule after the one that it takes back, or name what is allowed";
    InertHost, Warning, "inert-host",
        "the pattern is compared with a host name alone: with a port, a path or a blank in it, it \
         never matches",
        "write the host alone: `WebFetch(domain:example.com)`";
    InertNameWildcard, Warning, "inert-name-wildcard",
        "names of agents and skills are met exactly: the star is taken for itself",
        "write the whole name; for skills `name:*` meets all that start so";
    InertAskByName, Warning, "inert-ask-by-name",
        "the client does not heed ask rules for one agent or skill",
        "ask for all of them, or by parameter: `Agent(subagent_type:Explore)`, `Skill(skill:deploy)`";
    InertSearch, Warning, "inert-search",
        "the client never consults rules for one search",
        "name the tool alone, or deny or ask by parameter: `WebSearch(query:secret)`";
    InertWildcardTool, Warning, "inert-wildcard-tool",
        "the client reads what stands between the parentheses for one named tool only: with a star \
         in the name, the rule never matches",
        "write a rule for each tool";
    InertParameter, Warning, "inert-parameter",
        "this is the field that the tool's own rules are about: a parameter rule never sees it",
        "write what it should match directly between the parentheses";
    InertBlank, Warning, "inert-blank",
        "a command has no blanks at its ends: an exact rule with some never matches",
        "remove the blanks";

    // Rules that mean something else than they seem to.
    PrefixInMiddle, Warning, "misread-prefix-in-middle",
        "`:*` makes a prefix at the very end only; here it is a colon and a star",
        "write ` *` for any arguments, and `:*` only before the closing parenthesis";
    PrefixWithStar, Warning, "misread-prefix-with-star",
        "before `:*` a star is no wildcard: the rule meets only commands with a literal `*` there",
        "end the rule with ` *` instead of `:*`";
    StarTakesOptions, Warning, "misread-star-takes-options",
        "the star stands for options as well, and some options run other programs",
        "write out what stands before the last word, or put the star last";
    StarGlued, Info, "misread-star-glued",
        "without a blank before it, the star also completes the word: `ls*` meets `lsof`",
        "put a blank before the star";
    SingleSlash, Warning, "misread-single-slash",
        "one slash means the place of the settings, not the root of the file system",
        "write `//` for an absolute path";
    BelowCwd, Warning, "misread-below-cwd",
        "a pattern that starts with `**/` holds below the working directory only, not in the home \
         directory or elsewhere",
        "write `//**/` for anywhere, or `~/` for the home directory";
    BareEdit, Info, "misread-bare-edit",
        "this names the one tool `Edit`: `Write` and `NotebookEdit` are not meant",
        "write `Edit(**)` for every change below the working directory, `Edit(//**)` for every one";

    // Rules that do nothing where they stand.
    Shadowed, Warning, "shadowed",
        "a restriction on the whole tool comes first: this allow rule never decides",
        "remove one of the two";
    Duplicate, Info, "duplicate",
        "the same rule stands in this list already",
        "remove one of the two";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        }
    }
}
