//! `[[ … ]]` and `[ … ]`: the conditions that the client can read.

use super::parts::expands_braces;
use crate::{letters::one_of, shell};

/// Is `[ … ]`, of which these are the words, a condition of the client's grammar? At most one operator
/// with one operand, and behind that at most one with two.
pub(super) fn is_test(words: shell::Words<'_>) -> bool {
    let source = |word: shell::Word<'_>| word.span.of(words.text());
    let joins = |text: &str| is_operator(text) || matches!(text, "=" | "==" | "!=" | "=~");
    let count = words.len().saturating_sub(2);
    let negations = words.iter().skip(1).take(count).take_while(|word| source(*word) == "!");
    let first = 1 + negations.count().min(count.saturating_sub(1));
    let at = |index: usize| words.get(first + index).map(source).unwrap_or_default();
    match count + 1 - first {
        0 | 1 => true,
        2 => is_operator(at(0)),
        3 => !is_operator(at(0)) && joins(at(1)),
        4 => is_operator(at(0)) && joins(at(2)),
        _ => false,
    }
}

/// Is the word a dash with letters?
fn is_operator(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|letters| {
        !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// Does `written`, from `[[` to `]]`, compare texts or numbers, or look at files?
pub(super) fn is_plain(written: &str) -> bool {
    if written.contains(one_of("$`*?<>\n")) {
        return false;
    }
    let inner = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let Some(inner) = inner.filter(|inner| !inner.contains('[')) else { return false };
    take_turns(inner).is_ok() && compares_numbers_only(Words(inner))
}

/// Does the client look at the files of a line with the condition `written`, in which nothing but `x`
/// stands for what it runs? It can expand, match patterns and compute, if only operands and operators take
/// turns.
pub(super) fn is_followed(written: &str) -> bool {
    let inner = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inner.is_some_and(|inner| take_turns(inner).is_ok())
}

/// What is left of a condition from the word on that is one operand too many: the client takes it for a
/// command.
pub(super) fn stray(written: &str) -> Option<&str> {
    let inner = written.strip_prefix("[[")?;
    let bare = inner.strip_suffix("]]").unwrap_or(inner);
    let rest = take_turns(bare).err().filter(|rest| !rest.is_empty())?;
    // With the brackets at its end.
    inner.get(bare.len() - rest.len()..)
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing, or what joins conditions.
    Start,
    Operand,
    /// An operator that starts with a dash: one operand can follow.
    Operator,
    /// A comparison of texts: any number of words can follow.
    Comparison,
}

/// Do operands and operators take turns? The client does not tell operators of one operand from those
/// of two. If not, what is left from an operand on that follows another, or nothing.
fn take_turns(inner: &str) -> Result<(), &str> {
    let mut last = Last::Start;
    let mut depth = 0usize;
    let (mut joined, mut broken) = (false, false);
    let mut words = Words(inner);
    loop {
        let rest = words.0.trim_start();
        let gap = words.0.get(..words.0.len() - rest.len());
        broken |= last != Last::Start && gap.is_some_and(|gap| gap.contains('\n'));
        let Some(word) = words.next() else { break };
        last = match (word, last) {
            ("&&" | "||", Last::Start) => return Err(""),
            ("&&" | "||", _) => {
                joined = true;
                Last::Start
            }
            (")", Last::Operand | Last::Comparison) if depth > 0 => {
                depth -= 1;
                Last::Operand
            }
            (_, Last::Comparison) => Last::Comparison,
            ("!", Last::Start) => Last::Start,
            ("(", Last::Start) => {
                depth += 1;
                Last::Start
            }
            ("(" | ")", _) => return Err(""),
            ("=" | "==" | "!=" | "=~", Last::Operand) => Last::Comparison,
            ("<" | ">", Last::Operand) => Last::Operator,
            (word, Last::Start | Last::Operand) if is_operator(word) => Last::Operator,
            (word, Last::Start | Last::Operator) if expands_braces(word) => return Err(""),
            (_, Last::Start | Last::Operator) => Last::Operand,
            (_, Last::Operand) => return Err(rest),
        };
    }
    // Each line of it ends with an operand.
    let breaks_off = broken || joined && last == Last::Start;
    if depth == 0 && !breaks_off { Ok(()) } else { Err("") }
}

/// Does nothing but numbers stand around the operators that compute?
fn compares_numbers_only(words: Words<'_>) -> bool {
    let is_number = |word: Option<&str>| {
        let digits = word.map(|word| word.strip_prefix('-').unwrap_or(word)).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut before = None;
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let compares = matches!(word, "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge");
        if compares && !(is_number(before) && is_number(words.peek().copied())) {
            return false;
        }
        before = Some(word);
    }
    true
}

/// The words of a condition, quotes left in place; `(`, `)`, `<`, `>`, `&&` and `||` are words of their own.
#[derive(Clone)]
struct Words<'t>(&'t str);

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.0.trim_start();
        let end = match rest.as_bytes() {
            [] => return None,
            [b'(' | b')', ..] => 1,
            [b'<' | b'>', ..] => 1,
            [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
            _ => word_end(rest),
        };
        let (word, rest) = rest.split_at_checked(end)?;
        self.0 = rest;
        Some(word)
    }
}

