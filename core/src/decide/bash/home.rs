//! `$HOME` in a command. The client knows its value, and holds rules against the words that come of it,
//! quoted anew where they need it: `foo "$HOME/a b"` meets `Bash(foo '/home/dev/a b')`.

use crate::shell::{Construct, ConstructSet, Word, Words};

/// How it stands in a command.
pub(super) const NAME: &str = "$HOME";

/// Constructs that `$HOME` may be.
const VARIABLES: ConstructSet =
    ConstructSet::of(&[Construct::Parameter, Construct::KnownParameter]);

/// The text of a command with the home directory in place, quoted where it needs to be.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) text: String,
    /// No other expansion is in it, so that nothing else is compared.
    pub(super) complete: bool,
}

/// `words` with `home` in place of `$HOME`; `None` if it is in none of them.
pub(super) fn expand(words: Words<'_>, home: &str) -> Option<Expanded> {
    // Most lines have no variable.
    if !words.line().found().meets(VARIABLES) {
        return None;
    }
    let may_be_about =
        |word: &Word<'_>| (word.traits.unknown || word.traits.known) && word.value.contains(NAME);
    if !words.iter().any(|word| may_be_about(&word)) {
        return None;
    }
    let mut expanded = Expanded { text: String::new(), complete: true };
    let mut any = false;
    for word in words {
        let mut value = String::new();
        if may_be_about(&word) {
            // A variable that the line sets has no quotes in its value.
            let source = word.span.of(words.line().text());
            any |= put_home(if word.traits.known { word.value } else { source }, home, &mut value);
        } else {
            value.push_str(word.value);
        }
        let open = word.traits.unknown && value.contains('$') || word.traits.substitution;
        expanded.complete &= !open;
        if !expanded.text.is_empty() {
            expanded.text.push(' ');
        }
        push_quoted(&value, &mut expanded.text);
    }
    any.then_some(expanded)
}

/// Appends what `source` comes to. Was there a `$HOME` in it?
fn put_home(source: &str, home: &str, value: &mut String) -> bool {
    let mut any = false;
    let mut quote = None;
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let literal = quote == Some('\'');
        let mut step = next.len_utf8();
        let mut text = rest.get(..step).unwrap_or_default();
        match next {
            '$' if !literal && starts_with_name(rest) => {
                (text, step, any) = (home, NAME.len(), true);
            }
            '\\' if !literal => {
                let behind = rest.get(1..).unwrap_or_default();
                let escaped = behind.chars().next().map_or(0, char::len_utf8);
                text = behind.get(..escaped).unwrap_or_default();
                step += escaped;
            }
            '\'' | '"' if quote.is_none() => (quote, text) = (Some(next), ""),
            _ if quote == Some(next) => (quote, text) = (None, ""),
            _ => {}
        }
        value.push_str(text);
        rest = rest.get(step..).unwrap_or_default();
    }
    any
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
            assert_eq!(expanded.map(|found| found.text).as_deref(), expected, "{command}");
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
