//! Sessions in JSON.

use crate::{
    call::{Context, Resolver},
    json::{Fields, Misfit, Node},
    mode::Mode,
    order::Table,
    path::is_absolute,
};

/// Where and how a session makes its calls: an owned [`Context`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The working directory, absolute.
    pub cwd: String,
    /// The home directory, absolute.
    pub home: String,
    /// The mode; `None` takes the one that the settings name.
    pub mode: Option<Mode>,
    /// Symbolic links by absolute path, with what they hold.
    pub links: Table<String>,
}

/// A path that does not start at a root, where one is needed.
///
/// A relative working directory would be read as one below the root, and `.` as the root itself, in
/// which every file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAbsolute(String);

impl std::fmt::Display for NotAbsolute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no absolute path", self.0)
    }
}

impl std::error::Error for NotAbsolute {}

/// `path`, if it can be the `cwd` or the `home` of a [`Session`]. One that [`session`] reads has been
/// through this.
///
/// ```
/// use callgate::interop::absolute;
/// assert_eq!(absolute("/srv/app".to_owned()).as_deref(), Ok("/srv/app"));
/// assert!(absolute(".".to_owned()).is_err());
/// ```
///
/// # Errors
/// If `path` is relative.
pub fn absolute(path: String) -> Result<String, NotAbsolute> {
    if is_absolute(&path) { Ok(path) } else { Err(NotAbsolute(path)) }
}

impl Default for Session {
    /// The places that the examples of this project use.
    fn default() -> Session {
        Session {
            cwd: "/home/dev/project".to_owned(),
            home: "/home/dev".to_owned(),
            mode: None,
            links: Table::default(),
        }
    }
}

impl Session {
    /// The session as the engine takes it.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context { mode: self.mode, links: self, ..Context::new(&self.cwd, &self.home) }
    }
}

impl Resolver for Session {
    fn read_link(&self, path: &str) -> Option<String> {
        self.links.get(path).cloned()
    }

    fn has_links(&self) -> bool {
        !self.links.is_empty()
    }
}

/// Reads a session from JSON: an object of the members of [`Session`], any of which may be absent.
///
/// Half of a surrogate pair is an error here: there is no such directory.
///
/// ```
/// use callgate::{Mode, interop::session};
/// let session = session(r#"{"cwd": "/srv/app", "mode": "plan"}"#)?;
/// assert_eq!((session.cwd.as_str(), session.mode), ("/srv/app", Some(Mode::Plan)));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// If `json` is no such object.
pub fn session(json: &str) -> Result<Session, serde_json::Error> {
    read(json).map_err(serde::de::Error::custom)
}

fn read(json: &str) -> Result<Session, Misfit> {
    let fields = Fields::of(Node::read(json)?, "a session")?;
    fields.only(&["cwd", "home", "mode", "links"])?;
    let place = |name: &str| {
        fields.optional(name, "an absolute path", |path| absolute(path.string()?).ok())
    };
    let usual = Session::default();
    Ok(Session {
        cwd: place("cwd")?.unwrap_or(usual.cwd),
        home: place("home")?.unwrap_or(usual.home),
        mode: fields.optional("mode", "a mode", |mode| Mode::parse(&mode.string()?))?,
        links: fields.strings("links")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_takes_place_somewhere() {
        for place in ["/", "/srv/app", r"C:\\srv", "c:/srv", r"\\\\server\\share"] {
            assert!(
                session(&format!(r#"{{"cwd": "{place}", "home": "{place}"}}"#)).is_ok(),
                "{place}"
            );
        }
        for place in ["", ".", "~", r"/\ud83d", "srv", "./srv", " /srv", "C:srv"] {
            for part in ["cwd", "home"] {
                assert!(session(&format!(r#"{{"{part}": "{place}"}}"#)).is_err(), "{place}");
            }
        }
        assert!(session(r#"{"mode": "default", "mode": "bypassPermissions"}"#).is_err());
        assert_eq!(session("{}").unwrap(), Session::default());
    }
}
