//! Places that steer tools or the agent itself: no allow rule opens them to edits.

use crate::names::Names;
use std::borrow::Cow;

/// Directories whose whole content is protected, at any depth.
const DIRECTORIES: Names =
    Names::new(".cargo .claude .devcontainer .git .husky .idea .mvn .vscode .yarn");

/// Directories in directories.
const NESTED: &[(&str, &str)] = &[(".config", "git")];

/// Directories in protected ones that are not.
const EXEMPT: &[(&str, &str)] = &[(".claude", "worktrees")];

/// Files that are protected in any directory.
const FILES: Names = Names::new(
    ".bash_aliases .bash_login .bash_logout .bash_profile .bashrc .bazeliskrc .bazelrc \
     .bazelversion .bunfig.toml .claude.json .devcontainer.json .envrc .gitconfig .gitmodules \
     .lefthook.yaml .lefthook.yml .mcp.json .npmrc .pnp.cjs .pnp.loader.mjs .pnpmfile.cjs \
     .pre-commit-config.yaml .profile .ripgreprc .yarnrc .yarnrc.yml .zlogin .zlogout .zprofile \
     .zshenv .zshrc bunfig.toml gradle-wrapper.properties lefthook.yaml lefthook.yml \
     maven-wrapper.properties pyrightconfig.json",
);

/// Settings files of the client.
const SETTINGS: Names = Names::new("settings.json settings.local.json");

/// Is `path`, absolute and normal, one that allow rules and `acceptEdits` do not open?
pub(crate) fn is_protected(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(is_protected_below)
}

/// Is `path`, relative and normal, protected by what it says itself?
pub(crate) fn is_protected_below(path: &str) -> bool {
    let mut names = path.split('/').map(Name::new).peekable();
    while let Some(name) = names.next() {
        let next = names.peek();
        let pair = |pairs: &[(&str, &str)]| {
            pairs.iter().any(|(outer, inner)| {
                name.is_called(outer) && next.is_some_and(|next| next.is_called(inner))
            })
        };
        if next.is_none() && name.is_one_of(FILES) {
            return true;
        }
        if (name.is_one_of(DIRECTORIES) && !pair(EXEMPT)) || pair(NESTED) {
            return true;
        }
    }
    false
}

/// Is `path` a settings file of the client, or the directory of one? Whoever changes it changes the
/// rules. Dots and blanks at the ends of names, which Windows drops, do not count.
pub(crate) fn is_settings_file(path: &str) -> bool {
    let is_dropped = |character: char| character == '.' || character.is_whitespace();
    let mut names = path.rsplit('/').map(|name| Name::new(name.trim_end_matches(is_dropped)));
    let Some(name) = names.next() else { return false };
    let is_directory = |name: &Name<'_>| name.is_called(".claude");
    is_directory(&name)
        || name.is_one_of(SETTINGS) && names.next().is_some_and(|name| is_directory(&name))
}

/// A name as file systems compare it, but for the case of its ASCII letters: without an NTFS stream
/// (`.git::$INDEX_ALLOCATION`), without characters that macOS ignores, folded.
struct Name<'p>(Cow<'p, str>);

impl<'p> Name<'p> {
    fn new(name: &'p str) -> Name<'p> {
        let stream = memchr::memchr(b':', name.as_bytes());
        let name = stream.and_then(|stream| name.get(..stream)).unwrap_or(name);
        if name.is_ascii() {
            return Name(Cow::Borrowed(name));
        }
        let folded = name
            .chars()
            .filter(|character| !is_ignorable(*character))
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase);
        Name(folded.collect())
    }

    /// Could a file system take it for `known`?
    fn is_called(&self, known: &str) -> bool {
        self.0.eq_ignore_ascii_case(known)
    }

    fn is_one_of(&self, known: Names) -> bool {
        known.iter().any(|known| self.is_called(known))
    }
}

/// Joiners and marks of direction, which HFS+ leaves out of comparisons.
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protects_files_and_directories_at_any_depth() {
        for path in [
            "/w/.git",
            "/w/.git/hooks/pre-commit",
            "/w/a/.GIT/config",
            "/w/.claude/settings.json",
            "/home/dev/.bashrc",
            "/home/dev/.config/git/config",
        ] {
            assert!(is_protected(path), "{path}");
        }
        for path in ["/w/.github/x", "/w/.bashrc/x", "/w/.config/x", "/w/git/x"] {
            assert!(!is_protected(path), "{path}");
        }
    }

    #[test]
    fn settings_files_are_known_anywhere() {
        for path in [
            "/w/.claude/settings.json",
            "/w/a/.Claude/Settings.local.json:x",
            "/w/.claude",
            "/w/.claude. .",
            "/w/.claude /settings.json.",
        ] {
            assert!(is_settings_file(path), "{path}");
        }
        for path in ["/w/settings.json", "/w/.claude/a/settings.json", "/w/.claude/settings.json.x"]
        {
            assert!(!is_settings_file(path), "{path}");
        }
    }

    #[test]
    fn worktrees_are_exempt() {
        assert!(!is_protected("/w/.claude/worktrees/a/b"));
        assert!(!is_protected("/w/.cLaude/worKtrees/a"));
        assert!(is_protected("/w/.claude/worktrees/a/.git/x"));
        assert!(is_protected("/w/.claude/worktrees-x/a"));
    }

    #[test]
    fn disguised_names_are_seen_through() {
        for name in [
            ".g\u{200c}it",
            "\u{202e}.git",
            ".g\u{131}t",
            ".hu\u{17f}ky",
            ".hus\u{212a}y",
            ".git::$INDEX_ALLOCATION",
        ] {
            assert!(is_protected(&format!("/w/{name}/x")), "{name}");
        }
        assert!(is_protected("/w/.bashrc:x"));
        for name in [".\u{ff47}it", ".g\u{130}t", ".git\u{200b}"] {
            assert!(!is_protected(&format!("/w/{name}/x")), "{name}");
        }
    }
}
