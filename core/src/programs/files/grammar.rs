//! How programs lay out their arguments: where files stand among options, scripts and values.

use super::{FileUse, Role};
use crate::{
    letters::one_of,
    names::Names,
    shell::{Word, Words},
};

/// A way to lay out arguments.
#[derive(Clone, Copy, Debug)]
pub(super) enum Grammar {
    /// Options, and files.
    Files(&'static Options),
    /// Options, a pattern or script unless an option gives it, and files.
    AfterScript(&'static Options),
    /// `jq`
    Filter,
    /// `find`
    Find,
    /// `tr`: one or two sets of characters. Files behind them are an error of the user; the client
    /// takes them for files.
    Sets,
    /// `man`: names of pages, of which those that look like paths are files.
    Pages,
    /// `tee`: files, or devices that are no files.
    Outputs,
    /// `cp`, `mv`: sources and a destination.
    Copies,
}

/// The options of a program that matter for finding its files. All others are taken to stand alone,
/// so that the word behind them counts as a file.
#[derive(Debug)]
pub(super) struct Options {
    /// Letters and long names of options whose value is no file.
    values: (&'static str, Names),
    /// Of options without a value. Behind an option that is in none of these lists every word counts
    /// as a file, even the value of another option. Nothing if that is not so.
    switches: Option<(&'static str, Names)>,
    /// Of options whose value is a file that is read.
    files: (&'static str, Names),
    /// Of options that give the pattern or the script. Those that are in `files` as well read it
    /// from a file; the value of the others is the script.
    scripts: (&'static str, Names),
    spelling: Spelling,
    /// Options may stand behind files. Of all other programs the client takes every word behind the
    /// first operand for a file.
    anywhere: bool,
}

/// How the letter of an option can stand beside its value or other letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// `-f x` only.
    Apart,
    /// `-fx` and `-nf x`, too.
    Joined,
    /// `-f x` only, but any option with the letter `e` or `f` in it is held to give the script.
    Loose,
}

const NO: (&str, Names) = ("", Names::NONE);

impl Options {
    pub(super) const NONE: Options = Options::with_values("", Names::NONE);

    const fn with_values(letters: &'static str, names: Names) -> Options {
        Options {
            values: (letters, names),
            switches: None,
            files: NO,
            scripts: NO,
            spelling: Spelling::Apart,
            anywhere: false,
        }
    }

    const fn switches(self, letters: &'static str, names: Names) -> Options {
        Options { switches: Some((letters, names)), ..self }
    }
}

/// Options may stand anywhere.
pub(super) const PERMUTED: Options = Options { anywhere: true, ..Options::NONE };

pub(super) const GREP: Options = Options {
    values: (
        "ABCm",
        Names::new("after-context before-context context exclude exclude-dir include max-count"),
    ),
    switches: None,
    files: ("f", Names::new("exclude-from file")),
    scripts: ("ef", Names::new("file regexp")),
    spelling: Spelling::Joined,
    anywhere: false,
};

pub(super) const RIPGREP: Options = Options {
    values: (
        "ABCTgmrt",
        Names::new(
            "after-context before-context context glob max-count max-depth replace type type-not",
        ),
    ),
    switches: None,
    files: ("f", Names::new("file ignore-file")),
    scripts: ("ef", Names::new("file regexp")),
    spelling: Spelling::Joined,
    anywhere: false,
};

pub(super) const AWK: Options = Options {
    values: ("Fv", Names::new("assign field-separator")),
    switches: None,
    files: ("Ef", Names::new("exec file")),
    scripts: ("Eef", Names::new("exec file source")),
    spelling: Spelling::Apart,
    anywhere: false,
};

pub(super) const SED: Options = Options {
    values: NO,
    switches: None,
    files: ("f", Names::new("file")),
    scripts: ("ef", Names::new("expression file")),
    spelling: Spelling::Loose,
    anywhere: false,
};

pub(super) const CMP: Options = Options::with_values("", Names::new("bytes ignore-initial"));

pub(super) const COLUMN: Options = Options::with_values(
    "CEHNORTWciloprs",
    Names::new(
        "output-separator output-width separator table-columns table-columns-limit table-hide \
         table-name table-noextreme table-order table-right table-truncate table-wrap tree tree-id \
         tree-parent",
    ),
)
.switches("dehmtxJLV", Names::new("table"));

pub(super) const COMM: Options = Options::with_values("", Names::new("output-delimiter"));

pub(super) const CUT: Options =
    Options::with_values("bcdf", Names::new("bytes characters delimiter fields output-delimiter"))
        .switches("nswz", Names::new("complement only-delimited"));

pub(super) const FMT: Options = Options::with_values("dglw", Names::new("goal prefix width"))
    .switches("cmnsu", Names::new("uniform-spacing"));

pub(super) const FOLD: Options =
    Options::with_values("w", Names::new("width")).switches("bs", Names::new("spaces"));

pub(super) const NUMFMT: Options = Options::with_values(
    "d",
    Names::new("delimiter field format from from-unit invalid padding round suffix to to-unit"),
)
.switches("z", Names::new("debug"));

pub(super) const PASTE: Options =
    Options::with_values("d", Names::new("delimiters")).switches("sz", Names::new("serial"));

pub(super) const PR: Options = Options::with_values(
    "DNWhlow",
    Names::new("columns date-format first-line-number header indent length page-width width"),
)
.switches("acdefimnprstvFJST", Names::NONE);

pub(super) const EXPAND: Options =
    Options::with_values("t", Names::new("tabs")).switches("i", Names::new("initial"));

pub(super) const UNEXPAND: Options =
    Options::with_values("t", Names::new("tabs")).switches("af", Names::new("all"));

pub(super) const TAC: Options =
    Options::with_values("s", Names::new("separator")).switches("br", Names::new("before"));

/// Hears of each file: its word, and the part of the word that is the file.
type Each<'e, 's> = &'e mut dyn FnMut(Word<'s>, &'s str);

/// What an option is to the search for files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Meaning<'s> {
    /// The next word belongs to it.
    takes_next: bool,
    /// Its value is a file.
    file: bool,
    gives_script: bool,
    /// Its value in the same word.
    attached: Option<&'s str>,
}

impl Options {
    pub(super) fn files<'s>(&self, arguments: Words<'s>, file: Each<'_, 's>) {
        self.scan(arguments, true, file);
    }

    pub(super) fn files_after_script<'s>(&self, arguments: Words<'s>, file: Each<'_, 's>) {
        self.scan(arguments, false, file);
    }

    fn scan<'s>(&self, arguments: Words<'s>, mut has_script: bool, file: Each<'_, 's>) {
        let mut words = arguments.into_iter();
        // Behind an option that it does not know the client lets no other have the next word.
        let mut saw_unknown = false;
        let mut saw_operand = false;
        let mut only_operands = false;
        while let Some(word) = words.next() {
            let text = word.value;
            if only_operands || !text.starts_with('-') || text == "-" {
                if has_script {
                    file(word, text);
                }
                // It sees the file in an option that has become an operand all the same.
                let meaning = if saw_operand { self.meaning(text) } else { Meaning::default() };
                if let (true, true, Some(value)) =
                    (meaning.file, meaning.gives_script, meaning.attached)
                {
                    file(word, value);
                }
                has_script = true;
                saw_unknown = true;
                saw_operand |= !only_operands;
                only_operands |= !self.anywhere;
            } else if text == "--" {
                only_operands = true;
            } else {
                saw_unknown |= !self.knows(text);
                let meaning = self.meaning(text);
                has_script |= meaning.gives_script;
                if meaning.file
                    && let Some(value) = meaning.attached
                {
                    file(word, value);
                } else if meaning.takes_next
                    && !saw_unknown
                    && let Some(value) = words.next()
                    && meaning.file
                {
                    file(value, value.value);
                }
            }
        }
    }

    /// Whether an option is in one of the lists, if they are complete.
    fn knows(&self, option: &str) -> bool {
        let Some(switches) = self.switches else { return true };
        if let Some(long) = option.strip_prefix("--") {
            let name = long.split_once('=').map_or(long, |(name, _)| name);
            return self.values.1.contains(name) || switches.1.contains(name);
        }
        let letters = option.get(1..).unwrap_or("");
        if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        for letter in letters.chars() {
            if self.values.0.contains(letter) {
                return true;
            }
            if !switches.0.contains(letter) {
                return false;
            }
        }
        !letters.is_empty()
    }

    fn meaning<'s>(&self, option: &'s str) -> Meaning<'s> {
        let loose = self.spelling == Spelling::Loose;
        let gives_script = loose && option.contains(one_of("ef"));
        let (name, attached) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let named = |set: (&str, Names)| match name.strip_prefix("--") {
            Some(name) => set.1.contains(name),
            None => is_letter(name, set.0),
        };
        let mut meaning = Meaning {
            takes_next: attached.is_none()
                && (named(self.values) || named(self.files) || named(self.scripts)),
            file: named(self.files),
            gives_script: gives_script || named(self.scripts),
            attached: attached.filter(|_| !loose),
        };
        if self.spelling == Spelling::Joined && !name.starts_with("--") && name.len() > 2 {
            let letters = option.get(1..).unwrap_or("");
            if let Some(value) = letters.strip_prefix('f') {
                meaning =
                    Meaning { file: true, gives_script: true, attached: Some(value), ..meaning };
            } else if letters.starts_with('e') {
                meaning.gives_script = true;
            } else if letters.ends_with('f') && letters.bytes().all(|b| b.is_ascii_alphabetic()) {
                meaning =
                    Meaning { takes_next: true, file: true, gives_script: true, attached: None };
            }
        }
        meaning
    }
}

