//! What deny and ask rules say of a line as a whole: the client holds some of them against more than
//! one command at a time.

use super::{
    Reach, comments, conditional, declaration, directory, edits,
    files::Files,
    forms,
    judge::Judge,
    parts::is_cut_short,
    units::{
        COMMANDS, COMPOUND, NEGATION, Separators, is_background, join, joined, start_in, units,
    },
};
use crate::{
    decide::Finding,
    letters::one_of,
    policy::CommandHits,
    programs::environment::{self, Effect},
    shell::{Command, Construct, ConstructSet, Occurrence, Separator, Words, is_reserved},
    verdict::Verdict,
};

/// How much of what stands in an extended glob is looked at; nobody writes more.
const LONGEST_PATTERN: usize = 256;

/// Constructs that the client takes for commands.
const TAKEN_FOR_COMMANDS: ConstructSet = COMMANDS.or(ConstructSet::of(&[Construct::ExtendedGlob]));

/// Constructs with brackets around commands, and `case`, whose patterns have pipes too.
const BRACKETED: ConstructSet = ConstructSet::of(&[
    Construct::Group,
    Construct::Subshell,
    Construct::Case,
    Construct::Select,
    Construct::ForArithmetic,
    Construct::ArithmeticCommand,
    Construct::Function,
]);

