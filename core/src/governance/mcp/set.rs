//! All entries of one list, compiled: which is the first that a server meets.
//!
//! A list of ten thousand entries answers as fast as one of ten: names, commands and hosts are
//! looked up, and so are the paths of one host.

use super::{
    globs::Globs,
    lists::{Entry, Subject},
    pattern::{Port, UrlPattern, plain_matches},
    server::McpServer,
    url::ServerUrl,
};
use std::collections::HashMap;

/// The entries of an allow list or a deny list.
#[derive(Clone, Debug, Default)]
pub(super) struct EntrySet {
    names: HashMap<String, u32>,
    commands: HashMap<Vec<String>, u32>,
    /// The first `*`.
    every: Option<u32>,
    hosts: Globs<Host>,
    plain: Globs<Plain>,
    any_urls: bool,
}

/// The entries for one host or pattern of hosts.
#[derive(Clone, Debug)]
struct Host {
    any_path: Origins,
    paths: Globs<Origins>,
}

/// Entries that differ in scheme and port only.
#[derive(Clone, Debug, Default)]
struct Origins(HashMap<Port, Vec<(Option<String>, u32)>>);

#[derive(Clone, Debug)]
struct Plain {
    pattern: String,
    entry: u32,
}

/// How a server is reached, read once for all lists.
#[derive(Debug)]
pub(super) enum Reached<'s> {
    /// By a command.
    By(&'s Vec<String>),
    /// At a URL; `None` if that cannot be read.
    At(Option<ServerUrl<'s>>),
}

/// Which kinds of entries a list holds decides how it reads for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Command,
    Url,
}

impl EntrySet {
    pub(super) fn new(entries: &[Entry]) -> EntrySet {
        let mut names = HashMap::new();
        let mut commands = HashMap::new();
        let mut every = None;
        let mut any_urls = false;
        let mut plain: HashMap<String, u32> = HashMap::new();
        let mut hosts: HashMap<String, (Origins, HashMap<String, Origins>)> = HashMap::new();
        for (entry, number) in entries.iter().zip(0u32..) {
            match &entry.subject {
                Subject::Name(name) => {
                    names.entry(name.clone()).or_insert(number);
                }
                Subject::Command(command) => {
                    commands.entry(command.clone()).or_insert(number);
                }
                Subject::Url(pattern) => {
                    any_urls = true;
                    match pattern {
                        UrlPattern::Every => {
                            every.get_or_insert(number);
                        }
                        UrlPattern::Plain(text) => {
                            plain.entry(text.clone()).or_insert(number);
                        }
                        UrlPattern::Nothing => {}
                        UrlPattern::Parts(parts) => {
                            let (any_path, paths) = hosts.entry(parts.host.clone()).or_default();
                            let origins = match &parts.path {
                                None => any_path,
                                Some(path) => paths.entry(path.clone()).or_default(),
                            };
                            origins.insert(parts.scheme.clone(), parts.port, number);
                        }
                    }
                }
            }
        }
        let hosts = hosts
            .into_iter()
            .map(|(host, (any_path, paths))| (host, Host { any_path, paths: Globs::new(paths) }));
        let plain =
            plain.into_iter().map(|(pattern, entry)| (pattern.clone(), Plain { pattern, entry }));
        EntrySet {
            names,
            commands,
            every,
            hosts: Globs::new(hosts),
            plain: Globs::new(plain),
            any_urls,
        }
    }

    /// Does the list hold an entry of this kind?
    pub(super) fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Command => !self.commands.is_empty(),
            Kind::Url => self.any_urls,
        }
    }

    /// The first entry by which the list names the server.
    pub(super) fn by_name(&self, server: &McpServer) -> Option<u32> {
        self.names.get(&server.name).copied()
    }

    /// The first entry that is about how the server is reached.
    pub(super) fn by_transport(&self, reached: &Reached<'_>) -> Option<u32> {
        match reached {
            Reached::By(command) => self.commands.get(*command).copied(),
            Reached::At(url) => self.by_url(url.as_ref()),
        }
    }

    fn by_url(&self, url: Option<&ServerUrl<'_>>) -> Option<u32> {
        if !self.any_urls {
            return None;
        }
        let mut first = First(self.every);
        if let Some(url) = url {
            self.hosts.matching(&url.host, &mut |host| {
                host.any_path.find(url, &mut first);
                host.paths.matching(&url.path, &mut |origins| origins.find(url, &mut first));
            });
            if !self.plain.is_empty() {
                let whole = url.whole();
                self.plain.matching(&whole, &mut |plain| {
                    if plain_matches(&plain.pattern, &whole) {
                        first.offer(plain.entry);
                    }
                });
            }
        }
        first.0
    }
}

