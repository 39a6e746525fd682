//! Arithmetic that the client can read.
//!
//! Learned by asking the client about the text between `((` and `))`, with and without `$`: it is
//! generous with names and operators, in whatever order, and strict with all that is put in place of
//! a number. What it cannot read, it takes for something else that might be there.

/// Where arithmetic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `(( … ))`, `$(( … ))` or `$[ … ]`
    Expression,
    /// `for (( … ))`: three parts.
    For,
    /// `${name: … }`: where a part of a value begins, and how long it is. The client is strict there.
    Part,
    /// `${name[ … ]}`: the client is as strict.
    Index,
}

/// Operators between two operands, those first that begin with others.
const OPERATORS: &str =
    "<<= >>= ** << >> <= >= == != && || *= /= %= += -= &= ^= |= * / % + - < > & | ^ = ?";

/// Can the client read `text`, arithmetic that stands in `place`?
pub(super) fn is_readable(text: &str, place: Place) -> bool {
    let mut reader =
        Reader { text, at: 0, last: Last::Nothing, joined: false, later: false, parentheses: 0 };
    let is_strict = matches!(place, Place::Part | Place::Index);
    reader.run(place) && (!is_strict || Reader { at: 0, ..reader }.alternates(place))
}

/// What was read last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// Nothing yet, or an operator: an operand can follow.
    Nothing,
    /// A name, a number, a parameter, or what a command prints.
    Operand,
    /// Something in quotes, or arithmetic inside arithmetic: no operand can follow.
    Closed,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    last: Last,
    /// An operand followed another, as in `0x$a`: from there on the client reads none but plain
    /// parameters.
    joined: bool,
    /// A semicolon was read: the client takes what follows for a command without expansions.
    later: bool,
    parentheses: usize,
}

