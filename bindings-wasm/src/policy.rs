//! A compiled policy.

use crate::{OFFSETS, failure::Failure, json, read_profile, session::Session};
use callgate::{
    Call,
    interop::{self, Engine},
    parse_object,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// A compiled policy.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Policy(Engine);

#[wasm_bindgen]
impl Policy {
    /// Reads, merges and compiles a list of layers, given as JSON.
    ///
    /// # Errors
    /// If `layers` is no such list, `profile` no profile, or a document cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(layers: &str, profile: &str) -> Result<Policy, Failure> {
        let profile = read_profile(profile)?;
        let layers =
            interop::layers(layers).map_err(|error| Failure::new("invalid-layers", &error))?;
        Ok(Policy(Engine::new(layers, profile, OFFSETS)?))
    }

    /// Decides and explains: a decision as JSON. `input` is the input object of the tool as JSON.
    ///
    /// # Errors
    /// If `input` is no object.
    pub fn decide(
        &self,
        tool: &str,
        input: Option<String>,
        session: &Session,
    ) -> Result<String, Failure> {
        let input = input.map(|input| parse_object(&input)).transpose();
        let input = input.map_err(|error| Failure::new("invalid-call", &error))?;
        let call = input.as_ref().map_or(Call::bare(tool), |input| Call::new(tool, input));
        Ok(json(&self.0.decide(&call, &session.0)))
    }

    /// Decides: the verdict as a number, from the weakest, 0, to the strictest, 2.
    #[must_use]
    pub fn verdict(&self, tool: &str, subject: &str, session: &Session) -> u8 {
        self.0.verdict(&Call::with_subject(tool, subject), &session.0) as u8
    }

    /// Decides a command and explains: a decision as JSON.
    #[must_use]
    pub fn check(&self, command: &str, session: &Session) -> String {
        json(&self.0.decide(&Call::bash(command), &session.0))
    }

    /// The rules in force as JSON.
    #[must_use]
    pub fn rules(&self) -> String {
        json(&self.0.rules())
    }

    /// What is wrong with the settings or likely to be misread, as JSON.
    #[must_use]
    pub fn diagnostics(&self) -> String {
        json(&self.0.diagnostics())
    }
}
