//! `sed`: lines printed by number, or one substitution on standard input.

use super::plain;
use crate::{letters::one_of, shell::Words};

/// Whether the script is one of the two kinds that only print.
pub(super) fn only_prints(arguments: Words<'_>) -> bool {
    let (mut quiet, mut zero) = (false, false);
    let mut script = None;
    let (mut files, mut operands_only) = (0, false);
    for word in arguments.iter() {
        let text = word.value;
        if word.traits.unknown || !plain::is_token(arguments, &word, false) {
            return false;
        }
        if text == "--" && !operands_only {
            operands_only = true;
        } else if text.starts_with('-') {
            match text {
                _ if operands_only => return false,
                "--quiet" | "--silent" => quiet = true,
                "--zero-terminated" => zero = true,
                "--regexp-extended" | "--posix" => {}
                _ if is_letters(text) => {
                    quiet |= text.contains('n');
                    zero |= text.contains('z');
                }
                _ => return false,
            }
        } else if script.is_none() {
            script = Some(text);
        } else {
            files += 1;
        }
    }
    let Some(script) = script else { return false };
    if quiet { is_printing(script) } else { files == 0 && !zero && is_substitution(script) }
}

fn is_letters(option: &str) -> bool {
    option.len() > 1 && option.bytes().skip(1).all(|byte| b"nErz".contains(&byte))
}

/// `5p`, `1,5p; 10p`
fn is_printing(script: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    !script.contains('\n')
        && script.split(';').all(|command| {
            command.trim_matches(one_of(" \t")).strip_suffix('p').is_some_and(|address| {
                address.is_empty()
                    || match address.split_once(',') {
                        Some((first, last)) => is_number(first) && is_number(last),
                        None => is_number(address),
                    }
            })
        })
}

/// `s/pattern/replacement/flags`, where no flag writes or runs anything, and no slash is in the
/// texts, so that nothing can be taken for another command.
fn is_substitution(script: &str) -> bool {
    let script = script.trim_matches(one_of(" \t"));
    if !script.is_ascii() || script.contains(one_of("{};\n#$`")) {
        return false;
    }
    let Some(rest) = script.strip_prefix("s/") else { return false };
    let mut parts = rest.split('/');
    let (Some(pattern), Some(replacement), Some(flags), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let ends_open =
        |text: &str| text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let numbers = flags.bytes().filter(|byte| (b'1'..=b'9').contains(byte)).count();
    !ends_open(pattern)
        && !ends_open(replacement)
        && numbers <= 1
        && flags.bytes().all(|byte| b"gpiImM123456789".contains(&byte))
}
