//! Comments in commands that are more than lists of words to the client: its grammar of those has no
//! comments, so that it reads on behind the `#`. Learned by asking client 2.1.329.

use super::continuation::behind_continuations;
use crate::{
    shell::{Construct, Line},
    span::Span,
};

/// Is there such a comment in the line?
pub(super) fn any_in_grammar(line: Line<'_>) -> bool {
    let found = line.found();
    found.contains(Construct::CommentInCaseHead)
        || found.contains(Construct::Comment)
            && line.constructs().iter().any(|occurrence| {
                occurrence.what == Construct::Comment && is_in_grammar(line, occurrence.span)
            })
}

/// `unset name # …`, `[ # …`: is the comment at `span` one of those?
pub(super) fn is_in_grammar(line: Line<'_>, span: Span) -> bool {
    let text = line.text();
    let between = |start: u32| text.get(start as usize..span.start as usize).unwrap_or("\n");
    // Behind the command may stand those in its own substitutions.
    const MOST: usize = 32;
    let commands = line.commands();
    let before = commands.partition_point(|command| command.span.start < span.start);
    commands.iter().take(before).rev().take(MOST).any(|command| {
        let words = line.words(command);
        let source = |index: usize| words.get(index).map(|word| word.span.of(text));
        behind_continuations(between(command.span.end)).is_empty()
            && line.assignments(command).len() == 0
            && match source(0) {
                Some("unset" | "unsetenv") => true,
                Some("[") => source(words.len() - 1) != Some("]"),
                _ => false,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::any_in_grammar;
    use crate::shell::{Script, scan};

    #[test]
    fn commands_with_a_grammar_are_known() {
        let any = |text| any_in_grammar(scan(text, &mut Script::default()));
        for text in [
            "unset a #b",
            "unset a >b \\\n #c",
            "a; unset $(b) #c",
            "[ a #b",
            "case #a",
            "case a #b",
        ] {
            assert!(any(text), "{text}");
        }
        for text in [
            "A=1 unset b #c",
            "\\unset a #b",
            "[ a ] #b",
            "export #a",
            "case a in #b\nc) d;; esac",
            "unset a; #b",
            "unset a#b",
        ] {
            assert!(!any(text), "{text}");
        }
    }
}
