//! Reads the text of a glob, with what is the client's own about it.

use super::{Class, End, Glob, Segment, Unit, everything, fold};
use crate::{blank::is_blank, letters::one_of};
use std::iter::Peekable;

/// Characters that regular expressions give a meaning.
const SPECIAL: &[char] = &['$', '.', '|', '*', '+', '(', ')', '{', '^'];

/// Texts that make the client match everything, wherever they stand: an alternative with nothing in
/// it, and an escape of the parenthesis that opens what the client makes of `/**`, which leaves no
/// regular expression.
const MATCH_EVERYTHING: &[&str] = &["\\\\|", "\\/**/"];

/// Reads the text of a pattern, without anchor and `!`; `None` if it matches nothing.
pub(crate) fn read(text: &str) -> Option<Glob> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().all(is_blank) || text.contains('\0') {
        return None;
    }
    if MATCH_EVERYTHING.iter().any(|odd| text.contains(odd)) {
        return Some(Glob { widened: true, ..everything() });
    }
    // A slash that is not the last character ties the glob to its anchor.
    let tied = text.char_indices().any(|(at, c)| c == '/' && at + 1 < text.len());
    let text = without_trailing_space(text);
    let text = text.strip_prefix('/').unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    let end = if text.ends_with('/') { End::Directory } else { End::Here };
    let mut reader = Reader { segments: Vec::new(), units: Vec::new(), end };
    let text = match text.strip_prefix("**/") {
        Some(rest) => {
            reader.segments.push(Segment::AnyDepth);
            rest
        }
        None => {
            if !tied {
                reader.segments.push(Segment::AnyDepth);
            }
            text
        }
    };
    let widened = match reader.read(text) {
        Ok(()) => false,
        Err(Odd::Nothing) => return None,
        Err(Odd::Literal) => return Some(literal(text)),
        Err(Odd::Unclear) => {
            reader.units.push(Unit::Run);
            reader.end = End::Here;
            true
        }
    };
    reader.finish(widened)
}

/// A text that the client cannot use as a glob stands for the path that it spells.
fn literal(text: &str) -> Glob {
    let units = |name: &str| name.encode_utf16().map(|unit| Unit::Literal(fold(unit))).collect();
    let names = text.split('/').filter(|name| !name.is_empty());
    let segments = names.map(|name| Segment::of(units(name))).collect();
    Glob { segments, end: End::Here, widened: false }
}

/// `text` without white space at its end; one that is escaped stays, as a single space.
fn without_trailing_space(text: &str) -> &str {
    let trimmed = text.trim_end_matches(is_blank);
    let backslashes = trimmed.len() - trimmed.trim_end_matches('\\').len();
    let escaped = text.get(trimmed.len()..).and_then(|space| space.chars().next());
    match escaped {
        Some(space) if backslashes % 2 == 1 => {
            text.get(..trimmed.len() + space.len_utf8()).unwrap_or(trimmed)
        }
        _ => trimmed,
    }
}

/// Why a text is no plain glob.
enum Odd {
    /// It can match nothing.
    Nothing,
    /// The client cannot use it as a glob.
    Literal,
    /// It means something that globs here do not express.
    Unclear,
}

struct Reader {
    segments: Vec<Segment>,
    /// The component that is being read.
    units: Vec<Unit>,
    end: End,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<(), Odd> {
        let mut rest = text.chars().peekable();
        // `**` is special between slashes, not at the start of what is left after the anchor.
        let mut after_slash = false;
        while let Some(character) = rest.next() {
            match character {
                '/' => {
                    self.end_segment(after_slash);
                    after_slash = true;
                }
                '?' => self.units.push(Unit::One),
                '*' => self.units.push(Unit::Run),
                '\\' => self.escape(&mut rest)?,
                '[' => self.class(&mut rest)?,
                _ => self.literal(character),
            }
        }
        if after_slash && self.end == End::Here && self.units.iter().all(|unit| *unit == Unit::Run)
        {
            // Nothing but stars after the last slash. A single one is an ordinary wildcard.
            match self.units.len() {
                0 | 1 => return Ok(()),
                2 => self.end = End::Below,
                _ => self.end = End::Children,
            }
            self.units.clear();
        }
        Ok(())
    }

