//! The languages that rules are written in. A pattern is parsed once and knows how to match one
//! text by itself, in time linear in that text; sets of patterns are compiled elsewhere.

mod agent;
mod command;
mod glob;
mod host;
mod name;
mod need;
mod number;
mod parameter;
mod path;
mod text;
pub(crate) mod wildcard;

pub(crate) use self::{
    agent::{AgentName, AgentPattern},
    command::{CommandPattern, CommandText, Fit, Tail},
    host::HostPattern,
    name::NamePattern,
    need::{Need, PathNeed},
    parameter::ParameterPattern,
    path::{Anchor, PathOrigin, PathPattern},
    text::TextPattern,
    wildcard::Wildcard,
};
