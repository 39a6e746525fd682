//! From what was found to a decision in words.

use super::Policy;
use crate::{
    call::Call,
    decide::{Because, Finding, PartRecord},
    decision::{BuiltIn, Decision, Part, PartKind, Reason},
    letters::one_of,
    mode::Mode,
    rule::{List, Rule, RuleId},
    verdict::Verdict,
};

/// Longer pieces are not worth a rule of their own.
const LONGEST_SUGGESTION: usize = 120;

impl Policy {
    pub(super) fn explain(
        &self,
        call: &Call<'_>,
        mode: Mode,
        finding: Finding,
        mut parts: Vec<PartRecord>,
    ) -> Decision {
        let (message, advice) = match self.because(finding.because) {
            Ok(rule) => (self.rule_message(rule), rule_advice(rule)),
            Err(built_in) => {
                let suggestion = (finding.verdict != Verdict::Allow)
                    .then(|| suggestion(call.tool(), &parts))
                    .flatten();
                (built_in.message().to_owned(), suggestion.or_else(|| advice(built_in)))
            }
        };
        // Pieces are judged in the order of what they can decide, and shown in that of the text.
        parts.sort_by_key(|part| part.span.map(|span| span.start));
        Decision {
            verdict: finding.verdict,
            reason: self.reason(finding.because),
            message,
            advice,
            tool: call.tool().to_owned(),
            mode,
            profile: self.profile(),
            parts: parts
                .into_iter()
                .map(|part| Part {
                    kind: part.kind,
                    text: part.text,
                    span: part.span,
                    verdict: part.finding.verdict,
                    reason: self.reason(part.finding.because),
                })
                .collect(),
        }
    }

    fn because(&self, because: Because) -> Result<&Rule, BuiltIn> {
        match because {
            Because::Rule(id) => self.rules().get(id.index()).ok_or(BuiltIn::NoRule),
            Because::BuiltIn(built_in) => Err(built_in),
        }
    }

    /// The rules in force, each as the reason that it is for a decision, in the order of
    /// [`Policy::rules`].
    pub(crate) fn reasons(&self) -> impl Iterator<Item = Reason> {
        (0..self.rules().len())
            .filter_map(|place| u32::try_from(place).ok())
            .map(|number| self.reason(Because::Rule(RuleId::new(number))))
    }

    fn reason(&self, because: Because) -> Reason {
        match (because, self.because(because)) {
            (Because::Rule(id), Ok(rule)) => Reason::Rule {
                id: Some(id),
                rule: rule.text.to_string(),
                list: rule.list,
                source: rule.source,
                file: self.file(rule).to_owned(),
                index: rule.index(),
                span: rule.span,
            },
            (_, Ok(_)) => Reason::BuiltIn { code: BuiltIn::NoRule },
            (_, Err(code)) => Reason::BuiltIn { code },
        }
    }

    fn file(&self, rule: &Rule) -> &str {
        self.documents.get(rule.document as usize).map_or("", String::as_str)
    }

    fn rule_message(&self, rule: &Rule) -> String {
        let (list, file) = (rule.list.as_str(), self.file(rule));
        // Joined, a sentence is allocated once; formatted, it grows piece by piece.
        ["the ", list, " rule `", &rule.text, "` in ", file, " covers this"].concat()
    }
}

fn rule_advice(rule: &Rule) -> Option<String> {
    match rule.list {
        List::Deny => Some(
            ["narrow or remove `", &rule.text, "`: no allow rule outweighs a deny rule"].concat(),
        ),
        List::Ask => Some(
            ["approve the call, or narrow `", &rule.text, "`: it outweighs allow rules"].concat(),
        ),
        List::Allow => None,
    }
}

fn advice(built_in: BuiltIn) -> Option<String> {
    let advice = built_in.advice();
    (!advice.is_empty()).then(|| advice.to_owned())
}

