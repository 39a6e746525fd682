//! `Bash`: what a command line would run, and what the rules say of it.
//!
//! Restrictions come first: every command anywhere in the line, under each of its texts, meets the
//! deny and ask rules. Then the line has to be plain ([`structure`]) and each of its commands
//! covered by an allow rule or known to be harmless. A rule for the line as a whole, and a rule for
//! the whole tool, stand above both.

mod forms;
mod program;
mod structure;

use self::{
    forms::{Compared, Reach},
    structure::Blocker,
};
use super::{Env, Finding, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    policy::{CommandHits, Lists},
    programs::environment,
    shell::{Command, Construct, ConstructSet, Line, Script, Separator, scan},
    span::Span,
    verdict::Verdict,
};

/// Decides a command line.
pub(crate) fn check(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let text = trim(command);
    let start = command.len() - command.trim_start().len();
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let blocker = structure::blocker(line).or_else(|| {
        let folded = text.len() < command.trim_end().len() - start;
        folded.then(|| Blocker { why: BuiltIn::EscapedWhitespace, span: Span::new(0, text.len()) })
    });
    let mut judge = Judge { env, line, start, blocker, scratch: String::new() };
    judge.decide(trace)
}

/// Without the white space around it, and without line continuations in front of nothing.
fn trim(command: &str) -> &str {
    let mut text = command.trim();
    let mut folded = command.trim_start();
    while let Some(rest) = folded.trim_end_matches([' ', '\t']).strip_suffix("\\\n") {
        folded = rest;
        text = rest.trim_end();
    }
    text
}

/// One command line while it is decided.
struct Judge<'a> {
    env: &'a Env<'a>,
    line: Line<'a>,
    /// Where the line starts in the subject of the call.
    start: usize,
    blocker: Option<Blocker>,
    scratch: String,
}

/// Constructs with which an exact rule for the whole line does not count.
const NEVER_EXACT: ConstructSet =
    ConstructSet::of(&[Construct::Background, Construct::TrailingAndOr]);

