//! Calls from a Python iterable.

use super::{Rows, SessionPart, Sessions};
use crate::{call::OwnedCall, error, value::Unfit};
use callgate::Call;
use pyo3::{
    prelude::*,
    pybacked::PyBackedStr,
    types::{PyIterator, PyString},
};

/// Calls that were read, with what their keys say of the session.
pub struct Listed {
    calls: Vec<OwnedCall>,
    /// For cwd, home and mode: by call, or empty if no key is asked for.
    settings: [Vec<Option<PyBackedStr>>; 3],
}

const PARTS: [SessionPart; 3] = [SessionPart::Cwd, SessionPart::Home, SessionPart::Mode];

impl Listed {
    /// Reads up to `count` calls: dictionaries, or strings for shell commands. The first has the
    /// number `first`.
    pub fn read(
        calls: &mut Bound<'_, PyIterator>,
        count: usize,
        first: usize,
        sessions: &Sessions,
    ) -> PyResult<Listed> {
        let mut listed = Listed { calls: Vec::new(), settings: Default::default() };
        for call in calls.take(count) {
            let call = call?;
            let number = first + listed.calls.len();
            listed
                .push(&call, sessions)
                .map_err(|error| error::call_at(call.py(), number, error))?;
        }
        Ok(listed)
    }

    fn push(&mut self, call: &Bound<'_, PyAny>, sessions: &Sessions) -> PyResult<()> {
        if let Ok(command) = call.cast::<PyString>() {
            self.calls.push(OwnedCall::bash(command.clone())?);
        } else {
            self.calls.push(OwnedCall::read(call)?);
        }
        for (part, settings) in PARTS.into_iter().zip(&mut self.settings) {
            if let Some(key) = sessions.column(part) {
                settings.push(call.get_item(key)?.extract()?);
            }
        }
        Ok(())
    }
}

impl Rows for Listed {
    fn len(&self) -> usize {
        self.calls.len()
    }

    fn with_call<T>(&self, row: usize, take: impl FnOnce(&Call<'_>) -> T) -> Result<T, Unfit> {
        match self.calls.get(row) {
            Some(call) => Ok(take(&call.call())),
            None => Err(Unfit::Because("there is no such call".to_owned())),
        }
    }

    fn setting(&self, part: SessionPart, row: usize) -> Option<&str> {
        let [cwd, home, mode] = &self.settings;
        let settings = match part {
            SessionPart::Cwd => cwd,
            SessionPart::Home => home,
            SessionPart::Mode => mode,
        };
        settings.get(row)?.as_deref()
    }
}
