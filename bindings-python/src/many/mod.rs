//! Deciding many calls at once: dictionaries or Arrow data in, a table out.

mod answers;
mod columns;
mod fields;
mod listed;
mod parallel;
mod sessions;

pub use self::sessions::{Sessions, Setting};

use self::{answers::Answers, columns::Columns, listed::Listed};
use crate::{error, table::Table, value::Unfit};
use callgate::{Call, interop::Engine};
use pyo3::{
    intern,
    prelude::*,
    types::{PyMapping, PyString},
};
use pyo3_arrow::input::AnyArray;

/// So many calls of a table are decided before anyone can interrupt.
const ROWS_AT_A_TIME: usize = 1 << 16;
/// So many calls are read from Python before they are decided: few enough to stay in the cache.
const LISTED_AT_A_TIME: usize = 1 << 13;

/// Calls that can be read from many threads.
trait Rows: Sync {
    /// How many.
    fn len(&self) -> usize;

    /// What `take` makes of the call in `row`.
    fn with_call<T>(&self, row: usize, take: impl FnOnce(&Call<'_>) -> T) -> Result<T, Unfit>;

    /// What stands in `row` in the column that is to hold a part of the session.
    fn setting(&self, part: SessionPart, row: usize) -> Option<&str>;
}

/// A part of a session that can differ from row to row.
#[derive(Clone, Copy, Debug)]
enum SessionPart {
    Cwd,
    Home,
    Mode,
}

/// How to decide many calls.
pub struct Many<'a> {
    /// The policy.
    pub engine: &'a Engine,
    /// Where and how the calls are made.
    pub sessions: Sessions,
    /// Is more than the verdicts wanted?
    pub explain: bool,
    /// On how many threads.
    pub threads: usize,
}

impl Many<'_> {
    /// Decides `calls`: an iterable, or an object that hands out Arrow data.
    pub fn decide(&self, calls: &Bound<'_, PyAny>) -> PyResult<Table> {
        let py = calls.py();
        let mut answers = Answers::new(self.explain);
        let is_arrow = calls.hasattr(intern!(py, "__arrow_c_stream__"))?
            || calls.hasattr(intern!(py, "__arrow_c_array__"))?;
        match is_arrow {
            true => self.decide_arrow(calls, &mut answers)?,
            false => self.decide_listed(calls, &mut answers)?,
        }
        answers.table().map_err(|error| error::call(error.to_string()))
    }

    fn decide_arrow(&self, calls: &Bound<'_, PyAny>, answers: &mut Answers) -> PyResult<()> {
        let reader = calls.extract::<AnyArray>()?.into_reader()?;
        calls.py().detach(|| {
            for chunk in reader {
                let chunk = chunk.map_err(|error| error::call(error.to_string()))?;
                let first = answers.len();
                let columns = Columns::read(&chunk, &self.sessions).map_err(error::call)?;
                self.answer(&columns, first, answers)?;
            }
            Ok(())
        })
    }

    fn decide_listed(&self, calls: &Bound<'_, PyAny>, answers: &mut Answers) -> PyResult<()> {
        let py = calls.py();
        // Their parts are iterable too, and no calls.
        if calls.is_instance_of::<PyString>() || calls.cast::<PyMapping>().is_ok() {
            let name = error::type_name(calls);
            return Err(error::call(format!("many calls are a list or a table, not {name}")));
        }
        let mut calls = calls.try_iter()?;
        loop {
            let first = answers.len();
            let listed = Listed::read(&mut calls, LISTED_AT_A_TIME, first, &self.sessions)?;
            if listed.len() == 0 {
                return Ok(());
            }
            py.detach(|| self.answer(&listed, first, answers))?;
        }
    }

    /// Decides `rows`, the first of which has the number `first`.
    fn answer(&self, rows: &impl Rows, first: usize, answers: &mut Answers) -> PyResult<()> {
        let mut start = 0;
        while start < rows.len() {
            let end = rows.len().min(start + ROWS_AT_A_TIME);
            answers
                .extend(self, rows, start..end)
                .map_err(|(row, unfit)| in_row(first + row, unfit))?;
            Python::attach(|py| py.check_signals())?;
            start = end;
        }
        Ok(())
    }
}

/// What is wrong with the call that has the number `row`.
fn in_row(row: usize, unfit: Unfit) -> PyErr {
    Python::attach(|py| error::call_at(py, row, unfit.error(error::call)))
}
