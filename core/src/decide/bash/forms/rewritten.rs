//! Commands that the client writes anew before it holds rules against them: those over several lines,
//! and those with `$HOME`, of which it knows the value. What is left are the assignments and the words,
//! quoted where they need it: `foo "$HOME/a b" \⏎ "c" > d` meets `Bash(foo '/home/dev/a b' c)`.

use super::text::without_redirections;
use crate::shell::{Command, Construct, ConstructSet, Line, RedirectionOperator, Word};

/// How the home directory stands in a command.
const HOME: &str = "$HOME";

/// Constructs that `$HOME` may be.
const VARIABLES: ConstructSet =
    ConstructSet::of(&[Construct::Parameter, Construct::KnownParameter]);

/// What stands for the end of a word that is not known. No rule spells it.
const UNKNOWN: &str = "\u{f8ff}";

/// `command` as the client writes it anew, if it does.
pub(super) fn rewritten(line: Line<'_>, command: &Command, home: Option<&str>) -> Option<String> {
    let written = without_redirections(line, command)?.of(line.text());
    let rewrites = is_continued(written) || is_at_home(line, command, home);
    rewrites.then(|| rewrite(line, command, home))
}

/// `command` as the client would write it anew.
pub(super) fn rewrite(line: Line<'_>, command: &Command, home: Option<&str>) -> String {
    let mut text = String::from(if command.place.timed { "time " } else { "" });
    for assignment in line.assignments(command) {
        if assignment.element || assignment.array {
            text.push_str(assignment.span.of(line.text()));
        } else {
            text.push_str(assignment.name);
            text.push_str(if assignment.append { "+=" } else { "=" });
            if !assignment.value.value.is_empty() {
                push_word(line, &assignment.value, home, &mut text);
            }
        }
        text.push(' ');
    }
    for word in line.words(command) {
        push_word(line, &word, home, &mut text);
        text.push(' ');
    }
    text.pop();
    text
}

/// Appends what `word` comes to, as far as the client knows.
fn push_word(line: Line<'_>, word: &Word<'_>, home: Option<&str>, text: &mut String) {
    if !expands(word) {
        return push_quoted(word.value, text);
    }
    let Expanded { value, open, .. } = expanded(line, word, home);
    let Some((known, rest)) = open.and_then(|at| value.split_at_checked(at)) else {
        return push_quoted(&value, text);
    };
    // Whether there are quotes around the word depends on what is in it beside expansions.
    if is_quoted(known) || !is_quoted(rest.trim_start_matches('$')) {
        push_quoted(&[known, UNKNOWN].concat(), text);
    } else {
        text.push_str(UNKNOWN);
    }
}

/// Does the client put the home directory in a word of `command`?
pub(super) fn is_at_home(line: Line<'_>, command: &Command, home: Option<&str>) -> bool {
    // Most lines have no variable.
    if home.is_none() || !line.found().meets(VARIABLES) {
        return false;
    }
    let is_home = |word: Word<'_>| expands(&word) && expanded(line, &word, home).at_home;
    line.words(command).iter().any(is_home)
        || line.assignments(command).any(|assignment| is_home(assignment.value))
        || line.redirections(command).any(|redirection| {
            redirection.operator == RedirectionOperator::HereString && is_home(redirection.target)
        })
}

fn expands(word: &Word<'_>) -> bool {
    word.traits.unknown || word.traits.known || word.traits.substitution
}

/// The value of a word without a `$HOME` that it begins with: the client knows what that is.
pub(crate) fn behind_home<'s>(word: &Word<'s>) -> &'s str {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let rest = word.value.strip_prefix(HOME).filter(|rest| !rest.starts_with(is_name));
    rest.filter(|_| word.traits.unknown).unwrap_or(word.value)
}

/// Does `text` go on in another line behind a backslash?
pub(super) fn is_continued(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some() && text.contains("\\\n")
}

/// A word with the home directory in place.
#[derive(Default)]
struct Expanded {
    value: String,
    /// Was there a `$HOME` in it?
    at_home: bool,
    /// Where in the value the first expansion stands that is another.
    open: Option<usize>,
}

