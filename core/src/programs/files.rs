//! Which arguments of which programs are files, and what happens to them.
//!
//! A row of [`PROGRAMS`] names a program, its [`Grammar`] and what it does to its files.
//! [`uses`] reads a command along its row. A program without a row has no files as far as path rules
//! go, whatever it may do with its arguments: the client looks at no others.

mod grammar;
mod table;

use self::{
    grammar::{Copy, Find, Grammar, Options},
    table::PROGRAMS,
};
use crate::{
    filter::Filter,
    path::join,
    programs::{bare_name, last_step, sed},
    shell::{Word, Words},
};
use std::borrow::Cow;

/// What a command does to a file that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Reads it.
    Read,
    /// Creates, changes or removes it.
    Write,
    /// Reads it to write it elsewhere. The client asks as if it were written, and denies as if it
    /// were read.
    CopySource,
    /// Reads it and writes it: edits it in place, or takes it away to put it elsewhere.
    ReadWrite,
    /// Receives copies: it is written, or what is written lies in it.
    Destination,
    /// Gets a second name. Nothing happens to it yet.
    LinkSource,
    /// Becomes a link.
    LinkName,
}

/// A file that a command names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileUse<'s> {
    pub(crate) role: Role,
    /// The word that names it.
    pub(crate) word: Word<'s>,
    /// The file: the word, or its part behind an option, as in `--file=x`.
    pub(crate) text: &'s str,
    /// The directory from which the program looks for it, if that is another than its own.
    under: Option<&'s str>,
}

impl<'s> FileUse<'s> {
    const fn new(role: Role, word: Word<'s>, text: &'s str) -> FileUse<'s> {
        FileUse { role, word, text, under: None }
    }

    /// The file, seen from where the program runs.
    pub(crate) fn path(&self) -> Cow<'s, str> {
        match self.under {
            Some(directory) => join(directory, self.text),
            None => Cow::Borrowed(self.text),
        }
    }
}

/// How the files of a program are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Write,
    /// `sed`, which the client takes to edit its files unless it plainly prints them.
    Stream,
    Copy,
    Move,
    Link,
}

/// What a program reads if it is given no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Without {
    /// Nothing, or standard input.
    Input,
    /// The working directory.
    Directory,
    /// The working directory, with `-r`, `-R` or `--recursive` as a word of its own.
    DirectoryIfRecursive,
}

impl Without {
    /// Is it the working directory that a program with these arguments reads?
    fn is_directory(self, arguments: Words<'_>) -> bool {
        match self {
            Without::Input => false,
            Without::Directory => true,
            Without::DirectoryIfRecursive => {
                arguments.iter().any(|word| matches!(word.value, "-r" | "-R" | "--recursive"))
            }
        }
    }
}

/// A program that works on files.
#[derive(Clone, Copy, Debug)]
struct Program {
    name: &'static str,
    access: Access,
    grammar: Grammar,
    without: Without,
    found: Found,
}

/// Where a program is known by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Only where no path says which file it is.
    InPath,
    /// In any directory.
    Anywhere,
    /// In any directory, with `.exe` behind it, too.
    AnywhereAsExe,
}

/// Does the client know which arguments of `program` it reads?
pub(crate) fn is_known(program: &str) -> bool {
    find(program).is_some_and(|row| row.access != Access::Link)
}

/// Does the client hold that the command writes files, whether it names any or not?
pub(crate) fn writes(words: Words<'_>) -> bool {
    let mut files = false;
    uses(words, &mut |file| {
        files |= !matches!(file.role, Role::Read | Role::LinkSource | Role::LinkName);
    });
    files
        || find(words.value(0)).is_some_and(|row| match row.access {
            Access::Read | Access::Link => false,
            Access::Write => row.name != "tee",
            Access::Copy | Access::Move => true,
            Access::Stream => {
                !(sed::prints_lines(words.skip(1)) || sed::substitutes(words.skip(1)))
            }
        })
}

/// Adds the programs of [`PROGRAMS`] to a filter.
pub(super) const fn note<const WORDS: usize>(names: Filter<WORDS>) -> Filter<WORDS> {
    let mut names = names;
    let mut row = 0;
    while row < PROGRAMS.len() {
        names = names.with(PROGRAMS[row].name);
        row += 1;
    }
    names
}

