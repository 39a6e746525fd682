//! One MCP server behind one policy.

use crate::{failure::Failure, json, policy::read_session};
use callgate::interop::{self, Engine};
use napi_derive::napi;

/// What stands between an agent and one MCP server.
#[napi]
#[derive(Debug)]
pub struct McpGuard {
    guard: interop::McpGuard,
}

impl McpGuard {
    pub(crate) fn new(
        engine: &Engine,
        name: &str,
        entry: &str,
        variables: &str,
    ) -> Result<McpGuard, Failure> {
        let variables = serde_json::from_str(variables)
            .map_err(|error| Failure::new("invalid-variables", &error))?;
        let guard = interop::McpGuard::new(engine, name, entry, &variables)?;
        Ok(McpGuard { guard })
    }
}

#[napi]
impl McpGuard {
    /// May the server be used at all? A decision about a server as JSON.
    #[napi(catch_unwind)]
    pub fn server(&self) -> String {
        json(&self.guard.server())
    }

    /// Decides about a `tools/call` request, given as JSON: a decision as JSON.
    #[napi(catch_unwind)]
    pub fn decide(&self, request: String, session: String) -> napi::Result<String> {
        let session = read_session(&session)?;
        let decision = self.guard.decide(&request, &session);
        let decision = decision.map_err(|error| Failure::new("invalid-request", &error))?;
        Ok(json(&decision))
    }

    /// Could any call of this tool be allowed?
    #[napi(catch_unwind)]
    pub fn offers(&self, tool: String, session: String) -> napi::Result<bool> {
        Ok(self.guard.offers(&tool, &read_session(&session)?))
    }
}
