//! Lines without any grammar: most of those that an agent writes.
//!
//! Of plain words with single blanks between them, words that are one text in quotes, `&&`, `||`,
//! `|`, `;` and newlines, the commands can be told without the scanner's automata, in one pass over
//! the bytes with one look at a table for each. Whatever else a line has, down to a blank too many,
//! makes it none of these: the scanner reads it then. Tests hold the two readers against each other.

use super::{Separator, compound};
use crate::span::Span;

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
    /// From its name to the end of its last word.
    pub(crate) words: Span,
    /// Its name, which is not in quotes.
    pub(crate) name: Span,
    /// Some of its words are in quotes.
    pub(crate) quoted: bool,
}

/// The commands of a plain line.
#[derive(Debug)]
pub(crate) struct PlainLine {
    commands: [PlainCommand; MOST_COMMANDS],
    count: usize,
}

impl PlainLine {
    /// Reads `text`, which neither begins nor ends with white space; `None` if it is not plain, or if
    /// one of its commands is not one of those that are `wanted`: by the name of the program, and by
    /// the assignments in front of it.
    #[inline]
    pub(crate) fn read(text: &str, wanted: impl Fn(&str, &str) -> bool) -> Option<PlainLine> {
        let mut line = PlainLine { commands: [PlainCommand::default(); MOST_COMMANDS], count: 0 };
        let mut reader = Reader { bytes: text.as_bytes(), at: 0, stops: 0, block: usize::MAX };
        let mut before = Separator::Edge;
        let wanted = |assignments: Span, name: Span| {
            !compound::is_reserved(name.of(text)) && wanted(name.of(text), assignments.of(text))
        };
        loop {
            let command = line.commands.get_mut(line.count)?;
            *command = reader.command(before, wanted)?;
            line.count += 1;
            if reader.at == text.len() {
                return Some(line);
            }
            before = reader.separator()?;
        }
    }

    /// The commands, in order. There is one at least.
    pub(crate) fn commands(&self) -> &[PlainCommand] {
        self.commands.get(..self.count).unwrap_or(&[])
    }
}

/// Bytes that stand for themselves in a word, wherever in it they are.
const WORD: u8 = 1 << 0;
/// Bytes that do so between quotes.
const QUOTED: u8 = 1 << 1;
/// Bytes of the names of most programs.
const PROGRAM: u8 = 1 << 2;
/// Bytes of the names of variables.
const VARIABLE: u8 = 1 << 3;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = WORD | QUOTED | PROGRAM | VARIABLE;
        }
        byte += 1;
    }
    let groups: [(&[u8], u8); 4] = [
        (b"_", WORD | QUOTED | PROGRAM | VARIABLE),
        (b"-.", WORD | QUOTED | PROGRAM),
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

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Which bytes of the block at `block` do not stand for themselves in a word.
    stops: u64,
    block: usize,
}

/// How many bytes are classified at once.
const BLOCK: usize = u64::BITS as usize;

/// Which of `bytes` are not of the class [`WORD`]. Without a branch or a look at a table the compiler
/// makes vector instructions of this.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn stops(bytes: &[u8; BLOCK]) -> u64 {
    let mut stops = [0; BLOCK];
    for (stop, byte) in stops.iter_mut().zip(bytes) {
        let is_word = (byte.wrapping_sub(b'+') <= b':' - b'+')
            | (byte.wrapping_sub(b'@') <= b'Z' - b'@')
            | (byte.wrapping_sub(b'a') <= b'z' - b'a')
            | (*byte == b'_')
            | (*byte == b'=')
            | (*byte == b'%');
        *stop = u8::from(!is_word);
    }
    // Multiplied, eight bytes of 0 or 1 come to stand as bits in the highest byte.
    let bits = |eight: &[u8; 8]| {
        u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> (u64::BITS - 8)
    };
    stops.as_chunks().0.iter().rev().fold(0, |all, eight| (all << 8) | bits(eight))
}

/// The same for WebAssembly.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn stops(bytes: &[u8; BLOCK]) -> u64 {
    use crate::lanes::{LANES, Lanes};

    let words = |bytes: &[u8; LANES]| {
        let bytes = Lanes::new(bytes);
        let ranges =
            bytes.within(b'+', b':').or(bytes.within(b'@', b'Z')).or(bytes.within(b'a', b'z'));
        ranges.or(bytes.are(b'_')).or(bytes.are(b'=')).or(bytes.are(b'%')).bits()
    };
    let blocks = bytes.as_chunks().0.iter().rev();
    blocks.fold(0, |all, bytes| (all << LANES) | u64::from(!words(bytes)))
}

impl Reader<'_> {
    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The first place from `from` whose byte does not stand for itself in a word. Where words end is
    /// hard to foresee for a processor; so it does not go through them byte by byte.
    #[inline]
    fn skip_word(&mut self, from: usize) -> usize {
        let mut at = from;
        while let Some(rest) = self.bytes.get(at / BLOCK * BLOCK..)
            && at < self.bytes.len()
        {
            if self.block != at / BLOCK {
                self.block = at / BLOCK;
                self.stops = match rest.first_chunk() {
                    Some(bytes) => stops(bytes),
                    None => {
                        let mut bytes = [0; BLOCK];
                        bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                        stops(&bytes)
                    }
                };
            }
            match self.stops >> (at % BLOCK) {
                0 => at = (self.block + 1) * BLOCK,
                stops => return at + stops.trailing_zeros() as usize,
            }
        }
        self.bytes.len()
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
        wanted: impl Fn(Span, Span) -> bool,
    ) -> Option<PlainCommand> {
        let start = self.at;
        let mut name = self.at;
        let mut name_end = self.skip(name, PROGRAM);
        // `name=value` in front of the command.
        while self.byte(name_end) == Some(b'=') && name_end > name {
            let is_variable = self.skip(name, VARIABLE) == name_end
                && self.byte(name).is_some_and(|first| !first.is_ascii_digit());
            let end = self.skip(name_end, WORD);
            if !is_variable || self.byte(end) != Some(b' ') {
                return None;
            }
            name = end + 1;
            name_end = self.skip(name, PROGRAM);
        }
        let is_name = name_end > name && self.byte(name) != Some(b'-');
        if !is_name || !wanted(Span::new(start, name), Span::new(name, name_end)) {
            return None;
        }
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
                _ => match self.skip_word(word) {
                    nothing if nothing == word => break,
                    // The number of a descriptor, and not the last word.
                    descriptor if self.byte(descriptor) == Some(b'>') => break,
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
        let (span, name) = (Span::new(start, end), Span::new(name, name_end));
        Some(PlainCommand { before, span, words, name, quoted })
    }

    /// Is there an equals sign behind a byte that parts words? It means something in other shells.
    fn has_lonely_equals(&self, start: usize, end: usize) -> bool {
        let text = self.bytes.get(start..end).unwrap_or(&[]);
        let before = |at: usize| at.checked_sub(1).and_then(|at| text.get(at));
        memchr::memchr_iter(b'=', text)
            .any(|at| before(at).is_some_and(|byte| CLASSES[usize::from(*byte)] & WORD == 0))
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
    use super::{BLOCK, CLASSES, WORD, stops};

    #[test]
    fn what_stops_a_word_is_what_the_table_says() {
        for byte in 0..=u8::MAX {
            for place in [0, 7, 8, BLOCK - 1] {
                let mut bytes = [b'a'; BLOCK];
                bytes[place] = byte;
                let expected = u64::from(CLASSES[usize::from(byte)] & WORD == 0) << place;
                assert_eq!(stops(&bytes), expected, "{byte} at {place}");
            }
        }
    }
}
