//! What in the parts of one simple command leaves open what it does.

use super::{
    conditional, environ,
    program::names_plainly,
    quotation::{self, zsh_expansion},
    structure::Blocker,
};
use crate::{
    decision::BuiltIn,
    letters::one_of,
    programs::environment::{self, Effect},
    shell::{
        Assignment, Command, Construct, ConstructSet, Line, Occurrence, Redirection,
        RedirectionOperator, Separator, Word, Words,
    },
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
    if command.place.timed && (words.value(0) == "time" || line.assignments(command).len() > 0) {
        return Some(Blocker { why: BuiltIn::TimeOption, span: command.span });
    }
    if command.place.timed && !words.first().is_none_or(|program| names_plainly(&program)) {
        return Some(Blocker { why: BuiltIn::UnclearWrapper, span: command.span });
    }
    const COMPOUND: ConstructSet =
        ConstructSet::of(&[Construct::If, Construct::While, Construct::Until, Construct::For]);
    let empty = words.is_empty() && line.assignments(command).len() == 0;
    if empty && line.found().meets(COMPOUND) {
        return Some(Blocker { why: BuiltIn::OddRedirection, span: command.span });
    }
    let head = words.value(0);
    let why = match head {
        "[" => in_test(line, command, words),
        _ => is_half_a_bracket(words).then_some(BuiltIn::SyntaxError),
    };
    if let Some(why) = why {
        return Some(Blocker { why, span: command.span });
    }
    let mut mild = environ::named(line, command)
        .map(|word| Blocker { why: BuiltIn::ProcessEnvironment, span: word.span });
    if expands {
        let in_brackets = matches!(head, "[" | "[[");
        let in_test = in_brackets || head == "test";
        for word in words {
            let why = match in_test && may_be_operator(&word) {
                true => Some(BuiltIn::ExpandedOption),
                false => in_word(line, word, in_brackets),
            };
            let found = why.map(|why| Blocker { why, span: word.span });
            match found {
                Some(found) if found.is_mild() => mild = mild.or(Some(found)),
                None => {}
                found => return found,
            }
        }
    }
    in_redirections(line, command, words).or(mild)
}

/// What the client's grammar of `[ … ]`, which it has for no more than a command that begins with the
/// bracket as it is, leaves open.
fn in_test(line: Line<'_>, command: &Command, words: Words<'_>) -> Option<BuiltIn> {
    let begins = words.source().starts_with('[') && line.assignments(command).len() == 0;
    if !begins || words.last().is_none_or(|last| last.value != "]") {
        return None;
    }
    let opens_another = |word: Word<'_>| {
        let written = word.span.of(line.text());
        written.contains('[') && !written.contains(one_of("'\"\\"))
    };
    if !conditional::is_test(words) || words.iter().skip(1).any(opens_another) {
        return Some(BuiltIn::UnknownCondition);
    }
    let redirected = line.redirections(command).len() > 0;
    (redirected && !is_joined(line, command)).then_some(BuiltIn::OddRedirection)
}

/// Does the name of the program begin with what begins or ends something else in the client's grammar?
fn is_half_a_bracket(words: Words<'_>) -> bool {
    let name = words.source();
    name.starts_with(one_of("{}[")) && name.len() > 1 && !name.starts_with("[[")
}

/// Has the text a byte that can begin an expansion, or more lines than one and a `#`? Most have not, so
/// that their words need no look.
pub(super) fn may_expand(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'{', b'$', b'=', bytes).is_some()
        || memchr::memchr2(b'~', b'`', bytes).is_some()
        || memchr::memchr(b'#', bytes).is_some() && memchr::memchr(b'\n', bytes).is_some()
}

