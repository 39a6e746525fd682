//! A compiled policy.

use crate::{OFFSETS, failure::Failure, guard::Guard, json, read_profile};
use callgate::interop::{self, Engine};
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
        let session = serde_json::from_str(&session)
            .map_err(|error| Failure::new("invalid-session", &error))?;
        Ok(Guard::new(self.engine.clone(), session))
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
