//! Who listens while a call is decided: nobody, or an explanation in the making.

use super::Finding;
use crate::{decision::PartKind, span::Span, verdict::Verdict};

/// Hears of the pieces of a call as they are judged.
pub(crate) trait Trace {
    /// A piece, as the rules saw it; `span` is its place in the subject of the call.
    fn part(&mut self, kind: PartKind, text: &str, span: Option<Span>, finding: Finding);

    /// Does anybody hear of the pieces?
    fn listens(&self) -> bool;
}

/// Hears nothing: for the verdict, and the rule that it comes from.
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

/// Keeps the pieces of calls that people write, and of others what matters: the first pieces, and
/// the first of each stricter verdict. Commands can be nested in commands, so that the texts of all
/// pieces would take the square of the memory of the call.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) parts: Vec<PartRecord>,
    bytes: usize,
    strictest: Option<Verdict>,
}

/// How many pieces are kept.
const MOST_PARTS: usize = 1_000;
/// How long their texts are, all in all.
const MOST_BYTES: usize = 4 << 20;

impl Trace for Recorder {
    fn listens(&self) -> bool {
        true
    }

    fn part(&mut self, kind: PartKind, text: &str, span: Option<Span>, finding: Finding) {
        let room = self.parts.len() < MOST_PARTS && self.bytes + text.len() <= MOST_BYTES;
        if room || self.strictest.is_none_or(|strictest| finding.verdict > strictest) {
            self.bytes += text.len();
            self.strictest = self.strictest.max(Some(finding.verdict));
            self.parts.push(PartRecord { kind, text: text.to_owned(), span, finding });
        }
    }
}
