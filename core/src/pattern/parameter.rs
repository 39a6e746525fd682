//! Parameters of calls: `run_in_background:true`.

use super::wildcard;
use serde_json::{Map, Value};

/// A `param:value` specifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParameterPattern {
    name: String,
    value: String,
}

impl ParameterPattern {
    /// Reads `param:value`.
    pub(crate) fn parse(text: &str) -> Option<ParameterPattern> {
        let (name, value) = text.split_once(':')?;
        let name = name.trim();
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        is_name.then(|| ParameterPattern { name: name.to_owned(), value: value.trim().to_owned() })
    }

    /// The parameter.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Does the parameter stand in `input`, with a matching value? Lists and objects never match.
    pub(crate) fn matches(&self, input: &Map<String, Value>) -> bool {
        match input.get(&self.name) {
            Some(Value::String(text)) => wildcard::matches(&self.value, text),
            Some(Value::Bool(true)) => wildcard::matches(&self.value, "true"),
            Some(Value::Bool(false)) => wildcard::matches(&self.value, "false"),
            Some(Value::Number(number)) => wildcard::matches(&self.value, &number.to_string()),
            _ => false,
        }
    }
}
