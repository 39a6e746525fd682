//! A word of a command line read as the name of a file.
//!
//! The client reads names less well than the shell: it goes by the text that is left when the quotes
//! are gone, so that `'~/x'` and `~/x` are the same file to it, and it does not look behind
//! wildcards. What it cannot place, it asks about.

use crate::{
    call::Resolver,
    letters::one_of,
    path::{Places, WithProcess, join, walk},
    programs::environment,
    shell::Word,
};
use std::borrow::Cow;

/// The name of a file.
#[derive(Clone, Debug)]
pub(super) struct Named<'s> {
    /// The name with the home directory in place of `~` and `$HOME`.
    text: Cow<'s, str>,
    /// Where it cannot be followed, if anywhere.
    pub(super) riddle: Option<Riddle>,
    /// Something climbs out of a directory by `..` that is not known to be no symbolic link.
    pub(super) climbs: bool,
    /// A wildcard; what the name stands for lies in [`Named::directory`].
    pub(super) glob: bool,
    pub(super) braces: bool,
    /// It ends with blanks, which the client cuts off where it compares names.
    pub(super) loses_its_end: bool,
    /// It starts with two slashes, which some systems take for the name of another machine.
    pub(super) remote: bool,
}

/// What keeps a name from being followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Riddle {
    /// `~user`, `~+`
    OtherHome,
    /// `$`, a backquote or `=` in front that the shell leaves alone; another shell might not.
    Expansion,
    /// It lies in a variable of the shell. The client takes the variable for a directory name where
    /// the file is read.
    Runtime,
    /// In double quotes stand expansions of which nobody knows the text. The client takes them for
    /// letters where the file is read.
    Output,
}

impl<'s> Named<'s> {
    /// Reads `text`, which is `word` or a part of it.
    pub(super) fn read(word: &Word<'_>, text: &'s str, places: &Places<'_>) -> Named<'s> {
        let loses_its_end = text.ends_with(char::is_whitespace) && !text.trim().is_empty();
        let text = text.trim();
        let unknown = word.traits.unknown || word.traits.known;
        let mut name = if unknown { with_home(text, places.home()) } else { Cow::Borrowed(text) };
        let mut riddle = None;
        if name.contains(one_of("$`")) {
            riddle = Some(match unknown {
                true if is_inside_variable(&name) => Riddle::Runtime,
                true if is_written_out(word) => Riddle::Output,
                _ => Riddle::Expansion,
            });
            if riddle == Some(Riddle::Output) && name.contains("$?") {
                // No wildcard, but the status of a command.
                name = Cow::Owned(name.replace("$?", "$$"));
            }
        }
        // zsh takes the path of a program for `=name`.
        if name.starts_with('=') {
            riddle = Some(Riddle::Expansion);
        }
        if let Some(rest) = name.strip_prefix('~') {
            if rest.is_empty() || rest.starts_with('/') {
                name = Cow::Owned(format!("{}{rest}", places.home()));
            } else {
                riddle = Some(Riddle::OtherHome);
            }
        }
        Named {
            climbs: climbs(&name),
            glob: name.contains(one_of("*?[")),
            braces: name.contains(one_of("{}")),
            remote: name.starts_with("//"),
            loses_its_end,
            riddle,
            text: name,
        }
    }

    /// The name with the home directory in place.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Does it start at the root?
    pub(super) fn is_absolute(&self) -> bool {
        self.text.starts_with('/')
    }

    /// The file seen from `base`; with a wildcard, the directory in front of the first one.
    pub(super) fn place(&self, base: &str) -> String {
        join(base, self.fixed()).into_owned()
    }

    /// The same with wildcards taken for letters, as the client takes them in redirections.
    pub(super) fn literal_place(&self, base: &str) -> String {
        join(base, &self.text).into_owned()
    }

    /// The file seen from `base`, if the name climbs out of directories: those may be symbolic links,
    /// and `..` leaves what they lead to.
    pub(super) fn climbed(
        &self,
        base: &str,
        places: &Places<'_>,
        links: &dyn Resolver,
    ) -> Option<String> {
        if !self.climbs || self.glob || self.leads_nowhere(base, places, links) {
            return None;
        }
        let links = WithProcess { cwd: places.cwd(), links };
        let led = match self.is_absolute() {
            true => walk(&self.text, &links),
            false => walk(&format!("{base}/{}", self.text), &links),
        };
        // Links in a circle lead to no file.
        led.ok()
    }

    /// The last component: what a copy of the file is called.
    pub(super) fn last_component(&self) -> Option<&str> {
        let name = self.text.trim_end_matches('/').rsplit('/').next()?;
        (!name.is_empty() && name != "." && name != ".." && !self.glob).then_some(name)
    }

    /// The name up to the last slash before the first wildcard.
    fn fixed(&self) -> &str {
        let Some(wildcard) = self.text.find(one_of("*?[")) else { return &self.text };
        let before = self.text.get(..wildcard).unwrap_or("");
        match before.rfind('/') {
            Some(0) => "/",
            Some(slash) => before.get(..slash).unwrap_or(""),
            None => ".",
        }
    }

    /// Is a directory that the name climbs out of missing? The client finds no file there, and no
    /// rule for it. Where nobody knows the file system, it is taken to exist.
    pub(super) fn leads_nowhere(
        &self,
        base: &str,
        places: &Places<'_>,
        links: &dyn Resolver,
    ) -> bool {
        if !self.climbs {
            return false;
        }
        let links = WithProcess { cwd: places.cwd(), links };
        let mut end = 0;
        let mut named = false;
        for component in self.text.split('/') {
            if component == ".." && named {
                let directory = join(base, self.text.get(..end).unwrap_or("")).into_owned();
                let known = [places.cwd(), places.home()]
                    .iter()
                    .any(|place| crate::path::is_below(place, &directory));
                if !known && links.is_directory(&directory) == Some(false) {
                    return true;
                }
            }
            named = !matches!(component, "" | "." | "..");
            end = (end + component.len() + 1).min(self.text.len());
        }
        false
    }
}

/// Is the value what stands between one pair of quotes, letter by letter?
fn is_written_out(word: &Word<'_>) -> bool {
    let written = (word.span.end - word.span.start) as usize;
    word.traits.quoted && written == word.value.len() + 2
}

/// A variable that a shell always has, and a path in it: `$PWD/x`.
fn is_inside_variable(text: &str) -> bool {
    text.strip_prefix('$').and_then(|text| text.split_once('/')).is_some_and(|(name, rest)| {
        environment::is_kept_by_shells(name) && !rest.contains(one_of("$`"))
    })
}

/// `text` with `home` for every `$HOME`.
fn with_home<'s>(text: &'s str, home: &str) -> Cow<'s, str> {
    const NAME: &str = "$HOME";
    let is_name = |at: usize| {
        let next = text.as_bytes().get(at + NAME.len());
        !next.is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if !text.match_indices(NAME).any(|(at, _)| is_name(at)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + home.len());
    let mut from = 0;
    for (at, name) in text.match_indices(NAME).filter(|&(at, _)| is_name(at)) {
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str(home);
        from = at + name.len();
    }
    out.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(out)
}

/// Does `..` stand behind the name of a directory? Backslashes part components, too, as they do on
/// some systems.
fn climbs(text: &str) -> bool {
    let mut named = false;
    for component in text.split('/') {
        match component {
            "" | "." => {}
            ".." if named => return true,
            ".." => {}
            name if name.contains('\\') && name.split('\\').any(|part| part == "..") => {
                return true;
            }
            _ => named = true,
        }
    }
    false
}
