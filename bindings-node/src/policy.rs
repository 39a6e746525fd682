//! A compiled policy.

use crate::{OFFSETS, failure::Failure, guard::Guard, json, mcp::McpGuard, read_profile};
use callgate::interop::{self, Engine, Session};
use napi::{Env, bindgen_prelude::ObjectFinalize};
use napi_derive::napi;

/// A compiled policy.
#[napi(custom_finalize)]
#[derive(Debug)]
pub struct Policy {
    engine: Engine,
    /// What V8 was told of it.
    bytes: i64,
}

impl ObjectFinalize for Policy {
    fn finalize(self, env: Env) -> napi::Result<()> {
        env.adjust_external_memory(-self.bytes).map(drop)
    }
}

#[napi]
impl Policy {
    /// Reads, merges and compiles a list of layers, given as JSON.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: &Env, layers: String, profile: String) -> napi::Result<Policy> {
        let profile = read_profile(&profile)?;
        let layers =
            interop::layers(&layers).map_err(|error| Failure::new("invalid-layers", &error))?;
        let engine = Engine::new(layers, profile, OFFSETS).map_err(Failure::from)?;
        let bytes = bytes(&engine);
        env.adjust_external_memory(bytes)?;
        Ok(Policy { engine, bytes })
    }

    /// The policy as it holds in a session, given as JSON.
    #[napi(catch_unwind)]
    pub fn guard(&self, session: String) -> napi::Result<Guard> {
        Ok(Guard::new(self.engine.clone(), read_session(&session)?))
    }

    /// What the member `name` of a tool's input is to the policy: 0 if no decision depends on it, 1
    /// if it is the main argument, 2 if it is read otherwise.
    #[napi(catch_unwind)]
    pub fn member(&self, tool: String, name: String) -> u8 {
        self.engine.member(&tool, &name) as u8
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

/// About what a policy takes. To V8 it is a small object, which there is no hurry to free.
fn bytes(engine: &Engine) -> i64 {
    const RULE: usize = 400;
    let text: usize = engine.layers().iter().map(|layer| layer.text.len()).sum();
    let size = engine.compiled().size();
    (text + size.index_bytes + size.rules * RULE) as i64
}

/// Reads the JSON of a session.
pub(crate) fn read_session(json: &str) -> Result<Session, Failure> {
    interop::session(json).map_err(|error| Failure::new("invalid-session", &error))
}
