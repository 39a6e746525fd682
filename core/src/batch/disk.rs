//! The file system around recorded calls.

use super::Group;
use crate::{call::Resolver, json::Node, order::Table, path};

/// The file system that a group was recorded in: its `files`, and what any Linux has.
pub(super) struct Disk {
    links: Table<String>,
    /// By path; whatever the value.
    directories: Table<String>,
}

/// Directories that are there without being named.
const STANDARD_DIRECTORIES: [&str; 8] =
    ["//", "/dev/", "/etc/", "/etc/ssl/", "/opt/", "/proc/", "/tmp/", "/usr/"];

impl Disk {
    pub(super) fn new(group: &Group<'_>) -> Disk {
        let mut links = Vec::new();
        let mut directories = Vec::new();
        let mut add = |path: &str| {
            for (at, _) in path.match_indices('/').skip(1) {
                directories.push((path.get(..at).unwrap_or_default().to_owned(), String::new()));
            }
        };
        STANDARD_DIRECTORIES.iter().for_each(|path| add(path));
        add(&format!("{}/.git/", group.cwd));
        add(&format!("{}/.claude/", group.home));
        for (path, file) in &group.files {
            let path = path::join(&group.cwd, path);
            match file.is_null() {
                true => add(&format!("{path}/")),
                false => add(&path),
            }
            if let Some(target) = file.member("symlink").and_then(Node::string) {
                links.push((path.into_owned(), target));
            }
        }
        Disk { links: Table::overridden(links), directories: Table::new(directories) }
    }
}

impl Resolver for Disk {
    fn read_link(&self, path: &str) -> Option<String> {
        self.links.get(path).cloned()
    }

    fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn is_directory(&self, path: &str) -> Option<bool> {
        let followed = path::follow(path, self).ok()?;
        let path = followed.end().unwrap_or(path);
        let is_directory = self.directories.get(path).is_some();
        // No group names the programs of the system.
        (is_directory || !path.starts_with("/usr/")).then_some(is_directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_has_what_its_group_puts_there() {
        let group = r#"{"id": "g", "calls": [], "files": {
            "a": {"symlink": "dir"}, "/x": {"symlink": "/y"}, "plain": "", "dir": null}}"#;
        let disk = Disk::new(&Group::read(group).unwrap());
        assert_eq!(disk.read_link("/home/dev/project/a").as_deref(), Some("dir"));
        assert_eq!(disk.read_link("/x").as_deref(), Some("/y"));
        assert_eq!(disk.read_link("/home/dev/project/plain"), None);
        assert_eq!(disk.is_directory("/home/dev/project/a"), Some(true));
        assert_eq!(disk.is_directory("/home/dev/project/plain"), Some(false));
        assert_eq!(disk.is_directory("/home/dev/other"), Some(false));
        assert_eq!(disk.is_directory("/etc"), Some(true));
    }
}