impl Reader<'_> {
    fn run(&mut self, place: Place) -> bool {
        let mut brackets = 0usize;
        while let Some(byte) = self.byte(0) {
            match byte {
                b' ' | b'\t' | b'\n' => self.at += 1,
                b'\\' if self.byte(1) == Some(b'\n') => self.at += 2,
                b'"' if self.takes_value() && self.skip_quoted() => self.last = Last::Closed,
                b'$' if !self.later => {
                    if !self.expansion() {
                        return false;
                    }
                }
                b'#' if self.follows_base() => {
                    self.at += 1;
                    self.last = Last::Nothing;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {
                    if self.last == Last::Closed {
                        return false;
                    }
                    self.joined |= self.last == Last::Operand;
                    while self.byte(0).is_some_and(is_name) {
                        self.at += 1;
                    }
                    self.last = Last::Operand;
                }
                b'(' => {
                    self.parentheses += 1;
                    self.step(Last::Nothing);
                }
                b')' => {
                    self.parentheses = self.parentheses.saturating_sub(1);
                    self.step(Last::Operand);
                }
                b'[' => {
                    self.joined |= self.follows_expansion();
                    brackets += 1;
                    self.step(Last::Nothing);
                }
                b']' if brackets > 0 => {
                    brackets -= 1;
                    self.step(Last::Operand);
                }
                b'+' | b'-' if self.byte(1) == Some(byte) => self.at += 2,
                b';' => {
                    self.later = place != Place::For;
                    self.step(Last::Nothing);
                }
                // Two of them are an operator, three are not.
                b'<' if self.text.get(self.at..).is_some_and(|rest| rest.starts_with("<<<")) => {
                    self.later = true;
                    self.at += 3;
                }
                b'*' if self.byte(1) == Some(b'*') && self.last != Last::Nothing => {
                    self.at += 1;
                    self.step(Last::Nothing);
                }
                b'*' | b'/' | b'%' | b'^' | b'?'
                    if self.parentheses > 0 && self.last == Last::Nothing =>
                {
                    return false;
                }
                b'.' => self.step(Last::Operand),
                b'!' | b'%' | b'&' | b'*' | b'+' | b',' | b'-' | b'/' | b':' | b'<' | b'='
                | b'>' | b'?' | b'^' | b'|' | b'~' => self.step(Last::Nothing),
                _ => return false,
            }
        }
        brackets == 0
    }

    /// Do operands and operators take turns, with as many colons as there are questions? In a part,
    /// one more leads to its length, and in an index, commas divide expressions.
    fn alternates(mut self, place: Place) -> bool {
        self.last = Last::Nothing;
        let mut colons = usize::from(place == Place::Part);
        while let Some(byte) = self.byte(0) {
            let begins = matches!(byte, b'$' | b'"' | b'(' | b'_') || byte.is_ascii_alphanumeric();
            if begins && self.last != Last::Nothing {
                return false;
            }
            match byte {
                b'"' => {
                    self.skip_quoted();
                    self.last = Last::Operand;
                }
                b'$' if self.expansion() => self.last = Last::Operand,
                b'(' => {
                    self.skip_nested(b'(', b')', Last::Operand);
                }
                b'[' if self.last == Last::Operand => {
                    self.skip_nested(b'[', b']', Last::Operand);
                }
                b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    let start = self.at;
                    while self.byte(0).is_some_and(|byte| is_name(byte) || byte == b'#') {
                        self.at += 1;
                    }
                    let word = self.text.as_bytes().get(start..self.at).unwrap_or_default();
                    if byte.is_ascii_digit() && !is_number(word) {
                        return false;
                    }
                    self.last = Last::Operand;
                }
                b' ' | b'\t' => self.at += 1,
                b'+' | b'-' if self.byte(1) == Some(byte) => self.at += 2,
                b'+' | b'-' if self.last == Last::Nothing => self.at += 1,
                b'!' | b'~' if self.last == Last::Nothing => self.at += 1,
                b':' if colons > 0 && (self.last == Last::Operand || self.is_at_start()) => {
                    colons -= 1;
                    self.step(Last::Nothing);
                }
                b',' if self.last == Last::Operand && place == Place::Index => {
                    self.step(Last::Nothing);
                }
                _ if self.last == Last::Operand => {
                    let rest = self.text.get(self.at..).unwrap_or_default();
                    let Some(operator) = OPERATORS.split(' ').find(|one| rest.starts_with(one))
                    else {
                        return false;
                    };
                    colons += usize::from(byte == b'?');
                    self.at += operator.len();
                    self.last = Last::Nothing;
                }
                _ => return false,
            }
        }
        true
    }

    /// Have only blanks been read?
    fn is_at_start(&self) -> bool {
        self.text.get(..self.at).is_some_and(|before| before.trim().is_empty())
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn step(&mut self, last: Last) {
        self.at += 1;
        self.last = last;
    }

    /// Can something in quotes, or in parentheses behind `$`, come next?
    fn takes_value(&self) -> bool {
        self.last == Last::Nothing && !self.later && !self.joined
    }

    /// `$` and what belongs to it.
    fn expansion(&mut self) -> bool {
        let arithmetic = self.text.get(self.at..).is_some_and(|rest| rest.starts_with("$(("));
        self.joined |= self.last == Last::Operand;
        match self.byte(1) {
            Some(open @ (b'(' | b'[')) => {
                let last = if arithmetic { Last::Closed } else { Last::Operand };
                let close = if open == b'(' { b')' } else { b']' };
                self.takes_value() && self.skip_nested(open, close, last)
            }
            Some(b'{') => {
                let start = self.at + 2;
                self.last != Last::Closed && self.skip_nested(b'{', b'}', Last::Operand) && {
                    let inner = self.text.as_bytes().get(start..self.at - 1).unwrap_or_default();
                    let name = inner.strip_prefix(b"#").unwrap_or(inner);
                    !self.joined || (!name.is_empty() && name.iter().all(|byte| is_name(*byte)))
                }
            }
            Some(b'\'' | b'"') | None => false,
            _ if self.last == Last::Closed => false,
            Some(next) => {
                self.at += 1;
                self.step(Last::Operand);
                if next == b'_' || next.is_ascii_alphabetic() {
                    while self.byte(0).is_some_and(is_name) {
                        self.at += 1;
                    }
                }
                next.is_ascii()
            }
        }
    }

    /// Skips to behind the partner of the next `open`. Quotes are not told apart: what is misplaced by
    /// that is taken for unreadable.
    fn skip_nested(&mut self, open: u8, close: u8, last: Last) -> bool {
        let mut depth = 0usize;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            if byte == open {
                depth += 1;
            } else if byte == close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    self.last = last;
                    return true;
                }
            }
        }
        false
    }

    /// Skips to behind the quotation mark that ends what the next one begins.
    fn skip_quoted(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match byte {
                b'"' => return true,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
        false
    }

    /// Does `$name` or `${name}` stand before? Only names have subscripts.
    fn follows_expansion(&self) -> bool {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let behind_name = before.iter().rev().find(|byte| !is_name(**byte));
        behind_name == Some(&b'$') || before.ends_with(b"}")
    }

    /// Is what stands before `#` a number, as in `16#ff`?
    fn follows_base(&self) -> bool {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let word = before.iter().rev().take_while(|byte| is_name(**byte));
        word.clone().count() > 0 && word.copied().all(|byte| byte.is_ascii_digit())
    }
}

