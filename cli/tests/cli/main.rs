//! Runs the program as its users do, and looks at its output and exit status.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod batch;
mod check;
mod hook;
mod lint;
mod posture;
mod readme;
mod world;
