//! What is mapped before an engine sees a label: full stops and stars, and the characters whose
//! mapping has changed since Unicode 15.0, which engines of today still have.
//!
//! Found by comparing the tables of Unicode 17 with what Node 20 makes of every character. What
//! remains are characters that were not assigned then: to an older engine they are in no host name.

/// `domain` with these characters mapped as they are now.
pub(crate) fn mapped(domain: &str) -> String {
    domain.chars().filter_map(map).collect()
}

fn map(character: char) -> Option<char> {
    Some(match character {
        // Fillers, invisible operators and controls of scripts and scores: ignored.
        '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180e}'
        | '\u{2061}'..='\u{2063}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{1d173}'..='\u{1d17a}' => return None,
        // Full stops and stars of East Asian scripts.
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
        '\u{fe61}' | '\u{ff0a}' => '*',
        // Capitals that had no small letter when host names were first written with them.
        '\u{4c0}' => '\u{4cf}',
        '\u{10a0}'..='\u{10c5}' => char::from_u32(u32::from(character) + 0x1c60)?,
        '\u{1e9e}' => 'ß',
        '\u{2132}' => '\u{214e}',
        '\u{2183}' => '\u{2184}',
        // Ideographs that were mapped to the wrong one.
        '\u{2f868}' => '\u{36fc}',
        '\u{2f874}' => '\u{5f53}',
        '\u{2f91f}' => '\u{243ab}',
        '\u{2f95f}' => '\u{7aee}',
        '\u{2f9bf}' => '\u{45d7}',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::mapped;

    #[test]
    fn these_and_no_others_are_mapped() {
        assert_eq!(mapped("a\u{180e}b.ẞ.Ⴀ"), "ab.ß.ⴀ");
        assert_eq!(mapped("bücher.例え.א"), "bücher.例え.א");
    }
}
