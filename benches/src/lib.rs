//! Rules and calls to measure callgate with; the rivals that it is held against are in the bench.
#![forbid(unsafe_code)]

pub mod workload;
