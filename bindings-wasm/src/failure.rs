//! What is thrown.

use crate::json;
use callgate::interop::Refusal;
use std::fmt::Display;
use wasm_bindgen::JsValue;

/// Why there is no answer. JavaScript gets the JSON of a [`Refusal`] and makes a `CallgateError` of
/// it.
#[derive(Debug)]
pub struct Failure(Refusal);

impl Failure {
    /// A failure that has to do with no document.
    pub(crate) fn new(code: &'static str, message: &dyn Display) -> Failure {
        Failure(Refusal {
            message: message.to_string(),
            code,
            file: String::new(),
            line: None,
            column: None,
            diagnostics: Vec::new(),
        })
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure(refusal)
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        JsValue::from_str(&json(&failure.0))
    }
}
