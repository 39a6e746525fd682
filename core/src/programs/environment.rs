//! Environment variables, as far as an assignment to them changes what a command does.

use crate::{filter::Filter, names::Names};

/// What an assignment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing that matters: allow rules look past it.
    Harmless,
    /// Nothing that matters to the one command behind it; the commands that follow read it too.
    HarmlessOnce,
    /// A locale: harmless with a well known value, for the one command behind it.
    Locale,
    /// A number. The shell evaluates anything else as arithmetic.
    Number,
    /// The shell cuts words with it.
    WordSplitting,
    /// It decides which program a name stands for, or what is loaded into it.
    Lookup,
    /// Anything else may matter.
    Unknown,
}

/// Variables of which an assignment has a known effect.
const VARIABLES: &[(Effect, Names)] = &[
    (
        Effect::Harmless,
        Names::new(
            "ANTHROPIC_API_KEY BLOCKSIZE BLOCK_SIZE CGO_ENABLED CHARSET CI CLICOLOR \
             CLICOLOR_FORCE COLORTERM DEBIAN_FRONTEND FORCE_COLOR GCC_COLORS GIT_TERMINAL_PROMPT \
             GO111MODULE GOARCH GOEXPERIMENT GOOS GREP_COLOR GREP_COLORS LSCOLORS LS_COLORS \
             NODE_ENV NO_COLOR PYTEST_DEBUG PYTEST_DISABLE_PLUGIN_AUTOLOAD \
             PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED RUST_BACKTRACE RUST_LOG TERM TIME_STYLE TZ",
        ),
    ),
    (Effect::HarmlessOnce, Names::new("LANGUAGE LC_TIME")),
    (Effect::Locale, Names::new("LANG LC_ALL LC_CTYPE")),
    (
        Effect::Lookup,
        Names::new(
            "BASH_ENV CDPATH DIRSTACK DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH ENV EXECIGNORE \
             GLOBIGNORE HISTFILE HOME LD_AUDIT LD_BIND_NOW LD_DEBUG LD_LIBRARY_PATH LD_PRELOAD \
             MAILPATH MANPATH NULLCMD PATH PS4 READNULLCMD SHELL ZDOTDIR cdpath fpath path",
        ),
    ),
    (Effect::Number, Names::new("COLUMNS LINES")),
    (Effect::WordSplitting, Names::new("IFS")),
];

/// What an assignment to `name` does.
pub(crate) fn effect(name: &str) -> Effect {
    const NAMES: Filter = {
        let mut names = Filter::EMPTY;
        let mut row = 0;
        while row < VARIABLES.len() {
            names = names.with_all(VARIABLES[row].1);
            row += 1;
        }
        names
    };
    let found = || VARIABLES.iter().find(|(_, names)| names.contains(name));
    NAMES.may_hold(name).then(found).flatten().map_or(Effect::Unknown, |(effect, _)| *effect)
}

/// Does an allow rule look past `name=value` in front of a command? `value` as written.
pub(crate) fn is_harmless_prefix(name: &str, value: &str) -> bool {
    !value.is_empty() && is_plain(value) && is_harmless_once(name, value)
}

/// Does `name=value` in front of a command that only reads change nothing that matters? `value`
/// without quotes.
pub(crate) fn is_harmless_once(name: &str, value: &str) -> bool {
    !leads_elsewhere(value)
        && match effect(name) {
            Effect::Harmless | Effect::HarmlessOnce => true,
            Effect::Locale => is_plain(value) && is_known_locale(value),
            Effect::Number => is_number(value),
            Effect::WordSplitting | Effect::Lookup | Effect::Unknown => false,
        }
}

/// No character of it means anything to a shell.
fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./:-".contains(&byte))
}

