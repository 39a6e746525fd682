//! `sandbox.excludedCommands`: commands that run outside the sandbox.
//!
//! As documented for client 2.1.329: a line leaves the sandbox only if every command in it is met
//! by an entry; one with `cd`, a command substitution or a redirection into or from a file stays.

use crate::{
    decide::bash,
    governance::documents::{Place, Setting},
    pattern::{CommandPattern, CommandText},
    shell::{Construct, ConstructSet, Redirection, RedirectionOperator, Script, scan},
};

/// How much of a line the entries cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// All of it; the place of the entry that covers the first command.
    Whole(Option<Place>),
    /// Some of its commands are covered, and what the others are is not known for sure.
    Unsure,
    /// Some command is covered by no entry.
    None,
}

/// Constructs that keep a line in the sandbox.
const STAYS: ConstructSet =
    ConstructSet::of(&[Construct::CommandSubstitution, Construct::Backquotes]);

pub(super) fn covers(command: &str, entries: &[Setting<CommandPattern>]) -> Coverage {
    if entries.is_empty() {
        return Coverage::None;
    }
    let text = command.trim();
    let mut script = Script::default();
    let line = scan(text, &mut script);
    if line.found().meets(STAYS) || line.commands().is_empty() {
        return Coverage::None;
    }
    let mut workspace = bash::Workspace::new(line, bash::Reach::Everything, None);
    let mut first = None;
    let mut sure = bash::is_plain(line);
    for command in line.commands() {
        let is_cd = line.words(command).iter().next().is_some_and(|word| word.value == "cd");
        let opens = line.redirections(command).any(|redirection| !duplicates(&redirection));
        if is_cd || opens {
            return Coverage::None;
        }
        let mut entry = None;
        bash::for_allowance(line, command, &mut workspace, &mut |text, _| {
            let text = CommandText::new(text);
            entry = entries.iter().find(|entry| entry.value.covers(&text));
            entry.is_some()
        });
        if let Some(entry) = entry {
            first.get_or_insert(&entry.place);
            continue;
        }
        // It is not known how much of a disguise the client looks behind here.
        let mut disguised = false;
        let complete = bash::for_restrictions(line, command, &mut workspace, &mut |text, _| {
            let text = CommandText::new(text);
            disguised |= entries.iter().any(|entry| entry.value.matches(&text));
        });
        if complete && !disguised {
            return Coverage::None;
        }
        sure = false;
    }
    if sure { Coverage::Whole(first.cloned()) } else { Coverage::Unsure }
}

/// `2>&1` and the like: no file is opened.
fn duplicates(redirection: &Redirection<'_>) -> bool {
    use RedirectionOperator::{DuplicateInput, DuplicateOutput};
    let target = redirection.target.value;
    matches!(redirection.operator, DuplicateInput | DuplicateOutput)
        && !target.is_empty()
        && target.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        governance::documents::place,
        json::Node,
        settings::{Layer, Source},
    };

    fn coverage(command: &str) -> &'static str {
        let layer = Layer::new(Source::User, "[]");
        let node = Node::read(&layer.text).unwrap();
        let entries: Vec<_> = ["docker *", "git:*", "make"]
            .map(|pattern| Setting {
                value: CommandPattern::parse(pattern),
                place: place("sandbox.excludedCommands", &layer, None, node),
            })
            .into();
        match covers(command, &entries) {
            Coverage::Whole(_) => "whole",
            Coverage::Unsure => "unsure",
            Coverage::None => "none",
        }
    }

    #[test]
    fn every_part_must_be_covered() {
        for (command, expected) in [
            ("docker ps", "whole"),
            ("docker ps && git status | make", "whole"),
            ("docker ps 2>&1", "whole"),
            ("docker ps && curl x", "none"),
            ("curl x", "none"),
            ("", "none"),
        ] {
            assert_eq!(coverage(command), expected, "{command}");
        }
    }

    #[test]
    fn some_lines_stay_whatever_the_entries() {
        for command in [
            "cd x && docker ps",
            "docker ps > out",
            "docker ps < in",
            "docker $(cat x)",
            "docker `x`",
            "docker run <<EOF\nx\nEOF",
        ] {
            assert_eq!(coverage(command), "none", "{command}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        for command in ["docker $X", "(docker ps)", "/usr/bin/docker ps", "X=1 docker ps"] {
            assert_eq!(coverage(command), "unsure", "{command}");
        }
    }
}