const NAMES: Filter = note(Filter::EMPTY);

fn find(program: &str) -> Option<&'static Program> {
    let name = bare_name(program);
    if !NAMES.may_hold(name) {
        return None;
    }
    let index = PROGRAMS.binary_search_by(|row| row.name.cmp(name)).ok()?;
    PROGRAMS.get(index).filter(|row| match row.found {
        Found::InPath => name.len() == program.len(),
        Found::Anywhere => name.len() == last_step(program).len(),
        Found::AnywhereAsExe => true,
    })
}

/// The name under which `program`, which may be a path, is known here: its own, if it is not.
pub(crate) fn known_name(program: &str) -> &str {
    find(program).map_or(program, |row| row.name)
}

/// Tells `each` file of a command: `words` are the program and its arguments.
pub(crate) fn uses<'s>(words: Words<'s>, each: &mut dyn FnMut(FileUse<'s>)) {
    let Some(name) = words.first() else { return };
    if name.value == "git" {
        return git(words.skip(1), each);
    }
    let Some(program) = find(name.value) else { return };
    let arguments = words.skip(1);
    let role = match program.access {
        Access::Read => Role::Read,
        Access::Write => Role::Write,
        Access::Stream if sed::prints_lines(arguments) => Role::Read,
        Access::Stream => Role::ReadWrite,
        Access::Copy => Role::CopySource,
        Access::Move => Role::ReadWrite,
        Access::Link => Role::LinkSource,
    };
    let mut any = false;
    let mut file = |word: Word<'s>, text: &'s str| {
        any = true;
        each(FileUse::new(role, word, text));
    };
    match program.grammar {
        Grammar::Files(options) => options.files(arguments, &mut file),
        Grammar::AfterScript(options) => options.files_after_script(arguments, &mut file),
        Grammar::Filter => grammar::filter(arguments, &mut file),
        Grammar::Find => Find::files(arguments, &mut file),
        Grammar::Sets => grammar::after_sets(arguments, &mut file),
        Grammar::Pages => grammar::pages(arguments, &mut file),
        Grammar::Outputs => {
            Options::NONE.files(arguments, &mut |word, text| {
                if !matches!(text, "/dev/null" | "/dev/stdout" | "/dev/stderr") {
                    file(word, text);
                }
            });
        }
        Grammar::Copies => return Copy::read(arguments).files(role, each),
    }
    if !any && program.without.is_directory(arguments) {
        each(FileUse::new(Role::Read, name, "."));
    }
}

