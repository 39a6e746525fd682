//! Path rules.

use super::Check;
use crate::{diagnostic::Code, letters::one_of, names::Names, rule::List};

/// Top directories of common systems: a path below one of them is meant from the root.
const TOP_DIRECTORIES: Names = Names::new(
    "Applications Library System Users Volumes bin boot dev etc home lib media mnt opt private \
     proc root run sbin srv sys tmp usr var",
);

/// Directories and files that lie in the home directory, where `**/` does not reach.
const IN_HOME: Names = Names::new(
    ".aws .azure .bash_history .cargo .config .docker .gcp .git-credentials .gnupg .kube .netrc \
     .npmrc .pypirc .ssh .zsh_history Library",
);

pub(super) fn check(list: List, tool: &str, specifier: &str) -> Vec<Check> {
    let consulted = match tool {
        "Read" | "Edit" => None,
        "Glob" | "Grep" | "LS" => Some("Read"),
        _ => Some("Edit"),
    };
    if let Some(consulted) = consulted {
        return vec![(Code::InertPathTool, Some(format!("write `{consulted}({specifier})`")))];
    }
    if let Some(pattern) = specifier.strip_prefix('!') {
        let inert = list == List::Allow || pattern.is_empty();
        return inert.then_some((Code::InertNegation, None)).into_iter().collect();
    }
    if never_matches(specifier) {
        return vec![(Code::InertPath, None)];
    }
    if let Some(path) = specifier.strip_prefix('/').filter(|path| !path.starts_with('/')) {
        let top = path.split('/').next().unwrap_or("");
        if TOP_DIRECTORIES.contains(top) {
            let help = format!("write `{tool}(/{specifier})` for an absolute path");
            return vec![(Code::SingleSlash, Some(help))];
        }
    }
    if list != List::Allow
        && let Some(rest) = specifier.strip_prefix("**/")
        && rest.split('/').any(|segment| IN_HOME.contains(segment))
    {
        let help =
            format!("write `{tool}(//{specifier})`, or `{tool}(~/{rest})` for the home directory");
        return vec![(Code::BelowCwd, Some(help))];
    }
    Vec::new()
}

fn never_matches(pattern: &str) -> bool {
    let path = pattern.trim_end();
    matches!(path, "" | "." | "./" | "/" | "//")
        || path.starts_with(one_of("#$"))
        || (path.starts_with('~') && path != "~" && !path.starts_with("~/"))
        || path.split('/').any(|segment| segment == "..")
        || (path.contains('{') && path.contains(',') && path.contains('}'))
}
