//! Where and how many calls are made: the same for all, or as a column says.

use super::{Rows, SessionPart};
use crate::{
    python,
    session::{Place, directory, named},
    value::Unfit,
};
use callgate::{Mode, interop::Session};
use pyo3::prelude::*;

/// A keyword argument of `decide_many`.
pub enum Setting {
    /// One value for all calls.
    One(String),
    /// The name of the column, or of the key, that holds the value of each call.
    Column(String),
}

impl<'py> FromPyObject<'_, 'py> for Setting {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Setting> {
        match python::column_name(object)? {
            Some(name) => Ok(Setting::Column(name)),
            None => Ok(Setting::One(object.extract::<Place>()?.0)),
        }
    }
}

/// The sessions in which calls are made.
pub struct Sessions {
    /// For what no column says.
    usual: Session,
    cwd: Option<String>,
    home: Option<String>,
    mode: Option<String>,
}

impl Sessions {
    /// The sessions that keyword arguments describe.
    pub fn new(
        cwd: Option<Setting>,
        home: Option<Setting>,
        mode: Option<Setting>,
    ) -> PyResult<Sessions> {
        let split = |setting| match setting {
            Some(Setting::One(value)) => (Some(value), None),
            Some(Setting::Column(name)) => (None, Some(name)),
            None => (None, None),
        };
        let ((one_cwd, cwd), (one_home, home), (one_mode, mode)) =
            (split(cwd), split(home), split(mode));
        let usual = Session::default();
        let usual = Session {
            cwd: directory("cwd", one_cwd)?.unwrap_or(usual.cwd),
            home: directory("home", one_home)?.unwrap_or(usual.home),
            mode: one_mode.map(|name| named("mode", &name)).transpose()?,
            links: usual.links,
        };
        Ok(Sessions { usual, cwd, home, mode })
    }

    /// The name of the column for a part of the session.
    pub(super) fn column(&self, part: SessionPart) -> Option<&str> {
        match part {
            SessionPart::Cwd => self.cwd.as_deref(),
            SessionPart::Home => self.home.as_deref(),
            SessionPart::Mode => self.mode.as_deref(),
        }
    }

    /// A walk through the sessions of consecutive rows.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { sessions: self, now: self.usual.clone() }
    }
}

/// The session of one row after the other. Neighbours mostly share it, so it is kept.
pub(super) struct Walk<'a> {
    sessions: &'a Sessions,
    now: Session,
}

impl Walk<'_> {
    /// The session of `row`.
    pub(super) fn session(&mut self, rows: &impl Rows, row: usize) -> Result<&Session, Unfit> {
        let Sessions { usual, cwd, home, mode } = self.sessions;
        if cwd.is_some() {
            let cwd = rows.setting(SessionPart::Cwd, row).unwrap_or(&usual.cwd);
            move_to(&mut self.now.cwd, "cwd", cwd)?;
        }
        if home.is_some() {
            let home = rows.setting(SessionPart::Home, row).unwrap_or(&usual.home);
            move_to(&mut self.now.home, "home", home)?;
        }
        if mode.is_some() {
            self.now.mode = match rows.setting(SessionPart::Mode, row) {
                Some(name) => Some(named::<Mode>("mode", name)?),
                None => usual.mode,
            };
        }
        Ok(&self.now)
    }
}

fn move_to(place: &mut String, what: &str, path: &str) -> PyResult<()> {
    if place != path
        && let Some(path) = directory(what, Some(path.to_owned()))?
    {
        *place = path;
    }
    Ok(())
}
