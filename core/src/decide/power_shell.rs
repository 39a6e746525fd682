//! `PowerShell`, whose grammar is not read: restrictions meet the whole text and every piece of it,
//! and a permission covers only what is plainly one command.

use super::{Env, Finding, Trace};
use crate::{
    decision::{BuiltIn, PartKind},
    pattern::CommandText,
    policy::Lists,
    programs::power_shell::canonical,
    verdict::Verdict,
};

pub(crate) fn check(env: &Env<'_>, command: &str, trace: &mut dyn Trace) -> Finding {
    let whole = canonical(command.trim());
    let rules = env.rules.commands_of("PowerShell");
    let hits = rules.matching(&CommandText::new(&whole), Lists::ALL).any();
    let plain = is_one_plain_command(&whole);
    let mut finding = match hits.restriction() {
        Some(restriction) => restriction,
        None if plain => env.allowed_or_open(hits.allow),
        None => Finding::firm_ask(BuiltIn::PowerShellUnread),
    };
    if !plain {
        for piece in command.split(is_separator) {
            let text = canonical(piece.trim());
            let text = CommandText::new(&text);
            let hits = rules.matching(&text, Lists::RESTRICTIONS).any();
            if let Some(restriction) = hits.restriction() {
                trace.part(PartKind::Command, piece.trim(), None, restriction);
                finding = finding.stricter(restriction);
                if finding.verdict == Verdict::Deny {
                    break;
                }
            }
        }
    }
    trace.part(PartKind::Command, command, None, finding);
    finding
}

fn is_separator(character: char) -> bool {
    matches!(character, ';' | '|' | '&' | '\n' | '\r' | '{' | '}' | '(' | ')' | '=' | '@' | '$')
}

/// Words, numbers, options and paths: nothing that PowerShell could take for more than arguments.
fn is_one_plain_command(command: &str) -> bool {
    command.starts_with(|first: char| first.is_ascii_alphabetic())
        && command
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || " -_./\\:,+".contains(character))
}
