//! What is dangerous to remove.

use crate::{
    letters::one_of,
    names::Names,
    path::{Places, join},
};

/// Is `name` a program whose removals the client guards? In a script it takes the name in any case.
pub(crate) fn is_remover(name: &str) -> bool {
    ["rm", "rmdir"].iter().any(|remover| remover.eq_ignore_ascii_case(name))
}

/// Does `text`, without its quotes, have the name of such a program where one could stand?
pub(crate) fn names_remover(text: &str) -> bool {
    const BEFORE: &[u8] = b" \t\n\r;&|(){}`!=/";
    const BEHIND: &[u8] = b" \t\n\r;&|(){}`!,<>$\\";
    let is_quote = |byte: &u8| matches!(byte, b'\'' | b'"');
    let bytes: Vec<u8> = text.bytes().filter(|byte| !is_quote(byte)).collect();
    // Braces are expanded at commas.
    let in_braces = bytes.contains(&b'{');
    let mut before = None;
    bytes.iter().enumerate().any(|(at, byte)| {
        let may_begin =
            before.is_none_or(|before| BEFORE.contains(before) || (in_braces && *before == b','));
        before = Some(byte);
        let rest = bytes.get(at..).unwrap_or_default();
        may_begin
            && byte.eq_ignore_ascii_case(&b'r')
            && ["rmdir", "rm"].iter().any(|remover| {
                rest.split_at_checked(remover.len()).is_some_and(|(name, behind)| {
                    name.eq_ignore_ascii_case(remover.as_bytes())
                        && behind.first().is_none_or(|behind| BEHIND.contains(behind))
                })
            })
    })
}

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
    /// The directories above go, too.
    pub(crate) climbs: bool,
}

/// Is `target` something that much depends on, or could it be?
pub(crate) fn is_critical(target: &Target<'_>, places: &Places<'_>) -> bool {
    let text = target.text.trim();
    let place = |text: &str| is_critical_place(text, target.recursive, places);
    if let Some(rest) = text.strip_prefix('~') {
        let is_home = rest.is_empty() || rest.starts_with('/');
        let text = format!("{}{rest}", places.home());
        return is_home && (place(&text) || could_be_anything(&text, target));
    }
    if !target.unknown {
        return place(text) || could_be_anything(text, target);
    }
    if let Some(rest) = after_home(text) {
        let text = format!("{}{rest}", places.home());
        if place(&text) || could_be_anything(&text, target) {
            return true;
        }
    }
    match after_expansion(text) {
        Some(Expansion::Command(rest)) => {
            let last = rest.rsplit('/').next().unwrap_or(rest);
            rest == "/.."
                || target.recursive && (matches!(rest, "" | "/" | "//" | "/.") || is_star(last))
        }
        Some(Expansion::Variable(rest)) => could_be_root(rest),
        // `/$(x)` may be any directory in the root.
        None => text.starts_with("/$(") || text.starts_with("/`"),
    }
}

/// What stands behind `$HOME`.
fn after_home(text: &str) -> Option<&str> {
    const SPELLINGS: [&str; 3] = ["${HOME}", "${HOME:?}", "$HOME"];
    let rest = SPELLINGS.iter().find_map(|spelling| text.strip_prefix(spelling))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Directories in the root of a system. What follows a variable that may be empty is compared with
/// them.
const SYSTEM: Names = Names::new(
    "Applications Library System Users Volumes bin boot dev etc home lib lib32 lib64 libx32 media \
     mnt opt private proc root run sbin srv sys tmp usr var",
);

/// Would the path `rest` be all of the root, or a directory of the system or everything in one, if nothing
/// stood before it?
fn could_be_root(rest: &str) -> bool {
    let Some(path) = rest.strip_prefix('/') else { return false };
    let mut directory = path.trim_matches('/');
    while let Some((parent, name)) = directory.rsplit_once('/')
        && is_star(name)
    {
        directory = parent;
    }
    // Behind two slashes the client looks no further.
    path.starts_with('/')
        || directory.is_empty()
        || directory.starts_with(one_of("*?[{$`"))
        || SYSTEM.contains(directory)
}

/// Would a path that begins with a variable be such a place, were the variable empty? `positional` counts
/// `$1` and its like.
pub(crate) fn could_be_emptied(text: &str, positional: bool) -> bool {
    behind_variable(text, positional).is_some_and(could_be_root)
}

/// Does a quotation stand behind a slash, right behind the variable that `written` begins with? The client
/// does not look into it: `"$dir/"x`, `"$dir"/"x"`.
pub(crate) fn is_quoted_below_variable(written: &str, positional: bool) -> bool {
    let bare = written.trim_start_matches('"');
    let rest = behind_variable(bare, positional);
    rest.map(|rest| rest.strip_prefix('"').unwrap_or(rest))
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|below| below.starts_with(one_of("\"' ")) || below.starts_with("$'"))
}

