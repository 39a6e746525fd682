//! What is thrown.

use crate::json;
use callgate::interop::Refusal;
use std::fmt::Display;

/// Why there is no answer. JavaScript gets an error whose message is the JSON of a [`Refusal`], and
/// makes a `CallgateError` of it.
#[derive(Debug)]
pub(crate) struct Failure(Refusal);

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

impl From<Failure> for napi::Error {
    fn from(failure: Failure) -> napi::Error {
        napi::Error::from_reason(json(&failure.0))
    }
}
