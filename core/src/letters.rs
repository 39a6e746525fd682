//! Sets of characters that texts are searched for.

/// Is a character one of `letters`, which are ASCII?
///
/// The standard library takes arrays of characters too, but is compiled anew for every length of them,
/// and a browser would download each.
#[inline]
pub(crate) fn one_of(letters: &'static str) -> impl Fn(char) -> bool + Copy {
    debug_assert!(letters.is_ascii());
    move |character| letters.bytes().any(|letter| char::from(letter) == character)
}

#[cfg(test)]
mod tests {
    use super::one_of;

    #[test]
    fn finds_what_it_is_given_and_nothing_else() {
        let found: String = ('\0'..='\u{2ff}').filter(|letter| one_of("\t;'b")(*letter)).collect();
        assert_eq!(found, "\t';b");
    }

    #[test]
    fn is_a_pattern_in_both_directions() {
        assert_eq!(" \t a b\t".trim_matches(one_of(" \t")), "a b");
        assert_eq!("a;b|c".rsplit(one_of("|;")).collect::<Vec<_>>(), ["c", "b", "a"]);
    }
}
