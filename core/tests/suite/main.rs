//! Tests of the library from outside: against recorded decisions, for properties that must always
//! hold, and with hostile input.

mod conformance;
mod hostile;
mod properties;
mod vectors;
