//! Where a Claude Code session finds its settings.

use crate::{failure::Failure, options};
use callgate::{Layer, Source};
use serde::{Deserialize, de::IgnoredAny};
use std::{
    borrow::Cow,
    collections::HashMap,
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
const PROJECT: &str = ".claude/settings.json";
const LOCAL: &str = ".claude/settings.local.json";

/// All settings layers of a session that was started in `project` by the user of `home`.
///
/// # Errors
/// If a file is there and cannot be read: its rules must not get lost.
pub fn layers(project: &Path, home: &Path) -> Result<Vec<Layer>, Failure> {
    let mut layers = managed(Path::new(MANAGED))?;
    let configuration = env::var_os("CLAUDE_CONFIG_DIR").map(PathBuf::from);
    let user = configuration.clone().unwrap_or_else(|| home.join(".claude"));
    layers.extend(layer_if_present(Source::User, &user.join("settings.json"))?.map(|layer| {
        Layer { directory: configuration.as_deref().map(|path| lossy(path).into_owned()), ..layer }
    }));
    let root = project.ancestors().find(|directory| directory.join(".git").exists());
    // Below the root of a repository the local settings of both places count, of the project's own
    // settings those of the directory alone.
    let mut of_project = Vec::new();
    if let Some(root) = root.filter(|root| *root != project) {
        of_project.extend(layer_if_present(Source::Local, &root.join(LOCAL))?);
    }
    of_project.extend(layer_if_present(Source::Project, &project.join(PROJECT))?);
    of_project.extend(layer_if_present(Source::Local, &project.join(LOCAL))?);
    // Wherever the session has gone since, their `/path` rules start where it was started.
    let directory = lossy(project);
    for layer in layers.iter_mut().filter(|layer| layer.source == Source::Managed) {
        layer.directory = Some(directory.clone().into_owned());
    }
    if of_project.iter().any(may_grant) {
        let state = configuration.as_deref().unwrap_or(home).join(".claude.json");
        let trusted = is_trusted(&state, project, root);
        for layer in &mut of_project {
            layer.trusted = trusted;
        }
    }
    for layer in of_project {
        layers.push(Layer { directory: Some(directory.clone().into_owned()), ..layer });
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

/// Might a document grant something that it could not if the folder were not trusted? Rather yes
/// than no: a key can be written with escapes.
fn may_grant(layer: &Layer) -> bool {
    ["allow", "additionalDirectories", "\\u"].iter().any(|word| layer.text.contains(word))
}

/// What the client remembers of the folders that it was started in.
#[derive(Deserialize)]
struct State {
    #[serde(default)]
    projects: HashMap<String, Folder>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Folder {
    #[serde(rename_all = "camelCase")]
    Known {
        has_trust_dialog_accepted: bool,
    },
    Unknown(IgnoredAny),
}

/// Did the user trust the folder or the root of its repository? Other folders above it do not
/// count, as asking the client shows. Where nothing is known the answer is no.
fn is_trusted(state: &Path, project: &Path, root: Option<&Path>) -> bool {
    let state = options::text(state).ok();
    let Some(state) = state.and_then(|text| serde_json::from_str::<State>(&text).ok()) else {
        return false;
    };
    [Some(project), root].into_iter().flatten().any(|directory| {
        matches!(
            state.projects.get(lossy(directory).as_ref()),
            Some(Folder::Known { has_trust_dialog_accepted: true })
        )
    })
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

fn lossy(path: &Path) -> Cow<'_, str> {
    path.to_string_lossy()
}
