//! The files that a command line reads, writes and redirects to.

use super::{
    credentials,
    directory::{self, Whereabouts},
    named::{Named, Riddle},
};
use crate::{
    decide::{Env, Finding, Trace},
    decision::{BuiltIn, PartKind},
    letters::one_of,
    path::{self, Own, Target},
    policy::{Access, Lists},
    programs::files::{FileUse, Role, known_name, uses},
    rule::RuleId,
    shell::{Line, Redirection, RedirectionOperator, Word, Words},
    span::Span,
    verdict::Verdict,
};

/// What the files of a command line say, by what can overrule it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Files {
    /// A rule forbids one of them: nothing overrules that.
    pub(super) denied: Option<Finding>,
    /// A question that no allow rule answers, only bypassPermissions.
    pub(super) guarded: Option<Finding>,
    /// A question that an allow rule answers if it is about the whole tool.
    pub(super) open: Option<Finding>,
    /// Some of them are written by programs, where no edits are accepted and no rule allows them: that
    /// only a rule for the program answers.
    pub(super) edits: bool,
}

impl Files {
    fn deny(&mut self, rule: RuleId) -> Finding {
        let finding = Finding::rule(Verdict::Deny, rule);
        self.denied.get_or_insert(finding);
        finding
    }

    fn guard(&mut self, because: BuiltIn) -> Finding {
        let finding = Finding::ask(because);
        self.guarded.get_or_insert(finding);
        finding
    }

    /// A question that even bypassPermissions does not answer.
    fn guard_firmly(&mut self, because: BuiltIn) -> Finding {
        let finding = Finding::firm_ask(because);
        self.guarded = Some(finding);
        finding
    }

    fn ask(&mut self, because: BuiltIn) -> Finding {
        let finding = Finding::ask(because);
        self.open.get_or_insert(finding);
        finding
    }
}

/// Judges every file of `line`. Of lines with constructs that hide what would run, the client looks
/// at no file.
///
/// `start` is where the line stands in the subject of the call.
pub(super) fn check(env: &Env<'_>, line: Line<'_>, start: usize, trace: &mut dyn Trace) -> Files {
    let changes = directory::changes(line, env.places);
    let seems_to_move = changes.any || changes.stays_unseen;
    let mut check = Check { env, trace, start, files: Files::default(), seems_to_move };
    if let Some(because) = changes.question(env, line) {
        check.files.ask(because);
    }
    let mut whereabouts = Whereabouts::new(env.places.cwd(), changes.tracked);
    for command in line.commands() {
        let whole = line.words(command);
        let words = directory::behind_wrappers(whole);
        let program = known_name(words.value(0));
        let optioned = matches!(program, "cp" | "mv")
            && words.iter().skip(1).any(|word| word.value.starts_with('-'));
        let look = Look {
            removes: matches!(program, "mv" | "rm" | "rmdir"),
            edits: !optioned || env.profile.guards_every_edit(),
            expands: program != "sed",
            bare: words.len() == whole.len()
                && !command.place.timed
                && line.assignments(command).len() == 0
                && words.iter().all(is_literal),
        };
        uses(words, &mut |file| check.named(&file, look, &whereabouts));
        check.copies(words, &whereabouts);
        for redirection in line.redirections(command) {
            check.redirection(&redirection, &whereabouts);
        }
        if let Some(change) = directory::Change::read(words) {
            check.directory(&change);
            if !command.place.piped {
                whereabouts.follow(&change, env.places);
            }
        }
    }
    check.files
}

struct Check<'c> {
    env: &'c Env<'c>,
    trace: &'c mut dyn Trace,
    start: usize,
    files: Files,
    /// The line changes the working directory somewhere, or the client takes it to.
    seems_to_move: bool,
}

/// How the client looks at the files of a program.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// The program takes files away.
    removes: bool,
    /// What may be edited matters. Of a copy or a move with options the client looks at no more
    /// than the options.
    edits: bool,
    /// Wildcards are as good as names where files are read.
    expands: bool,
    /// Nothing stands before the program, and nothing in its arguments expands.
    bare: bool,
}

/// Does the client take the word for what it says?
fn is_literal(word: Word<'_>) -> bool {
    word.is_certain() && !word.traits.known && !word.value.starts_with(one_of("~%"))
}

/// Why a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Argument,
    Redirection,
}

