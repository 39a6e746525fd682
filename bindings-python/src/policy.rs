//! `callgate.Policy`, and the functions beside it.

use crate::{
    OFFSETS,
    call::OwnedCall,
    decision::Decision,
    documents::{self, Paths},
    error,
    many::{Many, Sessions, Setting},
    python,
    session::{Place, named, session},
    table::Table,
};
use callgate::{
    Call, Layer, Profile, Source,
    interop::{self, Engine},
};
use pyo3::{
    prelude::*,
    types::{PyDict, PyList, PyTuple, PyType},
};
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    num::NonZero,
    thread,
};

/// Rules and settings of all layers, ready to decide.
///
/// A policy does not change, and any number of threads may use it at once. Make one with
/// `from_files`, `from_json` or `from_layers`. Two policies are equal if their layers and their
/// profile are.
///
/// >>> import callgate
/// >>> policy = callgate.Policy.from_json({"permissions": {"ask": ["Bash(git push:*)"]}})
/// >>> policy
/// Policy(rules=1, sources=['user'], profile='enforce')
/// >>> policy.check("git push").verdict
/// <Verdict.ASK: 'ask'>
#[derive(Debug)]
#[pyclass(frozen, module = "callgate")]
pub struct Policy {
    engine: Engine,
}

impl Policy {
    fn new(py: Python<'_>, layers: Vec<Layer>, profile: &str) -> PyResult<Policy> {
        let profile: Profile = named("profile", profile)?;
        let made = py.detach(|| Engine::new(layers, profile, OFFSETS));
        made.map(|engine| Policy { engine }).map_err(|refusal| error::refused(py, &refusal))
    }

    /// The engine that decides.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    fn profile_of(&self) -> Profile {
        self.engine.compiled().policy().profile()
    }
}

#[pymethods]
impl Policy {
    /// Makes a policy of settings files, named by where they come from: each a path, or a list of
    /// paths with the weakest first.
    ///
    /// Raises `FileError` if a file cannot be opened and `SettingsError` if it cannot be read.
    ///
    /// >>> import callgate, tempfile, pathlib
    /// >>> folder = tempfile.TemporaryDirectory()
    /// >>> file = pathlib.Path(folder.name, "settings.json")
    /// >>> _ = file.write_text('{"permissions": {"deny": ["WebSearch"]}}')
    /// >>> callgate.Policy.from_files(user=file)
    /// Policy(rules=1, sources=['user'], profile='enforce')
    /// >>> folder.cleanup()
    #[classmethod]
    #[pyo3(signature = (*, managed=None, user=None, project=None, local=None, flag=None, profile="enforce"))]
    #[expect(clippy::too_many_arguments, reason = "keywords, one for each source")]
    fn from_files(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        managed: Option<Paths>,
        user: Option<Paths>,
        project: Option<Paths>,
        local: Option<Paths>,
        flag: Option<Paths>,
        profile: &str,
    ) -> PyResult<Policy> {
        let mut layers = Vec::new();
        documents::files(Source::Managed, managed, &mut layers)?;
        documents::files(Source::User, user, &mut layers)?;
        documents::files(Source::Project, project, &mut layers)?;
        documents::files(Source::Local, local, &mut layers)?;
        documents::files(Source::Flag, flag, &mut layers)?;
        Policy::new(py, layers, profile)
    }

    /// Makes a policy of one settings document: its text, or the object itself.
    ///
    /// `source` is `managed`, `user`, `project`, `local` or `flag`; `name` is what to call the
    /// document in messages. Raises `SettingsError` if the document cannot be read.
    ///
    /// >>> import callgate
    /// >>> text = '{"permissions": {"allow": ["Bash(make:*)"]}}'
    /// >>> callgate.Policy.from_json(text, source="project").check("make test").allowed
    /// True
    #[classmethod]
    #[pyo3(signature = (settings, *, source="user", name=None, profile="enforce"))]
    fn from_json(
        _class: &Bound<'_, PyType>,
        settings: &Bound<'_, PyAny>,
        source: &str,
        name: Option<String>,
        profile: &str,
    ) -> PyResult<Policy> {
        let layer = documents::document(settings, named("source", source)?, name)?;
        Policy::new(settings.py(), vec![layer], profile)
    }

    /// Makes a policy of settings layers: an iterable of `Layer` dictionaries, in any order but for
    /// those of one source, where later ones are stronger.
    ///
    /// Raises `SettingsError` if a layer cannot be read.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_layers([
    /// ...     {"source": "managed", "settings": {"permissions": {"deny": ["Read(**/.env)"]}}},
    /// ...     {"source": "user", "text": '{"permissions": {"allow": ["Read(//srv/**)"]}}'},
    /// ... ])
    /// Policy(rules=2, sources=['managed', 'user'], profile='enforce')
    #[classmethod]
    #[pyo3(signature = (layers, *, profile="enforce"))]
    fn from_layers(
        _class: &Bound<'_, PyType>,
        layers: &Bound<'_, PyAny>,
        profile: &str,
    ) -> PyResult<Policy> {
        Policy::new(layers.py(), documents::layers(layers)?, profile)
    }

