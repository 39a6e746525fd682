//! `xargs`: it may start what only reads, whatever its arguments turn out to be.

use super::plain;
use crate::{programs::read_only, shell::Words};

/// Whether the program that is started is one of those. `may_show` says whether it may show files that
/// nobody has seen the names of.
pub(super) fn starts_readers(arguments: Words<'_>, may_show: &dyn Fn() -> bool) -> bool {
    let may_start = |program: &str| {
        read_only::may_follow_xargs(program) && (!read_only::shows_files(program) || may_show())
    };
    if arguments.iter().any(|word| !plain::is_token(arguments, &word, false)) {
        return false;
    }
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let text = word.value;
        if text == "--" {
            return words.next().is_some_and(|word| may_start(word.value));
        }
        if !text.starts_with('-') {
            return may_start(text);
        }
        let (name, inline) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let harmless = match name {
            "-L" | "-P" | "-n" | "-s" | "-d" | "-E" | "-I" => {
                let value = inline.or_else(|| words.next().map(|word| word.value)).unwrap_or("");
                match name {
                    "-d" => value != "-" && value.chars().count() == 1,
                    "-E" => value == "EOF",
                    "-I" => value == "{}",
                    _ => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
                }
            }
            _ => {
                inline.is_none()
                    && text.len() > 1
                    && text.bytes().skip(1).all(|byte| b"0rtx".contains(&byte))
            }
        };
        if !harmless {
            return false;
        }
    }
    true
}
