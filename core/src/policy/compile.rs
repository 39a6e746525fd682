//! From layers to a policy.

use super::{Policy, PolicyError, Rules};
use crate::{
    diagnostic::{Code, Diagnostic},
    pattern::PathOrigin,
    profile::Profile,
    rule::{self, List, Rule, Specifier},
    settings::{Content, Layer, Merged, RuleText, Source, read},
};

pub(super) fn compile(layers: &[Layer], profile: Profile) -> Result<Policy, PolicyError> {
    let mut diagnostics = Vec::new();
    // Weakest first, which is also the order in which the client goes through rules.
    let mut order: Vec<(usize, &Layer)> = layers.iter().enumerate().collect();
    order.sort_by_key(|(_, layer)| std::cmp::Reverse(layer.source));
    let contents: Vec<_> = order
        .into_iter()
        .map(|(document, layer)| (document, layer, read(layer, &mut diagnostics)))
        .collect();
    let broken = contents.iter().any(|(_, _, content)| content.is_broken);
    if broken && profile.refuses_unreadable_settings() {
        return Err(PolicyError { diagnostics });
    }
    let contents: Vec<_> = contents
        .into_iter()
        .map(|(document, layer, content)| {
            (document, layer, content.as_the_client_takes_it(layer.source))
        })
        .collect();
    let settings = Merged::new(contents.iter().map(|(_, layer, content)| (layer.source, content)));
    let mut rules = Vec::new();
    for (document, layer, content) in &contents {
        let is_managed = layer.source == Source::Managed;
        if settings.managed_rules_only && !is_managed {
            continue;
        }
        let mut own = Vec::with_capacity(content.rules.len());
        for entry in &content.rules {
            match read_rule(entry, *document, layer, profile) {
                Ok(rule) => own.push(rule),
                Err(code) => diagnostics.push(Diagnostic::new(code, layer, Some(entry.span))),
            }
        }
        if is_managed && (content.withholds_allow || lost_restrictions(content, &own)) {
            own.retain(|rule| rule.list != List::Allow);
            diagnostics.push(Diagnostic::new(Code::AllowWithheld, layer, None));
        }
        rules.append(&mut own);
    }
    rules.sort_by_key(|rule| rule.list);
    let documents = layers.iter().map(|layer| layer.name.clone()).collect();
    let classified = without_broad_rules(&rules).map(Rules::new);
    let rules = Rules::new(rules);
    Ok(Policy { profile, documents, rules, classified, settings, diagnostics })
}

fn read_rule(
    entry: &RuleText,
    document: usize,
    layer: &Layer,
    profile: Profile,
) -> Result<Rule, Code> {
    let origin = PathOrigin {
        list: entry.list,
        source: layer.source,
        directory: layer.directory.as_deref(),
        profile,
    };
    let text = entry.text.clone().ok_or(Code::RuleNotText)?;
    let parsed = rule::parse(&text, &origin)?;
    Ok(Rule {
        text,
        list: entry.list,
        source: layer.source,
        document,
        index: entry.index,
        span: entry.span,
        tool: parsed.tool,
        specifier: parsed.specifier,
        parameter: parsed.parameter,
    })
}

/// Has a list of restrictions entries, and not one that can be read?
fn lost_restrictions(content: &Content, rules: &[Rule]) -> bool {
    [List::Deny, List::Ask].into_iter().any(|list| {
        content.rules.iter().any(|entry| entry.list == list)
            && !rules.iter().any(|rule| rule.list == list)
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