/// Is `option` a dash and one of `letters`?
fn is_letter(option: &str, letters: &str) -> bool {
    let mut characters = option.chars();
    characters.next() == Some('-')
        && characters.next().is_some_and(|letter| letters.contains(letter))
        && characters.next().is_none()
}

/// `jq`: its options may stand behind the filter and have their values there.
pub(super) fn filter<'s>(arguments: Words<'s>, file: Each<'_, 's>) {
    let mut words = arguments.into_iter();
    let mut has_filter = false;
    let mut only_operands = false;
    while let Some(word) = words.next() {
        let text = word.value;
        if only_operands || !text.starts_with('-') {
            if has_filter {
                file(word, text);
            }
            has_filter = true;
            continue;
        }
        if let Some(value) = text.strip_prefix("--from-file=") {
            has_filter = true;
            file(word, value);
            continue;
        }
        match text {
            "--" => only_operands = true,
            // `-e` has a value in the client's eyes; `jq` disagrees.
            "-e" => {
                words.next();
                has_filter = true;
            }
            "-f" | "--from-file" => {
                has_filter = true;
                if let Some(value) = words.next() {
                    file(value, value.value);
                }
            }
            "--slurpfile" | "--rawfile" => {
                words.next();
                if let Some(value) = words.next() {
                    file(value, value.value);
                }
            }
            "-L" | "--library-path" | "--indent" | "--tab" | "--arg" | "--argjson" | "--args"
            | "--jsonargs" => {
                words.next();
            }
            _ => {}
        }
    }
}

