//! The gateway's side: a JSON-RPC request on its way to a server, judged for server and tool at
//! once.

use super::{McpPolicy, McpServer, ServerDecision};
use crate::{
    call::{Call, Context},
    decision::Decision,
    json::Node,
    json::whole_characters,
    policy::Policy,
    verdict::Verdict,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// What callgate says of one `tools/call` request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct McpDecision {
    /// The answer: a server that is blocked denies every call; otherwise the rules decide.
    pub verdict: Verdict,
    /// The reason in words.
    pub message: String,
    /// May the server be used at all?
    pub server: ServerDecision,
    /// What the rules say of the call; absent where the server is blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<Decision>,
}

/// Why a request cannot be judged. It must not be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// It is no JSON object. A batch of requests is none either: pass them one by one.
    NotAnObject,
    /// A member stands there twice, and the server may read the other one.
    Ambiguous,
    /// Its method is not `tools/call`.
    NotACall,
    /// It does not name a tool, or its arguments are no object.
    Malformed,
}

impl std::fmt::Display for RequestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            RequestError::NotAnObject => "the request is no JSON object",
            RequestError::Ambiguous => "the request names a member twice",
            RequestError::NotACall => "the method is not `tools/call`",
            RequestError::Malformed => {
                "`params` needs a `name`, and `arguments` that are an object"
            }
        })
    }
}

impl std::error::Error for RequestError {}

impl McpPolicy {
    /// Decides about a `tools/call` request that is bound for `server`.
    ///
    /// ```
    /// use callgate::governance::mcp::{McpPolicy, McpServer};
    /// use callgate::{Context, Layer, Policy, Profile, Source, Verdict};
    ///
    /// let managed = r#"{
    ///     "allowedMcpServers": [{"serverUrl": "https://gw.example/*"}],
    ///     "permissions": {"allow": ["mcp__issues__get_*"], "deny": ["mcp__issues__delete"]}
    /// }"#;
    /// let layers = [Layer::new(Source::Managed, managed)];
    /// let policy = Policy::new(&layers, Profile::Enforce)?;
    /// let servers = McpPolicy::new(&layers, Profile::Enforce, &|_| None)?;
    /// let context = Context::new("/work", "/home/dev");
    ///
    /// let server = McpServer::remote("issues", "https://gw.example/mcp");
    /// let request = r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call",
    ///     "params": {"name": "get_issue", "arguments": {"number": 7}}}"#;
    /// let decision = servers.decide_mcp(&policy, request, &server, &context)?;
    /// assert_eq!(decision.verdict, Verdict::Allow);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the request cannot be judged; do not pass it on then.
    pub fn decide_mcp(
        &self,
        policy: &Policy,
        request: &str,
        server: &McpServer,
        context: &Context<'_>,
    ) -> Result<McpDecision, RequestError> {
        let (tool, arguments) = read_call(request)?;
        let server_decision = self.decide_server(server);
        if !server_decision.taken {
            return Ok(McpDecision {
                verdict: Verdict::Deny,
                message: server_decision.message.clone(),
                server: server_decision,
                tool: None,
            });
        }
        let name = tool_name(&server.name, &tool);
        let decision = policy.decide(&Call::new(&name, &arguments), context);
        Ok(McpDecision {
            verdict: decision.verdict,
            message: decision.message.clone(),
            server: server_decision,
            tool: Some(decision),
        })
    }

    /// Could any call of this tool be allowed, by a rule or by the person who is asked? What never
    /// could need not be shown to the agent: filter the answer to `tools/list` with this.
    #[must_use]
    pub fn offers(
        &self,
        policy: &Policy,
        server: &McpServer,
        tool: &str,
        context: &Context<'_>,
    ) -> bool {
        let name = tool_name(&server.name, tool);
        // Arguments can only make an answer stricter.
        self.takes(server) && policy.verdict(&Call::bare(&name), context) != Verdict::Deny
    }
}

/// The name by which rules know a tool of a server. Every UTF-16 unit that is no letter, digit, `_`
/// or `-` becomes `_`, as the client has it.
#[must_use]
pub fn tool_name(server: &str, tool: &str) -> String {
    let mut name = String::with_capacity(server.len() + tool.len() + "mcp____".len());
    name.push_str("mcp__");
    plain_characters(server, &mut name);
    name.push_str("__");
    plain_characters(tool, &mut name);
    name
}

fn plain_characters(text: &str, name: &mut String) {
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '-') {
            name.push(character);
        } else {
            name.extend(std::iter::repeat_n('_', character.len_utf16()));
        }
    }
}