pub(super) fn in_word(line: Line<'_>, word: Word<'_>, in_brackets: bool) -> Option<BuiltIn> {
    let written = word.span.of(line.text());
    if word.span.start != word.span.end && written.is_empty() {
        return None;
    }
    // The client's grammar has no such word.
    if !in_brackets && written == "=" {
        return Some(BuiltIn::SyntaxError);
    }
    let (mut expands, mut quoted, mut lines) = (false, false, false);
    for byte in written.bytes() {
        expands |= matches!(byte, b'{' | b'$');
        quoted |= matches!(byte, b'\'' | b'"');
        lines |= byte == b'\n';
    }
    if expands
        && !holds_text_alone(line, word)
        && let Some(found) = in_braces(written, word.value, behind(line, word))
    {
        return Some(found);
    }
    // What zsh reads in a word in quotes from end to end, it reads in the line.
    let in_parts = quoted && !is_one_quotation(written);
    if in_parts && zsh_expansion(word.value).is_some() {
        return Some(BuiltIn::SyntaxError);
    }
    if is_expanded_option(&word) {
        return Some(BuiltIn::ExpandedOption);
    }
    (lines && holds_comment(line, word)).then_some(BuiltIn::QuotedComment)
}

/// Has the word a part of which the client does not know what it says? It knows the home directory.
pub(super) fn has_unknown_text(word: &Word<'_>) -> bool {
    let at_home = |rest: &str| {
        let behind = rest.strip_prefix("HOME").map(str::as_bytes);
        behind.is_some_and(|behind| !behind.first().is_some_and(|&byte| may_go_on(byte)))
    };
    word.traits.substitution || word.traits.unknown && !word.value.split('$').skip(1).all(at_home)
}

/// Is the word such a text from its start, outside quotes?
pub(super) fn begins_unknown(word: &Word<'_>) -> bool {
    word.traits.splits && word.value.starts_with(one_of("$`")) && has_unknown_text(word)
}

/// Is this an option with an expansion in it of which the text is not known, or a text of several
/// lines? With such the client asks whatever prefix of the command is allowed.
pub(super) fn is_expanded_option(word: &Word<'_>) -> bool {
    let [b'-', name @ ..] = word.value.as_bytes() else { return false };
    let expanded = has_unknown_text(word);
    let of_lines = word.traits.known && word.value.contains('\n');
    if !(expanded || of_lines) {
        return false;
    }
    let first = name.strip_prefix(b"-").unwrap_or(name).first();
    first.is_some_and(|&byte| {
        byte == b'_' || byte.is_ascii_alphanumeric() || (expanded && matches!(byte, b'$' | b'`'))
    })
}

