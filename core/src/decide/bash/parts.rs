//! What in the parts of one simple command leaves open what it does.

use super::structure::Blocker;
use crate::{
    decision::BuiltIn,
    programs::environment::{self, Effect},
    shell::{Assignment, Command, Construct, ConstructSet, Line, RedirectionOperator, Word, Words},
    span::Span,
};

/// What leaves open what one simple command does.
pub(super) fn in_command(line: Line<'_>, command: &Command, expands: bool) -> Option<Blocker> {
    let words = line.words(command);
    let assignment = line.assignments(command).find_map(|assignment| {
        Some(Blocker { why: in_assignment(line, assignment)?, span: assignment.span })
    });
    if assignment.is_some() {
        return assignment;
    }
    if command.place.timed && words.value(0) == "time" {
        return Some(Blocker { why: BuiltIn::TimeOption, span: command.span });
    }
    const COMPOUND: ConstructSet =
        ConstructSet::of(&[Construct::If, Construct::While, Construct::Until, Construct::For]);
    let empty = words.is_empty() && line.assignments(command).len() == 0;
    if empty && line.found().meets(COMPOUND) {
        return Some(Blocker { why: BuiltIn::OddRedirection, span: command.span });
    }
    if expands {
        let in_test = matches!(words.value(0), "[" | "[[");
        for word in words {
            if let Some(why) = in_word(line, word, in_test) {
                return Some(Blocker { why, span: word.span });
            }
        }
    }
    in_redirections(line, command, words)
}

/// Has the text a byte that can begin an expansion? Most have none, so that their words need no look.
pub(super) fn may_expand(text: &str) -> bool {
    memchr::memchr3(b'{', b'$', b'=', text.as_bytes()).is_some()
}

pub(super) fn in_word(line: Line<'_>, word: Word<'_>, in_test: bool) -> Option<BuiltIn> {
    let written = word.span.of(line.text());
    if word.span.start != word.span.end && written.is_empty() {
        return None;
    }
    // zsh puts the path of a program in the place of `=name`.
    if !in_test
        && written.starts_with('=')
        && !matches!(written.as_bytes().get(1), Some(b'=' | b'~'))
    {
        return Some(BuiltIn::SyntaxError);
    }
    let bytes = written.as_bytes();
    let mut quote = None;
    let mut brace = false;
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let next = bytes.get(index + 1).copied();
        match (quote, byte) {
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            (None | Some(b'"'), b'\\') => {
                brace |= quote.is_none() && next == Some(b'{');
                let opened = || bytes.get(..index).is_some_and(|before| before.contains(&b'{'));
                let closed = || bytes.get(..index).is_some_and(|before| before.contains(&b'}'));
                let braces = match next {
                    Some(b'}') => opened(),
                    Some(b'{') => opened() && !closed(),
                    _ => false,
                };
                if quote.is_none() && braces {
                    return Some(BuiltIn::BraceExpansion);
                }
                index += 1;
            }
            (None, b'{') => brace = true,
            (None, b',') if brace => return Some(BuiltIn::BraceExpansion),
            (None, b'.') if brace && next == Some(b'.') => return Some(BuiltIn::BraceExpansion),
            // A dollar sign that expands nothing in Bash may do so in another shell.
            (None, b'$') if !next.is_some_and(begins_expansion) => {
                return Some(BuiltIn::UnknownVariable);
            }
            _ => {}
        }
        index += 1;
    }
    None
}

pub(super) fn begins_expansion(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'(' | b'{')
}

pub(super) fn in_assignment(line: Line<'_>, assignment: Assignment<'_>) -> Option<BuiltIn> {
    if assignment.value.traits.tilde || assignment.value.span.of(line.text()).starts_with('~') {
        return Some(BuiltIn::AssignedTilde);
    }
    match environment::effect(assignment.name) {
        Effect::WordSplitting => Some(BuiltIn::WordSplitting),
        _ => None,
    }
}

/// Does the text of a here-document have a line that begins as the `delimiter` does, and behind it
/// what is nothing in a text and something in a command? Readers differ on where such a text ends, and
/// the client takes what follows for more of the command line when it looks for what is odd in that.
fn ends_unclearly(body: &str, delimiter: &str) -> bool {
    let mut rest = None;
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        if let Some(behind) = line.trim_start_matches('\t').strip_prefix(delimiter) {
            if behind.contains(['"', '\'', '`', '(', ')', '}']) {
                return true;
            }
            // With the last byte of what looks like the delimiter.
            let end = start + line.len() - behind.len();
            rest = rest.or(body.as_bytes().get(end.saturating_sub(1)..));
        }
        start += line.len();
    }
    let separates = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b';' | b'&' | b'|');
    rest.unwrap_or_default().windows(3).any(|bytes| match *bytes {
        [before, b'\\', b'\n'] => !matches!(before, b' ' | b'\t'),
        [before, b'=', behind] => {
            separates(before) && !separates(behind) && !matches!(behind, b'=' | b'~')
        }
        _ => false,
    })
}

pub(super) fn in_redirections(
    line: Line<'_>,
    command: &Command,
    words: Words<'_>,
) -> Option<Blocker> {
    let mut here_document: Option<Span> = None;
    for redirection in line.redirections(command) {
        let target = redirection.target.value;
        let trailing = here_document.is_some();
        let why = match redirection.operator {
            RedirectionOperator::HereDocument | RedirectionOperator::HereDocumentTabs => {
                here_document = Some(redirection.span);
                let unclear = trailing || ends_unclearly(redirection.body, target);
                unclear.then_some(BuiltIn::OddRedirection)
            }
            RedirectionOperator::ReadWrite => Some(BuiltIn::OddRedirection),
            RedirectionOperator::DuplicateInput | RedirectionOperator::DuplicateOutput
                if target.ends_with('-') =>
            {
                Some(BuiltIn::OddRedirection)
            }
            _ if target.starts_with("/dev/tcp/") || target.starts_with("/dev/udp/") => {
                Some(BuiltIn::NetworkRedirection)
            }
            _ if trailing => Some(BuiltIn::OddRedirection),
            RedirectionOperator::HereString => None,
            _ => {
                let before = |word: Option<Span>| {
                    word.is_some_and(|word| redirection.span.start < word.start)
                };
                if before(words.first().map(|word| word.span)) {
                    Some(BuiltIn::LeadingRedirection)
                } else {
                    let last = words.last().map(|word| word.span);
                    before(last).then_some(BuiltIn::OddRedirection)
                }
            }
        };
        if let Some(why) = why {
            return Some(Blocker { why, span: redirection.span });
        }
    }
    // The client takes a comment behind a redirection for more of it.
    let last = line.redirections(command).next_back();
    if let Some(last) = last.filter(|last| last.operator != RedirectionOperator::HereString) {
        let behind = line.text().get(last.span.end as usize..).unwrap_or_default();
        let rest = behind.trim_start_matches([' ', '\t']);
        if rest.len() < behind.len() && rest.starts_with('#') {
            return Some(Blocker { why: BuiltIn::OddRedirection, span: last.span });
        }
    }
    // Only the end of the line may follow the delimiter of a here-document.
    let span = here_document?;
    let rest = line.text().get(span.end as usize..).unwrap_or_default();
    let rest = rest.split('\n').next().unwrap_or_default().trim_start();
    let rest_of_line = !rest.is_empty();
    rest_of_line.then_some(Blocker { why: BuiltIn::OddRedirection, span })
}
