//! The texts that deny and ask rules meet.

use super::{
    Compared, Reach, Workspace,
    allowance::{Quotes, compare, simple_wrappers},
    rewritten::{Beyond, is_continued, rewrite, rewritten},
    text::{first_words, join, push_word, written},
};
use crate::{
    letters::one_of,
    programs::{
        bare_name,
        wrappers::{self, Inner},
    },
    shell::{Command, Construct, Line, Script, Word, Words, scan},
    span::Span,
};

/// Tells `each` the texts of `command` that deny and ask rules meet. Returns whether that is all of
/// them: `false` if programs start programs without an end in sight.
pub(crate) fn for_restrictions(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared),
) -> bool {
    restrictions(line, command, workspace, MOST_LINES, each)
}

/// `command` as the client writes it anew, if it does. Behind a backslash at the end of a line it sees
/// the next word even where there is no blank.
fn anew(line: Line<'_>, command: &Command, workspace: &Workspace<'_>) -> Option<String> {
    let home = workspace.home;
    let beyond = match workspace.reach {
        Reach::AsTheClient => Beyond::Variables,
        Reach::Everything => Beyond::Written,
    };
    let written = command.span.of(line.text());
    if !is_continued(written) || line.found().contains(Construct::OpenSingleQuote) {
        return rewritten(line, command, home, beyond);
    }
    let time = if command.place.timed { "time " } else { "" };
    let text = [time, written].concat().replace("\\\n", " ");
    let mut script = Script::default();
    let line = scan(&text, &mut script);
    line.commands().first().map(|first| rewrite(line, first, home, beyond))
}

/// How many command lines in words of command lines are read.
const MOST_LINES: u8 = 8;

fn restrictions(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    lines: u8,
    each: &mut dyn FnMut(&str, Compared),
) -> bool {
    let reach = workspace.reach;
    let words = line.words(command);
    if !workspace.spend(3 * command.span.len()) {
        return false;
    }
    if let Some(text) = anew(line, command, workspace)
        && !first_of_line(&text, workspace, lines, each)
    {
        return false;
    }
    // To patterns redirections are a part of the command only where it begins with them.
    let begins = line.begins_with_redirection(command);
    let with_redirections = match reach {
        Reach::AsTheClient if !begins => Compared::Spelled,
        Reach::AsTheClient | Reach::Everything => Compared::All,
    };
    written(line, command, with_redirections, each);
    if begins
        && words.is_empty()
        && line.assignments(command).len() > 0
        && let Some(first) = line.redirections(command).next()
    {
        each(Span { start: first.span.start, ..command.span }.of(line.text()), Compared::All);
    }
    let here_strings = words.here_strings();
    if here_strings.is_some() {
        for level in simple_wrappers(words) {
            compare(level, Quotes::Either, workspace, &mut |text, compared| {
                each(text, compared);
                false
            });
        }
    }
    let words = words.without_here_strings();
    let oddities = Oddities::of(words);
    let is_option = |word: &Word<'_>| matches!(word.value, "-p" | "--");
    if command.span.start == words.span().start {
        brackets(words, command.span == words.span(), &mut workspace.text, each);
    }
    let mut start = match command.place.timed {
        true => words.iter().take_while(is_option).count(),
        false => 0,
    };
    // Where the words behind the last bracket start.
    let mut tested = 0;
    loop {
        let rest = words.skip(start);
        let Some(head) = rest.first() else { return true };
        if !workspace.spend(4 * rest.source().len()) {
            return false;
        }
        if reach == Reach::AsTheClient && is_lost_on_the_client(line, head) {
            each(rest.source(), Compared::All);
            return true;
        }
        let scratch = &mut workspace.text;
        level(rest, oddities.behind(start), scratch, each);
        if reach == Reach::Everything
            && let Some(input) = here_strings
        {
            join(rest, scratch);
            push_word(input, scratch);
            with_bare_name(scratch, head.value, each);
        }
        without_backslash(rest, scratch, each);
        let name = bare_name(head.value);
        // A quoted blank in front of an assignment is lost with the quotes.
        let assigns = start > 0 || head.value.starts_with(one_of(" \t"));
        start += match wrappers::launched(name, rest, reach == Reach::Everything) {
            Some(Inner::Words(inner)) => inner,
            Some(Inner::Line(text, behind)) => {
                command_line(text, rest.skip(behind), name == "env", scratch, each);
                return first_of_line(text, workspace, lines, each);
            }
            None if assigns && wrappers::is_assignment(head.value.trim_start()) => 1,
            // An expansion may come to nothing.
            None if start > 0 && tested != start && may_vanish(head, rest.line()) => 1,
            None => {
                without_backquotes(rest, each);
                let Some(operand) = behind_bracket(rest) else { return true };
                tested = start + operand;
                operand
            }
        };
    }
}