/// The smallest number that was offered.
struct First(Option<u32>);

impl First {
    fn offer(&mut self, entry: u32) {
        self.0 = Some(self.0.map_or(entry, |first| first.min(entry)));
    }
}

impl Origins {
    fn insert(&mut self, scheme: Option<String>, port: Port, entry: u32) {
        let schemes = self.0.entry(port).or_default();
        if !schemes.iter().any(|(known, _)| *known == scheme) {
            schemes.push((scheme, entry));
        }
    }

    fn find(&self, url: &ServerUrl<'_>, first: &mut First) {
        for port in [Port::Any, Port::Only(url.port)] {
            for (scheme, entry) in self.0.get(&port).into_iter().flatten() {
                if scheme.as_ref().is_none_or(|scheme| *scheme == url.scheme) {
                    first.offer(*entry);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{settings::Source, span::Span};
    use proptest::prelude::*;

    fn entry(pattern: &str) -> Entry {
        Entry {
            subject: Subject::Url(UrlPattern::parse(pattern)),
            text: pattern.to_owned(),
            source: Source::Managed,
            document: 0,
            index: 0,
            span: Span::default(),
        }
    }

    fn part(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
        proptest::sample::select(choices)
    }

    prop_compose! {
        fn pattern()(
            scheme in part(&["https", "http", "*", "h*"]),
            host in part(&["a.test", "b.test", "*", "*.test", "a.*", "[*", "a*b"]),
            port in part(&["", "", ":*", ":8443", ":8*"]),
            path in part(&["", "/", "/*", "/m", "/m*", "/*/n", "/m?x=*", "/*n"]),
        ) -> String {
            format!("{scheme}://{host}{port}{path}")
        }
    }

    prop_compose! {
        fn address()(
            scheme in part(&["https", "http", "ws"]),
            host in part(&["a.test", "b.test", "x.a.test", "[::1]", "A.TEST.", "a.testb"]),
            port in part(&["", "", ":443", ":8443", ":80"]),
            path in part(&["", "/", "/m", "/m/n", "/x/n", "/m?x=1", "/mn"]),
        ) -> String {
            format!("{scheme}://{host}{port}{path}")
        }
    }

    proptest! {
        #[test]
        fn the_set_finds_the_first_entry_that_matches_by_itself(
            patterns in proptest::collection::vec(pattern(), 0..12),
            url in address(),
        ) {
            let entries: Vec<Entry> = patterns.iter().map(|pattern| entry(pattern)).collect();
            let found = EntrySet::new(&entries).by_url(ServerUrl::read(&url).as_ref());
            let url = ServerUrl::read(&url);
            let expected = patterns
                .iter()
                .position(|pattern| UrlPattern::parse(pattern).matches(url.as_ref()));
            prop_assert_eq!(found, expected.map(|at| u32::try_from(at).unwrap()));
        }
    }

    #[test]
    fn many_entries_for_one_host_are_told_apart() {
        let entries: Vec<Entry> = (0..10_000)
            .map(|number| entry(&format!("https://gw.test/tenant{number}/*")))
            .chain((0..10_000).map(|number| entry(&format!("https://h{number}.test:{number}/"))))
            .collect();
        let set = EntrySet::new(&entries);
        let by_url = |url| set.by_url(ServerUrl::read(url).as_ref());
        assert_eq!(by_url("https://gw.test/tenant9876/mcp"), Some(9876));
        assert_eq!(by_url("https://h77.test:77/"), Some(10_077));
        assert_eq!(by_url("https://h77.test:78/"), None);
        assert_eq!(by_url("https://gw.test/tenant/mcp"), None);
    }
}
