//! One MCP server, as a configuration describes it.

use super::expand::{Environment, expand, refers};
use serde_json::{Map, Value};

/// An MCP server that somebody wants to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct McpServer {
    /// What it is called in the configuration.
    pub name: String,
    /// How it is reached.
    pub transport: Transport,
    /// Who configured it.
    pub origin: Origin,
}

/// Who configured a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person: in user, project or local configuration, on the command line, with a plugin.
    #[default]
    Person,
    /// The organization: in `managed-mcp.json` or `managedMcpServers`.
    Organization {
        /// Its command, arguments, URL or headers refer to variables, so that the person has a say
        /// in what it is; an allow list binds it then.
        variables: bool,
    },
}

/// How an MCP server is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// A program that is started, with its arguments.
    Command(Vec<String>),
    /// A URL that is contacted (`http`, `sse`, `ws`).
    Remote(String),
    /// A part of the program that embeds the client: no list is asked.
    InProcess,
}

impl McpServer {
    /// A server that is started as a program.
    #[must_use]
    pub fn command<S: Into<String>>(
        name: impl Into<String>,
        command: impl IntoIterator<Item = S>,
    ) -> McpServer {
        let command = command.into_iter().map(Into::into).collect();
        McpServer {
            name: name.into(),
            transport: Transport::Command(command),
            origin: Origin::Person,
        }
    }

    /// A server that is contacted.
    #[must_use]
    pub fn remote(name: impl Into<String>, url: impl Into<String>) -> McpServer {
        McpServer {
            name: name.into(),
            transport: Transport::Remote(url.into()),
            origin: Origin::Person,
        }
    }

    /// Reads one entry of `mcpServers`, as it stands in `.mcp.json`. References to variables
    /// (`${NAME}`) are replaced from `environment`.
    ///
    /// # Errors
    /// If the entry is none that the client takes. It must not be used then.
    pub fn from_json(
        name: impl Into<String>,
        entry: &Map<String, Value>,
        environment: &Environment<'_>,
    ) -> Result<McpServer, ServerError> {
        let name = name.into();
        if name == "__proto__" {
            // The one key that an object of the client's language loses when it is copied.
            return Err(ServerError::ReservedName);
        }
        let text = |key: &'static str| match entry.get(key) {
            Some(Value::String(text)) => Ok(expand(text, environment).into_owned()),
            Some(_) => Err(ServerError::NotText(key)),
            None => Err(ServerError::Missing(key)),
        };
        let kind = match entry.get("type") {
            None => "stdio",
            Some(Value::String(kind)) => kind.as_str(),
            Some(_) => return Err(ServerError::NotText("type")),
        };
        let transport = match kind {
            "stdio" => {
                let program = text("command")?;
                if program.is_empty() {
                    return Err(ServerError::Missing("command"));
                }
                let mut command = vec![program];
                match entry.get("args") {
                    None => {}
                    Some(Value::Array(arguments)) => {
                        for argument in arguments {
                            let Value::String(argument) = argument else {
                                return Err(ServerError::NotText("args"));
                            };
                            command.push(expand(argument, environment).into_owned());
                        }
                    }
                    Some(_) => return Err(ServerError::NotText("args")),
                }
                Transport::Command(command)
            }
            "http" | "streamable-http" | "sse" | "ws" => Transport::Remote(text("url")?),
            "sdk" => Transport::InProcess,
            _ => return Err(ServerError::UnknownType(kind.to_owned())),
        };
        Ok(McpServer { name, transport, origin: Origin::Person })
    }
}

/// Does an entry refer to variables where an allow list looks? Those in `env` do not count.
pub(super) fn has_variables(entry: &Map<String, Value>) -> bool {
    let texts = |value: &Value| match value {
        Value::String(text) => refers(text),
        Value::Array(values) => values.iter().any(|value| value.as_str().is_some_and(refers)),
        Value::Object(values) => values.values().any(|value| value.as_str().is_some_and(refers)),
        _ => false,
    };
    ["command", "args", "url", "headers"].into_iter().filter_map(|key| entry.get(key)).any(texts)
}

/// Why the configuration of a server cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    /// A member that is needed is not there.
    Missing(&'static str),
    /// A member is no string, or no list of strings.
    NotText(&'static str),
    /// No server can have this name.
    ReservedName,
    /// No transport has this name.
    UnknownType(String),
}

impl std::fmt::Display for ServerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ServerError::Missing(key) => write!(f, "`{key}` is missing"),
            ServerError::NotText(key) => write!(f, "`{key}` must be text"),
            ServerError::ReservedName => f.write_str("no server can have this name"),
            ServerError::UnknownType(kind) => write!(f, "`{kind}` is no type of server"),
        }
    }
}

impl std::error::Error for ServerError {}
