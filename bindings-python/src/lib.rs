//! callgate for Python: classes and functions around the engine, without semantics of their own.
#![forbid(unsafe_code)]

mod call;
mod decision;
mod documents;
mod error;
mod many;
mod policy;
mod python;
mod session;
mod table;
mod transcripts;
mod value;

#[cfg(feature = "bench")]
mod bench;

use callgate::interop::Offsets;
use pyo3::prelude::*;

/// Python counts code points.
const OFFSETS: Offsets = Offsets::CodePoints;

/// The compiled half of the package; `callgate/__init__.py` has the names that are public.
#[pymodule]
mod _callgate {
    #[cfg(feature = "bench")]
    #[pymodule_export]
    use super::bench::{check_all, empty, verdict_all};
    #[pymodule_export]
    use super::{
        decision::{Decision, restore_decision},
        policy::{Policy, batch, lint, restore_policy},
        table::{Table, restore_table},
        transcripts::read_transcript,
    };

    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    #[pymodule_export]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
