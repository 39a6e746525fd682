//! What a decision costs, beside what else one could take for it.
//!
//! [`workload`] generates rules and calls from a fixed seed; [`rivals`] holds what callgate is
//! compared with, each given the same work and checked for the same answers before anything is
//! timed.
#![forbid(unsafe_code)]

pub mod report;
pub mod rivals;
pub mod workload;
