//! The gateway's side of MCP: one server behind one policy.

use super::{Engine, Refusal, Session};
use crate::{
    governance::mcp::{
        McpDecision, McpPolicy, McpServer, RequestError, ServerDecision, ServerReason,
    },
    json::parse_object,
};
use std::collections::BTreeMap;

/// What stands between an agent and one MCP server: an [`Engine`] and the server lists of the same
/// documents.
///
/// ```
/// use callgate::interop::{Engine, McpGuard, Offsets, Session, layers};
/// use callgate::{Profile, Verdict};
///
/// let layers = layers(r#"[{"source": "user", "settings": {"permissions": {
///     "allow": ["mcp__issues__get_*"], "deny": ["mcp__issues__delete"]
/// }}}]"#)?;
/// let engine = Engine::new(layers, Profile::Enforce, Offsets::Utf16)?;
/// let server = r#"{"type": "http", "url": "https://issues.example/mcp"}"#;
/// let guard = McpGuard::new(&engine, "issues", server, &Default::default())?;
///
/// let request = r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call",
///     "params": {"name": "get_issue", "arguments": {"number": 7}}}"#;
/// assert_eq!(guard.decide(request, &Session::default())?.verdict, Verdict::Allow);
/// assert!(!guard.offers("delete", &Session::default()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct McpGuard {
    engine: Engine,
    servers: McpPolicy,
    server: McpServer,
}

impl McpGuard {
    /// A guard for the server that a configuration calls `name`; `entry` is the JSON of its entry in
    /// `mcpServers`. References to variables are replaced from `variables`.
    ///
    /// # Errors
    /// If the entry is none that the client takes (`invalid-server`), or a server list in the
    /// settings cannot be read.
    pub fn new(
        engine: &Engine,
        name: &str,
        entry: &str,
        variables: &BTreeMap<String, String>,
    ) -> Result<McpGuard, Refusal> {
        let environment = |name: &str| variables.get(name).cloned();
        let profile = engine.compiled.policy().profile();
        let servers = McpPolicy::new(&engine.layers, profile, &environment)
            .map_err(|error| Refusal::new(error, &engine.layers, engine.offsets))?;
        let invalid = |error: &dyn std::error::Error| Refusal {
            message: format!("the server `{name}`: {error}"),
            code: "invalid-server",
            file: String::new(),
            line: None,
            column: None,
            diagnostics: Vec::new(),
        };
        let entry = parse_object(entry).map_err(|error| invalid(&error))?;
        let server =
            servers.read_server(name, &entry, &environment).map_err(|error| invalid(&error))?;
        Ok(McpGuard { engine: engine.clone(), servers, server })
    }

    /// May the server be used at all, and why?
    #[must_use]
    pub fn server(&self) -> ServerDecision {
        let mut decision = self.servers.decide_server(&self.server);
        self.measure(&mut decision);
        decision
    }

    /// Decides about a `tools/call` request, given as JSON.
    ///
    /// # Errors
    /// If the request cannot be judged; do not pass it on then.
    pub fn decide(&self, request: &str, session: &Session) -> Result<McpDecision, RequestError> {
        let policy = self.engine.compiled.policy();
        let context = session.context();
        let mut decision = self.servers.decide_mcp(policy, request, &self.server, &context)?;
        self.measure(&mut decision.server);
        if let Some(tool) = &mut decision.tool {
            // The tools of servers have no subject that parts could stand in.
            let parts = tool.parts.iter_mut().map(|part| &mut part.reason);
            for reason in parts.chain([&mut tool.reason]) {
                self.engine.documents().measure_reason(reason);
            }
        }
        Ok(decision)
    }

    /// Could any call of this tool be allowed? What never could need not be shown to the agent:
    /// filter the answer to `tools/list` with this.
    #[must_use]
    pub fn offers(&self, tool: &str, session: &Session) -> bool {
        let policy = self.engine.compiled.policy();
        self.servers.offers(policy, &self.server, tool, &session.context())
    }

    fn measure(&self, decision: &mut ServerDecision) {
        if let ServerReason::Entry { source, file, span, .. } = &mut decision.reason {
            self.engine.documents().measure(Some(*source), file, span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        interop::Offsets, profile::Profile, settings::Layer, settings::Source, verdict::Verdict,
    };

    const TEXT: &str = r#"{"é": 1, "deniedMcpServers": [{"serverName": "bad"}],
        "permissions": {"deny": ["mcp__good__drop"]}}"#;

    fn guard(name: &str, entry: &str) -> Result<McpGuard, Refusal> {
        let layers = vec![Layer::new(Source::User, TEXT)];
        let engine = Engine::new(layers, Profile::Enforce, Offsets::CodePoints).unwrap();
        McpGuard::new(&engine, name, entry, &BTreeMap::new())
    }

    fn text(span: crate::span::Span) -> String {
        let (start, end) = (span.start as usize, span.end as usize);
        TEXT.chars().skip(start).take(end - start).collect()
    }

    #[test]
    fn places_are_in_the_unit_of_the_language() {
        let session = Session::default();
        let request = |name| {
            format!(
                r#"{{"method": "tools/call", "params": {{"name": "{name}", "arguments": {{}}}}}}"#
            )
        };
        let bad = guard("bad", r#"{"command": "srv"}"#).unwrap();
        let ServerReason::Entry { span, .. } = bad.server().reason else { panic!() };
        assert_eq!(text(span), r#"{"serverName": "bad"}"#);
        assert_eq!(bad.decide(&request("x"), &session).unwrap().server, bad.server());

        let good = guard("good", r#"{"command": "srv"}"#).unwrap();
        let decision = good.decide(&request("drop"), &session).unwrap();
        assert_eq!(decision.verdict, Verdict::Deny);
        let Some(crate::Reason::Rule { span, .. }) = decision.tool.map(|tool| tool.reason) else {
            panic!()
        };
        assert_eq!(text(span), r#""mcp__good__drop""#);
    }

    #[test]
    fn what_is_no_server_has_no_guard() {
        for entry in ["[]", "{}", r#"{"type": "carrier-pigeon", "url": "x"}"#] {
            assert_eq!(guard("good", entry).unwrap_err().code, "invalid-server", "{entry}");
        }
    }
}
