//! A compiled policy.

use crate::{OFFSETS, failure::Failure, json, read_profile, session::Session};
use callgate::{
    Call,
    interop::{self, Engine},
    parse_object,
};
use serde_json::{Map, Value};
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
        let input = read_input(input)?;
        Ok(json(&self.0.decide(&call(tool, input.as_ref()), &session.0)))
    }

    /// The verdict of `decide` in the two lowest bits, from the weakest, 0, to the strictest, 2. Above
    /// them 0, or the number of the rule that decided, from 1.
    ///
    /// # Errors
    /// If `input` is no object.
    pub fn ruling(
        &self,
        tool: &str,
        input: Option<String>,
        session: &Session,
    ) -> Result<u32, Failure> {
        let input = read_input(input)?;
        let (verdict, rule) = self.0.ruling(&call(tool, input.as_ref()), &session.0);
        let rule = rule.map_or(0, |rule| rule.index() as u32 + 1);
        Ok(rule << 2 | verdict as u32)
    }

    /// What the member `name` of a tool's input is to the policy: 0 if no decision depends on it, 1
    /// if it is the main argument, 2 if it is read otherwise.
    #[must_use]
    pub fn member(&self, tool: &str, name: &str) -> u8 {
        self.0.member(tool, name) as u8
    }

    /// The verdict where only the main argument matters, as a number.
    #[must_use]
    pub fn verdict(&self, tool: &str, subject: &str, session: &Session) -> u8 {
        self.0.verdict(&Call::with_subject(tool, subject), &session.0) as u8
    }

    /// The verdict on a Bash command. Most calls are such, and to hand over one text more would take
    /// a good part of the time of a verdict.
    #[must_use]
    pub fn check(&self, command: &str, session: &Session) -> u8 {
        self.0.verdict(&Call::bash(command), &session.0) as u8
    }

    /// Decides and explains where only the main argument matters: a decision as JSON.
    #[must_use]
    pub fn explain(&self, tool: &str, subject: &str, session: &Session) -> String {
        json(&self.0.decide(&Call::with_subject(tool, subject), &session.0))
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

/// Reads the JSON of a tool's input object.
fn read_input(input: Option<String>) -> Result<Option<Map<String, Value>>, Failure> {
    let input = input.map(|input| parse_object(&input)).transpose();
    input.map_err(|error| Failure::new("invalid-call", &error))
}

fn call<'a>(tool: &'a str, input: Option<&'a Map<String, Value>>) -> Call<'a> {
    input.map_or(Call::bare(tool), |input| Call::new(tool, input))
}