/// The allow rules that the pieces lack which nothing but a missing rule holds back; `None` if
/// something else holds one back, so that rules would not help.
fn suggestion(tool: &str, parts: &[PartRecord]) -> Option<String> {
    let mut rules: Vec<[&str; 3]> = Vec::new();
    for part in parts.iter().filter(|part| part.finding.verdict != Verdict::Allow) {
        if !is_open(part.finding.because) {
            return None;
        }
        let rule = rule_for(tool, part)?;
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let start = match rules.len() {
        1 => "add the allow rule ",
        2..=4 => "add the allow rules ",
        _ => return None,
    };
    let mut pieces = Vec::with_capacity(1 + 6 * rules.len());
    pieces.push(start);
    for (number, [before, text, after]) in rules.iter().enumerate() {
        match rules.len() - number {
            _ if number == 0 => {}
            1 => pieces.push(" and "),
            _ => pieces.push(", "),
        }
        pieces.extend(["`", before, text, after, "`"]);
    }
    Some(pieces.concat())
}

/// Is it the lack of a rule, and nothing else, that decided?
fn is_open(because: Because) -> bool {
    matches!(because, Because::BuiltIn(BuiltIn::NoRule | BuiltIn::SkillUnknown))
}

/// The narrowest rule for a piece, if it can be written plainly: what stands before the text of the
/// piece, the text, and what stands behind it.
fn rule_for<'p>(tool: &'p str, part: &'p PartRecord) -> Option<[&'p str; 3]> {
    let text = part.text.as_str();
    let plain = !text.is_empty()
        && text.len() <= LONGEST_SUGGESTION
        && !text.contains(one_of("()\\*?[!`\n"));
    if !plain {
        return None;
    }
    let before = match part.kind {
        PartKind::Command if tool == "PowerShell" => "PowerShell(",
        PartKind::Command => "Bash(",
        PartKind::Host => "WebFetch(domain:",
        PartKind::Read => "Read(/",
        PartKind::Write => "Edit(/",
        PartKind::Call if tool == "Skill" => "Skill(",
        PartKind::Call => return Some([tool, "", ""]),
        PartKind::Parameter | PartKind::Directory => return None,
    };
    Some([before, text, ")"])
}

#[cfg(test)]
mod tests {
    use crate::{Call, Context, Layer, Policy, Profile, Source, Verdict};

    const CONTEXT: Context<'_> = Context::new("/home/dev/project", "/home/dev");

    fn policy(permissions: &str) -> Policy {
        let text = format!(r#"{{"permissions": {permissions}}}"#);
        Policy::new(&[Layer::new(Source::User, text)], Profile::Enforce).unwrap()
    }

    #[test]
    fn a_rule_is_named_with_its_place() {
        let policy = policy(r#"{"deny": ["Read", "WebFetch(domain:example.com)"]}"#);
        let decision =
            policy.decide(&Call::with_subject("WebFetch", "https://example.com/x"), &CONTEXT);
        assert_eq!(decision.verdict, Verdict::Deny);
        let message = "the deny rule `WebFetch(domain:example.com)` in user covers this";
        assert_eq!(decision.message, message);
        let json = serde_json::to_value(&decision).unwrap();
        assert_eq!(
            json["reason"],
            serde_json::json!({
                "kind": "rule", "rule": "WebFetch(domain:example.com)", "list": "deny",
                "source": "user", "file": "user", "index": 1, "span": {"start": 34, "end": 64},
            })
        );
        assert_eq!(json["parts"][0]["kind"], "host");
        assert_eq!(json["parts"][0]["text"], "example.com");
    }

    /// Advice that names a rule must be worth following.
    #[test]
    fn the_rule_that_is_suggested_allows_the_call() {
        for call in [
            Call::bash("npm run build"),
            Call::bash("make all && cargo build"),
            Call::with_subject("WebFetch", "https://example.org/x"),
            Call::with_subject("Write", "src/a.rs"),
            Call::with_subject("Skill", "deploy"),
            Call::bare("mcp__github__list"),
            Call::with_subject("PowerShell", "Get-Thing x"),
        ] {
            let decision = policy("{}").decide(&call, &CONTEXT);
            assert_eq!(decision.verdict, Verdict::Ask, "{call:?}");
            let advice = decision.advice.unwrap();
            let rules: Vec<&str> = advice.split('`').skip(1).step_by(2).collect();
            assert!(!rules.is_empty(), "{call:?}: {advice}");
            let allow = serde_json::json!({ "allow": rules }).to_string();
            assert_eq!(policy(&allow).verdict(&call, &CONTEXT), Verdict::Allow, "{advice}");
        }
    }

    #[test]
    fn no_rule_is_suggested_where_rules_do_not_help() {
        for command in ["eval x", "make \\(x", "cat $(x)"] {
            let decision = policy("{}").decide(&Call::bash(command), &CONTEXT);
            let advice = decision.advice.unwrap_or_default();
            assert!(!advice.contains('`'), "{command}: {advice}");
        }
    }
}
