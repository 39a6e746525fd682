//! `Bash`: what a command line would run, and what the rules say of it.
//!
//! Restrictions come first: every command anywhere in the line, under each of its texts, meets the
//! deny and ask rules. Then the line has to be plain ([`structure`]) and each of its commands
//! covered by an allow rule or known to be harmless. A rule for the line as a whole, and a rule for
//! the whole tool, stand above both.

mod arithmetic;
mod asked;
mod awk;
mod builtin;
mod comments;
mod conditional;
mod continuation;
mod credentials;
mod declaration;
mod directory;
mod edits;
mod fence;
mod files;
mod find;
mod forms;
mod home;
mod misread;
mod named;
mod overflow;
mod parts;
mod plain;
mod program;
mod quotation;
mod read_only;
mod removal;
mod scripts;
mod structure;
mod whole;

pub(crate) use self::forms::{Reach, Workspace, for_allowance, for_restrictions};

use self::{asked::Asked, files::Files, forms::Compared, structure::Blocker, whole::Separators};
use super::{Env, Finding, Silent, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    pattern::CommandText,
    policy::CommandHits,
    programs::environment,
    shell::{Command, Construct, ConstructSet, Line, RedirectionOperator, Script, Separator, scan},
    span::Span,
    verdict::Verdict,
};
use std::cell::RefCell;

/// Decides a command line.
pub(crate) fn check(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let text = trim(command);
    if text.len() == command.len()
        && let Some(finding) = plain::decide(env, text, trace)
    {
        return finding;
    }
    let start = command.len() - command.trim_start().len();
    SCRIPT.with(|script| {
        let mut own = Script::default();
        let mut shared = script.try_borrow_mut();
        // Another call may be decided while this one is, by a resolver for instance: it reads into
        // buffers of its own.
        let script = shared.as_deref_mut().unwrap_or(&mut own);
        check_line(env, scan(text, script), command, start, trace)
    })
}

thread_local! {
    /// The buffers that this thread reads command lines into.
    static SCRIPT: RefCell<Script> = RefCell::default();
}

/// Decides `line`, which starts at `start` in `command`.
fn check_line(
    env: &Env<'_>,
    line: Line<'_>,
    command: &str,
    start: usize,
    trace: &mut dyn Trace,
) -> Finding {
    let text = line.text();
    if let Some(span) = overflow::word(line, env.places.home()) {
        let found = Finding::deny(BuiltIn::TooLong);
        let moved = Span::new(start + span.start as usize, start + span.end as usize);
        trace.part(PartKind::Command, span.of(text), Some(moved), found);
        return found;
    }
    let blocker = structure::blocker(line).or_else(|| {
        // Line continuations in front of nothing.
        let folded = command.trim_end().get(start + text.len()..).unwrap_or_default();
        let is_open = folded.split('\\').rev().skip(1).any(|gap| !gap.ends_with([' ', '\t']))
            || line.commands().iter().any(|command| command.place.piped);
        (!folded.is_empty() && is_open)
            .then(|| Blocker { why: BuiltIn::EscapedWhitespace, span: Span::new(0, text.len()) })
    });
    // What is left out at the edges is no more than blanks, but not only those of the shell.
    let edges = [command.get(..start), command.get(start + text.len()..)];
    let blocker = blocker.or_else(|| {
        edges
            .iter()
            .flatten()
            .any(|edge| !edge.is_ascii())
            .then(|| Blocker { why: BuiltIn::UnicodeWhitespace, span: Span::new(0, text.len()) })
    });
    let mut judge = Judge::new(env, line, start, blocker);
    let finding = judge.decide(trace);
    judge.tell_others(trace);
    finding
}

/// Does a rule deny the line, a command in it, or a file of one?
fn denies(env: &Env<'_>, line: Line<'_>) -> bool {
    let mut judge = Judge::new(env, line, 0, structure::blocker(line));
    let (restriction, files) = judge.restricted(&mut Silent);
    files.denied.or(restriction).is_some_and(|found| found.verdict == Verdict::Deny)
}

