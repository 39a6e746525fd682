//! What is wrong with settings or rules, where, and what to do about it.

mod code;
mod sarif;

pub use self::{code::Code, sarif::sarif};

use crate::{settings::Layer, span::Span};
use serde::Serialize;

/// How much a [`Diagnostic`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, but hardly as meant.
    Warning,
    /// It does not work.
    Error,
}

/// One finding about a settings document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name for this kind of finding, in kebab case.
    pub code: &'static str,
    /// What is the matter and what happens at present; one sentence, lower case, no full stop.
    pub message: String,
    /// What to write instead, if anything helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The document: [`Layer::name`](crate::Layer::name).
    pub file: String,
    /// The bytes of the document that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A finding in the words of the table of codes.
    pub(crate) fn new(code: Code, layer: &Layer, span: Option<Span>) -> Diagnostic {
        Diagnostic {
            severity: code.severity(),
            code: code.name(),
            message: code.message().to_owned(),
            help: Some(code.help().to_owned()),
            file: layer.name.clone(),
            span,
        }
    }

    /// The same with the particulars of the case before its words.
    pub(crate) fn about(mut self, particulars: &str) -> Diagnostic {
        self.message = format!("{particulars}: {}", self.message);
        self
    }

    /// The same with help for this case.
    pub(crate) fn with_help(mut self, help: String) -> Diagnostic {
        self.help = Some(help);
        self
    }
}
