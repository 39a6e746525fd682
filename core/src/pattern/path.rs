//! Path patterns: the gitignore dialect of `Read` and `Edit` rules, with its four anchors.

use super::{
    PathNeed,
    glob::{self, Glob},
};
use crate::{
    letters::one_of,
    path::{Places, Target, below, follow, join, place},
    profile::Profile,
    rule::List,
    settings::Source,
};
use std::borrow::Cow;

/// What stands between the parentheses of a `Read` or `Edit` rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    anchor: Anchor,
    /// It takes back what an earlier pattern of the same source and anchor matched.
    negated: bool,
    /// It holds outside its anchor as well.
    everywhere: bool,
    /// It permits nothing that has a line break in its path: `**/` does not cross lines.
    on_one_line: bool,
    /// It was written `dir/**`: it is about all that is in a directory.
    within: bool,
    /// What it matches below its anchor; nothing, if there is none.
    glob: Option<Glob>,
    /// The components at its start that are plain names: a directory that may be a symbolic link.
    /// None below the working directory, where the client does not look for links.
    stem: Box<[Box<str>]>,
}

/// The directory that a pattern starts from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Anchor {
    /// `//x`: the root of the file system.
    Root,
    /// `~/x`: the home directory.
    Home,
    /// `/x` in user settings: the client's own directory in the home directory.
    UserSettings,
    /// `/x` in other settings: the working directory of the session.
    Project,
    /// `/x` in settings of which the caller said where they lie.
    Directory(Box<str>),
    /// `x` in permissions: the working directory of the session.
    Cwd,
    /// `x` in restrictions: each working directory, that of the session and the additional ones.
    WorkingDirectories,
    /// `/x` in settings that lie in a place of which nothing is known.
    Nowhere,
}

impl Anchor {
    /// The directory, in the circumstances of one call.
    fn directory<'d>(&'d self, places: &'d Places<'_>) -> Option<Cow<'d, str>> {
        Some(match self {
            Anchor::Root => Cow::Borrowed("/"),
            Anchor::Home => Cow::Borrowed(places.home()),
            Anchor::UserSettings => Cow::Owned(join(places.home(), ".claude").into_owned()),
            Anchor::Project | Anchor::Cwd | Anchor::WorkingDirectories => {
                Cow::Borrowed(places.cwd())
            }
            Anchor::Directory(directory) => Cow::Borrowed(&**directory),
            Anchor::Nowhere => return None,
        })
    }

    /// The part of `path`, absolute and normal, below the anchor: below each directory that it stands
    /// for.
    pub(crate) fn below<'p>(
        &self,
        path: &'p str,
        places: &Places<'_>,
    ) -> impl Iterator<Item = &'p str> {
        let (one, several) = match self {
            // Without the cost of putting the directory together.
            Anchor::UserSettings => {
                (below(path, places.home()).and_then(|rest| rest.strip_prefix(".claude/")), None)
            }
            Anchor::WorkingDirectories => (None, Some(places.working_directories())),
            _ => (self.directory(places).and_then(|directory| below(path, &directory)), None),
        };
        let several = several.into_iter().flatten().filter_map(move |place| below(path, place));
        one.into_iter().chain(several).filter(|rest| !rest.is_empty())
    }
}

/// Where a path pattern was written: its anchor and its reach depend on that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathOrigin<'a> {
    pub(crate) list: List,
    pub(crate) source: Source,
    /// [`Layer::directory`](crate::Layer::directory): where `/path` starts, if the caller says so.
    pub(crate) directory: Option<&'a str>,
    pub(crate) profile: Profile,
}

impl PathOrigin<'_> {
    fn settings_anchor(&self) -> Anchor {
        match (self.directory, self.source) {
            (Some(directory), _) => Anchor::Directory(place(directory).into()),
            (None, Source::User) => Anchor::UserSettings,
            (None, Source::Flag) if !self.profile.inline_settings_have_a_place() => Anchor::Nowhere,
            (None, _) => Anchor::Project,
        }
    }
}

