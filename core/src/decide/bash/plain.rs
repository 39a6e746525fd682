//! The short way for the lines that most calls are: plain commands of programs that need no care.
//!
//! Of a line without any construct, whose words are as written or whole in quotes, whose programs
//! stand in no table, which sets harmless variables and redirects to nowhere, nothing counts but what the rules
//! say of each command: there are no files to judge, no wrappers to see through, nothing that runs
//! without a rule. The long way comes to the same answer; tests hold the two against each other on
//! every vector and on lines made up for it.

use super::{
    Reach,
    asked::Asked,
    structure::LONGEST_LINE,
    whole::{Separators, joined},
};
use crate::{
    decide::{Env, Finding},
    decision::BuiltIn,
    policy::CommandHits,
    programs::{self, environment},
    shell::{
        Assignment, Command, ConstructSet, Line, Redirection, RedirectionOperator, Separator, Word,
        WordTraits,
    },
    verdict::Verdict,
};

/// With more commands than this a line is not what most calls are.
const MOST_COMMANDS: usize = 16;

/// Decides a line that is plain throughout; `None` sends it the long way.
pub(super) fn decide(env: &Env<'_>, line: Line<'_>, reach: Reach) -> Option<Finding> {
    let text = line.text();
    // Behind the fence every word may name a file.
    if env.settings.block_reads_outside {
        return None;
    }
    if line.found() != ConstructSet::default() || text.len() > LONGEST_LINE || !is_tame(text) {
        return None;
    }
    let [first, others @ ..] = line.commands() else { return None };
    let mut forms = [Form::default(); MOST_COMMANDS];
    let forms = forms.get_mut(..line.commands().len())?;
    let (mut piped, mut sequence, mut redirected) = (false, false, false);
    for (command, form) in line.commands().iter().zip(forms.iter_mut()) {
        *form = Form::read(line, command)?;
        piped |= command.place.piped;
        sequence |= command.before == Separator::Sequence;
        redirected |= form.redirected;
    }
    let mut asked = Asked::new(env.rules, text);
    let source = |command| line.words(command).source();
    if source(first).len() != text.len() && asked.may_go_on(source(first)) {
        return None;
    }
    if others.is_empty() && (start(line, first), end(line, first)) != (0, text.len()) {
        return None;
    }
    let mut whole = CommandHits::default();
    if piped {
        let bare = redirected && reach == Reach::AsTheClient;
        if !bare {
            whole.add(asked.about(text));
            if forms.first().is_some_and(|form| form.assigned) {
                whole.add(asked.about(text.get(words_start(line, first)..)?));
            }
        }
        if bare || sequence {
            whole.add(asked.about(&joined(line, Separators::All)?));
        }
    }
    let mut restriction = whole.spelled_denial();
    let mut coverage: Option<Finding> = None;
    let mut unquoted = String::new();
    for (command, form) in line.commands().iter().zip(forms) {
        let words = asked.about(source(command));
        let mut hits = words;
        let mut allow = None;
        if form.redirected {
            let written = asked.about(command.span.of(text));
            hits.add(match reach {
                Reach::AsTheClient => written.without_patterns(),
                Reach::Everything => written,
            });
            allow = allowed(written);
        }
        if form.assigned {
            let with_assignments = text.get(start(line, command)..words_end(line, command))?;
            let written = asked.about(with_assignments);
            hits.add(written);
            allow = allow.or(allowed(written));
        }
        if form.quoted {
            unquoted.clear();
            for word in line.words(command) {
                unquoted.push_str(if unquoted.is_empty() { "" } else { " " });
                unquoted.push_str(word.value);
            }
            hits.add(asked.about(unquoted.trim()));
        }
        if let Some(found) = restricts(env, hits) {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
        let covered = allow.or(allowed(words)).unwrap_or_else(|| Finding::ask(BuiltIn::NoRule));
        coverage = Some(coverage.map_or(covered, |first| first.stricter(covered)));
    }
    // The client looks at a pipeline as a whole only if its commands leave it open.
    let settled =
        restriction.is_some() || coverage.is_some_and(|covered| covered.verdict == Verdict::Allow);
    let denied = restriction.is_some_and(|found| found.verdict == Verdict::Deny);
    if !denied
        && (env.profile.deny_always_wins() || !settled)
        && let Some(found) = restricts(env, whole)
    {
        restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
    }
    let for_all = env.whole.allow.map(|rule| Finding::rule(Verdict::Allow, rule));
    restriction.or(for_all).or(coverage)
}

/// The allow rule among what the rules say of a text.
fn allowed(hits: CommandHits) -> Option<Finding> {
    let rule = hits.exact.allow.or(hits.without_exact().any().allow)?;
    Some(Finding::rule(Verdict::Allow, rule))
}

/// What deny and ask rules say of one command.
fn restricts(env: &Env<'_>, hits: CommandHits) -> Option<Finding> {
    match env.profile.deny_always_wins() {
        true => hits.any().restriction(),
        false => hits.spelled_first(),
    }
}

/// What a plain command has beside plain words.
#[derive(Clone, Copy, Default)]
struct Form {
    /// Words in quotes.
    quoted: bool,
    /// Redirections to nowhere, behind the words.
    redirected: bool,
    /// Harmless assignments in front of the words.
    assigned: bool,
}

impl Form {
    /// Reads a command; `None` if it is not plain.
    fn read(line: Line<'_>, command: &Command) -> Option<Form> {
        let place = command.place;
        let words = line.words(command);
        let bare = place.depth == 0
            && !(place.background || place.negated || place.timed)
            && command.before != Separator::Background
            && command.after != Separator::Background
            && words.first().is_some_and(|head| is_plain_program(&head));
        if !bare {
            return None;
        }
        let mut form = Form::default();
        let mut end = None;
        for assignment in line.assignments(command) {
            let gap = end.is_some_and(|end| assignment.span.start != end + 1);
            if gap || !is_harmless(line, &assignment) {
                return None;
            }
            end = Some(assignment.span.end);
            form.assigned = true;
        }
        for word in words {
            if end.is_some_and(|end| word.span.start != end + 1) {
                return None;
            }
            end = Some(word.span.end);
            form.quoted |= word.traits.quoted;
            let plain = if word.traits.quoted { is_quoted(line, &word) } else { is_bare(&word) };
            if !plain {
                return None;
            }
        }
        for redirection in line.redirections(command) {
            if !leads_nowhere(&redirection) || end.is_some_and(|end| redirection.span.start < end) {
                return None;
            }
            form.redirected = true;
        }
        Some(form)
    }
}

/// An assignment that allow rules look past.
fn is_harmless(line: Line<'_>, assignment: &Assignment<'_>) -> bool {
    !(assignment.append || assignment.element || assignment.array)
        && assignment.value.traits == WordTraits::default()
        && environment::is_harmless_prefix(assignment.name, assignment.value.span.of(line.text()))
}

/// Where the command starts, with its assignments.
fn start(line: Line<'_>, command: &Command) -> usize {
    let assigned = line.assignments(command).next().map(|assignment| assignment.span.start);
    assigned.map_or_else(|| words_start(line, command), |start| start as usize)
}

/// Where its words start.
fn words_start(line: Line<'_>, command: &Command) -> usize {
    line.words(command).first().map_or(0, |first| first.span.start) as usize
}

/// Where its words end.
fn words_end(line: Line<'_>, command: &Command) -> usize {
    line.words(command).last().map_or(0, |last| last.span.end) as usize
}

/// Where the command ends, with its redirections.
fn end(line: Line<'_>, command: &Command) -> usize {
    let targets = line.redirections(command).map(|redirection| redirection.target.span.end);
    targets.map(|end| end as usize).fold(words_end(line, command), usize::max)
}

/// `2>&1`, `>/dev/null`
fn leads_nowhere(redirection: &Redirection<'_>) -> bool {
    let target = redirection.target;
    target.traits == WordTraits::default()
        && match redirection.operator {
            RedirectionOperator::DuplicateOutput => matches!(target.value, "1" | "2"),
            RedirectionOperator::Output => target.value == "/dev/null",
            _ => false,
        }
}

/// A word as written.
fn is_bare(word: &Word<'_>) -> bool {
    word.traits == WordTraits::default()
        && word.value.len() == word.span.len()
        && !word.value.starts_with('=')
}

/// A word that is one text in quotes.
fn is_quoted(line: Line<'_>, word: &Word<'_>) -> bool {
    let written = word.span.of(line.text());
    word.traits == WordTraits { quoted: true, ..WordTraits::default() }
        && !word.value.is_empty()
        && written.len() == word.value.len() + 2
        && written.starts_with(['"', '\''])
        && !word.value.contains(['"', '\''])
}

/// Has the text nothing but letters, digits and what paths, options, versions, separators and quotes
/// are made of? To no shell there is anything in it to expand.
fn is_tame(text: &str) -> bool {
    static TAME: [bool; 256] = {
        let mut tame = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            tame[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let others = b" -_./:,@%+=\"'|&;>\n";
        let mut index = 0;
        while index < others.len() {
            tame[others[index] as usize] = true;
            index += 1;
        }
        tame
    };
    text.bytes().all(|byte| TAME[byte as usize])
}

/// A plain name that no table and no branch of the long way knows.
fn is_plain_program(head: &Word<'_>) -> bool {
    let name = head.value;
    is_bare(head)
        && !programs::is_noted(name)
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}
