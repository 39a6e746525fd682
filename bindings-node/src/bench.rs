//! What `bench.mjs` holds the package against: a function that does nothing, and Rust's own time.

use crate::{failure::Failure, guard::Guard};
use callgate::Call;
use napi_derive::napi;
use std::{hint::black_box, time::Instant};

/// Takes a text and does nothing.
#[napi]
pub fn empty(text: String) -> u8 {
    u8::from(black_box(text).is_empty())
}

/// How long Rust takes to decide Bash commands, given as a list in JSON.
#[napi]
pub fn seconds_of_verdicts(guard: &Guard, commands: String) -> napi::Result<f64> {
    seconds(&commands, |call| {
        black_box(guard.engine.verdict(call, &guard.session));
    })
}

/// How long Rust takes to decide and explain Bash commands, given as a list in JSON.
#[napi]
pub fn seconds_of_decisions(guard: &Guard, commands: String) -> napi::Result<f64> {
    seconds(&commands, |call| {
        black_box(guard.engine.decide(call, &guard.session));
    })
}

fn seconds(commands: &str, decide: impl Fn(&Call<'_>)) -> napi::Result<f64> {
    let commands: Vec<String> =
        serde_json::from_str(commands).map_err(|error| Failure::new("invalid-call", &error))?;
    let start = Instant::now();
    for command in &commands {
        decide(&Call::bash(black_box(command)));
    }
    Ok(start.elapsed().as_secs_f64())
}