impl PathPattern {
    /// Reads a pattern. Every text is one; some match nothing.
    pub(crate) fn parse(text: &str, origin: &PathOrigin<'_>) -> PathPattern {
        let permits = origin.list == List::Allow;
        if let Some(rest) = text.strip_prefix('!') {
            // After `!` the client knows no anchors. From a restriction, no more must be taken back
            // than it takes back.
            let body = single_slashes(rest);
            let body = body.strip_suffix("/**").unwrap_or(&body);
            let glob = match glob::read(body) {
                // Blanks alone take back everything.
                None if permits && body.trim().is_empty() => Some(glob::everything()),
                glob => glob.filter(|glob| permits || !(glob.is_widened() || ends_in_escape(body))),
            };
            return PathPattern {
                anchor: if permits { Anchor::Cwd } else { Anchor::WorkingDirectories },
                negated: true,
                everywhere: false,
                on_one_line: false,
                within: false,
                glob,
                stem: [].into(),
            };
        }
        let (anchor, body) = if text.starts_with("//") {
            (Anchor::Root, text.get(1..).unwrap_or(""))
        } else if text.starts_with("~/") {
            (Anchor::Home, text.get(1..).unwrap_or(""))
        } else if text.starts_with('/') {
            (origin.settings_anchor(), text)
        } else {
            let anchor = if permits { Anchor::Cwd } else { Anchor::WorkingDirectories };
            (anchor, text.strip_prefix("./").unwrap_or(text))
        };
        let everywhere = origin.profile.any_depth_is_everywhere()
            && anchor == Anchor::WorkingDirectories
            && body.starts_with("**/");
        let body = single_slashes(body);
        let directory = body.strip_suffix("/**");
        let body = match directory {
            Some("") => "**",
            Some(directory) => directory,
            None => &body,
        };
        // `dir/**` permits what is in that one directory, and restricts directories of that name
        // anywhere below.
        let tied = permits
            && directory.is_some_and(|directory| !directory.is_empty())
            && anchor == Anchor::Cwd;
        let glob = if tied && !body.starts_with('/') && !body.starts_with("**/") {
            glob::read(&format!("/{body}"))
        } else {
            glob::read(body)
        };
        // In permissions a text that starts with `#` is a comment, and a backslash at its end is
        // an error.
        let inert = || body.starts_with('#') || ends_in_escape(body);
        let glob = glob.filter(|glob| !permits || !(glob.is_widened() || inert()));
        let on_one_line = permits && body.trim_start_matches('/').starts_with("**/");
        let stem =
            if permits || anchor == Anchor::WorkingDirectories { [].into() } else { stem(body) };
        let within = directory.is_some();
        PathPattern { anchor, negated: false, everywhere, on_one_line, within, glob, stem }
    }

    /// The directory that it starts from.
    pub(crate) const fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    /// Does it take back what other patterns matched?
    pub(crate) const fn is_negated(&self) -> bool {
        self.negated
    }

    /// What a path must have, below the anchor, for the pattern to cover it.
    pub(crate) fn need(&self) -> PathNeed {
        self.glob.as_ref().map_or(PathNeed::Never, Glob::need)
    }

    /// Does it match `path`, absolute and normal, or a directory that `path` lies in, below its
    /// anchor?
    pub(crate) fn covers(&self, path: &str, places: &Places<'_>) -> bool {
        self.anchor.below(path, places).any(|rest| self.glob_covers(rest))
    }

    /// Does it hold without regard to its anchor as well?
    pub(crate) const fn is_everywhere(&self) -> bool {
        self.everywhere
    }

    /// Does it match `path`, absolute and normal, without regard to its anchor?
    pub(crate) fn covers_anywhere(&self, path: &str) -> bool {
        self.everywhere && path.strip_prefix('/').is_some_and(|rest| self.glob_covers(rest))
    }

    /// Does it match `path`, absolute and normal, or a directory that `path` lies in, once the
    /// symbolic links in the directory that the pattern names are followed?
    pub(crate) fn covers_behind_links(&self, path: &str, target: &Target<'_>) -> bool {
        if self.stem.is_empty() || !target.resolver.has_links() {
            return false;
        }
        let (Some(glob), Some(start)) = (&self.glob, self.anchor.directory(target.places)) else {
            return false;
        };
        let directory = join(&start, &self.stem.join("/")).into_owned();
        let followed = follow(&directory, target.resolver).unwrap_or_default();
        followed
            .end()
            .and_then(|end| below(path, end))
            .is_some_and(|rest| glob.covers_after(self.stem.len(), rest))
    }

    fn glob_covers(&self, path: &str) -> bool {
        let crosses_lines = || path.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        self.glob.as_ref().is_some_and(|glob| glob.covers(path))
            && !(self.on_one_line && crosses_lines())
    }

    /// Does it cover whatever lies below its anchor?
    pub(crate) fn is_everything(&self) -> bool {
        !self.negated && self.glob.as_ref() == Some(&glob::everything())
    }

    /// Does it cover `path`, relative and normal, below some directory of which nothing is known?
    pub(crate) fn covers_somewhere(&self, path: &str) -> bool {
        let covers = |glob: &Glob| self.within || glob.covers_somewhere(path);
        !self.negated && self.glob.as_ref().is_some_and(covers)
    }

    /// Does it match `path`, relative to its anchor, itself?
    pub(crate) fn matches(&self, path: &str, is_directory: bool) -> bool {
        self.glob.as_ref().is_some_and(|glob| glob.matches(path, is_directory))
    }
}