    /// Decides a call and explains: `{"tool": name, "input": object}`.
    ///
    /// Say where the agent works: `cwd` and `home` are absolute paths, `/home/dev/project` and
    /// `/home/dev` if not given. `mode` is the permission mode of the session; without one the mode
    /// counts that the settings name. `links` has symbolic links by their absolute path, with what
    /// they hold. Raises `CallError` if `call` is none.
    ///
    /// >>> import callgate
    /// >>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Read(~/.ssh/**)"]}})
    /// >>> call = {"tool": "Read", "input": {"file_path": "/home/ada/.ssh/id_ed25519"}}
    /// >>> policy.decide(call, cwd="/srv/app", home="/home/ada").verdict
    /// <Verdict.DENY: 'deny'>
    #[pyo3(signature = (call, *, cwd=None, home=None, mode=None, links=None))]
    fn decide(
        &self,
        call: &Bound<'_, PyAny>,
        cwd: Option<Place>,
        home: Option<Place>,
        mode: Option<&str>,
        links: Option<BTreeMap<String, String>>,
    ) -> PyResult<Decision> {
        let session = session(cwd, home, mode, links)?;
        let call = OwnedCall::read(call)?;
        let call = call.call();
        Ok(Decision::new(self.engine.decide(&call, &session), call.subject()))
    }

    /// Decides a shell command: short for `decide({"tool": "Bash", "input": {"command": command}})`.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).check("ls -l").message
    /// 'with these arguments the command only reads'
    #[pyo3(signature = (command, *, cwd=None, home=None, mode=None, links=None))]
    fn check(
        &self,
        command: &str,
        cwd: Option<Place>,
        home: Option<Place>,
        mode: Option<&str>,
        links: Option<BTreeMap<String, String>>,
    ) -> PyResult<Decision> {
        let session = session(cwd, home, mode, links)?;
        let decision = self.engine.decide(&Call::bash(command), &session);
        Ok(Decision::new(decision, Some(command)))
    }

    /// Decides a shell command without the explanation and its cost: the verdict of `check`.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).verdict("ls -l")
    /// <Verdict.ALLOW: 'allow'>
    #[pyo3(signature = (command, *, cwd=None, home=None, mode=None, links=None))]
    fn verdict(
        &self,
        py: Python<'_>,
        command: &str,
        cwd: Option<Place>,
        home: Option<Place>,
        mode: Option<&str>,
        links: Option<BTreeMap<String, String>>,
    ) -> PyResult<Py<PyAny>> {
        let session = session(cwd, home, mode, links)?;
        python::verdict(py, self.engine.verdict(&Call::bash(command), &session))
    }

    /// Decides many calls, on all cores, and gives back a `Table` with a row for each.
    ///
    /// `calls` is an iterable of calls, where a string stands for a shell command; or any object
    /// that hands out Arrow data: a table with a column `tool` and a column `input`, which holds JSON
    /// text or structs, or a column of shell commands.
    ///
    /// `cwd`, `home` and `mode` are those of `decide`, or name a `Column` (or key) that holds them.
    /// The table has the column `verdict`; with `explain=True` also `rule`, `list`, `source` and
    /// `file`, or `code`, for what decided, and `message`. `threads` limits how many cores are used.
    ///
    /// Raises `CallError` with the `index` of the first call that is none.
    ///
    /// >>> import callgate
    /// >>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Bash(curl:*)"]}})
    /// >>> calls = ["ls", "curl x", {"tool": "WebSearch", "input": {"query": "x"}}]
    /// >>> policy.decide_many(calls)["verdict"]
    /// ['allow', 'deny', 'ask']
    #[pyo3(signature = (calls, *, cwd=None, home=None, mode=None, explain=false, threads=None))]
    fn decide_many(
        &self,
        calls: &Bound<'_, PyAny>,
        cwd: Option<Setting>,
        home: Option<Setting>,
        mode: Option<Setting>,
        explain: bool,
        threads: Option<NonZero<usize>>,
    ) -> PyResult<Table> {
        let sessions = Sessions::new(cwd, home, mode)?;
        let threads = threads.or_else(|| thread::available_parallelism().ok());
        let threads = threads.map_or(1, NonZero::get);
        Many { engine: &self.engine, sessions, explain, threads }.decide(calls)
    }

