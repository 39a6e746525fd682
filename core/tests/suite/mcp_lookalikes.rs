//! URLs that look like an allowed one: whether one is taken depends on the host that a URL parser
//! reads, never on what the text seems to say.

use callgate::{
    Layer, Profile, Source,
    governance::mcp::{McpPolicy, McpServer},
};
use url::Url;

/// What attackers put into URLs.
const TOKENS: &[&str] = &[
    "@",
    ":",
    "/",
    "\\",
    "?",
    "#",
    ".",
    "..",
    "%",
    "%2e",
    "%2f",
    "%40",
    "%00",
    "%23",
    "%3a",
    "%5c",
    "*",
    "-",
    "_",
    "[",
    "]",
    "|",
    "^",
    " ",
    "\t",
    "\n",
    "\0",
    "a",
    "A",
    "evil.test",
    "@evil.test",
    "evil.test@",
    "evil.test/",
    ".evil.test",
    "\\@evil.test",
    "#@evil.test",
    "?@evil.test",
    ":80",
    ":443",
    ":8443",
    ":@",
    "\u{3002}",
    "\u{ff0e}",
    "\u{ff0f}",
    "\u{2044}",
    "\u{200b}",
    "\u{ad}",
    "\u{e9}",
    "\u{430}",
    "\u{2025}",
    "\u{ff20}",
    "xn--",
];

fn policy(lists: &str) -> McpPolicy {
    McpPolicy::new(&[Layer::new(Source::Managed, lists)], Profile::ClaudeCode, &|_| None).unwrap()
}

/// The base with every token put in at every place, and in place of what stands there.
fn lookalikes(base: &str) -> impl Iterator<Item = String> + '_ {
    TOKENS.iter().flat_map(move |token| {
        (0..=base.len()).flat_map(move |at| {
            let (before, after) = base.split_at(at);
            let shorter = after.get(1..).unwrap_or("");
            [format!("{before}{token}{after}"), format!("{before}{token}{shorter}")]
        })
    })
}

#[test]
fn a_lookalike_passes_only_with_the_host_that_is_allowed() {
    let policy = policy(r#"{"allowedMcpServers": [{"serverUrl": "https://gw.corp.test/*"}]}"#);
    let (mut taken, mut blocked) = (0, 0);
    for url in lookalikes("https://gw.corp.test/mcp") {
        let expected = Url::parse(&url).is_ok_and(|url| {
            let host = url.host_str().unwrap_or("");
            url.scheme() == "https"
                && url.port().is_none()
                && host.strip_suffix('.').unwrap_or(host) == "gw.corp.test"
        });
        let answer = policy.takes(&McpServer::remote("s", url.as_str()));
        assert_eq!(answer, expected, "{url:?}");
        if answer { taken += 1 } else { blocked += 1 }
    }
    assert!(taken > 300 && blocked > 1000, "{taken} taken, {blocked} blocked");
}

#[test]
fn a_lookalike_of_an_entry_allows_no_host_but_its_own() {
    let servers = ["https://gw.corp.test/mcp", "https://evil.test/mcp", "https://corp.test/mcp"]
        .map(|url| (Url::parse(url).unwrap(), McpServer::remote("s", url)));
    let mut taken = 0;
    for entry in lookalikes("https://gw.corp.test/mcp").filter(|entry| !entry.contains('*')) {
        let list = serde_json::json!({"allowedMcpServers": [{"serverUrl": entry}]});
        let policy = policy(&list.to_string());
        let own = Url::parse(&entry).ok().and_then(|url| url.host_str().map(str::to_owned));
        let own = own.as_deref().map(|host| host.strip_suffix('.').unwrap_or(host));
        for (url, server) in &servers {
            if policy.takes(server) {
                assert_eq!(url.host_str(), own, "{entry:?}");
                taken += 1;
            }
        }
    }
    assert!(taken > 100, "{taken}");
}

#[test]
fn a_lookalike_of_a_denied_host_is_denied_wherever_it_leads_there() {
    let policy = policy(r#"{"deniedMcpServers": [{"serverUrl": "*://gw.corp.test:*/*"}]}"#);
    for url in lookalikes("https://gw.corp.test/mcp") {
        let Ok(read) = Url::parse(&url) else { continue };
        let host = read.host_str().unwrap_or("");
        let denied = host.strip_suffix('.').unwrap_or(host) == "gw.corp.test";
        assert_eq!(policy.takes(&McpServer::remote("s", url.as_str())), !denied, "{url:?}");
    }
}
