//! What declarations set: `export`, `declare` and their like, and `unset`.

use crate::{
    decision::BuiltIn,
    programs::environment::{self, Effect},
    shell::{Word, Words},
};

/// Declarations, with the letters of the options that all shells know and that do not change what an
/// assignment means.
const DECLARATIONS: &[(&str, &str)] = &[
    ("declare", "Ufgprtx"),
    ("export", "fnp"),
    ("local", "Ufgprtx"),
    ("readonly", "Aafpx"),
    ("typeset", "Ufgprtx"),
    ("unset", "fv"),
];

/// Why it is not certain what `words` set, a declaration with its name first. Learned by asking client
/// 2.1.329.
pub(super) fn odd_operand(words: Words<'_>) -> Option<BuiltIn> {
    let (builtin, letters) = DECLARATIONS.iter().find(|(name, _)| *name == words.value(0))?;
    let written = words.iter().skip(1).map(|word: Word<'_>| word.span.of(words.text()));
    let is_option = |written: &&str| written.starts_with(['-', '+']) && !written.contains(QUOTES);
    let options = written.clone().take_while(is_option);
    let mut operands = written.skip(options.clone().count());
    let is_known = |option: &str| {
        let sign = matches!(*builtin, "declare" | "local" | "typeset").then_some('+');
        let given = option.strip_prefix('-').or_else(|| option.strip_prefix(sign?));
        *builtin != "unset" && option == "--"
            || given.is_some_and(|given| {
                !given.is_empty() && given.chars().all(|letter| letters.contains(letter))
            })
    };
    if !options.clone().all(is_known) || operands.clone().any(|operand| is_option(&operand)) {
        return Some(BuiltIn::VariableAssignment);
    }
    // Not every shell assigns with `-n`.
    let takes_back = options.clone().any(|option| option.contains('n'));
    let functions = options.clone().any(|option| option.contains('f'));
    operands.find_map(|operand| match *builtin {
        "unset" if functions => {
            operand.contains(['[', '#', '\\', '\'', '"']).then_some(BuiltIn::VariableAssignment)
        }
        "unset" => {
            let is_name = read(operand).is_some_and(|(name, _)| name == operand);
            let matters =
                matches!(environment::effect(operand), Effect::WordSplitting | Effect::Lookup);
            (!is_name || matters).then_some(BuiltIn::VariableAssignment)
        }
        "export" => exported(operand, takes_back),
        _ => match read(operand) {
            Some((_, None)) => None,
            _ => Some(BuiltIn::VariableAssignment),
        },
    })
}

/// The same for one operand of `export`, which may assign.
fn exported(operand: &str, takes_back: bool) -> Option<BuiltIn> {
    let Some((name, value)) = read(operand) else { return Some(BuiltIn::VariableAssignment) };
    let unquoted = value?.replace(['\'', '"', '\\'], "");
    if unquoted.starts_with('~') || unquoted.contains(":~") || unquoted.contains("=~") {
        Some(BuiltIn::AssignedTilde)
    } else if takes_back {
        Some(BuiltIn::VariableAssignment)
    } else {
        let splits = environment::effect(name) == Effect::WordSplitting;
        (splits && !operand.starts_with(QUOTES)).then_some(BuiltIn::WordSplitting)
    }
}

/// Is `word` a name with a value?
pub(super) fn is_assignment(word: &str) -> bool {
    matches!(read(word), Some((_, Some(_))))
}

const QUOTES: [char; 2] = ['\'', '"'];

/// The name and the value of an operand as it is written: `A`, `A=b`, `A+=b`, with a quotation around
/// the name or around all of it. Nothing if it is something else, or its name is put together.
fn read(written: &str) -> Option<(&str, Option<&str>)> {
    let bare = written.strip_prefix(QUOTES).unwrap_or(written);
    let end = bare.find(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric());
    let (name, rest) = bare.split_at(end.unwrap_or(bare.len()));
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let rest = match rest.strip_prefix(QUOTES) {
        Some(_) if bare.len() == written.len() => return None,
        Some(rest) => rest,
        None => rest,
    };
    if rest.is_empty() {
        return Some((name, None));
    }
    let value = rest.strip_prefix("+=").or_else(|| rest.strip_prefix('='))?;
    (!value.starts_with('=')).then_some((name, Some(value)))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn operands_name_what_they_set() {
        for (written, read_as) in [
            ("A", Some(("A", None))),
            ("'A'", Some(("A", None))),
            ("A_1=b=c", Some(("A_1", Some("b=c")))),
            ("A+='b'c", Some(("A", Some("'b'c")))),
            ("\"A\"=b", Some(("A", Some("b")))),
            ("'A=b'", Some(("A", Some("b'")))),
            ("A'B'", None),
            ("A'=b'", None),
            ("'A''B'", None),
            ("\"\"A=b", None),
            ("A\\=b", None),
            ("A[0]=b", None),
            ("A==b", None),
            ("1=b", None),
            ("A-B=c", None),
            ("", None),
        ] {
            assert_eq!(read(written), read_as, "{written}");
        }
    }
}
