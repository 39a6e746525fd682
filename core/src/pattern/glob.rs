//! Globs over paths, in the client's dialect of gitignore.
//!
//! Learned by asking the client: it matches without regard to case, as JavaScript does, by UTF-16
//! unit; whatever lies inside a directory that matches is matched as well; and it reads a few
//! constructs in ways of its own (`[!a]` is the set of `!` and `a`, `\*` at the end is a wildcard).
//! What is too odd to follow exactly is marked [`Glob::widened`]: from there on the glob stands for
//! anything, which is right for a restriction and which no permission must use.

use std::iter::Peekable;

/// A glob: matches a path, and everything inside a directory that it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob {
    /// Component by component; the last one is not [`Segment::AnyDepth`].
    segments: Box<[Segment]>,
    /// Matches directories only. As what is asked about are files, that leaves what is inside.
    directory: bool,
    /// Stands for more than the client's reading does.
    widened: bool,
}

/// One component of a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// `**`: any number of components, none included.
    AnyDepth,
    /// A single component.
    Name(Box<[Unit]>),
}

/// A piece of a component. Characters are UTF-16 units without case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Literal(u16),
    /// `?`
    One,
    /// `*`
    Run,
    /// `[ab]`: ranges with both ends.
    Class(Box<[(u16, u16)]>),
}

impl Glob {
    /// Does it stand for more than the client's reading of the same text does?
    pub(crate) const fn is_widened(&self) -> bool {
        self.widened
    }

    /// The components, for whoever compiles many globs into one automaton.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Does it match only what lies inside a directory, not the last component itself?
    pub(crate) const fn is_directory_only(&self) -> bool {
        self.directory
    }

    /// Does it match `path` or a directory that `path` lies in? `path` is relative, normal and not
    /// empty.
    pub(crate) fn covers(&self, path: &str) -> bool {
        self.run(path, |rest| !self.directory || rest.is_some())
    }

    /// Does it match `path` itself? `is_directory` says what `path` is.
    pub(crate) fn matches(&self, path: &str, is_directory: bool) -> bool {
        (is_directory || !self.directory) && self.run(path, |rest| rest.is_none())
    }

    /// Runs over the components of `path`. `ends` says whether the glob may end before the component
    /// that it gets.
    ///
    /// Each `**` is settled by the first place where what follows it fits, so the time is linear in
    /// the path for any one glob.
    fn run(&self, path: &str, ends: impl Fn(Option<&str>) -> bool) -> bool {
        let mut names = path.split('/');
        let mut segments = self.segments.iter();
        let mut last_any_depth = None;
        loop {
            let fit = match segments.next() {
                Some(Segment::AnyDepth) => {
                    last_any_depth = Some((segments.clone(), names.clone()));
                    true
                }
                Some(Segment::Name(units)) => match names.next() {
                    Some(name) => fits(units, name),
                    None => return false,
                },
                None if ends(names.next()) => return true,
                None => false,
            };
            if !fit {
                let Some((after, from)) = &mut last_any_depth else { return false };
                if from.next().is_none() {
                    return false;
                }
                segments = after.clone();
                names = from.clone();
            }
        }
    }
}

/// Do `units` match `name` from end to end?
fn fits(units: &[Unit], name: &str) -> bool {
    let mut text = name.encode_utf16();
    let mut rest = units.iter();
    let mut last_run = None;
    loop {
        let before = text.clone();
        let fit = match rest.next() {
            Some(Unit::Run) => {
                // A run at the end takes all that is left.
                if rest.len() == 0 {
                    return true;
                }
                last_run = Some((rest.clone(), before));
                continue;
            }
            Some(unit) => match text.next() {
                Some(character) => unit.fits(character),
                None => return false,
            },
            None if text.next().is_none() => return true,
            None => false,
        };
        if !fit {
            let Some((after, from)) = &mut last_run else { return false };
            if from.next().is_none() {
                return false;
            }
            rest = after.clone();
            text = from.clone();
        }
    }
}

impl Unit {
    fn fits(&self, character: u16) -> bool {
        match self {
            Unit::Literal(literal) => *literal == fold(character),
            Unit::One => true,
            Unit::Run => false,
            Unit::Class(ranges) => variants(character).any(|variant| {
                ranges.iter().any(|&(first, last)| (first..=last).contains(&variant))
            }),
        }
    }
}

/// `character` without case: upper case where that is one unit, as in a case-insensitive regular
/// expression of JavaScript. A character outside ASCII never folds into it.
pub(crate) fn fold(character: u16) -> u16 {
    if character < 0x80 {
        return u16::from((character as u8).to_ascii_uppercase());
    }
    let Some(upper) = char::from_u32(u32::from(character)).and_then(|c| only(c.to_uppercase()))
    else {
        return character;
    };
    match u16::try_from(u32::from(upper)) {
        Ok(upper) if upper >= 0x80 => upper,
        _ => character,
    }
}

