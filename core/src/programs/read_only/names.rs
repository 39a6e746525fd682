//! Lists of names, written as one text so that a table stays short.

/// The names in a text, as a sorted slice. Names out of order do not compile.
macro_rules! names {
    ($text:literal) => {{
        const COUNT: usize = $crate::programs::read_only::names::count($text);
        const NAMES: [&str; COUNT] = $crate::programs::read_only::names::split($text);
        &NAMES
    }};
}

pub(super) use names;

/// How many names there are in `text`.
pub(super) const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut index) = (0, 0);
    while index < bytes.len() {
        if bytes[index] != b' ' && (index == 0 || bytes[index - 1] == b' ') {
            count += 1;
        }
        index += 1;
    }
    count
}

/// The `COUNT` names in `text`.
pub(super) const fn split<const COUNT: usize>(text: &'static str) -> [&'static str; COUNT] {
    let mut names = [""; COUNT];
    let mut rest = text;
    let mut place = 0;
    while place < COUNT {
        let bytes = rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && bytes[end] != b' ' {
            end += 1;
        }
        let (name, behind) = rest.split_at(end);
        assert!(place == 0 || is_less(names[place - 1], name), "names are sorted");
        names[place] = name;
        rest = if behind.is_empty() { behind } else { behind.split_at(1).1 };
        place += 1;
    }
    assert!(rest.is_empty(), "one blank stands between names");
    names
}

const fn is_less(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() {
        if left[index] != right[index] {
            return left[index] < right[index];
        }
        index += 1;
    }
    left.len() < right.len()
}
