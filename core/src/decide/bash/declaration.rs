//! What declarations set: `export`, `declare` and their like, and `unset`.

use super::parts::has_unknown_text;
use crate::{
    decision::BuiltIn,
    filter::Filter,
    letters::one_of,
    names::Names,
    programs::{
        environment::{self, Effect},
        wrappers::{Inner, launched},
    },
    shell::{Command, Line, Words},
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

/// Letters of options that change what becomes of a value. The first three mean nothing of the kind to
/// `export` and `readonly`. Learned by asking client 2.1.329 about every letter.
const CHANGING: [char; 13] = ['A', 'a', 'n', 'E', 'F', 'L', 'R', 'T', 'Z', 'i', 'l', 'm', 'u'];

/// Why it is not certain what `words` set, a declaration with its name first. Learned by asking client
/// 2.1.329.
pub(super) fn odd_operand(words: Words<'_>) -> Option<BuiltIn> {
    let (builtin, letters) = DECLARATIONS.iter().find(|(name, _)| *name == words.value(0))?;
    let is_known = |option: &str| {
        let given = match option.strip_prefix('+') {
            Some(given) if matches!(*builtin, "declare" | "local" | "typeset") => given,
            _ => option.strip_prefix('-').unwrap_or_default(),
        };
        option == "--" && *builtin != "unset"
            || !given.is_empty() && given.chars().all(|letter| letters.contains(letter))
    };
    let (mut takes_back, mut functions, mut named) = (false, false, false);
    for word in words.skip(1) {
        let written = word.span.of(words.text());
        if written.starts_with(one_of("-+")) && !written.contains(one_of(QUOTES)) {
            // Behind a name it is none to all shells.
            if named || !is_known(written) {
                return Some(BuiltIn::VariableAssignment);
            }
            // Not every shell assigns with `-n`.
            takes_back |= written.contains('n');
            functions |= written.contains('f');
            continue;
        }
        named = true;
        let is_plain = match (*builtin, read(written)) {
            ("export", Some((name, Some(value)))) => {
                let why = exported(name, value, written.starts_with(one_of(QUOTES)));
                if why.is_some() {
                    return why;
                }
                !takes_back
                    && !has_unknown_text(&word)
                    && (!word.traits.unknown || begins_command(words))
            }
            ("unset", _) if functions => !written.contains(one_of("[#\\'\"")),
            ("unset", _) => is_unset_alone(written),
            (_, operand) => matches!(operand, Some((_, None))),
        };
        if !is_plain {
            return Some(BuiltIn::VariableAssignment);
        }
    }
    None
}

/// The name of the builtin, if a command declares variables with it: to the client a command without
/// arguments.
pub(super) fn bare<'s>(line: Line<'s>, command: &Command) -> Option<&'s str> {
    let words = line.words(command);
    let is_bare = declares(words)
        && line.assignments(command).len() == 0
        && !command.place.timed
        && words.first().is_some_and(|name| !name.traits.quoted);
    is_bare.then(|| words.value(0))
}

/// Do the words begin with a builtin that declares variables?
pub(super) fn declares(words: Words<'_>) -> bool {
    let name = words.value(0);
    name != "unset" && DECLARATIONS.iter().any(|(declaration, _)| *declaration == name)
}

/// Do the words begin with a builtin after which a variable has another value, or none, somewhere else?
pub(super) fn gives_up(words: Words<'_>) -> bool {
    matches!(words.value(0), "local" | "unset")
}

/// Has the declaration an option with which a variable does not get the value that is written, such as one
/// for numbers or lists?
pub(super) fn changes_values(words: Words<'_>) -> bool {
    let letters: &[char] = match words.value(0) {
        "declare" | "local" | "typeset" => &CHANGING,
        "export" | "readonly" => CHANGING.get(3..).unwrap_or_default(),
        _ => return false,
    };
    let options = words.skip(1).iter().map(|word| word.value);
    options.take_while(|word| word.starts_with(one_of("-+"))).any(|option| option.contains(letters))
}

/// Is the operand `written` a name with exactly `value`, without quotes?
pub(super) fn is_assigned(written: &str, value: &str) -> bool {
    written.strip_suffix(value).and_then(|name| name.strip_suffix('=')).is_some_and(|name| {
        let is_letter = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
        !name.is_empty() && name.bytes().all(is_letter)
    })
}

/// Does `export` set a variable that other commands may depend on? That may be any that is set in front
/// of `export` itself.
pub(super) fn exports(line: Line<'_>, command: &Command) -> bool {
    let mut words = line.words(command);
    if line.assignments(command).len() > 0 && words.value(0) == "export" {
        return true;
    }
    const SEEN_THROUGH: Names = Names::new("builtin command noglob");
    const NAMES: Filter<1> = Filter::of(SEEN_THROUGH);
    while NAMES.may_hold(words.value(0))
        && SEEN_THROUGH.contains(words.value(0))
        && let Some(Inner::Words(start)) = launched(words.value(0), words, false)
        && start > 0
    {
        words = words.skip(start);
    }
    words.value(0) == "export"
        && words.skip(1).iter().any(|word| {
            let set = read(word.span.of(words.text())).filter(|(_, value)| value.is_some());
            set.is_some_and(|(name, _)| {
                matches!(
                    environment::effect(name),
                    Effect::Unknown | Effect::Lookup | Effect::WordSplitting
                )
            })
        })
}

/// Do the words begin a command, with nothing that only starts them in front?
fn begins_command(words: Words<'_>) -> bool {
    let start = words.first().map(|head| head.span.start);
    words.line().commands().iter().any(|command| Some(command.span.start) == start)
}

/// Is this a name, of a variable that nothing else depends on?
fn is_unset_alone(written: &str) -> bool {
    read(written).is_some_and(|(name, _)| name == written)
        && !matches!(environment::effect(written), Effect::WordSplitting | Effect::Lookup)
}

/// Why it is not certain what an assignment of `export` does.
fn exported(name: &str, value: &str, quoted: bool) -> Option<BuiltIn> {
    // Quotes do not count.
    let mut before = '=';
    for letter in value.chars().filter(|letter| !matches!(letter, '\'' | '"' | '\\')) {
        if letter == '~' && matches!(before, '=' | ':') {
            return Some(BuiltIn::AssignedTilde);
        }
        before = letter;
    }
    let splits = environment::effect(name) == Effect::WordSplitting;
    (splits && !quoted).then_some(BuiltIn::WordSplitting)
}

/// Is `word` a name with a value?
pub(super) fn is_assignment(word: &str) -> bool {
    matches!(read(word), Some((_, Some(_))))
}

const QUOTES: &str = "'\"";

/// The name and the value of an operand as it is written: `A`, `A=b`, `A+=b`, with a quotation around
/// the name or around all of it. Nothing if it is something else, or its name is put together.
fn read(written: &str) -> Option<(&str, Option<&str>)> {
    let bare = written.strip_prefix(one_of(QUOTES)).unwrap_or(written);
    let end = bare.find(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric());
    let (name, rest) = bare.split_at(end.unwrap_or(bare.len()));
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let rest = match rest.strip_prefix(one_of(QUOTES)) {
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
