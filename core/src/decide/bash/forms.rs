//! The texts of a simple command that rules are compared with.
//!
//! Restrictions meet many: the command as written and without its quotes, without assignments,
//! without each program that only starts the next one, under the bare name of its program. Allow
//! rules must cover one of few: as written, behind harmless assignments and simple wrappers.

use super::home;
use crate::{
    programs::{
        bare_name, environment,
        wrappers::{self, Inner},
    },
    shell::{Command, Construct, ConstructSet, Line, Script, Separator, Word, Words, scan},
    span::Span,
};

/// Which rules a text is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    All,
    /// Not with exact ones: what `xargs` runs gets more words than are written.
    Patterns,
    /// Only with those that spell the text out, or its start.
    Spelled,
}

/// How far restrictions see through disguises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    AsTheClient,
    Everything,
}

/// What comparing the texts of a line takes: how far restrictions reach, a buffer for texts that are
/// not in the line as they are, and how many bytes may still be compared. Commands inside commands inside commands have texts
/// that are longer together than the square of the line; no line that a person wrote comes near.
#[derive(Debug)]
pub(crate) struct Workspace<'h> {
    text: String,
    left: usize,
    reach: Reach,
    /// The home directory, where it is known.
    home: Option<&'h str>,
}

impl<'h> Workspace<'h> {
    pub(crate) fn new(line: Line<'_>, reach: Reach, home: Option<&'h str>) -> Workspace<'h> {
        Workspace { text: String::new(), left: 4_000_000 + 64 * line.text().len(), reach, home }
    }

    /// Takes note that `bytes` are compared. Returns whether there is anything left for them.
    pub(crate) fn spend(&mut self, bytes: usize) -> bool {
        self.left = self.left.saturating_sub(bytes);
        self.left > 0
    }
}

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
    let with_redirections = match reach {
        Reach::AsTheClient => Compared::Spelled,
        Reach::Everything => Compared::All,
    };
    written(line, command, with_redirections, each);
    let plain_from = plain_from(words);
    let is_option = |word: &Word<'_>| matches!(word.value, "-p" | "--");
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
        if !at_home(rest, workspace, each) {
            return false;
        }
        let scratch = &mut workspace.text;
        level(rest, start >= plain_from, scratch, each);
        without_open_end(rest, scratch, each);
        let name = bare_name(head.value);
        // A quoted blank in front of an assignment is lost with the quotes.
        let assigns = start > 0 || head.value.starts_with([' ', '\t']);
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

