//! `printf`: shells evaluate what stands in the place of a number, subscripts included.

use super::plain;
use crate::{letters::one_of, shell::Words};

/// Whether no argument is stored in a variable, nor evaluated.
pub(super) fn only_prints(arguments: Words<'_>) -> bool {
    if arguments.iter().any(|word| {
        plain::is_pattern(arguments, &word)
            || !plain::is_fixed_line(arguments, &word)
            || (word.value.contains('[') && word.value.contains(one_of("$`")))
    }) {
        return false;
    }
    let operands = match arguments.value(0) {
        "--" => arguments.skip(1),
        option if option.starts_with('-') => return false,
        _ => arguments,
    };
    let format = operands.value(0);
    let unknown = operands.first().is_some_and(|word| word.traits.unknown);
    !unknown
        && !format.contains('$')
        && (takes_texts(format) || operands.skip(1).iter().all(|word| is_number(word.value)))
}

/// Whether all conversions are of texts.
fn takes_texts(format: &str) -> bool {
    let mut rest = format;
    while let Some((_, behind)) = rest.split_once('%') {
        let conversion = behind
            .trim_start_matches(one_of("-+ #0"))
            .trim_start_matches(|character: char| character.is_ascii_digit());
        let conversion = match conversion.strip_prefix('.') {
            Some(precision) => {
                precision.trim_start_matches(|character: char| character.is_ascii_digit())
            }
            None => conversion,
        };
        match conversion.chars().next() {
            Some('s' | 'b' | 'q' | 'c') => rest = conversion.get(1..).unwrap_or(""),
            Some('%') if conversion.len() == behind.len() => {
                rest = conversion.get(1..).unwrap_or("");
            }
            _ => return false,
        }
    }
    true
}

/// `5`, `-5`, `0x1f`, `1.5`, `1e5`
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(one_of("-+")).unwrap_or(text);
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return !hexadecimal.is_empty() && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let is_whole = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    is_whole(whole) && is_whole(fraction) && is_whole(exponent)
}
