//! Any two texts as an entry and as a server's URL: what is denied alone stays denied, and an allowed host
//! is the one that a URL parser reads.
#![no_main]

use callgate::{
    Layer, Profile, Source,
    governance::mcp::{McpPolicy, McpServer},
};
use libfuzzer_sys::fuzz_target;
use serde_json::json;
use url::Url;

fn takes(settings: serde_json::Value, url: &str) -> bool {
    let layers = [Layer::new(Source::Managed, settings.to_string())];
    let policy =
        McpPolicy::new(&layers, Profile::ClaudeCode, &|_| None).expect("the client reads it");
    policy.takes(&McpServer::remote("s", url))
}

/// `pattern` as an environment without variables leaves it: with their defaults.
fn with_defaults(pattern: &str) -> String {
    let Some((before, rest)) = pattern.split_once("${") else { return pattern.to_owned() };
    let Some((variable, after)) = rest.split_once('}') else { return pattern.to_owned() };
    let value = match variable.split_once(":-") {
        Some((_, default)) => default.to_owned(),
        None => format!("${{{variable}}}"),
    };
    format!("{before}{value}{}", with_defaults(after))
}

fuzz_target!(|text: &str| {
    let Some((pattern, url)) = text.split_once('\u{1f}') else { return };
    let entry = json!([{"serverUrl": pattern}]);
    let denied = !takes(json!({"deniedMcpServers": entry.clone()}), url);
    let both =
        json!({"deniedMcpServers": entry.clone(), "allowedMcpServers": [{"serverUrl": "*"}]});
    assert!(!denied || !takes(both, url));
    // Allow and deny lists read a pattern alike, but for variables.
    if !pattern.contains("${") {
        assert_eq!(denied, takes(json!({"allowedMcpServers": entry}), url));
    }
    // A pattern without a star, in whatever writing, allows no host but its own.
    let host = |text: &str| {
        let host = Url::parse(text).ok()?.host_str()?.to_lowercase();
        Some(host.strip_suffix('.').map_or(host.clone(), str::to_owned))
    };
    let own = host(&with_defaults(pattern)).unwrap_or_default();
    if denied && !pattern.contains('*') && !own.contains('*') {
        assert_eq!(host(url).unwrap_or_default(), own);
    }
});