/// The text without its last character, where a quotation is open at the end of the line, or a backslash
/// ends it: the client takes that character for the closing quotation mark, and drops the backslash.
fn without_open_end(words: Words<'_>, scratch: &mut String, each: &mut dyn FnMut(&str, Compared)) {
    const OPEN: ConstructSet =
        ConstructSet::of(&[Construct::OpenSingleQuote, Construct::TrailingBackslash]);
    let line = words.line();
    let is_last = words.last().is_some_and(|last| last.span.end as usize == line.text().len());
    if line.found().meets(OPEN) && is_last {
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
    plain: bool,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared),
) {
    let written = words.source();
    let source = written.trim_matches(is_blank);
    if source.len() < written.len() {
        each(written, Compared::All);
    }
    let head = words.value(0);
    let name = bare_name(head);
    let is_bare = name.len() == head.len();
    each(source, Compared::All);
    let mut tell = |text: &str| with_bare_name(text, head, each);
    if !plain || !is_bare {
        join(words, scratch);
        tell(scratch);
    }
    if !plain {
        let line = words.line();
        if words.iter().skip(1).any(|word| may_vanish(word, line)) {
            scratch.clear();
            for word in words.iter().filter(|word| !may_vanish(*word, line)) {
                push_word(word.value, scratch);
            }
            tell(scratch);
        }
        // `foo <(bar)`: to the client a redirection, which ends the command.
        let file = words.iter().position(|word| word.value.starts_with(['<', '>']));
        if let Some(count) =
            file.filter(|_| words.line().found().contains(Construct::ProcessSubstitution))
        {
            first_words(words, count, scratch);
            tell(scratch);
        }
    }
    if let Some(count) = words_before_redirection(words) {
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

/// The texts of one level with the home directory in place of `$HOME`, with quotes and without. Returns
/// whether that is all of them.
fn at_home(
    words: Words<'_>,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared),
) -> bool {
    let Some(home) = workspace.home else { return true };
    let Some(expanded) = home::expand(words, home) else { return true };
    if !workspace.spend(8 * expanded.text.len()) {
        return false;
    }
    let scratch = &mut workspace.text;
    join(words, scratch);
    // One text more than there need be, where `$HOME` is literal, or the start of a longer name.
    for text in [expanded.text, scratch.replace(home::NAME, home)] {
        with_bare_name(&text, first_word(&text), each);
        if let Some(items) = text.strip_prefix("xargs ") {
            each(items, Compared::Patterns);
        }
    }
    true
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// A text that starts with `head`, and the same with the bare name first.
fn with_bare_name(text: &str, head: &str, each: &mut dyn FnMut(&str, Compared)) {
    each(text.trim_matches(is_blank), Compared::All);
    let name = bare_name(head);
    if name.len() < head.len() {
        let rest = text.get(head.len()..).unwrap_or_default();
        each([name, rest].concat().trim(), Compared::All);
    }
}

/// White space as JavaScript trims it.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
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
    is_odd && (written.contains("$'") || written.trim_end_matches("\\\n").contains("\\\n"))
}

/// Tells `each` the texts of `command` of which an allow rule must cover one, until it says that one
/// does.
pub(crate) fn for_allowance(
    line: Line<'_>,
    command: &Command,
    workspace: &mut Workspace<'_>,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let whole = line.words(command).source();
    let at_home = expanded(line.words(command), workspace);
    // The client holds what is written against exact rules only, and not in sequences of commands.
    let as_written = match (&at_home, workspace.reach) {
        (Some(_), Reach::AsTheClient) => is_pipeline(line).then_some(Compared::Spelled),
        _ => Some(Compared::All),
    };
    let mut covered = false;
    written(line, command, Compared::All, &mut |text, compared| {
        let before = at_home.as_deref().zip(text.strip_suffix(whole));
        covered = covered
            || before.is_some_and(|(words, before)| each(&[before, words].concat(), compared))
            || as_written.is_some_and(|compared| each(text, compared));
    });
    if covered {
        return true;
    }
    let harmless = line.assignments(command).all(|assignment| {
        !assignment.append
            && !assignment.element
            && !assignment.array
            && environment::is_harmless_prefix(
                assignment.name,
                assignment.value.span.of(line.text()),
            )
    });
    if !harmless {
        return false;
    }
    let mut words = line.words(command);
    loop {
        let Some(head) = words.first() else { return false };
        if !workspace.spend(2 * words.source().len()) {
            return false;
        }
        if head.value.is_empty() || head.value.contains(char::is_whitespace) {
            return each(words.source(), Compared::All);
        }
        if expanded(words, workspace).is_some_and(|text| covers_text(&text, each)) {
            return true;
        }
        if let Some(most) = as_written
            && covers(words, head, &mut workspace.text, &mut |text, compared| match most {
                Compared::All => each(text, compared),
                _ => compared == Compared::All && each(text, most),
            })
        {
            return true;
        }
        match wrappers::transparent(head.value, words) {
            Some(inner) => words = words.skip(inner),
            None => return false,
        }
    }
}

/// Whether `each` takes one of the texts of `words`: as written, or with the quotes around the
/// program's name removed.
fn covers(
    words: Words<'_>,
    head: Word<'_>,
    scratch: &mut String,
    each: &mut dyn FnMut(&str, Compared) -> bool,
) -> bool {
    let source = words.source();
    let folded = goes_on_behind_backslash(source);
    if !folded && each(source, Compared::All) {
        return true;
    }
    if words.len() == 1 && words.line().found().contains(Construct::OpenSingleQuote) {
        // To the client the quotation mark may be a part of the name.
        return false;
    }
    let text = if folded || head.value.len() != head.span.len() || !source.starts_with(head.value) {
        scratch.clear();
        scratch.push_str(head.value);
        let arguments = source.get(head.span.len()..).unwrap_or_default();
        push_unfolded(arguments, scratch);
        if scratch != source && each(scratch, Compared::All) {
            return true;
        }
        scratch
    } else {
        source
    };
    covers_items(text, each)
}

/// Is it one command, or one pipeline?
fn is_pipeline(line: Line<'_>) -> bool {
    line.commands().iter().all(|command| {
        matches!(command.before, Separator::Edge | Separator::Pipe | Separator::PipeWithErrors)
    })
}

/// The text of `words` with the home directory in it, if they are about that and about nothing else that
/// expands.
fn expanded(words: Words<'_>, workspace: &Workspace<'_>) -> Option<String> {
    let expanded = home::expand(words, workspace.home?)?;
    expanded.complete.then_some(expanded.text)
}

/// Whether `each` takes a text, or what `xargs` runs in it.
fn covers_text(text: &str, each: &mut dyn FnMut(&str, Compared) -> bool) -> bool {
    each(text, Compared::All) || covers_items(text, each)
}

/// Whether `each` takes what `xargs` runs.
fn covers_items(text: &str, each: &mut dyn FnMut(&str, Compared) -> bool) -> bool {
    let items = text.strip_prefix("xargs").map(str::trim_start);
    items.is_some_and(|items| !items.is_empty() && each(items, Compared::Patterns))
}

/// The command as it stands in the text, with and without its redirections, with `time` if that
/// is in front of it.
fn written(
    line: Line<'_>,
    command: &Command,
    with_redirections: Compared,
    each: &mut dyn FnMut(&str, Compared),
) {
    let text = line.text();
    if line.redirections(command).next().is_some() {
        each(command.span.of(text), with_redirections);
    }
    let mut each = |text: &str| each(text, Compared::All);
    let words = line.words(command);
    let first = line.assignments(command).next().map(|assignment| assignment.span);
    let first = first.or_else(|| words.first().map(|word| word.span));
    let last = words.last().map(|word| word.span);
    let last = last.or_else(|| line.assignments(command).next_back().map(|last| last.span));
    let (Some(first), Some(last)) = (first, last) else { return };
    if line.assignments(command).next().is_some() {
        each(Span { start: first.start, end: last.end }.of(text));
    }
    if command.place.timed {
        let before = text.get(..first.start as usize).unwrap_or_default().trim_end();
        if let Some(before) = before.strip_suffix("time") {
            each(text.get(before.len()..last.end as usize).unwrap_or_default());
        }
    }
}

/// From which word on the text has the words as the program gets them, one blank between each two.
fn plain_from(words: Words<'_>) -> usize {
    let mut from = 0;
    let mut end = None;
    let text = words.line().text();
    for (index, word) in words.iter().enumerate() {
        let gap = end.is_none_or(|end| Span { start: end, end: word.span.start }.of(text) == " ");
        if !gap {
            from = index;
        }
        if word.traits.quoted
            || word.traits.known
            || word.traits.substitution
            || may_vanish(word, words.line())
            || word.value.len() != word.span.len()
        {
            from = index + 1;
        }
        end = Some(word.span.end);
    }
    from
}

/// How many of `words` stand before the first redirection among them. To the client that ends the
/// command.
fn words_before_redirection(words: Words<'_>) -> Option<usize> {
    let text = words.line().text();
    let mut end = None;
    words.iter().position(|word| {
        let gap = end.and_then(|end| text.get(end as usize..word.span.start as usize));
        end = Some(word.span.end);
        gap.is_some_and(|gap| !gap.contains("<<") && gap.contains(['<', '>']))
    })
}

/// The values of the first `count` of `words`.
fn first_words(words: Words<'_>, count: usize, into: &mut String) {
    into.clear();
    for word in words.iter().take(count) {
        push_word(word.value, into);
    }
}

/// The values of `words`, one blank between each two.
fn join(words: Words<'_>, into: &mut String) {
    into.clear();
    into.reserve(words.source().len());
    for word in words {
        push_word(word.value, into);
    }
}

/// Appends a word, behind a blank if it is not the first.
fn push_word(word: &str, into: &mut String) {
    if !into.is_empty() {
        into.push(' ');
    }
    into.push_str(word);
}

/// Is the word an expansion outside quotes, so that there may be nothing in its place? The value of a
/// variable that the line sets is no proof: the client does not follow each of them.
fn may_vanish(word: Word<'_>, line: Line<'_>) -> bool {
    (word.traits.unknown || word.traits.known)
        && word.traits.splits
        && word.span.of(line.text()).starts_with(['$', '`'])
}

/// Does a line of `text` go on in the next one, behind a backslash?
fn goes_on_behind_backslash(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some() && text.contains("\\\n")
}

/// Appends `text` with a blank for each place where a line goes on behind a backslash.
fn push_unfolded(text: &str, into: &mut String) {
    for (index, piece) in text.split("\\\n").enumerate() {
        if index > 0 && !into.ends_with([' ', '\t']) {
            into.push(' ');
        }
        into.push_str(if index > 0 { piece.trim_start_matches([' ', '\t']) } else { piece });
    }
}

#[cfg(test)]
mod tests {
    use super::{Compared, Reach, Workspace, for_allowance, for_restrictions};
    use crate::shell::{Script, scan};

    /// The texts that restrictions meet for the last command of a line, outside of
    /// substitutions.
    fn restricted(text: &str, reach: Reach) -> Vec<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let mut workspace = Workspace::new(line, reach, None);
        let mut texts = Vec::new();
        let last = line.commands().iter().rfind(|command| command.place.depth == 0).unwrap();
        for_restrictions(line, last, &mut workspace, &mut |text, compared| {
            let mark = if compared == Compared::Patterns { "xargs: " } else { "" };
            texts.push(format!("{mark}{text}"));
        });
        texts
    }

    /// The texts of which an allow rule must cover one.
    fn allowed(text: &str) -> Vec<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let mut workspace = Workspace::new(line, Reach::AsTheClient, None);
        let mut texts = Vec::new();
        for_allowance(line, &line.commands()[0], &mut workspace, &mut |text, _| {
            texts.push(text.to_owned());
            false
        });
        texts
    }

    #[track_caller]
    fn meets(line: &str, text: &str) {
        let texts = restricted(line, Reach::AsTheClient);
        assert!(texts.iter().any(|met| met == text), "{line:?} as {text:?}: {texts:?}");
    }

    #[test]
    fn a_plain_command_has_one_text() {
        assert_eq!(restricted("foo a b", Reach::AsTheClient), ["foo a b"]);
        assert_eq!(allowed("foo a b"), ["foo a b"]);
    }

    #[test]
    fn restrictions_meet_every_disguise() {
        for line in [
            "f'o'o a",
            "\\foo a",
            "foo  a",
            "foo \"a\"",
            "/bin/foo a",
            "./foo a",
            "~/bin/foo a",
            "A=1 foo a",
            "A=1 B=2 foo a",
            "foo a >x",
            "sudo foo a",
            "sudo 'foo a'",
            "sudo -u x foo a",
            "env A=1 nice -n 5 foo a",
            "timeout 5 /bin/foo a",
            "env -S 'A=1 foo a'",
            "script -c 'foo a' f",
            "exec foo a",
            "nohup $X foo a",
            "\\ A=1 foo a",
            "foo a $X",
            "foo $(x) a",
            "[ -f x ] sudo foo a",
            "foo 'ab",
            "foo a\\",
            "/bin/'foo ax",
            "x=foo; $x a",
        ] {
            meets(line, "foo a");
        }
    }

    #[test]
    fn what_xargs_runs_meets_patterns_only() {
        meets("xargs foo a", "xargs: foo a");
        meets("sudo xargs foo", "xargs: foo");
        meets("xargs foo a", "xargs foo a");
    }

    #[test]
    fn only_one_profile_sees_names_in_escape_codes() {
        let met = |reach| restricted("$'foo' a", reach).iter().any(|text| text == "foo a");
        assert!(!met(Reach::AsTheClient) && met(Reach::Everything));
    }

    #[test]
    fn allow_rules_look_past_little() {
        let covers = |line: &str| allowed(line).iter().any(|text| text == "foo a");
        for line in [
            "CI=1 foo a",
            "timeout 5 foo a",
            "nohup nice foo a",
            "'foo' a",
            "\\foo a",
            "xargs foo a",
            "foo a 2>&1",
            "foo \\\n a",
            "time foo a",
            "LANG=C timeout 5 command foo a",
        ] {
            assert!(covers(line), "{line:?}: {:?}", allowed(line));
        }
        for line in [
            "A=1 foo a",
            "sudo foo a",
            "env foo a",
            "/bin/foo a",
            "./foo a",
            "foo 'a'",
            "'foo a'",
            "nohup 'foo a'",
            "timeout '5' foo a",
            "CI='1' foo a",
            "xargs -n1 foo a",
            "foo\\\n a b",
        ] {
            assert!(!covers(line), "{line:?}: {:?}", allowed(line));
        }
    }
}