/// The tool that a request calls, and with what.
fn read_call(request: &str) -> Result<(String, Map<String, Value>), RequestError> {
    let request = whole_characters(request);
    let root = Node::read(&request).map_err(|_| RequestError::NotAnObject)?;
    let method = member(root, "method").map_err(|error| error.unwrap_or(RequestError::NotACall))?;
    if method.string().as_deref() != Some("tools/call") {
        return Err(RequestError::NotACall);
    }
    let malformed = |error: Option<RequestError>| error.unwrap_or(RequestError::Malformed);
    let params = member(root, "params").map_err(malformed)?;
    let name = member(params, "name").map_err(malformed)?;
    let name = name.string().ok_or(RequestError::Malformed)?;
    let arguments = match member(params, "arguments") {
        Ok(arguments) if !arguments.overridden().is_empty() => return Err(RequestError::Ambiguous),
        Ok(arguments) => arguments.object().ok_or(RequestError::Malformed)?,
        Err(None) => Map::new(),
        Err(Some(error)) => return Err(error),
    };
    Ok((name, arguments))
}

/// A member of an object; the error is `None` if it just is not there.
fn member<'t>(node: Node<'t>, name: &str) -> Result<Node<'t>, Option<RequestError>> {
    if !node.overridden().is_empty() {
        return Err(Some(RequestError::Ambiguous));
    }
    let members = node.members().ok_or(Some(RequestError::NotAnObject))?;
    members.into_iter().find(|(key, _)| key == name).map(|(_, node)| node).ok_or(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        profile::Profile,
        settings::{Layer, Source},
    };

    const SETTINGS: &str = r#"{
        "deniedMcpServers": [{"serverName": "bad"}],
        "permissions": {
            "allow": ["mcp__my_srv"],
            "ask": ["mcp__my_srv__write(force:true)"],
            "deny": ["mcp__my_srv__drop"]
        }
    }"#;

    fn decide(server: &str, params: &str) -> Result<McpDecision, RequestError> {
        let layers = [Layer::new(Source::User, SETTINGS)];
        let policy = Policy::new(&layers, Profile::Enforce).unwrap();
        let servers = McpPolicy::new(&layers, Profile::Enforce, &|_| None).unwrap();
        let request =
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}"#);
        let server = McpServer::command(server, ["srv"]);
        servers.decide_mcp(&policy, &request, &server, &Context::new("/w", "/h"))
    }

    fn verdict(server: &str, params: &str) -> Verdict {
        decide(server, params).unwrap().verdict
    }

    #[test]
    fn server_and_tool_are_judged_together() {
        assert_eq!(verdict("my.srv", r#"{"name":"read"}"#), Verdict::Allow);
        assert_eq!(verdict("my.srv", r#"{"name":"drop","arguments":{}}"#), Verdict::Deny);
        assert_eq!(verdict("other", r#"{"name":"read"}"#), Verdict::Ask);
        let decision = decide("bad", r#"{"name":"read"}"#).unwrap();
        assert_eq!((decision.verdict, decision.tool), (Verdict::Deny, None));
    }

    #[test]
    fn argument_rules_count() {
        assert_eq!(
            verdict("my.srv", r#"{"name":"write","arguments":{"force":true}}"#),
            Verdict::Ask
        );
        assert_eq!(verdict("my.srv", r#"{"name":"write","arguments":{}}"#), Verdict::Allow);
    }

    #[test]
    fn a_request_with_two_readings_is_refused() {
        let twice = |params| decide("my.srv", params).unwrap_err();
        assert_eq!(twice(r#"{"name":"read","name":"drop"}"#), RequestError::Ambiguous);
        assert_eq!(twice(r#"{"name":"read","arguments":{"a":1,"a":2}}"#), RequestError::Ambiguous);
        assert_eq!(twice(r#"{"name":"read","arguments":[]}"#), RequestError::Malformed);
        assert_eq!(twice(r#"{"arguments":{}}"#), RequestError::Malformed);
        assert_eq!(twice("[]"), RequestError::NotAnObject);
        let other = r#"{"method":"tools/list"}"#;
        assert_eq!(read_call(other).unwrap_err(), RequestError::NotACall);
        assert_eq!(read_call("[{}]").unwrap_err(), RequestError::NotAnObject);
        assert_eq!(read_call("{").unwrap_err(), RequestError::NotAnObject);
    }

    #[test]
    fn names_are_spelled_as_rules_know_them() {
        assert_eq!(tool_name("my.srv", "get a"), "mcp__my_srv__get_a");
        assert_eq!(tool_name("é", "👍"), "mcp_______");
    }

    #[test]
    fn tools_that_are_denied_whatever_they_get_are_not_offered() {
        let layers = [Layer::new(Source::User, SETTINGS)];
        let policy = Policy::new(&layers, Profile::Enforce).unwrap();
        let servers = McpPolicy::new(&layers, Profile::Enforce, &|_| None).unwrap();
        let context = Context::new("/w", "/h");
        let server = McpServer::command("my.srv", ["srv"]);
        let offered = |tool| servers.offers(&policy, &server, tool, &context);
        assert!(offered("read"));
        assert!(offered("write"));
        assert!(!offered("drop"));
    }
}
