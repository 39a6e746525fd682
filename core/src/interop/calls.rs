//! Lists of calls in JSON.

use crate::{call::Call, json::whole_characters};
use serde::{Deserialize, de::Error as _};
use serde_json::{
    Map,
    value::{RawValue, Value},
};
use std::borrow::Cow;

/// A call that owns its texts: a [`Call`] that came from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedCall {
    /// The name of the tool.
    pub tool: String,
    /// Its input object.
    pub input: Option<Map<String, Value>>,
}

impl OwnedCall {
    /// The call as the engine takes it.
    #[must_use]
    pub fn call(&self) -> Call<'_> {
        match &self.input {
            Some(input) => Call::new(&self.tool, input),
            None => Call::bare(&self.tool),
        }
    }
}

#[derive(Deserialize)]
struct CallForm<'a> {
    #[serde(borrow)]
    tool: Cow<'a, str>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
}

/// Reads calls from JSON: a list of `{"tool": name, "input": object}`, where `input` may be absent.
///
/// ```
/// let calls = callgate::interop::calls(r#"[{"tool": "Bash", "input": {"command": "ls"}}]"#)?;
/// assert_eq!(calls[0].call().subject(), Some("ls"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// If `json` is no such list. The message names the call that is none.
pub fn calls(json: &str) -> Result<Vec<OwnedCall>, serde_json::Error> {
    let text = whole_characters(json);
    let forms: Vec<CallForm<'_>> = serde_json::from_str(&text)?;
    let read = |(number, form): (usize, CallForm<'_>)| {
        let input = form.input.map(|input| serde_json::from_str(input.get())).transpose();
        let input = input.map_err(|error| {
            serde_json::Error::custom(format_args!("the input of call {number}: {error}"))
        })?;
        Ok(OwnedCall { tool: form.tool.into_owned(), input })
    };
    forms.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_characters_are_read_as_batches_read_them() {
        let read = calls(r#"[{"tool": "Bash", "input": {"command": "echo \ud83d"}}]"#).unwrap();
        assert_eq!(read[0].call().subject(), Some("echo \u{fffd}"));
    }

    #[test]
    fn an_error_names_the_call() {
        let error = calls(r#"[{"tool": "A"}, {"tool": "B", "input": []}]"#).unwrap_err();
        assert!(error.to_string().contains("the input of call 1"), "{error}");
        for json in ["{}", "[1]", r#"[{"input": {}}]"#] {
            assert!(calls(json).is_err(), "{json}");
        }
    }
}
