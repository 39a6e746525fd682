//! What a table says of an entry, in one text: a table stays short, and so does a program that has it.

/// A code, a message and an advice: one text in which they stand in this order, with a line break between
/// two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording(&'static str);

impl Wording {
    /// The wording in `text`.
    ///
    /// # Panics
    /// If it has not three parts: in a constant, such a text does not compile.
    pub(crate) const fn new(text: &'static str) -> Wording {
        let bytes = text.as_bytes();
        let (mut at, mut breaks) = (0, 0);
        while at < bytes.len() {
            breaks += (bytes[at] == b'\n') as usize;
            at += 1;
        }
        assert!(breaks == 2, "a line break stands between two parts, and nowhere else");
        Wording(text)
    }

    pub(crate) const fn code(self) -> &'static str {
        self.part(0)
    }

    pub(crate) const fn message(self) -> &'static str {
        self.part(1)
    }

    pub(crate) const fn advice(self) -> &'static str {
        self.part(2)
    }

    const fn part(self, number: usize) -> &'static str {
        let (mut rest, mut before) = (self.0, number);
        loop {
            let mut end = 0;
            while end < rest.len() && rest.as_bytes()[end] != b'\n' {
                end += 1;
            }
            let (text, others) = rest.split_at(end);
            if before == 0 || others.is_empty() {
                return text;
            }
            before -= 1;
            rest = others.split_at(1).1;
        }
    }
}

/// The [`Wording`] of literal texts.
macro_rules! wording {
    ($code:literal, $message:literal, $advice:literal) => {
        $crate::wording::Wording::new(concat!($code, "\n", $message, "\n", $advice))
    };
}

pub(crate) use wording;

#[cfg(test)]
mod tests {
    use super::Wording;

    #[test]
    fn every_part_is_found() {
        const ROW: Wording = wording!("a b", "", "é");
        assert_eq!([ROW.code(), ROW.message(), ROW.advice()], ["a b", "", "é"]);
    }

    #[test]
    #[should_panic(expected = "between two parts")]
    fn a_line_break_is_no_text() {
        let _ = Wording::new("a\nb\nc\nd");
    }
}
