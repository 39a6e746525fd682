//! One layer: which rules and settings its document holds, and what is wrong with it.

use super::{Layer, Source, hooks, keys};
use crate::json::Node;
use crate::{
    diagnostic::{Code, Diagnostic},
    mode::Mode,
    rule::List,
    span::Span,
};

/// What one document says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) rules: Vec<RuleText>,
    pub(crate) default_mode: Option<Mode>,
    pub(crate) additional_directories: Vec<String>,
    pub(crate) disable_bypass: bool,
    pub(crate) disable_auto: bool,
    pub(crate) locks: Locks,
    /// A list of restrictions could not be read, so that the permissions beside it do not count.
    pub(crate) withholds_allow: bool,
    /// The client would not start with this document.
    pub(crate) refuses_to_start: bool,
    /// Some part of the document that matters could not be read.
    pub(crate) is_broken: bool,
}

/// Locks that a document may set, or take back from a weaker one of the same source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Locks {
    pub(crate) managed_rules_only: Option<bool>,
    pub(crate) block_reads_outside: Option<bool>,
    pub(crate) block_writes_outside: Option<bool>,
    pub(crate) deny_instead_of_prompting: Option<bool>,
}

/// An entry of a rule list.
#[derive(Clone, Debug)]
pub(crate) struct RuleText {
    /// `None` if the entry is no string, or one with half characters.
    pub(crate) text: Option<String>,
    pub(crate) list: List,
    pub(crate) index: usize,
    pub(crate) span: Span,
}

/// Reads a layer; findings go to `diagnostics`.
pub(crate) fn read(layer: &Layer, diagnostics: &mut Vec<Diagnostic>) -> Content {
    let mut reader = Reader { layer, content: Content::default(), diagnostics };
    reader.document();
    if !layer.trusted {
        reader.distrust();
    }
    reader.content
}

impl Content {
    /// What the client takes of the document, key by key if it is managed; of any other one that is
    /// broken it takes nothing.
    pub(crate) fn taken_by_the_client(self, source: Source) -> Content {
        if self.is_broken && source != Source::Managed { Content::default() } else { self }
    }
}

struct Reader<'a> {
    layer: &'a Layer,
    content: Content,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What a lock says whose value cannot be read.
const LOCKED: bool = true;

