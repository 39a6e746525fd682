//! All entries of one list, compiled: which is the first that a server meets.
//!
//! Names and commands are looked up; hosts, and the paths of one host, are found as rules are.

use super::{
    hosts::Hosts,
    lists::{Entry, Subject},
    pattern::{Port, UrlPattern, plain_matches},
    server::McpServer,
    url::ServerUrl,
};
use crate::{
    order::{self, Table},
    policy::Wildcards,
};

/// The entries of an allow list or a deny list.
#[derive(Clone, Debug, Default)]
pub(super) struct EntrySet {
    names: Table<u32>,
    /// By the words of a command, each with a NUL behind it, which no word has.
    commands: Table<u32>,
    /// The first `*`.
    every: Option<u32>,
    hosts: Hosts,
    /// What is said of each of them.
    of_host: Vec<Host>,
    /// Patterns that are no URLs, and their entries.
    plain: Wildcards,
    of_plain: Table<u32>,
    any_urls: bool,
}

/// The entries for one host or pattern of hosts.
#[derive(Clone, Debug, Default)]
struct Host {
    /// The first of them.
    first: u32,
    any_path: Origins,
    paths: Wildcards,
    of_path: Vec<Origins>,
}

/// A port, a scheme (`None` for any), and the number of the entry that says so.
type Origin = (Port, Option<String>, u32);

/// Entries that differ in scheme and port only, sorted by port: the first for each of both.
#[derive(Clone, Debug, Default)]
struct Origins(Vec<Origin>);

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
        let mut names: Vec<(String, u32)> = Vec::new();
        let mut commands: Vec<(String, u32)> = Vec::new();
        let mut every = None;
        let mut any_urls = false;
        let mut of_plain: Vec<(String, u32)> = Vec::new();
        let mut addresses: Vec<Address<'_>> = Vec::new();
        for (entry, number) in entries.iter().zip(0u32..) {
            match &entry.subject {
                Subject::Name(name) => names.push((name.clone(), number)),
                Subject::Command(command) => commands.push((joined(command), number)),
                Subject::Url(pattern) => {
                    any_urls = true;
                    match pattern {
                        UrlPattern::Every => {
                            every.get_or_insert(number);
                        }
                        UrlPattern::Plain(text) => of_plain.push((text.clone(), number)),
                        UrlPattern::Nothing => {}
                        UrlPattern::Parts(parts) => addresses.push(Address {
                            host: &parts.host,
                            path: parts.path.as_deref(),
                            origin: (parts.port, parts.scheme.clone(), number),
                        }),
                    }
                }
            }
        }
        // Those about one host side by side, and among them those about one path.
        order::sort_by(&mut addresses, |one, two| (one.host, one.path).cmp(&(two.host, two.path)));
        let same_host = addresses.chunk_by(|one, two| one.host == two.host);
        let hosts = same_host.clone().filter_map(<[Address<'_>]>::first);
        let hosts = Hosts::new(hosts.map(|address| address.host));
        let of_plain = Table::new(of_plain);
        let plain: Vec<&str> = of_plain.texts().collect();
        EntrySet {
            names: Table::new(names),
            commands: Table::new(commands),
            every,
            hosts,
            of_host: same_host.map(Host::new).collect(),
            plain: Wildcards::new(&plain),
            of_plain,
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
            Reached::By(command) => self.commands.get(&joined(command)).copied(),
            Reached::At(url) => self.by_url(url.as_ref()),
        }
    }

    fn by_url(&self, url: Option<&ServerUrl<'_>>) -> Option<u32> {
        if !self.any_urls {
            return None;
        }
        let mut first = First(self.every);
        let Some(url) = url else { return first.0 };
        self.hosts.find(&url.host, &mut |number| {
            if let Some(host) = self.of_host.get(number as usize)
                && first.is_after(host.first)
            {
                host.find(url, &mut first);
            }
        });
        if !self.plain.is_empty() {
            let whole = url.whole();
            self.plain.nominate(&whole, &mut |number| {
                if let Some((pattern, entry)) = self.of_plain.entry(number)
                    && plain_matches(pattern, &whole)
                {
                    first.offer(*entry);
                }
            });
        }
        first.0
    }
}

fn joined(command: &[String]) -> String {
    command.iter().flat_map(|word| [word, "\0"]).collect()
}

/// What one entry says of a URL.
struct Address<'e> {
    host: &'e str,
    /// `None` for any.
    path: Option<&'e str>,
    origin: Origin,
}

impl Host {
    /// Takes entries for one host, those about one path side by side, in the order of the list.
    fn new(entries: &[Address<'_>]) -> Host {
        let mut host = Host::default();
        let mut paths = Vec::new();
        for same in entries.chunk_by(|one, two| one.path == two.path) {
            let origins = same.iter().map(|address| address.origin.clone()).collect();
            match same.first().and_then(|address| address.path) {
                None => host.any_path = Origins::new(origins),
                Some(path) => {
                    paths.push(path);
                    host.of_path.push(Origins::new(origins));
                }
            }
        }
        host.paths = Wildcards::new(&paths);
        let numbers = entries.iter().map(|address| address.origin.2);
        host.first = numbers.min().unwrap_or(u32::MAX);
        host
    }

    fn find(&self, url: &ServerUrl<'_>, first: &mut First) {
        self.any_path.find(url, first);
        self.paths.nominate(&url.path, &mut |number| {
            if let Some(origins) = self.of_path.get(number)
                && self.paths.matches(number, &url.path)
            {
                origins.find(url, first);
            }
        });
    }
}

/// The smallest number that was offered.
struct First(Option<u32>);

impl First {
    /// Would an entry with this number come before what was offered?
    fn is_after(&self, entry: u32) -> bool {
        self.0.is_none_or(|first| entry < first)
    }

    fn offer(&mut self, entry: u32) {
        self.0 = Some(self.0.map_or(entry, |first| first.min(entry)));
    }
}

impl Origins {
    /// Takes entries in the order of the list.
    fn new(mut origins: Vec<Origin>) -> Origins {
        // The first of those that are alike is the one to be found.
        order::sort_by(&mut origins, |one, two| (one.0, &one.1).cmp(&(two.0, &two.1)));
        origins.dedup_by(|later, first| (later.0, &later.1) == (first.0, &first.1));
        Origins(origins)
    }

    fn find(&self, url: &ServerUrl<'_>, first: &mut First) {
        for wanted in [Port::Any, Port::Only(url.port)] {
            let start = self.0.partition_point(|(port, ..)| *port < wanted);
            let same = self.0.iter().skip(start).take_while(|(port, ..)| *port == wanted);
            for (_, scheme, entry) in same {
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
