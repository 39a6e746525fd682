//! Following symbolic links.

use super::normal::join;
use crate::call::Resolver;

/// As many links as Linux follows in one path.
const MAX_LINKS: usize = 40;

/// The symbolic links that Linux itself keeps for each process, before those that `links` knows.
///
/// They are links to the caller of this library, too, but lead it to where *it* works: the client
/// works in the working directory of the session.
pub(crate) struct WithProcess<'a> {
    pub(crate) cwd: &'a str,
    pub(crate) links: &'a dyn Resolver,
}

impl WithProcess<'_> {
    /// Can `path`, absolute, lead through a link at all?
    pub(crate) fn may_link(&self, path: &str) -> bool {
        self.links.has_links() || path.starts_with(PROCESSES)
    }
}

impl Resolver for WithProcess<'_> {
    fn read_link(&self, path: &str) -> Option<String> {
        match process_file(path) {
            Some("cwd") => Some(self.cwd.to_owned()),
            Some("root") => Some("/".to_owned()),
            _ => self.links.read_link(path),
        }
    }

    fn is_directory(&self, path: &str) -> Option<bool> {
        if KERNEL.iter().any(|start| path.starts_with(start)) {
            return None;
        }
        self.links.is_directory(path)
    }
}

/// Directories whose files come and go with processes, so that no description of a file system has
/// them.
const KERNEL: &[&str] = &["/dev/", PROCESSES, "/sys/"];
const PROCESSES: &str = "/proc/";

/// The name of a file that is kept for a process, or for a thread of one. All processes are taken for
/// one: it is not known which of them have which number.
fn process_file(path: &str) -> Option<&str> {
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let (process, file) = path.strip_prefix(PROCESSES)?.split_once('/')?;
    if !(matches!(process, "self" | "thread-self") || is_number(process)) {
        return None;
    }
    match file.strip_prefix("task/").and_then(|file| file.split_once('/')) {
        Some((thread, file)) if is_number(thread) => Some(file),
        _ => Some(file),
    }
}

/// Links that lead in a circle, or on and on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Endless;

/// The names that a file has behind symbolic links.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    /// Absolute and normal; the last one is free of links. The client knows the names that the file
    /// gets by links at its own place, and the last one, but none that only links to directories on
    /// the way give it.
    pub(crate) names: Vec<String>,
    /// The file itself is a link, not just a directory on the way to it.
    pub(crate) is_link: bool,
}

/// Follows every symbolic link in `path`, which is absolute and normal.
pub(crate) fn follow(path: &str, links: &dyn Resolver) -> Result<Followed, Endless> {
    let mut followed = Followed::default();
    if !links.has_links() {
        return Ok(followed);
    }
    let ends = path.match_indices('/').skip(1).map(|(at, _)| at).chain([path.len()]);
    let first = ends
        .filter_map(|end| path.split_at_checked(end))
        .find_map(|(link, rest)| Some((link, links.read_link(link)?, rest)));
    let Some((link, mut target, rest)) = first else { return Ok(followed) };
    let mut walk = Walk { resolved: link.to_owned(), pending: Vec::new() };
    walk.meet(rest);
    for _ in 0..MAX_LINKS {
        let is_link = walk.pending.is_empty();
        walk.take(&target);
        if is_link {
            followed.is_link = true;
            followed.names.push(walk.name());
        }
        match walk.next_link(links) {
            Some(next) => target = next,
            None => {
                if followed.names.last() != Some(&walk.resolved) {
                    followed.names.push(walk.resolved);
                }
                return Ok(followed);
            }
        }
    }
    Err(Endless)
}

/// Where `path`, absolute, leads once its links are followed; each `..` leaves the directory that the
/// links before it have led to.
pub(crate) fn walk(path: &str, links: &dyn Resolver) -> Result<String, Endless> {
    let mut walk = Walk { resolved: String::new(), pending: Vec::new() };
    walk.meet(path);
    for _ in 0..=MAX_LINKS {
        match walk.next_link(links) {
            Some(target) => walk.take(&target),
            None => return Ok(join("/", &walk.resolved).into_owned()),
        }
    }
    Err(Endless)
}

impl Followed {
    /// Where the last link leads.
    pub(crate) fn end(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }
}

/// A way through the file system.
struct Walk {
    /// How far it has come, without links but for the last component.
    resolved: String,
    /// The components that are still to come, last one first.
    pending: Vec<String>,
}

impl Walk {
    /// Puts the components of `path` before those that are to come.
    fn meet(&mut self, path: &str) {
        let components = path.split('/').filter(|name| !matches!(*name, "" | "."));
        self.pending.extend(components.rev().map(str::to_owned));
    }