/// Digits, or anything behind a base. Hexadecimal digits behind `0x` are too rare to be told from what
/// the client cannot read.
fn is_number(word: &[u8]) -> bool {
    word.iter().find(|byte| !byte.is_ascii_digit()).is_none_or(|byte| *byte == b'#')
}

pub(super) const fn is_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{Place, is_readable as is_readable_in};

    fn is_readable(text: &str, in_for: bool) -> bool {
        is_readable_in(text, if in_for { Place::For } else { Place::Expression })
    }

    #[test]
    fn behind_joined_operands_only_plain_parameters_are_read() {
        for text in
            ["0x${a} ^ 0x${b}", "0x$a + 1", "a b + ${#c}", "${a:-1} + 0x$b", "a[1] + ${b-1}"]
        {
            assert!(is_readable(text, false), "{text}");
        }
        for text in ["0x${a:-0}", "0x$a + ${b:-0}", "a b + $(c)", "$a[1] + ${b-1}", "a${#}"] {
            assert!(!is_readable(text, false), "{text}");
        }
    }

    #[test]
    fn parts_of_values_are_read_strictly() {
        for text in [
            "1", "0:1", " -1", "$i:$j", "${#a}-1", "$((1)):1", "a?b:c", "a[1]", "1:", "a<<=1",
            "a +=1", "i ** 2", ":2", " : 2",
        ] {
            assert!(is_readable_in(text, Place::Part), "{text}");
        }
        for text in [
            "a b", "a%%b", "gs/a/%", "a!", "1:2:3", "::", "1::2", "1a", "0xff", "$i$j", "1.5",
            "a,b", "*", "/", "#", "f()", "&",
        ] {
            assert!(!is_readable_in(text, Place::Part), "{text}");
        }
    }

    #[test]
    fn names_and_operators_are_read_in_any_order() {
        for text in [
            "",
            "a",
            "a b c",
            "i++",
            "++i < 10",
            "a = b",
            "a ? b : c",
            "a -b c",
            "a; b",
            "a |",
            "a.b",
            "16#ff",
            "16#$x",
            "a[$i]++",
            "a[\"x y\"]++",
            "${#a[@]} > 0",
            "$a$b c$d",
            "$(b) > 0",
            "$(b) c",
            "$# > 1",
            "$((1)) + 2",
            "\"$a\" == \"b\"",
            "(\"b\")",
            "-\"b\"",
            "a \\\n + b",
            "((2 ** 3)) * 4",
            "$@",
        ] {
            assert!(is_readable(text, false), "{text}");
        }
        assert!(is_readable("i=0; i<\"$n\"; i++", true));
    }

    #[test]
    fn what_stands_for_a_number_has_its_place() {
        for text in [
            "a \"b\"",
            "\"a\" b",
            "\"a\" \"b\"",
            "(a \"b\")",
            "c$(b)",
            "$(b)$(c)",
            "a $((1))",
            "a $[1]",
            "$((1)) a",
            "a;\"b\"",
            "a; $(b)",
            "a <<< \"b\"",
            "'a'",
            "$'a'",
            "$\"a\"",
            "\\a",
            "{b}",
            "a }",
            "a ]",
            "a [",
            "a#b",
            "#",
            "@",
            "\u{e9}",
            "`b`",
            "a\n\"b\"",
            "\"a",
            "${a",
            "a++ \"b\"",
            "(/)",
            "(a//b)",
        ] {
            assert!(!is_readable(text, false), "{text}");
        }
    }

    #[test]
    fn nothing_panics() {
        for text in ["$", "$(", "\"\\", "$\u{e9}", "\\", "<<<", "16#", "$["] {
            is_readable(text, false);
        }
    }
}
