//! What `bench.py` holds the package against: a function that does nothing, and Rust alone.

use crate::policy::Policy;
use callgate::{Call, interop::Session};
use pyo3::{prelude::*, pybacked::PyBackedStr};
use std::hint::black_box;

/// Takes a string and does nothing.
#[pyfunction]
pub fn empty(text: &str) {
    black_box(text);
}

/// Decides and explains every command, without going back to Python.
#[pyfunction]
pub fn check_all(policy: &Bound<'_, Policy>, commands: Vec<PyBackedStr>) {
    let (engine, session) = (policy.get().engine(), Session::default());
    for command in &commands {
        black_box(engine.decide(&Call::bash(command), &session));
    }
}

/// Decides every command, without going back to Python.
#[pyfunction]
pub fn verdict_all(policy: &Bound<'_, Policy>, commands: Vec<PyBackedStr>) {
    let (engine, session) = (policy.get().engine(), Session::default());
    for command in &commands {
        black_box(engine.verdict(&Call::bash(command), &session));
    }
}
