//! A tool call, and the circumstances in which it is made.

use crate::{mode::Mode, programs::tools::renamed};
use serde_json::{Map, Value};

/// A call of one tool.
///
/// Borrowed throughout: making one costs nothing.
///
/// ```
/// use callgate::Call;
/// let call = Call::bash("git push");
/// assert_eq!(call.tool(), "Bash");
/// assert_eq!(call.subject(), Some("git push"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    tool: &'a str,
    subject: Option<&'a str>,
    input: Option<&'a Map<String, Value>>,
}

impl<'a> Call<'a> {
    /// A call as the agent makes it: the name of the tool and its input object.
    #[must_use]
    pub fn new(tool: &'a str, input: &'a Map<String, Value>) -> Call<'a> {
        let subject =
            subject_field(tool).and_then(|field| input.get(field)).and_then(Value::as_str);
        Call { tool, subject, input: Some(input) }
    }

    /// A call of `tool` of which only the main argument matters, without an input object.
    #[must_use]
    pub const fn with_subject(tool: &'a str, subject: &'a str) -> Call<'a> {
        Call { tool, subject: Some(subject), input: None }
    }

    /// A call of a tool without arguments, an MCP tool for instance.
    #[must_use]
    pub const fn bare(tool: &'a str) -> Call<'a> {
        Call { tool, subject: None, input: None }
    }

    /// A shell command.
    #[must_use]
    pub const fn bash(command: &'a str) -> Call<'a> {
        Call::with_subject("Bash", command)
    }

    /// The name of the tool, as called.
    #[must_use]
    pub const fn tool(&self) -> &'a str {
        self.tool
    }

    /// The argument that rules are about: the command, the path, the URL, the agent, the skill.
    #[must_use]
    pub const fn subject(&self) -> Option<&'a str> {
        self.subject
    }

    /// The whole input object, if the call came with one.
    #[must_use]
    pub const fn input(&self) -> Option<&'a Map<String, Value>> {
        self.input
    }
}

/// The input field that the rules of a tool are about.
#[must_use]
pub fn subject_field(tool: &str) -> Option<&'static str> {
    Some(match tool {
        "Bash" | "PowerShell" | "Monitor" => "command",
        "Read" | "Edit" | "Write" | "MultiEdit" => "file_path",
        "NotebookEdit" => "notebook_path",
        "Glob" | "Grep" | "LS" => "path",
        "WebFetch" => "url",
        "WebSearch" => "query",
        "Agent" | "Task" => "subagent_type",
        "Skill" => "skill",
        _ => return None,
    })
}

/// What a member of a tool's input is to a policy.
///
/// Many members make no difference: what a file is to hold, how long a command may take. An input
/// without a [`Member::Read`] is decided and explained as [`Call::with_subject`] is with its
/// [`Member::Subject`], if that is a string, and as [`Call::bare`] if it has none.
///
/// ```
/// use callgate::{Layer, Policy, Profile, Source, call::Member};
///
/// let user = r#"{"permissions": {"deny": ["Bash(run_in_background:true)"]}}"#;
/// let policy = Policy::new(&[Layer::new(Source::User, user)], Profile::Enforce)?;
///
/// assert_eq!(policy.member("Bash", "command"), Member::Subject);
/// assert_eq!(policy.member("Bash", "run_in_background"), Member::Read);
/// assert_eq!(policy.member("Bash", "timeout"), Member::Unread);
/// # Ok::<(), callgate::PolicyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// No decision depends on it.
    Unread,
    /// It is the argument that rules are about, and nothing else.
    Subject,
    /// A rule reads it, or what is known of the tool.
    Read,
}

/// The name that a tool has today. Rules and calls may use a former one.
///
/// As published in the client's SDK; `LS`, `MultiEdit` and `BashOutput` were removed, not renamed.
#[must_use]
pub fn current_name(tool: &str) -> &str {
    renamed(tool).unwrap_or(tool)
}

/// What callers that know the file system know about it.
pub trait Resolver {
    /// What the symbolic link at `path` holds, as it stands there: an absolute path or one that
    /// starts from the directory of the link. `None` if there is no link or nothing is known.
    ///
    /// `path` is absolute and free of `.` and `..`, and no component of it but the last is a link.
    fn read_link(&self, path: &str) -> Option<String>;

    /// Is `path`, absolute and free of `.` and `..`, a directory, or a link to one? `None` if nothing
    /// is known. The client takes no notice of `additionalDirectories` that are none.
    fn is_directory(&self, path: &str) -> Option<bool> {
        let _ = path;
        None
    }

    /// Can there be symbolic links at all? `false` saves the search for them.
    fn has_links(&self) -> bool {
        true
    }
}

/// A [`Resolver`] for a file system without symbolic links.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLinks;

impl Resolver for NoLinks {
    fn read_link(&self, _path: &str) -> Option<String> {
        None
    }

    fn has_links(&self) -> bool {
        false
    }
}

/// What became of the client's classifier, which decides in auto mode what the rules leave open.
///
/// callgate has no classifier. It can say who decides, or what happens when nobody answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Classifier {
    /// Its answer is not known: callgate asks.
    #[default]
    Unknown,
    /// It cannot be reached: the client refuses.
    Unreachable,
}

/// Where and how a call is made. One compiled policy serves many contexts.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The working directory of the session, absolute.
    pub cwd: &'a str,
    /// The home directory of the user, absolute.
    pub home: &'a str,
    /// The mode of the session; `None` takes `permissions.defaultMode` from the settings.
    pub mode: Option<Mode>,
    /// Symbolic links.
    pub links: &'a dyn Resolver,
    /// The classifier of auto mode.
    pub classifier: Classifier,
}

impl<'a> Context<'a> {
    /// A context without symbolic links, in the mode that the settings name.
    #[must_use]
    pub const fn new(cwd: &'a str, home: &'a str) -> Context<'a> {
        Context { cwd, home, mode: None, links: &NoLinks, classifier: Classifier::Unknown }
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("cwd", &self.cwd)
            .field("home", &self.home)
            .field("mode", &self.mode)
            .field("classifier", &self.classifier)
            .finish_non_exhaustive()
    }
}
