//! `find`: what its expression does.

use super::{parts::has_unknown_text, read_only::plain};
use crate::{
    programs::find::{is_action, takes_argument},
    shell::Words,
};

/// Might the expression do more than print?
///
/// The argument of a test is skipped, whatever it is: `-name -delete` looks for a name. Anywhere
/// else a pattern counts even in quotes, since it could be meant for the shell.
pub(super) fn acts(arguments: Words<'_>) -> bool {
    let mut is_argument = false;
    arguments.iter().any(|word| {
        let is_expression = !is_argument;
        is_argument = is_expression && takes_argument(word.value);
        let text = word.value.as_bytes();
        let is_pattern = memchr::memchr3(b'*', b'?', b'[', text).is_some();
        is_pattern && (is_expression || plain::has_bare_pattern(arguments, &word))
            || is_expression
                && (is_action(word.value)
                    || memchr::memchr(b']', text).is_some()
                    || has_unknown_text(&word))
    })
}
