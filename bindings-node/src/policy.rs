//! A compiled policy.

use crate::{OFFSETS, failure::Failure, guard::Guard, json, mcp::McpGuard, read_profile};
use callgate::interop::{self, Engine, Session};
use napi_derive::napi;

/// A compiled policy.
#[napi]
#[derive(Debug)]
pub struct Policy {
    engine: Engine,
}

#[napi]
impl Policy {
    /// Reads, merges and compiles a list of layers, given as JSON.
    #[napi(constructor, catch_unwind)]
    pub fn new(layers: String, profile: String) -> napi::Result<Policy> {
        let profile = read_profile(&profile)?;
        let layers =
            interop::layers(&layers).map_err(|error| Failure::new("invalid-layers", &error))?;
        let engine = Engine::new(layers, profile, OFFSETS).map_err(Failure::from)?;
        Ok(Policy { engine })
    }

    /// The policy as it holds in a session, given as JSON.
    #[napi(catch_unwind)]
    pub fn guard(&self, session: String) -> napi::Result<Guard> {
        Ok(Guard::new(self.engine.clone(), read_session(&session)?))
    }

    /// A guard for the MCP server that a configuration calls `name`, given as the JSON of its entry
    /// and of the variables that the entry may refer to.
    #[napi(catch_unwind)]
    pub fn guard_mcp(
        &self,
        name: String,
        entry: String,
        variables: String,
    ) -> napi::Result<McpGuard> {
        Ok(McpGuard::new(&self.engine, &name, &entry, &variables)?)
    }

    /// The rules in force as JSON.
    #[napi(catch_unwind)]
    pub fn rules(&self) -> String {
        json(&self.engine.rules())
    }

    /// What is wrong with the settings or likely to be misread, as JSON.
    #[napi(catch_unwind)]
    pub fn diagnostics(&self) -> String {
        json(&self.engine.diagnostics())
    }
}

/// Reads the JSON of a session.
pub(crate) fn read_session(json: &str) -> Result<Session, Failure> {
    serde_json::from_str(json).map_err(|error| Failure::new("invalid-session", &error))
}
