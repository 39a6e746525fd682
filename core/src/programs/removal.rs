//! What is dangerous to remove.

use crate::path::{Places, is_below, join};

/// What a command would remove.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'s> {
    /// As far as it is known.
    pub(crate) text: &'s str,
    /// It has expansions that only the shell knows.
    pub(crate) unknown: bool,
    /// Whole directories go.
    pub(crate) recursive: bool,
    /// The command may run somewhere else than in the working directory.
    pub(crate) moved: bool,
}

/// Is `target` something that much depends on, or could it be?
pub(crate) fn is_critical(target: &Target<'_>, places: &Places<'_>) -> bool {
    let text = target.text.trim();
    if target.unknown {
        if let Some(rest) = after_home(text)
            && is_critical_place(&format!("{}{rest}", places.home), places)
        {
            return true;
        }
        return match after_expansion(text) {
            Some(Expansion::Command(rest)) => {
                (target.recursive && rest.is_empty()) || is_everything(rest)
            }
            // Nothing, if the variable is empty: all that is in the root.
            Some(Expansion::Variable(rest)) => is_everything(rest),
            None => false,
        };
    }
    if let Some(rest) = text.strip_prefix('~') {
        return (rest.is_empty() || rest.starts_with('/'))
            && is_critical_place(&format!("{}{rest}", places.home), places);
    }
    is_critical_place(text, places) || could_be_anything(text, target.moved)
}

/// What stands behind `$HOME`.
fn after_home(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("${HOME}").or_else(|| text.strip_prefix("$HOME"))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// The expansion that a text starts with, and what stands behind it.
enum Expansion<'s> {
    Command(&'s str),
    Variable(&'s str),
}

fn after_expansion(text: &str) -> Option<Expansion<'_>> {
    if text.starts_with("$(") || text.starts_with('`') {
        let end = text.rfind([')', '`']).map_or(text.len(), |at| at + 1);
        return Some(Expansion::Command(text.get(end..).unwrap_or("")));
    }
    let name = text.strip_prefix('$')?;
    if let Some(braced) = name.strip_prefix('{') {
        let (name, rest) = braced.split_once('}')?;
        // `${x:?}` is never empty.
        return (!name.contains('?')).then_some(Expansion::Variable(rest));
    }
    let end = name
        .find(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        .unwrap_or(name.len());
    Some(Expansion::Variable(name.get(end.max(1)..).unwrap_or("")))
}

/// `/*` and the like: everything in a directory.
fn is_everything(rest: &str) -> bool {
    rest.strip_prefix('/').is_some_and(|names| {
        let names = names.trim_matches('/');
        !names.is_empty() && names.split('/').all(is_star)
    })
}

/// `*`, `**`
fn is_star(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte == b'*')
}

/// Is `text` a critical directory, or everything in one?
fn is_critical_place(text: &str, places: &Places<'_>) -> bool {
    let place = join(&places.cwd, text);
    let mut place = &*place;
    if is_critical_directory(place, places) {
        return true;
    }
    let mut everything = false;
    while let Some((parent, name)) = place.rsplit_once('/')
        && is_star(name)
    {
        place = parent;
        everything = true;
    }
    everything && (place.is_empty() || is_critical_directory(place, places))
}

fn is_critical_directory(place: &str, places: &Places<'_>) -> bool {
    let is_top = place.strip_prefix('/').is_some_and(|name| !name.contains('/'));
    let is_drive = place.strip_prefix("/mnt/").is_some_and(|drive| drive.len() == 1);
    is_top || is_drive || is_below(&places.cwd, place) || is_below(&places.home, place)
}

/// Could a wildcard mean any directory? So it is behind `..`, behind another wildcard, and after a
/// change of directory.
fn could_be_anything(text: &str, moved: bool) -> bool {
    let names = || text.split('/').filter(|name| !name.is_empty());
    let is_glob = |name: &str| name.contains(['*', '?', '[']);
    let globs = names().filter(|name| is_glob(name)).count();
    if globs == 0 {
        return false;
    }
    let relative = !text.starts_with('/');
    names().any(|name| name == "..") || globs > 1 || text.ends_with('/') || (moved && relative)
}
