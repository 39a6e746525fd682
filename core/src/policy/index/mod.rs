//! Finds the few rules that can match a text, out of any number, in one pass over the text.
//!
//! Every pattern says what a text must have for it to match ([`Need`]): to start with a literal, to
//! end with one, to hold some. Nine of ten rules in the wild are literal prefixes. The needs of all
//! patterns of one kind make a trie and a filter, which *nominate* rules; the pattern itself has the
//! last word, except where nothing but what follows its literal is left to look at ([`Tail`]). So the
//! size of the index and the time to build it are linear in the rules' text whatever the rules are,
//! and a wrong nomination costs a little time and nothing else.
//!
//! A pattern with a star is found by what it starts with, by what it ends with, or by what it holds:
//! by the first of these that few others have as well. Most wildcards in the wild have an end of their
//! own (`* --version`, `git * --force`), so that no filter has to run over the text for them.
//!
//! What was tried instead: one dense automaton over all rules is faster still for ten plain rules
//! and explodes with ten rules that have two inner stars each; a lazy automaton thrashes on commands
//! that it has not seen; an Aho-Corasick automaton over the literals costs about twice as much for
//! each text, and many times the memory. To look literals up by the hash of all words before a blank
//! made a decision a twelfth dearer, at 1,000 rules as at 10,000: a trie is left at the first letter
//! that no rule has.

mod grams;
mod guarded;
mod paths;
mod present;
mod seen;
mod texts;
mod trie;
mod wildcards;

pub(crate) use self::{present::Present, wildcards::Wildcards};

use self::{
    paths::Paths,
    texts::{Item, Texts},
};
use super::Access;
use crate::{
    order,
    path::Target,
    pattern::{Anchor, CommandText, Fit, Tail},
    rule::{List, Rule, RuleId, Specifier},
};

/// A rule as an index knows it: its number, its list, so that rules of other lists are passed over
/// without being looked at, and for a command rule its [`Tail`], with which most of them need no
/// look either.
#[derive(Clone, Copy, Debug)]
struct Entry(u32);

impl Entry {
    const LIST_SHIFT: u32 = 30;
    const TAIL_SHIFT: u32 = 27;
    const NUMBER: u32 = (1 << Entry::TAIL_SHIFT) - 1;

    fn new(number: usize, list: List) -> Entry {
        let number = u32::try_from(number).unwrap_or(Entry::NUMBER).min(Entry::NUMBER);
        Entry(number | ((list as u32) << Entry::LIST_SHIFT))
    }

    const fn with_tail(self, tail: Tail) -> Entry {
        Entry(self.0 | ((tail as u32) << Entry::TAIL_SHIFT))
    }

    const fn list(self) -> List {
        match self.0 >> Entry::LIST_SHIFT {
            0 => List::Deny,
            1 => List::Ask,
            _ => List::Allow,
        }
    }

    const fn tail(self) -> Tail {
        match (self.0 >> Entry::TAIL_SHIFT) & 7 {
            1 => Tail::Nothing,
            2 => Tail::Words,
            3 => Tail::Open,
            4 => Tail::Anything,
            _ => Tail::Unknown,
        }
    }

    const fn id(self) -> RuleId {
        RuleId::new(self.0 & Entry::NUMBER)
    }
}

/// Takes nominations: the list and the number of a rule that may match.
pub(super) type Nominate<'n> = &'n mut dyn FnMut(List, RuleId);

/// The rules of a policy, by what they need to match.
#[derive(Debug, Default)]
pub(super) struct Index {
    tools: Texts,
    /// Command rules, and rules about the main argument of other tools, by the tool that they name.
    specified: Vec<(Box<str>, Texts)>,
    paths: Vec<(Group, Paths)>,
    hosts: Texts,
    /// Rules about parameters, with tool and parameter, sorted by both.
    parameters: Vec<(Parameter, Entry)>,
}

/// What path rules do with which directories.
type Group = (Access, Anchor);

/// A tool, by its name, and the name of one of its parameters.
type Parameter = [Box<str>; 2];

/// The command rules of one tool.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommandIndex<'i>(Option<&'i Texts>);

impl CommandIndex<'_> {
    /// Rules that may match `text`: with how they do, if that is sure.
    #[inline]
    pub(super) fn nominate(
        self,
        text: &CommandText<'_>,
        mut nominate: impl FnMut(List, RuleId, Option<Fit>),
    ) {
        let is_even = text.is_even();
        let Some(texts) = self.0 else { return };
        texts.nominate(text.collapsed(), |entry, rest| match (entry.tail(), rest) {
            (Tail::Unknown, _) | (_, None) => nominate(entry.list(), entry.id(), None),
            _ if !is_even => nominate(entry.list(), entry.id(), None),
            (tail, Some(rest)) => {
                if let Some(fit) = tail.fit(rest) {
                    nominate(entry.list(), entry.id(), Some(fit));
                }
            }
        });
    }

    /// May a rule spell out a text that starts with `text`, its blanks collapsed, and goes on: with an
    /// operator, or with anything?
    pub(super) fn may_go_on(self, text: &str, with_operator: bool) -> bool {
        self.0.is_some_and(|texts| texts.may_go_on(text, with_operator))
    }
}

/// The items under `key`, of which there are few.
fn under<K: PartialEq, T>(groups: &mut Vec<(K, Vec<T>)>, key: K) -> &mut Vec<T> {
    let place = groups.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
        groups.push((key, Vec::new()));
        groups.len() - 1
    });
    &mut groups[place].1
}

