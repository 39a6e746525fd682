//! Which labels may stand in a host name with letters that are written from right to left (RFC 5893).
//!
//! JavaScript engines differ in how much of this they check.

/// What the rule distinguishes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    /// European digits.
    Digit,
    /// Arabic digits.
    ArabicDigit,
    /// Marks that belong to the character before.
    Mark,
    Other,
}

/// May these labels stand beside each other?
pub(crate) fn allows(labels: &[Vec<char>]) -> bool {
    let is_right = |class| matches!(class, Class::Right | Class::ArabicDigit);
    let classes: Vec<Vec<Class>> =
        labels.iter().map(|label| label.iter().copied().map(class).collect()).collect();
    !classes.iter().flatten().copied().any(is_right)
        || classes.iter().all(|label| keeps_rule(label))
}

fn keeps_rule(label: &[Class]) -> bool {
    let has = |class: Class| label.contains(&class);
    let last = label.iter().rev().find(|class| **class != Class::Mark);
    let (Some(first), Some(last)) = (label.first(), last) else {
        // The empty label after a final dot.
        return label.is_empty();
    };
    let (barred, ends): (&[Class], &[Class]) = match first {
        Class::Right => (&[Class::Left], &[Class::Right, Class::Digit, Class::ArabicDigit]),
        Class::Left => (&[Class::Right, Class::ArabicDigit], &[Class::Left, Class::Digit]),
        _ => return false,
    };
    let mixes_digits = has(Class::Digit) && has(Class::ArabicDigit);
    !mixes_digits && !barred.iter().copied().any(has) && ends.contains(last)
}

/// By block, and exact in the scripts that are written from right to left today.
fn class(character: char) -> Class {
    match character {
        '0'..='9' | '\u{6f0}'..='\u{6f9}' => Class::Digit,
        '\u{660}'..='\u{669}' => Class::ArabicDigit,
        'a'..='z' => Class::Left,
        '\0'..='\x7f' => Class::Other,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{711}'
        | '\u{730}'..='\u{74a}'
        | '\u{7a6}'..='\u{7b0}'
        | '\u{7eb}'..='\u{7f3}'
        | '\u{816}'..='\u{82d}'
        | '\u{859}'..='\u{85b}'
        | '\u{8ca}'..='\u{8e1}'
        | '\u{8e3}'..='\u{902}' => Class::Mark,
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => Class::Right,
        // Joiners, punctuation and symbols.
        '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{1f000}'..='\u{1faff}' => {
            Class::Other
        }
        _ => Class::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    fn host(name: &str) -> bool {
        let labels: Vec<Vec<char>> = name.split('.').map(|label| label.chars().collect()).collect();
        allows(&labels)
    }

    #[test]
    fn labels_go_one_way() {
        for name in [
            "א.test",
            "א1.test",
            "ישראל.test",
            "עברית-ב.a1",
            "العربية.test",
            "א٢",
            "1a.test",
            "שָׁ.b",
        ] {
            assert!(host(name), "{name}");
        }
        for name in ["אa.test", "aא.test", "1א.test", "١.test", "א-.test", "א.1a", "א1٢", "א.-"]
        {
            assert!(!host(name), "{name}");
        }
    }
}
