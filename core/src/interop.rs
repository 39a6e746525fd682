//! What callers in other languages share, so that Python, Node and WASM read settings and sessions
//! in one way and hold no semantics of their own.
//!
//! Offsets are the one thing in which languages differ: Rust counts bytes, JavaScript UTF-16 units,
//! Python code points. An [`Engine`] is told which, and every [`Span`] that it hands out counts so.

mod calls;
mod layers;
mod mcp;
mod session;

pub use self::{
    calls::{OwnedCall, calls},
    layers::layers,
    mcp::McpGuard,
    session::{NotAbsolute, Session, absolute, session},
};
pub use crate::order::Table;

use crate::{
    call::{Call, Member},
    decision::{Decision, Reason},
    diagnostic::{Diagnostic, Severity},
    policy::{CompiledPolicy, Policy, PolicyError},
    profile::Profile,
    rule::RuleId,
    settings::{Layer, Source},
    span::{Span, position},
    verdict::Verdict,
};
use serde::Serialize;
use std::sync::Arc;

/// How a language counts the characters of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offsets {
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 code units.
    Utf16,
    /// Unicode code points.
    CodePoints,
}

impl Offsets {
    /// Turns spans of bytes of one text into spans in this unit: linear in the text once, constant
    /// for each span.
    fn of(self, text: &str) -> Ruler {
        if self == Offsets::Bytes || text.is_ascii() {
            return Ruler { marks: None };
        }
        let mut marks = Vec::with_capacity(text.len() + 1);
        let mut units = 0_u32;
        for character in text.chars() {
            marks.extend(std::iter::repeat_n(units, character.len_utf8()));
            units = units.saturating_add(match self {
                Offsets::Utf16 if character.len_utf16() == 2 => 2,
                _ => 1,
            });
        }
        marks.push(units);
        Ruler { marks: Some(marks) }
    }
}

/// Where the bytes of one text stand in another unit.
#[derive(Clone, Debug)]
struct Ruler {
    /// By byte, the units before it; `None` where both are the same.
    marks: Option<Vec<u32>>,
}

impl Ruler {
    fn measure(&self, span: &mut Span) {
        if let Some(marks) = &self.marks {
            let last = marks.last().copied().unwrap_or_default();
            let at = |byte: u32| marks.get(byte as usize).copied().unwrap_or(last);
            *span = Span { start: at(span.start), end: at(span.end) };
        }
    }
}

/// A compiled policy with the documents that it was made from.
///
/// ```
/// use callgate::{Call, Profile, Verdict, interop::{Engine, Offsets, Session, layers}};
///
/// let layers = layers(r#"[{"source": "user", "settings": {"permissions": {"deny": ["Bash(curl:*)"]}}}]"#)?;
/// let engine = Engine::new(layers, Profile::Enforce, Offsets::Utf16)?;
/// let decision = engine.decide(&Call::bash("echo 🦀; curl x"), &Session::default());
/// assert_eq!(decision.verdict, Verdict::Deny);
/// assert_eq!(decision.parts[1].span.map(|span| span.start), Some(9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    layers: Arc<[Layer]>,
    compiled: CompiledPolicy,
    offsets: Offsets,
    /// One for each document, so that a decision does not go through them.
    rulers: Arc<[Ruler]>,
}

impl Engine {
    /// Reads, merges and compiles.
    ///
    /// # Errors
    /// As [`Policy::new`].
    pub fn new(layers: Vec<Layer>, profile: Profile, offsets: Offsets) -> Result<Engine, Refusal> {
        match Policy::new(&layers, profile) {
            Ok(policy) => Ok(Engine {
                compiled: policy.into(),
                offsets,
                rulers: rulers(&layers, offsets).into(),
                layers: layers.into(),
            }),
            Err(error) => Err(Refusal::new(error, &layers, offsets)),
        }
    }

    /// The documents.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The policy that they make.
    #[must_use]
    pub const fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }

    /// Decides.
    #[must_use]
    pub fn verdict(&self, call: &Call<'_>, session: &Session) -> Verdict {
        self.compiled.verdict(call, &session.context())
    }

    /// Decides, and names the rule that decided if one did: its index in [`Policy::rules`].
    #[must_use]
    pub fn ruling(&self, call: &Call<'_>, session: &Session) -> (Verdict, Option<RuleId>) {
        self.compiled.ruling(call, &session.context())
    }

    /// Decides and explains.
    #[must_use]
    pub fn decide(&self, call: &Call<'_>, session: &Session) -> Decision {
        let mut decision = self.compiled.decide(call, &session.context());
        if self.offsets != Offsets::Bytes {
            let ruler = self.offsets.of(call.subject().unwrap_or_default());
            for span in decision.parts.iter_mut().filter_map(|part| part.span.as_mut()) {
                ruler.measure(span);
            }
            let documents = self.documents();
            let parts = decision.parts.iter_mut().map(|part| &mut part.reason);
            for reason in parts.chain([&mut decision.reason]) {
                documents.measure_reason(reason);
            }
        }
        decision
    }

    /// What the member `name` of a tool's input is to the policy, in any session.
    #[must_use]
    pub fn member(&self, tool: &str, name: &str) -> Member {
        self.compiled.policy().member(tool, name)
    }

    /// The rules in force, each as the reason that it is for a decision.
    #[must_use]
    pub fn rules(&self) -> Vec<Reason> {
        let documents = self.documents();
        let mut rules: Vec<Reason> = self.compiled.policy().reasons().collect();
        rules.iter_mut().for_each(|rule| documents.measure_reason(rule));
        rules
    }

    /// What is wrong with the settings or likely to be misread.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.documents().convert(self.compiled.policy().diagnostics())
    }

    fn documents(&self) -> Documents<'_> {
        Documents { layers: &self.layers, rulers: &self.rulers }
    }
}

