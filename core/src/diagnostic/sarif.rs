//! Findings as SARIF 2.1.0, the form in which code hosts take them and show them at the line.

use super::{Code, Diagnostic, Severity};
use crate::{
    settings::Layer,
    span::{Span, position},
};
use serde_json::{Value, json};

/// Writes findings as a SARIF log. `layers` are the documents that they are about; the name of a
/// layer becomes the URI of its file, relative to wherever the log is read.
///
/// ```
/// use callgate::{Layer, Source, diagnostic, lint};
/// let layers = [Layer::new(Source::Managed, r#"{"allowedModels": ["opus"]}"#)];
/// let log = diagnostic::sarif(&lint(&layers), &layers);
/// assert!(log.contains(r#""ruleId":"settings-unknown-key""#));
/// ```
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], layers: &[Layer]) -> String {
    let mut codes: Vec<&Code> = Vec::new();
    for diagnostic in diagnostics {
        if let Some(code) = Code::ALL.iter().find(|code| code.name() == diagnostic.code)
            && !codes.contains(&code)
        {
            codes.push(code);
        }
    }
    let rules: Vec<Value> = codes.iter().map(|code| rule(**code)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let layer = layers.iter().find(|layer| layer.name == diagnostic.file);
            let number = codes.iter().position(|code| code.name() == diagnostic.code);
            result(diagnostic, number, layer)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "callgate",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    log.to_string()
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": {"text": code.message()},
        "help": {"text": code.help()},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>, layer: Option<&Layer>) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str(". To fix it: ");
        text.push_str(help);
    }
    let mut place = json!({"artifactLocation": {"uri": uri(&diagnostic.file)}});
    if let (Some(span), Some(layer)) = (diagnostic.span, layer) {
        place["region"] = region(span, &layer.text);
    }
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    result
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn region(span: Span, text: &str) -> Value {
    let (start_line, start_column) = position(text, span.start as usize);
    let (end_line, end_column) = position(text, span.end as usize);
    json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A file name as a URI reference.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    fn log(name: &str, text: &str) -> Value {
        let layer = Layer { name: name.to_owned(), ..Layer::new(Source::User, text) };
        let found = crate::lint(std::slice::from_ref(&layer));
        serde_json::from_str(&sarif(&found, &[layer])).unwrap()
    }

    #[test]
    fn findings_have_rule_level_and_region() {
        let log = log("a b/settings.json", "{\n  \"\u{e9}\": 1, \"allowedModels\": [\"x\"]\n}");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "settings-unknown-key");
        let result = &run["results"][1];
        assert_eq!(result["ruleIndex"], 0);
        assert_eq!(result["level"], "warning");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/settings.json");
        let region = json!({"startLine": 2, "startColumn": 28, "endLine": 2, "endColumn": 33});
        assert_eq!(place["region"], region);
    }

    #[test]
    fn without_findings_there_is_a_log_still() {
        let log = log("settings.json", "{}");
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