/// What a wrapper runs, if `words` are one and say so in words of their own.
pub(crate) fn behind_wrapper<'s>(words: Words<'s>, reach: Reach) -> Option<Words<'s>> {
    let name = bare_name(words.value(0));
    match wrappers::launched(name, words, reach == Reach::Everything)? {
        Inner::Words(start) => Some(words.skip(start)),
        Inner::Line(..) => None,
    }
}

/// The texts of the first command of a line that a program gets in one word. The client reads no
/// further.
fn first_of_line(
    text: &str,
    workspace: &mut Workspace<'_>,
    lines: u8,
    each: &mut dyn FnMut(&str, Compared),
) -> bool {
    if lines == 0 || !workspace.spend(text.len()) {
        return false;
    }
    let mut script = Script::default();
    let line = scan(text.trim(), &mut script);
    line.commands()
        .first()
        .is_none_or(|command| restrictions(line, command, workspace, lines - 1, each))
}

/// The text without the backslash that ends the line.
fn without_backslash(words: Words<'_>, scratch: &mut String, each: &mut dyn FnMut(&str, Compared)) {
    let line = words.line();
    let is_last = || words.last().is_some_and(|last| last.span.end as usize == line.text().len());
    if line.found().contains(Construct::TrailingBackslash) && is_last() {
        join(words, scratch);
        scratch.pop();
        with_bare_name(scratch, first_word(scratch), each);
    }
}

/// What is behind backquotes in front of a command's name: they may come to nothing.
fn without_backquotes(words: Words<'_>, each: &mut dyn FnMut(&str, Compared)) {
    let mut rest = words.source();
    while let Some((_, behind)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        rest = behind.trim_start();
    }
    if rest.len() < words.source().len() && !rest.is_empty() {
        each(rest, Compared::All);
    }
}

/// `[ a ]` is a condition to the client as `[[ a ]]` is, if it `stands_alone`, and meets rules without
/// what closes it. Where nothing does, a bracket is a program, and gets what is behind its first operand.
fn brackets(
    words: Words<'_>,
    stands_alone: bool,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared),
) {
    let head = words.value(0);
    if !head.starts_with('[') {
        return;
    }
    let mut tell = |start: &str, arguments: Words<'_>| {
        scratch.clear();
        scratch.push_str(start);
        for word in arguments.iter().take_while(|word| start == "[" || word.value != "]") {
            push_word(word.value, scratch);
        }
        each(scratch, Compared::All);
    };
    let is_test = head == "[";
    if (is_test || head == "[]") && stands_alone {
        tell("[[", words.skip(1));
    }
    if !is_test || !words.source().ends_with(" ]") {
        tell("[", words.skip(words.len()));
        tell("[", words.skip(behind_bracket(words).unwrap_or(words.len())));
    }
}

/// `[ $X foo ]`: the client takes the bracket for part of a name that expands, and looks for a command
/// behind its first operand. Says where that is, in words of which the first begins with a bracket.
fn behind_bracket(words: Words<'_>) -> Option<usize> {
    let head = words.value(0);
    if !head.starts_with('[') {
        return None;
    }
    let mut start = 1;
    if head == "[" {
        let is_operator = |word: &Word<'_>| word.value == "!" || word.value.starts_with('-');
        start += words.iter().skip(1).take_while(is_operator).count() + 1;
        start += usize::from(words.value(start) == "]");
    }
    (start < words.len()).then_some(start)
}

/// The texts of one level: the words as written, without quotes, and with the bare name first.
fn level(
    words: Words<'_>,
    oddities: Oddities,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared),
) {
    let written = words.source();
    let source = trimmed(written);
    if source.len() < written.len() {
        each(written, Compared::All);
    }
    let head = words.value(0);
    let name = bare_name(head);
    let is_bare = name.len() == head.len();
    each(source, Compared::All);
    let mut tell = |text: &str| with_bare_name(text, head, each);
    let plain = oddities.plain_from == 0;
    if !plain || !is_bare {
        join(words, scratch);
        tell(scratch);
    }
    if !plain {
        if oddities.vanishing > 1 {
            let line = words.line();
            scratch.clear();
            for word in words.iter().filter(|word| !may_vanish(*word, line)) {
                push_word(word.value, scratch);
            }
            tell(scratch);
        }
        // `foo <(bar)`: to the client a redirection, which ends the command.
        let is_file = |word: Word<'_>| word.value.starts_with(one_of("<>"));
        if words.line().found().contains(Construct::ProcessSubstitution)
            && let Some(count) = words.iter().position(is_file)
        {
            first_words(words, count, scratch);
            tell(scratch);
        }
    }
    if oddities.gaps > 1
        && let Some(count) = words_before_redirection(words)
    {
        first_words(words, count, scratch);
        tell(scratch);
    }
    if name == "xargs" && words.len() > 1 {
        let items = words.skip(1);
        each(items.source(), Compared::Patterns);
        if !plain {
            join(items, scratch);
            each(scratch, Compared::Patterns);
        }
    }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// A text that starts with `head`, and the same with the bare name first.
fn with_bare_name(text: &str, head: &str, each: &mut dyn FnMut(&str, Compared)) {
    each(trimmed(text), Compared::All);
    let name = bare_name(head);
    if name.len() < head.len() {
        let rest = text.get(head.len()..).unwrap_or_default();
        each([name, rest].concat().trim(), Compared::All);
    }
}

/// The text without white space at its ends, as JavaScript trims it.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        // Most texts begin and end with what is plainly no white space.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(|end: char| end.is_whitespace() || end == '\u{feff}'),
    }
}