/// `find`: starting points up to the first test, and the files that tests compare with.
#[derive(Debug)]
pub(super) struct Find;

impl Find {
    pub(super) fn files<'s>(arguments: Words<'s>, file: Each<'_, 's>) {
        let mut words = arguments.into_iter();
        let mut only_operands = false;
        let mut saw_test = false;
        while let Some(word) = words.next() {
            let text = word.value;
            if only_operands {
                file(word, text);
            } else if !text.starts_with('-') {
                if !saw_test {
                    file(word, text);
                }
            } else if text == "--" {
                // Behind tests as well, and in the command of an `-exec`.
                only_operands = true;
            } else if matches!(text, "-H" | "-L" | "-P") {
                // Says how links are followed; starting points come behind it.
            } else {
                saw_test = true;
                if compares_with_file(text)
                    && let Some(value) = words.next()
                {
                    file(value, value.value);
                }
            }
        }
    }
}

fn compares_with_file(test: &str) -> bool {
    matches!(
        test,
        "-newer"
            | "-anewer"
            | "-cnewer"
            | "-samefile"
            | "-path"
            | "-wholename"
            | "-ipath"
            | "-iwholename"
            | "-lname"
            | "-ilname"
    ) || test.strip_prefix("-newer").is_some_and(|times| {
        matches!(times.as_bytes(), [b'a' | b'B' | b'c' | b'm', b'a' | b'B' | b'c' | b'm' | b't'])
    })
}

