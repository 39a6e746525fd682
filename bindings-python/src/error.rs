//! From what went wrong to the exception that says so; the classes stand in `callgate/_errors.py`.

use crate::python;
use callgate::interop::Refusal;
use pyo3::{prelude::*, types::PyString};
use std::{io, path::Path};

mod classes {
    pyo3::import_exception!(callgate._errors, SettingsError);
    pyo3::import_exception!(callgate._errors, FileError);
    pyo3::import_exception!(callgate._errors, CallError);
}

/// Settings of which no policy can be made.
pub fn refused(py: Python<'_>, refusal: &Refusal) -> PyErr {
    let error = classes::SettingsError::new_err(refusal.message.clone());
    let describe = || -> PyResult<()> {
        let value = error.value(py);
        value.setattr("code", refusal.code)?;
        value.setattr("file", &refusal.file)?;
        value.setattr("line", refusal.line)?;
        value.setattr("column", refusal.column)?;
        value.setattr("diagnostics", python::diagnostics(py, &refusal.diagnostics)?)
    };
    match describe() {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// What was passed as settings is no such thing.
pub fn settings(message: String) -> PyErr {
    classes::SettingsError::new_err(message)
}

/// A file that cannot be opened.
pub fn file(path: &Path, error: &io::Error) -> PyErr {
    let text = error.to_string();
    // Rust adds the number, and so will Python.
    let reason = text.split(" (os error").next().unwrap_or_default().to_owned();
    let path = path.to_string_lossy().into_owned();
    classes::FileError::new_err((error.raw_os_error(), reason, path))
}

/// What was passed is no call.
pub fn call(message: impl Into<String>) -> PyErr {
    classes::CallError::new_err(message.into())
}

/// What was passed is no call, in the place `index` among many, because of `cause`.
pub fn call_at(py: Python<'_>, index: usize, cause: PyErr) -> PyErr {
    let error = call(format!("call {index}: {}", cause.value(py)));
    let described = error.value(py).setattr("index", index);
    error.set_cause(py, Some(cause));
    match described {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// A word that is not one of those that there are.
pub fn word(what: &str, error: &impl std::fmt::Display) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(format!("{what}: {error}"))
}

/// The name of an object's type, for messages.
pub fn type_name(object: &Bound<'_, PyAny>) -> String {
    let name = object.get_type().name().and_then(|name: Bound<'_, PyString>| name.extract());
    name.unwrap_or_else(|_| "object".to_owned())
}
