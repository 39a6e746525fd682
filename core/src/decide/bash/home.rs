//! `$HOME` in a command. The client knows its value, and holds rules against the words that come of it,
//! quoted anew where they need it: `foo "$HOME/a b"` meets `Bash(foo '/home/dev/a b')`.

use crate::shell::{Word, Words};

const NAME: &str = "$HOME";

/// The text of a command with the home directory in place.
#[derive(Debug)]
pub(super) struct Expanded {
    /// With quotes where words need them.
    pub(super) quoted: String,
    /// Without any.
    pub(super) plain: String,
    /// No other expansion is in it, so that nothing else is compared.
    pub(super) complete: bool,
}

/// `words` with `home` in place of `$HOME`; `None` if it is in none of them.
pub(super) fn expand(words: Words<'_>, home: &str) -> Option<Expanded> {
    if !words.iter().any(|word| is_about(&word)) {
        return None;
    }
    let mut expanded = Expanded { quoted: String::new(), plain: String::new(), complete: true };
    for word in words.iter() {
        let value = value(&word, word.span.of(words.line().text()), home);
        let open = word.traits.unknown && value.contains('$') || word.traits.substitution;
        expanded.complete &= !open;
        if !expanded.quoted.is_empty() {
            expanded.quoted.push(' ');
            expanded.plain.push(' ');
        }
        push_quoted(&value, &mut expanded.quoted);
        expanded.plain.push_str(&value);
    }
    Some(expanded)
}

fn is_about(word: &Word<'_>) -> bool {
    let mut names = word.value.match_indices(NAME);
    (word.traits.unknown || word.traits.known)
        && names.any(|(at, _)| word.value.get(at..).is_some_and(starts_with_name))
}

/// What a word comes to, which is written as `source`.
fn value(word: &Word<'_>, source: &str, home: &str) -> String {
    if !is_about(word) {
        return word.value.to_owned();
    }
    // A variable that the line sets has no quotes in its value.
    let mut rest = if word.traits.known { word.value } else { source };
    let mut value = String::new();
    let mut quote = None;
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        let (text, step) = match (next, quote) {
            ('\\', None | Some('"')) => {
                let escaped = behind.chars().next().map_or(0, char::len_utf8);
                (behind.get(..escaped).unwrap_or_default(), 1 + escaped)
            }
            ('\'' | '"', None) => {
                quote = Some(next);
                ("", 1)
            }
            (end, Some(start)) if end == start => {
                quote = None;
                ("", 1)
            }
            ('$', None | Some('"')) if starts_with_name(rest) => (home, NAME.len()),
            _ => (rest.get(..next.len_utf8()).unwrap_or_default(), next.len_utf8()),
        };
        value.push_str(text);
        rest = rest.get(step..).unwrap_or_default();
    }
    value
}

/// Does the text start with `$HOME`, and not with a longer name?
fn starts_with_name(text: &str) -> bool {
    text.strip_prefix(NAME).is_some_and(|behind| {
        !behind.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
    })
}

/// Appends a word as the client writes it down.
fn push_quoted(word: &str, into: &mut String) {
    let special =
        |letter: char| letter.is_ascii_whitespace() || "\"#$&'();<>\\`{|}".contains(letter);
    if !word.is_empty() && !word.contains(special) {
        into.push_str(word);
        return;
    }
    into.push('\'');
    for (index, piece) in word.split('\'').enumerate() {
        into.push_str(if index > 0 { "'\\''" } else { "" });
        into.push_str(piece);
    }
    into.push('\'');
}

#[cfg(test)]
mod tests {
    use super::expand;
    use crate::shell::{Script, scan};

    #[test]
    fn words_are_quoted_anew_around_the_home_directory() {
        for (command, expected) in [
            ("foo $HOME/x", Some("foo /h/x")),
            ("\"$HOME/foo\" a", Some("/h/foo a")),
            ("foo \"$HOME\"/x 'a b' \"\" c", Some("foo /h/x 'a b' '' c")),
            ("foo '$HOME'$HOME \\$HOME", Some("foo '$HOME/h' '$HOME'")),
            ("foo \"$HOME's\"", Some("foo '/h'\\''s'")),
            ("foo $HOMES ${HOME} ~ '$HOME'", None),
            ("foo a", None),
        ] {
            let mut script = Script::default();
            let line = scan(command, &mut script);
            let expanded = expand(line.words(&line.commands()[0]), "/h");
            assert_eq!(expanded.map(|found| found.quoted).as_deref(), expected, "{command}");
        }
    }

    #[test]
    fn other_expansions_are_told() {
        for (command, complete) in [("foo $HOME", true), ("foo $HOME $X", false)] {
            let mut script = Script::default();
            let line = scan(command, &mut script);
            let expanded = expand(line.words(&line.commands()[0]), "/h").unwrap();
            assert_eq!(expanded.complete, complete, "{command}");
        }
    }
}
