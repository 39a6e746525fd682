//! The examples in the Markdown files do what they say.

use crate::world::World;
use std::{fs, path::Path};

/// A document with what its examples print now. An example is a line `$ callgate …` in a `console`
/// block; what it prints stands below it.
fn with_output(document: &str, run: impl Fn(&str) -> String) -> String {
    let mut written = String::new();
    let (mut in_block, mut in_output) = (false, false);
    for line in document.split_inclusive('\n') {
        if line.starts_with("```") {
            (in_block, in_output) = (line == "```console\n", false);
        }
        if !in_output || line.starts_with("$ ") {
            written.push_str(line);
        }
        if let Some(command) = line.strip_prefix("$ ").filter(|_| in_block) {
            written.push_str(&run(command.trim_end()));
            in_output = true;
        }
    }
    written
}

/// The words of a command line that has nothing but plain words and single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        for (index, piece) in part.split(' ').enumerate() {
            if index > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(piece);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `UPDATE_EXAMPLES=1 cargo test` writes what is printed into the documents instead.
#[cfg(unix)]
#[test]
fn examples_print_what_the_documents_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for document in ["README.md", "examples/README.md"] {
        let world = World::new("readme");
        let run = |command: &str| {
            let words = words(command);
            assert_eq!(words[0], "callgate", "{command}");
            let outcome = world.run_with(|program| program.args(&words[1..]).current_dir(root), "");
            assert_eq!(outcome.stderr, "", "{command}");
            outcome.stdout
        };
        let shown = fs::read_to_string(root.join(document)).unwrap();
        let printed = with_output(&shown, run);
        assert!(shown.contains("```console"), "{document} has examples");
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            fs::write(root.join(document), printed).unwrap();
        } else {
            assert_eq!(shown, printed, "{document} shows something else than is printed");
        }
    }
}
