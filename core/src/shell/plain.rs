//! Lines without any grammar: most of those that an agent writes.
//!
//! Of plain words with single blanks between them, words that are one text in quotes, `&&`, `||`,
//! `|`, `;` and newlines, and of `$(…)` with one such command as the last word, the commands can be
//! told without the scanner's automata, in one pass over the bytes, many at once. Whatever else a line
//! has, down to a blank too many, makes it none of these: the scanner reads it then. Tests hold the two
//! readers against each other.

use super::Separator;
use crate::{
    lanes::{self, LANES, Lanes},
    span::Span,
};
use std::ops::Range;

/// With more commands than this a line is not what most are.
const MOST_COMMANDS: usize = 8;

/// Redirections to nowhere or to another output.
const REDIRECTIONS: &[&[u8]] =
    &[b"2>&1", b">/dev/null", b"2>/dev/null", b"> /dev/null", b"2> /dev/null", b">&2", b"1>&2"];

/// The first bytes of [`REDIRECTIONS`]: a separator, which stands there more often, has none of them.
static BEGINS_REDIRECTION: [bool; 256] = {
    let mut begins = [false; 256];
    let mut row = 0;
    while row < REDIRECTIONS.len() {
        begins[REDIRECTIONS[row][0] as usize] = true;
        row += 1;
    }
    begins
};

/// A simple command of a plain line: assignments, words and [`REDIRECTIONS`], in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlainCommand {
    /// What stands between it and the command before it.
    pub(crate) before: Separator,
    /// From its first assignment, or its name, to the end of its last redirection.
    pub(crate) span: Span,
    /// From its name, which is not in quotes, to the end of its last word.
    pub(crate) words: Span,
    /// Some of its words are in quotes.
    pub(crate) quoted: bool,
}

/// `$(…)` as the last word of a plain line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlainSubstitution {
    /// The words of the last command in front of it.
    pub(crate) behind: Span,
    /// The command in it.
    pub(crate) command: PlainCommand,
}

/// The commands of a plain line. It is large, and read where it lies.
#[derive(Debug, Default)]
pub(crate) struct PlainLine {
    commands: [PlainCommand; MOST_COMMANDS],
    count: usize,
    substitution: Option<PlainSubstitution>,
}

impl PlainLine {
    /// Reads `text`, which neither begins nor ends with white space; `None` if it is not plain, or if
    /// one of its commands is not one of those that are `wanted`: by the name of the program, which
    /// must not be a [reserved word](super::RESERVED), and by the assignments in front of it.
    #[inline]
    pub(crate) fn read(&mut self, text: &str, wanted: impl Fn(&str, &str) -> bool) -> Option<()> {
        let mut reader = Reader::new(text);
        let mut before = Separator::Edge;
        self.count = 0;
        self.substitution = None;
        let mut is_substituted = false;
        loop {
            let command = self.commands.get_mut(self.count)?;
            *command = reader.command(before, |assignments, name| {
                let assigned = if assignments.is_empty() { "" } else { text.get(assignments)? };
                wanted(text.get(name)?, assigned).then_some(())
            })?;
            if is_substituted {
                return self.substitute(&reader);
            }
            self.count += 1;
            if reader.at == text.len() {
                return Some(());
            }
            is_substituted = reader.opens_substitution();
            before = if is_substituted { Separator::Edge } else { reader.separator()? };
        }
    }

    /// Takes what was read last for what the command before it substitutes, if that is where the line
    /// ends.
    fn substitute(&mut self, reader: &Reader<'_>) -> Option<()> {
        let command = *self.commands.get(self.count)?;
        let outer = self.commands.get_mut(self.count.checked_sub(1)?)?;
        let is_last = reader.bytes.get(reader.at..)? == b")";
        if !is_last || outer.words.end < outer.span.end {
            return None;
        }
        self.substitution = Some(PlainSubstitution { behind: outer.words, command });
        let end = Span::new(0, reader.bytes.len()).end;
        (outer.words.end, outer.span.end) = (end, end);
        Some(())
    }

    /// The commands of the line that was read, in order, but for one that is substituted. There is one
    /// at least.
    pub(crate) fn commands(&self) -> &[PlainCommand] {
        self.commands.get(..self.count).unwrap_or(&[])
    }

    /// What the last word of the last command substitutes.
    pub(crate) const fn substitution(&self) -> Option<&PlainSubstitution> {
        self.substitution.as_ref()
    }
}

