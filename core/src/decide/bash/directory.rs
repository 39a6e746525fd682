//! Changes of the working directory inside a command line.

use super::named::Named;
use crate::{
    decide::Env,
    decision::BuiltIn,
    filter::Filter,
    letters::one_of,
    names::Names,
    path::{Places, join},
    programs::{
        files::{self, Role, is_known, uses},
        last_step,
        wrappers::{Inner, launched, only_sounds_builtin},
    },
    shell::{Construct, Line, RedirectionOperator, Separator, Word, Words},
    span::Span,
};

/// `cd`, `pushd` or `popd`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'s> {
    /// The directory, if the command names one.
    pub(super) target: Option<Word<'s>>,
    /// It names none, so that the home directory is meant.
    pub(super) home: bool,
    /// `cd`, whose directory the client judges as a file that is read.
    pub(super) builtin: bool,
    /// It has two directories; the shell refuses that, or does something else.
    ambiguous: bool,
    /// It has options.
    optioned: bool,
    pub(super) span: Span,
}

impl<'s> Change<'s> {
    pub(super) fn read(words: Words<'s>) -> Option<Change<'s>> {
        let name = words.first()?;
        let (builtin, returns) = match name.value {
            "cd" => (true, false),
            "pushd" => (false, false),
            "popd" => (false, true),
            _ => return None,
        };
        let mut operands = 0;
        let mut options = 0;
        let mut target = None;
        // What `popd` is given says how far to go back.
        for word in words.skip(1).iter().filter(|_| !returns) {
            // `-`, the directory before this one, counts as an option: the client does not know
            // where it leads.
            if word.value.starts_with('-') {
                options += 1;
            } else {
                operands += 1;
                target = target.or(Some(word));
            }
        }
        let back = words.len() == 2 && words.value(1) == "-";
        let ambiguous = !returns
            && words.len() > 2
            && (operands > 1 || words.iter().any(|word| word.value == "-"));
        Some(Change {
            target: target.filter(|_| operands == 1 && !ambiguous),
            home: operands == 0 && builtin && !back,
            builtin,
            ambiguous,
            optioned: options > 0 && !back,
            span: name.span,
        })
    }

    /// Does it name the working directory by its path?
    fn names_here(&self, places: &Places<'_>) -> bool {
        self.target.is_some_and(|word| {
            !word.value.starts_with('~')
                && Named::read(&word, word.value, places).text() == places.cwd()
        })
    }

    /// Is it `cd .`?
    fn stays(&self) -> bool {
        self.target.is_some_and(|word| matches!(word.value, "." | "./"))
    }
}

/// The program behind programs that only start it, as far as the client looks for files.
pub(super) fn behind_wrappers(mut words: Words<'_>) -> Words<'_> {
    const SEEN_THROUGH: Names =
        Names::new("builtin command env nice noglob nohup stdbuf time timeout");
    const NAMES: Filter = Filter::of(SEEN_THROUGH);
    loop {
        let program = words.value(0);
        let name = last_step(program);
        let is_wrapper = NAMES.may_hold(name) && SEEN_THROUGH.contains(name);
        if !is_wrapper || only_sounds_builtin(program, name) {
            return words;
        }
        let start = match name {
            "stdbuf" => behind_options(words),
            name => match launched(name, words, false) {
                Some(Inner::Words(start)) => start,
                _ => return words,
            },
        };
        words = words.skip(start);
    }
}

/// Where the command of a `stdbuf` starts, whose options may have their values in the next word.
fn behind_options(words: Words<'_>) -> usize {
    let mut start = 1;
    while words.value(start).starts_with('-') {
        let alone =
            matches!(words.value(start), "-i" | "-o" | "-e" | "--input" | "--output" | "--error");
        start += if alone { 2 } else { 1 };
    }
    start
}

/// Is this a `cd` to one place, without options, which needs no rule where the place is open?
pub(super) fn is_plain(words: Words<'_>) -> bool {
    let mut words = words;
    while matches!(words.value(0), "builtin" | "command") {
        words = words.skip(1);
    }
    Change::read(words)
        .is_some_and(|change| change.builtin && !change.optioned && !change.ambiguous)
}

/// What a line does to its working directory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Changes {
    /// It leaves it somewhere.
    pub(super) any: bool,
    /// There is a `cd`, even one that leads nowhere else.
    pub(super) moves: bool,
    /// Where it goes can be followed from command to command.
    pub(super) tracked: bool,
    /// How many changes there are.
    count: usize,
    ambiguous: bool,
    /// There is a `cd` that leads nowhere else, where the client does not see that.
    pub(super) stays_unseen: bool,
}

pub(super) fn changes(line: Line<'_>, places: &Places<'_>) -> Changes {
    let mut changes = Changes::default();
    for command in line.commands() {
        let Some(change) = Change::read(behind_wrappers(line.words(command))) else { continue };
        changes.count += usize::from(!change.names_here(places));
        changes.moves |= !change.names_here(places);
        changes.any |= !(change.stays() || change.names_here(places));
        changes.stays_unseen |= (change.stays() && !begins_with_it(line))
            || (change.names_here(places) && command.place.piped);
        changes.ambiguous |= change.ambiguous;
    }
    changes.tracked = changes.any && !line.found().contains(Construct::Subshell);
    changes
}

/// Is `line` a change of directory and commands that each wait for the success of those before? The
/// client takes `cd .` off the start of no other line. It also stumbles over the `&` of `2>&1`.
fn begins_with_it(line: Line<'_>) -> bool {
    let mut commands = line.commands().iter();
    let starts = commands.next().is_some_and(|first| {
        Change::read(line.words(first)).is_some() && first.before == Separator::Edge
    });
    starts
        && commands.all(|command| {
            command.before == Separator::And
                && command.after != Separator::Background
                && !line.redirections(command).any(|redirection| {
                    matches!(
                        redirection.operator,
                        RedirectionOperator::DuplicateInput
                            | RedirectionOperator::DuplicateOutput
                            | RedirectionOperator::OutputAndErrors
                            | RedirectionOperator::AppendWithErrors
                    )
                })
        })
}

impl Changes {
    /// Why the line is asked about.
    pub(super) fn question(&self, env: &Env<'_>, line: Line<'_>) -> Option<BuiltIn> {
        if self.ambiguous {
            return Some(BuiltIn::UnplacedDirectory);
        }
        if self.count > 1 {
            return Some(BuiltIn::SeveralDirectoryChanges);
        }
        if !self.any && !self.stays_unseen {
            return None;
        }
        let forbids_reading = env.rules.forbids_reading();
        line.commands().iter().find_map(|command| {
            let words = behind_wrappers(line.words(command));
            if self.any && runs_git(words) {
                return Some(BuiltIn::DirectoryChangeBeforeGit);
            }
            if forbids_reading && reads_here(words, env.places) {
                return Some(BuiltIn::DirectoryChangeAndRead);
            }
            let redirects = line
                .redirections(command)
                .any(|redirection| writes(redirection.operator, redirection.target.value));
            (redirects || files::writes(words)).then_some(BuiltIn::DirectoryChangeAndWrite)
        })
    }
}

/// Does the client take the command for one that starts `git`?
fn runs_git(words: Words<'_>) -> bool {
    let named = || words.skip(1).iter().any(|word| word.value == "git");
    words.value(0) == "git" || (words.value(0) == "xargs" && named())
}

/// Does a redirection write to a file?
pub(super) fn writes(operator: RedirectionOperator, target: &str) -> bool {
    use RedirectionOperator as Operator;
    let is_file = match operator {
        Operator::Output
        | Operator::Clobber
        | Operator::Append
        | Operator::OutputAndErrors
        | Operator::AppendWithErrors => true,
        Operator::DuplicateOutput => {
            // `1`, `-`, `1-`
            let number = target.strip_suffix('-').unwrap_or(target);
            !number.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    };
    is_file && target != "/dev/null"
}

/// Does a command read a file that it names from the working directory, or that directory itself?
fn reads_here(words: Words<'_>, places: &Places<'_>) -> bool {
    if matches!(words.value(0), "cd" | "pushd") || !is_known(words.value(0)) {
        return false;
    }
    let mut relative = searches_here(words);
    uses(words, &mut |file| {
        relative |=
            file.role == Role::Read && !Named::read(&file.word, &file.path(), places).is_absolute();
    });
    relative
}

/// Is it a recursive search, which reads the working directory if it is given no file? The client sees
/// `-r` among other letters here, unlike where it looks for forbidden files.
fn searches_here(words: Words<'_>) -> bool {
    let mut files = false;
    uses(words, &mut |_| files = true);
    !files
        && matches!(words.value(0), "grep" | "egrep" | "fgrep")
        && words.skip(1).iter().any(|word| {
            word.value == "--dereference-recursive"
                || word.value.strip_prefix('-').is_some_and(|letters| {
                    !letters.starts_with('-') && letters.contains(one_of("rR"))
                })
        })
}

/// As many directories as are kept in mind; a line that could be in more of them is lost.
const MAX_CANDIDATES: usize = 16;

/// Where a command might run: a `cd` before it may have failed or not run at all.
#[derive(Debug)]
pub(super) struct Whereabouts<'p> {
    cwd: &'p str,
    /// Where changes of directory may have led.
    elsewhere: Vec<String>,
    tracked: bool,
    /// Nobody knows where.
    pub(super) lost: bool,
}

impl<'p> Whereabouts<'p> {
    pub(super) fn new(cwd: &'p str, tracked: bool) -> Whereabouts<'p> {
        Whereabouts { cwd, elsewhere: Vec::new(), tracked, lost: false }
    }

    /// The directories from which a relative path may start.
    pub(super) fn candidates(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.cwd).chain(self.elsewhere.iter().map(String::as_str))
    }

    /// Takes note of a change of directory in front of what follows.
    pub(super) fn follow(&mut self, change: &Change<'_>, places: &Places<'_>) {
        if !self.tracked {
            return;
        }
        let reached: Vec<String> = match change.target {
            Some(word) => {
                let named = Named::read(&word, word.value, places);
                if named.riddle.is_some() || named.glob {
                    self.lost = true;
                    return;
                }
                self.candidates().map(|base| named.place(base)).collect()
            }
            None if change.home => vec![join("/", places.home()).into_owned()],
            None => {
                self.lost = true;
                return;
            }
        };
        for directory in reached {
            if self.candidates().any(|known| known == directory) {
                continue;
            }
            if self.elsewhere.len() == MAX_CANDIDATES {
                self.lost = true;
                return;
            }
            self.elsewhere.push(directory);
        }
    }
}
