//! Calls from Arrow data.

use super::{
    Rows, SessionPart, Sessions,
    fields::{Field, Texts, fields, object},
};
use crate::value::Unfit;
use arrow_array::{Array, ArrayRef, StructArray, cast::AsArray};
use arrow_schema::DataType;
use callgate::Call;

/// The columns of a part of a table that calls are read from.
pub struct Columns {
    rows: usize,
    calls: Calls,
    cwd: Option<Texts>,
    home: Option<Texts>,
    mode: Option<Texts>,
}

enum Calls {
    /// Shell commands.
    Commands(Texts),
    /// Names of tools with their inputs.
    Tools(Texts, Inputs),
}

enum Inputs {
    /// There are none.
    None,
    /// JSON text.
    Json(Texts),
    /// Objects.
    Objects(StructArray, Vec<(String, Field)>),
}

impl Columns {
    /// Finds the columns; the error says in words which one is missing or of the wrong type.
    pub fn read(chunk: &ArrayRef, sessions: &Sessions) -> Result<Columns, String> {
        // Whoever made the data may not have looked at it, and text that is none must not get far.
        chunk.to_data().validate_full().map_err(|error| error.to_string())?;
        let rows = chunk.len();
        if let Some(commands) = Texts::read(chunk) {
            let calls = Calls::Commands(commands);
            return Ok(Columns { rows, calls, cwd: None, home: None, mode: None });
        }
        let DataType::Struct(_) = chunk.data_type() else {
            let data_type = chunk.data_type();
            return Err(format!("calls are a table or a column of text, not of {data_type}"));
        };
        let table = chunk.as_struct();
        if table.null_count() > 0 {
            return Err("a row of the table is null".to_owned());
        }
        let tools = texts(table, "tool")?;
        let inputs = match table.column_by_name("input") {
            None => Inputs::None,
            Some(column) => Inputs::read(column)?,
        };
        let setting = |part| sessions.column(part).map(|name| texts(table, name)).transpose();
        Ok(Columns {
            rows,
            calls: Calls::Tools(tools, inputs),
            cwd: setting(SessionPart::Cwd)?,
            home: setting(SessionPart::Home)?,
            mode: setting(SessionPart::Mode)?,
        })
    }
}

impl Inputs {
    fn read(column: &ArrayRef) -> Result<Inputs, String> {
        if let Some(json) = Texts::read(column) {
            return Ok(Inputs::Json(json));
        }
        match column.data_type() {
            DataType::Struct(_) => {
                let objects = column.as_struct();
                let fields = fields(objects).map_err(|wrong| format!("column `input`: {wrong}"))?;
                Ok(Inputs::Objects(objects.clone(), fields))
            }
            other => Err(format!("column `input` holds {other}, neither JSON text nor structs")),
        }
    }
}

fn texts(table: &StructArray, name: &str) -> Result<Texts, String> {
    let Some(column) = table.column_by_name(name) else {
        return Err(format!("the table has no column `{name}`"));
    };
    Texts::read(column)
        .ok_or_else(|| format!("column `{name}` holds {}, not text", column.data_type()))
}

impl Rows for Columns {
    fn len(&self) -> usize {
        self.rows
    }

    fn with_call<T>(&self, row: usize, take: impl FnOnce(&Call<'_>) -> T) -> Result<T, Unfit> {
        let missing = |what: &str| Unfit::Because(format!("the {what} is null"));
        let (tools, inputs) = match &self.calls {
            Calls::Commands(commands) => {
                let command = commands.get(row).ok_or_else(|| missing("command"))?;
                return Ok(take(&Call::bash(command)));
            }
            Calls::Tools(tools, inputs) => (tools, inputs),
        };
        let tool = tools.get(row).ok_or_else(|| missing("tool"))?;
        let input = match inputs {
            Inputs::None => None,
            Inputs::Json(texts) => texts
                .get(row)
                .map(|json| {
                    callgate::parse_object(json)
                        .map_err(|error| Unfit::Because(format!("the input: {error}")))
                })
                .transpose()?,
            Inputs::Objects(objects, fields) => objects.is_valid(row).then(|| object(fields, row)),
        };
        Ok(match &input {
            Some(input) => take(&Call::new(tool, input)),
            None => take(&Call::bare(tool)),
        })
    }

    fn setting(&self, part: SessionPart, row: usize) -> Option<&str> {
        let texts = match part {
            SessionPart::Cwd => &self.cwd,
            SessionPart::Home => &self.home,
            SessionPart::Mode => &self.mode,
        };
        texts.as_ref()?.get(row)
    }
}
