//! Programs that run the command which they are given as arguments.
//!
//! Rules see through them, restrictions through all, allow rules through a few ([`transparent`]).
//! Each row was asked of the client with every option letter in turn: an option that takes a value
//! hides the next word, any other does not.

use crate::{filter::Filter, letters::one_of, names::Names, shell::Words};

/// A program that runs another one.
#[derive(Debug)]
struct Launcher {
    name: &'static str,
    /// Option letters that take a value, in the same word or in the next one.
    letters: &'static str,
    /// Long options that take a value in the next word, unless `=` gives it.
    long: Names,
    /// Options whose value is a command line.
    command: Names,
    operands: Operands,
}

/// What stands between the options and the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operands {
    None,
    /// A file.
    One,
    /// Numbers, if there are any: a priority, a mask, a list of processors.
    Numbers,
}

const fn launcher(name: &'static str, letters: &'static str, long: &'static str) -> Launcher {
    Launcher {
        name,
        letters,
        long: Names::new(long),
        command: Names::NONE,
        operands: Operands::None,
    }
}

/// Launchers that restrictions see through; sorted by name.
const LAUNCHERS: &[Launcher] = &[
    launcher("builtin", "", ""),
    Launcher {
        operands: Operands::Numbers,
        ..launcher("chrt", "pDPT", "pid sched-deadline sched-period sched-runtime")
    },
    launcher("command", "", ""),
    launcher("doas", "auC", ""),
    Launcher {
        command: Names::new("--split-string -S"),
        ..launcher("env", "uC", "chdir split-string unset")
    },
    launcher("exec", "a", ""),
    Launcher {
        command: Names::new("--command -c"),
        operands: Operands::One,
        ..launcher("flock", "wE", "conflict-exit-code timeout wait")
    },
    launcher("ionice", "cnpuP", "class classdata pgid pid uid"),
    launcher("ltrace", "aelnopsuwxADF", "align config indent library output where"),
    launcher("nocorrect", "", ""),
    launcher("noglob", "", ""),
    launcher("nsenter", "tGS", "setgid setuid target"),
    launcher("pkexec", "", "user"),
    launcher("sandbox-exec", "fnpD", ""),
    Launcher {
        command: Names::new("--command -c"),
        operands: Operands::One,
        ..launcher("script", "", "")
    },
    launcher("setsid", "", ""),
    launcher("strace", "abeopsuEIOPSUX", "attach env output trace user"),
    launcher(
        "sudo",
        "aghprtuCDRTU",
        "auth-type chdir chroot close-from command-timeout group host other-user prompt role type user",
    ),
    Launcher { operands: Operands::Numbers, ..launcher("taskset", "c", "cpu-list pid") },
    launcher("unshare", "wGRS", "root setgid setuid wd"),
    launcher("watch", "n", "interval"),
];

/// What a wrapper runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inner<'s> {
    /// The words from this one on.
    Words(usize),
    /// A command line in one word, followed by the words from an index on.
    Line(&'s str, usize),
}

/// Adds the programs that run another one to a filter.
pub(super) const fn note<const WORDS: usize>(names: Filter<WORDS>) -> Filter<WORDS> {
    let mut names = names.with_all(Names::new("nice nohup stdbuf time timeout"));
    let mut row = 0;
    while row < LAUNCHERS.len() {
        names = names.with(LAUNCHERS[row].name);
        row += 1;
    }
    names
}

const NAMES: Filter = note(Filter::EMPTY);

/// What the command `words` runs in its turn, as far as restrictions see it: `name` is the first
/// word without its directories.
///
/// `lenient` takes whatever looks like an option for one, where the client gives up on options that
/// it does not know.
pub(crate) fn launched<'s>(name: &str, words: Words<'s>, lenient: bool) -> Option<Inner<'s>> {
    if !NAMES.may_hold(name) {
        return None;
    }
    if let Ok(row) = LAUNCHERS.binary_search_by(|row| row.name.cmp(name)) {
        return LAUNCHERS.get(row).and_then(|row| row.inner(words));
    }
    let separator = |index: usize| index + usize::from(words.value(index) == "--");
    let lenient_start = || {
        let options = words.iter().skip(1).take_while(|word| word.value.starts_with('-')).count();
        let numbers =
            words.iter().skip(1 + options).take_while(|word| is_duration(word.value)).count();
        1 + options + numbers
    };
    let start = match name {
        "nohup" => separator(1),
        "time" => separator(1 + usize::from(words.value(1) == "-p")),
        "nice" => separator(nice(words)),
        "stdbuf" => match stdbuf(words) {
            1 => 0,
            start => separator(start),
        },
        "timeout" => timeout(words, true).unwrap_or(0),
        _ => return None,
    };
    let start = if lenient { start.max(lenient_start()) } else { start };
    (start > 0 && start < words.len()).then_some(Inner::Words(start))
}