/// Bytes that stand for themselves in a word, wherever in it they are.
const WORD: u8 = 1 << 0;
/// Bytes that do so between quotes.
const QUOTED: u8 = 1 << 1;
/// Bytes of the names of variables.
const VARIABLE: u8 = 1 << 2;
/// Bytes of the names of most programs.
const NAME: u8 = 1 << 3;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = WORD | QUOTED | VARIABLE | NAME;
        }
        byte += 1;
    }
    let groups: [(&[u8], u8); 4] = [
        (b"_", WORD | QUOTED | VARIABLE | NAME),
        (b"-.", WORD | QUOTED | NAME),
        (b"/:,@%+=", WORD | QUOTED),
        (b" |&;>\n", QUOTED),
    ];
    let mut group = 0;
    while group < groups.len() {
        let (bytes, class) = groups[group];
        let mut index = 0;
        while index < bytes.len() {
            classes[bytes[index] as usize] |= class;
            index += 1;
        }
        group += 1;
    }
    classes
};

/// How many bytes are classified at once.
const BLOCK: usize = u64::BITS as usize;

/// Where in a block something ends.
#[derive(Debug, Default)]
struct Stops {
    /// Bytes that are not of the class [`WORD`].
    words: u64,
    /// The same, but for blanks between two words. Of the first and the last byte of a block nobody
    /// knows what stands beside them.
    runs: u64,
}

impl Stops {
    /// Those among the bytes of `text` from `start`, and perhaps more behind its end.
    #[inline(never)]
    #[cfg_attr(built_for_size, optimize(speed))]
    fn new(text: &[u8], start: usize) -> Stops {
        let [mut words, mut begins, mut blanks] = [0; 3];
        let end = text.len().min(start + BLOCK);
        for at in (start..end).step_by(LANES) {
            let (bytes, before) = lanes::sixteen(text, at);
            let bytes = Lanes::new(bytes);
            let add = |to: &mut u64, lanes: Lanes| {
                *to |= u64::from(lanes.bits() >> before) << (at - start);
            };
            // A shell other than Bash makes the path of a program of a word that begins with `=`.
            let begin = bytes
                .within(b'a', b'z')
                .or(bytes.within(b'+', b':'))
                .or(bytes.within(b'@', b'Z'))
                .or(bytes.are(b'_'))
                .or(bytes.are(b'%'));
            add(&mut words, begin.or(bytes.are(b'=')));
            add(&mut begins, begin);
            add(&mut blanks, bytes.are(b' '));
        }
        Stops { words: !words, runs: !(words | (blanks & (words << 1) & (begins >> 1))) }
    }
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Those of the block at `block`.
    stops: Stops,
    block: usize,
}

