//! `test` and `[`: shells evaluate what stands in the place of a number, subscripts included.

use super::plain;
use crate::shell::{Word, Words};

/// Whether the arguments of `test` are a condition without surprises.
pub(super) fn test(arguments: Words<'_>) -> bool {
    // An index could hold a command, in quotes too.
    let is_literal =
        |word: &Word<'_>| plain::is_token(arguments, word, false) && !word.value.contains('[');
    let mut before = "";
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let text = word.value;
        if !is_literal(&word) {
            return false;
        }
        if !text.starts_with('-') || text == "-" {
            before = text;
            continue;
        }
        let Some(value) = words.next() else { return false };
        let known = is_literal(&value)
            && !value.value.starts_with('-')
            && match text {
                "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
                    is_number(before) && is_number(value.value)
                }
                "-t" => is_number(value.value),
                "-nt" | "-ot" | "-ef" => true,
                _ => text.len() == 2 && text.ends_with(is_unary),
            };
        if !known {
            return false;
        }
        before = value.value;
    }
    true
}

/// Whether the words from `[` on are one condition with at most one operator.
pub(super) fn bracket(words: Words<'_>) -> bool {
    let is_bracket = |word: Option<Word<'_>>, text: &str| {
        word.is_some_and(|word| plain::source(words, &word) == text)
    };
    if words.len() < 2 || !is_bracket(words.first(), "[") || !is_bracket(words.last(), "]") {
        return false;
    }
    let inside = words.skip(1);
    let mut count = inside.len() - 1;
    let certain = inside.iter().take(count).all(|word| {
        let traits = word.traits;
        !(traits.unknown || traits.substitution || plain::has_bare_pattern(words, &word))
            && plain::source(words, &word) != "]"
            && plain::is_fixed(words, &word)
    });
    let mut condition = inside;
    if count > 1 && condition.value(0) == "!" {
        condition = condition.skip(1);
        count -= 1;
    }
    let words = [condition.value(0), condition.value(1), condition.value(2)];
    certain && count <= 3 && (count == 0 || is_condition(&words, count))
}

fn is_condition(words: &[&str; 3], count: usize) -> bool {
    let [first, second, third] = *words;
    match count {
        1 => true,
        2 => match first {
            "-v" => !second.contains('['),
            "-t" => is_number(second),
            _ => first.len() == 2 && first.starts_with('-') && first.ends_with(is_unary),
        },
        _ => match second {
            "=" | "==" | "!=" | "=~" | "-nt" | "-ot" | "-ef" => true,
            "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => is_integer(first) && is_integer(third),
            _ => false,
        },
    }
}

/// Letters of operators with one operand.
fn is_unary(letter: char) -> bool {
    "bcdefghknprstuwxzGLNOS".contains(letter)
}

/// A number for `[`, which takes negative ones too.
fn is_integer(text: &str) -> bool {
    is_number(text.strip_prefix('-').unwrap_or(text))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