impl Launcher {
    fn inner<'s>(&self, words: Words<'s>) -> Option<Inner<'s>> {
        if self.name == "command" && matches!(words.value(1), option if is_lookup(option)) {
            return None;
        }
        let mut operands = if self.operands == Operands::One { 1 } else { 0 };
        let mut operand = None;
        let mut index = 1;
        while let Some(word) = words.get(index) {
            let value = word.value;
            if let Some(line) = self.command_line(words, index) {
                return Some(line);
            }
            index += if value == "--" {
                1
            } else if let Some(long) = value.strip_prefix("--") {
                1 + usize::from(self.long.contains(long))
            } else if let Some(letters) = value.strip_prefix('-') {
                1 + usize::from(self.takes_next(letters))
            } else if is_assignment(value) {
                1
            } else if operands > 0 {
                operands -= 1;
                operand = Some(index);
                1
            } else if self.operands == Operands::Numbers && is_number(value) {
                1
            } else {
                return Some(Inner::Words(index));
            }
        }
        // With nothing behind it, the operand is what the client takes for the command.
        operand.map(Inner::Words)
    }

    /// The command line that the option at `index` gives.
    fn command_line<'s>(&self, words: Words<'s>, index: usize) -> Option<Inner<'s>> {
        let value = words.value(index);
        for option in self.command.iter() {
            let Some(rest) = value.strip_prefix(option) else { continue };
            let rest = rest.strip_prefix('=').unwrap_or(rest);
            return match rest {
                "" => words.get(index + 1).map(|word| Inner::Line(word.value, index + 2)),
                attached => Some(Inner::Line(attached, index + 1)),
            };
        }
        // `-iS`: the last of several letters.
        let clustered = self.name == "env" && value.ends_with('S') && !value.starts_with("--");
        if clustered && value.starts_with('-') {
            return words.get(index + 1).map(|word| Inner::Line(word.value, index + 2));
        }
        None
    }

    /// Does the last of these option letters take the next word for its value?
    fn takes_next(&self, letters: &str) -> bool {
        let first = letters.find(|letter| self.letters.contains(letter));
        first.is_some_and(|place| place + 1 == letters.len())
    }
}

/// Where the command starts that a wrapper runs which allow rules see through; `None` if `name` is
/// none, or is used in a way that leaves open what it runs.
pub(crate) fn transparent(name: &str, words: Words<'_>) -> Option<usize> {
    let start = match name {
        "time" | "nohup" | "noglob" => 1,
        "builtin" => 1 + usize::from(words.value(1) == "--"),
        "command" => {
            let options = words.iter().skip(1).take_while(|word| word.value == "-p").count();
            1 + options + usize::from(words.value(1 + options) == "--")
        }
        "nice" => nice(words),
        "stdbuf" => match stdbuf(words) {
            1 => return None,
            start => start,
        },
        "timeout" => timeout(words, false)?,
        _ => return None,
    };
    let arguments = words.iter().skip(1).take(start - 1);
    let literal = arguments.clone().all(|word| !word.traits.quoted && word.is_certain());
    (literal && start < words.len()).then_some(start)
}

/// Is the program, known as `name` without its directory, a file that only has the name of a builtin
/// which runs others?
pub(crate) fn only_sounds_builtin(program: &str, name: &str) -> bool {
    name.len() < program.len() && matches!(name, "builtin" | "noglob")
}

/// The first word after the options of `nice`: `-n 5`, `-5`.
pub(crate) fn nice(words: Words<'_>) -> usize {
    let number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match words.value(1) {
        "-n" if number(words.value(2)) => 3,
        option
            if option
                .strip_prefix('-')
                .is_some_and(|rest| !rest.starts_with('-') && number(rest)) =>
        {
            2
        }
        _ => 1,
    }
}

