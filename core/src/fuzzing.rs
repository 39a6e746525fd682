//! What a fuzz target needs to see of the inside. No part of the public interface.

use crate::{
    shell::{Script, scan},
    span::Span,
};

/// Scans `text` with buffers that served another text before, and checks what holds for any text.
///
/// # Panics
/// If it does not hold.
pub fn scan_any(text: &str) {
    let mut fresh = Script::default();
    let mut used = Script::default();
    scan("a=1 b \"$a\" $(c < d) | { e; } <<F\n$(g)\nF\n", &mut used);
    let line = scan(text, &mut fresh);
    assert_eq!(format!("{line:?}"), format!("{:?}", scan(text, &mut used)), "buffers leak");

    let inside = |span: Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {text:?}");
    };
    for command in line.commands() {
        inside(command.span);
        for word in line.words(command) {
            inside(word.span);
        }
        for assignment in line.assignments(command) {
            inside(assignment.span);
            inside(assignment.value.span);
        }
        for redirection in line.redirections(command) {
            inside(redirection.span);
            inside(redirection.target.span);
        }
    }
    for occurrence in line.constructs() {
        inside(occurrence.span);
        assert!(line.found().contains(occurrence.what));
    }
    assert!(line.commands().len() <= text.len(), "more commands than bytes");
}

#[cfg(test)]
mod tests {
    use super::scan_any;

    #[test]
    fn odd_texts_are_scanned() {
        for text in [
            "",
            "\0",
            "'",
            "\"",
            "`",
            "`\\`a\\``",
            "$(",
            "$((",
            "${",
            "<<",
            "<<E\n",
            "<<E\n$(a)\nE",
            "a <<E; b\n`c`\nE\nd",
            "é='ü' $é",
            "\\",
            "a\\\nb",
            "((1<2))",
            "[[ a && b ]]",
            "a() { b; }",
            "case a in a) b;; esac",
            "for ((;;)); do a; done",
            "coproc a { b; }",
            "{a,b}>c",
            "a;;b",
        ] {
            scan_any(text);
        }
    }
}
