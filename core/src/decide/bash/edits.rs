//! What runs without a rule where the session accepts edits.

use super::{Reach, forms};
use crate::{
    letters::one_of,
    names::Names,
    programs::{bare_name, sed},
    shell::{Command, Construct, Line, Word, Words},
};

/// Programs whose files the client takes for edited, whatever it is that they do to them.
const EDITORS: Names = Names::new("cp mkdir mv rm rmdir tee touch");

/// Do the words edit files, as far as they `write` some? `sed` needs a rule in any case.
pub(super) fn may_edit(words: Words<'_>, write: bool, reach: Reach) -> bool {
    let levels = std::iter::successors(Some(words), |words| forms::behind_wrapper(*words, reach));
    let name = levels.last().map_or("", |words| bare_name(words.value(0)));
    name == "sed" || write && EDITORS.contains(name)
}

/// Does acceptEdits cover `command`, given that its files lie where edits are accepted?
///
/// The client wants the name of the program as it is, without quotes or directories.
pub(super) fn covers(line: Line<'_>, command: &Command) -> bool {
    let words = line.words(command);
    let Some(program) = words.first() else { return false };
    if program.span.of(line.text()) != program.value {
        return false;
    }
    let arguments = words.skip(1);
    let odd = |word: Word<'_>| word.value.is_empty() || word.value.starts_with(one_of("%\\"));
    if arguments.iter().any(odd) {
        return false;
    }
    let is_option = |word: Word<'_>| word.value.starts_with('-');
    match program.value {
        "mkdir" | "rm" | "rmdir" => true,
        // Files under options are asked about as such.
        "cp" | "mv" => true,
        "touch" => !command.place.timed && !arguments.iter().any(is_option),
        // To the client a dash alone is no file, and no script can be read behind a quotation mark that
        // is left open.
        "sed" => {
            arguments.iter().all(|word| word.value != "-")
                && !line.found().contains(Construct::OpenSingleQuote)
                && sed::substitutes(arguments)
        }
        _ => false,
    }
}