impl Index {
    /// Indexes `rules`, in time linear in their text but for the sorting of it.
    pub(super) fn new(rules: &[Rule]) -> Index {
        let mut tools = Vec::new();
        let mut specified = Vec::new();
        let mut paths = Vec::new();
        let mut hosts = Vec::new();
        let mut parameters = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            let entry = Entry::new(number, rule.list);
            let item = |needs| Item { needs, entry, cut: false, has_operator: false };
            // What has a specifier of these kinds, or one that may be a parameter, names its tool.
            let tool = || rule.tool.exact().unwrap_or("");
            match &rule.specifier {
                Specifier::Whole => tools.push(item(rule.tool.needs())),
                Specifier::Command(pattern) => under(&mut specified, tool()).push(Item {
                    needs: pattern.needs(),
                    entry: entry.with_tail(pattern.tail()),
                    cut: pattern.keeps_blanks(),
                    has_operator: pattern.has_operator(),
                }),
                Specifier::Text(pattern) => {
                    under(&mut specified, tool()).push(item(vec![pattern.need()]));
                }
                Specifier::Agent(pattern) => {
                    under(&mut specified, tool()).push(item(vec![pattern.need()]))
                }
                Specifier::Path(access, pattern) => {
                    let mut add = |anchor| {
                        under(&mut paths, (*access, anchor)).push((pattern.need(), entry));
                    };
                    add(pattern.anchor().clone());
                    if pattern.is_everywhere() && *pattern.anchor() != Anchor::Root {
                        add(Anchor::Root);
                    }
                }
                Specifier::Host(pattern) => hosts.push(item(vec![pattern.need()])),
                Specifier::Inert => {}
            }
            if let Some(pattern) = &rule.parameter {
                parameters.push(([tool().into(), pattern.name().into()], entry));
            }
        }
        order::sort_by(&mut parameters, |(one, _): &(Parameter, _), (two, _)| one.cmp(two));
        let specified = specified.into_iter().map(|(tool, items)| (tool.into(), Texts::new(items)));
        let paths = paths.into_iter().map(|(group, items)| (group, Paths::new(&items)));
        Index {
            tools: Texts::new(tools),
            specified: specified.collect(),
            paths: paths.collect(),
            hosts: Texts::new(hosts),
            parameters,
        }
    }

    /// Rules about tools that may be `name`.
    pub(super) fn tool(&self, name: &str, nominate: Nominate<'_>) {
        self.tools.offer(name, nominate);
    }

    /// The command rules of `tool`.
    pub(super) fn commands_of(&self, tool: &str) -> CommandIndex<'_> {
        CommandIndex(self.specified_of(tool))
    }

    fn specified_of(&self, tool: &str) -> Option<&Texts> {
        let of_tool = self.specified.iter().find(|(name, _)| **name == *tool);
        of_tool.map(|(_, texts)| texts)
    }

    /// Path rules that may cover `path`, one of the names of `target`: all of them, if symbolic links
    /// may lead from the place that a rule names to elsewhere.
    pub(super) fn path(
        &self,
        access: Access,
        path: &str,
        target: &Target<'_>,
        nominate: Nominate<'_>,
    ) {
        let mut nominate = |entry: Entry| nominate(entry.list(), entry.id());
        let groups = self.paths.iter().filter(|((about, _), _)| *about == access);
        for ((_, anchor), paths) in groups {
            if target.resolver.has_links() {
                paths.entries().iter().copied().for_each(&mut nominate);
            } else {
                for rest in anchor.below(path, target.places) {
                    paths.nominate(rest, &mut nominate);
                }
            }
        }
    }

    /// Host rules that may match `host`.
    pub(super) fn host(&self, host: &str, nominate: Nominate<'_>) {
        self.hosts.offer(host, nominate);
    }

    /// Rules of `tool` over its main argument that may match `text`.
    pub(super) fn text(&self, tool: &str, text: &str, nominate: Nominate<'_>) {
        if let Some(texts) = self.specified_of(tool) {
            texts.offer(text, nominate);
        }
    }

    /// Rules about the parameter `name` of `tool`.
    pub(super) fn parameter(&self, tool: &str, name: &str, nominate: Nominate<'_>) {
        let order = |[of, called]: &Parameter| (**of).cmp(tool).then_with(|| (**called).cmp(name));
        let start = self.parameters.partition_point(|(parameter, _)| order(parameter).is_lt());
        let rows = self.parameters.iter().skip(start);
        for (_, entry) in rows.take_while(|(parameter, _)| order(parameter).is_eq()) {
            nominate(entry.list(), entry.id());
        }
    }

    /// What the index is made of: bytes on the heap, and states of its automata.
    pub(super) fn size(&self) -> (usize, usize) {
        let texts = [&self.tools, &self.hosts]
            .into_iter()
            .chain(self.specified.iter().map(|(_, texts)| texts))
            .map(|texts| (texts.heap_bytes(), texts.states()));
        let paths = self.paths.iter().map(|(_, paths)| (paths.heap_bytes(), paths.states()));
        let parameters = self.parameters.iter().map(|row| {
            let ([tool, name], _) = row;
            (size_of_val(row) + tool.len() + name.len(), 0)
        });
        texts
            .chain(paths)
            .chain(parameters)
            .fold((0, 0), |(bytes, states), (more, others)| (bytes + more, states + others))
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;
    use crate::{pattern::Tail, rule::List};

    #[test]
    fn an_entry_keeps_what_it_is_told() {
        for list in [List::Deny, List::Ask, List::Allow] {
            for tail in [Tail::Unknown, Tail::Nothing, Tail::Words, Tail::Open, Tail::Anything] {
                let entry = Entry::new(12_345, list).with_tail(tail);
                assert_eq!((entry.list(), entry.tail(), entry.id().index()), (list, tail, 12_345));
            }
        }
    }
}
