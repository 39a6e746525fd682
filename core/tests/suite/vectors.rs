//! The vectors in `testdata`, as every test reads them.

use callgate::Verdict;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A line of a vector file.
pub struct Group {
    /// The line itself: what `batch::group` takes.
    pub line: String,
    pub expected: Expected,
}

/// What a vector file expects of a group.
#[derive(Deserialize)]
pub struct Expected {
    pub id: String,
    #[serde(default)]
    pub calls: Vec<ExpectedCall>,
    #[serde(default)]
    pub mcp: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub blocked_servers: BTreeSet<String>,
}

#[derive(Deserialize)]
pub struct ExpectedCall {
    pub decision: Verdict,
    pub tool: String,
    pub input: serde_json::Value,
}

/// A line of what `batch::group` prints.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    Call { call: usize, decision: Verdict, reason: Option<serde_json::Value> },
    Servers { blocked_servers: BTreeSet<String> },
}

impl Answer {
    /// The decision, if it is the answer to a call.
    pub fn decision(&self) -> Option<Verdict> {
        match self {
            Answer::Call { decision, .. } => Some(*decision),
            Answer::Servers { .. } => None,
        }
    }

    /// The reason of the decision.
    pub fn reason(&self) -> Option<&serde_json::Value> {
        match self {
            Answer::Call { reason, .. } => reason.as_ref(),
            Answer::Servers { .. } => None,
        }
    }
}

/// The vector files in a folder of `testdata`, by name.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
            .collect();
    files.sort();
    files
}

/// The groups of a vector file.
pub fn groups(file: &Path) -> Vec<Group> {
    let text = fs::read_to_string(file).unwrap();
    let read = |(index, line): (usize, &str)| {
        let expected = callgate::parse_object(line)
            .and_then(|object| serde_json::from_value(object.into()))
            .unwrap_or_else(|error| panic!("{}:{}: {error}", file.display(), index + 1));
        Group { line: line.to_owned(), expected }
    };
    text.lines().enumerate().map(read).collect()
}

/// What callgate answers to a group.
pub fn answers(group: &Group, profile: callgate::Profile) -> Vec<Answer> {
    let lines = callgate::batch::group(&group.line, profile).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
