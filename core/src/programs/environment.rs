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

/// Variables whose value is no way to make a program run something else; sorted by name.
const VARIABLES: &[(&str, Effect)] = &[
    ("ANTHROPIC_API_KEY", Effect::Harmless),
    ("BASH_ENV", Effect::Lookup),
    ("BLOCKSIZE", Effect::Harmless),
    ("BLOCK_SIZE", Effect::Harmless),
    ("CDPATH", Effect::Lookup),
    ("CGO_ENABLED", Effect::Harmless),
    ("CHARSET", Effect::Harmless),
    ("CI", Effect::Harmless),
    ("CLICOLOR", Effect::Harmless),
    ("CLICOLOR_FORCE", Effect::Harmless),
    ("COLORTERM", Effect::Harmless),
    ("COLUMNS", Effect::Number),
    ("DEBIAN_FRONTEND", Effect::Harmless),
    ("DIRSTACK", Effect::Lookup),
    ("DYLD_INSERT_LIBRARIES", Effect::Lookup),
    ("DYLD_LIBRARY_PATH", Effect::Lookup),
    ("ENV", Effect::Lookup),
    ("EXECIGNORE", Effect::Lookup),
    ("FORCE_COLOR", Effect::Harmless),
    ("GCC_COLORS", Effect::Harmless),
    ("GIT_TERMINAL_PROMPT", Effect::Harmless),
    ("GLOBIGNORE", Effect::Lookup),
    ("GO111MODULE", Effect::Harmless),
    ("GOARCH", Effect::Harmless),
    ("GOEXPERIMENT", Effect::Harmless),
    ("GOOS", Effect::Harmless),
    ("GREP_COLOR", Effect::Harmless),
    ("GREP_COLORS", Effect::Harmless),
    ("HISTFILE", Effect::Lookup),
    ("HOME", Effect::Lookup),
    ("IFS", Effect::WordSplitting),
    ("LANG", Effect::Locale),
    ("LANGUAGE", Effect::HarmlessOnce),
    ("LC_ALL", Effect::Locale),
    ("LC_CTYPE", Effect::Locale),
    ("LC_TIME", Effect::HarmlessOnce),
    ("LD_AUDIT", Effect::Lookup),
    ("LD_BIND_NOW", Effect::Lookup),
    ("LD_DEBUG", Effect::Lookup),
    ("LD_LIBRARY_PATH", Effect::Lookup),
    ("LD_PRELOAD", Effect::Lookup),
    ("LINES", Effect::Number),
    ("LSCOLORS", Effect::Harmless),
    ("LS_COLORS", Effect::Harmless),
    ("MAILPATH", Effect::Lookup),
    ("MANPATH", Effect::Lookup),
    ("NODE_ENV", Effect::Harmless),
    ("NO_COLOR", Effect::Harmless),
    ("NULLCMD", Effect::Lookup),
    ("PATH", Effect::Lookup),
    ("PS4", Effect::Lookup),
    ("PYTEST_DEBUG", Effect::Harmless),
    ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", Effect::Harmless),
    ("PYTHONDONTWRITEBYTECODE", Effect::Harmless),
    ("PYTHONUNBUFFERED", Effect::Harmless),
    ("READNULLCMD", Effect::Lookup),
    ("RUST_BACKTRACE", Effect::Harmless),
    ("RUST_LOG", Effect::Harmless),
    ("SHELL", Effect::Lookup),
    ("TERM", Effect::Harmless),
    ("TIME_STYLE", Effect::Harmless),
    ("TZ", Effect::Harmless),
    ("ZDOTDIR", Effect::Lookup),
    ("cdpath", Effect::Lookup),
    ("fpath", Effect::Lookup),
    ("path", Effect::Lookup),
];

/// What an assignment to `name` does.
pub(crate) fn effect(name: &str) -> Effect {
    const NAMES: Filter = {
        let mut names = Filter::EMPTY;
        let mut row = 0;
        while row < VARIABLES.len() {
            names = names.with(VARIABLES[row].0);
            row += 1;
        }
        names
    };
    if !NAMES.may_hold(name) {
        return Effect::Unknown;
    }
    VARIABLES
        .binary_search_by(|(variable, _)| (*variable).cmp(name))
        .ok()
        .and_then(|row| VARIABLES.get(row))
        .map_or(Effect::Unknown, |(_, effect)| *effect)
}

/// Does an allow rule look past `name=value` in front of a command? `value` as written.
pub(crate) fn is_harmless_prefix(name: &str, value: &str) -> bool {
    let plain = !value.is_empty()
        && !value.starts_with(['/', ':'])
        && !value.contains("..")
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./:-".contains(&byte));
    plain
        && match effect(name) {
            Effect::Harmless | Effect::HarmlessOnce => true,
            Effect::Locale => is_known_locale(value),
            Effect::Number => is_number(value),
            Effect::WordSplitting | Effect::Lookup | Effect::Unknown => false,
        }
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
    use super::{VARIABLES, is_harmless_alone, is_harmless_prefix};

    #[test]
    fn variables_are_sorted() {
        assert!(VARIABLES.is_sorted_by(|one, two| one.0 < two.0));
    }

    #[test]
    fn values_of_harmless_variables_are_plain() {
        for value in ["1", "a:b", "a/b", "a-b", "a.b_c", "America/New_York"] {
            assert!(is_harmless_prefix("CI", value), "{value}");
        }
        for value in
            ["", "'a'", "a,b", "a=b", "a*", "$X", "a@b", "/etc/x", ":/etc/x", "a/../b", "é", "a b"]
        {
            assert!(!is_harmless_prefix("CI", value), "{value}");
        }
        assert!(!is_harmless_prefix("PATH", "x") && !is_harmless_prefix("FOO", "1"));
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
