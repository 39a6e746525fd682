//! Who listens while a call is decided: nobody, or an explanation in the making.

use super::Finding;
use crate::{decision::PartKind, span::Span};

/// Hears of the pieces of a call as they are judged.
pub(crate) trait Trace {
    /// A piece, as the rules saw it; `span` is its place in the subject of the call.
    fn part(&mut self, kind: PartKind, text: &str, span: Option<Span>, finding: Finding);

    /// Does anybody hear of the pieces?
    fn listens(&self) -> bool;
}

/// Hears nothing: for the verdict alone.
#[derive(Debug)]
pub(crate) struct Silent;

impl Trace for Silent {
    fn part(&mut self, _: PartKind, _: &str, _: Option<Span>, _: Finding) {}

    fn listens(&self) -> bool {
        false
    }
}

/// A piece that a [`Recorder`] heard of.
#[derive(Debug)]
pub(crate) struct PartRecord {
    pub(crate) kind: PartKind,
    pub(crate) text: String,
    pub(crate) span: Option<Span>,
    pub(crate) finding: Finding,
}

/// Keeps everything.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) parts: Vec<PartRecord>,
}

impl Trace for Recorder {
    fn part(&mut self, kind: PartKind, text: &str, span: Option<Span>, finding: Finding) {
        self.parts.push(PartRecord { kind, text: text.to_owned(), span, finding });
    }

    fn listens(&self) -> bool {
        true
    }
}