/// May the byte belong to the name in front of it?
pub(super) const fn may_go_on(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Could a word of a test be an operator, for all that the client knows?
fn may_be_operator(word: &Word<'_>) -> bool {
    word.traits.unknown && word.value.starts_with('-')
}

/// Is the word one quotation, with the text of a here-document put in? At its braces the client does
/// not look.
fn holds_text_alone(line: Line<'_>, word: Word<'_>) -> bool {
    word.traits.known
        && line.found().contains(Construct::CommandSubstitution)
        && is_one_quotation(&quotation::beside_literal_texts(line, word.span).collect::<String>())
}

/// Would a line of the word behind its first be a comment? At what a here-document has put in, the
/// client does not look.
fn holds_comment(line: Line<'_>, word: Word<'_>) -> bool {
    let comments = |text: &str| {
        let mut lines = text.split('\n').skip(1);
        lines.any(|line| line.trim_start_matches(one_of(" \t")).starts_with('#'))
    };
    let only_texts = word.traits.known && !line.found().contains(Construct::KnownParameter);
    let in_value = comments(word.value);
    if !in_value || !only_texts {
        return in_value;
    }
    quotation::beside_literal_texts(line, word.span).any(comments)
}

/// Do the braces in a word of which only the text is at hand leave open what it is?
pub(super) fn expands_braces(written: &str) -> bool {
    let is_kept = |character: &char| !matches!(character, '\'' | '"' | '\\');
    let value = || written.chars().filter(is_kept).collect::<String>();
    written.contains('{') && in_braces(written, &value(), "").is_some()
}

/// The text behind the word.
fn behind<'s>(line: Line<'s>, word: Word<'_>) -> &'s str {
    line.text().get(word.span.end as usize..).unwrap_or_default()
}

/// What braces and dollar signs in a word leave open, whose value is `value` as far as it is known, in
/// a text that goes on with `behind`.
fn in_braces(written: &str, value: &str, behind: &str) -> Option<BuiltIn> {
    let bytes = written.as_bytes();
    let mut quote = None;
    // Of braces outside quotes: how many there are, are open, were closed.
    let (mut braces, mut open, mut closed) = (0_usize, 0_usize, 0_usize);
    let (mut any, mut escaped, mut quotes) = (false, false, 0_usize);
    let mut quotes_behind_pair = false;
    let (first_open, first_closed) = (written.find('{'), written.find('}'));
    let stands_before = |first: Option<usize>, index| first.is_some_and(|first| first < index);
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let next = bytes.get(index + 1).copied();
        match (quote, byte) {
            // Of braces in front of quotes the client reads one pair, and no more.
            (None, b'\'' | b'"') if braces > 2 => return Some(BuiltIn::BraceExpansion),
            (None, b'\'' | b'"') => {
                quote = Some(byte);
                quotes_behind_pair |= any && closed > 0;
            }
            (Some(begun), end) if begun == end => {
                quote = None;
                quotes += 1;
            }
            (None | Some(b'"'), b'\\') => {
                let odd = match next {
                    Some(b'}') => stands_before(first_open, index),
                    Some(b'{') => {
                        stands_before(first_open, index) && !stands_before(first_closed, index)
                    }
                    _ => false,
                };
                if quote.is_none() && odd {
                    return Some(BuiltIn::BraceExpansion);
                }
                escaped |= quote.is_none() && next == Some(b'{');
                index += 1;
            }
            (None, b'{') => (open, any, braces) = (open + 1, true, braces + 1),
            (None, b'}') => {
                (open, closed, braces) = (open.saturating_sub(1), closed + 1, braces + 1)
            }
            // A dollar sign that expands nothing in Bash may do so in another shell.
            (None, b'$') if open > 0 || !next.is_some_and(begins_expansion) => {
                return Some(BuiltIn::UnknownVariable);
            }
            (None, b'$') if next == Some(b'$') => index += 1,
            // So may these in quotes.
            (Some(b'"'), b'$')
                if next.is_some_and(|next| !next.is_ascii() || b"+=^~".contains(&next)) =>
            {
                return Some(BuiltIn::SyntaxError);
            }
            _ => {}
        }
        index += 1;
    }
    if is_one_quotation(written) {
        return None;
    }
    // The client sees a pair of braces with the quotes in it, wherever the second one stands.
    if quotes_behind_pair && behind.contains('}') {
        return Some(BuiltIn::BraceExpansion);
    }
    // Of a word in several parts the client takes an escaped brace for one.
    any |= escaped && (quotes > 0 || written.contains(one_of("$[]")));
    let lists = |text: &str| text.contains(',') || text.contains("..");
    // Of braces next to quotes the client reads one pair with nothing odd beside it.
    let beside =
        || written.bytes().filter(|byte| *byte == b'}').count() > 1 || written.contains('\\');
    (has_list_in_braces(value) || any && (lists(value) || quotes > 0 && closed > 0 && beside()))
        .then_some(BuiltIn::BraceExpansion)
}

/// Do quotes stand around all of a word, and nowhere in it?
pub(super) fn is_one_quotation(written: &str) -> bool {
    let [quote @ (b'\'' | b'"'), inner @ .., last] = written.as_bytes() else { return false };
    let mut escaped = false;
    let ends = inner.iter().any(|byte| {
        let ends = !escaped && byte == quote;
        escaped = !escaped && *quote == b'"' && *byte == b'\\';
        ends
    });
    last == quote && !ends && !escaped
}

