//! What the rules, the files of the line and its shape come to.

use super::{
    asked::Asked,
    declaration, directory, fence,
    files::{self, Files},
    forms::{self, Compared, Reach, Workspace},
    hidden, misread, program, quotation, reach, removal, sight,
    structure::Blocker,
};
use crate::{
    decide::{Env, Finding, Trace},
    decision::{BuiltIn, PartKind},
    policy::CommandHits,
    shell::{Command, Construct, Line},
    span::Span,
    verdict::Verdict,
};

/// One command line while it is decided.
pub(super) struct Judge<'a> {
    pub(super) env: &'a Env<'a>,
    pub(super) line: Line<'a>,
    /// Where the line starts in the subject of the call.
    start: usize,
    pub(super) blocker: Option<Blocker>,
    /// The client takes the line apart before it asks the rules.
    pub(super) is_plain: bool,
    /// `a=1 b=2; $a`: the client does not know the values of variables that are set like this.
    assigns_in_pairs: bool,
    /// `export a=1; ls`: beside that, what only reads needs a rule.
    pub(super) exports: bool,
    pub(super) asked: Asked<'a>,
    pub(super) workspace: Workspace<'a>,
    /// Which commands an explanation has heard of; empty where nobody listens.
    told: Vec<bool>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        env: &'a Env<'a>,
        line: Line<'a>,
        start: usize,
        blocker: Option<Blocker>,
    ) -> Judge<'a> {
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
            exports: line.commands().iter().any(|c| declaration::exports(line, c)),
            asked: Asked::new(env.rules, text),
            workspace: Workspace::new(line, reach(env), Some(env.places.home())),
            told: Vec::new(),
        }
    }

    /// What deny and ask rules say of the line and of its commands, and what is said of its files,
    /// unless the line is denied already.
    pub(super) fn restricted(&mut self, trace: &mut dyn Trace) -> (Option<Finding>, Files) {
        let held_together = self.is_held_together();
        let mut whole = self.whole_line(held_together);
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
        let hidden = sight::hides_files(self.line, self.blocker.is_some());
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
        if !held_together && (self.is_list() || self.declares()) {
            let together = self.whole_line(true);
            if self.outcome(together).is_some() && self.asks_beside_rules(&files) {
                whole = together;
            }
        }
        if let Some(found) = self.outcome(whole)
            && self.heeds_the_whole(restriction, &files)
        {
            restriction = Some(restriction.map_or(found, |first| first.stricter(found)));
        }
        (restriction, files)
    }

    pub(super) fn decide(&mut self, trace: &mut dyn Trace) -> Finding {
        let (restriction, files) = self.restricted(trace);
        if let Some(found) = restriction.filter(|found| found.verdict == Verdict::Deny) {
            return files.denied.unwrap_or(found);
        }
        let fence = self.env.settings.block_reads_outside;
        let fenced = fence.then(|| fence::judge(self.env, self.line, self.blocker)).flatten();
        let forbidden = fenced.filter(|found| found.verdict == Verdict::Deny);
        let stated = files.denied.or(forbidden).or(restriction);
        // An ask rule that the client would not see must not soften what it refuses.
        let may_soften = |found: Finding| {
            found.verdict == Verdict::Ask
                && self.env.profile.sees_through_every_disguise()
                && self.env.classifier_decides()
        };
        if let Some(found) = stated.filter(|found| !may_soften(*found)) {
            return found;
        }
        if let Some((span, why)) = removal::guarded(self.env, self.line, self.blocker.is_none()) {
            let found = Finding::firm_ask(why);
            let text = span.of(self.line.text());
            trace.part(PartKind::Command, text, Some(self.moved(span)), found);
            return found;
        }
        if hidden::any(self.line) || misread::may_be(self.line) {
            return Finding::firm_ask(BuiltIn::OpenSubstitution);
        }
        if let Some(found) = stated.or(fenced) {
            return found;
        }
        if let Some(found) = files.guarded {
            return found;
        }
        if let Some(rule) = self.env.whole.allow {
            return match self.is_covered_job(files.open.is_some()) {
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
    pub(super) fn tell_others(&mut self, trace: &mut dyn Trace) {
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
        if let Some(coprocess) = self.simple_coprocess(command) {
            hits = self.asked.about(coprocess);
            if self.reach() == Reach::AsTheClient {
                return self.outcome(hits);
            }
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
                Compared::Exact => CommandHits { exact: found.exact, ..CommandHits::default() },
            });
        });
        if let Some(name) = declaration::bare(self.line, command) {
            let CommandHits { exact, .. } = self.asked.about(name);
            hits.add(CommandHits { exact, ..CommandHits::default() });
        }
        let found = self.outcome(hits);
        match found {
            None if !complete => Some(Finding::firm_ask(BuiltIn::EndlessWrappers)),
            found => found,
        }
    }

    /// `coproc name …`: the client takes it for a builtin with arguments.
    fn simple_coprocess(&self, command: &Command) -> Option<&'a str> {
        if !command.place.coprocess || !self.is_readable() {
            return None;
        }
        let text = self.line.text();
        let before = text.get(..command.span.start as usize)?.trim_end().strip_suffix("coproc")?;
        let end = self.line.words(command).span().end.max(command.span.start);
        text.get(before.len()..end as usize)
    }

    /// Is there nothing that leaves the line open, but what the client takes apart all the same?
    pub(super) fn is_clear(&self) -> bool {
        self.blocker.is_none_or(Blocker::is_mild)
    }

    /// Is the line free of syntax errors?
    pub(super) fn is_readable(&self) -> bool {
        self.blocker.is_none_or(|blocker| blocker.why != BuiltIn::SyntaxError)
    }

    pub(super) fn reach(&self) -> Reach {
        reach(self.env)
    }

    /// Which of the restrictions that were met counts.
    pub(super) fn outcome(&self, hits: CommandHits) -> Option<Finding> {
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
