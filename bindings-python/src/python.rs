//! Values of the classes that the package defines in Python: `callgate/_verdict.py` and
//! `callgate/_data.py`.

use callgate::{Diagnostic, Part, Reason, Span, Verdict};
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyTuple, PyType},
};

/// A class that is imported when it is first needed.
struct Class {
    module: &'static str,
    name: &'static str,
    class: PyOnceLock<Py<PyType>>,
}

impl Class {
    const fn new(module: &'static str, name: &'static str) -> Class {
        Class { module, name, class: PyOnceLock::new() }
    }

    const fn data(name: &'static str) -> Class {
        Class::new("callgate._data", name)
    }

    fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyType>> {
        self.class.import(py, self.module, self.name)
    }
}

/// The member of the enum.
pub fn verdict(py: Python<'_>, verdict: Verdict) -> PyResult<Py<PyAny>> {
    static CLASS: Class = Class::new("callgate._verdict", "Verdict");
    static MEMBERS: PyOnceLock<[Py<PyAny>; 3]> = PyOnceLock::new();
    let [allow, ask, deny] = MEMBERS.get_or_try_init(py, || -> PyResult<_> {
        let class = CLASS.get(py)?;
        let member = |verdict: Verdict| Ok::<_, PyErr>(class.call1((verdict.as_str(),))?.unbind());
        Ok([member(Verdict::Allow)?, member(Verdict::Ask)?, member(Verdict::Deny)?])
    })?;
    let member = match verdict {
        Verdict::Allow => allow,
        Verdict::Ask => ask,
        Verdict::Deny => deny,
    };
    Ok(member.clone_ref(py))
}

/// The name of a `Column`; `None` if the object is none.
pub fn column_name(object: Borrowed<'_, '_, PyAny>) -> PyResult<Option<String>> {
    static COLUMN: Class = Class::data("Column");
    match object.is_instance(COLUMN.get(object.py())?)? {
        true => object.getattr("name")?.extract().map(Some),
        false => Ok(None),
    }
}

/// A rule or a built-in reason.
pub fn reason<'py>(py: Python<'py>, reason: &Reason) -> PyResult<Bound<'py, PyAny>> {
    static RULE: Class = Class::data("Rule");
    static BUILT_IN: Class = Class::data("BuiltIn");
    match reason {
        Reason::Rule { rule, list, source, file, index, span, .. } => {
            let span = self::span(py, *span)?;
            RULE.get(py)?.call1((rule, list.as_str(), source.as_str(), file, index, span))
        }
        Reason::BuiltIn { code } => BUILT_IN.get(py)?.call1((code.code(),)),
        // The engine knows no other kind; the compiler cannot, as more may come.
        _ => BUILT_IN.get(py)?.call1(("",)),
    }
}

/// A piece of a call.
pub fn part<'py>(py: Python<'py>, part: &Part) -> PyResult<Bound<'py, PyAny>> {
    static PART: Class = Class::data("Part");
    let kind = word(&part.kind);
    let span = part.span.map(|span| self::span(py, span)).transpose()?;
    let verdict = verdict(py, part.verdict)?;
    PART.get(py)?.call1((kind, &part.text, span, verdict, reason(py, &part.reason)?))
}

/// Findings, as a tuple.
pub fn diagnostics<'py>(
    py: Python<'py>,
    diagnostics: &[Diagnostic],
) -> PyResult<Bound<'py, PyTuple>> {
    static DIAGNOSTIC: Class = Class::data("Diagnostic");
    let class = DIAGNOSTIC.get(py)?;
    let diagnostic = |found: &Diagnostic| {
        let severity = word(&found.severity);
        let span = found.span.map(|span| self::span(py, span)).transpose()?;
        class.call1((severity, found.code, &found.message, found.help.as_ref(), &found.file, span))
    };
    let found: Vec<_> = diagnostics.iter().map(diagnostic).collect::<PyResult<_>>()?;
    PyTuple::new(py, found)
}

/// What `function` of `callgate/_html.py` makes of an object.
pub fn html<'py>(function: &str, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    object.py().import("callgate._html")?.getattr(function)?.call1((object,))
}

fn span<'py>(py: Python<'py>, span: Span) -> PyResult<Bound<'py, PyAny>> {
    static SPAN: Class = Class::data("Span");
    SPAN.get(py)?.call1((span.start, span.end))
}

/// How a unit variant is spelled in JSON.
pub fn word(variant: &impl serde::Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