/// Does `text` end in a backslash that escapes nothing?
fn ends_in_escape(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

/// The plain names at the start of `body`.
fn stem(body: &str) -> Box<[Box<str>]> {
    body.trim_end()
        .split('/')
        .filter(|name| !name.is_empty())
        .take_while(|name| !name.contains(one_of("*?[\\")))
        .map(Box::from)
        .collect()
}

/// `text` with each run of slashes as one.
fn single_slashes(text: &str) -> Cow<'_, str> {
    if !text.contains("//") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '/' || !out.ends_with('/') {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Context;

    const CWD: &str = "/home/dev/project";

    fn pattern(text: &str, list: List, profile: Profile) -> PathPattern {
        let origin = PathOrigin { list, source: Source::User, directory: None, profile };
        PathPattern::parse(text, &origin)
    }

    fn covers(text: &str, list: List, path: &str) -> bool {
        let places = Places::new(&Context::new(CWD, "/home/dev"));
        let path = places.absolute(path);
        pattern(text, list, Profile::ClaudeCode).covers(&path, &places)
    }

    fn denies(text: &str, path: &str) -> bool {
        covers(text, List::Deny, path)
    }

    #[test]
    fn anchors() {
        for (text, inside, outside) in [
            ("//etc/x", "/etc/x", "etc/x"),
            ("///etc//x", "/etc/x", "etc/x"),
            ("~/x", "~/x", "x"),
            ("/x", "~/.claude/x", "x"),
            ("./x", "x", "~/x"),
            ("x", "a/x", "~/x"),
            ("a/x", "a/x", "b/a/x"),
            ("~x", "~x", "~/x"),
        ] {
            assert!(denies(text, inside), "{text} {inside}");
            assert!(!denies(text, outside), "{text} {outside}");
        }
        assert!(denies("//**", "/etc/x"));
        assert!(!denies("/**", "x"));
    }

    #[test]
    fn settings_outside_the_home_directory_anchor_at_the_working_directory() {
        let places = Places::new(&Context::new(CWD, "/home/dev"));
        let at = |source, directory, path: &str| {
            let profile = Profile::ClaudeCode;
            let origin = PathOrigin { list: List::Deny, source, directory, profile };
            PathPattern::parse("/x", &origin).covers(path, &places)
        };
        for source in [Source::Managed, Source::Local, Source::Project] {
            assert!(at(source, None, "/home/dev/project/x"));
        }
        assert!(at(Source::Flag, Some("/srv/settings"), "/srv/settings/x"));
        assert!(!at(Source::Flag, None, "/home/dev/project/x"));
    }

    #[test]
    fn a_directory_is_permitted_at_one_place_and_restricted_at_any() {
        assert!(denies("src/**", "lib/src/a"));
        assert!(!covers("src/**", List::Allow, "lib/src/a"));
        assert!(covers("src/**", List::Allow, "src/a"));
        assert!(covers("src", List::Allow, "lib/src/a"));
        assert!(covers("**/src/**", List::Allow, "lib/src/a"));
        assert!(!denies("src/lib/**", "a/src/lib/x"));
    }

    #[test]
    fn what_is_unclear_restricts_but_does_not_permit() {
        let text = "a[x*]b";
        assert!(denies(text, "ab"));
        assert!(!covers(text, List::Allow, "ab"));
        assert!(denies("#x", "#x"));
        assert!(!covers("#x", List::Allow, "#x"));
        assert!(denies("**/x", "a\nb/x"));
        assert!(!covers("**/x", List::Allow, "a\nb/x"));
    }

    #[test]
    fn restrictions_hold_in_every_working_directory() {
        let mut places = Places::new(&Context::new(CWD, "/home/dev"));
        places.add(&[(Source::User, "/srv/w".to_owned())], &crate::NoLinks);
        let covers =
            |text, list, path| pattern(text, list, Profile::ClaudeCode).covers(path, &places);
        for text in ["a", "./a", "**/a", "x/a"] {
            assert!(covers(text, List::Deny, "/srv/w/x/a"), "{text}");
            assert!(covers(text, List::Ask, "/srv/w/x/a"), "{text}");
            assert!(!covers(text, List::Allow, "/srv/w/x/a"), "{text}");
        }
        assert!(!covers("/a", List::Deny, "/srv/w/a"));
        assert!(!covers("a", List::Deny, "/srv/a"));
    }

    #[test]
    fn any_depth_is_everywhere_for_who_enforces() {
        let places = Places::new(&Context::new(CWD, "/home/dev"));
        let enforce = |list| pattern("**/.env", list, Profile::Enforce);
        assert!(enforce(List::Deny).covers_anywhere("/etc/.env"));
        assert!(!enforce(List::Allow).covers_anywhere("/etc/.env"));
        assert!(!pattern("**/.env", List::Deny, Profile::ClaudeCode).covers_anywhere("/etc/.env"));
        assert!(!enforce(List::Deny).covers("/etc/.env", &places));
    }
}
