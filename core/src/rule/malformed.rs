//! What makes a rule no rule. The client skips such a rule with a warning and keeps the others.

/// Declares [`Malformed`] from a table: variant, code, what is the matter, what to write instead.
macro_rules! malformed {
    ($($variant:ident, $code:literal, $message:literal, $help:literal;)+) => {
        /// Why a text is no rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Malformed {
            $(#[doc = $message] $variant,)+
        }

        impl Malformed {
            /// Every reason there is.
            pub const ALL: &'static [Malformed] = &[$(Malformed::$variant,)+];

            /// A stable name, in kebab case.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Malformed::$variant => $code,)+ }
            }

            /// What is the matter: one sentence without a full stop.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Malformed::$variant => $message,)+ }
            }

            /// What to write instead.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Malformed::$variant => $help,)+ }
            }
        }
    };
}

malformed! {
    NotText, "rule-not-text",
        "a rule must be a string of whole characters",
        "write the rule as a JSON string";
    Blank, "rule-blank",
        "a rule must not be blank",
        "remove the entry, or name a tool";
    Unbalanced, "rule-unbalanced",
        "the parentheses of the rule are not closed by its last character",
        "write `Tool` or `Tool(specifier)`, with `)` at the very end and nothing after it";
    Nameless, "rule-nameless",
        "no tool is named before the parentheses",
        "write the tool's name before `(`";
    Empty, "rule-empty-specifier",
        "there is nothing between the parentheses",
        "write the tool's name alone for all its calls, or say which calls are meant";
    LowerCase, "rule-lower-case",
        "names of tools start with a capital letter",
        "write the tool's name as the client does: `Bash`, `Read`, `WebFetch`";
    AmbiguousEscape, "rule-ambiguous-escape",
        "escaped and bare parentheses stand side by side, so that neither can be read for sure",
        "escape all of them or none, and write Windows paths with forward slashes";
    EmptyPrefix, "rule-empty-prefix",
        "there is no command before `:*`",
        "write the command that the rule is about: `Bash(git push:*)`";
    PrefixInPath, "rule-prefix-in-path",
        "`:*` is a form of command rules and means nothing in a path",
        "use `*` within a path segment and `**` across segments";
    HostWithoutDomain, "rule-host-without-domain",
        "what `WebFetch` may fetch is said with `domain:`",
        "write `WebFetch(domain:example.com)`";
    HostIsUrl, "rule-host-is-url",
        "a `WebFetch` rule names a host, not a URL",
        "leave out scheme and path: `WebFetch(domain:example.com)`";
    SearchWildcard, "rule-search-wildcard",
        "`WebSearch` rules know no wildcards",
        "write the whole query, or `WebSearch` alone for all searches";
    McpSpecifier, "rule-mcp-specifier",
        "MCP rules take no parentheses",
        "write `mcp__server` or `mcp__server__tool`, with `*` in the tool's name if need be";
    AllowWildcard, "rule-allow-wildcard",
        "an allow rule must name the tool that it allows",
        "name the tool; `*` is fine after `mcp__server__`, and anywhere in deny and ask rules";
}
