//! Whether a command does what its words say, or what no pattern can tell.

use super::{
    awk,
    builtin::{self, is_other_home},
    declaration, find,
    forms::behind_home,
    parts::{begins_unknown, has_unknown_text},
};
use crate::{
    decision::BuiltIn,
    letters::one_of,
    profile::Profile,
    programs::{bare_name, evaluators, wrappers},
    shell::{Word, Words},
};

/// Why no allow rule covers the command `words` by a pattern, if so.
pub(crate) fn unpredictable(mut words: Words<'_>, profile: Profile) -> Option<BuiltIn> {
    // `xargs` adds arguments that nobody has seen.
    let mut grows = false;
    loop {
        let head = words.value(0);
        if words.is_empty() {
            return None;
        }
        let name = bare_name(head);
        if let Some(why) = as_program(name, words, grows, profile) {
            return Some(why);
        }
        if wrappers::only_sounds_builtin(head, name) {
            return None;
        }
        let start = match runs_behind(name, words) {
            Ok(start) => start,
            Err(why) => return Some(why),
        };
        match start {
            Some(start) if start < words.len() => {
                let inner = words.skip(start);
                if inner.first().is_some_and(|program| hides_program(name, start, &program)) {
                    return Some(BuiltIn::UnclearWrapper);
                }
                grows |= name == "xargs";
                words = inner;
            }
            _ => return None,
        }
    }
}

/// May the shell take `program`, at `start` behind `wrapper`, for something else than the name of one?
/// The client goes by its value, quoted or not.
fn hides_program(wrapper: &str, start: usize, program: &Word<'_>) -> bool {
    let program = behind_home(program);
    let odd = match wrapper {
        "builtin" | "command" | "noglob" => "*?[",
        // Behind its options the client does not look.
        "nice" if start == 1 => "$`(",
        "nohup" | "time" => return !is_plain_name(program),
        _ => "",
    };
    program.contains(|letter| odd.contains(letter))
        || odd.starts_with('*') && declaration::is_assignment(program)
}

/// Behind assignments the client compares what wrappers run, without the quotes around its name: is
/// that `words` as they stand?
pub(super) fn runs_as_written(words: Words<'_>) -> bool {
    let is_plain = |head: Word<'_>| {
        head.value != "time" && head.value.len() == head.span.len() && names_plainly(&head)
    };
    words.first().is_none_or(is_plain) && wrappers::transparent(words.value(0), words).is_none()
}

/// Is `program` what names of programs are made of?
pub(super) fn names_plainly(program: &Word<'_>) -> bool {
    is_plain_name(behind_home(program))
}

fn is_plain_name(program: &str) -> bool {
    program.chars().all(|letter| letter.is_ascii_alphanumeric() || "_./~+-".contains(letter))
}

/// What the program's own name and arguments say, to which more are added if it `grows`.
fn as_program(name: &str, words: Words<'_>, grows: bool, profile: Profile) -> Option<BuiltIn> {
    let head = words.value(0);
    if head.is_empty() || head.starts_with('-') || head == "in" {
        return Some(BuiltIn::CommandFragment);
    }
    if words.first().is_some_and(|head| has_unknown_text(&head)) {
        return Some(BuiltIn::UnknownVariable);
    }
    if evaluators::evaluates(head) {
        return Some(BuiltIn::EvaluatesArguments);
    }
    if evaluators::changes_shell(head) {
        return Some(BuiltIn::ChangesShell);
    }
    if evaluators::starts_another(name) && words.len() > 1 {
        return Some(BuiltIn::StartsAnother);
    }
    let known = match name {
        "find" => (grows || find::acts(words.skip(1))).then_some(BuiltIn::FindAction),
        "awk" | "gawk" | "mawk" | "nawk" => {
            awk::is_open(words, grows, profile).then_some(BuiltIn::ProgramText)
        }
        "jq" => (grows || any_argument(words, &loads_jq)).then_some(BuiltIn::ProgramText),
        "[" | "test" => compares_openly(words).then_some(BuiltIn::UnknownCondition),
        _ => None,
    };
    if known.is_some() {
        return known;
    }
    if let Some(why) = declaration::odd_operand(words).or_else(|| builtin::odd(words)) {
        return Some(why);
    }
    let (odd, why) = match head {
        "[" | "test" => {
            if head == "[" && words.last().is_none_or(|last| last.value != "]") {
                return Some(BuiltIn::CommandFragment);
            }
            let odd = words
                .iter()
                .any(|word| word.traits.glob || is_other_home(word) || begins_unknown(&word))
                || any_argument(words.skip(1), &|word| matches!(word, "-a" | "-o"));
            (odd, BuiltIn::UnknownCondition)
        }
        "fc" => (any_argument(words, &|word| word.starts_with("-e")), BuiltIn::EvaluatesArguments),
        "compgen" => {
            let runs = |word: &str| word.starts_with('-') && word.contains(one_of("CFW"));
            (any_argument(words, &runs), BuiltIn::EvaluatesArguments)
        }
        "getopts" => {
            let operands =
                words.iter().skip(1).filter(|word| !word.value.starts_with(one_of("-+")));
            (operands.count() > 1, BuiltIn::VariableAssignment)
        }
        "read" => (names_variable(words), BuiltIn::VariableAssignment),
        "printf" => (words.value(1).starts_with("-v"), BuiltIn::VariableAssignment),
        "float" | "integer" => (words.len() > 1, BuiltIn::VariableAssignment),
        _ => return None,
    };
    odd.then_some(why)
}

