//! Where and how calls are made.

use crate::failure::Failure;
use callgate::interop;
use wasm_bindgen::prelude::wasm_bindgen;

/// A session that was read once and serves many calls.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session(pub(crate) interop::Session);

#[wasm_bindgen]
impl Session {
    /// Reads a session from JSON.
    ///
    /// # Errors
    /// If it is no session.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Session, Failure> {
        interop::session(json).map(Session).map_err(|error| Failure::new("invalid-session", &error))
    }
}
