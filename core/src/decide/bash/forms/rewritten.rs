//! Commands that the client writes anew before it holds rules against them: those over several lines,
//! and those with `$HOME`, of which it knows the value. What is left are the assignments and the words,
//! quoted where they need it: `foo "$HOME/a b" \⏎ "c" > d` meets `Bash(foo '/home/dev/a b' c)`.

use super::text::without_redirections;
use crate::shell::{Assignment, Command, Construct, ConstructSet, Line, RedirectionOperator, Word};

/// How the home directory stands in a command.
const HOME: &str = "$HOME";

/// Constructs that `$HOME` may be.
const VARIABLES: ConstructSet =
    ConstructSet::of(&[Construct::Parameter, Construct::KnownParameter]);

/// What stands for the end of a word that is not known. No rule spells it.
const UNKNOWN: &str = "\u{f8ff}";

/// What a word comes to from the first expansion in it that is not `$HOME`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beyond {
    /// Anything: it meets no rule that spells it out.
    Unknown,
    /// The same for variables; around substitutions the text is known.
    Variables,
    /// What is written.
    Written,
}

/// `command` as the client writes it anew, if it does.
pub(super) fn rewritten(
    line: Line<'_>,
    command: &Command,
    home: Option<&str>,
    beyond: Beyond,
) -> Option<String> {
    let written = without_redirections(line, command)?.of(line.text());
    (is_continued(written) || is_at_home(line, command, home))
        .then(|| rewrite(line, command, home, beyond))
}

/// `command` as the client would write it anew.
pub(super) fn rewrite(
    line: Line<'_>,
    command: &Command,
    home: Option<&str>,
    beyond: Beyond,
) -> String {
    let mut text = String::from(if command.place.timed { "time " } else { "" });
    for assignment in line.assignments(command) {
        if !is_simple(&assignment) {
            text.push_str(assignment.span.of(line.text()));
        } else {
            text.push_str(assignment.name);
            text.push('=');
            if !assignment.value.value.is_empty() {
                push_word(line, &assignment.value, home, beyond, &mut text);
            }
        }
        text.push(' ');
    }
    for word in line.words(command) {
        push_word(line, &word, home, beyond, &mut text);
        text.push(' ');
    }
    text.pop();
    text
}

/// `name=value`, which is written anew; others stay as they are.
pub(super) fn is_simple(assignment: &Assignment<'_>) -> bool {
    !(assignment.append || assignment.element || assignment.array)
}

/// Appends what `word` comes to, as far as the client knows.
fn push_word(
    line: Line<'_>,
    word: &Word<'_>,
    home: Option<&str>,
    beyond: Beyond,
    text: &mut String,
) {
    if !expands(word) {
        return push_quoted(word.value, text);
    }
    let Expanded { value, open, .. } = expanded(line, word, home);
    let is_known = match beyond {
        Beyond::Unknown => false,
        Beyond::Variables => word.traits.substitution,
        Beyond::Written => true,
    };
    let open = open.filter(|_| !is_known);
    let Some((known, rest)) = open.and_then(|at| value.split_at_checked(at)) else {
        return push_quoted(&value, text);
    };
    // Whether there are quotes around the word depends on what is in it beside expansions.
    let is_clear = is_quoted(known) || !is_quoted(rest.trim_start_matches('$'));
    push_quoted(&[if is_clear { known } else { "" }, UNKNOWN].concat(), text);
}

/// Does the client put the home directory in a word of `command`?
pub(super) fn is_at_home(line: Line<'_>, command: &Command, home: Option<&str>) -> bool {
    // Most lines have no variable.
    if home.is_none() || !line.found().meets(VARIABLES) {
        return false;
    }
    let is_home = |word: Word<'_>| expands(&word) && expanded(line, &word, home).at_home;
    line.words(command).iter().any(is_home)
        || line
            .assignments(command)
            .any(|assignment| is_simple(&assignment) && is_home(assignment.value))
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

/// Does `word` lose its quotes where the client writes a command over several lines anew?
#[cfg_attr(built_for_size, inline(never))]
pub(crate) fn loses_quotes(line: Line<'_>, word: &Word<'_>) -> bool {
    let mut commands = line.commands().iter();
    !is_quoted(word.value)
        && commands.any(|command| {
            let words = line.words(command);
            words.span().holds(word.span) && is_continued(words.source())
        })
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
    let source = if word.traits.known { word.value } else { word.span.of(line.text()) };
    let mut quote = None;
    let mut letters = source.char_indices();
    while let Some((at, letter)) = letters.next() {
        let literal = quote == Some('\'');
        let is_home = || home.is_some() && source.get(at..).is_some_and(starts_with_name);
        let mut value = Some(letter);
        match letter {
            _ if quote == Some(letter) => (quote, value) = (None, None),
            '\'' | '"' if quote.is_none() => (quote, value) = (Some(letter), None),
            '$' if !literal && is_home() => {
                expanded.value.push_str(home.unwrap_or_default());
                expanded.at_home = true;
                letters.nth(HOME.len() - 2);
                value = None;
            }
            '$' | '`' if !literal => {
                expanded.open = expanded.open.or(Some(expanded.value.len()));
            }
            '\\' if !literal => value = letters.next().map(|(_, escaped)| escaped),
            _ => {}
        }
        expanded.value.extend(value);
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
    word.bytes().any(|byte| b" \t\n\r\x0c\"#$&'();<>\\`{|}".contains(&byte))
}

/// Appends a word as the client writes it down.
fn push_quoted(word: &str, into: &mut String) {
    if word.is_empty() || is_quoted(word) {
        into.push('\'');
        into.push_str(&word.replace('\'', "'\\''"));
        into.push('\'');
    } else {
        into.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::Beyond;
    use crate::shell::{Script, scan};

    fn rewritten(text: &str, beyond: Beyond) -> Option<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        super::rewritten(line, &line.commands()[0], Some("/h"), beyond)
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
            ("A+=$HOME B=($HOME) foo", None),
            ("A+=$HOME foo $HOME", Some("A+=$HOME foo /h")),
        ] {
            assert_eq!(rewritten(command, Beyond::Unknown).as_deref(), expected, "{command}");
        }
    }

    #[test]
    fn what_other_expansions_come_to_is_unknown_or_what_is_written() {
        use Beyond::{Unknown, Variables, Written};
        for (command, beyond, expected) in [
            ("foo $HOME $X", Unknown, "foo /h \u{f8ff}"),
            ("foo $HOME $X", Variables, "foo /h \u{f8ff}"),
            ("foo $HOME $X", Written, "foo /h '$X'"),
            ("foo \"a $(b \"$HOME\") c\" \\\n \"d\" >e", Unknown, "foo 'a \u{f8ff}' d"),
            ("foo \"a $(b \"$HOME\") c\" \\\n \"d\" >e", Variables, "foo 'a $(b /h) c' d"),
            ("foo \"$HOME/$X/a\" \"b$X c\"", Unknown, "foo /h/\u{f8ff} \u{f8ff}"),
            ("foo \"$HOME/$X/a\" \"b$X c\"", Written, "foo '/h/$X/a' 'b$X c'"),
            ("A=$((1)) foo \\\n $?`b`", Unknown, "A=\u{f8ff} foo \u{f8ff}"),
            ("A=$? foo \\\n $?`b`", Variables, "A=\u{f8ff} foo '$?`b`'"),
            ("A=$((1)) foo \\\n $?`b`", Written, "A='$((1))' foo '$?`b`'"),
        ] {
            assert_eq!(rewritten(command, beyond).as_deref(), Some(expected), "{command}");
        }
    }
}
