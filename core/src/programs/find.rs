//! Words of the expression of `find`.

use crate::{filter::Filter, names::Names};

/// Actions that start programs, write files, remove them, or read names of files from elsewhere.
const ACTIONS: Names =
    Names::new("delete exec execdir files0-from fls fprint fprint0 fprintf ok okdir rm");

/// Tests and options with an argument.
const WITH_ARGUMENT: Names = Names::new(
    "Bmin Bnewer Btime amin anewer atime cmin cnewer context ctime flags fstype gid group ilname \
     iname inum ipath iregex iwholename links lname maxdepth mindepth mmin mnewer mtime name newer \
     path perm printf regex regextype samefile size type uid used user wholename xattrname xtype",
);

/// Does the word make `find` run programs, or write or remove files?
pub(crate) fn is_action(word: &str) -> bool {
    const NAMES: Filter<4> = Filter::of(ACTIONS);
    word.strip_prefix('-').is_some_and(|name| NAMES.may_hold(name) && ACTIONS.contains(name))
}

/// Does the next word belong to this one?
pub(crate) fn takes_argument(word: &str) -> bool {
    let Some(name) = word.strip_prefix('-') else { return false };
    if let Some(pair) = name.strip_prefix("newer")
        && let [first, second] = pair.as_bytes()
    {
        return b"aBcm".contains(first) && b"aBcmt".contains(second);
    }
    const NAMES: Filter = Filter::of(WITH_ARGUMENT);
    // Most expressions have these.
    matches!(name, "maxdepth" | "name" | "path" | "type")
        || NAMES.may_hold(name) && WITH_ARGUMENT.contains(name)
}
