//! `$'…'`: quoting with the escapes of C.

/// Appends what the escapes in `source` stand for. Returns `false` if a byte is among them that
/// makes no UTF-8 character, or that ends the text (`\0`): the value is then only an approximation.
pub(super) fn unescape(source: &str, out: &mut String) -> bool {
    let mut exact = true;
    let mut rest = source;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let mut characters = escape.chars();
        characters.next();
        let Some(kind) = characters.next() else {
            out.push('\\');
            return exact;
        };
        let after = characters.as_str();
        rest = match kind {
            'a' => push(out, '\u{7}', after),
            'b' => push(out, '\u{8}', after),
            'e' | 'E' => push(out, '\u{1b}', after),
            'f' => push(out, '\u{c}', after),
            'n' => push(out, '\n', after),
            'r' => push(out, '\r', after),
            't' => push(out, '\t', after),
            'v' => push(out, '\u{b}', after),
            '\\' | '\'' | '"' | '?' => push(out, kind, after),
            'x' => code(out, &mut exact, after, 16, 2, true, "\\x"),
            'u' => code(out, &mut exact, after, 16, 4, false, "\\u"),
            'U' => code(out, &mut exact, after, 16, 8, false, "\\U"),
            '0'..='7' => code(out, &mut exact, escape.get(1..).unwrap_or(""), 8, 3, true, "\\"),
            'c' => {
                let control = after.chars().next().filter(char::is_ascii);
                exact &= control.is_some();
                match control {
                    Some(letter) => {
                        out.push(char::from(letter.to_ascii_uppercase() as u8 & 0x1f));
                        after.get(1..).unwrap_or("")
                    }
                    None => after,
                }
            }
            _ => {
                out.push('\\');
                push(out, kind, after)
            }
        };
    }
    out.push_str(rest);
    exact
}

fn push<'s>(out: &mut String, character: char, after: &'s str) -> &'s str {
    out.push(character);
    after
}

/// A character by its number in at most `most` digits.
fn code<'s>(
    out: &mut String,
    exact: &mut bool,
    digits: &'s str,
    radix: u32,
    most: usize,
    byte: bool,
    literally: &str,
) -> &'s str {
    let count =
        digits.bytes().take(most).take_while(|&digit| char::from(digit).is_digit(radix)).count();
    let (number, after) = digits.split_at_checked(count).unwrap_or(("", digits));
    if count == 0 {
        out.push_str(literally);
        return after;
    }
    let number = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    let number = if byte { number & 0xff } else { number };
    match char::from_u32(number) {
        // A byte above 127 is part of a character that its neighbours complete.
        Some(character) if number != 0 && !(byte && number > 0x7f) => out.push(character),
        _ => {
            out.push(char::REPLACEMENT_CHARACTER);
            *exact = false;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::unescape;

    fn of(source: &str) -> (String, bool) {
        let mut out = String::new();
        let exact = unescape(source, &mut out);
        (out, exact)
    }

    #[test]
    fn escapes_of_c() {
        for (source, value) in [
            ("foo", "foo"),
            (r"a\tb\n", "a\tb\n"),
            (r"\x66oo", "foo"),
            (r"\146oo", "foo"),
            (r"\u66oo", "foo"),
            (r"\U00000066oo", "foo"),
            (r"\'\\", "'\\"),
            (r"\z", "\\z"),
            (r"\xzz", "\\xzz"),
            (r"\cA", "\u{1}"),
            ("é\\x41é", "éAé"),
        ] {
            assert_eq!(of(source), (value.into(), true), "{source}");
        }
    }

    #[test]
    fn bytes_that_make_no_character_are_not_exact() {
        for source in [r"\xc3\xa9", r"a\0b", r"\ud800", r"\c"] {
            assert!(!of(source).1, "{source}");
        }
    }
}