fn expanded(line: Line<'_>, word: &Word<'_>, home: Option<&str>) -> Expanded {
    let mut expanded = Expanded::default();
    // A variable that the line sets has no quotes in its value.
    let mut rest = if word.traits.known { word.value } else { word.span.of(line.text()) };
    let mut quote = None;
    while let Some(next) = rest.chars().next() {
        let literal = quote == Some('\'');
        let mut step = next.len_utf8();
        let mut text = rest.get(..step).unwrap_or_default();
        match (next, home) {
            ('$', Some(home)) if !literal && starts_with_name(rest) => {
                (text, step, expanded.at_home) = (home, HOME.len(), true);
            }
            ('$' | '`', _) if !literal => {
                expanded.open = expanded.open.or(Some(expanded.value.len()));
            }
            ('\\', _) if !literal => {
                let behind = rest.get(1..).unwrap_or_default();
                let escaped = behind.chars().next().map_or(0, char::len_utf8);
                text = behind.get(..escaped).unwrap_or_default();
                step += escaped;
            }
            ('\'' | '"', _) if quote.is_none() => (quote, text) = (Some(next), ""),
            _ if quote == Some(next) => (quote, text) = (None, ""),
            _ => {}
        }
        expanded.value.push_str(text);
        rest = rest.get(step..).unwrap_or_default();
    }
    expanded
}

/// Does the text start with `$HOME`, and not with a longer name?
fn starts_with_name(text: &str) -> bool {
    text.strip_prefix(HOME).is_some_and(|behind| {
        !behind.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
    })
}

/// Does the client write a word down in quotes?
fn is_quoted(word: &str) -> bool {
    let special =
        |letter: char| letter.is_ascii_whitespace() || "\"#$&'();<>\\`{|}".contains(letter);
    word.contains(special)
}

/// Appends a word as the client writes it down.
fn push_quoted(word: &str, into: &mut String) {
    if !word.is_empty() && !is_quoted(word) {
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
    use crate::shell::{Script, scan};

    fn rewritten(text: &str) -> Option<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        super::rewritten(line, &line.commands()[0], Some("/h"))
    }

    #[test]
    fn assignments_and_words_are_quoted_anew() {
        for (command, expected) in [
            ("foo $HOME/x", Some("foo /h/x")),
            ("\"$HOME/foo\" a", Some("/h/foo a")),
            ("foo \"$HOME\"/x 'a b' \"\" c", Some("foo /h/x 'a b' '' c")),
            ("foo '$HOME'$HOME \\$HOME", Some("foo '$HOME/h' '$HOME'")),
            ("foo \"$HOME's\"", Some("foo '/h'\\''s'")),
            ("foo $HOMES ${HOME} ~ '$HOME'", None),
            ("foo a", None),
            ("A=\"1 2\" B='3' C= foo $HOME", Some("A='1 2' B=3 C= foo /h")),
            ("A=$HOME foo \"a\" >b", Some("A=/h foo a")),
            ("foo \"a\" <<< $HOME", Some("foo a")),
            ("time foo $HOME", Some("time foo /h")),
            ("foo \"a b\" \\\n \"c\" 2>&1", Some("foo 'a b' c")),
            ("A=\"1\" \\\n foo", Some("A=1 foo")),
            ("foo 'a\\\nb' \"c\"", Some("foo 'a\\\nb' c")),
            ("foo \"a\" \\\n >b", None),
        ] {
            assert_eq!(rewritten(command).as_deref(), expected, "{command}");
        }
    }

    #[test]
    fn what_other_expansions_come_to_is_unknown() {
        for (command, expected) in [
            ("foo $HOME $X", "foo /h \u{f8ff}"),
            ("foo \"a $(b \"$HOME\") c\" \\\n \"d\" >e", "foo 'a \u{f8ff}' d"),
            ("foo \"$HOME/$X/a\" \"b$X c\"", "foo /h/\u{f8ff} \u{f8ff}"),
            ("A=$((1)) foo \\\n $?`b`", "A=\u{f8ff} foo \u{f8ff}"),
        ] {
            assert_eq!(rewritten(command).as_deref(), Some(expected), "{command}");
        }
    }
}