/// How far restrictions see through disguises.
fn reach(env: &Env<'_>) -> Reach {
    match env.profile.sees_through_every_disguise() {
        true => Reach::Everything,
        false => Reach::AsTheClient,
    }
}

/// Without the white space around it, and without line continuations in front of nothing.
fn trim(command: &str) -> &str {
    if let [first, .., last] = command.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return command;
    }
    let mut text = command.trim();
    let mut folded = command.trim_start();
    while let Some(rest) = folded.trim_end_matches([' ', '\t']).strip_suffix("\\\n") {
        folded = rest;
        text = rest.trim_end();
    }
    text
}

/// Is it sure what every part of a line does, so that patterns can cover it?
pub(crate) fn is_plain(line: Line<'_>) -> bool {
    structure::blocker(line).is_none()
}

/// Does the text end with a condition that runs in the background?
fn is_test_in_background(text: &str) -> bool {
    text.trim_end().strip_suffix('&').is_some_and(|test| test.trim_end().ends_with("]]"))
}

/// One command line while it is decided.
struct Judge<'a> {
    env: &'a Env<'a>,
    line: Line<'a>,
    /// Where the line starts in the subject of the call.
    start: usize,
    blocker: Option<Blocker>,
    /// The client takes the line apart before it asks the rules.
    is_plain: bool,
    /// `a=1 b=2; $a`: the client does not know the values of variables that are set like this.
    assigns_in_pairs: bool,
    asked: Asked<'a>,
    workspace: Workspace<'a>,
    /// Which commands an explanation has heard of; empty where nobody listens.
    told: Vec<bool>,
}

/// Constructs with which an exact rule for the whole line does not count.
const NEVER_EXACT: ConstructSet = ConstructSet::of(&[
    Construct::Background,
    Construct::CommentBeforeCommand,
    Construct::TrailingAndOr,
]);

