//! What the scanner must get right: construct by construct, for any text, and beside other readers
//! of Bash, the real one first.

mod any_text;
mod bash;
mod constructs;
mod lines;
mod peers;
mod plain;
mod words;

use super::*;

/// The words of each command, in the order of the text.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let words = |command| line.words(command).iter().map(|word| word.value.to_owned()).collect();
    line.commands().iter().map(words).collect()
}

/// The same, joined by blanks.
fn joined(text: &str) -> Vec<String> {
    commands(text).into_iter().map(|words| words.join(" ")).collect()
}

/// What is noted about `text`.
fn constructs(text: &str) -> Vec<(Construct, String)> {
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let noted = line.constructs().iter();
    noted.map(|noted| (noted.what, noted.span.of(text).to_owned())).collect()
}

/// Whether the shell would refuse the text because of it: these are the last constructs.
fn is_error(what: Construct) -> bool {
    what as u8 >= Construct::OpenSingleQuote as u8
}
