//! Shells, which run the command line that stands behind `-c`.

use super::{last_step, without_exe};
use crate::{letters::one_of, names::Names};

/// The names that the client knows, as asked of client 2.1.329. It takes them in any case, and
/// with a version or `.exe` behind them.
const SHELLS: Names = Names::new("ash bash dash hush ksh mksh rbash sh zsh");

/// Long options of shells whose value is the next word.
const VALUED: Names = Names::new("init-file rcfile");

/// Does `program` name a shell?
pub(crate) fn is_shell(program: &str) -> bool {
    if !looks_like_shell(program) {
        return false;
    }
    let name = stem(last_step(program));
    SHELLS.iter().any(|shell| shell.eq_ignore_ascii_case(name))
}

/// Does a name end as those of shells do? Most do not.
pub(super) fn looks_like_shell(name: &str) -> bool {
    match name.as_bytes() {
        [.., b's' | b'S', b'h' | b'H'] => true,
        [.., b'0'..=b'9'] => name.bytes().any(|byte| byte == b'-'),
        [.., b'e' | b'E'] => stem(name).len() < name.len(),
        _ => false,
    }
}

/// A name without `.exe` and without a version: of `bash-5.2.exe` only `bash`.
#[cfg_attr(built_for_size, optimize(speed))]
fn stem(name: &str) -> &str {
    let name = without_exe(name);
    let without_version =
        name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    match without_version.strip_suffix('-') {
        Some(stem) if without_version.len() < name.len() => stem,
        _ => name,
    }
}

/// Is `program` one that is other programs, shells among them, as its first argument says?
pub(crate) fn is_box(program: &str) -> bool {
    matches!(program, "busybox" | "toybox")
}

/// What an argument of a shell in front of its command line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// An option; the words that belong to it, itself among them.
    Option(usize),
    /// The option that says that a command line follows.
    CommandLine,
    /// No option, or the end of them.
    Other,
}

/// What is `argument`?
pub(crate) fn argument(argument: &str) -> Argument {
    if let Some(long) = argument.strip_prefix("--") {
        return match long {
            "" => Argument::Other,
            long => Argument::Option(1 + usize::from(VALUED.contains(long))),
        };
    }
    match argument.strip_prefix(one_of("-+")) {
        None | Some("") => Argument::Other,
        Some(_) if announces_line(argument) => Argument::CommandLine,
        Some(letters) => Argument::Option(1 + usize::from(letters.ends_with(one_of("oO")))),
    }
}

/// Is this an option of letters with a `c` among them?
pub(crate) fn announces_line(argument: &str) -> bool {
    argument.strip_prefix('-').is_some_and(|letters| {
        letters.contains('c') && letters.bytes().all(|letter| letter.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_go_by_many_names() {
        for shell in ["sh", "/bin/bash", "BASH", "bash-5.2", "zsh-5", "bash.exe", "Bash-5.EXE"] {
            assert!(is_shell(shell), "{shell}");
        }
        for other in ["", "fish", "bash5", "bash-", "bash-x", "ksh93", "sh.bin", "a.sh", "é.exe"] {
            assert!(!is_shell(other), "{other}");
        }
    }

    #[test]
    fn a_command_line_is_announced_by_letters() {
        for option in ["-c", "-lc", "-ceu", "-Cc"] {
            assert_eq!(argument(option), Argument::CommandLine, "{option}");
        }
        for option in ["-a1c", "-c5", "+c", "-C", "--norc"] {
            assert_eq!(argument(option), Argument::Option(1), "{option}");
        }
        for option in ["--rcfile", "-o", "+O", "-eo"] {
            assert_eq!(argument(option), Argument::Option(2), "{option}");
        }
        for other in ["-", "--", "", "x"] {
            assert_eq!(argument(other), Argument::Other, "{other}");
        }
    }
}