/// Is there an argument of this kind?
fn any_argument(words: Words<'_>, is_so: &dyn Fn(&str) -> bool) -> bool {
    words.iter().skip(1).any(|word| is_so(word.value))
}

/// Does `[` or `test` compare what is not plain: numbers that are none, elements of arrays?
fn compares_openly(words: Words<'_>) -> bool {
    let is_number = |word: &str| {
        let digits = word.strip_prefix(one_of("-+")).unwrap_or(word);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    (1..words.len()).any(|index| match words.value(index) {
        "-v" => words.value(index + 1).contains('['),
        "-t" => words.get(index + 1).is_some_and(|word| !is_number(word.value)),
        "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
            !is_number(words.value(index - 1)) || !is_number(words.value(index + 1))
        }
        _ => false,
    })
}

/// Does `read` get the name of a variable? The client skips the value of an option where it could be
/// taken for one.
fn names_variable(words: Words<'_>) -> bool {
    let mut arguments = words.iter().skip(1);
    while let Some(word) = arguments.next() {
        let argument = word.value;
        match argument.strip_prefix('-') {
            Some(letters) if letters.ends_with(one_of("dipu")) => drop(arguments.next()),
            Some(_) => {}
            None if word.traits.glob
                || has_unknown_text(&word)
                || argument.starts_with(|c: char| c.is_ascii_alphabetic() || "_~".contains(c)) =>
            {
                return true;
            }
            None => {}
        }
    }
    false
}

/// Does an argument of `jq` load code from a file?
fn loads_jq(argument: &str) -> bool {
    let option = argument.starts_with('-')
        && (argument.starts_with("--from-file")
            || argument.starts_with("--library-path")
            || argument.starts_with("--slurpfile")
            || argument.starts_with("--rawfile")
            || !argument.starts_with("--") && argument.contains(one_of("fL")));
    option || argument.contains("import") || argument.contains("include")
}

