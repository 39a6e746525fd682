//! One layer: which rules and settings its document holds, and what is wrong with it.

use super::{Layer, Source, document::Node};
use crate::{
    diagnostic::{Diagnostic, Severity},
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
    pub(crate) managed_rules_only: bool,
    pub(crate) block_reads_outside: bool,
    pub(crate) block_writes_outside: bool,
    pub(crate) deny_instead_of_prompting: bool,
    /// A list of restrictions could not be read, so that the permissions beside it do not count.
    pub(crate) withholds_allow: bool,
    /// The client would not start with this document.
    pub(crate) refuses_to_start: bool,
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

/// Reads a layer. Findings go to `diagnostics`; one of [`Severity::Error`] about the document, not
/// about a single rule, means that [`Profile::Enforce`](crate::Profile::Enforce) refuses it.
pub(crate) fn read(layer: &Layer, diagnostics: &mut Vec<Diagnostic>) -> (Content, Readable) {
    let mut reader = Reader { layer, content: Content::default(), diagnostics, broken: false };
    reader.document();
    if !layer.trusted {
        reader.distrust();
    }
    let Reader { mut content, broken, .. } = reader;
    if broken && layer.source != Source::Managed {
        content = Content::default();
    }
    (content, if broken { Readable::No } else { Readable::Yes })
}

/// Could every part of a document that matters be read?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readable {
    Yes,
    No,
}

struct Reader<'a> {
    layer: &'a Layer,
    content: Content,
    diagnostics: &'a mut Vec<Diagnostic>,
    broken: bool,
}

const LISTS: [(List, &str); 3] = [(List::Deny, "deny"), (List::Ask, "ask"), (List::Allow, "allow")];

impl Reader<'_> {
    fn managed(&self) -> bool {
        self.layer.source == Source::Managed
    }

    fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: Span,
        message: String,
        help: &str,
    ) {
        self.diagnostics.push(Diagnostic {
            severity,
            code,
            message,
            help: Some(help.to_owned()),
            file: self.layer.name.clone(),
            span: Some(span),
        });
    }

    /// Something of the wrong type, with what the client does about it.
    fn wrong_type(&mut self, span: Span, key: &str, expected: &str, managed: &str) {
        self.broken = true;
        let effect = if self.managed() { managed } else { "the client ignores the whole document" };
        self.report(
            Severity::Error,
            "settings-wrong-type",
            span,
            format!("`{key}` must be {expected}: {effect}"),
            "correct the value",
        );
    }

    fn document(&mut self) {
        let layer = self.layer;
        let root = match Node::read(&layer.text) {
            Ok(root) => root,
            Err(error) => {
                self.broken = true;
                let effect = if self.managed() {
                    self.content.refuses_to_start = true;
                    "the client refuses to start"
                } else {
                    "the client ignores the whole document, deny rules included"
                };
                self.report(
                    Severity::Error,
                    "settings-not-json",
                    error.span,
                    format!("this is no JSON ({}): {effect}", error.message),
                    "write plain JSON, without comments and trailing commas",
                );
                return;
            }
        };
        let Some(members) = root.members() else {
            self.wrong_type(root.span(), "settings", "an object", "the document says nothing");
            return;
        };
        for (name, node) in members {
            match name.as_str() {
                "permissions" => self.permissions(node),
                "disableAutoMode" => {
                    self.content.disable_auto |= self.disabled(node, "disableAutoMode");
                }
                "allowManagedPermissionRulesOnly" => {
                    let only = self.lock(node, "allowManagedPermissionRulesOnly");
                    self.content.managed_rules_only |= only && self.managed();
                }
                _ => {}
            }
        }
    }

    /// Forgets what an untrusted document may not grant.
    fn distrust(&mut self) {
        let grants = |rule: &RuleText| rule.list == List::Allow;
        let first = self.content.rules.iter().find(|rule| grants(rule)).map(|rule| rule.span);
        if first.is_none() && self.content.additional_directories.is_empty() {
            return;
        }
        self.report(
            Severity::Info,
            "folder-not-trusted",
            first.unwrap_or_default(),
            "the folder is not trusted: its allow rules and additional directories do not count"
                .to_owned(),
            "start the client there once and trust the folder",
        );
        self.content.rules.retain(|rule| !grants(rule));
        self.content.additional_directories.clear();
    }

    fn permissions(&mut self, node: Node<'_>) {
        let Some(members) = node.members() else {
            if self.managed() && node.is_null() {
                return;
            }
            self.wrong_type(
                node.span(),
                "permissions",
                "an object",
                "the client locks modes, fences and prompts down",
            );
            self.content.disable_bypass = true;
            self.content.disable_auto = true;
            self.content.block_reads_outside = true;
            self.content.block_writes_outside = true;
            self.content.deny_instead_of_prompting = true;
            return;
        };
        for (name, node) in &members {
            match name.as_str() {
                "defaultMode" => self.default_mode(*node),
                "additionalDirectories" => self.directories(*node),
                "disableBypassPermissionsMode" => {
                    self.content.disable_bypass |= self.disabled(*node, name);
                }
                "disableAutoMode" => self.content.disable_auto |= self.disabled(*node, name),
                "blockReadsOutsideWorkingDirectories" => {
                    self.content.block_reads_outside |= self.lock(*node, name);
                }
                "blockWritesOutsideWorkingDirectories" => {
                    self.content.block_writes_outside |= self.lock(*node, name);
                }
                "denyInsteadOfPrompting" => {
                    self.content.deny_instead_of_prompting |= self.lock(*node, name);
                }
                _ => {
                    if let Some((list, key)) = LISTS.into_iter().find(|(_, key)| key == name) {
                        self.rules(list, key, *node);
                    }
                }
            }
        }
    }

    fn rules(&mut self, list: List, key: &str, node: Node<'_>) {
        let Some(entries) = node.entries() else {
            self.wrong_type(
                node.span(),
                &format!("permissions.{key}"),
                "a list of rules",
                "the client drops the list, and with a restriction its allow list, too",
            );
            self.content.withholds_allow |= list != List::Allow;
            return;
        };
        for (index, entry) in entries.into_iter().enumerate() {
            let (text, span) = (entry.string(), entry.span());
            self.content.rules.push(RuleText { text, list, index, span });
        }
    }

    fn default_mode(&mut self, node: Node<'_>) {
        match node.string().as_deref().map(Mode::parse) {
            Some(Some(mode)) => self.content.default_mode = Some(mode),
            _ => self.wrong_type(
                node.span(),
                "permissions.defaultMode",
                "one of default, acceptEdits, plan, auto, dontAsk, bypassPermissions",
                "the client takes default",
            ),
        }
    }

    fn directories(&mut self, node: Node<'_>) {
        let Some(entries) = node.entries() else {
            self.wrong_type(
                node.span(),
                "permissions.additionalDirectories",
                "a list of directories",
                "the client drops the key",
            );
            return;
        };
        self.content.additional_directories.extend(entries.into_iter().filter_map(Node::string));
    }

    /// A lock whose only value is `"disable"`.
    fn disabled(&mut self, node: Node<'_>, key: &str) -> bool {
        if node.string().as_deref() == Some("disable") {
            return true;
        }
        self.wrong_type(node.span(), key, "the string \"disable\"", "the client takes it for set");
        true
    }

    /// A lock that is on or off.
    fn lock(&mut self, node: Node<'_>, key: &str) -> bool {
        node.boolean().unwrap_or_else(|| {
            self.wrong_type(node.span(), key, "true or false", "the client takes it for true");
            true
        })
    }
}