/// `git diff` and `git grep` read files; of the other commands the client looks at no argument.
fn git<'s>(words: Words<'s>, each: &mut dyn FnMut(FileUse<'s>)) {
    let mut rest = words;
    let mut under = None;
    while let Some(option) = rest.first().filter(|word| word.value.starts_with('-')) {
        let takes_value = matches!(option.value, "-C" | "-c" | "--git-dir" | "--work-tree");
        if option.value == "-C" {
            under = rest.get(1).map(|directory| directory.value);
        }
        rest = rest.skip(if takes_value { 2 } else { 1 });
    }
    let Some(command) = rest.first() else { return };
    let mut any = false;
    let mut file = |word: Word<'s>, text: &'s str| {
        any = true;
        each(FileUse { under, ..FileUse::new(Role::Read, word, text) });
    };
    match command.value {
        "diff" => grammar::PERMUTED.files(rest.skip(1), &mut file),
        "grep" => grammar::GREP.files_after_script(rest.skip(1), &mut file),
        _ => return,
    }
    if !any && command.value == "grep" {
        each(FileUse { under, ..FileUse::new(Role::Read, command, ".") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Script, scan};

    /// The files of a command: `r` those that are read, `w` those that are written, and so on.
    fn files(text: &str) -> String {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let mut found = Vec::new();
        uses(line.words(&line.commands()[0]), &mut |file| {
            let role = match file.role {
                Role::Read => "r",
                Role::Write => "w",
                Role::CopySource => "c",
                Role::ReadWrite => "rw",
                Role::Destination => "d",
                Role::LinkSource => "l",
                Role::LinkName => "n",
            };
            found.push(format!("{role}:{}", file.path()));
        });
        found.join(" ")
    }

    #[test]
    fn options_end_where_the_client_ends_them() {
        for (command, expected) in [
            ("cat a b", "r:a r:b"),
            ("cat -n -- -b", "r:-b"),
            ("head -n 5 a", "r:5 r:a"),
            ("cut -d , -f 1 a", "r:a"),
            ("cut a -d ,", "r:a r:-d r:,"),
            ("column --table-columns x a", "r:a"),
            ("cat - -n", "r:- r:-n"),
            ("sort -o out a", "r:out r:a"),
            ("sort --output=out a", "r:a"),
            ("less a", ""),
        ] {
            assert_eq!(files(command), expected, "{command}");
        }
    }

    #[test]
    fn scripts_are_no_files_but_script_files_are() {
        for (command, expected) in [
            ("grep x a", "r:a"),
            ("grep -m 1 x a", "r:a"),
            ("grep -e x a", "r:a"),
            ("grep -ie x a", "r:a"),
            ("grep -eq a", "r:a"),
            ("grep -ff a", "r:f r:a"),
            ("grep -rf f a", "r:f r:a"),
            ("grep --file=f --exclude-from=g a", "r:f r:g r:a"),
            ("grep x a -m 1", "r:a r:-m r:1"),
            ("grep x -n", "r:-n"),
            ("grep x a --file=f", "r:a r:--file=f r:f"),
            ("git diff a -- -q", "r:a r:-q"),
            ("git diff a -q", "r:a"),
            ("rg --files a", "r:."),
            ("awk -F: 1 a", "r:a"),
            ("awk -f p a", "r:p r:a"),
            ("sed -n 1p a", "r:a"),
            ("sed s/x/y/ a", "rw:a"),
            ("sed -ne s/x/y/ a", "rw:s/x/y/ rw:a"),
            ("jq . a --arg n b", "r:a r:b"),
            ("jq --slurpfile n a . b", "r:a r:b"),
            ("tr a b c", "r:c"),
            ("tr -d a c", "r:c"),
            ("git -C d diff a", "r:d/a"),
            ("git -C d diff", ""),
            ("git grep x a", "r:a"),
            ("git log a", ""),
            ("man ls ./a", "r:./a"),
        ] {
            assert_eq!(files(command), expected, "{command}");
        }
    }

    #[test]
    fn starting_points_and_compared_files_are_found() {
        for (command, expected) in [
            ("find a b -name c", "r:a r:b"),
            ("find -L a -newer b", "r:a r:b"),
            ("find . -newermt c -path d", "r:. r:c r:d"),
            ("find . -fprint o -newerXY c", "r:."),
        ] {
            assert_eq!(files(command), expected, "{command}");
        }
    }

    #[test]
    fn some_programs_read_the_directory_if_they_are_given_no_file() {
        for (command, expected) in [
            ("ls", "r:."),
            ("ls -la --", "r:."),
            ("ls a", "r:a"),
            ("find -name x", "r:."),
            ("find a -exec b -- {} +", "r:a r:{} r:+"),
            ("rg x", "r:."),
            ("rg x a", "r:a"),
            ("grep x", ""),
            ("grep -r x", "r:."),
            ("egrep --recursive x", "r:."),
            ("grep -rn x", ""),
            ("git grep x", "r:."),
            ("git -C d grep x", "r:d"),
            ("git diff", ""),
            ("cat", ""),
        ] {
            assert_eq!(files(command), expected, "{command}");
        }
    }

    #[test]
    fn copies_have_sources_and_a_destination() {
        for (command, expected) in [
            ("cp a b c", "c:a c:b d:c"),
            ("mv a b", "rw:a d:b"),
            ("cp -t d a", "rw:d rw:a d:d"),
            ("cp --target-directory=d a", "rw:a d:d"),
            ("cp a b -v", "d:-v rw:a rw:b d:b"),
            ("cp -fp -- a b", "c:a d:b"),
            ("cp -r a b", "rw:a d:b"),
            ("ln -s a b", "l:a n:b"),
            ("ln a", "l:a"),
            ("rm -rf a", "w:a"),
            ("tee -a a /dev/null", "w:a"),
        ] {
            assert_eq!(files(command), expected, "{command}");
        }
    }
}