/// Do braces stand around a comma or two dots, with no white space between them?
fn has_list_in_braces(value: &str) -> bool {
    value.split_whitespace().any(|run| {
        let Some((_, behind)) = run.split_once('{') else { return false };
        let ends = [behind.split_once(','), behind.split_once("..")];
        ends.into_iter().flatten().any(|(_, behind)| behind.contains('}'))
    })
}

pub(super) fn begins_expansion(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_({?#$!-".contains(&byte)
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
/// what is nothing in a text and something in a command? Readers differ on where such a text ends.
fn ends_unclearly(body: &str, delimiter: &str) -> bool {
    has_line(body, delimiter, &['\t'], &['"', '\'', '`', '(', ')', '}'])
}

/// Does the client take such a line for the end of a here-document, since something is closed in it?
pub(super) fn is_cut_short(redirection: &Redirection<'_>) -> bool {
    let tabs: &[char] = match redirection.operator {
        RedirectionOperator::HereDocument => &[],
        RedirectionOperator::HereDocumentTabs => &['\t'],
        _ => return false,
    };
    has_line(redirection.body, redirection.target.value, tabs, &['`', ')', '}'])
}

/// Has a text a line that begins with the `delimiter`, but for `tabs`, and has one of `letters` behind it?
fn has_line(body: &str, delimiter: &str, tabs: &[char], letters: &[char]) -> bool {
    body.lines().any(|line| {
        let behind = line.trim_start_matches(tabs).strip_prefix(delimiter);
        behind.is_some_and(|behind| behind.contains(letters))
    })
}

/// Does the client take the command for one with those before it, or with a `!`? Then its redirections are
/// those of all of them, and it knows no text that stands behind a file.
fn is_joined(line: Line<'_>, command: &Command) -> bool {
    let follows = matches!(
        command.before,
        Separator::And | Separator::Or | Separator::Pipe | Separator::PipeWithErrors
    );
    let text = line.text();
    let is_right_before = |comment: &Occurrence| {
        let between = text.get(comment.span.end as usize..command.span.start as usize);
        comment.what == Construct::Comment && between.is_some_and(|gap| gap.trim().is_empty())
    };
    command.place.depth == 0
        && (follows || command.place.negated)
        && !(line.found().contains(Construct::Comment)
            && line.constructs().iter().any(is_right_before))
}

pub(super) fn in_redirections(
    line: Line<'_>,
    command: &Command,
    words: Words<'_>,
) -> Option<Blocker> {
    let mut here_document: Option<Span> = None;
    let mut file = false;
    let (first, last) = (words.span().start, words.span().end);
    for redirection in line.redirections(command) {
        let target = redirection.target.value;
        let is_text = redirection.operator.is_text();
        let trailing = here_document.is_some() || file && is_text && is_joined(line, command);
        file |= !is_text;
        let is_leading = redirection.span.start < first;
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
            RedirectionOperator::HereString => in_word(line, redirection.target, false)
                .or(is_leading.then_some(BuiltIn::LeadingRedirection)),
            _ if target == "}" || target.contains('\n') => Some(BuiltIn::OddRedirection),
            _ if expands_braces(redirection.target.span.of(line.text())) => {
                Some(BuiltIn::BraceExpansion)
            }
            _ if is_leading => Some(BuiltIn::LeadingRedirection),
            _ => (redirection.span.start < last).then_some(BuiltIn::OddRedirection),
        };
        if let Some(why) = why {
            return Some(Blocker { why, span: redirection.span });
        }
    }
    // The client takes a comment behind a redirection for more of it.
    let last = line.redirections(command).next_back();
    if let Some(last) = last.filter(|last| last.operator != RedirectionOperator::HereString) {
        let behind = line.text().get(last.span.end as usize..).unwrap_or_default();
        let rest = behind.trim_start_matches(one_of(" \t"));
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
