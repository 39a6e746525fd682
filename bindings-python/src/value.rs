//! JSON values from Python objects.

use crate::error::type_name;
use pyo3::{
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use serde_json::{Map, Number, Value};

/// As deep as a parser of JSON text goes: an object gets the answer that its text would get.
const MAX_DEPTH: usize = 127;
/// How much one object may become, in bytes: lists that hold each other several times would take
/// all the memory there is.
const MAX_BYTES: usize = 1 << 27;
/// What a value costs beside its text.
const BYTES_PER_VALUE: usize = 64;

/// Why an object is no JSON value.
pub enum Unfit {
    /// In words.
    Because(String),
    /// Python raised an exception on the way.
    Raised(PyErr),
}

impl Unfit {
    /// The exception: the one that was raised, or what `wrap` makes of the words.
    pub fn error(self, wrap: impl FnOnce(String) -> PyErr) -> PyErr {
        match self {
            Unfit::Because(words) => wrap(words),
            Unfit::Raised(error) => error,
        }
    }
}

impl From<PyErr> for Unfit {
    fn from(error: PyErr) -> Unfit {
        Unfit::Raised(error)
    }
}

/// A JSON value from `None`, booleans, numbers, strings, lists, tuples and mappings with string
/// keys.
pub fn value(object: &Bound<'_, PyAny>) -> Result<Value, Unfit> {
    Reader { left: MAX_BYTES }.value(object, MAX_DEPTH)
}

/// A JSON object from a mapping.
pub fn map(object: &Bound<'_, PyAny>) -> Result<Map<String, Value>, Unfit> {
    match value(object)? {
        Value::Object(map) => Ok(map),
        _ => Err(Unfit::Because(format!("expected a dict, not {}", type_name(object)))),
    }
}

struct Reader {
    left: usize,
}

impl Reader {
    fn value(&mut self, object: &Bound<'_, PyAny>, depth: usize) -> Result<Value, Unfit> {
        self.spend(BYTES_PER_VALUE)?;
        if let Ok(text) = object.cast::<PyString>() {
            return self.text(text).map(Value::String);
        }
        if object.is_none() {
            return Ok(Value::Null);
        }
        if let Ok(bool) = object.cast::<PyBool>() {
            return Ok(Value::Bool(bool.is_true()));
        }
        if object.is_instance_of::<PyInt>() || object.is_instance_of::<PyFloat>() {
            return number(object).map(Value::Number);
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Unfit::Because("nested too deep, or holds itself".to_owned()));
        };
        if let Ok(dict) = object.cast::<PyDict>() {
            return self.pairs(dict.iter().map(Ok), depth);
        }
        if let Ok(list) = object.cast::<PyList>() {
            return list.iter().map(|item| self.value(&item, depth)).collect();
        }
        if let Ok(tuple) = object.cast::<PyTuple>() {
            return tuple.iter().map(|item| self.value(&item, depth)).collect();
        }
        if let Ok(mapping) = object.cast::<PyMapping>() {
            let items = mapping.items()?;
            return self.pairs(items.iter().map(|item| item.extract()), depth);
        }
        Err(Unfit::Because(format!("{} is no type of JSON", type_name(object))))
    }

    fn pairs<'py>(
        &mut self,
        pairs: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
        depth: usize,
    ) -> Result<Value, Unfit> {
        let mut map = Map::new();
        for pair in pairs {
            let (key, value) = pair?;
            let Ok(key) = key.cast::<PyString>() else {
                return Err(Unfit::Because(format!("a key is {}, not str", type_name(&key))));
            };
            map.insert(self.text(key)?, self.value(&value, depth)?);
        }
        Ok(Value::Object(map))
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> Result<String, Unfit> {
        let text = text.to_str()?;
        self.spend(text.len())?;
        Ok(text.to_owned())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Unfit> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(Unfit::Because("too large".to_owned())),
        }
        Ok(())
    }
}

/// Whole numbers that JSON parsers keep whole stay so.
fn number(object: &Bound<'_, PyAny>) -> Result<Number, Unfit> {
    if object.is_instance_of::<PyInt>() {
        if let Ok(number) = object.extract::<i64>() {
            return Ok(number.into());
        }
        if let Ok(number) = object.extract::<u64>() {
            return Ok(number.into());
        }
    }
    let number: f64 = object.extract()?;
    Number::from_f64(number).ok_or_else(|| Unfit::Because(format!("{number} is no number of JSON")))
}
