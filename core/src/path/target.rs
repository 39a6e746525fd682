//! A file that a call is about, and where things lie.

use super::{
    ambiguous::climbs,
    links::{self, Endless, Followed, WithProcess},
    normal::{from_windows, is_below, join, place},
};
use crate::{
    call::{Context, Resolver},
    settings::Source,
};
use std::{borrow::Cow, cell::OnceCell};

/// The directories that paths and rules of one call start from, absolute and normal.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    cwd: Place<'a>,
    home: Place<'a>,
    /// The directories that the settings add to the working directory, as named and as they are
    /// behind symbolic links, with where they stand.
    additional: Vec<(Source, String)>,
    /// The session runs on Windows: backslashes part the components of its paths.
    windows: bool,
}

/// A directory as the caller names it. Most commands are decided without it.
#[derive(Debug)]
struct Place<'a> {
    given: &'a str,
    /// What it is in normal form, if that is something else.
    normal: OnceCell<Option<String>>,
}

impl<'a> Place<'a> {
    const fn new(given: &'a str) -> Place<'a> {
        Place { given, normal: OnceCell::new() }
    }

    fn normal(&self) -> &str {
        let normal = self.normal.get_or_init(|| match place(self.given) {
            Cow::Borrowed(_) => None,
            Cow::Owned(normal) => Some(normal),
        });
        normal.as_deref().unwrap_or(self.given)
    }
}

impl<'a> Places<'a> {
    pub(crate) fn new(context: &Context<'a>) -> Places<'a> {
        let windows = !context.cwd.starts_with('/') && from_windows(context.cwd).is_some();
        let [cwd, home] = [context.cwd, context.home].map(Place::new);
        Places { cwd, home, additional: Vec::new(), windows }
    }

    /// Adds working directories, as settings name them. One has to exist, and not on another machine.
    pub(crate) fn add(&mut self, additional: &[(Source, String)], links: &dyn Resolver) {
        for (source, directory) in additional {
            if directory.starts_with("//") || directory.starts_with("\\\\") {
                continue;
            }
            let directory = self.absolute(directory).into_owned();
            if links.is_directory(&directory) == Some(false) {
                continue;
            }
            if let Ok(Followed { mut names, .. }) = links::follow(&directory, links) {
                self.additional.extend(names.pop().map(|name| (*source, name)));
                self.additional.push((*source, directory));
            }
        }
    }

    /// The working directory of the session, then the additional ones.
    pub(crate) fn working_directories(&self) -> impl Iterator<Item = &str> {
        let additional = self.additional.iter().map(|(_, directory)| directory.as_str());
        std::iter::once(self.cwd()).chain(additional)
    }

    /// The working directory of the session.
    pub(crate) fn cwd(&self) -> &str {
        self.cwd.normal()
    }

    /// The home directory of the user.
    pub(crate) fn home(&self) -> &str {
        self.home.normal()
    }

    /// The working directories that a fence around them encloses: a project must not move it.
    fn fenced_directories(&self) -> impl Iterator<Item = &str> {
        let additional = self.additional.iter().filter(|(source, _)| *source != Source::Project);
        std::iter::once(self.cwd()).chain(additional.map(|(_, directory)| directory.as_str()))
    }

    /// `path` as a tool would open it: absolute and normal, with `~` for the home directory.
    pub(crate) fn absolute<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.windows {
            let path = match from_windows(path) {
                Some(path) => path,
                None => path.replace('\\', "/"),
            };
            return Cow::Owned(self.absolute_posix(&path).into_owned());
        }
        self.absolute_posix(path)
    }

    fn absolute_posix<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match path.strip_prefix('~') {
            Some("") => Cow::Owned(self.home().to_owned()),
            Some(rest) if rest.starts_with('/') => join(self.home(), rest.trim_start_matches('/')),
            _ => join(self.cwd(), path),
        }
    }
}

/// A file or directory that a call is about. Rules see it under the name that the call uses and
/// under all those that its symbolic links give it.
pub(crate) struct Target<'a> {
    pub(crate) places: &'a Places<'a>,
    /// What rules ask about the directories that they name.
    pub(crate) resolver: &'a dyn Resolver,
    /// As named: absolute, without `.`, `..` and doubled slashes.
    pub(crate) absolute: Cow<'a, str>,
    /// Where its symbolic links lead; nowhere, if they lead in a circle.
    links: Result<Followed, Endless>,
}