/// Where the word ends that `text` begins with.
fn word_end(text: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match (character, quote) {
            _ if escaped => escaped = false,
            ('\\', None | Some('"')) => escaped = true,
            (_, Some(open)) if character == open => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(character),
            (')', None) => return at.max(1),
            (character, None) if character.is_whitespace() => return at,
            ('<' | '>', None) if at > 0 => return at,
            ('&' | '|', None) if at > 0 && joins(text.get(at..)) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Does `text` begin with what joins conditions?
fn joins(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.starts_with("&&") || text.starts_with("||"))
}

#[cfg(test)]
mod tests {
    use super::{is_plain, is_test};
    use crate::shell::{Script, scan};

    #[test]
    fn tests_have_at_most_one_operator_of_each_kind() {
        let reads = |text: &str| {
            let mut script = Script::default();
            let line = scan(text, &mut script);
            is_test(line.words(&line.commands()[0]))
        };
        for inner in [
            "",
            "a",
            "-f",
            "=",
            "!",
            "-f a",
            "-f -g",
            "! ! -f ''",
            "a = b",
            "a -x -y",
            "-1 -eq 1",
            "! \"a b\" != c",
            "-e a -f b",
            "-n a = b",
        ] {
            assert!(reads(&format!("[ {inner} ]")), "{inner}");
        }
        for inner in [
            "a b",
            "a =",
            "= a",
            "'-f' a",
            "--f a",
            "-f= a",
            "-f a b",
            "-f = b",
            "a '=' b",
            "a \\< b",
            "a = b c",
            "a = b -x c",
            "-e a -f b -g c",
            "\\( a \\)",
            "a = ! b",
        ] {
            assert!(!reads(&format!("[ {inner} ]")), "{inner}");
        }
    }

    #[test]
    fn conditions_are_read_word_by_word() {
        for text in [
            "a",
            "-f x",
            "! -f x",
            "a == b",
            "a = b c",
            "a -nt b",
            "-f x && -d y",
            "( a ) || ! b",
            "(a)",
            "\"a b\" == c",
            "'a b'",
            "-z a -o b",
            "",
            "1 -eq 2",
            "a =~ b",
            "a&&b",
            "-n \"a b\"&& b",
        ] {
            assert!(is_plain(&format!("[[ {text} ]]")), "{text}");
        }
        for text in [
            "a b",
            "-f a b",
            "a b c",
            "a &&",
            "&& a",
            "( a",
            "a )",
            "-x a && b c",
            "a\n",
            "x -eq 1",
            "$a",
            "a[1]",
        ] {
            assert!(!is_plain(&format!("[[ {text} ]]")), "{text}");
        }
    }
}
