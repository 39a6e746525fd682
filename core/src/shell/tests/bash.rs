//! The real Bash is the judge: whatever it would run, the scanner has seen.
//!
//! Bash gets no PATH, a handler that records what it does not find, and a restricted shell without
//! builtins: nothing is executed, nothing is written.

use super::{lines::Maker, *};
use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command as Process, Stdio},
};

/// Reads numbered lines from its standard input and tries them in a subshell each. What a line runs
/// goes to file descriptor 9: the line's number, how many words, the words. Newlines in them are
/// replaced: the output is flushed there, and records of processes that run at once would mix.
///
/// The handler's status decides which branches are taken. Now and then it is the other one, so that
/// loops end.
const DRIVER: &str = r#"
exec 9>&1 >/dev/null 2>&1
newline=$'\n' escape=$'\x1d'
command_not_found_handle() {
  printf "%s\0" "$NUMBER" "$#" "${@//$newline/$escape}" >&9
  ((BASHPID % 4 ? STATUS : !STATUS))
}
kept=" printf enable set eval read ulimit wait "
for name in $(compgen -b); do
  [[ $kept == *" $name "* ]] || enable -n $name
done
restrict='ulimit -t 1 -f 0; set -r; enable -n set eval read ulimit wait enable'
while IFS= read -r -d '' NUMBER && IFS= read -r -d '' LINE; do
  ( eval "$restrict$newline$LINE" ) </dev/null
done
wait
"#;

/// The words of each command that Bash runs for each of `lines`.
fn run(lines: &[String], status: u8) -> Option<BTreeMap<usize, Vec<Vec<String>>>> {
    let version = Process::new("/bin/bash").args(["-c", "echo $BASH_VERSION"]).output().ok()?;
    if !version.stdout.starts_with(b"5") {
        return None;
    }
    let mut bash = Process::new("/bin/bash")
        .args(["--norc", "--noprofile", "-c", DRIVER])
        .env_clear()
        .env("PATH", "/nonexistent")
        .env("HOME", "/nonexistent")
        .env("STATUS", status.to_string())
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = bash.stdin.take().unwrap();
    let numbered: Vec<u8> = lines
        .iter()
        .enumerate()
        .flat_map(|(number, line)| format!("{number}\0{line}\0").into_bytes())
        .collect();
    let writer = std::thread::spawn(move || input.write_all(&numbered));
    let output = bash.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();

    let text = String::from_utf8_lossy(&output.stdout);
    let mut fields = text.split('\0');
    let mut found: BTreeMap<usize, Vec<Vec<String>>> = BTreeMap::new();
    while let (Some(number), Some(count)) = (fields.next(), fields.next()) {
        // A process that was killed may have written half a record: what follows is skipped.
        let (Ok(number), Ok(count)) = (number.parse(), count.parse()) else { continue };
        let words = fields.by_ref().take(count).map(|word| word.replace('\x1d', "\n")).collect();
        found.entry(number).or_default().push(words);
    }
    Some(found)
}

/// Whether a scanned command can be what ran: its words are equal up to the first one that only the
/// shell knows.
fn explains(line: Line<'_>, command: &Command, ran: &[String]) -> bool {
    let words = line.words(command);
    for (number, word) in words.iter().enumerate() {
        if !word.is_certain() || word.traits.splits {
            return true;
        }
        if ran.get(number).map(String::as_str) != Some(word.value) {
            return false;
        }
    }
    !words.is_empty() && words.len() == ran.len()
}

fn check(lines: &[String]) {
    let harmless = |line: &&String| {
        // The driver's own separators, and texts that only cost time and memory.
        !line.contains('\0') && !line.contains("printf") && !line.contains("000000")
    };
    let lines: Vec<String> = lines.iter().filter(harmless).cloned().collect();
    let mut script = Script::default();
    let mut seen = 0;
    for status in [0, 1] {
        let Some(ran) = run(&lines, status) else {
            eprintln!("skipped: there is no Bash 5 at /bin/bash");
            return;
        };
        for (number, commands) in ran {
            let text = &lines[number];
            let line = scan(text, &mut script);
            for words in commands {
                let explained =
                    line.commands().iter().any(|command| explains(line, command, &words));
                assert!(explained, "{text:?} runs {words:?}, but {:?} was seen", joined(text));
                seen += 1;
            }
        }
    }
    assert!(seen > lines.len() / 4, "Bash ran only {seen} commands in {} lines", lines.len());
}

#[test]
fn recorded_commands_run_nothing_unseen() {
    // A line without any of these is a simple command of plain words.
    let special = |line: &String| line.contains([';', '|', '&', '(', '`', '$', '<', '{', '\n']);
    let lines = lines::recorded().into_iter().filter(special);
    check(&lines.step_by(3).collect::<Vec<_>>());
}

#[test]
fn nested_commands_run_nothing_unseen() {
    let mut maker = Maker(0x2545_f491_4f6c_dd1d);
    check(&(0..600).map(|number| maker.list(1 + number % 3)).collect::<Vec<_>>());
}

#[test]
fn soup_runs_nothing_unseen() {
    let mut maker = Maker(0x9e37_79b9_7f4a_7c15);
    let lines: Vec<_> = (0..1200).map(|_| maker.soup()).collect();
    // Most of it is refused.
    let more: Vec<_> = (0..600).map(|_| maker.list(0)).collect();
    check(&[lines, more].concat());
}
