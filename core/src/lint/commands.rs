//! Command rules.

use super::Check;
use crate::{diagnostic::Code, letters::one_of, rule::List};

pub(super) fn check(list: List, pattern: &str) -> Vec<Check> {
    let found = match (pattern.strip_suffix(":*"), pattern.contains('*')) {
        (Some(prefix), _) if prefix.contains('*') => {
            let help = format!("write `{} *`", prefix.trim_end_matches(one_of(" *")));
            Some((Code::PrefixWithStar, Some(help)))
        }
        (Some(_), _) => None,
        (None, true) if pattern.contains(":*") => {
            let help = format!("write `{}`", pattern.replacen(":*", " *", 1));
            Some((Code::PrefixInMiddle, Some(help)))
        }
        (None, true) if list == List::Allow && star_takes_options(pattern) => {
            Some((Code::StarTakesOptions, None))
        }
        (None, true) if is_glued(pattern) => {
            let word = pattern.trim_end_matches('*');
            Some((Code::StarGlued, Some(format!("write `{word} *` for this command alone"))))
        }
        (None, false) if pattern != pattern.trim() => {
            Some((Code::InertBlank, Some(format!("write `{}`", pattern.trim()))))
        }
        _ => None,
    };
    found.into_iter().collect()
}

/// Is it `word [-option…] * text`, so that options can be slipped in before the subcommand? The
/// client warns of the same form when it starts.
fn star_takes_options(pattern: &str) -> bool {
    let mut words = pattern.split_whitespace();
    if words.next().is_none_or(|first| first.contains('*')) {
        return false;
    }
    let mut words = words.skip_while(|word| word.starts_with('-') && !word.contains('*'));
    words.next() == Some("*") && words.next().is_some_and(|word| !word.starts_with('-'))
}

/// Is it one word with a star at its end?
fn is_glued(pattern: &str) -> bool {
    pattern.strip_suffix('*').is_some_and(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}