/// Does `written` begin with the home directory?
pub(crate) fn begins_at_home(written: &str) -> bool {
    let bare = written.strip_prefix('"').unwrap_or(written);
    let name = bare.strip_prefix("${HOME").or_else(|| bare.strip_prefix("$HOME"));
    name.is_some_and(|rest| {
        !rest.as_bytes().first().is_some_and(|&byte| byte == b'_' || byte.is_ascii_alphanumeric())
    })
}

/// Is all that `path` names below one of which only that is known that it is a text?
pub(crate) fn is_everything_in(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(is_star)
}

/// What stands behind the variable that `text` begins with, if it may be empty.
fn behind_variable(text: &str, positional: bool) -> Option<&str> {
    let name = text.trim_start_matches(one_of("${"));
    let is_name = name.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic());
    match after_expansion(text)? {
        Expansion::Variable(rest) => (positional || is_name).then_some(rest),
        Expansion::Command(_) => None,
    }
}

/// The expansion that a text starts with, and what stands behind it.
enum Expansion<'s> {
    Command(&'s str),
    Variable(&'s str),
}

fn after_expansion(text: &str) -> Option<Expansion<'_>> {
    if (text.starts_with("$(") && !text.starts_with("$((")) || text.starts_with('`') {
        let end = text.rfind(one_of(")`")).map_or(text.len(), |at| at + 1);
        return Some(Expansion::Command(text.get(end..).unwrap_or("")));
    }
    let name = text.strip_prefix('$').filter(|name| !name.starts_with('('))?;
    if let Some(braced) = name.strip_prefix('{') {
        let (name, rest) = braced.split_once('}')?;
        // With these operators the value is not empty; with a bare `?` it may be.
        let filled = [":?", ":-", ":="].iter().any(|operator| {
            name.split_once(operator).is_some_and(|(_, word)| *operator == ":?" || !word.is_empty())
        });
        return (!filled).then_some(Expansion::Variable(rest));
    }
    let end = name
        .find(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        .unwrap_or(name.len());
    Some(Expansion::Variable(name.get(end.max(1)..).unwrap_or("")))
}

/// `*`, `**`
fn is_star(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte == b'*')
}

/// Is `text` a critical directory, or everything in one?
fn is_critical_place(text: &str, recursive: bool, places: &Places<'_>) -> bool {
    let place = join(places.cwd(), text);
    let mut place = &*place;
    if is_critical_directory(place, recursive, places) {
        return true;
    }
    let mut everything = false;
    while let Some((parent, name)) = place.rsplit_once('/')
        && is_star(name)
    {
        place = parent;
        everything = true;
    }
    everything && (place.is_empty() || is_critical_directory(place, recursive, places))
}

fn is_critical_directory(place: &str, recursive: bool, places: &Places<'_>) -> bool {
    let Some(names) = place.strip_prefix('/') else { return false };
    let is_top = !names.contains('/');
    is_top
        || (recursive && is_on_drive(names))
        || holds(place, places.cwd())
        || holds(place, places.home())
}

/// A mounted drive, or a directory in the root of one.
fn is_on_drive(names: &str) -> bool {
    let depth = names.split('/').count();
    ["mnt/", "media/", "Volumes/"].iter().any(|mounts| names.starts_with(mounts) && depth <= 3)
        || (names.starts_with("run/media/") && depth <= 4)
}

/// Is `inner` the directory `outer` or in it, on a file system that may ignore case?
fn holds(outer: &str, inner: &str) -> bool {
    inner.get(..outer.len()).is_some_and(|start| start.eq_ignore_ascii_case(outer))
        && matches!(inner.as_bytes().get(outer.len()), None | Some(b'/'))
}