/// What is wrong with documents, as [`lint`](crate::lint()) finds it.
#[must_use]
pub fn lint(layers: &[Layer], offsets: Offsets) -> Vec<Diagnostic> {
    Documents { layers, rulers: &rulers(layers, offsets) }.convert(&crate::lint(layers))
}

/// Why no [`Engine`] could be made, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// In words for a person.
    pub message: String,
    /// The code of the first error.
    pub code: &'static str,
    /// The document that it is in.
    pub file: String,
    /// Its line there, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Its column there in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Everything that was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Refusal {
    fn new(error: PolicyError, layers: &[Layer], offsets: Offsets) -> Refusal {
        let message = error.to_string();
        let first =
            error.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        let file = first.map(|first| first.file.clone()).unwrap_or_default();
        let rulers = rulers(layers, offsets);
        let place = first.and_then(|first| {
            let layer = layers.iter().find(|layer| layer.name == first.file)?;
            Some(position(&layer.text, first.span?.start as usize))
        });
        Refusal {
            message,
            code: first.map_or("settings-unreadable", |first| first.code),
            file,
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            diagnostics: Documents { layers, rulers: &rulers }.convert(&error.diagnostics),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

fn rulers(layers: &[Layer], offsets: Offsets) -> Vec<Ruler> {
    layers.iter().map(|layer| offsets.of(&layer.text)).collect()
}

/// The documents with a ruler each.
#[derive(Clone, Copy)]
struct Documents<'a> {
    layers: &'a [Layer],
    rulers: &'a [Ruler],
}

impl Documents<'_> {
    fn measure(self, source: Option<Source>, file: &str, span: &mut Span) {
        let is_it = |layer: &Layer| {
            layer.name == file && source.is_none_or(|source| source == layer.source)
        };
        let documents = self.layers.iter().zip(self.rulers);
        if let Some((_, ruler)) = documents.into_iter().find(|(layer, _)| is_it(layer)) {
            ruler.measure(span);
        }
    }

    fn measure_reason(self, reason: &mut Reason) {
        if let Reason::Rule { file, source, span, .. } = reason {
            self.measure(Some(*source), file, span);
        }
    }

    fn convert(self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut converted = diagnostics.to_vec();
        for diagnostic in &mut converted {
            if let Some(span) = &mut diagnostic.span {
                self.measure(None, &diagnostic.file, span);
            }
        }
        converted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_in_the_unit_of_the_language() {
        let text = "é🦀x";
        let ends = |offsets: Offsets| {
            let ruler = offsets.of(text);
            [2, 6, 7, 99].map(|end| {
                let mut span = Span { start: 0, end };
                ruler.measure(&mut span);
                span.end
            })
        };
        assert_eq!(ends(Offsets::Bytes), [2, 6, 7, 99]);
        assert_eq!(ends(Offsets::Utf16), [1, 3, 4, 4]);
        assert_eq!(ends(Offsets::CodePoints), [1, 2, 3, 3]);
    }

    #[test]
    fn spans_in_documents_are_converted_too() {
        let text = r#"{"é": 1, "permissions": {"deny": ["WebSearch", "(x"]}}"#;
        let layer = Layer::new(Source::User, text);
        let engine = Engine::new(vec![layer], Profile::Enforce, Offsets::CodePoints).unwrap();
        let decision = engine.decide(&Call::bare("WebSearch"), &Session::default());
        let Reason::Rule { span, .. } = decision.reason else { panic!("{decision:?}") };
        let of = |span: Span| {
            let (start, end) = (span.start as usize, span.end as usize);
            text.chars().skip(start).take(end - start).collect::<String>()
        };
        assert_eq!(of(span), r#""WebSearch""#);
        let rules = engine.rules();
        assert!(
            matches!(rules.as_slice(), [Reason::Rule { span, .. }] if of(*span) == r#""WebSearch""#),
            "{rules:?}"
        );
        let diagnostics = engine.diagnostics();
        let spans: Vec<String> = diagnostics.iter().filter_map(|d| d.span).map(of).collect();
        assert!(spans.contains(&r#""(x""#.to_owned()), "{diagnostics:?}");
    }

    #[test]
    fn a_refusal_names_the_place() {
        let layer = Layer::new(Source::User, "{\n  \"permissions\": {\"deny\": 1}}");
        let refusal = Engine::new(vec![layer], Profile::Enforce, Offsets::Bytes).unwrap_err();
        assert_eq!((refusal.file.as_str(), refusal.line), ("user", Some(2)));
        assert!(!refusal.diagnostics.is_empty());
    }
}
