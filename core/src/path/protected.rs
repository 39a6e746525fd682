//! Places that steer tools or the agent itself: no allow rule opens them to edits.

/// Directories whose whole content is protected, at any depth.
const DIRECTORIES: &[&str] =
    &[".cargo", ".claude", ".devcontainer", ".git", ".husky", ".idea", ".mvn", ".vscode", ".yarn"];

/// Files that are protected in any directory.
const FILES: &[&str] = &[
    ".bash_aliases",
    ".bash_login",
    ".bash_logout",
    ".bash_profile",
    ".bashrc",
    ".bazeliskrc",
    ".bazelrc",
    ".bazelversion",
    ".bunfig.toml",
    ".claude.json",
    ".devcontainer.json",
    ".envrc",
    ".gitconfig",
    ".gitmodules",
    ".lefthook.yaml",
    ".lefthook.yml",
    ".mcp.json",
    ".npmrc",
    ".pnp.cjs",
    ".pnp.loader.mjs",
    ".pnpmfile.cjs",
    ".pre-commit-config.yaml",
    ".profile",
    ".ripgreprc",
    ".yarnrc",
    ".yarnrc.yml",
    ".zlogin",
    ".zlogout",
    ".zprofile",
    ".zshenv",
    ".zshrc",
    "bunfig.toml",
    "gradle-wrapper.properties",
    "lefthook.yaml",
    "lefthook.yml",
    "maven-wrapper.properties",
    "pyrightconfig.json",
];

/// Is `path`, absolute and normal, one that allow rules and `acceptEdits` do not open?
pub(crate) fn protected(path: &str) -> bool {
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let next = segments.peek().copied();
        if next.is_none() && is_in(FILES, segment) {
            return true;
        }
        let exempt = segment.eq_ignore_ascii_case(".claude") && next == Some("worktrees");
        if is_in(DIRECTORIES, segment) && !exempt {
            return true;
        }
        if segment.eq_ignore_ascii_case(".config")
            && next.is_some_and(|next| next.eq_ignore_ascii_case("git"))
        {
            return true;
        }
    }
    false
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
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
            assert!(protected(path), "{path}");
        }
        for path in ["/w/.github/x", "/w/.bashrc/x", "/w/.claude/worktrees/a/b", "/w/.config/x"] {
            assert!(!protected(path), "{path}");
        }
    }
}