impl Judge<'_> {
    /// What deny and ask rules say of the line as a whole. Where it is `held_together`, wildcards match
    /// across its commands.
    pub(super) fn whole_line(&mut self, held_together: bool) -> CommandHits {
        let text = self.line.text();
        let piped = self.is_piped();
        let as_written = piped && !self.leaves_redirections_out();
        let mut hits = match self.blocker {
            Some(_) if !self.leaves_redirections_out() => self.asked.about(text),
            None if as_written => self.asked.about(text),
            _ if self.may_be_spelled_out() => self.asked.about(text).without_patterns(),
            _ => CommandHits::default(),
        };
        // Where the shell would not read the line, shells may differ in what they do read.
        let found = self.line.found();
        let bodiless =
            found.contains(Construct::Function) && found.contains(Construct::UnexpectedToken);
        if !self.is_readable()
            || comments::any_in_grammar(self.line)
            || bodiless
            || found.contains(Construct::Coprocess)
            || self.times_compound()
        {
            self.between_operators(text, &mut hits);
        }
        if self.is_cut_at_inner_pipes() {
            self.within_compounds(text, &mut hits);
        }
        if as_written {
            self.behind_wrappers(text, 0, held_together, &mut hits);
        }
        if let Some(normal) = self.normal_text(Separators::All, held_together)
            && !(as_written && normal == text)
        {
            let first =
                self.line.commands().first().and_then(|first| self.line.words(first).first());
            let base = first.map_or(0, |word| word.span.start);
            self.behind_wrappers(&normal, base, held_together, &mut hits);
        }
        if piped {
            self.between_pipes(&mut hits);
        }
        if found.meets(COMMANDS.or(NEGATION)) {
            self.compounds(held_together, &mut hits);
        }
        if held_together {
            for command in self.line.commands() {
                hits.add(
                    self.asked.about(declaration::bare(self.line, command).unwrap_or_default()),
                );
            }
        }
        hits
    }

    /// Adds what the rules say of each piece of a text that may be read in several ways.
    fn between_operators(&mut self, text: &str, hits: &mut CommandHits) {
        for piece in text.split(one_of("\n;|&()`")) {
            let unredirected = piece.split(one_of("<>")).next().unwrap_or_default();
            let unredirected = unredirected.trim_end_matches(|digit: char| digit.is_ascii_digit());
            let [piece, unredirected] = [piece.trim(), unredirected.trim()];
            let timed = unredirected.strip_prefix("time ").unwrap_or_default();
            for piece in [piece, unredirected, timed] {
                hits.add(self.asked.about(piece));
            }
        }
    }

    /// Does `time` stand before a compound command? The client takes it for the name of a program, and
    /// what follows for commands.
    fn times_compound(&self) -> bool {
        let text = self.line.text();
        let is_before_compound = |time: &Occurrence| {
            let behind = text.get(time.span.end as usize..).unwrap_or_default();
            let mut words = behind.split_whitespace();
            let first = words.find(|word| !matches!(*word, "-p" | "--")).unwrap_or_default();
            first.starts_with(one_of("{(")) || is_reserved(first)
        };
        let mut times = self.line.constructs().iter().filter(|found| found.what == Construct::Time);
        self.line.found().contains(Construct::Time) && times.any(is_before_compound)
    }

    /// Adds what the rules say of groups, subshells, functions and conditions as they stand, and where the
    /// line is `held_together`, of other compound commands and of negations.
    fn compounds(&mut self, held_together: bool, hits: &mut CommandHits) {
        let is_reserved = |unit: &str| unit.split_whitespace().next().is_some_and(is_reserved);
        // Beside a function all of them: what stands elsewhere has been asked about.
        let has_function = self.line.found().contains(Construct::Function);
        // Beside a coprocess those that one stands in.
        let has_coprocess = self.line.found().contains(Construct::Coprocess);
        let counts = |unit: &str| {
            !has_coprocess || unit.get(1..).is_some_and(|inner| inner.contains("coproc"))
        };
        for (_, unit) in units(self.line) {
            if (has_function
                || unit.starts_with(one_of("{("))
                || held_together && (unit.starts_with('!') || is_reserved(unit)))
                && counts(unit)
            {
                hits.add(self.asked.about(unit));
            }
            let condition = unit.trim_start_matches(one_of("! \t"));
            if condition.starts_with("[[") {
                hits.add(self.asked.about(condition));
            }
        }
    }

    /// Adds what the rules say of several commands between two pipes.
    fn between_pipes(&mut self, hits: &mut CommandHits) {
        for units in units(self.line).chunk_by(|_, (before, _)| !before.is_pipe()) {
            if let [(_, first), others @ ..] = units
                && let Some((_, last)) = others.last()
            {
                // As they stand there, too.
                let ends = start_in(self.line.text(), first).zip(start_in(self.line.text(), last));
                let written =
                    ends.and_then(|(start, end)| self.line.text().get(start..end + last.len()));
                hits.add(self.asked.about(written.unwrap_or_default()));
                let length: usize = units.iter().map(|(_, unit)| unit.len() + " && ".len()).sum();
                let first = std::iter::once((Separator::Edge, *first));
                let mut text = String::with_capacity(length);
                join(&mut text, first.chain(others.iter().copied()));
                hits.add(self.asked.about(&text));
            }
        }
    }

    /// Does the client cut `if`, loops and their like in two where a pipe stands in them? Not beside what
    /// has brackets of its own, but for assignments and the lists of `for`.
    fn is_cut_at_inner_pipes(&self) -> bool {
        let found = self.line.found();
        let in_pipe = |command: &&Command| command.after.is_pipe() || command.before.is_pipe();
        let substitutes =
            |command| self.line.words(command).iter().any(|word| word.traits.substitution);
        let (mut in_list, mut inner) = (false, false);
        for Command { place, .. } in self.line.commands().iter().filter(in_pipe) {
            in_list |= place.substituted && found.contains(Construct::For);
            inner |= place.conditional || place.looped;
        }
        in_list
            || inner
                && !found.meets(BRACKETED)
                && !(found.meets(ConstructSet::SUBSTITUTIONS)
                    && self.line.commands().iter().any(substitutes))
    }

    /// Adds what the rules say of the parts of compound commands that pipes cut in two: of those parts
    /// that stand in no other compound command between the same pipes, and of their reserved words.
    fn within_compounds(&mut self, text: &str, hits: &mut CommandHits) {
        for cut in text.split('|') {
            // From `|&`, too.
            let cut = cut.trim_start_matches('&').trim();
            hits.add(self.asked.about(cut).without_patterns());
            let mut open = 0_usize;
            for piece in cut.split(one_of("\n;&()`")).map(str::trim) {
                let word = piece.split_whitespace().next().filter(|word| is_reserved(word));
                if open == 0 {
                    hits.add(self.asked.about(piece));
                    hits.add(self.asked.about(word.unwrap_or_default()));
                }
                match word {
                    Some("if" | "while" | "until" | "for" | "select" | "case") => open += 1,
                    Some("fi" | "done" | "esac") => open = open.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }

    /// Adds what the rules say of `whole`, the line or its commands put together, and of what is left of
    /// it behind each wrapper that it starts with. `base` is where `whole` starts in the line.
    fn behind_wrappers(&mut self, whole: &str, base: u32, patterns: bool, hits: &mut CommandHits) {
        let first = self.line.commands().first().filter(|first| first.place.depth == 0);
        let mut words = first.map(|first| self.line.words(first)).filter(|words| !words.is_empty());
        if words.is_none() {
            let found = self.asked.about(whole);
            hits.add(if patterns { found } else { found.without_patterns() });
        }
        while let Some(first) = words.and_then(Words::first) {
            if !self.workspace.spend(whole.len()) {
                break;
            }
            let start = first.span.start.saturating_sub(base);
            let found = self.asked.about(whole.get(start as usize..).unwrap_or_default());
            hits.add(if patterns { found } else { found.without_patterns() });
            words = words.and_then(|words| forms::behind_wrapper(words, self.reach()));
        }
    }

    pub(super) fn is_piped(&self) -> bool {
        self.line.commands().iter().any(|command| command.place.piped)
    }

    /// Does the client hold patterns against several commands at a time, whatever files they touch?
    /// Against those of a pipeline together with what stands in front of it, and in lines that are not
    /// taken apart.
    pub(super) fn is_held_together(&self) -> bool {
        self.is_piped() || !self.is_plain
    }

    /// Does the client ask for another reason than that no rule covers a command? Then it holds patterns
    /// against all of the line, too.
    pub(super) fn asks_beside_rules(&mut self, files: &Files) -> bool {
        let (line, reach) = (self.line, self.reach());
        let edits = |command| edits::may_edit(line.words(command), files.edits, reach);
        let sets_path = |command| {
            let mut names = line.assignments(command).map(|assignment| assignment.name);
            line.words(command).is_empty()
                && names.any(|name| environment::effect(name) == Effect::Lookup)
        };
        files.open.is_some()
            || files.guarded.is_some()
            || self.is_covered_job(files.open.is_some())
            || line.commands().iter().any(|command| {
                sets_path(command)
                    || edits(command) && self.coverage(command).verdict != Verdict::Allow
            })
    }

    /// Are there redirections that no wildcard meets?
    fn leaves_redirections_out(&self) -> bool {
        let commands = self.line.commands();
        // Behind a redirection, and where a here-document is cut short, a command is read as it is written.
        let is_read_as_written = |command: &Command| {
            self.line.begins_with_redirection(command)
                || self.line.redirections(command).any(|redirection| is_cut_short(&redirection))
        };
        self.reach() == Reach::AsTheClient
            // Those of a function are a part of it.
            && !self.line.found().contains(Construct::Function)
            && commands.iter().any(|command| self.line.redirections(command).len() > 0)
            && !commands.iter().any(is_read_as_written)
    }

    /// Does it count what rules say of the line as a whole? Where the client takes the line apart, it
    /// looks at the whole only if that leaves the line open; a denial that spells it out comes first.
    pub(super) fn heeds_the_whole(&mut self, restriction: Option<Finding>, files: &Files) -> bool {
        if !self.is_plain || self.env.profile.deny_always_wins() {
            return true;
        }
        let settled = restriction.is_some()
            || self.blocker.is_none()
                && files.open.is_none()
                && self.pipeline_in_compound().is_none()
                && self
                    .line
                    .commands()
                    .iter()
                    .all(|command| self.coverage(command).verdict == Verdict::Allow);
        !settled
    }

    /// May a rule that spells out more than the first command match the line? Always, if that is all
    /// of the line.
    fn may_be_spelled_out(&self) -> bool {
        let [first, _, ..] = self.line.commands() else { return true };
        let end = self.line.words(first).last().map_or(first.span.end, |last| last.span.end);
        let start = self.line.text().get(..end as usize).unwrap_or_default();
        self.asked.may_go_on(start)
    }

    /// May a rule match several commands of the line with the operators between them?
    fn may_span_commands(&self) -> bool {
        let Some(first) = self.line.commands().first() else { return false };
        // The text begins with `!`, or with a condition.
        if first.place.negated || first.before != Separator::Edge {
            return true;
        }
        let levels = std::iter::successors(Some(self.line.words(first)), |words| {
            forms::behind_wrapper(*words, self.reach())
        });
        // Nobody nests wrappers this deep in earnest: then the text is put together in any case.
        const DEEP: usize = 64;
        levels
            .take(DEEP + 1)
            .enumerate()
            .any(|(level, words)| level == DEEP || self.asked.may_go_on(words.source()))
    }

    /// What deny and ask rules say of constructs that the client takes for commands.
    pub(super) fn constructs(&mut self) -> Option<Finding> {
        let mut hits = CommandHits::default();
        if !self.line.found().meets(TAKEN_FOR_COMMANDS) {
            return None;
        }
        let text = self.line.text();
        let last_write = self.last_that_writes_files();
        for occurrence in self.line.constructs() {
            let written = occurrence.span.of(text);
            match occurrence.what {
                // Without the closing brackets, too.
                Construct::Conditional => {
                    let inner = written.strip_suffix("]]").unwrap_or(written).trim_end();
                    let whole = [written, inner].into_iter().filter(|_| self.is_plain);
                    for text in whole.chain(conditional::stray(written)) {
                        hits.add(self.asked.about(text));
                    }
                }
                // `!(x)`: what stands in the parentheses.
                Construct::ExtendedGlob => {
                    let rest = text.get(occurrence.span.end as usize..).unwrap_or_default();
                    let end = rest.char_indices().nth(LONGEST_PATTERN);
                    let near = end.and_then(|(end, _)| rest.get(..end)).unwrap_or(rest);
                    let inner = near.split(')').next().unwrap_or_default();
                    for piece in inner.split(one_of("|;&(")) {
                        hits.add(self.asked.about(piece.trim()));
                    }
                }
                // Lines are cut at their pipes, whatever stands between them. What has writing to files
                // in it, or behind it, is not taken apart.
                what if COMPOUND.contains(what) => {
                    let before = text.get(..occurrence.span.start as usize).unwrap_or_default();
                    let before = before.trim_end();
                    // What is nested is read again and again: when nothing is left to spend on that,
                    // the commands in it are asked about.
                    if (before.strip_suffix('&').unwrap_or(before).ends_with('|')
                        || last_write.is_some_and(|last| occurrence.span.start <= last))
                        && self.workspace.spend(written.len())
                    {
                        hits.add(self.asked.about(written));
                    }
                }
                _ => {}
            }
        }
        self.outcome(hits)
    }

    /// Where the last command begins that has a redirection to a file.
    fn last_that_writes_files(&self) -> Option<u32> {
        let writes = |command: &&Command| {
            self.line.redirections(command).any(|redirection| {
                directory::writes(redirection.operator, redirection.target.value)
            })
        };
        self.line.commands().iter().filter(writes).map(|command| command.span.start).max()
    }

    /// Is there a command that the client holds against rules without its arguments?
    pub(super) fn declares(&self) -> bool {
        let mut commands = self.line.commands().iter();
        commands.any(|command| declaration::bare(self.line, command).is_some())
    }

    /// May there be more in the line than a single command?
    pub(super) fn is_list(&self) -> bool {
        let commands = self.line.commands();
        commands.len() > 1
            || commands.last().is_some_and(is_background)
            || self.line.found().meets(COMMANDS.or(NEGATION))
    }

    /// The commands of a line with the operators between them in their usual spacing, if they are
    /// `held_together` or a rule may spell them out.
    pub(super) fn normal_text(
        &self,
        separators: Separators,
        held_together: bool,
    ) -> Option<String> {
        if !self.is_list() {
            return None;
        }
        let commands = self.line.commands();
        let is_inner = |command: &Command| command.place.depth > 0 && !command.place.substituted;
        let compound = commands.iter().any(is_inner);
        if separators == Separators::Conditional && compound
            || !held_together && (compound || !self.may_span_commands())
        {
            return None;
        }
        joined(self.line, separators)
    }
}
