//! `[[ … ]]`: the conditions that the client can read.

use super::parts::expands_braces;

/// Does `written`, from `[[` to `]]`, compare texts or numbers, or look at files?
pub(super) fn is_plain(written: &str) -> bool {
    if written.contains(['$', '`', '*', '?', '<', '>', '\n']) {
        return false;
    }
    let inner = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let Some(inner) = inner.filter(|inner| !inner.contains('[')) else { return false };
    take_turns(inner).is_ok() && compares_numbers_only(Words(inner))
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
    let mut joined = false;
    let mut words = Words(inner);
    loop {
        let rest = words.0.trim_start();
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
            (word, Last::Start | Last::Operand) if word.len() > 1 && word.starts_with('-') => {
                Last::Operator
            }
            (word, Last::Start | Last::Operator) if expands_braces(word) => return Err(""),
            (_, Last::Start | Last::Operator) => Last::Operand,
            (_, Last::Operand) => return Err(rest),
        };
    }
    if depth == 0 && !(joined && last == Last::Start) { Ok(()) } else { Err("") }
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

/// The words of a condition, quotes left in place; `(`, `)`, `&&` and `||` are words of their own.
#[derive(Clone)]
struct Words<'t>(&'t str);

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.0.trim_start();
        let end = match rest.as_bytes() {
            [] => return None,
            [b'(' | b')', ..] => 1,
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
    use super::is_plain;

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