impl<'a> Target<'a> {
    /// The file that `path`, as a tool got it, stands for.
    pub(crate) fn new(
        path: &'a str,
        places: &'a Places<'a>,
        resolver: &'a dyn Resolver,
    ) -> Target<'a> {
        let absolute = places.absolute(path);
        let process = WithProcess { cwd: places.cwd(), links: resolver };
        let links = match process.may_link(&absolute) {
            true => links::follow(&absolute, &process),
            false => Ok(Followed::default()),
        };
        Target { places, resolver, absolute, links }
    }

    /// The names that symbolic links lead to.
    pub(crate) fn behind_links(&self) -> &[String] {
        self.links.as_ref().map_or(&[], |followed| &followed.names)
    }

    /// The name that the call uses, then those that symbolic links lead to.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.absolute).chain(self.behind_links().iter().map(String::as_str))
    }

    /// Is the file itself a symbolic link?
    pub(crate) fn is_link(&self) -> bool {
        self.links.as_ref().is_ok_and(|followed| followed.is_link)
    }

    /// Do its symbolic links lead in a circle, so that nobody can say which file it is?
    pub(crate) const fn is_endless(&self) -> bool {
        self.links.is_err()
    }
}

impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("places", &self.places)
            .field("absolute", &self.absolute)
            .field("links", &self.links)
            .finish_non_exhaustive()
    }
}

/// The directories in which an agent works: the working directory of the session and those that
/// the settings add.
#[derive(Clone, Copy)]
pub(crate) struct WorkingDirectories<'a> {
    pub(crate) places: &'a Places<'a>,
    pub(crate) links: &'a dyn Resolver,
}

impl WorkingDirectories<'_> {
    /// Does `target` lie in one of them, under every name that it has?
    pub(crate) fn contain(&self, target: &Target<'_>) -> bool {
        target.spellings().all(|path| self.contain_path(path))
    }

    /// Does `path`, absolute and normal, lie in one of them?
    pub(crate) fn contain_path(&self, path: &str) -> bool {
        self.lies_in(path, self.places.working_directories())
    }

    /// Does `target` lie, under every name that it has, in those that a fence encloses?
    pub(crate) fn enclose(&self, target: &Target<'_>) -> bool {
        target.spellings().all(|path| self.lies_in(path, self.places.fenced_directories()))
    }

    fn lies_in<'d>(&self, path: &str, mut directories: impl Iterator<Item = &'d str>) -> bool {
        !climbs(path)
            && (directories.any(|directory| is_below(path, directory))
                || links::follow(self.places.cwd(), self.links)
                    .is_ok_and(|cwd| cwd.end().is_some_and(|cwd| is_below(path, cwd))))
    }
}

impl std::fmt::Debug for WorkingDirectories<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkingDirectories").field("places", &self.places).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posix() -> Places<'static> {
        Places::new(&Context::new("/home/dev/project", "/home/dev"))
    }

    #[test]
    fn paths_are_made_absolute() {
        for (path, expected) in [
            ("", "/home/dev/project"),
            ("a", "/home/dev/project/a"),
            ("../b/", "/home/dev/b"),
            ("~", "/home/dev"),
            ("~/x", "/home/dev/x"),
            ("~//x", "/home/dev/x"),
            ("~x", "/home/dev/project/~x"),
            ("/etc//passwd", "/etc/passwd"),
            ("C:\\x", "/home/dev/project/C:\\x"),
        ] {
            assert_eq!(posix().absolute(path), expected, "{path}");
        }
    }

    #[test]
    fn windows_sessions_use_windows_paths() {
        let places = Places::new(&Context::new("C:\\work", "C:\\Users\\dev"));
        for (path, expected) in [
            ("src\\a", "/c/work/src/a"),
            ("~\\x", "/c/Users/dev/x"),
            ("D:\\x\\..\\y", "/d/y"),
            ("\\\\server\\share", "/server/share"),
        ] {
            assert_eq!(places.absolute(path), expected, "{path}");
        }
    }

    #[test]
    fn a_project_does_not_move_a_fence() {
        let directories = |source| [(source, "/srv".to_owned())];
        for (source, enclosed) in
            [(Source::Project, false), (Source::Local, true), (Source::Managed, true)]
        {
            let mut places = posix();
            places.add(&directories(source), &crate::NoLinks);
            let target = Target::new("/srv/x", &places, &crate::NoLinks);
            let directories = WorkingDirectories { places: &places, links: &crate::NoLinks };
            assert!(directories.contain(&target));
            assert_eq!(directories.enclose(&target), enclosed, "{source:?}");
        }
    }

    #[test]
    fn working_directories_are_compared_by_component() {
        let additional = ["../extra", "~/more/", "/srv", "//server"]
            .map(|directory| (Source::User, directory.to_owned()));
        let mut places = posix();
        places.add(&additional, &crate::NoLinks);
        let directories = WorkingDirectories { places: &places, links: &crate::NoLinks };
        for path in ["/home/dev/project", "/home/dev/extra/a", "/home/dev/more", "/srv/x"] {
            assert!(directories.contain_path(path), "{path}");
        }
        for path in ["/home/dev/project-evil", "/home/dev", "/srv2", "/", "/server/x"] {
            assert!(!directories.contain_path(path), "{path}");
        }
    }
}
