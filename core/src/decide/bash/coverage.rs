//! What allows a line, or its commands one by one.

use super::{
    declaration, directory, edits,
    forms::{self, Compared},
    judge::Judge,
    program,
    read_only::{self, Beside},
    structure::Blocker,
    units::Separators,
};
use crate::{
    decide::Finding,
    decision::BuiltIn,
    policy::Hits,
    programs::environment,
    shell::{Command, Construct, ConstructSet, Separator},
    verdict::Verdict,
};

/// An argument that no rule spells out.
const MORE: &str = " \0";

/// Constructs with which an exact rule for the whole line does not count.
const NEVER_EXACT: ConstructSet = ConstructSet::of(&[
    Construct::Background,
    Construct::CommentBeforeCommand,
    Construct::TrailingAndOr,
]);

impl Judge<'_> {
    /// An allow rule for exactly this line.
    pub(super) fn exactly_allowed(&mut self) -> Option<Finding> {
        let piped = self.line.commands().iter().any(|command| command.place.piped);
        let found = self.line.found();
        let subshell =
            found.contains(Construct::Subshell) && !found.contains(Construct::UnexpectedToken);
        if piped || subshell || found.meets(NEVER_EXACT) {
            return None;
        }
        let is_readable = self.is_plain && self.blocker.is_none();
        let is_joined = is_readable && self.says_all_when_joined();
        let normal = is_joined.then(|| self.normal_text(Separators::Conditional, false)).flatten();
        let texts = [Some(self.line.text()), normal.as_deref()];
        texts.into_iter().flatten().find_map(|text| {
            let hits = self.asked.about(text);
            hits.exact.allow.map(|rule| Finding::rule(Verdict::Allow, rule))
        })
    }

    /// Is nothing left out of the line where its commands are joined, but harmless assignments in front
    /// of it and redirections behind its commands?
    fn says_all_when_joined(&self) -> bool {
        let line = self.line;
        line.commands().iter().all(|command| {
            command.after != Separator::Sequence
                && !line.begins_with_redirection(command)
                && (line.assignments(command).len() == 0
                    || command.before == Separator::Edge
                        && forms::is_harmless(line, command)
                        && program::runs_as_written(line.words(command)))
        })
    }

    /// What covers a command of a plain line.
    pub(super) fn coverage(&mut self, command: &Command) -> Finding {
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
        // In a pipeline no rule covers that, and none could cover a condition beside it.
        let is_beside = self.is_piped() || self.line.found().contains(Construct::Conditional);
        if is_beside && self.exports && declaration::exports(self.line, command) {
            return Finding::ask(BuiltIn::VariableAssignment);
        }
        // Of a plain line every command has been looked at.
        let unpredictable =
            if self.is_plain { None } else { program::unpredictable(words, self.env.profile) };
        let mut rule = None;
        let Judge { line, asked, workspace, .. } = self;
        forms::for_allowance(*line, command, workspace, &mut |text, compared| {
            let hits = asked.about(text);
            let covering = |hits: Hits| hits.allow.filter(|_| unpredictable.is_none());
            // What cannot be told from the words is covered as all of a line only.
            let exact = covering(hits.exact);
            let patterns = hits.without_exact();
            rule = match compared {
                Compared::All => exact.or(covering(patterns.any())),
                // What is run gets more arguments: a rule that says how it ends does not cover it.
                Compared::Patterns => covering(patterns.any()).filter(|rule| {
                    let longer = asked.about(&[text, MORE].concat());
                    longer.without_exact().any().allow == Some(*rule)
                }),
                Compared::Spelled => exact.or(covering(hits.spelled)),
                Compared::Exact => exact,
            };
            rule.is_some()
        });
        match (rule, unpredictable) {
            (Some(rule), _) => Finding::rule(Verdict::Allow, rule),
            (None, _) if self.only_reads(command) => Finding::allow(BuiltIn::ReadOnly),
            (None, Some(why)) => Finding::ask(why),
            (None, None) => Finding::ask(BuiltIn::NoRule),
        }
    }

    /// Is the command known to only read, and nothing of what it reads kept from it?
    fn only_reads(&self, command: &Command) -> bool {
        if self.exports {
            return false;
        }
        let may_show = || !self.env.rules.forbids_reading();
        let beside = Beside { is_clear: self.is_clear(), may_show: &may_show };
        read_only::covers(self.line, command, beside)
    }

    /// Changes of directory and edits where they are open; what they are about is judged already.
    fn needs_no_rule(&self, command: &Command) -> Option<BuiltIn> {
        if self.line.assignments(command).len() > 0 {
            return None;
        }
        let words = self.line.words(command);
        if !command.place.timed
            && !self.exports
            && directory::is_plain(words)
            && words.iter().all(|word| !word.traits.substitution)
        {
            return Some(BuiltIn::DirectoryChange);
        }
        let accepts = self.env.accepts_edits() && edits::covers(self.line, command);
        accepts.then_some(BuiltIn::ModeAcceptEdits)
    }

    /// A command inside `if`, `while` or `until` from which a pipe leads on.
    pub(super) fn pipeline_in_compound(&self) -> Option<&Command> {
        self.line
            .commands()
            .iter()
            .find(|command| command.place.conditional && command.after.is_pipe())
    }

    /// Is there a background job of commands that would all run without the rule for all commands? The
    /// client asks about those, and does not consult that rule for them. It cuts the line at its pipes
    /// first, and lines without pipes and loops it asks about only if nothing else in them is a question.
    pub(super) fn is_covered_job(&mut self, is_open: bool) -> bool {
        let found = self.line.found();
        let commands = self.line.commands();
        if !found.contains(Construct::Background) {
            return false;
        }
        let is_flat = commands.iter().all(|Command { place, .. }| !place.piped && place.depth == 0);
        let is_other = |blocker: Blocker| blocker.why != BuiltIn::BackgroundJob;
        if is_flat && (is_open || self.blocker.is_some_and(is_other)) {
            return false;
        }
        let in_background = |Command { place, after, .. }: &Command| match place.depth {
            0 if !found.contains(Construct::Conditional) => *after == Separator::Background,
            _ => place.background && !place.subshell && !place.group,
        };
        commands.is_empty() && is_test_in_background(self.line.text())
            || commands.chunk_by(|_, next| next.place.depth > 0 || !next.before.is_pipe()).any(
                |piece| {
                    piece.iter().any(|command| in_background(command) || self.follows_test(command))
                        && piece.iter().all(|command| self.is_covered(command))
                },
            )
    }

    /// `[[ … ]] & …`: does a condition run in the background in front of the command?
    fn follows_test(&self, command: &Command) -> bool {
        let before = self.line.text().get(..command.span.start as usize).unwrap_or_default();
        command.before == Separator::Background && is_test_in_background(before)
    }

    fn is_covered(&mut self, command: &Command) -> bool {
        self.line.words(command).is_empty() || self.coverage(command).verdict == Verdict::Allow
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
    pub(super) fn nothing_run(&mut self) -> Finding {
        if !self.line.found().contains(Construct::Time) {
            return Finding::allow(BuiltIn::NothingToRun);
        }
        let hits = self.asked.about(self.line.text()).any();
        match hits.allow {
            Some(rule) => Finding::rule(Verdict::Allow, rule),
            None => Finding::ask(BuiltIn::CommandFragment),
        }
    }
}

/// Does the text end with a condition that runs in the background?
fn is_test_in_background(text: &str) -> bool {
    text.trim_end().strip_suffix('&').is_some_and(|test| test.trim_end().ends_with("]]"))
}
