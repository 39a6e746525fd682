//! Builtins whose words say more than a pattern tells. Learned by asking client 2.1.329.

use super::parts::{begins_unknown, has_unknown_text};
use crate::{
    decision::BuiltIn,
    filter::Filter,
    letters::one_of,
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
    const NAMES: Filter<4> = Filter::of(WITHOUT_PATTERNS);
    let without_patterns = NAMES.may_hold(name) && WITHOUT_PATTERNS.contains(name);
    if !without_patterns && !matches!(name, "cd" | "printf") {
        return None;
    }
    let arguments = words.skip(1);
    let (mut patterns, mut unknown, mut operands) = (false, false, 0);
    for word in arguments {
        // The words behind `set --` are parameters.
        if name == "set" && word.value == "--" {
            break;
        }
        patterns |= stands_for_others(word);
        unknown |= match takes_texts(name) {
            true => begins_unknown(&word),
            false => has_unknown_text(&word),
        };
        let is_option = operands == 0 && word.value.len() > 1 && word.value.starts_with('-');
        operands += usize::from(!is_option);
    }
    let has_option = |letter| {
        arguments.iter().any(|word| word.value.starts_with('-') && word.value.contains(letter))
    };
    match name {
        _ if (patterns || unknown) && without_patterns => Some(BuiltIn::ChangesShell),
        "printf" if unknown => Some(BuiltIn::VariableAssignment),
        "printf" if patterns => {
            let format = arguments.skip(usize::from(arguments.value(0) == "--")).first();
            let is_read =
                |format: Word<'_>| prints_texts(format.value) && !stands_for_others(format);
            (!format.is_some_and(is_read)).then_some(BuiltIn::VariableAssignment)
        }
        "set" => changes_reading(arguments.iter().map(|word| word.value))
            .then_some(BuiltIn::ChangesShell),
        "jobs" if has_option('x') => Some(BuiltIn::StartsAnother),
        "wait" if has_option('p') => Some(BuiltIn::VariableAssignment),
        "cd" if operands > 1 => Some(BuiltIn::CommandFragment),
        _ => None,
    }
}

/// Is a text in quotes as good as any other to the builtin, whatever it says?
fn takes_texts(name: &str) -> bool {
    matches!(name, "compgen" | "fc" | "jobs" | "wait")
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
        let is_text = escaped || letter.is_empty() || letter.starts_with(one_of("sbqc"));
        escaped = !escaped && rest.is_empty();
        is_text
    })
}

/// Does `set` get an option with which later words are read otherwise?
fn changes_reading<'w>(values: impl Iterator<Item = &'w str>) -> bool {
    let mut values = values.take_while(|value| *value != "--");
    while let Some(value) = values.next() {
        let Some(letters) = value.strip_prefix(one_of("-+")) else { continue };
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
