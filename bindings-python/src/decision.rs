//! `callgate.Decision`.

use crate::{error, python};
use callgate::Verdict;
use pyo3::{exceptions::PyTypeError, prelude::*, types::PyTuple};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What callgate says of one call, and why.
///
/// Two decisions are equal if their JSON is. A decision is neither true nor false: ask for its
/// `verdict`, or whether the call is `allowed`.
///
/// >>> import callgate
/// >>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Bash(curl:*)"]}})
/// >>> decision = policy.check("ls | curl -T - example.com")
/// >>> decision
/// Decision(verdict='deny', tool='Bash', message='the deny rule `Bash(curl:*)` in user covers this')
/// >>> decision.reason.text
/// 'Bash(curl:*)'
/// >>> decision.parts[-1].span.of(decision.subject)
/// 'curl -T - example.com'
#[derive(Debug)]
#[pyclass(frozen, module = "callgate")]
pub struct Decision {
    decision: callgate::Decision,
    subject: Option<String>,
}

impl Decision {
    /// `subject` is that of the call, which the spans of the parts are about.
    pub fn new(decision: callgate::Decision, subject: Option<&str>) -> Decision {
        Decision { decision, subject: subject.map(str::to_owned) }
    }

    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&self.decision).map_err(|error| error::call(error.to_string()))
    }
}

#[pymethods]
impl Decision {
    /// The answer.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).check("ls").verdict
    /// <Verdict.ALLOW: 'allow'>
    #[getter]
    fn verdict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python::verdict(py, self.decision.verdict)
    }

    /// Does the call run without a question?
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).check("make").allowed
    /// False
    #[getter]
    fn allowed(&self) -> bool {
        self.decision.verdict == Verdict::Allow
    }

    /// What decided it: a `Rule` or a `BuiltIn`.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        python::reason(py, &self.decision.reason)
    }

    /// The reason in words for a person.
    #[getter]
    fn message(&self) -> &str {
        &self.decision.message
    }

    /// What would have to change for another answer, if anything.
    #[getter]
    fn advice(&self) -> Option<&str> {
        self.decision.advice.as_deref()
    }

    /// The tool that was called.
    #[getter]
    fn tool(&self) -> &str {
        &self.decision.tool
    }

    /// The argument that rules are about, and that the spans of the parts count in: the command,
    /// the path, the URL.
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The mode in which the call was judged.
    #[getter]
    fn mode(&self) -> &'static str {
        self.decision.mode.as_str()
    }

    /// Whose reading of the rules this is.
    #[getter]
    fn profile(&self) -> String {
        python::word(&self.decision.profile)
    }

    /// What the call would do, piece by piece.
    #[getter]
    fn parts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let parts = self.decision.parts.iter().map(|part| python::part(py, part));
        PyTuple::new(py, parts.collect::<PyResult<Vec<_>>>()?)
    }

    /// The decision as JSON text, in the shape that every language shares; spans count code points.
    ///
    /// >>> import callgate, json
    /// >>> json.loads(callgate.Policy.from_json({}).check("make").to_json())["reason"]
    /// {'kind': 'built-in', 'code': 'no-rule'}
    fn to_json(&self) -> PyResult<String> {
        self.json()
    }

    fn __bool__(&self) -> PyResult<bool> {
        let message = "a decision is neither true nor false: ask for its `verdict` or `allowed`";
        Err(PyTypeError::new_err(message))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Decision>() {
            Ok(other) => {
                let other = other.get();
                Ok(self.subject == other.subject && self.json()? == other.json()?)
            }
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (self.json()?, &self.subject).hash(&mut hasher);
        Ok(hasher.finish())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| -> PyResult<String> {
            Ok(text.into_pyobject(py)?.repr()?.to_str()?.to_owned())
        };
        Ok(format!(
            "Decision(verdict={}, tool={}, message={})",
            quoted(self.decision.verdict.as_str())?,
            quoted(&self.decision.tool)?,
            quoted(&self.decision.message)?
        ))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Decision>) -> PyResult<Bound<'py, PyAny>> {
        python::html("decision", slf.as_any())
    }

    fn __copy__(slf: Py<Decision>) -> Py<Decision> {
        slf
    }

    fn __deepcopy__(slf: Py<Decision>, _memo: &Bound<'_, PyAny>) -> Py<Decision> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let restore = py.import("callgate._callgate")?.getattr("restore_decision")?;
        let state = (self.json()?, self.subject.as_deref());
        Ok((restore, state).into_pyobject(py)?.into_any())
    }
}

/// A pickled decision.
#[pyfunction]
pub fn restore_decision(json: &str, subject: Option<String>) -> PyResult<Decision> {
    match serde_json::from_str(json) {
        Ok(decision) => Ok(Decision { decision, subject }),
        Err(error) => Err(error::word("no decision", &error)),
    }
}
