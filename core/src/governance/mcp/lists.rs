//! `allowedMcpServers` and `deniedMcpServers` of all layers together.

use super::{
    expand::{Environment, expand},
    pattern::UrlPattern,
    scope,
    set::EntrySet,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    json::Node,
    profile::Profile,
    settings::{Layer, Source},
    span::Span,
};

/// Which of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ServerList {
    /// `deniedMcpServers`
    Deny,
    /// `allowedMcpServers`
    Allow,
}

impl ServerList {
    /// The key in the settings.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            ServerList::Deny => "deniedMcpServers",
            ServerList::Allow => "allowedMcpServers",
        }
    }
}

/// An entry that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) subject: Subject,
    /// The entry as written: JSON.
    pub(super) text: String,
    pub(super) source: Source,
    /// Index of the layer.
    pub(super) document: usize,
    /// Its place in its list.
    pub(super) index: usize,
    pub(super) span: Span,
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Name(String),
    Command(Vec<String>),
    Url(UrlPattern),
}

/// A list with its compiled form.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) entries: Vec<Entry>,
    pub(super) set: EntrySet,
}

impl List {
    pub(super) fn new(entries: Vec<Entry>) -> List {
        let set = EntrySet::new(&entries);
        List { entries, set }
    }
}

/// Reads the lists of one document.
pub(super) struct Reader<'a> {
    pub(super) layer: &'a Layer,
    pub(super) document: usize,
    pub(super) profile: Profile,
    pub(super) environment: &'a Environment<'a>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads one list. `None` where it does not count: it is absent, or cannot be read and the
    /// client leaves it out.
    pub(super) fn list(&mut self, list: ServerList, node: Node<'_>) -> Option<Vec<Entry>> {
        let Some(nodes) = node.entries() else {
            self.report(Code::McpListMistyped, node.span());
            let closes = self.layer.source == Source::Managed && list == ServerList::Allow;
            return closes.then(Vec::new);
        };
        let mut entries = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.into_iter().enumerate() {
            match self.subject(list, node) {
                Ok(subject) => entries.push(Entry {
                    subject,
                    text: node.span().of(&self.layer.text).to_owned(),
                    source: self.layer.source,
                    document: self.document,
                    index,
                    span: node.span(),
                }),
                Err(code) => self.report(code, node.span()),
            }
        }
        Some(entries)
    }

    fn subject(&self, list: ServerList, node: Node<'_>) -> Result<Subject, Code> {
        let members = node.members().ok_or(Code::McpEntryMistyped)?;
        let find = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, node)| *node);
        match (find("serverName"), find("serverCommand"), find("serverUrl")) {
            (Some(name), None, None) => {
                let name = name.string().ok_or(Code::McpEntryName)?;
                let fits = match list {
                    ServerList::Allow => !name.is_empty() && name.bytes().all(is_name_byte),
                    ServerList::Deny => !name.is_empty() && name.trim() == name,
                };
                if fits { Ok(Subject::Name(name)) } else { Err(Code::McpEntryName) }
            }
            (None, Some(command), None) => {
                let words = command.entries().ok_or(Code::McpEntryCommand)?;
                let words: Option<Vec<String>> = words
                    .into_iter()
                    .map(|word| Some(expand(&word.string()?, self.environment).into_owned()))
                    .collect();
                words
                    .filter(|words| !words.is_empty())
                    .map(Subject::Command)
                    .ok_or(Code::McpEntryCommand)
            }
            (None, None, Some(url)) => {
                let url = url.string().ok_or(Code::McpEntryUrl)?;
                let widens = list == ServerList::Allow && scope::is_widened(&url, self.environment);
                let text = expand(&url, self.environment);
                Ok(Subject::Url(match list {
                    ServerList::Allow if widens => UrlPattern::Nothing,
                    ServerList::Deny if self.profile.reads_denied_urls_as_meant() => {
                        UrlPattern::parse_meant(&text)
                    }
                    _ => UrlPattern::parse(&text),
                }))
            }
            (None, None, None) => Err(Code::McpEntryEmpty),
            _ => Err(Code::McpEntryAmbiguous),
        }
    }

    fn report(&mut self, code: Code, span: Span) {
        self.diagnostics.push(Diagnostic::new(code, self.layer, Some(span)));
    }
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
