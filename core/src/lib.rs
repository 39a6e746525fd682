//! Decides **deny**, **ask** or **allow** for the tool calls of an AI coding agent, and says why,
//! from the permission rules that people already write for Claude Code.
//!
//! The way of the data is the way of the modules:
//!
//! | module | what it does |
//! |---|---|
//! | [`settings`] | reads settings layers from text and merges them |
//! | [`rule`] | reads one rule: `Bash(git push:*)`, `Read(**/.env)`, `mcp__github__*` |
//! | `pattern` | the languages that rules are written in: commands, paths, hosts, names |
//! | [`policy`] | all rules together, indexed by what they can meet |
//! | [`call`] | one tool call and the circumstances in which it is made |
//! | `shell` | reads a command line: what would run, with which words and redirections |
//! | `programs` | tables of what is known about programs: wrappers, read-only sets, files |
//! | `path` | lexical paths, working directories, protected places |
//! | `web` | URLs and the documentation hosts that need no rule |
//! | `decide` | the decision, tool by tool |
//! | `lint` | what in the settings does not do what its author meant |
//! | [`decision`] | the answer, its reasons, its JSON shape |
//! | [`governance`] | what else managed settings govern: MCP servers |
//! | [`batch`] | groups of recorded calls, JSON in and JSON out |
//! | [`interop`] | what the bindings share: settings, sessions and offsets for other languages |
//!
//! The crate does no I/O: files, environment and clock come in through the caller, so that it runs
//! in a browser as well as in a gateway.
// A build for size sets this, and then keeps the speed of the functions that decide most commands: they
// are marked with it.
#![cfg_attr(built_for_size, feature(optimize_attribute))]
#![forbid(unsafe_code)]
#![warn(missing_docs, rustdoc::broken_intra_doc_links)]

pub mod batch;

pub mod call;
pub mod decision;
pub mod diagnostic;
pub mod governance;
pub mod interop;
pub mod policy;
pub mod rule;
pub mod settings;

mod blank;
mod decide;
mod filter;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod json;
mod lanes;
mod letters;
mod lint;
#[doc(hidden)]
pub mod measure;
mod mode;
mod names;
mod order;
mod path;
mod pattern;
mod profile;
mod programs;
mod shell;
mod span;
mod verdict;
mod web;
mod wording;

pub use crate::{
    call::{Call, Classifier, Context, NoLinks, Resolver},
    decision::{BuiltIn, Decision, Part, PartKind, Reason},
    diagnostic::{Diagnostic, Severity},
    json::parse_object,
    lint::lint,
    mode::Mode,
    policy::{CompiledPolicy, Policy, PolicyError, Size},
    profile::Profile,
    rule::{List, Rule, RuleId},
    settings::{Layer, Source},
    span::{Span, position},
    verdict::Verdict,
};

/// The Rust examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