/// Could the value be a path that starts at the root, at a home directory or above the working
/// directory, or a list with such a path?
fn leads_elsewhere(value: &str) -> bool {
    // The ends of the value are ends of a path in a list, too.
    let byte = |at: usize| value.as_bytes().get(at).copied().unwrap_or(b':');
    let ends_component = |byte| matches!(byte, b'/' | b':' | b'\\');
    (0..=value.len()).any(|at| match (byte(at.wrapping_sub(1)), byte(at)) {
        (_, b'~' | b'`') | (b'/' | b'.' | b':', b'/') | (b':', b'\\') | (b'\\', b' ') => true,
        (before, b'.') => {
            ends_component(before) && byte(at + 1) == b'.' && ends_component(byte(at + 2))
        }
        _ => false,
    })
}

/// Does `name=value`, as a command of its own, change nothing for what follows?
pub(crate) fn is_harmless_alone(name: &str, value: &str) -> bool {
    match effect(name) {
        Effect::Harmless => true,
        Effect::Number => is_number(value),
        _ => false,
    }
}

fn is_number(value: &str) -> bool {
    !value.is_empty()
        && (value == "0" || !value.starts_with('0'))
        && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// `C`, `POSIX`, `en_US.UTF-8`: locales in which no byte is taken for another.
fn is_known_locale(value: &str) -> bool {
    let codeset = value.rsplit('.').next().unwrap_or(value);
    matches!(value, "C" | "POSIX") || matches!(codeset, "UTF-8" | "utf8" | "utf-8")
}

/// Variables that a shell or a login sets, so that they are neither empty nor a list of options.
const KEPT_BY_SHELLS: Names = Names::new(
    "BASHPID BASH_VERSION EUID HISTFILE HOSTNAME IFS LINENO LOGNAME OLDPWD PATH PPID PWD RANDOM \
     SECONDS SHELL SHLVL TMPDIR UID USER",
);

/// Does the client know what kind of value the variable has?
pub(crate) fn is_kept_by_shells(name: &str) -> bool {
    KEPT_BY_SHELLS.contains(name)
}

#[cfg(test)]
mod tests {
    use super::{is_harmless_alone, is_harmless_once, is_harmless_prefix};

    #[test]
    fn values_of_harmless_variables_are_plain() {
        for value in ["1", "a:b", ":a", "a/b", "a/", "a-b", "a.b_c", "x..y", "America/New_York"] {
            assert!(is_harmless_prefix("CI", value), "{value}");
        }
        for value in [
            "", "'a'", "a,b", "a=b", "a*", "$X", "a@b", "/etc/x", ":/etc/x", "a/../b", "..",
            "a:..", "é", "a b", "a//b", "./a", "a:/",
        ] {
            assert!(!is_harmless_prefix("CI", value), "{value}");
        }
        assert!(!is_harmless_prefix("PATH", "x") && !is_harmless_prefix("FOO", "1"));
    }

    #[test]
    fn readers_may_have_any_value_that_leads_nowhere() {
        for value in ["", "a b", "+%F %T", "mt=01;31", "$(x)", "a\"b", "x /y", "é"] {
            assert!(is_harmless_once("TZ", value), "{value}");
        }
        for value in ["/a", "a b/../c", "~", "a`b`", "C:\\x", "\\a", "a:../b"] {
            assert!(!is_harmless_once("TZ", value), "{value}");
        }
        assert!(!is_harmless_once("LC_ALL", "a b.UTF-8") && !is_harmless_once("COLUMNS", ""));
    }

    #[test]
    fn locales_and_numbers_are_looked_at() {
        for value in ["C", "POSIX", "en_US.UTF-8", "C.utf8", "UTF-8"] {
            assert!(is_harmless_prefix("LC_ALL", value), "{value}");
        }
        for value in ["de_DE", "zh_CN.GBK", "1"] {
            assert!(!is_harmless_prefix("LANG", value), "{value}");
        }
        assert!(is_harmless_prefix("COLUMNS", "80") && !is_harmless_prefix("COLUMNS", "x"));
    }

    #[test]
    fn some_variables_are_harmless_for_one_command_only() {
        assert!(is_harmless_prefix("LANG", "C") && !is_harmless_alone("LANG", "C"));
        assert!(is_harmless_prefix("LC_TIME", "C") && !is_harmless_alone("LC_TIME", "C"));
        assert!(is_harmless_alone("CI", "a b"));
        assert!(!is_harmless_alone("A", "1"));
    }
}
