//! Tool calls out of the transcripts of Claude Code's sessions.

use crate::{error, session::Place, table::Table};
use arrow_array::{
    ArrayRef,
    builder::{LargeStringBuilder, UInt64Builder},
};
use arrow_schema::ArrowError;
use pyo3::prelude::*;
use serde_json::{Map, Value};
use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
    sync::Arc,
};

/// What `callgate.transcripts.read` does.
#[pyfunction]
pub fn read_transcript(py: Python<'_>, path: Place) -> PyResult<Table> {
    let path = Path::new(&path.0);
    let calls = py.detach(|| read(path)).map_err(|error| error::file(path, &error))?;
    calls.table().map_err(|error| error::call(error.to_string()))
}

fn read(path: &Path) -> io::Result<Calls> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut calls = Calls::default();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        calls.line += 1;
        // What cannot be read is not known, and what is not known is left alone.
        if let Ok(entry) = callgate::parse_object(&String::from_utf8_lossy(&line)) {
            calls.read(&entry);
        }
        line.clear();
    }
    Ok(calls)
}

/// The columns of the table.
#[derive(Default)]
struct Calls {
    line: u64,
    /// The mode that the session is in, as far as the lines before have said.
    now: Option<String>,
    tool: LargeStringBuilder,
    input: LargeStringBuilder,
    cwd: LargeStringBuilder,
    mode: LargeStringBuilder,
    session: LargeStringBuilder,
    timestamp: LargeStringBuilder,
    id: LargeStringBuilder,
    lines: UInt64Builder,
}

impl Calls {
    /// Takes the calls out of one line: the `tool_use` blocks of an answer.
    fn read(&mut self, entry: &Map<String, Value>) {
        let text = |object: &Map<String, Value>, key| {
            object.get(key).and_then(Value::as_str).map(str::to_owned)
        };
        if let Some(mode) = text(entry, "permissionMode") {
            self.now = Some(mode);
        }
        let content = entry.get("message").and_then(|message| message.get("content"));
        for block in content.and_then(Value::as_array).into_iter().flatten() {
            let Some(block) = block.as_object() else { continue };
            if block.get("type").and_then(Value::as_str) != Some("tool_use") {
                continue;
            }
            let Some(tool) = text(block, "name") else { continue };
            let input = block.get("input").filter(|input| input.is_object());
            self.tool.append_value(tool);
            self.input.append_option(input.map(Value::to_string));
            self.cwd.append_option(text(entry, "cwd"));
            self.mode.append_option(self.now.as_deref());
            self.session.append_option(text(entry, "sessionId"));
            self.timestamp.append_option(text(entry, "timestamp"));
            self.id.append_option(text(block, "id"));
            self.lines.append_value(self.line);
        }
    }

    fn table(mut self) -> Result<Table, ArrowError> {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("tool", Arc::new(self.tool.finish())),
            ("input", Arc::new(self.input.finish())),
            ("cwd", Arc::new(self.cwd.finish())),
            ("mode", Arc::new(self.mode.finish())),
            ("session", Arc::new(self.session.finish())),
            ("timestamp", Arc::new(self.timestamp.finish())),
            ("id", Arc::new(self.id.finish())),
            ("line", Arc::new(self.lines.finish())),
        ];
        Table::new(columns)
    }
}
