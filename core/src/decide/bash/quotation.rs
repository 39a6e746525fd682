//! Where a part of a line stands: in which word, in which quotes, with what around it.

use crate::{
    letters::one_of,
    shell::{
        Command, Construct, Line, Occurrence, RedirectionOperator, Separator, Word, literal_text,
    },
    span::Span,
};

/// What begins or is a part of a pattern of names of files.
const PATTERN: &str = "*?[";

/// What a word is to its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Argument,
    /// Of an assignment.
    Value,
    HereString,
    /// Of any other redirection.
    File,
}

/// Is one of the words that the span lies in what `is_it` says?
pub(super) fn lies_in<'s>(
    line: Line<'s>,
    span: Span,
    is_it: &mut dyn FnMut(Part, Word<'s>) -> bool,
) -> bool {
    let mut holds = |part, word: Word<'s>| word.span.holds(span) && is_it(part, word);
    line.commands().iter().filter(|command| command.span.holds(span)).any(|command| {
        line.words(command).iter().any(|word| holds(Part::Argument, word))
            || line.assignments(command).any(|assignment| holds(Part::Value, assignment.value))
            || line.redirections(command).any(|redirection| {
                let part = match redirection.operator {
                    RedirectionOperator::HereString => Part::HereString,
                    _ => Part::File,
                };
                holds(part, redirection.target)
            })
    })
}

/// The innermost word that the span lies in, but for files.
pub(super) fn word_around<'s>(line: Line<'s>, span: Span) -> Option<Word<'s>> {
    let mut innermost: Option<Word<'s>> = None;
    lies_in(line, span, &mut |part, word| {
        let is_inner = innermost.is_none_or(|outer| outer.span.start <= word.span.start);
        if part != Part::File && is_inner {
            innermost = Some(word);
        }
        false
    });
    innermost
}

/// Does the span make up the whole value of an assignment?
pub(super) fn is_assigned(line: Line<'_>, span: Span) -> bool {
    lies_in(line, span, &mut |part, word| part == Part::Value && word.span == span)
}

pub(super) fn is_inside_quotes(line: Line<'_>, span: Span) -> bool {
    word_around(line, span).is_none_or(|word| word.traits.quoted)
}

/// Does the span lie in a word whose value is known?
pub(super) fn is_in_known_word(line: Line<'_>, span: Span) -> bool {
    word_around(line, span).is_some_and(|word| word.traits.known && !word.traits.unknown)
}

/// Does the expansion at `span` lie in a word, in double quotes with two characters of text at least? Then
/// the client takes what comes of it for a part of that text, and with less for what could be a whole word.
pub(super) fn is_quoted_with_text(line: Line<'_>, span: Span) -> bool {
    word_around(line, span).is_some_and(|word| has_text_beside(line, word.span, span))
}

/// The same for an expansion anywhere in `around`.
pub(super) fn has_text_beside(line: Line<'_>, around: Span, span: Span) -> bool {
    const LEAST: usize = 2;
    text_beside(line, around, span, LEAST).is_some_and(|text| text >= LEAST)
}

/// Does the expansion at `span`, anywhere in `around`, lie in double quotes?
pub(super) fn is_in_double_quotes(line: Line<'_>, around: Span, span: Span) -> bool {
    text_beside(line, around, span, 0).is_some()
}

/// How many characters of text stand in the double quotes around the expansion at `span`, if there are
/// such. A home directory counts for `home`.
fn text_beside(line: Line<'_>, around: Span, span: Span, home: usize) -> Option<usize> {
    let inside = |occurrence: &&Occurrence| {
        let place = occurrence.span;
        // The construct in which both stand is none of them.
        (place != around || place == span) && around.holds(place)
    };
    let mut quotes = Quotes::default();
    let mut at = around.start;
    for expansion in line.constructs().iter().filter(inside) {
        // Those inside others come behind them.
        if expansion.span.start < at {
            continue;
        }
        let before = Span { start: at, end: expansion.span.start };
        at = expansion.span.end;
        if quotes.read(before.of(line.text()), expansion.span.start > span.start) {
            return Some(quotes.text);
        }
        if expansion.span == span && !quotes.double {
            return None;
        }
        if quotes.double {
            quotes.text += match expansion.what {
                // The home directory is known, and no short text.
                Construct::Parameter if expansion.span.of(line.text()) == "$HOME" => home,
                Construct::KnownParameter => set_length(line, expansion.span).unwrap_or(home),
                _ => 0,
            };
        }
    }
    let behind = Span { start: at, end: around.end };
    quotes.read(behind.of(line.text()), true).then_some(quotes.text)
}

/// How long a value is that the line sets the parameter at `span` to, at least.
fn set_length(line: Line<'_>, span: Span) -> Option<usize> {
    let name = span.of(line.text()).trim_start_matches('$');
    let before = line.commands().iter().take_while(|command| command.span.end <= span.start);
    let set = before.flat_map(|command| line.assignments(command));
    set.filter(|set| set.name == name).map(|set| set.value.value.len()).min()
}

/// Where in the quotes of a word a reader stands.
#[derive(Debug, Default)]
struct Quotes {
    single: bool,
    double: bool,
    /// How many characters stand between these double quotes so far.
    text: usize,
}

impl Quotes {
    /// Reads on through `text`, to the next end of double quotes if that is wanted. Is it there?
    fn read(&mut self, text: &str, to_end: bool) -> bool {
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\'' if !self.double => self.single = !self.single,
                _ if self.single => {}
                b'"' if self.double && to_end => return true,
                b'"' => {
                    self.double = !self.double;
                    self.text = 0;
                }
                b'\\' => {
                    self.text += 1;
                    let escaped = bytes.clone().next();
                    if !self.double || escaped.is_some_and(|next| b"\"\\$`".contains(&next)) {
                        bytes.next();
                    }
                }
                // The others belong to the character before.
                _ => self.text += usize::from(!matches!(byte, 0x80..=0xBF)),
            }
        }
        false
    }
}

