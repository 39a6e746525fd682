//! From layers to a policy.

use super::{Policy, PolicyError, Walk};
use crate::{
    diagnostic::{Diagnostic, Severity},
    pattern::PathOrigin,
    profile::Profile,
    rule::{self, List, Rule, Specifier},
    settings::{Layer, Merged, Readable, Source, read},
};

pub(super) fn compile(layers: &[Layer], profile: Profile) -> Result<Policy, PolicyError> {
    let mut diagnostics = Vec::new();
    let mut readable = true;
    // Weakest first, which is also the order in which the client goes through rules.
    let mut order: Vec<(usize, &Layer)> = layers.iter().enumerate().collect();
    order.sort_by_key(|(_, layer)| std::cmp::Reverse(layer.source));
    let contents: Vec<_> = order
        .into_iter()
        .map(|(document, layer)| {
            let (content, state) = read(layer, &mut diagnostics);
            readable &= state == Readable::Yes;
            (document, layer, content)
        })
        .collect();
    if !readable && profile.refuses_unreadable_settings() {
        return Err(PolicyError { diagnostics });
    }
    let settings = Merged::new(contents.iter().map(|(_, layer, content)| (layer.source, content)));
    let mut rules = Vec::new();
    for list in [List::Deny, List::Ask, List::Allow] {
        for (document, layer, content) in &contents {
            if settings.managed_rules_only && layer.source != Source::Managed {
                continue;
            }
            for entry in content.rules.iter().filter(|entry| entry.list == list) {
                let origin = PathOrigin {
                    list,
                    source: layer.source,
                    directory: layer.directory.as_deref(),
                    profile,
                };
                match rule::parse(&entry.text, &origin) {
                    Ok(parsed) => rules.push(Rule {
                        text: entry.text.clone(),
                        list,
                        source: layer.source,
                        document: *document,
                        index: entry.index,
                        span: entry.span,
                        tool: parsed.tool,
                        specifier: parsed.specifier,
                        parameter: parsed.parameter,
                    }),
                    Err(malformed) => diagnostics.push(Diagnostic {
                        severity: Severity::Error,
                        code: malformed.code(),
                        message: format!("{}; the rule is skipped", malformed.message()),
                        help: Some(malformed.help().to_owned()),
                        file: layer.name.clone(),
                        span: Some(entry.span),
                    }),
                }
            }
        }
    }
    let documents = layers.iter().map(|layer| layer.name.clone()).collect();
    let rules = Walk { rules };
    let classified = without_broad_rules(&rules);
    Ok(Policy { profile, documents, rules, classified, settings, diagnostics })
}

/// The rules with the broad ones made inert, under the same numbers; `None` if there are none.
fn without_broad_rules(rules: &Walk) -> Option<Walk> {
    rules.rules.iter().any(Rule::is_broad).then(|| {
        let mut rules = rules.clone();
        for rule in rules.rules.iter_mut().filter(|rule| rule.is_broad()) {
            rule.specifier = Specifier::Inert;
        }
        rules
    })
}
