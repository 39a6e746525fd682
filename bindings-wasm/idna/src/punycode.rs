//! Reads Punycode (RFC 3492).

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// What a label without its `xn--` stands for; `None` if it is no Punycode.
pub(crate) fn decode(code: &str) -> Option<Vec<char>> {
    let (plain, coded) = code.rsplit_once('-').unwrap_or(("", code));
    let mut label: Vec<char> = plain.chars().collect();
    let (mut point, mut at, mut bias) = (0x80_u32, 0_u32, 72_u32);
    let mut digits = coded.bytes().peekable();
    while digits.peek().is_some() {
        let before = at;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = value(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(label.len()).ok()? + 1;
        bias = adapted(at - before, length, before == 0);
        point = point.checked_add(at / length)?;
        at %= length;
        label.insert(at as usize, char::from_u32(point)?);
        at += 1;
    }
    Some(label)
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

fn adapted(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = delta / if first { 700 } else { 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        steps += BASE;
    }
    steps + (BASE - T_MIN + 1) * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn labels_are_read() {
        for (code, label) in [
            ("bcher-kva", "bücher"),
            ("e1afmkfd", "пример"),
            ("r8jz45g", "例え"),
            ("strae-oqa", "straße"),
            ("ls8h", "💩"),
            ("4dbrk0ce", "ישראל"),
            ("abc-", "abc"),
        ] {
            assert_eq!(decode(code).map(String::from_iter).as_deref(), Some(label), "{code}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["a_", "99999999", "zzzzzzzzzzzz", "é", "a-é"] {
            assert_eq!(decode(code), None, "{code}");
        }
    }
}