    /// Goes where the link at the end of the way points to.
    fn take(&mut self, target: &str) {
        self.leave();
        if target.starts_with('/') {
            self.resolved.clear();
        }
        self.meet(target);
    }

    fn leave(&mut self) {
        self.resolved.truncate(self.resolved.rfind('/').unwrap_or(0));
    }

    /// Walks on to the next link; `None` if the way ends without one.
    fn next_link(&mut self, links: &dyn Resolver) -> Option<String> {
        while let Some(component) = self.pending.pop() {
            if component == ".." {
                self.leave();
                continue;
            }
            self.resolved.push('/');
            self.resolved.push_str(&component);
            if let Some(target) = links.read_link(&self.resolved) {
                return Some(target);
            }
        }
        None
    }

    /// The file at the end of the way, by the name that it has from here.
    fn name(&self) -> String {
        let rest: Vec<&str> = self.pending.iter().rev().map(String::as_str).collect();
        join("/", &format!("{}/{}", self.resolved, rest.join("/"))).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Links(&'static [(&'static str, &'static str)]);

    impl Resolver for Links {
        fn read_link(&self, path: &str) -> Option<String> {
            self.0.iter().find(|(link, _)| *link == path).map(|(_, target)| (*target).to_owned())
        }
    }

    #[test]
    fn names_that_links_give_a_file_count() {
        let links = Links(&[
            ("/w/chain", "file"),
            ("/w/file", "real/secret"),
            ("/w/out", "/etc"),
            ("/w/deep/up", "../../x"),
            ("/etc/alt", "/opt/alt/../y"),
        ]);
        for (path, names) in [
            ("/w/plain", &[][..]),
            ("/w/chain", &["/w/file", "/w/real/secret"]),
            ("/w/out/hosts", &["/etc/hosts"]),
            ("/w/deep/up/a", &["/x/a"]),
            ("/w/out/alt/z", &["/opt/y/z"]),
            ("/w/out/alt", &["/opt/y"]),
        ] {
            assert_eq!(follow(path, &links).unwrap().names, names, "{path}");
        }
    }

    #[test]
    fn parents_of_links_are_those_of_their_targets() {
        let links = Links(&[("/w/a", "b/../c"), ("/w/b", "/opt/b")]);
        assert_eq!(follow("/w/a/x", &links).unwrap().names, ["/opt/c/x"]);
    }

    #[test]
    fn a_file_is_a_link_if_its_last_component_is() {
        let links = Links(&[("/w/dir", "real"), ("/w/file", "x"), ("/w/real/deep", "y")]);
        for (path, is_link) in [
            ("/w/file", true),
            ("/w/dir", true),
            ("/w/dir/x", false),
            ("/w/dir/deep", true),
            ("/w/x", false),
        ] {
            assert_eq!(follow(path, &links).unwrap().is_link, is_link, "{path}");
        }
    }

    #[test]
    fn a_step_up_leaves_where_the_links_have_led() {
        let links = Links(&[("/w/out", "/srv/a/b"), ("/w/c", "c")]);
        for (path, end) in [
            ("/w/out/../x", "/srv/a/x"),
            ("/w/x/../y/./z", "/w/y/z"),
            ("/w/out/../../../..", "/"),
            ("/w/../../x", "/x"),
        ] {
            assert_eq!(walk(path, &links).unwrap(), end, "{path}");
        }
        assert!(walk("/w/c/../x", &links).is_err());
    }

    #[test]
    fn processes_have_links_to_where_they_work() {
        let links = WithProcess { cwd: "/w", links: &Links(&[("/w/me", "/proc/self")]) };
        for (path, end) in [
            ("/proc/self/cwd/x", "/w/x"),
            ("/proc/thread-self/root/etc/x", "/etc/x"),
            ("/proc/17/task/18/cwd", "/w"),
            ("/proc/self/root/proc/self/cwd/../x", "/x"),
            ("/w/me/cwd/x", "/w/x"),
            ("/proc/self/status", "/proc/self/status"),
            ("/proc/sys/cwd", "/proc/sys/cwd"),
        ] {
            assert_eq!(walk(path, &links).unwrap(), end, "{path}");
        }
        assert!(
            links.may_link("/proc/self")
                && !WithProcess { cwd: "/w", links: &crate::NoLinks }.may_link("/w/x")
        );
    }

    #[test]
    fn circles_end() {
        let links = Links(&[("/w/a", "b"), ("/w/b", "a"), ("/w/c", "c/c")]);
        assert!(follow("/w/a", &links).is_err());
        assert!(follow("/w/c", &links).is_err());
    }
}
