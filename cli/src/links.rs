//! The real file system.

use callgate::Resolver;
use std::{fs, path::Path};

/// Looks at the disk.
#[derive(Debug)]
pub struct FileSystem;

impl Resolver for FileSystem {
    fn read_link(&self, path: &str) -> Option<String> {
        Some(fs::read_link(path).ok()?.to_string_lossy().into_owned())
    }

    fn is_directory(&self, path: &str) -> Option<bool> {
        Some(Path::new(path).is_dir())
    }
}
