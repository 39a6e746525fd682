//! From what was found to a decision in words.

use super::Policy;
use crate::{
    call::Call,
    decide::{Because, Finding, PartRecord},
    decision::{Decision, Part, Reason},
    mode::Mode,
    rule::{List, Rule},
};

impl Policy {
    pub(super) fn explain(
        &self,
        call: &Call<'_>,
        mode: Mode,
        finding: Finding,
        parts: Vec<PartRecord>,
    ) -> Decision {
        let (message, advice) = match finding.because {
            Because::Rule(id) => match self.rules().get(id.index()) {
                Some(rule) => (self.rule_message(rule), rule_advice(rule)),
                None => (String::new(), None),
            },
            Because::BuiltIn(built_in) => {
                let advice = built_in.advice();
                let advice = (!advice.is_empty()).then(|| advice.to_owned());
                (built_in.message().to_owned(), advice)
            }
        };
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

    fn file(&self, rule: &Rule) -> &str {
        self.documents.get(rule.document).map_or("", String::as_str)
    }

    fn reason(&self, because: Because) -> Reason {
        match because {
            Because::BuiltIn(code) => Reason::BuiltIn { code },
            Because::Rule(id) => match self.rules().get(id.index()) {
                Some(rule) => Reason::Rule {
                    id,
                    rule: rule.text.clone(),
                    list: rule.list,
                    source: rule.source,
                    file: self.file(rule).to_owned(),
                    index: rule.index,
                    span: rule.span,
                },
                None => Reason::BuiltIn { code: crate::decision::BuiltIn::NoRule },
            },
        }
    }

    fn rule_message(&self, rule: &Rule) -> String {
        let verb = match rule.list {
            List::Deny => "denied",
            List::Ask => "asks first",
            List::Allow => "allowed",
        };
        format!("{verb}: the {} rule `{}` of {}", rule.list.as_str(), rule.text, self.file(rule))
    }
}

fn rule_advice(rule: &Rule) -> Option<String> {
    match rule.list {
        List::Deny => {
            Some(format!("no allow rule outweighs a deny rule: narrow or remove `{}`", rule.text))
        }
        List::Ask => Some(format!("approve the call, or narrow `{}`", rule.text)),
        List::Allow => None,
    }
}
