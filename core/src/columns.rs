//! What a table says of an entry, in one text: a table stays short, and so does a program that has it.

/// The texts of a row: one text in which they stand in order, with a line break between two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns<const COUNT: usize>(&'static str);

impl<const COUNT: usize> Columns<COUNT> {
    /// The columns in `text`.
    ///
    /// # Panics
    /// If there are not `COUNT` of them: in a constant, such a text does not compile.
    pub(crate) const fn new(text: &'static str) -> Columns<COUNT> {
        let bytes = text.as_bytes();
        let (mut at, mut count) = (0, 1);
        while at < bytes.len() {
            count += (bytes[at] == b'\n') as usize;
            at += 1;
        }
        assert!(count == COUNT, "a line break stands between two columns, and nowhere else");
        Columns(text)
    }

    /// The text in a column.
    pub(crate) const fn get(self, column: usize) -> &'static str {
        let (mut rest, mut before) = (self.0, column);
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

/// [`Columns`] of literal texts.
macro_rules! columns {
    ($first:literal $(, $other:literal)+) => {
        $crate::columns::Columns::new(concat!($first $(, "\n", $other)+))
    };
}

pub(crate) use columns;

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn every_column_is_found() {
        const ROW: Columns<3> = columns!("a b", "", "é");
        assert_eq!([ROW.get(0), ROW.get(1), ROW.get(2)], ["a b", "", "é"]);
    }

    #[test]
    #[should_panic(expected = "between two columns")]
    fn a_line_break_is_no_text() {
        let _ = Columns::<2>::new("a\nb\nc");
    }
}
