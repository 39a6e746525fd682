//! Parts of a decision by themselves, for the benches. No part of the interface.

use crate::shell::{Script, scan};
use std::cell::RefCell;

thread_local! {
    static SCRIPT: RefCell<Script> = RefCell::default();
}

/// Reads a command line and counts the simple commands in it.
#[must_use]
pub fn commands_in(text: &str) -> usize {
    SCRIPT.with_borrow_mut(|script| scan(text, script).commands().len())
}
