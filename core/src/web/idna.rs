//! Host names in ASCII: the part of IDNA that is plain.
//!
//! Full IDNA needs tables of all of Unicode. Letters that have one form only are enough to know a
//! host; of any other name it is said that it is not known.

/// `host` in lower case and ASCII, with Punycode where it needs that; `None` if it holds a character
/// whose form is not known here.
pub(super) fn to_ascii(host: &str) -> Option<String> {
    if host.is_ascii() {
        return Some(host.to_ascii_lowercase());
    }
    let mut plain = String::with_capacity(host.len());
    for character in host.chars() {
        plain.extend(mapped(character)?);
    }
    let labels = plain.split('.').map(|label| {
        if label.is_ascii() {
            Some(label.to_owned())
        } else {
            punycode(label).map(|code| format!("xn--{code}"))
        }
    });
    Some(labels.collect::<Option<Vec<String>>>()?.join("."))
}

/// What a character becomes: itself in lower case, nothing, or what it is a wide form of.
fn mapped(character: char) -> Option<Option<char>> {
    Some(match character {
        '\0'..='\x7f' => Some(character.to_ascii_lowercase()),
        // Soft hyphen, zero-width space, word joiner, byte order mark.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        // The full stops of East Asian scripts.
        '\u{3002}' | '\u{ff61}' => Some('.'),
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(character) - 0xfee0)?;
            Some(narrow.to_ascii_lowercase())
        }
        _ => {
            let mut lower = character.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(letter), None) if has_one_form(letter) => Some(letter),
                _ => return None,
            }
        }
    })
}

/// Letters of common scripts that are neither composed of others nor stand for others.
fn has_one_form(letter: char) -> bool {
    matches!(letter,
        'ß'..='ö' | 'ø'..='ÿ'
        | 'ā'..='ı' | 'ĵ'..='ľ' | 'ł'..='ň' | 'ŋ'..='ž'
        | 'ά'..='ώ' | 'а'..='џ'
        | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿕' | '가'..='힣')
}

/// A label in Punycode (RFC 3492), without the prefix; `None` if it is too long to be a label.
fn punycode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    const T_MIN: u32 = 1;
    const T_MAX: u32 = 26;
    // Labels have at most 63 characters: this bounds the work below.
    if label.chars().count() > 63 {
        return None;
    }
    let mut code: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(code.len()).ok()?;
    if basic > 0 {
        code.push('-');
    }
    let total = u32::try_from(label.chars().count()).ok()?;
    let (mut done, mut point, mut delta, mut bias) = (basic, 0x80, 0u32, 72);
    while done < total {
        let next = label.chars().map(u32::from).filter(|letter| *letter >= point).min()?;
        delta = delta.checked_add((next - point).checked_mul(done + 1)?)?;
        point = next;
        for letter in label.chars().map(u32::from) {
            if letter < point {
                delta = delta.checked_add(1)?;
            }
            if letter == point {
                let (mut rest, mut k) = (delta, BASE);
                loop {
                    let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
                    if rest < threshold {
                        break;
                    }
                    code.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
                    rest = (rest - threshold) / (BASE - threshold);
                    k += BASE;
                }
                code.push(digit(rest));
                delta = if done == basic { delta / 700 } else { delta / 2 };
                delta += delta / (done + 1);
                let mut steps = 0;
                while delta > (BASE - T_MIN) * T_MAX / 2 {
                    delta /= BASE - T_MIN;
                    steps += BASE;
                }
                bias = steps + (BASE - T_MIN + 1) * delta / (delta + 38);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        point += 1;
    }
    Some(code)
}

/// A digit in base 36: letters first.
fn digit(value: u32) -> char {
    char::from_digit((value + 10) % 36, 36).unwrap_or('a')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_ascii() {
        for (name, ascii) in [
            ("Example.COM", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER", "xn--bcher-kva"),
            ("straße.de", "xn--strae-oqa.de"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
            ("例え.jp", "xn--r8jz45g.jp"),
            ("ｅｘ。com", "ex.com"),
        ] {
            assert_eq!(to_ascii(name).as_deref(), Some(ascii), "{name}");
        }
    }

    #[test]
    fn names_with_other_forms_are_unknown() {
        // A combining mark, a compatibility letter, a Roman numeral, the Kelvin sign.
        for name in ["u\u{308}", "ﬁ.example", "Ⅷ.com", "İ.com", "ŉ"] {
            assert_eq!(to_ascii(name), None, "{name}");
        }
    }
}
