//! Where a Claude Code session finds its settings.

use crate::{failure::Failure, options};
use callgate::{Layer, Source};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The directory of the managed settings.
const MANAGED: &str = if cfg!(target_os = "macos") {
    "/Library/Application Support/ClaudeCode"
} else if cfg!(windows) {
    r"C:\Program Files\ClaudeCode"
} else {
    "/etc/claude-code"
};

/// All settings layers of a session that was started in `project` by the user of `home`.
///
/// # Errors
/// If a file is there and cannot be read: its rules must not get lost.
pub fn layers(project: &Path, home: &Path) -> Result<Vec<Layer>, Failure> {
    let mut layers = managed(Path::new(MANAGED))?;
    let user = env::var_os("CLAUDE_CONFIG_DIR").map(PathBuf::from);
    let directory = user.as_ref().map(|user| user.to_string_lossy().into_owned());
    let user = user.unwrap_or_else(|| home.join(".claude"));
    if let Some(layer) = layer_if_present(Source::User, &user.join("settings.json"))? {
        layers.push(Layer { directory, ..layer });
    }
    let local = local(project);
    for (source, path) in
        [(Source::Project, project.join(".claude/settings.json")), (Source::Local, local)]
    {
        layers.extend(layer_if_present(source, &path)?);
    }
    Ok(layers)
}

/// Managed settings: the file, then the fragments of its drop-in folder in the order of their
/// names.
fn managed(directory: &Path) -> Result<Vec<Layer>, Failure> {
    let mut layers = Vec::new();
    layers.extend(layer_if_present(Source::Managed, &directory.join("managed-settings.json"))?);
    let folder = directory.join("managed-settings.d");
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if absent(&error) => return Ok(layers),
        Err(error) => return Err(Failure::file(&folder, &error)),
    };
    let paths: Result<Vec<PathBuf>, io::Error> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| Failure::file(&folder, &error))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    for path in paths {
        layers.extend(layer_if_present(Source::Managed, &path)?);
    }
    Ok(layers)
}

/// The local settings of a session in `project`. One that is started below the root of a git
/// repository has those of the root; the project's own settings are not looked for there.
fn local(project: &Path) -> PathBuf {
    const NAME: &str = ".claude/settings.local.json";
    let root = project.ancestors().find(|directory| directory.join(".git").exists());
    root.unwrap_or(project).join(NAME)
}

fn layer_if_present(source: Source, path: &Path) -> Result<Option<Layer>, Failure> {
    match fs::metadata(path) {
        Err(error) if absent(&error) => Ok(None),
        _ => layer(source, path).map(Some),
    }
}

/// A layer from a file, named for it.
pub fn layer(source: Source, path: &Path) -> Result<Layer, Failure> {
    let text = options::text(path)?;
    Ok(Layer { name: path.display().to_string(), ..Layer::new(source, text) })
}

/// There is no such file, as opposed to one that cannot be read.
fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