/// Where the command starts that the wrapper `name` runs; an error where that cannot be told.
fn runs_behind(name: &str, words: Words<'_>) -> Result<Option<usize>, BuiltIn> {
    let unclear = Err(BuiltIn::UnclearWrapper);
    let next = words.value(1);
    match name {
        "time" | "nohup" => {
            let odd = next.contains(one_of("= \t\n")) || next == "!";
            if odd { unclear } else { Ok(Some(1)) }
        }
        "xargs" => Ok((!next.starts_with('-')).then_some(1)),
        "builtin" | "noglob" => Ok(Some(1 + usize::from(next == "--" && name == "builtin"))),
        "command" => {
            let options = words.iter().skip(1).take_while(|word| {
                matches!(word.value, "-p" | "-v" | "-V" | "-pv" | "-pV" | "-vp" | "-Vp")
            });
            let count = options.clone().count();
            let lookup = options.into_iter().any(|word| word.value.contains(one_of("vV")));
            let start = 1 + count + usize::from(words.value(1 + count) == "--");
            if start == 1 && next.starts_with('-') {
                return unclear;
            }
            Ok((!lookup).then_some(start))
        }
        "nice" => Ok(Some(wrappers::nice(words))),
        "stdbuf" => {
            let start = wrappers::stdbuf(words);
            let rest = words.value(start);
            let known = ["-i", "-o", "-e", "--input=", "--output=", "--error="];
            let known = known.iter().any(|option| rest.starts_with(option) && rest != *option)
                || matches!(rest, "-i" | "-o" | "-e");
            if rest.starts_with('-') && !known { unclear } else { Ok((start > 1).then_some(start)) }
        }
        "timeout" if words.len() > 1 => match wrappers::timeout(words, false) {
            Some(start) => Ok(Some(start)),
            None => unclear,
        },
        "env" => {
            let mut index = 1;
            loop {
                match words.value(index) {
                    "-u" => index += 2,
                    "-i" | "-0" | "-v" => index += 1,
                    option if option.starts_with('-') => return unclear,
                    word if wrappers::is_assignment(word) => index += 1,
                    _ => return Ok(Some(index)),
                }
            }
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::unpredictable;
    use crate::{
        decision::BuiltIn,
        profile::Profile,
        shell::{Script, scan},
    };

    fn why(text: &str) -> Option<BuiltIn> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        unpredictable(line.words(&line.commands()[0]), Profile::ClaudeCode)
    }

    #[test]
    fn ordinary_programs_are_predictable() {
        for text in [
            "foo a",
            "timeout 5 foo",
            "nohup foo",
            "env A=1 foo",
            "env -u X foo",
            "command -v foo",
            "stdbuf -oL foo",
            "stdbuf -o L foo",
            "xargs -n1 foo",
            "watch",
            "sudo eval x",
            "find . -name x",
            "awk '{print $1}' f",
            "awk -F: '$1 || $2' f",
            "jq .a f",
            "export A=1",
            "set -e",
            "unset A",
            "printf %s x",
            "read",
            "test -f x",
            "[ a = b ]",
            "cd x",
            "timeout",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }

    #[test]
    fn others_say_why_not() {
        for (text, reason) in [
            ("eval x", BuiltIn::EvaluatesArguments),
            (". x", BuiltIn::EvaluatesArguments),
            ("timeout 5 eval x", BuiltIn::EvaluatesArguments),
            ("xargs eval x", BuiltIn::EvaluatesArguments),
            ("e'v'al x", BuiltIn::EvaluatesArguments),
            ("shopt -s x", BuiltIn::ChangesShell),
            ("watch foo", BuiltIn::StartsAnother),
            ("/usr/bin/setsid foo", BuiltIn::StartsAnother),
            ("env watch foo", BuiltIn::StartsAnother),
            ("find . -delete", BuiltIn::FindAction),
            ("find . -name *.ts", BuiltIn::FindAction),
            ("command find . -exec x {} +", BuiltIn::FindAction),
            ("timeout foo a", BuiltIn::UnclearWrapper),
            ("timeout --bogus 5 foo", BuiltIn::UnclearWrapper),
            ("nohup A=1 foo", BuiltIn::UnclearWrapper),
            ("env -S x", BuiltIn::UnclearWrapper),
            ("stdbuf -x0 foo", BuiltIn::UnclearWrapper),
            ("nice --5 foo", BuiltIn::CommandFragment),
            ("builtin -x foo", BuiltIn::CommandFragment),
            ("'' foo", BuiltIn::CommandFragment),
            ("read x", BuiltIn::VariableAssignment),
            ("printf -v x a", BuiltIn::VariableAssignment),
            ("declare x=1", BuiltIn::VariableAssignment),
            ("unset PATH", BuiltIn::VariableAssignment),
            ("awk 'BEGIN{system(\"x\")}'", BuiltIn::ProgramText),
            ("awk '{print | \"x\"}' f", BuiltIn::ProgramText),
            ("awk -f x y", BuiltIn::ProgramText),
            ("jq -f x y", BuiltIn::ProgramText),
            ("[ x -eq 2 ]", BuiltIn::UnknownCondition),
            ("test -v 'a[0]'", BuiltIn::UnknownCondition),
            ("cd a b", BuiltIn::CommandFragment),
        ] {
            assert_eq!(why(text), Some(reason), "{text}");
        }
    }
}