/// The characters that differ from `character` in case alone, itself included.
fn variants(character: u16) -> impl Iterator<Item = u16> {
    let folded = fold(character);
    let lower = |unit: u16| {
        char::from_u32(u32::from(unit))
            .and_then(|c| only(c.to_lowercase()))
            .and_then(|c| u16::try_from(u32::from(c)).ok())
            .unwrap_or(unit)
    };
    [character, folded, lower(character), lower(folded)]
        .into_iter()
        .filter(move |&variant| fold(variant) == folded)
}

fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// White space as JavaScript's `\s` has it.
fn is_space(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{feff}'
}

/// Characters that regular expressions give a meaning.
const SPECIAL: &[char] = &['$', '.', '|', '*', '+', '(', ')', '{', '^'];

/// Reads the text of a pattern, without anchor and `!`; `None` if it matches nothing.
pub(crate) fn read(text: &str) -> Option<Glob> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    if text.chars().all(is_space) || text.contains('\0') || backslashes == 1 {
        return None;
    }
    // A slash that is not the last character ties the glob to its anchor.
    let tied = text.char_indices().any(|(at, c)| c == '/' && at + 1 < text.len());
    let text = without_trailing_space(text);
    let text = text.strip_prefix('/').unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    let directory = text.ends_with('/');
    let mut reader = Reader { segments: Vec::new(), units: Vec::new(), directory };
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
            true
        }
    };
    reader.finish(widened)
}

/// A text that the client cannot use as a glob stands for the path that it spells.
fn literal(text: &str) -> Glob {
    let units = |name: &str| name.encode_utf16().map(|unit| Unit::Literal(fold(unit))).collect();
    let names = text.split('/').filter(|name| !name.is_empty());
    let segments = names.map(|name| Segment::Name(units(name))).collect();
    Glob { segments, directory: false, widened: false }
}

/// `text` without white space at its end; one that is escaped stays, as a single space.
fn without_trailing_space(text: &str) -> &str {
    let trimmed = text.trim_end_matches(is_space);
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
    directory: bool,
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
        if !self.directory {
            self.end_segment(false);
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
            self.segments.push(Segment::Name(std::mem::take(&mut self.units).into()));
        }
    }

    fn finish(mut self, widened: bool) -> Option<Glob> {
        self.end_segment(false);
        if self.segments.is_empty() {
            return None;
        }
        while self.segments.last() == Some(&Segment::AnyDepth) {
            self.segments.pop();
        }
        if self.segments.is_empty() {
            self.segments.push(Segment::Name([Unit::Run].into()));
        }
        Some(Glob {
            segments: self.segments.into(),
            directory: self.directory && !widened,
            widened,
        })
    }

    /// After a backslash.
    fn escape(&mut self, rest: &mut Peekable<std::str::Chars<'_>>) -> Result<(), Odd> {
        match rest.peek().copied() {
            // Rules cannot tell this from a backslash in the name.
            None | Some('/') => self.literal('\\'),
            Some('\\') => {
                rest.next();
                match rest.peek() {
                    // An alternative that is empty, and so matches everything.
                    Some('|') => {
                        self.segments.clear();
                        self.units.clear();
                        return Err(Odd::Unclear);
                    }
                    Some(next) if *next == '\\' || SPECIAL.contains(next) => {
                        return Err(Odd::Unclear);
                    }
                    _ => {}
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
            Some(space) if is_space(space) => {
                rest.next();
                self.literal(' ');
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

    /// The client lets escaped letters have the meaning that regular expressions give them.
    fn escaped_letter(&mut self, letter: char) -> Result<(), Odd> {
        let range = |first: char, last: char| (first as u16, last as u16);
        match letter {
            'd' => self.units.push(Unit::Class([range('0', '9')].into())),
            'w' => self.units.push(Unit::Class(
                [range('0', '9'), range('A', 'Z'), range('_', '_'), range('a', 'z')].into(),
            )),
            't' => self.literal('\t'),
            'n' => self.literal('\n'),
            'r' => self.literal('\r'),
            'f' => self.literal('\u{c}'),
            'v' => self.literal('\u{b}'),
            'b' | 'B' | 'c' | 'D' | 's' | 'S' | 'u' | 'W' | 'x' | '0'..='9' => {
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
        if inner.contains(['?', '*']) {
            return Err(Odd::Unclear);
        }
        match end {
            None => return Err(Odd::Nothing),
            Some('/') if ahead.clone().any(|c| matches!(c, ']' | '?' | '*')) => {
                return Err(Odd::Unclear);
            }
            Some('/') => return Err(Odd::Literal),
            Some(_) => {}
        }
        let ranges = class_ranges(&inner)?;
        if ranges.is_empty() {
            return Err(Odd::Nothing);
        }
        self.units.push(Unit::Class(ranges.into()));
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
                Some(space) if is_space(space) => (' ', true),
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
