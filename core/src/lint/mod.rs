//! What in the settings does not do what its author meant.
//!
//! The client warns of a part of this when it starts; the rest is learned from what it decides.

mod commands;
mod hosts;
mod names;
mod paths;

use crate::{
    diagnostic::{Code, Diagnostic},
    governance,
    order::{self, Table},
    pattern::PathOrigin,
    profile::Profile,
    rule::{self, Halves, List},
    settings::{Layer, RuleText, read},
    span::Span,
};
use std::borrow::Cow;

/// Everything that is wrong in `layers` or likely to be misread: documents, keys, malformed rules,
/// rules that never match, rules that mean something else than they seem to; lists, locks and
/// sandbox settings that do more or less than they seem to.
///
/// Findings come document by document, each in the order of its text; at the end those that only
/// all documents show together.
///
/// A document that cannot be read is one finding, and the others are looked at all the same.
///
/// ```
/// use callgate::{Layer, Source, lint};
/// let text = r#"{"permissions": {"deny": ["Write(src/**)"]}}"#;
/// let findings = lint(&[Layer::new(Source::User, text)]);
/// assert_eq!(findings[0].code, "inert-path-tool");
/// assert_eq!(findings[0].span.map(|span| span.of(text)), Some(r#""Write(src/**)""#));
/// ```
#[must_use]
pub fn lint(layers: &[Layer]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for layer in layers {
        let mut own = Vec::new();
        let content = read(layer, &mut own);
        Linter { layer, diagnostics: &mut own }.rules(&content.rules);
        governance::lint::document(layer, &mut own);
        order::sort_by_key(&mut own, |diagnostic| diagnostic.span.map(|span| span.start));
        diagnostics.append(&mut own);
    }
    governance::lint::together(layers, &mut diagnostics);
    diagnostics
}

/// A rule that can be read, as its checks see it.
struct Subject<'r> {
    list: List,
    /// The rule as written.
    text: &'r str,
    /// The tool as written.
    tool: &'r str,
    /// What stands between the parentheses, unless that is `*`.
    specifier: Option<Cow<'r, str>>,
}

struct Linter<'a> {
    layer: &'a Layer,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Linter<'_> {
    fn report(&mut self, code: Code, span: Span, help: Option<String>) {
        let diagnostic = Diagnostic::new(code, self.layer, Some(span));
        self.diagnostics.push(match help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        });
    }

    fn rules(&mut self, entries: &[RuleText]) {
        let restricted = entries.iter().filter(|entry| entry.list != List::Allow);
        let restricted = restricted
            .filter_map(|entry| entry.text.as_deref())
            .map(|text| (text.strip_suffix("(*)").unwrap_or(text).to_owned(), 0));
        let restricted = Table::<u32>::new(restricted.collect());
        let repeats =
            order::repeats(entries, |one, two| (one.list, &one.text).cmp(&(two.list, &two.text)));
        for (entry, repeats) in entries.iter().zip(repeats) {
            let Some(text) = entry.text.as_deref() else {
                self.report(Code::RuleNotText, entry.span, None);
                continue;
            };
            if let Err(code) = self.parse(entry.list, text) {
                self.report(code, entry.span, None);
                continue;
            }
            let Ok(Halves { tool, specifier }) = rule::halves(text) else { continue };
            let specifier = specifier.filter(|specifier| specifier != "*");
            let subject = Subject { list: entry.list, text, tool, specifier };
            for (code, help) in subject.check() {
                self.report(code, entry.span, help);
            }
            if repeats {
                self.report(Code::Duplicate, entry.span, None);
            } else if entry.list == List::Allow && restricted.get(tool).is_some() {
                self.report(Code::Shadowed, entry.span, None);
            }
        }
    }

    fn parse(&self, list: List, text: &str) -> Result<(), Code> {
        let origin = PathOrigin {
            list,
            source: self.layer.source,
            directory: self.layer.directory.as_deref(),
            profile: Profile::ClaudeCode,
        };
        rule::parse(text, &origin).map(|_| ())
    }
}

/// A finding, with help that is better than that of the table.
type Check = (Code, Option<String>);