impl<'a> Judge<'a> {
    fn new(env: &'a Env<'a>, line: Line<'a>, start: usize, blocker: Option<Blocker>) -> Judge<'a> {
        let text = line.text();
        let assigns_in_pairs = !env.profile.sees_through_every_disguise()
            && line.found().contains(Construct::KnownParameter)
            && line.commands().iter().any(|command| {
                line.words(command).is_empty() && line.assignments(command).len() > 1
            });
        let is_plain = blocker.is_none_or(Blocker::is_mild)
            && line
                .commands()
                .iter()
                .all(|c| program::unpredictable(line.words(c), env.profile).is_none());
        Judge {
            env,
            line,
            start,
            blocker,
            is_plain,
            assigns_in_pairs,
            asked: Asked::new(env.rules, text, CommandText::is_evenly_spaced(text)),
            workspace: Workspace::new(line, reach(env), Some(env.places.home())),
            told: Vec::new(),
        }
    }

    /// What deny and ask rules say of the line and of its commands, and what is said of its files,
    /// unless the line is denied already.
    fn restricted(&mut self, trace: &mut dyn Trace) -> (Option<Finding>, Files) {
        let whole = self.whole_line();
        let mut restriction = whole.spelled_denial().or_else(|| self.constructs());
        for (number, command) in self.line.commands().iter().enumerate() {
            if let Some(found) = self.restriction(command) {
                self.tell(trace, number, command, found);
                restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
            }
        }
        if restriction.is_some_and(|found| found.verdict == Verdict::Deny) {
            return (restriction, Files::default());
        }
        let hidden = structure::hides_files(self.line, self.blocker.is_some());
        let look = !hidden || self.env.profile.sees_through_every_disguise();
        let mut files = match look {
            true => files::check(self.env, self.line, self.start, trace),
            false => Files::default(),
        };
        if hidden {
            // As far as they can be told, those that a rule denies are denied.
            let open = self.blocker.is_none().then(|| Finding::ask(BuiltIn::UnplacedFile));
            files = Files { open, denied: files.denied, ..Files::default() };
        }
        if let Some(found) = self.outcome(whole)
            && self.heeds_the_whole(restriction, &files)
        {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
        (restriction, files)
    }

    fn decide(&mut self, trace: &mut dyn Trace) -> Finding {
        let (restriction, files) = self.restricted(trace);
        if let Some(found) = restriction.filter(|found| found.verdict == Verdict::Deny) {
            return files.denied.unwrap_or(found);
        }
        let fence = self.env.settings.block_reads_outside;
        let fenced = fence.then(|| fence::judge(self.env, self.line, self.blocker)).flatten();
        let forbidden = fenced.filter(|found| found.verdict == Verdict::Deny);
        if let Some(found) = files.denied.or(forbidden).or(restriction) {
            return found;
        }
        if let Some((span, why)) = removal::guarded(self.env, self.line, self.blocker.is_none()) {
            let found = Finding::firm_ask(why);
            let text = span.of(self.line.text());
            trace.part(PartKind::Command, text, Some(self.moved(span)), found);
            return found;
        }
        if structure::hides_commands(self.line) || misread::may_be(self.line) {
            return Finding::firm_ask(BuiltIn::OpenSubstitution);
        }
        if let Some(found) = fenced {
            return found;
        }
        if let Some(found) = files.guarded {
            return found;
        }
        if let Some(rule) = self.env.whole.allow {
            return match self.is_harmless_job() {
                true => Finding::ask(BuiltIn::BackgroundJob),
                false => Finding::rule(Verdict::Allow, rule),
            };
        }
        if let Some(found) = files.open {
            return found;
        }
        if let Some(found) = self.exactly_allowed() {
            return found;
        }
        if let Some(blocker) = self.blocker {
            let found = Finding::ask(blocker.why);
            let span = self.moved(blocker.span);
            trace.part(PartKind::Command, blocker.span.of(self.line.text()), Some(span), found);
            return found;
        }
        if let Some(command) = self.pipeline_in_compound() {
            let found = Finding::ask(BuiltIn::PipelineInCompound);
            trace.part(PartKind::Command, self.text(command), self.span(command), found);
            return found;
        }
        let mut all = None;
        for (number, command) in self.line.commands().iter().enumerate() {
            if quotation::is_in_literal_text(self.line, command) {
                continue;
            }
            let found = self.coverage(command);
            self.tell(trace, number, command, found);
            all = Some(all.map_or(found, |first: Finding| first.stricter(found)));
        }
        all.unwrap_or_else(|| self.nothing_run())
    }

    /// Tells an explanation what was found about a command.
    fn tell(&mut self, trace: &mut dyn Trace, number: usize, command: &Command, found: Finding) {
        if trace.listens() {
            self.told.resize(self.line.commands().len(), false);
            if let Some(told) = self.told.get_mut(number) {
                *told = true;
            }
            trace.part(PartKind::Command, self.text(command), self.span(command), found);
        }
    }

    /// Tells an explanation of the commands on which the decision did not depend.
    fn tell_others(&mut self, trace: &mut dyn Trace) {
        // Nobody reads on in longer lines, and commands inside commands would be gone through again and
        // again.
        const MOST: usize = 100;
        if !trace.listens() || self.line.commands().len() > MOST {
            return;
        }
        for (number, command) in self.line.commands().iter().enumerate() {
            let told = self.told.get(number).is_some_and(|told| *told);
            let empty = self.line.words(command).is_empty();
            if told || empty || quotation::is_in_literal_text(self.line, command) {
                continue;
            }
            let found = match self.env.whole.allow {
                Some(rule) => Finding::rule(Verdict::Allow, rule),
                // What the command would do is not certain.
                None if self.blocker.is_some() => continue,
                None => self.coverage(command),
            };
            trace.part(PartKind::Command, self.text(command), self.span(command), found);
        }
    }

    /// What deny and ask rules say of a command.
    fn restriction(&mut self, command: &Command) -> Option<Finding> {
        let mut hits = CommandHits::default();
        if self.reach() == Reach::AsTheClient && self.is_simple_coprocess(command) {
            return None;
        }
        let words = self.line.words(command);
        if self.assigns_in_pairs && words.first().is_some_and(|head| head.traits.known) {
            let hits = self.asked.about(words.source());
            return self.outcome(hits);
        }
        let Judge { line, asked, workspace, .. } = self;
        let complete = forms::for_restrictions(*line, command, workspace, &mut |text, compared| {
            let found = asked.about(text);
            hits.add(match compared {
                Compared::All => found,
                Compared::Patterns => found.without_exact(),
                Compared::Spelled => found.without_patterns(),
            });
        });
        let found = self.outcome(hits);
        match found {
            None if !complete => Some(Finding::firm_ask(BuiltIn::EndlessWrappers)),
            found => found,
        }
    }

    /// `coproc name …`: the client takes it for a builtin with arguments.
    fn is_simple_coprocess(&self, command: &Command) -> bool {
        let before = self.line.text().get(..command.span.start as usize).unwrap_or_default();
        command.place.coprocess && self.is_readable() && before.trim_end().ends_with("coproc")
    }

    /// Is there nothing that leaves the line open, but what the client takes apart all the same?
    fn is_clear(&self) -> bool {
        self.blocker.is_none_or(Blocker::is_mild)
    }

    /// Is the line free of syntax errors?
    fn is_readable(&self) -> bool {
        self.blocker.is_none_or(|blocker| blocker.why != BuiltIn::SyntaxError)
    }

    fn reach(&self) -> Reach {
        reach(self.env)
    }

    /// Which of the restrictions that were met counts.
    fn outcome(&self, hits: CommandHits) -> Option<Finding> {
        let strictest = hits.any().restriction();
        if !self.is_plain || self.env.profile.deny_always_wins() {
            return strictest;
        }
        let spelled = hits.spelled_first();
        match spelled != strictest && self.is_asked_about_as_a_whole() {
            true => strictest,
            false => spelled,
        }
    }

    /// Does the client ask about the line before it looks at the commands one by one? Then it only lets
    /// the deny rules see them.
    fn is_asked_about_as_a_whole(&self) -> bool {
        let places = self.env.places;
        let question = directory::changes(self.line, places).question(self.env, self.line);
        matches!(
            question,
            Some(BuiltIn::SeveralDirectoryChanges | BuiltIn::DirectoryChangeBeforeGit)
        ) || removal::guarded(self.env, self.line, self.blocker.is_none()).is_some()
    }

    /// An allow rule for exactly this line.
    fn exactly_allowed(&mut self) -> Option<Finding> {
        let piped = self.line.commands().iter().any(|command| command.place.piped);
        let found = self.line.found();
        let subshell =
            found.contains(Construct::Subshell) && !found.contains(Construct::UnexpectedToken);
        if piped || subshell || found.meets(NEVER_EXACT) {
            return None;
        }
        let normal = self.normal_text(Separators::Conditional);
        let texts = [Some(self.line.text()), normal.as_deref()];
        texts.into_iter().flatten().find_map(|text| {
            let hits = self.asked.about(text);
            hits.exact.allow.map(|rule| Finding::rule(Verdict::Allow, rule))
        })
    }

    /// What covers a command of a plain line.
    fn coverage(&mut self, command: &Command) -> Finding {
        let words = self.line.words(command);
        if words.is_empty() {
            if self.line.redirections(command).len() > 0 {
                return Finding::ask(BuiltIn::NoRule);
            }
            return self.assignments_alone(command);
        }
        if let Some(because) = self.needs_no_rule(command) {
            return Finding::allow(because);
        }
        if declaration::exports(words) && self.is_piped() {
            return Finding::ask(BuiltIn::VariableAssignment);
        }
        // Of a plain line every command has been looked at.
        let unpredictable =
            if self.is_plain { None } else { program::unpredictable(words, self.env.profile) };
        let reads_text = self
            .line
            .redirections(command)
            .any(|redirection| redirection.operator == RedirectionOperator::HereString);
        let mut rule = None;
        let Judge { line, asked, workspace, .. } = self;
        forms::for_allowance(*line, command, workspace, &mut |text, compared| {
            let hits = asked.about(text);
            let pattern = hits.without_exact().any().allow.filter(|_| unpredictable.is_none());
            let exact = hits.exact.allow.filter(|_| !reads_text);
            rule = match compared {
                Compared::All => exact.or(pattern),
                Compared::Patterns => pattern,
                Compared::Spelled => exact,
            };
            rule.is_some()
        });
        match (rule, unpredictable) {
            (Some(rule), _) => Finding::rule(Verdict::Allow, rule),
            (None, _) if read_only::covers(self.line, command, self.is_clear()) => {
                Finding::allow(BuiltIn::ReadOnly)
            }
            (None, Some(why)) => Finding::ask(why),
            (None, None) => Finding::ask(BuiltIn::NoRule),
        }
    }

    /// Changes of directory and edits where they are open; what they are about is judged already.
    fn needs_no_rule(&self, command: &Command) -> Option<BuiltIn> {
        if self.line.assignments(command).len() > 0 {
            return None;
        }
        let words = self.line.words(command);
        if !command.place.timed
            && directory::is_plain(words)
            && words.iter().all(|word| !word.traits.substitution)
        {
            return Some(BuiltIn::DirectoryChange);
        }
        let accepts = self.env.accepts_edits() && edits::covers(self.line, command);
        accepts.then_some(BuiltIn::ModeAcceptEdits)
    }

    /// A command inside `if`, `while` or `until` from which a pipe leads on.
    fn pipeline_in_compound(&self) -> Option<&Command> {
        self.line.commands().iter().find(|command| {
            command.place.conditional
                && matches!(command.after, Separator::Pipe | Separator::PipeWithErrors)
        })
    }

    /// Is there a background job of commands that all run without a rule? The client asks about those
    /// even under a rule for all commands, which it does not consult for them. It cuts the line at its
    /// pipes first.
    fn is_harmless_job(&self) -> bool {
        let is_pipe = |before| matches!(before, Separator::Pipe | Separator::PipeWithErrors);
        let in_background =
            |command: &Command| command.after == Separator::Background || command.place.background;
        let found = self.line.found();
        let commands = self.line.commands();
        if !found.contains(Construct::Background) {
            return false;
        }
        commands.is_empty() && is_test_in_background(self.line.text())
            || commands.chunk_by(|_, next| next.place.depth > 0 || !is_pipe(next.before)).any(
                |piece| {
                    piece.iter().any(|command| in_background(command) || self.follows_test(command))
                        && piece.iter().all(|command| self.is_harmless(command))
                },
            )
    }

    /// `[[ … ]] & …`: does a condition run in the background in front of the command?
    fn follows_test(&self, command: &Command) -> bool {
        let before = self.line.text().get(..command.span.start as usize).unwrap_or_default();
        command.before == Separator::Background && is_test_in_background(before)
    }

    fn is_harmless(&self, command: &Command) -> bool {
        self.line.words(command).is_empty()
            || self.needs_no_rule(command).is_some()
            || read_only::covers(self.line, command, self.is_clear())
    }

    /// Assignments without a command.
    fn assignments_alone(&self, command: &Command) -> Finding {
        let harmless = self.line.assignments(command).all(|assignment| {
            !command.place.piped
                && !assignment.append
                && environment::is_harmless_alone(assignment.name, assignment.value.value)
        });
        if harmless {
            Finding::allow(BuiltIn::HarmlessAssignment)
        } else {
            Finding::ask(BuiltIn::VariableAssignment)
        }
    }

    /// A line without any command: `# a comment`, or `time` alone.
    fn nothing_run(&mut self) -> Finding {
        if !self.line.found().contains(Construct::Time) {
            return Finding::allow(BuiltIn::NothingToRun);
        }
        let hits = self.asked.about(self.line.text()).any();
        match hits.allow {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::CommandFragment),
        }
    }

    fn text(&self, command: &Command) -> &str {
        command.span.of(self.line.text())
    }

    fn span(&self, command: &Command) -> Option<Span> {
        Some(self.moved(command.span))
    }

    /// A span of the line as a span of the subject.
    fn moved(&self, span: Span) -> Span {
        Span::new(self.start + span.start as usize, self.start + span.end as usize)
    }
}