    /// The rules in force.
    ///
    /// >>> import callgate
    /// >>> policy = callgate.Policy.from_json({"permissions": {"deny": ["WebSearch"]}})
    /// >>> [rule.text for rule in policy.rules]
    /// ['WebSearch']
    #[getter]
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let rules = self.engine.rules();
        let rules = rules.iter().map(|rule| python::reason(py, rule));
        PyTuple::new(py, rules.collect::<PyResult<Vec<_>>>()?)
    }

    /// What is wrong with the settings or likely to be misread: a tuple of `Diagnostic`.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        python::diagnostics(py, &self.engine.diagnostics())
    }

    /// The documents that the policy was made from, as `from_layers` takes them.
    ///
    /// >>> import callgate
    /// >>> policy = callgate.Policy.from_json("{}")
    /// >>> callgate.Policy.from_layers(policy.layers) == policy
    /// True
    #[getter]
    fn layers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let layers = self.engine.layers().iter().map(|layer| {
            let dict = PyDict::new(py);
            dict.set_item("source", layer.source.as_str())?;
            dict.set_item("name", &layer.name)?;
            dict.set_item("directory", layer.directory.as_deref())?;
            dict.set_item("trusted", layer.trusted)?;
            dict.set_item("text", &layer.text)?;
            Ok(dict)
        });
        PyList::new(py, layers.collect::<PyResult<Vec<_>>>()?)
    }

    /// Whose reading of the rules counts: `enforce` or `claude-code`.
    #[getter]
    fn profile(&self) -> String {
        python::word(&self.profile_of())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Policy>().is_ok_and(|other| {
            let other = other.get();
            self.profile_of() == other.profile_of() && self.engine.layers() == other.engine.layers()
        })
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.profile_of().hash(&mut hasher);
        for layer in self.engine.layers() {
            (layer.source, &layer.name, &layer.text).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let mut sources: Vec<&str> = Vec::new();
        for layer in self.engine.layers() {
            if !sources.contains(&layer.source.as_str()) {
                sources.push(layer.source.as_str());
            }
        }
        let sources: Vec<String> = sources.iter().map(|source| format!("'{source}'")).collect();
        format!(
            "Policy(rules={}, sources=[{}], profile='{}')",
            self.engine.compiled().policy().rules().len(),
            sources.join(", "),
            self.profile()
        )
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Policy>) -> PyResult<Bound<'py, PyAny>> {
        python::html("policy", slf.as_any())
    }

    fn __copy__(slf: Py<Policy>) -> Py<Policy> {
        slf
    }

    fn __deepcopy__(slf: Py<Policy>, _memo: &Bound<'_, PyAny>) -> Py<Policy> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let restore = py.import("callgate._callgate")?.getattr("restore_policy")?;
        let state = (self.layers(py)?, self.profile());
        Ok((restore, state).into_pyobject(py)?.into_any())
    }
}

/// A pickled policy.
#[pyfunction]
pub fn restore_policy(layers: &Bound<'_, PyAny>, profile: &str) -> PyResult<Policy> {
    Policy::new(layers.py(), documents::layers(layers)?, profile)
}

/// Says what is wrong with settings or likely to be misread: of one document, which is its text or
/// the object itself, or of an iterable of `Layer` dictionaries.
///
/// `source` and `name` are those of the one document. Returns a tuple of `Diagnostic`.
///
/// >>> import callgate
/// >>> [finding] = callgate.lint('{"permissions": {"deny": ["Bash(ls"]}}', name="team.json")
/// >>> finding.file, finding.severity
/// ('team.json', 'error')
#[pyfunction]
#[pyo3(signature = (settings, *, source="user", name=None))]
pub fn lint<'py>(
    settings: &Bound<'py, PyAny>,
    source: &str,
    name: Option<String>,
) -> PyResult<Bound<'py, PyTuple>> {
    let source = named("source", source)?;
    let layers = match documents::is_document(settings) {
        true => vec![documents::document(settings, source, name)?],
        false => documents::layers(settings)?,
    };
    let py = settings.py();
    let found = py.detach(|| interop::lint(&layers, OFFSETS));
    python::diagnostics(py, &found)
}

/// Decides every call of a group of calls, JSON in and JSON Lines out: the form in which recorded
/// decisions are kept, and the same in every language.
///
/// Raises `CallError` if `group` is no such object.
///
/// >>> import callgate
/// >>> group = '{"id": "g", "calls": [{"tool": "Bash", "input": {"command": "ls"}}]}'
/// >>> callgate.batch(group)[:43]
/// '{"group":"g","call":0,"decision":"allow","r'
#[pyfunction]
#[pyo3(signature = (group, *, profile="enforce"))]
pub fn batch(py: Python<'_>, group: &str, profile: &str) -> PyResult<String> {
    let profile = named("profile", profile)?;
    py.detach(|| callgate::batch::group(group, profile))
        .map_err(|error| error::call(error.to_string()))
}
