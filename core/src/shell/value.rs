//! What a word stands for once its quotes are removed: pieces of the text, put together only where
//! they are not one.

use super::{
    frame::{Lex, Open, index},
    line::Stored,
    scanner::Scanner,
};
use crate::{letters::one_of, span::Span};
use std::ops::Range;

/// An expansion that is longer than this shows in a value without its inside, so that values stay
/// linear in the text however expansions are nested.
const LONGEST_SHOWN: usize = 1024;

/// No delimiter of a here-document is longer.
const LONGEST_DELIMITER: usize = 64;

/// Where the text stands in `$(cat <<'EOF' … EOF)`, the usual way to write one of several lines, without
/// the newlines at its end, which substitutions drop. Linear in what is before the delimiter.
pub(crate) fn literal_text(substitution: &str) -> Option<Range<usize>> {
    let start = "$(cat <<".len();
    let inner = substitution.strip_prefix("$(cat <<")?;
    let near = inner.as_bytes().get(..LONGEST_DELIMITER).unwrap_or(inner.as_bytes());
    let (delimiter, body) = inner.split_at_checked(memchr::memchr(b'\n', near)?)?;
    let word = delimiter.trim_start();
    let quoted = |quote| word.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let name = quoted('\'').or_else(|| quoted('"'))?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let body = body.strip_prefix('\n')?;
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        if line.strip_suffix('\n') == Some(name) {
            let behind = body.get(end + line.len()..)?;
            let closes = behind.trim_start_matches(one_of(" \t\n")) == ")";
            let text = body.get(..end)?.trim_end_matches('\n');
            let start = start + delimiter.len() + 1;
            return (is_name && closes).then_some(start..start + text.len());
        }
        end += line.len();
    }
    None
}

impl Scanner<'_, '_> {
    /// Puts the text up to `end` that is not yet among the pieces of the value there.
    pub(super) fn flush(&mut self, end: usize) {
        if let Some(word) = &self.word {
            self.add_piece(Stored {
                span: Span { start: word.segment, end: index(end) },
                apart: false,
            });
        }
    }

    pub(super) fn add_piece(&mut self, piece: Stored) {
        let Some(word) = &self.word else { return };
        let value = matches!(word.lex, Lex::Bare | Lex::Double);
        if !value || piece.span.start >= piece.span.end {
            return;
        }
        let first = word.pieces as usize;
        match self.work.pieces.get_mut(first..).and_then(<[Stored]>::last_mut) {
            Some(last) if last.apart == piece.apart && last.span.end == piece.span.start => {
                last.span.end = piece.span.end;
            }
            _ => self.work.pieces.push(piece),
        }
    }

    /// What follows from here is not yet among the pieces.
    pub(super) fn restart_segment(&mut self) {
        let pos = index(self.pos);
        if let Some(word) = &mut self.word {
            word.segment = pos;
        }
    }

    /// Puts the text of the here-document in place of the substitution that begins at `start` and ends
    /// here, if that is all that it comes to. In double quotes it does not matter what the text is.
    pub(super) fn put_literal_text(&mut self, start: usize) -> bool {
        let quoted = self.word.as_ref().is_some_and(|word| word.lex == Lex::Double);
        let source = self.text.get(start..self.pos).filter(|_| quoted && self.origin.is_none());
        let Some(text) = source.and_then(literal_text) else { return false };
        self.flush(start);
        self.add_piece(Stored {
            span: Span::new(start + text.start, start + text.end),
            apart: false,
        });
        self.restart_segment();
        if let Some(word) = &mut self.word {
            word.traits.known = true;
        }
        true
    }

    /// Leaves the inside of the expansion out of the value that begins at `start` and ends here, if
    /// it is long.
    pub(super) fn abridge(&mut self, start: usize) {
        let Some(word) = &self.word else { return };
        if self.pos - start > LONGEST_SHOWN && matches!(word.lex, Lex::Bare | Lex::Double) {
            // The opening is of one byte (a backquote) or begins with two ASCII characters.
            let opening = if self.bytes.get(start) == Some(&b'`') { 1 } else { 2 };
            self.flush(start + opening);
            let close = self.pos - 1;
            if let Some(word) = &mut self.word
                && self.text.is_char_boundary(close)
            {
                word.segment = index(close);
            }
        }
    }

    /// The value of the word, which ends here.
    pub(super) fn take_value(&mut self, word: &Open) -> Stored {
        let end = index(self.pos);
        let last = Stored { span: Span { start: word.segment.min(end), end }, apart: false };
        let first = word.pieces as usize;
        let value = if self.work.pieces.len() <= first {
            last
        } else {
            self.add_piece_of(first, last);
            match self.work.pieces.get(first..) {
                Some(&[single]) => single,
                _ => self.join(first),
            }
        };
        self.work.pieces.truncate(first);
        if self.origin.is_some() && !value.apart {
            let start = self.out.values.len();
            self.out.values.push_str(value.span.of(self.text));
            return Stored { span: Span::new(start, self.out.values.len()), apart: true };
        }
        value
    }

    pub(super) fn add_piece_of(&mut self, first: usize, piece: Stored) {
        if piece.span.start >= piece.span.end {
            return;
        }
        match self.work.pieces.get_mut(first..).and_then(<[Stored]>::last_mut) {
            Some(last) if last.apart == piece.apart && last.span.end == piece.span.start => {
                last.span.end = piece.span.end;
            }
            _ => self.work.pieces.push(piece),
        }
    }

    /// Copies the pieces from `first` behind each other.
    pub(super) fn join(&mut self, first: usize) -> Stored {
        let start = self.out.values.len();
        for piece in self.work.pieces.get(first..).unwrap_or(&[]) {
            let range = piece.span.start as usize..piece.span.end as usize;
            if !piece.apart {
                self.out.values.push_str(piece.span.of(self.text));
            } else if range.end <= start {
                self.out.values.extend_from_within(range);
            }
        }
        Stored { span: Span::new(start, self.out.values.len()), apart: true }
    }
}
