//! `find`: what its expression does.

use super::read_only::plain;
use crate::{
    programs::find::{is_action, takes_argument},
    shell::{Word, Words},
};

/// Might the expression do more than print? A word may, if it `is_open`.
///
/// The argument of a test is skipped, whatever it is: `-name -delete` looks for a name. Anywhere
/// else a pattern counts even in quotes, since it could be meant for the shell.
pub(super) fn acts(arguments: Words<'_>, is_open: &dyn Fn(&Word<'_>) -> bool) -> bool {
    let is_open = |word: &Word<'_>| is_open(word) || plain::has_bare_pattern(arguments, word);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let is_pattern = word.value.contains(['*', '?', '[', ']']);
        if is_open(&word) || is_pattern || is_action(word.value) {
            return true;
        }
        if takes_argument(word.value) && words.next().is_some_and(|word| is_open(&word)) {
            return true;
        }
    }
    false
}
