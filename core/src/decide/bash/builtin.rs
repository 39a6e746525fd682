//! Builtins whose words say more than a pattern tells. Learned by asking client 2.1.329.

use crate::{
    decision::BuiltIn,
    names::Names,
    shell::{Word, Words},
};

/// Builtins that could do something else with every name that a pattern stands for.
const WITHOUT_PATTERNS: Names = Names::new(
    "break bye compgen continue exit fc getopts jobs logout print return set shift wait",
);

/// Options of `set` that leave alone how words are read: letters, and names without case and `_`.
const LETTERS: &str = "ACEPTbefhmnouvx";
const OPTIONS: Names = Names::new(
    "emacs errexit errtrace functrace hashall ignoreeof monitor noclobber noglob notify nounset \
     physical pipefail verbose vi xtrace",
);

/// Why no pattern covers the builtin `words`, if so.
pub(super) fn odd(words: Words<'_>) -> Option<BuiltIn> {
    let name = words.value(0);
    let arguments = words.iter().skip(1);
    // The words behind `set --` are parameters.
    let read = arguments.clone().take_while(|word| name != "set" || word.value != "--");
    if WITHOUT_PATTERNS.contains(name) && read.into_iter().any(stands_for_others) {
        return Some(BuiltIn::ChangesShell);
    }
    let mut values = arguments.clone().map(|word| word.value);
    match name {
        "printf" if arguments.clone().any(stands_for_others) => {
            let format = arguments.clone().find(|word| word.value != "--");
            let is_read =
                |format: Word<'_>| prints_texts(format.value) && !stands_for_others(format);
            (!format.is_some_and(is_read)).then_some(BuiltIn::VariableAssignment)
        }
        "set" => changes_reading(values).then_some(BuiltIn::ChangesShell),
        "jobs" => values
            .any(|value| value.starts_with('-') && value.contains('x'))
            .then_some(BuiltIn::StartsAnother),
        "wait" => values
            .any(|value| value.starts_with('-') && value.contains('p'))
            .then_some(BuiltIn::VariableAssignment),
        "cd" => {
            let is_option = |value: &&str| value.len() > 1 && value.starts_with('-');
            let operands = values.skip_while(|value| is_option(value) && *value != "--");
            let operands = operands.enumerate().filter(|(at, value)| *at > 0 || *value != "--");
            (operands.count() > 1).then_some(BuiltIn::CommandFragment)
        }
        _ => None,
    }
}

/// A pattern, or the home directory of somebody else.
fn stands_for_others(word: Word<'_>) -> bool {
    word.traits.glob || word.value.starts_with('~') && is_other_home(word)
}

/// `~user`, `~+`
pub(super) fn is_other_home(word: Word<'_>) -> bool {
    word.traits.tilde && word.value != "~" && !word.value.starts_with("~/")
}

/// Does a format of `printf` take nothing for a number, which could be an element of an array?
fn prints_texts(format: &str) -> bool {
    let mut conversions = format.split('%').skip(1);
    let mut escaped = false;
    conversions.all(|rest| {
        let letter = rest.trim_start_matches(|flag: char| "-+ #.0123456789".contains(flag));
        let is_text = escaped || letter.is_empty() || letter.starts_with(['s', 'b', 'q', 'c']);
        escaped = !escaped && rest.is_empty();
        is_text
    })
}

/// Does `set` get an option with which later words are read otherwise?
fn changes_reading<'w>(values: impl Iterator<Item = &'w str>) -> bool {
    let mut values = values.take_while(|value| *value != "--");
    while let Some(value) = values.next() {
        let Some(letters) = value.strip_prefix(['-', '+']) else { continue };
        if !letters.chars().all(|letter| LETTERS.contains(letter)) {
            return true;
        }
        let named = letters.contains('o').then(|| values.next()).flatten();
        if named.is_some_and(|name| !OPTIONS.contains(&name.to_ascii_lowercase().replace('_', "")))
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{changes_reading, prints_texts};

    #[test]
    fn formats_with_numbers_are_told() {
        for format in ["", "a", "%s", "%-5s %b\\n", "%%d", "100%", "%q%c"] {
            assert!(prints_texts(format), "{format}");
        }
        for format in ["%d", "%s %i", "%.2f", "%*s", "%(x)T", "%%%d"] {
            assert!(!prints_texts(format), "{format}");
        }
    }

    #[test]
    fn options_that_change_reading_are_told() {
        for line in ["-e", "-euo pipefail", "+o ERR_EXIT", "-o", "a b", "-- -k", "-"] {
            assert!(!changes_reading(line.split(' ')), "{line}");
        }
        for line in ["-k", "-eua", "-o posix", "+a", "--x", "a -k", "-eo keyword"] {
            assert!(changes_reading(line.split(' ')), "{line}");
        }
    }
}