impl<'t> Reader<'t> {
    #[inline]
    fn new(text: &'t str) -> Reader<'t> {
        let bytes = text.as_bytes();
        Reader { bytes, at: 0, stops: Stops::new(bytes, 0), block: 0 }
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The first place from `from` where one of `stops` is. Where words end is hard to foresee for a
    /// processor; so it does not go through them byte by byte.
    #[inline]
    fn skip_to(&mut self, from: usize, stops: impl Fn(&Stops) -> u64) -> usize {
        let mut at = from;
        while at < self.bytes.len() {
            if self.block != at / BLOCK {
                self.block = at / BLOCK;
                self.stops = Stops::new(self.bytes, self.block * BLOCK);
            }
            match stops(&self.stops) >> (at % BLOCK) {
                0 => at = (self.block + 1) * BLOCK,
                stops => return at + stops.trailing_zeros() as usize,
            }
        }
        self.bytes.len()
    }

    /// The first place from `from` that is not in a word.
    #[cfg_attr(not(built_for_size), inline)]
    #[cfg_attr(built_for_size, inline(never), optimize(speed))]
    fn skip_word(&mut self, from: usize) -> usize {
        self.skip_to(from, |stops| stops.words)
    }

    /// The first place from `from` that is not in a run of words with single blanks between them, or a
    /// blank in it.
    #[cfg_attr(not(built_for_size), inline)]
    #[cfg_attr(built_for_size, inline(never), optimize(speed))]
    fn skip_words(&mut self, from: usize) -> usize {
        self.skip_to(from, |stops| stops.runs)
    }

    /// The first place from `from` that is not in the name of a program, as most are.
    #[inline]
    fn skip_name(&self, from: usize) -> usize {
        self.skip(from, NAME)
    }

    /// The first place from `from` whose byte is not of `class`.
    #[inline]
    fn skip(&self, from: usize, class: u8) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        let length = rest.iter().position(|byte| CLASSES[usize::from(*byte)] & class == 0);
        length.map_or(self.bytes.len(), |length| from + length)
    }

    /// Reads a command that is `wanted`, up to the end or to what is in front of a separator.
    #[inline]
    fn command(
        &mut self,
        before: Separator,
        wanted: impl Fn(Range<usize>, Range<usize>) -> Option<()>,
    ) -> Option<PlainCommand> {
        let start = self.at;
        let mut name = self.at;
        let mut name_end = self.skip_name(name);
        // `name=value` in front of the command.
        while self.byte(name_end) == Some(b'=') && name_end > name {
            let is_variable = self.skip(name, VARIABLE) == name_end
                && self.byte(name).is_some_and(|first| !first.is_ascii_digit());
            let end = self.skip_word(name_end);
            if !is_variable || self.byte(end) != Some(b' ') {
                return None;
            }
            name = end + 1;
            name_end = self.skip_name(name);
        }
        if name_end == name || self.byte(name) == Some(b'-') {
            return None;
        }
        wanted(start..name, name..name_end)?;
        let mut quoted = false;
        let mut end = name_end;
        while self.byte(end) == Some(b' ') {
            let word = end + 1;
            end = match self.byte(word)? {
                // A shell other than Bash makes the path of a program of `=name`.
                b'=' => return None,
                quote @ (b'"' | b'\'') => {
                    quoted = true;
                    let close = self.skip(word + 1, QUOTED);
                    if close == word + 1
                        || self.byte(close) != Some(quote)
                        || self.has_lonely_equals(word + 1, close)
                    {
                        return None;
                    }
                    close + 1
                }
                _ => match self.skip_words(word) {
                    nothing if nothing == word => break,
                    // The number of a descriptor, and not the last word.
                    descriptor if self.byte(descriptor) == Some(b'>') => {
                        end = self.last_blank(descriptor)?;
                        break;
                    }
                    behind => behind,
                },
            };
        }
        let words = Span::new(name, end);
        while self.byte(end) == Some(b' ')
            && let Some(rest @ [first, ..]) = self.bytes.get(end + 1..)
            && BEGINS_REDIRECTION[usize::from(*first)]
            && let Some(found) = REDIRECTIONS.iter().find(|all| rest.starts_with(all))
        {
            end += 1 + found.len();
        }
        self.at = end;
        Some(PlainCommand { before, span: Span::new(start, end), words, quoted })
    }

    /// The last blank before `end`.
    fn last_blank(&self, end: usize) -> Option<usize> {
        self.bytes.get(..end)?.iter().rposition(|byte| *byte == b' ')
    }

    /// Is there an equals sign behind a byte that parts words? It means something in other shells.
    fn has_lonely_equals(&self, start: usize, end: usize) -> bool {
        let text = self.bytes.get(start..end).unwrap_or(&[]);
        let before = |at: usize| at.checked_sub(1).and_then(|at| text.get(at));
        memchr::memchr_iter(b'=', text)
            .any(|at| before(at).is_some_and(|byte| CLASSES[usize::from(*byte)] & WORD == 0))
    }

    /// Reads the beginning of a command substitution.
    #[inline]
    fn opens_substitution(&mut self) -> bool {
        let opens = self.byte(self.at + 1) == Some(b'$')
            && self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b" $("));
        if opens {
            self.at += b" $(".len();
        }
        opens
    }

    /// Reads a separator, with a blank before it or none, and after it.
    fn separator(&mut self) -> Option<Separator> {
        let blank = usize::from(self.byte(self.at) == Some(b' '));
        let at = self.at + blank;
        let (separator, length) = match (self.byte(at)?, self.byte(at + 1)?) {
            (b'&', b'&') => (Separator::And, 2),
            (b'|', b'|') => (Separator::Or, 2),
            (b'|', _) => (Separator::Pipe, 1),
            (b';', _) => (Separator::Sequence, 1),
            (b'\n', _) => (Separator::Newline, 1),
            _ => return None,
        };
        self.at = at + length;
        self.at += usize::from(self.byte(self.at) == Some(b' '));
        Some(separator)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, CLASSES, Stops, WORD};

    #[test]
    fn what_stops_words_and_runs_of_them() {
        for [blank, byte] in (1..=u8::MAX).flat_map(|byte| [[b'a', byte], [b' ', byte]]) {
            for place in [0, 7, 8, BLOCK - 2, BLOCK - 1, BLOCK] {
                let mut text = [b'a'; BLOCK + 3];
                text[place..place + 2].copy_from_slice(&[blank, byte]);
                let start = BLOCK * (place / BLOCK);
                let stops = Stops::new(&text, start);
                let block = start..text.len().min(start + BLOCK);
                let is_word = |byte: u8| CLASSES[usize::from(byte)] & WORD != 0;
                let begins = |byte: u8| is_word(byte) && byte != b'=';
                for (bit, at) in block.clone().enumerate() {
                    let of = |stops: u64| stops >> bit & 1 == 1;
                    let is_inside = text[at] == b' '
                        && at > start
                        && is_word(text[at - 1])
                        && block.contains(&(at + 1))
                        && begins(text[at + 1]);
                    assert_eq!(of(stops.words), !is_word(text[at]), "{byte} at {place}");
                    let is_run = is_word(text[at]) || is_inside;
                    assert_eq!(of(stops.runs), !is_run, "{byte} at {place}");
                }
            }
        }
    }
}
