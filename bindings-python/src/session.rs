//! Where and how a call is made, from keyword arguments.

use crate::error;
use callgate::{
    Mode,
    interop::{Session, absolute},
};
use pyo3::{intern, prelude::*, types::PyString};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::Error},
};
use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

static USUAL: LazyLock<Session> = LazyLock::new(Session::default);

/// The session that keyword arguments describe; the usual one if there are none.
pub fn session(
    cwd: Option<Place>,
    home: Option<Place>,
    mode: Option<&str>,
    links: Option<BTreeMap<String, String>>,
) -> PyResult<Cow<'static, Session>> {
    if cwd.is_none() && home.is_none() && mode.is_none() && links.is_none() {
        return Ok(Cow::Borrowed(&USUAL));
    }
    Ok(Cow::Owned(Session {
        cwd: directory("cwd", cwd.map(|place| place.0))?.unwrap_or_else(|| USUAL.cwd.clone()),
        home: directory("home", home.map(|place| place.0))?.unwrap_or_else(|| USUAL.home.clone()),
        mode: mode.map(|name| named::<Mode>("mode", name)).transpose()?,
        links: links.unwrap_or_default().into_iter().collect(),
    }))
}

/// A directory that a session can be in.
pub fn directory(what: &str, path: Option<String>) -> PyResult<Option<String>> {
    path.map(absolute).transpose().map_err(|error| error::word(what, &error))
}

/// One of the words that an enum of the engine is spelled with.
pub fn named<'de, T: Deserialize<'de>>(what: &str, name: &'de str) -> PyResult<T> {
    T::deserialize(name.into_deserializer()).map_err(|error: Error| error::word(what, &error))
}

/// A path: `str` or `os.PathLike`.
pub struct Place(pub String);

impl<'py> FromPyObject<'_, 'py> for Place {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Place> {
        if let Ok(text) = object.cast::<PyString>() {
            return text.extract().map(Place);
        }
        let py = object.py();
        let path = py.import(intern!(py, "os"))?.call_method1(intern!(py, "fspath"), (object,))?;
        path.extract().map(Place)
    }
}
