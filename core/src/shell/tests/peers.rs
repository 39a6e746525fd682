//! Other parsers of Bash find the same commands.

use super::{lines::Maker, *};
use rable::{Node, NodeKind};

/// The assignments and words, as written, of each command that is not in a substitution.
fn ours(text: &str) -> Vec<Vec<&str>> {
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let top = line.commands().iter().filter(|command| !command.place.substituted);
    let mut found = Vec::new();
    for command in top {
        let words = line.words(command).iter().map(|word| word.span);
        let spans = line.assignments(command).map(|assignment| assignment.span).chain(words);
        let command: Vec<_> = spans.map(|span| span.of(text)).collect();
        if !command.is_empty() {
            found.push(command);
        }
    }
    found
}

/// What rable finds, as S-expressions say it: `(command (word "a") (redirect …))`.
fn rables(nodes: &[Node]) -> Vec<Vec<String>> {
    fn walk(node: &Node, found: &mut Vec<Vec<String>>) {
        match &node.kind {
            NodeKind::Command { assignments, words, .. } => {
                let words = assignments.iter().chain(words).filter_map(|word| match &word.kind {
                    NodeKind::Word { value, .. } => Some(value.clone()),
                    _ => None,
                });
                let words: Vec<_> = words.collect();
                if words.iter().any(|word| !word.is_empty()) {
                    found.push(words);
                }
            }
            NodeKind::Pipeline { commands, .. } => commands.iter().for_each(|it| walk(it, found)),
            NodeKind::List { items } => items.iter().for_each(|it| walk(&it.command, found)),
            NodeKind::If { condition, then_body, else_body, .. } => {
                walk(condition, found);
                walk(then_body, found);
                else_body.iter().for_each(|it| walk(it, found));
            }
            NodeKind::While { condition, body, .. } | NodeKind::Until { condition, body, .. } => {
                walk(condition, found);
                walk(body, found);
            }
            NodeKind::For { body, .. }
            | NodeKind::ForArith { body, .. }
            | NodeKind::Select { body, .. }
            | NodeKind::Function { body, .. }
            | NodeKind::Subshell { body, .. }
            | NodeKind::BraceGroup { body, .. } => walk(body, found),
            NodeKind::Case { patterns, .. } => {
                let bodies = patterns.iter().filter_map(|pattern| pattern.body.as_ref());
                bodies.for_each(|it| walk(it, found));
            }
            NodeKind::Coproc { command, .. } => walk(command, found),
            NodeKind::Negation { pipeline } | NodeKind::Time { pipeline, .. } => {
                walk(pipeline, found);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    nodes.iter().for_each(|node| walk(node, &mut found));
    found
}

/// Texts that rable rewrites, or reads otherwise than Bash does (the last one).
fn is_rewritten(text: &str) -> bool {
    ["$'", "$\"", "\\\n", "((", "time --"].iter().any(|piece| text.contains(piece))
}

#[test]
fn rable_finds_the_same_commands() {
    let mut maker = Maker(0xd1b5_4a32_d192_ed03);
    let made = (0..2000).map(|number| maker.list(number % 3));
    let mut agreed = 0;
    for text in lines::recorded().into_iter().chain(made) {
        let Ok(nodes) = rable::parse(&text, false) else { continue };
        let found = constructs(&text);
        if is_rewritten(&text) || found.iter().any(|(what, _)| is_error(*what)) {
            continue;
        }
        // To rable, nothing runs where there is nothing to time.
        let mut commands = ours(&text);
        commands.retain(|words| *words != ["time"]);
        assert_eq!(commands, rables(&nodes), "{text:?}");
        agreed += 1;
    }
    assert!(agreed > 5000, "{agreed}");
}

#[test]
fn brush_parser_refuses_the_same_texts() {
    let options = brush_parser::ParserOptions::default();
    let mut refused = 0;
    for text in lines::recorded() {
        let parsed = brush_parser::tokenize_str(&text)
            .is_ok_and(|tokens| brush_parser::parse_tokens(&tokens, &options).is_ok());
        let errors: Vec<_> =
            constructs(&text).into_iter().filter(|(what, _)| is_error(*what)).collect();
        refused += usize::from(!parsed);
        // It takes `coproc` for a reserved word behind an assignment.
        let otherwise = text.contains("=1 coproc");
        assert!(otherwise || parsed == errors.is_empty(), "{text:?}: {parsed} {errors:?}");
    }
    assert!(refused > 50, "{refused}");
}