/// `tr`
pub(super) fn after_sets<'s>(arguments: Words<'s>, file: Each<'_, 's>) {
    let deletes = arguments.iter().take_while(|word| word.value != "--").any(|word| {
        word.value == "--delete"
            || word
                .value
                .strip_prefix('-')
                .is_some_and(|letters| !letters.starts_with('-') && letters.contains('d'))
    });
    let mut sets = if deletes { 1 } else { 2 };
    Options::NONE.files(arguments, &mut |word, text| {
        // The shell may make several words of a wildcard, some of them files.
        if sets == 0 || word.traits.glob {
            file(word, text);
        }
        sets = usize::saturating_sub(sets, 1);
    });
}

/// `man`
pub(super) fn pages<'s>(arguments: Words<'s>, file: Each<'_, 's>) {
    let local = arguments.iter().any(|word| matches!(word.value, "-l" | "--local-file"));
    Options::NONE.files(arguments, &mut |word, text| {
        if local || text.contains('/') || text.starts_with(one_of(".~")) {
            file(word, text);
        }
    });
}

/// The arguments of `cp` or `mv`.
#[derive(Debug)]
pub(super) struct Copy<'s> {
    arguments: Words<'s>,
    /// How many operands there are.
    operands: usize,
    /// The directory that `-t` names.
    target: Option<(Word<'s>, &'s str)>,
}

impl<'s> Copy<'s> {
    pub(super) fn read(arguments: Words<'s>) -> Copy<'s> {
        let mut operands = 0;
        PERMUTED.files(arguments, &mut |_, _| operands += 1);
        Copy { arguments, operands, target: target_directory(arguments) }
    }

    pub(super) fn files(&self, source: Role, each: &mut dyn FnMut(FileUse<'s>)) {
        let destination =
            if source == Role::LinkSource { Role::LinkName } else { Role::Destination };
        // Links and whole trees lead to what they were copied from.
        let source = if source == Role::CopySource && !copies_plainly(self.arguments) {
            Role::ReadWrite
        } else {
            source
        };
        // The client takes every word behind the first operand for a file, and the last one for the
        // destination, but knows as well where the copies really go.
        let is_option = |word: &Word<'s>| word.value.len() > 1 && word.value.starts_with('-');
        let ends_with_option = self.arguments.last().filter(is_option);
        for word in self.arguments.iter().skip_while(is_option).filter(is_option) {
            let last = self.target.is_none()
                && ends_with_option.is_some_and(|last| last.span == word.span);
            let role = if last { destination } else { source };
            each(FileUse::new(role, word, word.value));
        }
        let mut number = 0;
        PERMUTED.files(self.arguments, &mut |word, text| {
            number += 1;
            let last = number == self.operands && self.target.is_none();
            let alone = last && self.operands == 1 && source == Role::LinkSource;
            if !last || ends_with_option.is_some() || alone {
                each(FileUse::new(source, word, text));
            }
            if last && !alone {
                each(FileUse::new(destination, word, text));
            }
        });
        if let Some((word, text)) = self.target {
            each(FileUse::new(destination, word, text));
        }
    }
}

/// Does `cp` only copy one file after the other? So the client takes it if all its options are
/// known to change nothing about that, and stand in front.
fn copies_plainly(arguments: Words<'_>) -> bool {
    let mut words = arguments.into_iter().skip_while(|word| {
        word.value.strip_prefix('-').is_some_and(|letters| {
            !letters.is_empty() && letters.bytes().all(|letter| b"finpv".contains(&letter))
        })
    });
    words.next().is_none_or(|first| first.value == "--" || !first.value.starts_with('-'))
        && words.all(|word| !word.value.starts_with('-'))
}

/// The directory that `-t` names, alone or among other letters, or an abbreviation of
/// `--target-directory`.
fn target_directory(arguments: Words<'_>) -> Option<(Word<'_>, &str)> {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.value.strip_prefix('-') else { continue };
        let value = match option.strip_prefix('-') {
            Some("") => return None,
            Some(long) => {
                let (name, value) = long.split_once('=').unwrap_or((long, ""));
                (!name.is_empty() && "target-directory".starts_with(name)).then_some(value)
            }
            None => {
                option.split_once('t').map(|(_, value)| value.strip_prefix('=').unwrap_or(value))
            }
        };
        match value {
            Some("") => return words.next().map(|value| (value, value.value)),
            Some(value) => return Some((word, value)),
            None => {}
        }
    }
    None
}