    fn literal(&mut self, character: char) {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units);
        self.units.extend(units.iter().map(|&unit| Unit::Literal(fold(unit))));
    }

    fn is_any_depth(&self) -> bool {
        self.units == [Unit::Run, Unit::Run]
    }

    fn end_segment(&mut self, after_slash: bool) {
        if after_slash && self.is_any_depth() {
            self.units.clear();
            if self.segments.last() != Some(&Segment::AnyDepth) {
                self.segments.push(Segment::AnyDepth);
            }
            return;
        }
        if !self.units.is_empty() {
            self.units.dedup_by(|next, unit| *next == Unit::Run && *unit == Unit::Run);
            self.segments.push(Segment::of(std::mem::take(&mut self.units)));
        }
    }

    fn finish(mut self, widened: bool) -> Option<Glob> {
        self.end_segment(false);
        if self.segments.is_empty() {
            return None;
        }
        while self.segments.last() == Some(&Segment::AnyDepth) {
            self.segments.pop();
            if self.end == End::Directory {
                self.end = End::Directories;
            }
        }
        if self.segments.is_empty() {
            self.segments.push(Segment::of(vec![Unit::Run]));
        }
        Some(Glob { segments: self.segments.into(), end: self.end, widened })
    }

    /// After a backslash.
    fn escape(&mut self, rest: &mut Peekable<std::str::Chars<'_>>) -> Result<(), Odd> {
        match rest.peek().copied() {
            // Rules cannot tell this from a backslash in the name.
            None | Some('/') => self.literal('\\'),
            Some('\\') => {
                rest.next();
                if rest.peek().is_some_and(|next| *next == '\\' || SPECIAL.contains(next)) {
                    return Err(Odd::Unclear);
                }
                self.literal('\\');
            }
            Some('?') => return Err(Odd::Nothing),
            Some('*') => {
                rest.next();
                // At the end the client takes it for the wildcard.
                if rest.peek().is_none() {
                    self.units.push(Unit::Run);
                } else {
                    self.literal('*');
                }
            }
            Some(space) if is_blank(space) => {
                rest.next();
                self.literal(' ');
            }
            Some('b') => {
                rest.next();
                self.word_boundary(rest.peek().copied())?;
            }
            Some(letter) if letter.is_ascii_alphanumeric() => {
                rest.next();
                self.escaped_letter(letter)?;
            }
            Some(other) => {
                rest.next();
                self.literal(other);
            }
        }
        Ok(())
    }

    /// At `\b`: between what was read and `next` a word has to begin or end.
    fn word_boundary(&self, next: Option<char>) -> Result<(), Odd> {
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let before = match self.units.last() {
            None => false,
            Some(Unit::Literal(unit)) => u8::try_from(*unit).is_ok_and(|byte| is_word(byte.into())),
            Some(_) => return Err(Odd::Unclear),
        };
        match next {
            Some('*' | '?' | '[' | '\\') => Err(Odd::Unclear),
            next if next.is_some_and(is_word) == before => Err(Odd::Nothing),
            _ => Ok(()),
        }
    }

    /// The client lets escaped letters have the meaning that regular expressions give them.
    fn escaped_letter(&mut self, letter: char) -> Result<(), Odd> {
        let range = |first: char, last: char| (first as u16, last as u16);
        match letter {
            'd' => self.units.push(Class::of(vec![range('0', '9')])),
            'w' => {
                let ranges = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
                let ranges = ranges.map(|(first, last)| range(first, last));
                self.units.push(Class::of(ranges.into()));
            }
            't' => self.literal('\t'),
            'n' => self.literal('\n'),
            'r' => self.literal('\r'),
            'f' => self.literal('\u{c}'),
            'v' => self.literal('\u{b}'),
            'B' | 'c' | 'D' | 's' | 'S' | 'u' | 'W' | 'x' | '0'..='9' => {
                return Err(Odd::Unclear);
            }
            _ => self.literal(letter),
        }
        Ok(())
    }

    /// After `[`.
    fn class(&mut self, rest: &mut Peekable<std::str::Chars<'_>>) -> Result<(), Odd> {
        let ahead = rest.clone();
        let inner: String = ahead.clone().take_while(|c| !matches!(c, ']' | '/')).collect();
        let end = ahead.clone().nth(inner.chars().count());
        if inner.contains(one_of("?*")) {
            return Err(Odd::Unclear);
        }
        match end {
            None => return Err(Odd::Nothing),
            Some('/') if ahead.clone().any(|c| matches!(c, '[' | ']' | '?' | '*')) => {
                return Err(Odd::Unclear);
            }
            Some('/') => return Err(Odd::Literal),
            Some(_) => {}
        }
        let ranges = class_ranges(&inner)?;
        if ranges.is_empty() {
            return Err(Odd::Nothing);
        }
        self.units.push(Class::of(ranges));
        rest.nth(inner.chars().count());
        Ok(())
    }
}

/// What stands between `[` and `]`.
fn class_ranges(inner: &str) -> Result<Vec<(u16, u16)>, Odd> {
    let backslashes = inner.len() - inner.trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        return Err(Odd::Nothing);
    }
    // Each member with whether it was escaped or is one that regular expressions would escape.
    let mut members: Vec<(u16, bool)> = Vec::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let (character, escaped) = match character {
            '\\' => match characters.next() {
                Some(letter) if letter.is_ascii_alphanumeric() => return Err(Odd::Unclear),
                Some(space) if is_blank(space) => (' ', true),
                Some(other) => (other, true),
                None => return Err(Odd::Nothing),
            },
            _ => (character, SPECIAL.contains(&character)),
        };
        let mut units = [0; 2];
        members.extend(character.encode_utf16(&mut units).iter().map(|&unit| (unit, escaped)));
    }
    let mut ranges = Vec::new();
    let mut rest = members.as_slice();
    while let [(first, _), after @ ..] = rest {
        match after {
            [(dash, false), (last, escaped), after @ ..] if *dash == u16::from(b'-') => {
                if *escaped {
                    return Err(Odd::Unclear);
                }
                if first <= last {
                    ranges.push((*first, *last));
                } else if [first, last].iter().all(|end| (0x30..=0x7a).contains(*end)) {
                    // A range from high to low is dropped.
                } else {
                    return Err(Odd::Literal);
                }
                rest = after;
            }
            _ => {
                ranges.push((*first, *first));
                rest = after;
            }
        }
    }
    Ok(ranges)
}