impl Subject<'_> {
    fn check(&self) -> Vec<Check> {
        let name = names::check(self);
        if name.is_some() {
            return name.into_iter().collect();
        }
        let tool = crate::call::current_name(self.tool);
        let Some(specifier) = self.specifier.as_deref() else {
            let bare = tool == "Edit" && self.specifier.is_none();
            return bare.then_some((Code::BareEdit, None)).into_iter().collect();
        };
        if tool.contains('*') {
            return vec![(Code::InertWildcardTool, None)];
        }
        if self.list != List::Allow && names::is_parameter_of_own_rules(tool, specifier) {
            return vec![(Code::InertParameter, None)];
        }
        match tool {
            "Bash" | "PowerShell" => commands::check(self.list, specifier),
            "Read" | "Edit" | "Write" | "MultiEdit" | "NotebookEdit" | "Glob" | "Grep" | "LS" => {
                paths::check(self.list, tool, specifier)
            }
            "WebFetch" => hosts::check(specifier),
            "WebSearch" if self.list == List::Allow || !specifier.contains(':') => {
                vec![(Code::InertSearch, None)]
            }
            "Agent" | "Skill" => names::check_specifier(self.list, tool, specifier),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    fn codes(list: &str, rules: &[&str]) -> Vec<&'static str> {
        let rules = serde_json::to_string(rules).unwrap();
        let text = format!(r#"{{"permissions": {{"{list}": {rules}}}}}"#);
        lint(&[Layer::new(Source::User, text)]).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn sound_rules_give_no_findings() {
        let rules = [
            "Bash",
            "Bash(git push:*)",
            "Bash(npm run *)",
            "Bash(git log * main)",
            "Read(src/**)",
            "Read(//etc/**)",
            "Read(~/.ssh/**)",
            "Edit(**)",
            "WebFetch(domain:*.example.com)",
            "WebSearch",
            "Agent(Explore)",
            "Skill(deploy:*)",
            "mcp__github__get_*",
            "mcp__my_server",
            "Task",
            "Cd(//tmp/**)",
        ];
        assert_eq!(codes("allow", &rules), [""; 0]);
    }

    #[test]
    fn each_mistake_has_its_code() {
        for (list, rule, code) in [
            ("deny", "Bash(ls", "rule-unbalanced"),
            ("deny", " Bash(ls)", "inert-name"),
            ("deny", "Bash (ls)", "inert-name"),
            ("deny", "(ls)", "inert-name"),
            ("deny", "Bsah(ls)", "inert-unknown-tool"),
            ("allow", "TaskOutput", "inert-unknown-tool"),
            ("deny", "mcp__", "inert-mcp-name"),
            ("deny", "mcp__srv__", "inert-mcp-name"),
            ("deny", "mcp__my.srv", "inert-mcp-name"),
            ("deny", "Write(src/**)", "inert-path-tool"),
            ("allow", "MultiEdit(src/**)", "inert-path-tool"),
            ("deny", "Grep(src/**)", "inert-path-tool"),
            ("deny", "Read(../x/**)", "inert-path"),
            ("deny", "Read($HOME/x)", "inert-path"),
            ("deny", "Read(~dev/x)", "inert-path"),
            ("deny", "Read({a,b})", "inert-path"),
            ("deny", "Read(#x)", "inert-path"),
            ("deny", "Edit(.)", "inert-path"),
            ("allow", "Edit(!src/a)", "inert-negation"),
            ("deny", "Read(!)", "inert-negation"),
            ("deny", "Read(/etc/passwd)", "misread-single-slash"),
            ("deny", "Read(**/.ssh/**)", "misread-below-cwd"),
            ("allow", "WebFetch(domain:example.com:443)", "inert-host"),
            ("deny", "WebFetch(domain:example.com/x)", "inert-host"),
            ("deny", "WebFetch(domain: example.com)", "inert-host"),
            ("deny", "WebFetch(domain:b\u{fc}cher.de)", "inert-host"),
            ("deny", "Agent(Exp*)", "inert-name-wildcard"),
            ("deny", "Skill(al*)", "inert-name-wildcard"),
            ("ask", "Agent(Explore)", "inert-ask-by-name"),
            ("ask", "Skill(deploy)", "inert-ask-by-name"),
            ("deny", "WebSearch(foo)", "inert-search"),
            ("allow", "WebSearch(query:foo)", "inert-search"),
            ("deny", "B*(ls)", "inert-wildcard-tool"),
            ("deny", "Bash(command:rm *)", "inert-parameter"),
            ("deny", "Bash( ls)", "inert-blank"),
            ("deny", "Bash(git:* push)", "misread-prefix-in-middle"),
            ("deny", "Bash(foo *:*)", "misread-prefix-with-star"),
            ("allow", "Bash(git * main)", "misread-star-takes-options"),
            ("allow", "Bash(ls*)", "misread-star-glued"),
            ("deny", "Edit", "misread-bare-edit"),
        ] {
            assert_eq!(codes(list, &[rule]), [code], "{list} {rule}");
        }
    }

    #[test]
    fn rules_are_held_against_each_other() {
        assert_eq!(codes("deny", &["Read(a)", "Read(a)"]), ["duplicate"]);
        let text = r#"{"permissions": {"deny": ["Bash(*)"], "allow": ["Bash(ls)", "Read(b)"]}}"#;
        let findings = lint(&[Layer::new(Source::User, text)]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, "shadowed");
        assert_eq!(findings[0].span.unwrap().of(text), "\"Bash(ls)\"");
    }

    #[test]
    fn help_names_the_rule_to_write() {
        let help = |rule: &str| {
            let text = format!(r#"{{"permissions": {{"deny": ["{rule}"]}}}}"#);
            lint(&[Layer::new(Source::User, text)])[0].help.clone().unwrap()
        };
        assert_eq!(help("Write(src/**)"), "write `Edit(src/**)`");
        assert_eq!(help("Glob(src/**)"), "write `Read(src/**)`");
        assert_eq!(help("Read(/etc/passwd)"), "write `Read(//etc/passwd)` for an absolute path");
        assert!(help("Read(**/.ssh/**)").contains("`Read(//**/.ssh/**)`"));
        assert_eq!(help(" Bash(ls)"), "write `Bash(ls)`");
        assert_eq!(help("mcp__my.srv"), "write `mcp__my_srv`");
    }

    #[test]
    fn a_broken_document_does_not_hide_its_rules() {
        let text = r#"{"permissions": {"defaultMode": "yolo", "deny": ["Write(x)"]}}"#;
        let codes: Vec<_> =
            lint(&[Layer::new(Source::User, text)]).iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["settings-wrong-type", "inert-path-tool"]);
    }
}
