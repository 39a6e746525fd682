//! Programs whose arguments take a few lines to judge.

use super::{literal, plain};
use crate::{letters::one_of, names::Names, shell::Words};

/// Options that choose where `docker` looks, or Podman under its name.
const DOCKER_CONNECTION: Names = Names::new(
    "--config --connection --context --host --identity --module --out --remote --tlscacert --tlscert \
     --tlskey --url",
);

/// `docker ps` and `docker images`: anything but the options that choose where to look.
pub(super) fn docker_listing(arguments: Words<'_>) -> bool {
    arguments.iter().all(|word| {
        let text = word.value;
        let name = text.split_once('=').map_or(text, |(name, _)| name);
        let chooses = if text.starts_with("--") {
            DOCKER_CONNECTION.contains(name)
        } else {
            text.starts_with('-') && text.contains(one_of("cHr"))
        };
        !chooses
            && !text.starts_with('~')
            && !plain::is_pattern(arguments, &word)
            && plain::is_fixed_line(arguments, &word)
    })
}

/// `history`, `history 5`
pub(super) fn history(arguments: Words<'_>) -> bool {
    let number = arguments.value(0);
    arguments.is_empty()
        || (arguments.len() == 1
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `hostname` with options that ask; an operand would set the name.
pub(super) fn hostname(arguments: Words<'_>) -> bool {
    arguments.iter().all(|word| {
        matches!(
            literal(arguments, &word),
            Some(
                "-A" | "-I"
                    | "-V"
                    | "-a"
                    | "-d"
                    | "-f"
                    | "-h"
                    | "-i"
                    | "-s"
                    | "-v"
                    | "--alias"
                    | "--all-fqdns"
                    | "--all-ip-addresses"
                    | "--domain"
                    | "--fqdn"
                    | "--help"
                    | "--ip-address"
                    | "--long"
                    | "--short"
                    | "--verbose"
                    | "--version"
            )
        )
    })
}

/// `ifconfig`, `ifconfig eth0`: more words would change the interface.
pub(super) fn interface(arguments: Words<'_>) -> bool {
    arguments.len() <= 1
        && arguments.iter().all(|word| {
            word.is_certain() && word.value.starts_with(|first: char| first.is_ascii_alphabetic())
        })
}

/// `stat`: in zsh it is a builtin that can set a variable, with `-A` or `-H`.
pub(super) fn stat(arguments: Words<'_>) -> bool {
    arguments.iter().all(|word| {
        let letters = word.value.starts_with('-') && !word.value.starts_with("--");
        plain::is_argument(arguments, &word) && !(letters && word.value.contains(one_of("AH")))
    })
}

/// `uniq` with options alone; the second operand would be written to.
pub(super) fn uniq(arguments: Words<'_>) -> bool {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(text) = literal(arguments, &word) else { return false };
        let known = if matches!(text, "-f" | "-s" | "-w") {
            let mut ahead = words.clone();
            let number = ahead.next().and_then(|word| literal(arguments, &word)).unwrap_or("-");
            if number.bytes().all(|byte| byte.is_ascii_digit()) {
                words = ahead;
            }
            true
        } else if let Some(long) = text.strip_prefix("--") {
            let (name, value) = long.split_once('=').unwrap_or((long, "x"));
            let mut bytes = name.bytes();
            !name.is_empty()
                && !value.is_empty()
                && bytes.all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        } else if let Some(letters) = text.strip_prefix('-') {
            !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        } else {
            false
        };
        if !known {
            return false;
        }
    }
    true
}