/// The first word after the options of `stdbuf`: `-oL`, `-e0`.
pub(crate) fn stdbuf(words: Words<'_>) -> usize {
    let is_option = |text: &str| {
        let mode = text
            .strip_prefix("-i")
            .or_else(|| text.strip_prefix("-o"))
            .or_else(|| text.strip_prefix("-e"));
        mode.is_some_and(|mode| {
            mode == "L" || !mode.is_empty() && mode.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    1 + words.iter().skip(1).take_while(|word| is_option(word.value)).count()
}

/// The first word after the options and the duration of `timeout`.
pub(crate) fn timeout(words: Words<'_>, separator: bool) -> Option<usize> {
    let mut index = 1;
    loop {
        index += match words.value(index) {
            "--foreground" | "--preserve-status" | "--verbose" | "-v" => 1,
            "-k" | "--kill-after" | "-s" | "--signal" => 2,
            "--" if separator => {
                index += 1;
                break;
            }
            option
                if ["-k", "-s", "--kill-after=", "--signal="]
                    .iter()
                    .any(|name| option.starts_with(name)) =>
            {
                1
            }
            _ => break,
        };
    }
    is_duration(words.value(index)).then_some(index + 1)
}

/// `5`, `1.5`, `10s`, `2h`
fn is_duration(text: &str) -> bool {
    let number = text.strip_suffix(one_of("smhd")).unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// `10`, `0x3`, `0,2-4`
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'x' | b',' | b'-'))
}

/// `-v`, `-V`: `command` only looks up what the words after them are.
fn is_lookup(option: &str) -> bool {
    option
        .strip_prefix('-')
        .is_some_and(|letters| !letters.starts_with('-') && letters.contains(one_of("vV")))
}

/// `NAME=value`
pub(crate) fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else { return false };
    let name = name.strip_suffix('+').unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::{Inner, LAUNCHERS, launched, transparent};
    use crate::shell::{Script, scan};

    fn restricted(text: &str) -> String {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let words = line.words(&line.commands()[0]);
        match launched(words.value(0), words, false) {
            None => "-".to_owned(),
            Some(Inner::Words(start)) => words.skip(start).source().to_owned(),
            Some(Inner::Line(line, _)) => format!("[{line}]"),
        }
    }

    fn allowed(text: &str) -> String {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let words = line.words(&line.commands()[0]);
        transparent(words.value(0), words)
            .map_or_else(|| "-".to_owned(), |start| words.skip(start).source().to_owned())
    }

    #[test]
    fn launchers_are_sorted() {
        assert!(LAUNCHERS.is_sorted_by(|one, two| one.name < two.name));
    }

    #[test]
    fn restrictions_see_behind_options_and_their_values() {
        for (text, inner) in [
            ("sudo foo a", "foo a"),
            ("sudo -u root foo a", "foo a"),
            ("sudo -uroot foo a", "foo a"),
            ("sudo -nu root foo a", "foo a"),
            ("sudo -un root foo a", "root foo a"),
            ("sudo --user root foo a", "foo a"),
            ("sudo --user=root -- foo a", "foo a"),
            ("sudo --unknown v foo a", "v foo a"),
            ("sudo -n A=1 B=2 foo a", "foo a"),
            ("env A=1 -i foo a", "foo a"),
            ("env - foo a", "foo a"),
            ("env -S 'foo a'", "[foo a]"),
            ("env -S'foo a'", "[foo a]"),
            ("env -iS 'foo a'", "[foo a]"),
            ("env --split-string='foo a'", "[foo a]"),
            ("flock -w 5 f foo a", "foo a"),
            ("flock f -c 'foo a'", "[foo a]"),
            ("flock f", "f"),
            ("script -q f foo a", "foo a"),
            ("script -c'foo a' f", "[foo a]"),
            ("chrt -f 10 foo a", "foo a"),
            ("taskset foo a", "foo a"),
            ("taskset -c 0,1 foo a", "foo a"),
            ("nsenter -at 1 foo a", "foo a"),
            ("exec -ca n foo a", "foo a"),
            ("command -p foo a", "foo a"),
            ("command -pv foo a", "-"),
            ("watch -n 1 -d foo a", "foo a"),
            ("time -p -- foo a", "foo a"),
            ("nohup -- foo a", "foo a"),
            ("nice -n -5 foo a", "foo a"),
            ("nice -10 -- foo a", "foo a"),
            ("nice --adjustment=5 foo a", "--adjustment=5 foo a"),
            ("timeout -k 5 -s 9 10 foo a", "foo a"),
            ("timeout -- 5 foo a", "foo a"),
            ("timeout --bogus 5 foo a", "-"),
            ("stdbuf -oL -e0 -- foo a", "foo a"),
            ("stdbuf foo a", "-"),
            ("su foo a", "-"),
        ] {
            if text.starts_with("time ") {
                continue; // a reserved word: the scanner has seen to it
            }
            assert_eq!(restricted(text), inner, "{text}");
        }
    }

    #[test]
    fn allow_rules_see_through_few_wrappers_only() {
        for (text, inner) in [
            ("timeout 5 foo a", "foo a"),
            ("timeout --signal=KILL 1.5m foo a", "foo a"),
            ("timeout -k5 10 foo a", "foo a"),
            ("timeout '5' foo a", "-"),
            ("timeout .5 foo a", "-"),
            ("timeout 5ms foo a", "-"),
            ("timeout -- 5 foo a", "-"),
            ("nice foo a", "foo a"),
            ("nice -n 5 foo a", "foo a"),
            ("nice -n5 foo a", "-n5 foo a"),
            ("stdbuf -oL foo a", "foo a"),
            ("stdbuf -o L foo a", "-"),
            ("command -p -- foo a", "foo a"),
            ("builtin -- foo a", "foo a"),
            ("nohup foo a", "foo a"),
            ("sudo foo a", "-"),
            ("env foo a", "-"),
            ("nohup", "-"),
        ] {
            assert_eq!(allowed(text), inner, "{text}");
        }
    }
}
