//! What is known about programs, as tables: which start other programs, which only read, which
//! arguments are files, which environment variables are harmless, what is dangerous to remove.
//!
//! A table says what client 2.1.329 does. To extend one, add a row and a case in
//! `core/testdata`; no control flow needs to change.

pub(crate) mod environment;
pub(crate) mod evaluators;
pub(crate) mod files;
pub(crate) mod filter;
pub(crate) mod power_shell;
pub(crate) mod read_only;
pub(crate) mod removal;
pub(crate) mod sed;
pub(crate) mod tools;
pub(crate) mod wrappers;