impl Reader<'_> {
    fn managed(&self) -> bool {
        self.layer.source == Source::Managed
    }

    fn report(&mut self, code: Code, span: Span) {
        self.diagnostics.push(Diagnostic::new(code, self.layer, Some(span)));
    }

    /// A value of the wrong type. In managed settings the client reads `null` as if the key were
    /// not there.
    fn wrong_type(&mut self, node: Node<'_>, key: &str, expected: &str) {
        self.content.is_broken = true;
        let code = if self.managed() { Code::ManagedWrongType } else { Code::WrongType };
        let diagnostic = Diagnostic::new(code, self.layer, Some(node.span()));
        self.diagnostics.push(diagnostic.about(&format!("`{key}` must be {expected}")));
    }

    fn document(&mut self) {
        let layer = self.layer;
        let (span, message) = match Node::read(&layer.text) {
            Ok(root) => match root.members() {
                Some(members) => return self.members(members),
                None => (root.span(), "no object".to_owned()),
            },
            Err(error) => (error.span, error.message),
        };
        self.content.is_broken = true;
        // An empty file is no JSON either, but the client starts with it.
        self.content.refuses_to_start = self.managed() && !layer.text.trim().is_empty();
        let code = if self.managed() { Code::ManagedNotJson } else { Code::NotJson };
        self.diagnostics.push(Diagnostic::new(code, layer, Some(span)).about(&message));
    }

    fn members(&mut self, members: Vec<(String, Node<'_>)>) {
        for (name, node) in members {
            match name.as_str() {
                "permissions" => self.permissions(node),
                "disableAutoMode" | "allowManagedPermissionRulesOnly" if node.is_null() => {}
                "disableAutoMode" => self.content.disable_auto |= self.disabled(node, &name),
                "allowManagedPermissionRulesOnly" => {
                    let only = self.lock(node, &name);
                    if self.managed() {
                        self.content.locks.managed_rules_only = only;
                    } else {
                        self.without_effect(&name, node);
                    }
                }
                _ => self.other(&name, node),
            }
        }
    }

    /// A key that decides about no call: is it one, does it count in this layer, is it of its type?
    fn other(&mut self, path: &str, node: Node<'_>) {
        let Some(known) = keys::find(path) else { return self.unknown(path, node) };
        if !known.is_heeded_in(self.layer.source) {
            self.without_effect(path, node);
        }
        let absent = node.is_null()
            && (self.managed() || known.mistyped == keys::Mistyped::DocumentUnlessNull);
        if absent {
            return;
        }
        let lacks = |name: &&str| node.member(name).is_none();
        if !known.holds.takes(node) || keys::needed(path).iter().any(lacks) {
            return self.mistyped(path, known, node);
        }
        if path == "hooks"
            && let Some((node, problem)) = hooks::unreadable(node)
        {
            self.content.is_broken |= !self.managed();
            let code = if self.managed() { Code::ManagedWrongType } else { Code::WrongType };
            let diagnostic = Diagnostic::new(code, self.layer, Some(node.span()));
            self.diagnostics.push(diagnostic.about(problem));
        }
        if keys::has_members(path) {
            for (name, node) in node.members().unwrap_or_default() {
                self.other(&format!("{path}.{name}"), node);
            }
        }
    }

    fn mistyped(&mut self, path: &str, known: &keys::Keys, node: Node<'_>) {
        let code = match (self.managed(), known.mistyped) {
            (true, _) => Code::ManagedWrongType,
            (false, keys::Mistyped::Key) => Code::KeyDropped,
            (false, _) => return self.wrong_type(node, path, &known.holds.expected()),
        };
        let diagnostic = Diagnostic::new(code, self.layer, Some(node.span()));
        let expected = known.holds.expected();
        self.diagnostics.push(diagnostic.about(&format!("`{path}` must be {expected}")));
    }

    fn unknown(&mut self, path: &str, node: Node<'_>) {
        let (code, instead) = match (keys::meant(path), keys::nearest(path)) {
            (Some(meant), _) => (Code::UnknownKey, Some(meant)),
            (None, Some(nearest)) if nearest.rsplit('.').next() == path.rsplit('.').next() => {
                (Code::MisplacedKey, Some(nearest))
            }
            (None, nearest) => (Code::UnknownKey, nearest),
        };
        let mut diagnostic = Diagnostic::new(code, self.layer, Some(node.span()));
        diagnostic = diagnostic.about(&format!("`{path}`"));
        if let Some(instead) = instead {
            diagnostic = diagnostic.with_help(format!("the client knows `{instead}`"));
        }
        self.diagnostics.push(diagnostic);
    }

    fn without_effect(&mut self, path: &str, node: Node<'_>) {
        let diagnostic = Diagnostic::new(Code::WithoutEffect, self.layer, Some(node.span()));
        self.diagnostics.push(diagnostic.about(&format!("`{path}`")));
    }

    /// Forgets what an untrusted document may not grant.
    fn distrust(&mut self) {
        let grants = |rule: &RuleText| rule.list == List::Allow;
        let first = self.content.rules.iter().find(|rule| grants(rule)).map(|rule| rule.span);
        if first.is_none() && self.content.additional_directories.is_empty() {
            return;
        }
        self.diagnostics.push(Diagnostic::new(Code::Untrusted, self.layer, first));
        self.content.rules.retain(|rule| !grants(rule));
        self.content.additional_directories.clear();
    }

    fn permissions(&mut self, node: Node<'_>) {
        let Some(members) = node.members() else {
            if self.managed() && node.is_null() {
                return;
            }
            self.wrong_type(node, "permissions", "an object");
            self.content.disable_bypass = LOCKED;
            self.content.disable_auto = LOCKED;
            self.content.locks = Locks {
                block_reads_outside: Some(LOCKED),
                block_writes_outside: Some(LOCKED),
                deny_instead_of_prompting: Some(LOCKED),
                ..self.content.locks
            };
            return;
        };
        for (name, node) in members {
            if self.managed() && node.is_null() {
                continue;
            }
            match name.as_str() {
                "deny" => self.rules(List::Deny, node),
                "ask" => self.rules(List::Ask, node),
                "allow" => self.rules(List::Allow, node),
                "defaultMode" => self.default_mode(node),
                "additionalDirectories" => self.directories(node),
                "disableBypassPermissionsMode" => {
                    self.content.disable_bypass |= self.disabled(node, &name);
                }
                "disableAutoMode" => self.content.disable_auto |= self.disabled(node, &name),
                "blockReadsOutsideWorkingDirectories" => {
                    self.content.locks.block_reads_outside = self.lock(node, &name);
                }
                "blockWritesOutsideWorkingDirectories" => {
                    self.content.locks.block_writes_outside = self.lock(node, &name);
                }
                "denyInsteadOfPrompting" => {
                    self.content.locks.deny_instead_of_prompting = self.lock(node, &name);
                    if matches!(self.layer.source, Source::Project | Source::Local) {
                        self.without_effect("permissions.denyInsteadOfPrompting", node);
                    }
                }
                _ => self.other(&format!("permissions.{name}"), node),
            }
        }
    }

    fn rules(&mut self, list: List, node: Node<'_>) {
        let Some(entries) = node.entries() else {
            let key = format!("permissions.{}", list.as_str());
            self.wrong_type(node, &key, "a list of rules");
            self.content.withholds_allow |= list != List::Allow;
            return;
        };
        for (index, entry) in entries.into_iter().enumerate() {
            let (text, span) = (entry.string(), entry.span());
            self.content.rules.push(RuleText { text, list, index, span });
        }
    }

    fn default_mode(&mut self, node: Node<'_>) {
        let Some(mode) = node.string().as_deref().and_then(Mode::parse) else {
            let expected = "default, acceptEdits, plan, auto, dontAsk or bypassPermissions";
            self.wrong_type(node, "permissions.defaultMode", expected);
            self.content.default_mode = Some(Mode::Default);
            return;
        };
        if !self.layer.source.may_set(mode) {
            self.report(Code::UnheededMode, node.span());
        }
        self.content.default_mode = Some(mode);
    }

    fn directories(&mut self, node: Node<'_>) {
        let texts = |entries: Vec<Node<'_>>| entries.into_iter().map(Node::string).collect();
        match node.entries().and_then(texts) {
            Some(directories) => self.content.additional_directories = directories,
            None => self.wrong_type(node, "permissions.additionalDirectories", "a list of texts"),
        }
    }

    /// A lock whose only value is `"disable"`.
    fn disabled(&mut self, node: Node<'_>, key: &str) -> bool {
        if node.string().as_deref() != Some("disable") {
            if self.managed() && node.is_null() {
                return false;
            }
            self.wrong_type(node, key, "the text \"disable\"");
        }
        LOCKED
    }

    /// A lock that is on or off; `None` if it is left as it is.
    fn lock(&mut self, node: Node<'_>, key: &str) -> Option<bool> {
        if self.managed() && node.is_null() {
            return None;
        }
        Some(node.boolean().unwrap_or_else(|| {
            self.wrong_type(node, key, "true or false");
            LOCKED
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(source: Source, text: &str) -> (Content, Vec<&'static str>) {
        let mut diagnostics = Vec::new();
        let content = read(&Layer::new(source, text), &mut diagnostics);
        let codes = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        (content.taken_by_the_client(source), codes)
    }

    #[test]
    fn rules_keep_their_place() {
        let text = "\u{feff}{\"permissions\": {\"ask\": [\"A\"], \"deny\": [1, \"Bash(x)\"]}}";
        let (content, codes) = content(Source::User, text);
        assert_eq!(codes, [""; 0]);
        let rules: Vec<_> = content
            .rules
            .iter()
            .map(|rule| (rule.list, rule.index, rule.span.of(text), rule.text.as_deref()))
            .collect();
        assert_eq!(
            rules,
            [
                (List::Ask, 0, "\"A\"", Some("A")),
                (List::Deny, 0, "1", None),
                (List::Deny, 1, "\"Bash(x)\"", Some("Bash(x)")),
            ]
        );
    }

    #[test]
    fn the_last_of_two_lists_counts() {
        let text = r#"{"permissions": {"deny": ["A"], "deny": ["B"]}}"#;
        let (content, _) = content(Source::User, text);
        assert_eq!(content.rules.len(), 1);
        assert_eq!(content.rules[0].text.as_deref(), Some("B"));
    }

    /// One mistake loses everything in a document of a user or project.
    #[test]
    fn a_broken_document_says_nothing() {
        for permissions in [
            r#""allow": "x""#,
            r#""ask": null"#,
            r#""defaultMode": "yolo""#,
            r#""defaultMode": null"#,
            r#""disableBypassPermissionsMode": true"#,
            r#""disableAutoMode": "x""#,
            r#""additionalDirectories": "x""#,
            r#""additionalDirectories": [1]"#,
            r#""denyInsteadOfPrompting": "x""#,
        ] {
            let text = format!(r#"{{"permissions": {{"deny": ["A"], {permissions}}}}}"#);
            let (content, codes) = content(Source::User, &text);
            assert_eq!(codes, ["settings-wrong-type"], "{permissions}");
            assert!(content.rules.is_empty(), "{permissions}");
            assert!(!content.disable_bypass && content.locks == Locks::default());
        }
        for text in ["", "{", "{\"a\": 1,}", "// no\n{}", "[]", "1"] {
            let (content, codes) = content(Source::Project, text);
            assert_eq!(codes, ["settings-not-json"], "{text}");
            assert!(!content.refuses_to_start);
        }
    }

    /// Managed settings hold key by key, and what cannot be read is as strict as can be.
    #[test]
    fn a_broken_managed_document_fails_closed() {
        let managed = |permissions: &str| {
            let text = format!(r#"{{"permissions": {{"deny": ["A"], {permissions}}}}}"#);
            content(Source::Managed, &text).0
        };
        assert_eq!(managed(r#""allow": "x""#).rules.len(), 1);
        assert!(!managed(r#""allow": "x""#).withholds_allow);
        assert!(managed(r#""ask": "x""#).withholds_allow);
        assert!(!managed(r#""ask": null"#).withholds_allow);
        assert_eq!(managed(r#""defaultMode": "yolo""#).default_mode, Some(Mode::Default));
        assert_eq!(managed(r#""defaultMode": null"#).default_mode, None);
        assert!(managed(r#""disableBypassPermissionsMode": true"#).disable_bypass);
        assert!(!managed(r#""disableBypassPermissionsMode": null"#).disable_bypass);
        let reads = |value: &str| {
            let permissions = format!(r#""blockReadsOutsideWorkingDirectories": {value}"#);
            managed(&permissions).locks.block_reads_outside
        };
        assert_eq!(reads(r#""x""#), Some(true));
        assert_eq!(reads("null"), None);
        let silent = |text: &str| content(Source::Managed, text).0.locks.deny_instead_of_prompting;
        assert_eq!(silent(r#"{"permissions": []}"#), Some(true));
        assert_eq!(silent(r#"{"permissions": null}"#), None);
        assert!(content(Source::Managed, "{").0.refuses_to_start);
        assert!(content(Source::Managed, "[]").0.refuses_to_start);
        assert!(!content(Source::Managed, "").0.refuses_to_start);
    }

    #[test]
    fn keys_that_do_nothing_are_told() {
        for (source, text, code) in [
            (Source::User, r#"{"permissions": {"denied": []}}"#, "settings-unknown-key"),
            (
                Source::User,
                r#"{"allowManagedPermissionRulesOnly": true}"#,
                "settings-without-effect",
            ),
            (
                Source::Managed,
                r#"{"disableBypassPermissionsMode": "disable"}"#,
                "settings-misplaced-key",
            ),
            (
                Source::Project,
                r#"{"permissions": {"defaultMode": "bypassPermissions"}}"#,
                "settings-mode-unheeded",
            ),
            (
                Source::Local,
                r#"{"permissions": {"denyInsteadOfPrompting": true}}"#,
                "settings-without-effect",
            ),
        ] {
            assert_eq!(content(source, text).1, [code], "{text}");
        }
    }
}
