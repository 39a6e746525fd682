//! Symbolic links of the real file system.

use callgate::Resolver;
use std::{
    ffi::OsString,
    fs,
    path::{Component, Path, PathBuf},
};

/// As many links as Linux follows in one path.
const MAX_LINKS: usize = 40;

/// Follows symbolic links, also where the file itself does not exist yet: writing to a dangling
/// link makes its target.
#[derive(Debug)]
pub struct FileSystem;

impl Resolver for FileSystem {
    fn resolve(&self, path: &str) -> Option<String> {
        let resolved = follow(Path::new(path))?;
        let resolved = resolved.to_string_lossy();
        (resolved != path).then(|| resolved.into_owned())
    }
}

/// `path` with every symbolic link in it followed; `None` if links lead in a circle, since no file
/// can be reached through such a path.
fn follow(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::from("/");
    let mut pending: Vec<OsString> = components(path).rev().collect();
    let mut links = 0;
    while let Some(component) = pending.pop() {
        if component == ".." {
            resolved.pop();
            continue;
        }
        resolved.push(&component);
        let Ok(target) = fs::read_link(&resolved) else { continue };
        links += 1;
        if links > MAX_LINKS {
            return None;
        }
        if target.is_absolute() {
            resolved = PathBuf::from("/");
        } else {
            resolved.pop();
        }
        pending.extend(components(&target).rev());
    }
    Some(resolved)
}

/// The names in a path, `..` among them.
fn components(path: &Path) -> impl DoubleEndedIterator<Item = OsString> {
    path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some(OsString::from("..")),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    })
}