impl Judge<'_> {
    fn decide(&mut self, trace: &mut dyn Trace) -> Finding {
        let mut restriction = self.whole_line();
        for command in self.line.commands() {
            if let Some(found) = self.restriction(command) {
                trace.part(PartKind::Command, self.text(command), self.span(command), found);
                restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
            }
        }
        if let Some(found) = restriction {
            return found;
        }
        if structure::hides_commands(self.line) {
            return Finding::firm_ask(BuiltIn::OpenSubstitution);
        }
        if let Some(rule) = self.env.whole.allow {
            return Finding::rule(Verdict::Allow, rule);
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
        let mut all = None;
        for command in self.line.commands() {
            let found = self.coverage(command);
            trace.part(PartKind::Command, self.text(command), self.span(command), found);
            all = Some(all.map_or(found, |first: Finding| first.stricter(found)));
        }
        all.unwrap_or_else(|| self.nothing_run())
    }

    /// What deny and ask rules say of the line as a whole.
    fn whole_line(&mut self) -> Option<Finding> {
        let text = self.line.text();
        let mut hits = self.env.rules.command("Bash", text, Lists::RESTRICTIONS);
        if self.blocker.is_none() {
            hits = hits.without_patterns();
        }
        if let Some(normal) = self.normal_text() {
            hits.add(
                self.env.rules.command("Bash", &normal, Lists::RESTRICTIONS).without_patterns(),
            );
        }
        self.outcome(hits)
    }

    /// The simple commands of a plain line with the operators between them in their usual spacing.
    fn normal_text(&self) -> Option<String> {
        let commands = self.line.commands();
        if commands.len() < 2 || commands.iter().any(|command| command.place.depth > 0) {
            return None;
        }
        let mut normal = String::with_capacity(self.line.text().len());
        for command in commands {
            normal.push_str(match command.before {
                Separator::Edge => "",
                Separator::And => " && ",
                Separator::Or => " || ",
                Separator::Pipe => " | ",
                Separator::PipeWithErrors => " |& ",
                Separator::Background => " & ",
                Separator::Sequence => "; ",
            });
            normal.push_str(self.line.words(command).source());
        }
        (normal != self.line.text()).then_some(normal)
    }

    /// What deny and ask rules say of a command.
    fn restriction(&mut self, command: &Command) -> Option<Finding> {
        let mut hits = CommandHits::default();
        let rules = self.env.rules;
        let everything = self.env.profile.sees_through_every_disguise();
        if !everything && command.place.coprocess {
            return None;
        }
        let complete = forms::for_restrictions(
            self.line,
            command,
            if everything { Reach::Everything } else { Reach::AsTheClient },
            &mut self.scratch,
            &mut |text, compared| {
                let found = rules.command("Bash", text, Lists::RESTRICTIONS);
                hits.add(match compared {
                    Compared::WithAll => found,
                    Compared::WithPatterns => found.without_exact(),
                });
            },
        );
        let found = self.outcome(hits);
        match found {
            None if !complete => Some(Finding::firm_ask(BuiltIn::EndlessWrappers)),
            found => found,
        }
    }

    /// Which of the restrictions that were met counts.
    fn outcome(&self, hits: CommandHits) -> Option<Finding> {
        if self.is_plain() && !self.env.profile.deny_always_wins() {
            hits.spelled_first()
        } else {
            hits.any().restriction()
        }
    }

    /// Does the client take the line apart before it asks the rules?
    fn is_plain(&self) -> bool {
        let readable = self.blocker.is_none_or(|blocker| {
            matches!(blocker.why, BuiltIn::BackgroundJob | BuiltIn::LeadingRedirection)
        });
        readable
            && self
                .line
                .commands()
                .iter()
                .all(|command| program::unpredictable(self.line.words(command)).is_none())
    }

    /// An allow rule for exactly this line.
    fn exactly_allowed(&self) -> Option<Finding> {
        let piped = self.line.commands().iter().any(|command| command.place.piped);
        let found = self.line.found();
        let subshell =
            found.contains(Construct::Subshell) && !found.contains(Construct::UnexpectedToken);
        if piped || subshell || found.meets(NEVER_EXACT) {
            return None;
        }
        let normal = self.normal_text();
        let texts = [Some(self.line.text()), normal.as_deref()];
        texts.into_iter().flatten().find_map(|text| {
            let hits = self.env.rules.command("Bash", text, Lists::ALLOW);
            hits.exact.allow.map(|rule| Finding::rule(Verdict::Allow, rule))
        })
    }

    /// What covers a command of a plain line.
    fn coverage(&mut self, command: &Command) -> Finding {
        let words = self.line.words(command);
        if words.is_empty() {
            return self.assignments_alone(command);
        }
        let unpredictable = program::unpredictable(words);
        let mut rule = None;
        let rules = self.env.rules;
        forms::for_allowance(self.line, command, &mut self.scratch, &mut |text, compared| {
            let hits = rules.command("Bash", text, Lists::ALLOW);
            let pattern = hits.without_exact().any().allow.filter(|_| unpredictable.is_none());
            rule = match compared {
                Compared::WithAll => hits.exact.allow.or(pattern),
                Compared::WithPatterns => pattern,
            };
            rule.is_some()
        });
        match (rule, unpredictable) {
            (Some(rule), _) => Finding::rule(Verdict::Allow, rule),
            (None, Some(why)) => Finding::ask(why),
            (None, None) => Finding::ask(BuiltIn::NoRule),
        }
    }

    /// Assignments without a command.
    fn assignments_alone(&self, command: &Command) -> Finding {
        let harmless = self.line.assignments(command).all(|assignment| {
            !assignment.append
                && environment::is_harmless_alone(assignment.name, assignment.value.value)
        });
        if harmless {
            Finding::allow(BuiltIn::HarmlessAssignment)
        } else {
            Finding::ask(BuiltIn::VariableAssignment)
        }
    }

    /// A line without any command: `# a comment`, or `time` alone.
    fn nothing_run(&self) -> Finding {
        if !self.line.found().contains(Construct::Time) {
            return Finding::allow(BuiltIn::NothingToRun);
        }
        let hits = self.env.rules.command("Bash", self.line.text(), Lists::ALLOW).any();
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
