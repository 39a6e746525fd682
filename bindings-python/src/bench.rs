//! What `bench.py` holds the package against: a function that does nothing, and Rust's own time.

use crate::policy::Policy;
use callgate::{Call, interop::Session};
use pyo3::prelude::*;
use std::{hint::black_box, time::Instant};

/// Takes a string and does nothing.
#[pyfunction]
pub fn empty(text: &str) {
    black_box(text);
}

/// How long Rust takes to decide and explain `command` so many times.
#[pyfunction]
pub fn seconds_of_check(policy: &Bound<'_, Policy>, command: &str, times: usize) -> f64 {
    let (engine, session) = (policy.get().engine(), Session::default());
    let start = Instant::now();
    for _ in 0..times {
        black_box(engine.decide(&Call::bash(black_box(command)), &session));
    }
    start.elapsed().as_secs_f64()
}

/// How long Rust takes to decide `command` so many times.
#[pyfunction]
pub fn seconds_of_verdict(policy: &Bound<'_, Policy>, command: &str, times: usize) -> f64 {
    let (engine, session) = (policy.get().engine(), Session::default());
    let start = Instant::now();
    for _ in 0..times {
        black_box(engine.verdict(&Call::bash(black_box(command)), &session));
    }
    start.elapsed().as_secs_f64()
}