/// Could everything in any directory be meant? A wildcard for all names leaves that open behind
/// `..`, behind another wildcard, in front of a slash, and after a change of directory.
fn could_be_anything(text: &str, target: &Target<'_>) -> bool {
    let names = || text.split('/').filter(|name| !matches!(*name, "" | "."));
    if !names().next_back().is_some_and(is_star) {
        return false;
    }
    let is_glob = |name: &str| name.contains(one_of("*?["));
    text.ends_with('/')
        || names().any(|name| name == "..")
        || names().filter(|name| is_glob(name)).count() > 1
        || target.climbs
        || (target.moved && !text.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_may_be_empty_leave_what_stands_behind() {
        for text in ["$a/*", "${a}/", "$a/$b", "$a/{b,c}", "$a/tmp/*", "$a//b", "${a?}/?", "$1/*"] {
            assert!(could_be_emptied(text, true), "{text}");
        }
        for text in
            ["$a", "$a/b", "$a/b/*", "${a:?}/*", "${a:-b}/*", "a$b/*", "$a.b/*", "/*", "$(a)/*"]
        {
            assert!(!could_be_emptied(text, true), "{text}");
        }
        assert!(!could_be_emptied("$1/*", false));
    }

    #[test]
    fn quotations_below_a_variable_are_not_read() {
        for written in ["\"$a/\"b", "$a/'b'", "\"$a\"/\"b\"", "${a}/$'b'", "\"$a/ b\""] {
            assert!(is_quoted_below_variable(written, true), "{written}");
        }
        for written in
            ["$a/b\"c\"", "$a\"/b\"", "'$a/'b", "a\"$b/\"c", "${a:?}/\"b\"", "$(a)/\"b\""]
        {
            assert!(!is_quoted_below_variable(written, true), "{written}");
        }
    }

    #[test]
    fn removers_are_told_from_what_looks_like_them() {
        for text in [
            "rm", "a; RM x", "x/rm", "x=rm", "\"rm\"", "r'm'", "(rmdir)", "`rm`", "rm,x", "rm\\x",
            "{ls,rm}",
        ] {
            assert!(names_remover(text), "{text}");
        }
        for text in [
            "", "r", "--rm", "rm.c", "rm_x", "form", "rmdirs", "x.rm", ":rm", "rm/x", "rm=1", "$rm",
        ] {
            assert!(!names_remover(text), "{text}");
        }
    }
    use crate::Context;

    fn judge(text: &str, unknown: bool, moved: bool) -> bool {
        let places = Places::new(&Context::new("/home/dev/project", "/home/dev"));
        is_critical(&Target { text, unknown, recursive: true, moved, climbs: false }, &places)
    }

    #[test]
    fn what_much_depends_on_is_critical() {
        for text in [
            "/",
            "//",
            "/*",
            "/etc",
            "/foo/",
            "/e*",
            "/usr/*",
            "/../",
            "~",
            "~/",
            "~/*",
            "~/**",
            "~/..",
            ".",
            "",
            " ",
            "./",
            "*",
            "./*",
            "**",
            "*/*",
            "..",
            "../..",
            "sub/..",
            "/home/dev/project",
            "/home/dev/PROJECT",
            "/HOME/dev",
            "/home/*",
            "/mnt/c",
            "/mnt/c/x/*",
            "/media/x/y",
            // could be anything
            "../*",
            "../other/*",
            "sub/../*",
            "*/",
            "sub/*/",
            "a*/*",
            "/foo/b*/*",
        ] {
            assert!(judge(text, false, false), "{text}");
        }
        for text in [
            "sub",
            "sub/*",
            "./sub/*",
            "*.o",
            "a*",
            ".*",
            "*/x",
            "a*/b*",
            "*.o/",
            "../a*",
            "../other",
            "/foo/bar",
            "/foo/bar/*",
            "/foo/*/bar",
            "/usr/bin/*",
            "/tmp/a*",
            "~/x",
            "~/x/*",
            "~/.*",
            "~root",
            "~/*/x",
            "/mnt/x/y/z",
            "/root/x",
        ] {
            assert!(!judge(text, false, false), "{text}");
        }
    }

    #[test]
    fn a_change_of_directory_makes_wildcards_suspect() {
        for (text, critical) in [("x/*", true), ("*", true), ("a*", false), ("/foo/bar/*", false)] {
            assert_eq!(judge(text, false, true), critical, "{text}");
        }
    }

    #[test]
    fn an_empty_variable_leaves_the_root() {
        for text in [
            "$DIR/",
            "$DIR/*",
            "${DIR}/*",
            "$DIR//*",
            "$DIR/?",
            "$DIR/*.o",
            "$DIR/*/x",
            "$DIR/etc",
            "$DIR/$X",
            "${DIR?}/*",
            "${DIR:-}/*",
            "$1/*",
            "$HOME",
            "${HOME:?}",
            "$(foo)",
            "`foo`",
            "$(foo)/",
            "$(foo)/x/*",
            "/$(foo)",
        ] {
            assert!(judge(text, true, false), "{text}");
        }
        for text in [
            "$DIR",
            "$DIR/x",
            "$DIR/a*",
            "$DIR/.*",
            "$DIR/usr/lib",
            "$DIR/x/*",
            "$DIR*",
            "${DIR:?}/*",
            "${DIR:-x}/*",
            "${DIR:=x}/*",
            "/$DIR",
            "$HOME/x",
            "${HOME}/x/*",
            "$(foo)/x",
            "x/$(foo)",
            "$((1+1))",
        ] {
            assert!(!judge(text, true, false), "{text}");
        }
    }
}
