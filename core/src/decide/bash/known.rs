//! Expansions in a command whose values the client knows: `$HOME`, and the text of a here-document as in
//! `"$(cat <<'EOF' … EOF)"`. It holds rules against the words that come of them, quoted anew where they
//! need it: `foo "$HOME/a b"` meets `Bash(foo '/home/dev/a b')`.

use super::quotation::literal_text;
use crate::shell::{Construct, ConstructSet, Word, Words};
use std::borrow::Cow;

const HOME: &str = "$HOME";

/// Constructs that such an expansion may be.
const EXPANSIONS: ConstructSet = ConstructSet::of(&[
    Construct::CommandSubstitution,
    Construct::KnownParameter,
    Construct::Parameter,
]);

/// The text of a command with the values in place.
#[derive(Debug)]
pub(super) struct Expanded {
    /// With words quoted where they need to be.
    pub(super) text: String,
    /// Without quotes.
    pub(super) bare: String,
    /// No other expansion is in it, so that nothing else is compared.
    pub(super) complete: bool,
}

/// `words` with known values in place, `home` for `$HOME`; `None` if there are none to be put in place.
pub(super) fn expand(words: Words<'_>, home: &str) -> Option<Expanded> {
    // Most lines have no expansions.
    if !words.line().found().meets(EXPANSIONS) || !words.iter().any(|word| may_have_value(&word)) {
        return None;
    }
    let mut expanded = Expanded { text: String::new(), bare: String::new(), complete: true };
    let mut any = false;
    for word in words {
        let mut value = String::new();
        if may_have_value(&word) {
            // A variable that the line sets has no quotes in its value.
            let source = word.span.of(words.line().text());
            any |=
                put_values(if word.traits.known { word.value } else { source }, home, &mut value);
        } else {
            value.push_str(word.value);
        }
        let expands = word.traits.unknown || word.traits.substitution;
        expanded.complete &= !(expands && value.contains(['$', '`']));
        if !expanded.text.is_empty() {
            expanded.text.push(' ');
            expanded.bare.push(' ');
        }
        push_quoted(&value, &mut expanded.text);
        expanded.bare.push_str(&value);
    }
    any.then_some(expanded)
}

/// May there be an expansion in the word whose value is known?
fn may_have_value(word: &Word<'_>) -> bool {
    (word.traits.unknown || word.traits.known) && word.value.contains(HOME)
        || word.traits.substitution && may_be_literal(word.value)
}

fn may_be_literal(text: &str) -> bool {
    text.contains("$(cat <<")
}

/// `text`, the value of `word` or a part of it, with the texts of here-documents in place.
pub(super) fn with_literal_texts<'t>(word: &Word<'_>, text: &'t str) -> Cow<'t, str> {
    if !word.traits.substitution || word.traits.splits || !may_be_literal(text) {
        return Cow::Borrowed(text);
    }
    let mut value = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("$(") {
        let (before, substitution) = rest.split_at(at);
        value.push_str(before);
        let (known, length) = literal_text(substitution).unwrap_or(("$(", 2));
        value.push_str(known);
        rest = substitution.get(length..).unwrap_or_default();
    }
    value.push_str(rest);
    Cow::Owned(value)
}

/// Appends what `source` comes to. Was there a known value in it?
fn put_values(source: &str, home: &str, value: &mut String) -> bool {
    let mut any = false;
    let mut quote = None;
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let literal = quote == Some('\'');
        let mut step = next.len_utf8();
        let mut text = rest.get(..step).unwrap_or_default();
        match next {
            '$' if !literal && starts_with_home(rest) => {
                (text, step, any) = (home, HOME.len(), true);
            }
            '$' if quote == Some('"') => {
                if let Some((known, length)) = literal_text(rest) {
                    (text, step, any) = (known, length, true);
                }
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
fn starts_with_home(text: &str) -> bool {
    text.strip_prefix(HOME).is_some_and(|behind| {
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
            ("foo \"a$(cat <<'E'\nb\nE\n)\" c", Some("foo ab c")),
            ("foo \"$(cat <<'E'\nb c\nd\n\nE\n)$HOME\"", Some("foo 'b c\nd/h'")),
            ("foo $(cat <<'E'\nb\nE\n)", None),
            ("foo \"$(cat <<E\nb\nE\n)\"", None),
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
        for (command, complete) in [
            ("foo $HOME", true),
            ("foo $HOME $X", false),
            ("foo \"$(cat <<'E'\nb\nE\n)\"", true),
            ("foo \"$(cat <<'E'\nb\nE\n)\" \"$(x)\"", false),
        ] {
            let mut script = Script::default();
            let line = scan(command, &mut script);
            let expanded = expand(line.words(&line.commands()[0]), "/h").unwrap();
            assert_eq!(expanded.complete, complete, "{command}");
        }
    }
}
