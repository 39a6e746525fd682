//! Parameters of calls: `run_in_background:true`.

use super::{number, wildcard};
use crate::blank;
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
        let name = blank::trim(name);
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        is_name.then(|| ParameterPattern {
            name: name.to_owned(),
            value: blank::trim(value).to_owned(),
        })
    }

    /// The parameter.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Does the parameter stand in `input`, with a matching value? Lists and objects never match.
    pub(crate) fn matches(&self, input: &Map<String, Value>) -> bool {
        match input.get(&self.name) {
            Some(Value::String(text)) => wildcard::matches(&self.value, self.plain(text)),
            Some(Value::Bool(true)) => wildcard::matches(&self.value, "true"),
            Some(Value::Bool(false)) => wildcard::matches(&self.value, "false"),
            Some(Value::Number(number)) => wildcard::matches(&self.value, &number::text_of(number)),
            _ => false,
        }
    }

    /// A text as the tool takes it: without blanks around it, and skills without their slash.
    fn plain<'t>(&self, text: &'t str) -> &'t str {
        let text = blank::trim(text);
        text.strip_prefix('/').filter(|_| self.name == "skill").unwrap_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn matches(pattern: &str, input: Value) -> bool {
        ParameterPattern::parse(pattern).unwrap().matches(input.as_object().unwrap())
    }

    #[test]
    fn a_value_is_met_as_json_writes_it() {
        assert!(matches("run_in_background:true", json!({"run_in_background": true})));
        assert!(matches("run_in_background : *", json!({"run_in_background": false})));
        assert!(!matches("run_in_background:True", json!({"run_in_background": true})));
        assert!(matches("timeout:5*", json!({"timeout": 5000})));
        assert!(!matches("timeout:5*", json!({"timeout": 60000})));
        assert!(matches("timeout:60000", json!({"timeout": 6e4})));
        assert!(matches("model:opus", json!({"model": "opus"})));
        assert!(matches("model:opus", json!({"model": " opus"})));
        assert!(matches("skill:alpha", json!({"skill": "/alpha"})));
        assert!(!matches("args:alpha", json!({"args": "/alpha"})));
    }

    #[test]
    fn what_is_absent_or_no_scalar_is_not_met() {
        for input in [json!({}), json!({"a": null}), json!({"a": [1]}), json!({"b": {"a": 1}})] {
            assert!(!matches("a:*", input));
        }
    }

    #[test]
    fn a_parameter_has_a_name() {
        for text in ["", "x", ":x", "a b:x", "*:x"] {
            assert_eq!(ParameterPattern::parse(text), None, "{text}");
        }
    }
}
