//! Holds callgate against what Claude Code 2.1.329 decided, and against what we decided on.

use crate::vectors::{Answer, Group, answers, files, groups};
use callgate::{Profile, Verdict};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// A call that is known to be decided otherwise than by the client, and why that is so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownDifference {
    group: String,
    call: usize,
    why: String,
}

/// How the decisions of one file compare with what it expects.
#[derive(Default)]
struct Tally {
    decisions: usize,
    weaker: usize,
    stricter: usize,
}

impl Tally {
    /// Agreement in percent.
    fn agreement(&self) -> f64 {
        let agreeing = self.decisions - self.weaker - self.stricter;
        100.0 * agreeing as f64 / self.decisions.max(1) as f64
    }
}

/// Everything that is wrong, so that one run shows it all.
#[derive(Default)]
struct Findings {
    problems: Vec<String>,
    known: BTreeMap<(String, usize), bool>,
}

impl Findings {
    fn with_known_differences() -> Findings {
        let text = include_str!("../../testdata/known-differences.jsonl");
        let mut findings = Findings::default();
        for line in text.lines() {
            let known: KnownDifference = serde_json::from_str(line).unwrap();
            assert!(!known.why.is_empty(), "a known difference without a reason: {line}");
            let twice = findings.known.insert((known.group, known.call), false).is_some();
            assert!(!twice, "a known difference is listed twice: {line}");
        }
        findings
    }

    /// Compares one decision with the one expected; `subject` says what it is about.
    fn compare(
        &mut self,
        tally: &mut Tally,
        place: (&str, usize),
        want: Verdict,
        have: Verdict,
        subject: &str,
    ) {
        tally.decisions += 1;
        let (group, call) = place;
        let known = self.known.get_mut(&(group.to_owned(), call));
        let problem = if have < want {
            tally.weaker += 1;
            "WEAKER"
        } else if have > want {
            tally.stricter += 1;
            match known {
                Some(met) => {
                    *met = true;
                    return;
                }
                None => "stricter",
            }
        } else if known.is_some() {
            "listed as a known difference, but agrees"
        } else {
            return;
        };
        self.problems
            .push(format!("{problem}: {group} {call}: want {want}, have {have}: {subject}"));
    }

    /// Fails the test if anything is wrong.
    fn report(mut self) {
        let (weaker, other): (Vec<_>, Vec<_>) =
            self.problems.drain(..).partition(|problem| problem.starts_with("WEAKER"));
        let stale = self
            .known
            .iter()
            .filter(|(_, met)| !**met)
            .map(|((group, call), _)| format!("listed, but no difference: {group} {call}"));
        let all: Vec<String> = weaker.into_iter().chain(other).chain(stale).collect();
        for problem in all.iter().take(100) {
            println!("{problem}");
        }
        assert!(all.is_empty(), "{} decisions are not as expected", all.len());
    }
}

/// Runs the groups of a file and compares.
fn run(file: &Path, profile: Profile, findings: &mut Findings) -> Tally {
    let mut tally = Tally::default();
    for group in groups(file) {
        let answers = answers(&group, profile);
        if group.expected.mcp.is_empty() {
            compare_calls(&group, &answers, findings, &mut tally);
        } else {
            compare_servers(&group, &answers, findings, &mut tally);
        }
    }
    let name = file.file_stem().unwrap().to_string_lossy();
    println!(
        "{name:24} {:6} decisions {:7.2} % agree, weaker {:4}, stricter {:4}",
        tally.decisions,
        tally.agreement(),
        tally.weaker,
        tally.stricter
    );
    tally
}

fn compare_calls(group: &Group, answers: &[Answer], findings: &mut Findings, tally: &mut Tally) {
    let id = &group.expected.id;
    assert_eq!(answers.len(), group.expected.calls.len(), "{id}: one answer a call");
    for (index, (call, answer)) in group.expected.calls.iter().zip(answers).enumerate() {
        let Some(decision) = answer.decision() else {
            panic!("{id}: servers in the answer to calls");
        };
        assert!(matches!(answer, Answer::Call { call, .. } if *call == index), "{id}: in order");
        let reason = answer.reason().map_or(String::new(), serde_json::Value::to_string);
        let subject = format!("{} {} <- {reason}", call.tool, call.input);
        findings.compare(tally, (id, index), call.decision, decision, &subject);
    }
}

/// A blocked server is a denied one.
fn compare_servers(group: &Group, answers: &[Answer], findings: &mut Findings, tally: &mut Tally) {
    let id = &group.expected.id;
    let [Answer::Servers { blocked_servers }] = answers else {
        panic!("{id}: one answer to a group with servers");
    };
    let verdict = |blocked: bool| if blocked { Verdict::Deny } else { Verdict::Allow };
    for (index, (name, server)) in group.expected.mcp.iter().enumerate() {
        let want = verdict(group.expected.blocked_servers.contains(name));
        let have = verdict(blocked_servers.contains(name));
        findings.compare(tally, (id, index), want, have, &format!("{name} {server}"));
    }
}

#[test]
fn decides_as_the_client_does() {
    let mut findings = Findings::with_known_differences();
    for file in files("conformance") {
        let tally = run(&file, Profile::ClaudeCode, &mut findings);
        if tally.agreement() < 99.5 {
            findings.problems.push(format!("less than 99.5 % agreement: {}", file.display()));
        }
    }
    for file in files("learned") {
        run(&file, Profile::ClaudeCode, &mut findings);
    }
    findings.report();
}

#[test]
fn enforces_what_the_authors_of_rules_mean() {
    let mut findings = Findings::default();
    for file in files("enforce") {
        run(&file, Profile::Enforce, &mut findings);
    }
    findings.report();
}

#[test]
fn group_names_are_unique() {
    let mut seen = BTreeMap::new();
    for file in ["conformance", "learned", "enforce"].iter().flat_map(|folder| files(folder)) {
        for group in groups(&file) {
            let before = seen.insert(group.expected.id.clone(), file.clone());
            assert_eq!(before, None, "{} is in {} too", group.expected.id, file.display());
        }
    }
}
