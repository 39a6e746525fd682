//! `allowedMcpServers` and `deniedMcpServers` of all layers together.

use super::{
    expand::{Environment, expand},
    scope,
    set::EntrySet,
    url::UrlPattern,
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    settings::{Layer, Node, Source},
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
    pub(super) environment: &'a Environment<'a>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads one list. `None` where it does not count: it is absent, or cannot be read and the
    /// client leaves it out.
    pub(super) fn list(&mut self, list: ServerList, node: Node<'_>) -> Option<Vec<Entry>> {
        let Some(nodes) = node.entries() else {
            let managed = self.layer.source == Source::Managed;
            let empty = managed && list == ServerList::Allow;
            let effect = match (empty, managed) {
                (true, _) => "the client reads it as an empty list and blocks every server",
                (_, true) => "the client drops the key, and nothing is denied by it",
                _ => "the client drops the key",
            };
            self.report(
                "mcp-list-not-a-list",
                node.span(),
                format!("`{}` must be a list of entries; {effect}", list.key()),
                "write a list of objects, each with one of serverUrl, serverName, serverCommand",
            );
            return empty.then(Vec::new);
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
                Err(malformed) => self.report(
                    malformed.code(),
                    node.span(),
                    format!("{}; the client drops the entry", malformed.message()),
                    malformed.help(),
                ),
            }
        }
        Some(entries)
    }

    fn subject(&self, list: ServerList, node: Node<'_>) -> Result<Subject, Malformed> {
        let members = node.members().ok_or(Malformed::NotAnObject)?;
        let find = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, node)| *node);
        match (find("serverName"), find("serverCommand"), find("serverUrl")) {
            (Some(name), None, None) => {
                let name = name.string().ok_or(Malformed::Name)?;
                let fits = match list {
                    ServerList::Allow => !name.is_empty() && name.bytes().all(is_name_byte),
                    ServerList::Deny => !name.is_empty() && name.trim() == name,
                };
                if fits { Ok(Subject::Name(name)) } else { Err(Malformed::Name) }
            }
            (None, Some(command), None) => {
                let words = command.entries().ok_or(Malformed::Command)?;
                let words: Option<Vec<String>> = words
                    .into_iter()
                    .map(|word| Some(expand(&word.string()?, self.environment).into_owned()))
                    .collect();
                words
                    .filter(|words| !words.is_empty())
                    .map(Subject::Command)
                    .ok_or(Malformed::Command)
            }
            (None, None, Some(url)) => {
                let url = url.string().ok_or(Malformed::Url)?;
                let widens = list == ServerList::Allow && scope::is_widened(&url, self.environment);
                Ok(Subject::Url(if widens {
                    UrlPattern::Nothing
                } else {
                    UrlPattern::parse(&expand(&url, self.environment))
                }))
            }
            (None, None, None) => Err(Malformed::Nothing),
            _ => Err(Malformed::Several),
        }
    }

    fn report(&mut self, code: &'static str, span: Span, message: String, help: &str) {
        self.diagnostics.push(Diagnostic {
            severity: Severity::Error,
            code,
            message,
            help: Some(help.to_owned()),
            file: self.layer.name.clone(),
            span: Some(span),
        });
    }
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Why an entry is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Malformed {
    NotAnObject,
    Nothing,
    Several,
    Name,
    Command,
    Url,
}

impl Malformed {
    const fn code(self) -> &'static str {
        match self {
            Malformed::NotAnObject => "mcp-entry-not-an-object",
            Malformed::Nothing => "mcp-entry-names-nothing",
            Malformed::Several => "mcp-entry-names-several",
            Malformed::Name => "mcp-entry-bad-name",
            Malformed::Command => "mcp-entry-bad-command",
            Malformed::Url => "mcp-entry-bad-url",
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Malformed::NotAnObject => "an entry must be an object",
            Malformed::Nothing => "an entry needs serverUrl, serverName or serverCommand",
            Malformed::Several => {
                "an entry has just one of serverUrl, serverName and serverCommand"
            }
            Malformed::Name => "this is no server name",
            Malformed::Command => "serverCommand is a list of strings, program first",
            Malformed::Url => "serverUrl is a string",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Malformed::NotAnObject | Malformed::Nothing => {
                "write {\"serverUrl\": \"https://host/*\"}, for instance"
            }
            Malformed::Several => "write one entry for each",
            Malformed::Name => {
                "use letters, digits, _ and -; to deny, any text without blanks at its ends"
            }
            Malformed::Command => "write [\"program\", \"argument\"]",
            Malformed::Url => "write the URL as a JSON string",
        }
    }
}
