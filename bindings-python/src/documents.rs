//! Settings documents from Python objects and files.

use crate::{
    error::{self, type_name},
    session::Place,
    value,
};
use callgate::{Layer, Source, interop};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyMapping, PyString},
};
use std::{fs, path::Path};

/// The text of a settings document: a `str`, `bytes`, or a mapping that becomes JSON.
fn text(settings: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = settings.cast::<PyString>() {
        return text.extract();
    }
    if let Ok(bytes) = settings.cast::<PyBytes>() {
        return Ok(String::from_utf8_lossy(bytes.as_bytes()).into_owned());
    }
    let map = value::map(settings).map_err(|unfit| {
        unfit.error(|words| error::settings(format!("settings are str, bytes or a dict: {words}")))
    })?;
    Ok(serde_json::Value::Object(map).to_string())
}

/// One settings document.
pub fn document(
    settings: &Bound<'_, PyAny>,
    source: Source,
    name: Option<String>,
) -> PyResult<Layer> {
    let layer = Layer::new(source, text(settings)?);
    Ok(Layer { name: name.unwrap_or(layer.name), ..layer })
}

/// Is this one document, rather than a list of layers?
pub fn is_document(settings: &Bound<'_, PyAny>) -> bool {
    settings.is_instance_of::<PyString>()
        || settings.is_instance_of::<PyBytes>()
        || settings.cast::<PyMapping>().is_ok()
}

/// Layers from a list of dictionaries.
pub fn layers(layers: &Bound<'_, PyAny>) -> PyResult<Vec<Layer>> {
    let wrong = |words| error::settings(format!("settings layers: {words}"));
    let Ok(iterator) = layers.try_iter() else {
        return Err(wrong(format!("expected a list of dicts, not {}", type_name(layers))));
    };
    let read = iterator.map(|layer| {
        value::map(&layer?).map(serde_json::Value::Object).map_err(|unfit| unfit.error(wrong))
    });
    let json = serde_json::Value::Array(read.collect::<PyResult<_>>()?).to_string();
    interop::layers(&json).map_err(|error| wrong(error.to_string()))
}

/// One path or several.
#[derive(FromPyObject)]
pub enum Paths {
    /// A path.
    One(Place),
    /// Paths, weakest first.
    Many(Vec<Place>),
}

/// Reads files, each a document that is named for it.
pub fn files(source: Source, paths: Option<Paths>, layers: &mut Vec<Layer>) -> PyResult<()> {
    let paths = match paths {
        None => Vec::new(),
        Some(Paths::One(path)) => vec![path],
        Some(Paths::Many(paths)) => paths,
    };
    for Place(name) in paths {
        let path = Path::new(&name);
        let bytes = fs::read(path).map_err(|error| error::file(path, &error))?;
        let layer = Layer::new(source, String::from_utf8_lossy(&bytes));
        let directory = match source {
            // The client takes `/path` rules of such a file from the directory that it is in.
            Source::Flag => std::path::absolute(path)
                .ok()
                .and_then(|path| Some(path.parent()?.to_string_lossy().into_owned())),
            _ => None,
        };
        layers.push(Layer { name, directory, ..layer });
    }
    Ok(())
}
