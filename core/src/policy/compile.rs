//! From layers to a policy.

use super::{Policy, PolicyError, Rules};
use crate::{
    diagnostic::{Code, Diagnostic},
    order,
    pattern::{NamePattern, PathOrigin},
    profile::Profile,
    rule::{self, List, Rule, Specifier},
    settings::{Content, Layer, Merged, RuleText, Source, read},
};
use std::sync::Arc;

pub(super) fn compile(layers: &[Layer], profile: Profile) -> Result<Policy, PolicyError> {
    let mut diagnostics = Vec::new();
    // Weakest first, which is also the order in which the client goes through rules.
    let mut strengths: Vec<(usize, &Layer)> = layers.iter().enumerate().collect();
    order::sort_by_key(&mut strengths, |(_, layer)| std::cmp::Reverse(layer.source));
    let contents: Vec<_> = strengths
        .into_iter()
        .map(|(document, layer)| (document, layer, read(layer, &mut diagnostics)))
        .collect();
    let broken = contents.iter().any(|(_, _, content)| content.is_broken);
    if broken && profile.refuses_unreadable_settings() {
        return Err(PolicyError { diagnostics });
    }
    let mut contents: Vec<_> = contents
        .into_iter()
        .map(|(document, layer, content)| {
            (document, layer, content.taken_by_the_client(layer.source))
        })
        .collect();
    let settings = Merged::new(contents.iter().map(|(_, layer, content)| (layer.source, content)));
    let mut rules = Vec::new();
    let mut tools = Vec::new();
    for (document, layer, content) in &mut contents {
        let is_managed = layer.source == Source::Managed;
        if settings.managed_rules_only && !is_managed {
            continue;
        }
        let withholds_allow =
            is_managed && (content.withholds_allow || lost_restrictions(content, layer));
        let mut own = Vec::with_capacity(content.rules.len());
        for entry in &mut content.rules {
            match read_rule(entry, *document, layer, profile, &mut tools) {
                Ok(rule) => own.push(rule),
                Err(code) => diagnostics.push(Diagnostic::new(code, layer, Some(entry.span))),
            }
        }
        if withholds_allow {
            own.retain(|rule| rule.list != List::Allow);
            diagnostics.push(Diagnostic::new(Code::AllowWithheld, layer, None));
        }
        rules.append(&mut own);
    }
    order::sort_by_key(&mut rules, |rule| rule.list);
    let documents = layers.iter().map(|layer| layer.name.clone()).collect();
    let classified = without_broad_rules(&rules).map(Rules::new);
    let rules = Rules::new(rules);
    Ok(Policy { profile, documents, rules, classified, settings, diagnostics })
}

/// Most rules are about one of a few tools: so many are kept in mind.
const FEW_TOOLS: usize = 32;

/// Makes a rule of the text, which it takes out of the entry. `tools` are those of other rules.
fn read_rule(
    entry: &mut RuleText,
    document: usize,
    layer: &Layer,
    profile: Profile,
    tools: &mut Vec<Arc<NamePattern>>,
) -> Result<Rule, Code> {
    let text = entry.text.take().ok_or(Code::RuleNotText)?;
    let parsed = rule::parse(&text, &origin(entry.list, layer, profile))?;
    let known = tools.iter().find(|known| ***known == parsed.tool).map(Arc::clone);
    let tool = known.unwrap_or_else(|| {
        let tool = Arc::new(parsed.tool);
        if tools.len() < FEW_TOOLS {
            tools.push(Arc::clone(&tool));
        }
        tool
    });
    Ok(Rule {
        text: text.into(),
        list: entry.list,
        source: layer.source,
        document: counted(document),
        index: counted(entry.index),
        span: entry.span,
        tool,
        specifier: parsed.specifier,
        parameter: parsed.parameter.map(Box::new),
    })
}

fn origin(list: List, layer: &Layer, profile: Profile) -> PathOrigin<'_> {
    PathOrigin { list, source: layer.source, directory: layer.directory.as_deref(), profile }
}

/// A number of documents or entries: nobody has four billion.
fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Has a list of restrictions entries, and not one that the client can read?
fn lost_restrictions(content: &Content, layer: &Layer) -> bool {
    let readable = |entry: &RuleText| {
        let origin = origin(entry.list, layer, Profile::ClaudeCode);
        entry.text.as_ref().is_some_and(|text| rule::parse(text, &origin).is_ok())
    };
    [List::Deny, List::Ask].into_iter().any(|list| {
        let mut entries = content.rules.iter().filter(|entry| entry.list == list).peekable();
        entries.peek().is_some() && !entries.any(readable)
    })
}

