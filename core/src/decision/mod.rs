//! The answer: a verdict, what decided it, part by part, and what would change it.

mod built_in;

pub use built_in::BuiltIn;

use crate::{
    mode::Mode,
    profile::Profile,
    rule::{List, RuleId},
    settings::Source,
    span::Span,
    verdict::Verdict,
};
use serde::{Deserialize, Serialize};

/// What callgate says of one call.
///
/// Its JSON form is stable: bindings, audit logs and the playground use it. Fields and names are only
/// ever added. It can be read back.
///
/// ```
/// use callgate::{Call, Context, Layer, Policy, Profile, Source};
///
/// let text = r#"{"permissions": {"deny": ["WebFetch(domain:*.example.com)"]}}"#;
/// let policy = Policy::new(&[Layer::new(Source::User, text)], Profile::Enforce)?;
/// let call = Call::with_subject("WebFetch", "https://www.example.com/x");
/// let decision = policy.decide(&call, &Context::new("/home/dev/project", "/home/dev"));
///
/// let rule = serde_json::json!({
///     "kind": "rule",
///     "rule": "WebFetch(domain:*.example.com)",
///     "list": "deny",
///     "source": "user",
///     "file": "user",
///     "index": 0,
///     "span": {"start": 26, "end": 58},
/// });
/// assert_eq!(
///     serde_json::to_value(&decision)?,
///     serde_json::json!({
///         "verdict": "deny",
///         "reason": rule,
///         "message": "the deny rule `WebFetch(domain:*.example.com)` in user covers this",
///         "advice": "narrow or remove `WebFetch(domain:*.example.com)`: \
///                    no allow rule outweighs a deny rule",
///         "tool": "WebFetch",
///         "mode": "default",
///         "profile": "enforce",
///         "parts": [
///             {"kind": "host", "text": "www.example.com", "verdict": "deny", "reason": rule},
///         ],
///     })
/// );
///
/// let text = serde_json::to_string(&decision)?;
/// let read: callgate::Decision = serde_json::from_str(&text)?;
/// assert_eq!(serde_json::to_string(&read)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Decision {
    /// The answer.
    pub verdict: Verdict,
    /// What decided it.
    pub reason: Reason,
    /// The reason in words for a person, with what to do about it.
    pub message: String,
    /// What would have to change for another answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The tool that was called.
    pub tool: String,
    /// The mode in which the call was judged.
    pub mode: Mode,
    /// Whose reading of the rules this is.
    pub profile: Profile,
    /// What the call would do, piece by piece, with a verdict and a reason for each. Of a call with
    /// more than a thousand pieces, the first ones and the first of each stricter verdict.
    pub parts: Vec<Part>,
}

/// A piece of a call: a simple command, a file, a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// What kind of piece.
    pub kind: PartKind,
    /// The piece itself, as the rules saw it: quotes removed, path made absolute, host alone.
    pub text: String,
    /// The bytes of [`Call::subject`](crate::Call::subject) that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The answer for this piece alone.
    pub verdict: Verdict,
    /// What decided it.
    pub reason: Reason,
}

/// What a [`Part`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PartKind {
    /// The call as a whole.
    Call,
    /// A simple command in a command line.
    Command,
    /// A file or directory that is read.
    Read,
    /// A file or directory that is created, changed or removed.
    Write,
    /// A host that is contacted.
    Host,
    /// A parameter of the call.
    Parameter,
    /// A directory that becomes the working directory.
    Directory,
}

/// What decided a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// A rule in the settings.
    Rule {
        /// Its number in the policy; `None` in a decision that was read from JSON.
        #[serde(skip)]
        id: Option<RuleId>,
        /// Its text as written.
        rule: String,
        /// The list that it stands in.
        list: List,
        /// The layer that it comes from.
        source: Source,
        /// The document that it stands in.
        file: String,
        /// Its place in its list, from 0.
        index: usize,
        /// Its bytes in the document.
        span: Span,
    },
    /// Something that holds without any rule.
    BuiltIn {
        /// Which.
        code: BuiltIn,
    },
}