/// Has the word a pattern in double quotes, within a substitution that stands in double quotes itself?
/// The client takes the inner quotes for the end of the outer ones.
pub(super) fn has_pattern_in_inner_quotes(line: Line<'_>, word: Span) -> bool {
    let is_around = |outer: Span| outer.start < word.start && word.end <= outer.end;
    if !substitutions(line).any(|span| is_around(span) && is_inside_quotes(line, span)) {
        return false;
    }
    let mut quotes = Quotes { double: true, ..Quotes::default() };
    word.of(line.text()).split_inclusive(one_of(PATTERN)).any(|piece| {
        quotes.read(piece, false);
        let is_bare = !quotes.single && !quotes.double;
        is_bare && piece.strip_suffix(one_of(PATTERN)).is_some_and(|before| !before.ends_with('\\'))
    })
}

/// Are there commands in a substitution, joined by nothing but `&&` and `||`?
pub(super) fn runs_simply(line: Line<'_>, span: Span) -> bool {
    let simple = |separator| matches!(separator, Separator::Edge | Separator::And | Separator::Or);
    let mut inside = line.commands().iter().filter(|command| span.holds(command.span)).peekable();
    inside.peek().is_some()
        && !span.of(line.text()).starts_with("$(#")
        && inside.all(|command| {
            simple(command.before) && simple(command.after) && !line.words(command).is_empty()
        })
}

/// Does the command only print the text of a here-document that becomes a word?
pub(crate) fn is_in_literal_text(line: Line<'_>, command: &Command) -> bool {
    command.place.substituted
        && substitutions(line)
            .any(|span| span.holds(command.span) && literal_text(span.of(line.text())).is_some())
}

/// What is written in `word`, but for substitutions that come to the text of a here-document.
pub(super) fn beside_literal_texts(line: Line<'_>, word: Span) -> impl Iterator<Item = &str> {
    let end = Span { start: word.end, end: word.end };
    let mut behind = word.start;
    literal_texts(line, word).chain([end]).map(move |text| {
        let between = Span { start: behind, end: text.start };
        behind = text.end;
        between.of(line.text())
    })
}

/// The substitutions within `around` that come to the text of a here-document, in order.
fn literal_texts(line: Line<'_>, around: Span) -> impl Iterator<Item = Span> {
    substitutions(line)
        .filter(move |span| around.holds(*span))
        .filter(move |span| literal_text(span.of(line.text())).is_some())
}

fn substitutions(line: Line<'_>) -> impl Iterator<Item = Span> {
    let substitutes = |occurrence: &&Occurrence| occurrence.what == Construct::CommandSubstitution;
    line.constructs().iter().filter(substitutes).map(|occurrence| occurrence.span)
}

/// Do double quotes stand around the span and nothing else?
pub(super) fn is_quoted_alone(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let opens = before.strip_suffix('"').is_some_and(|before| before.ends_with(one_of(" \t=")));
    opens
        && behind
            .strip_prefix('"')
            .is_some_and(|behind| behind.is_empty() || behind.starts_with(one_of(" \t\n;&|")))
}

/// A quote behind an open brace, anywhere in the text, here-documents included: shells differ in
/// what they make of the two. In comments quotes quote nothing.
pub(super) fn quote_in_braces(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr(b'{', bytes)?;
    let mut quote = None;
    let (mut comment, mut open) = (false, false);
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match (quote, byte) {
            (None | Some(b'"'), b'\\') if !comment => {
                index += 1;
                let escaped = bytes.get(index);
                if quote.is_none() && open && matches!(escaped, Some(b'\'' | b'"')) {
                    return Some(index);
                }
                match escaped {
                    Some(b'{') if quote.is_none() => open = true,
                    Some(b'}') if quote.is_none() => open = false,
                    _ => {}
                }
            }
            (None, b'\'' | b'"') if open => return Some(index),
            (None, b'\'' | b'"') if !comment => quote = Some(byte),
            (Some(begun), end) if begun == end => quote = None,
            (None, b'{') => open = true,
            (None, b'}') => open = false,
            (None, b'#') => comment |= before(bytes, index).is_none_or(ends_word),
            (None, b'\n') => comment = false,
            _ => {}
        }
        index += 1;
    }
    None
}

/// A metacharacter of Bash.
const fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}

/// A backslash with a blank behind it, or with the end of the line and no blank before it: in quotes,
/// here-documents and comments as well.
pub(super) fn escaped_blank(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\\', bytes).find(|&at| match bytes.get(at + 1) {
        Some(b' ' | b'\t') => true,
        Some(b'\n') => !matches!(before(bytes, at), None | Some(b' ' | b'\t')),
        _ => false,
    })
}

/// What zsh expands and Bash does not, in quotes, here-documents and comments as well: `=name`, the path
/// of a program, and `~[name]`, a directory.
pub(super) fn zsh_expansion(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'=', b'~', bytes).find(|&at| match bytes.get(at) {
        Some(b'~') => bytes.get(at + 1) == Some(&b'['),
        _ => {
            let begins = before(bytes, at)
                .is_none_or(|byte| byte.is_ascii_whitespace() || b";&|".contains(&byte));
            begins && names_program(text.get(at..).unwrap_or_default())
        }
    })
}

/// Is this `=name`?
fn names_program(text: &str) -> bool {
    let name = text.strip_prefix('=').and_then(|name| name.bytes().next());
    name.is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
}

fn before(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at.checked_sub(1)?).copied()
}