/// A command line that a program gets in one word.
fn command_line(
    text: &str,
    behind: Words<'_>,
    assigns: bool,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared),
) {
    each(text.trim(), Compared::All);
    if assigns {
        // `env -S`: the words that follow are added to those of the line.
        join(behind, scratch);
        if !scratch.is_empty() {
            scratch.insert(0, ' ');
        }
        scratch.insert_str(0, text.trim());
        let mut rest = scratch.as_str();
        each(rest, Compared::All);
        while let Some((first, more)) = rest.split_once(' ') {
            if !wrappers::is_assignment(first) {
                break;
            }
            rest = more.trim_start();
            each(rest, Compared::All);
        }
    }
}

/// The client does not know the name of a program that is written in escape codes or over two lines.
fn is_lost_on_the_client(line: Line<'_>, head: Word<'_>) -> bool {
    let written = head.span.of(line.text());
    let is_odd = written.bytes().any(|byte| matches!(byte, b'$' | b'\\'));
    let mut rest = written;
    while let Some(shorter) = rest.strip_suffix("\\\n") {
        rest = shorter;
    }
    is_odd && (written.contains("$'") || is_continued(rest))
}

/// What sets the text of words apart from what the program gets. Each kind is told by the place behind
/// the last word that has it: few words have any, and from there on none needs to be looked at again.
#[derive(Clone, Copy, Debug, Default)]
struct Oddities {
    /// Words that are not the text as it stands, or that have something else than one blank before them.
    plain_from: usize,
    /// Words that [may vanish](may_vanish).
    vanishing: usize,
    /// Words that have something else than one blank before them.
    gaps: usize,
}

impl Oddities {
    fn of(words: Words<'_>) -> Oddities {
        let mut found = Oddities::default();
        let text = words.line().text();
        let mut end = None;
        for (index, word) in words.iter().enumerate() {
            if end.is_some_and(|end| Span { start: end, end: word.span.start }.of(text) != " ") {
                found.plain_from = index;
                found.gaps = index + 1;
            }
            let vanishes = may_vanish(word, words.line());
            if vanishes {
                found.vanishing = index + 1;
            }
            if word.traits.quoted
                || word.traits.known
                || word.traits.substitution
                || vanishes
                || word.value.len() != word.span.len()
            {
                found.plain_from = index + 1;
            }
            end = Some(word.span.end);
        }
        found
    }

    /// Those of the words without the first `count`.
    fn behind(self, count: usize) -> Oddities {
        Oddities {
            plain_from: self.plain_from.saturating_sub(count),
            vanishing: self.vanishing.saturating_sub(count),
            gaps: self.gaps.saturating_sub(count),
        }
    }
}

/// How many of `words` stand before the first redirection among them. To the client that ends the
/// command.
fn words_before_redirection(words: Words<'_>) -> Option<usize> {
    let text = words.line().text();
    let mut end = None;
    words.iter().position(|word| {
        let gap = end.and_then(|end| text.get(end as usize..word.span.start as usize));
        end = Some(word.span.end);
        // Mostly it is one blank.
        gap.is_some_and(|gap| gap != " " && !gap.contains("<<") && gap.contains(one_of("<>")))
    })
}

/// Is the word an expansion outside quotes, so that there may be nothing in its place? The value of a
/// variable that the line sets is no proof: the client does not follow each of them.
fn may_vanish(word: Word<'_>, line: Line<'_>) -> bool {
    let expands = (word.traits.unknown || word.traits.known) && word.traits.splits;
    (expands || word.traits.quoted) && {
        let written = word.span.of(line.text());
        expands && written.starts_with(one_of("$`")) || is_escaped_text(written)
    }
}

/// `$'…'` and nothing else: the client leaves it out.
fn is_escaped_text(written: &str) -> bool {
    let inner = written.strip_prefix("$'").and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| {
        let mut escaped = false;
        inner.bytes().all(|byte| {
            let ends = byte == b'\'' && !escaped;
            escaped = byte == b'\\' && !escaped;
            !ends
        })
    })
}
