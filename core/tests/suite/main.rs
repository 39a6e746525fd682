//! Tests of the library from outside: against recorded decisions, for properties that must always
//! hold, and with hostile input.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod agreement;
mod conformance;
mod governance;
mod hostile;
mod mcp_lookalikes;
mod properties;
mod resources;
mod vectors;