impl Check<'_> {
    /// Tells of a file; `span` is its place in the line.
    fn report(&mut self, kind: PartKind, text: &str, span: Option<Span>, finding: Finding) {
        let move_by = |at: u32| self.start + at as usize;
        let span = span.map(|span| Span::new(move_by(span.start), move_by(span.end)));
        self.trace.part(kind, text, span, finding);
    }

    fn named(&mut self, file: &FileUse<'_>, look: Look, whereabouts: &Whereabouts<'_>) {
        let path = file.path();
        let named = Named::read(&file.word, &path, self.env.places);
        let span = Some(file.word.span);
        if matches!(file.role, Role::LinkSource | Role::LinkName) {
            let reached = credentials::are_named(&named, self.env.places)
                || (file.role == Role::LinkSource && credentials::lie_in(&named, self.env.places));
            if reached {
                let finding = self.files.guard(BuiltIn::ReachesCredentials);
                self.report(PartKind::Write, named.text(), span, finding);
            }
            return;
        }
        if matches!(file.role, Role::Read | Role::CopySource | Role::ReadWrite) {
            self.deny_read(&named, span, By::Argument, whereabouts);
        }
        let writes = matches!(file.role, Role::Write | Role::ReadWrite | Role::Destination);
        if writes
            && whereabouts.lost
            && self.env.rules.denied_somewhere(Access::Read, "/").is_some()
        {
            self.deny_lost(&named, span);
        }
        if writes || (file.role == Role::CopySource && !look.bare) {
            self.deny_write(&named, span, By::Argument, whereabouts);
        }
        if file.role == Role::Read {
            self.read(&named, span, By::Argument);
            if named.glob && !look.expands {
                self.files.ask(BuiltIn::UnplacedFile);
            }
            return;
        }
        if file.role != Role::Write && file.role != Role::Destination {
            self.fence(&named, span);
        }
        if look.removes
            && file.role != Role::Destination
            && credentials::lie_in(&named, self.env.places)
        {
            let finding = self.files.guard(BuiltIn::ReachesCredentials);
            self.report(PartKind::Write, named.text(), span, finding);
        }
        if look.edits {
            self.write(&named, span, By::Argument);
        }
    }

    /// Stops reads outside, where the settings say so.
    fn fence(&mut self, named: &Named<'_>, span: Option<Span>) {
        let env = self.env;
        if !env.settings.block_reads_outside
            || matches!(named.riddle, Some(Riddle::Expansion | Riddle::Output))
        {
            return;
        }
        let path = named.place(env.places.cwd());
        let target = Target::new(&path, env.places, env.links);
        let open = named.riddle.is_none()
            && (path::is_open_device(&path)
                || env.directories().contain(&target)
                || path::readable(&path, env.places) == Some(Own::Project));
        if !open {
            let finding = self.files.guard_firmly(BuiltIn::ReadsOutsideBlocked);
            self.report(PartKind::Read, named.text(), span, finding);
        }
    }

    /// What is copied or moved into a directory is written there under its own name; what is linked leads on
    /// from where the link lies.
    fn copies(&mut self, words: Words<'_>, whereabouts: &Whereabouts<'_>) {
        match known_name(words.value(0)) {
            "cp" | "mv" => {}
            "link" | "ln" if credentials::are_linked(words, self.env.places) => {
                let finding = self.files.guard(BuiltIn::ReachesCredentials);
                self.report(PartKind::Command, words.source(), None, finding);
                return;
            }
            _ => return,
        }
        if let Some(option) = words.iter().skip(1).find(|word| word.value.starts_with('-')) {
            let finding = self.files.ask(BuiltIn::OptionedCopy);
            self.report(PartKind::Command, words.source(), Some(option.span), finding);
        }
        if credentials::are_reached(words, self.env.places) {
            let finding = self.files.guard(BuiltIn::ReachesCredentials);
            self.report(PartKind::Command, words.source(), None, finding);
        }
        let places = self.env.places;
        let mut destination = None;
        uses(words, &mut |file| {
            if file.role == Role::Destination {
                destination = Some((Named::read(&file.word, file.text, places), file.text));
            }
        });
        let Some((destination, written)) =
            destination.filter(|(to, _)| to.riddle.is_none() && !to.glob)
        else {
            return;
        };
        uses(words, &mut |file| {
            if file.role == Role::Destination {
                return;
            }
            let source = Named::read(&file.word, file.text, places);
            if let Some(name) = source.last_component() {
                for base in whereabouts.candidates() {
                    if destination.leads_nowhere(base, places, self.env.links) {
                        continue;
                    }
                    let path = format!("{}/{name}", destination.place(base));
                    self.denies(Access::Write, &path, Some(file.word.span));
                    if written.starts_with('~') {
                        // The client also takes the tilde for the name of a directory.
                        let path = format!("{base}/{written}/{name}");
                        self.denies(Access::Write, &path, Some(file.word.span));
                    }
                }
            }
        });
    }

    fn directory(&mut self, change: &directory::Change<'_>) {
        let places = self.env.places;
        if let Some(word) = change.target {
            if change.builtin {
                let here = Whereabouts::new(places.cwd(), false);
                let named = Named::read(&word, word.value, places);
                self.deny_read(&named, Some(word.span), By::Argument, &here);
                self.read(&named, Some(word.span), By::Argument);
            }
        } else if change.home {
            self.denies(Access::Read, places.home(), Some(change.span));
            self.readable(places.home(), Some(change.span));
        }
    }

    fn redirection(&mut self, redirection: &Redirection<'_>, whereabouts: &Whereabouts<'_>) {
        let target = redirection.target;
        let writes = directory::writes(redirection.operator, target.value);
        // The client does not understand `<>` and asks about the line as a whole.
        let reads = redirection.operator == RedirectionOperator::Input;
        if !(reads || writes) || target.value == "/dev/null" {
            return;
        }
        let named = Named::read(&target, target.value, self.env.places);
        let span = Some(target.span);
        if writes {
            self.deny_write(&named, span, By::Redirection, whereabouts);
            // `!` clobbers or recalls in other shells.
            if target.value.starts_with(one_of("~=!")) {
                self.files.ask(BuiltIn::UnplacedFile);
            }
            self.write(&named, span, By::Redirection);
        } else {
            self.deny_read(&named, span, By::Redirection, whereabouts);
            let relative = self.seems_to_move && !named.is_absolute();
            if named.glob || relative || target.value.starts_with(one_of("=!")) {
                self.files.ask(BuiltIn::UnplacedFile);
            }
            self.read(&named, span, By::Redirection);
        }
    }

    /// Applies the deny rules about reading.
    fn deny_read(
        &mut self,
        named: &Named<'_>,
        span: Option<Span>,
        by: By,
        whereabouts: &Whereabouts<'_>,
    ) {
        if matches!(named.riddle, Some(Riddle::OtherHome | Riddle::Expansion)) {
            return;
        }
        if by == By::Redirection && named.riddle.is_some() {
            return;
        }
        for base in whereabouts.candidates() {
            if !named.leads_nowhere(base, self.env.places, self.env.links) {
                let path = match by {
                    By::Argument => named.place(base),
                    By::Redirection => named.literal_place(base),
                };
                self.denies(Access::Read, &path, span);
            }
            self.denies_climbed(Access::Read, named, base, span);
        }
        if whereabouts.lost {
            self.deny_lost(named, span);
        }
    }

    /// Applies the deny rules about reading where the working directory is not known: the file may lie
    /// in a forbidden one. Wildcards count as letters.
    fn deny_lost(&mut self, named: &Named<'_>, span: Option<Span>) {
        let path = named.literal_place("/");
        let path = if named.is_absolute() { &path } else { path.trim_start_matches('/') };
        if let Some(rule) = self.env.rules.denied_somewhere(Access::Read, path) {
            let finding = self.files.deny(rule);
            self.report(PartKind::Read, named.text(), span, finding);
        }
    }

    /// Applies the deny rules about writing.
    fn deny_write(
        &mut self,
        named: &Named<'_>,
        span: Option<Span>,
        by: By,
        whereabouts: &Whereabouts<'_>,
    ) {
        if named.riddle.is_some() || named.braces || (named.glob && by == By::Argument) {
            return;
        }
        for base in whereabouts.candidates() {
            if !named.leads_nowhere(base, self.env.places, self.env.links) {
                // Wildcards among arguments are asked about; here they are in redirections.
                self.denies(Access::Write, &named.literal_place(base), span);
            }
            self.denies_climbed(Access::Write, named, base, span);
        }
    }

    /// Applies the deny rules to where a name with `..` in it really leads.
    fn denies_climbed(
        &mut self,
        access: Access,
        named: &Named<'_>,
        base: &str,
        span: Option<Span>,
    ) {
        if let Some(path) = named.climbed(base, self.env.places, self.env.links) {
            self.denies(access, &path, span);
        }
    }

    fn denies(&mut self, access: Access, path: &str, span: Option<Span>) {
        let target = Target::new(path, self.env.places, self.env.links);
        if let Some(rule) = self.env.rules.path(access, &target, Lists::RESTRICTIONS).deny {
            let finding = self.files.deny(rule);
            let kind = if access == Access::Read { PartKind::Read } else { PartKind::Write };
            self.report(kind, &target.absolute, span, finding);
        }
    }

    /// Asks about reading what is not open to reading.
    fn read(&mut self, named: &Named<'_>, span: Option<Span>, by: By) {
        self.fence(named, span);
        if by == By::Redirection && named.climbs && self.env.settings.block_reads_outside {
            self.files.guard_firmly(BuiltIn::ReadsOutsideBlocked);
        }
        let riddle = match named.riddle {
            // The client takes the variable for a directory name.
            Some(Riddle::Runtime) => by == By::Redirection,
            Some(Riddle::Output) => {
                by == By::Redirection || self.env.profile.sees_through_every_disguise()
            }
            riddle => riddle.is_some(),
        };
        if riddle || named.climbs || named.remote {
            let finding = self.files.ask(BuiltIn::UnplacedFile);
            self.report(PartKind::Read, named.text(), span, finding);
            return;
        }
        self.readable(&named.place(self.env.places.cwd()), span);
    }

    fn readable(&mut self, path: &str, span: Option<Span>) {
        let env = self.env;
        if path::is_open_device(path) {
            return;
        }
        let target = Target::new(path, env.places, env.links);
        let own = path::readable(path, env.places);
        let inside = env.is_inside(&target, Access::Read);
        let finding = if target.is_endless() {
            self.files.ask(BuiltIn::EndlessLink)
        } else if inside || own.is_some() {
            return;
        } else {
            match env.rules.path(Access::Read, &target, Lists::ALLOW).allow {
                Some(rule) => Finding::rule(Verdict::Allow, rule),
                None => self.files.ask(BuiltIn::OutsideWorkingDirectories),
            }
        };
        self.report(PartKind::Read, &target.absolute, span, finding);
    }

    /// Does `path` steer the agent, a shell or a tool?
    fn is_guarded(&self, path: &str) -> bool {
        path::is_protected(path) || path::is_forbidden(path, self.env.places)
    }

    /// What guards the file that a name with `..` in it really leads to.
    fn guard_of_climbed(&self, named: &Named<'_>) -> Option<BuiltIn> {
        let env = self.env;
        let path = named.climbed(env.places.cwd(), env.places, env.links)?;
        if self.is_guarded(&path) {
            return Some(BuiltIn::ProtectedPath);
        }
        let directories = env.directories();
        let target = Target::new(&path, env.places, env.links);
        let strays = directories.contain_path(&named.place(env.places.cwd()))
            && !directories.contain(&target)
            && env.rules.path(Access::Write, &target, Lists::ALLOW).allow.is_none();
        strays.then_some(BuiltIn::WriteThroughLink)
    }

    /// Asks about writing what is not open to writing.
    fn write(&mut self, named: &Named<'_>, span: Option<Span>, by: By) {
        let env = self.env;
        if named.remote && !(named.climbs || named.glob) {
            let finding = self.files.guard(BuiltIn::AmbiguousPath);
            self.report(PartKind::Write, named.text(), span, finding);
            return;
        }
        let unplaced =
            named.riddle.is_some() || named.climbs || named.glob || named.braces || named.remote;
        if unplaced {
            // Of what is redirected the client reads the end all the same.
            let is_odd = || {
                let path = named.literal_place(env.places.cwd());
                named.loses_its_end || path::is_ambiguous(&path)
            };
            let redirected = by == By::Redirection && named.glob && named.riddle.is_none();
            let finding = match self.guard_of_climbed(named) {
                Some(because) => self.files.guard(because),
                None if redirected && is_odd() => self.files.guard(BuiltIn::AmbiguousPath),
                None => self.files.ask(BuiltIn::UnplacedFile),
            };
            self.report(PartKind::Write, named.text(), span, finding);
            return;
        }
        let path = named.place(env.places.cwd());
        let target = Target::new(&path, env.places, env.links);
        let ambiguous = named.loses_its_end || target.spellings().any(path::is_ambiguous);
        let finding = if ambiguous {
            self.files.guard(BuiltIn::AmbiguousPath)
        } else if target.is_endless() || target.spellings().any(|path| self.is_guarded(path)) {
            self.files.guard(BuiltIn::ProtectedPath)
        } else {
            let rule = env.rules.path(Access::Write, &target, Lists::ALLOW).allow;
            let allowed = rule.is_some();
            let inside = env.directories().contain(&target);
            if !(inside || allowed) && env.directories().contain_path(&target.absolute) {
                // It lies inside by its name, and a link takes it elsewhere.
                let finding = self.files.guard(BuiltIn::WriteThroughLink);
                self.report(PartKind::Write, &target.absolute, span, finding);
                return;
            }
            let open = match by {
                By::Argument => inside || allowed,
                By::Redirection => allowed || (inside && env.accepts_edits()),
            };
            if open {
                self.files.edits |= !allowed && !env.accepts_edits();
                if let Some(rule) = rule {
                    let finding = Finding::rule(Verdict::Allow, rule);
                    self.report(PartKind::Write, &target.absolute, span, finding);
                }
                return;
            }
            let because =
                if inside { BuiltIn::RedirectedOutput } else { BuiltIn::OutsideWorkingDirectories };
            self.files.ask(because)
        };
        self.report(PartKind::Write, &target.absolute, span, finding);
    }
}
