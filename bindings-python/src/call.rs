//! Calls from Python dictionaries.

use crate::{
    error::{self, type_name},
    value,
};
use callgate::Call;
use pyo3::{
    intern,
    prelude::*,
    pybacked::PyBackedStr,
    types::{PyDict, PyMapping, PyString},
};
use serde_json::{Map, Value};

/// A call that was read from Python.
pub enum OwnedCall {
    /// A shell command.
    Bash(PyBackedStr),
    /// The name of a tool and its input object.
    Tool(PyBackedStr, Option<Map<String, Value>>),
}

impl OwnedCall {
    /// Reads `{"tool": name, "input": object}`; other keys are left alone.
    pub fn read(object: &Bound<'_, PyAny>) -> PyResult<OwnedCall> {
        let py = object.py();
        let get = |key| match object.cast::<PyDict>() {
            Ok(dict) => dict.get_item(key),
            Err(_) => match object.cast::<PyMapping>() {
                Ok(mapping) if mapping.contains(key)? => mapping.get_item(key).map(Some),
                Ok(_) => Ok(None),
                Err(_) => {
                    let name = type_name(object);
                    Err(error::call(format!("a call is a dict, not {name}")))
                }
            },
        };
        let Some(tool) = get(intern!(py, "tool"))? else {
            return Err(error::call("a call has a `tool`"));
        };
        let Ok(tool) = tool.cast_into::<PyString>() else {
            return Err(error::call("the `tool` of a call is a str"));
        };
        let tool = PyBackedStr::try_from(tool)?;
        let input = match get(intern!(py, "input"))?.filter(|input| !input.is_none()) {
            Some(input) => Some(value::map(&input).map_err(|unfit| {
                unfit.error(|words| error::call(format!("the `input` of a call: {words}")))
            })?),
            None => None,
        };
        Ok(OwnedCall::Tool(tool, input))
    }

    /// A shell command.
    pub fn bash(command: Bound<'_, PyString>) -> PyResult<OwnedCall> {
        Ok(OwnedCall::Bash(PyBackedStr::try_from(command)?))
    }

    /// The call as the engine takes it.
    pub fn call(&self) -> Call<'_> {
        match self {
            OwnedCall::Bash(command) => Call::bash(command),
            OwnedCall::Tool(tool, Some(input)) => Call::new(tool, input),
            OwnedCall::Tool(tool, None) => Call::bare(tool),
        }
    }
}
