//! `jq`: options, then a filter and files, and nothing that reads the environment or other files.

use super::plain;
use crate::{letters::one_of, shell::Words};

/// Whether the filter and the options only transform what they are given.
pub(super) fn only_filters(arguments: Words<'_>) -> bool {
    if names_environment(arguments.source()) {
        return false;
    }
    let mut operands = 0;
    for word in arguments.iter() {
        if plain::is_pattern(arguments, &word)
            || !plain::is_fixed_line(arguments, &word)
            || loads(word.value)
        {
            return false;
        }
        // The client quotes anew what it has put in for an expansion, where blanks make it.
        let (source, an_operand) = if word.traits.known {
            (word.value, !word.value.contains(one_of("'`")))
        } else {
            let source = plain::source(arguments, &word);
            (source, is_operand(source))
        };
        if source.starts_with('-') {
            if operands > 0 || !is_harmless_option(source) {
                return false;
            }
        } else if an_operand {
            operands += 1;
        } else {
            return false;
        }
    }
    operands > 0
}

/// Whether `source`, a here-string as written, could as well be an operand. The client takes it for
/// one.
pub(super) fn is_harmless_input(source: &str) -> bool {
    !source.starts_with('-')
        && is_operand(source)
        && !names_environment(source)
        && !has_word(source, "import")
        && !has_word(source, "include")
}

/// `-r`, `--indent=2`: letters and hyphens, none of them for a file with filters or data.
fn is_harmless_option(source: &str) -> bool {
    if let Some(long) = source.strip_prefix("--") {
        let (name, value) = long.split_once('=').unwrap_or((long, "x"));
        return !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && !value.is_empty()
            && !matches!(
                name,
                "from-file" | "library-path" | "rawfile" | "run-tests" | "slurpfile"
            );
    }
    let letters = source.get(1..).unwrap_or("");
    !letters.is_empty()
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic() && !b"fL".contains(&byte))
}

/// A word with one pair of quotes around it, or with none in front.
fn is_operand(source: &str) -> bool {
    for quote in ['\'', '"'] {
        if let Some(rest) = source.strip_prefix(quote) {
            return rest.strip_suffix(quote).is_some_and(|inside| !inside.contains([quote, '`']));
        }
    }
    !source.is_empty() && !source.contains(one_of(" \t\n`"))
}

/// Whether a filter, or what stands in the place of one, brings in other code or data.
fn loads(value: &str) -> bool {
    (value.starts_with('-') && !is_harmless_option(value))
        || has_word(value, "include")
        || has_word(value, "import")
        || (value.contains("system") && value.contains('('))
}

fn names_environment(source: &str) -> bool {
    // `\u` spells letters that nobody sees.
    has_word(source, "env") || source.contains("$ENV") || source.contains("\\u")
}

/// Whether `word` stands in `text` with no letter, digit or underscore beside it.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}
