//! Here-documents: their bodies begin at the next newline, wherever the operator stood.

use super::{
    Construct,
    frame::{NONE, Role, index},
    scanner::Scanner,
    work::Pending,
};
use crate::span::Span;
use memchr::memchr;

/// How often the text is searched for the ends of here-documents, all in all.
const MOST_SEARCHES: usize = 100;

impl Scanner<'_, '_> {
    /// A newline at `at` that ends a line of the shell: bodies begin behind it.
    pub(super) fn newline(&mut self, at: usize) {
        self.pos = at + 1;
        if self.work.pending.len() > self.level.here_documents as usize {
            self.level.body = self.level.here_documents;
        }
    }

    /// Reads the next body.
    pub(super) fn next_body(&mut self) {
        let Some(&pending) = self.work.pending.get(self.level.body as usize) else {
            self.work.pending.truncate(self.level.here_documents as usize);
            self.level.body = NONE;
            return;
        };
        self.level.body += 1;
        let start = self.pos;
        let (end, resume) = self.find_delimiter(&pending);
        self.set_body(&pending, start, end);
        if pending.literal {
            self.pos = resume;
            return;
        }
        self.level.body_outer_end = index(self.end);
        self.level.body_resume = index(resume);
        self.end = end;
        self.level.body_within = self.level.place.here_document;
        self.level.place.here_document = true;
        self.begin_word(Role::Body, start);
    }

    /// An expanded body has been read.
    pub(super) fn end_body(&mut self) {
        self.pos = self.level.body_resume as usize;
        self.end = self.level.body_outer_end as usize;
        self.level.place.here_document = self.level.body_within;
    }

    /// The text ends before the bodies begin.
    pub(super) fn unread_bodies(&mut self) {
        let first = self.level.here_documents as usize;
        if self.work.pending.len() > first {
            self.work.pending.truncate(first);
            self.note(Construct::OpenHereDocument, self.end, self.end);
        }
    }

    fn set_body(&mut self, pending: &Pending, start: usize, end: usize) {
        let Some(command) = self.out.commands.get(pending.command as usize) else { return };
        let index = command.redirections.start as usize + pending.redirection as usize;
        if let Some(redirection) = self.out.redirections.get_mut(index)
            && self.origin.is_none()
        {
            redirection.body = Span::new(start, end);
        }
    }

    /// Where the body that begins here ends, and where the text goes on behind the delimiter.
    ///
    /// Bodies can be nested in bodies, and each is searched to its end: only so often, lest the time
    /// grow with the square of the text.
    fn find_delimiter(&mut self, pending: &Pending) -> (usize, usize) {
        let most = MOST_SEARCHES.saturating_mul(self.bytes.len());
        let mut line = self.pos;
        while line < self.end && self.work.searched <= most {
            let (matches, next) = self.delimiter_at(line, pending);
            self.work.searched += next - line;
            if matches {
                return (line, next);
            }
            line = next;
        }
        if line < self.end {
            self.note(Construct::TooComplex, self.pos, self.end);
        }
        self.note(Construct::OpenHereDocument, self.pos, self.end);
        (self.end, self.end)
    }

    /// Whether the line at `line` is the delimiter, and where the text goes on behind it.
    fn delimiter_at(&self, line: usize, pending: &Pending) -> (bool, usize) {
        let text = self.bytes.get(..self.end).unwrap_or(&[]);
        let store = if pending.delimiter.apart { &self.out.values } else { self.text };
        let mut delimiter = pending.delimiter.span.of(store).bytes();
        let mut at = line;
        if pending.tabs {
            while text.get(at) == Some(&b'\t') {
                at += 1;
            }
        }
        let mut equal = true;
        loop {
            match text.get(at) {
                // Where backslashes count, the shell joins lines before it compares them.
                Some(b'\\') if !pending.literal => {
                    if text.get(at + 1) == Some(&b'\n') {
                        at += 2;
                        continue;
                    }
                    equal &= delimiter.next() == Some(b'\\');
                    if let Some(&byte) = text.get(at + 1) {
                        equal &= delimiter.next() == Some(byte);
                        at += 1;
                    }
                    at += 1;
                }
                Some(b'\n') | None => {
                    let next = (at + 1).min(self.end);
                    return (equal && delimiter.next().is_none(), next);
                }
                Some(&byte) if equal => match delimiter.next() {
                    Some(expected) => {
                        equal = expected == byte;
                        at += 1;
                    }
                    // `EOF)` ends a here-document in `$(…)` too.
                    None if self.level.closable => {
                        let rest = text.get(at..).unwrap_or(&[]);
                        let end = memchr(b'\n', rest).unwrap_or(rest.len());
                        if memchr(b')', rest.get(..end).unwrap_or(&[])).is_some() {
                            return (true, at);
                        }
                        equal = false;
                    }
                    None => equal = false,
                },
                Some(_) => {
                    // Nothing but the end of the line matters any more.
                    let rest = text.get(at..).unwrap_or(&[]);
                    at += memchr::memchr2(b'\n', b'\\', rest).unwrap_or(rest.len());
                    if pending.literal && text.get(at) == Some(&b'\\') {
                        let rest = text.get(at..).unwrap_or(&[]);
                        at += memchr(b'\n', rest).unwrap_or(rest.len());
                    }
                }
            }
        }
    }
}