/// The rules with the broad ones made inert, under the same numbers; `None` if there are none.
fn without_broad_rules(rules: &[Rule]) -> Option<Vec<Rule>> {
    rules.iter().any(Rule::is_broad).then(|| {
        let mut rules = rules.to_vec();
        for rule in rules.iter_mut().filter(|rule| rule.is_broad()) {
            rule.specifier = Specifier::Inert;
        }
        rules
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(policy: &Policy) -> Vec<&str> {
        policy.diagnostics().iter().map(|diagnostic| diagnostic.code).collect()
    }

    fn texts(policy: &Policy) -> Vec<&str> {
        policy.rules().iter().map(Rule::text).collect()
    }

    #[test]
    fn a_malformed_rule_loses_nothing_else() {
        let text = r#"{"permissions": {"deny": ["Bash(x", "Bash(a)"], "allow": ["b", "Read"]}}"#;
        for profile in [Profile::ClaudeCode, Profile::Enforce] {
            let policy = Policy::new(&[Layer::new(Source::User, text)], profile).unwrap();
            assert_eq!(texts(&policy), ["Bash(a)", "Read"]);
            assert_eq!(codes(&policy), ["rule-unbalanced", "rule-lower-case"]);
        }
    }

    #[test]
    fn a_broken_document_stops_only_who_enforces() {
        let layers = [
            Layer::new(Source::User, r#"{"permissions": {"deny": "Bash"}}"#),
            Layer::new(Source::Project, r#"{"permissions": {"deny": ["Read"]}}"#),
        ];
        let error = Policy::new(&layers, Profile::Enforce).unwrap_err();
        assert_eq!(error.diagnostics[0].code, "settings-wrong-type");
        assert_eq!(error.diagnostics[0].span.unwrap().of(&layers[0].text), "\"Bash\"");
        let policy = Policy::new(&layers, Profile::ClaudeCode).unwrap();
        assert_eq!(texts(&policy), ["Read"]);
    }

    #[test]
    fn rules_go_by_list_then_from_the_weakest_layer() {
        let layers = [
            Layer::new(Source::Managed, r#"{"permissions": {"allow": ["A"], "deny": ["B"]}}"#),
            Layer::new(Source::User, r#"{"permissions": {"allow": ["C"], "deny": ["D", "E"]}}"#),
        ];
        let policy = Policy::new(&layers, Profile::ClaudeCode).unwrap();
        assert_eq!(texts(&policy), ["D", "E", "B", "C", "A"]);
    }

    #[test]
    fn managed_settings_can_stand_alone() {
        let managed = r#"{"allowManagedPermissionRulesOnly": true,
                          "permissions": {"allow": ["A"]}}"#;
        let user = r#"{"permissions": {"deny": ["B"], "additionalDirectories": ["/x"]}}"#;
        let layers = [Layer::new(Source::Managed, managed), Layer::new(Source::User, user)];
        assert_eq!(texts(&Policy::new(&layers, Profile::Enforce).unwrap()), ["A"]);
    }

    /// A list of restrictions that is lost as a whole might have been meant for what is allowed.
    #[test]
    fn managed_permissions_go_with_lost_restrictions() {
        let rules = |deny: &str, profile| {
            let text = format!(r#"{{"permissions": {{"deny": {deny}, "allow": ["Bash(a)"]}}}}"#);
            let policy = Policy::new(&[Layer::new(Source::Managed, text)], profile).unwrap();
            texts(&policy).len()
        };
        assert_eq!(rules(r#"["mcp__x(y)"]"#, Profile::ClaudeCode), 0);
        assert_eq!(rules(r#"["mcp__x(y:z)"]"#, Profile::Enforce), 1);
        assert_eq!(rules(r#"["mcp__x(y)", "Read"]"#, Profile::ClaudeCode), 2);
        assert_eq!(rules("[]", Profile::ClaudeCode), 1);
        assert_eq!(rules("null", Profile::ClaudeCode), 1);
        assert_eq!(rules(r#""x""#, Profile::ClaudeCode), 0);
    }
}
