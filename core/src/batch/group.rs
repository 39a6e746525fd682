//! The JSON of a group of recorded calls.

use crate::{
    interop::OwnedCall,
    json::{Fields, Misfit, Node},
    order::Table,
    settings::{Layer, Source},
};

/// What a group holds: see [`group`](super::group()).
pub(super) struct Group<'t> {
    pub(super) id: String,
    pub(super) layers: Vec<Layer>,
    pub(super) mode: Option<String>,
    pub(super) cwd: String,
    pub(super) home: String,
    pub(super) files: Vec<(String, Node<'t>)>,
    pub(super) calls: Vec<OwnedCall>,
    /// By name.
    pub(super) mcp: Option<Vec<(String, Node<'t>)>>,
    pub(super) env: Table<String>,
}

impl<'t> Group<'t> {
    pub(super) fn read(text: &'t str) -> Result<Group<'t>, Misfit> {
        let fields = Fields::of(Node::read(text)?, "the group")?;
        let string = |name: &str| fields.optional(name, STRING, Node::string);
        let calls = fields.optional("calls", "a list", Node::entries)?.unwrap_or_default();
        Ok(Group {
            id: fields.required("id", STRING, Node::string)?,
            layers: layers(&fields)?,
            mode: string("mode")?,
            cwd: string("cwd")?.unwrap_or_else(|| "/home/dev/project".to_owned()),
            home: string("home")?.unwrap_or_else(|| "/home/dev".to_owned()),
            files: fields.members("files")?,
            calls: calls.into_iter().map(call).collect::<Result<_, _>>()?,
            mcp: fields.get("mcp").map(|_| fields.members("mcp")).transpose()?,
            env: fields.strings("env")?,
        })
    }
}

const STRING: &str = "a string";

/// The sources of settings, with what the client calls the file of each.
const FILES: [(Source, &str); 5] = [
    (Source::Managed, "managed-settings.json"),
    (Source::User, "~/.claude/settings.json"),
    (Source::Project, ".claude/settings.json"),
    (Source::Local, ".claude/settings.local.json"),
    (Source::Flag, "--settings"),
];

/// The group's settings as documents, named as the client's files are.
fn layers(group: &Fields<'_>) -> Result<Vec<Layer>, Misfit> {
    let mut layers = Vec::new();
    if let Some(settings) = group.get("settings") {
        let settings = Fields::of(settings, "settings")?;
        settings.only(&FILES.map(|(source, _)| source.as_str()))?;
        for (source, name) in FILES {
            if let Some(document) = settings.get(source.as_str()) {
                let name = name.to_owned();
                layers.push(Layer { name, ..Layer::new(source, text_of(document)) });
            }
        }
    }
    for (name, fragment) in group.members("managed_d")? {
        let name = format!("managed-settings.d/{name}");
        layers.push(Layer { name, ..Layer::new(Source::Managed, text_of(fragment)) });
    }
    Ok(layers)
}

/// A settings document: the JSON value itself, or the text that a JSON string holds.
fn text_of(document: Node<'_>) -> String {
    document.string().unwrap_or_else(|| document.raw().to_owned())
}

/// An input that is no object is none.
fn call(node: Node<'_>) -> Result<OwnedCall, Misfit> {
    let fields = Fields::of(node, "a call")?;
    Ok(OwnedCall {
        tool: fields.required("tool", STRING, Node::string)?,
        input: fields.get("input").and_then(Node::object),
    })
}
