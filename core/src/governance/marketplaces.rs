//! Which plugin marketplaces may be added: `strictKnownMarketplaces`, `blockedMarketplaces`.
//!
//! As documented for client 2.1.329. The lists count in managed settings only. The list of known
//! ones compares member by member, so that one more `/` or another spelling is another marketplace;
//! the list of blocked ones sees through spellings.

use super::{
    answer::{Answer, Ground},
    documents::{Documents, Setting, place},
};
use crate::{json::Node, settings::Source};
use serde_json::{Map, Value};

/// The marketplace lists of managed settings.
#[derive(Clone, Debug)]
pub(super) struct Marketplaces {
    blocked: Vec<Setting<Map<String, Value>>>,
    /// `None` if there is no list.
    known: Option<Vec<Setting<Map<String, Value>>>>,
}

const KNOWN: &str = "strictKnownMarketplaces";
/// Another name of it, which does not count beside it.
const KNOWN_ALIAS: &str = "allowedMarketplaces";
const BLOCKED: &str = "blockedMarketplaces";

impl Marketplaces {
    pub(super) fn read(documents: &Documents<'_>) -> Marketplaces {
        let known = objects(documents, KNOWN).or_else(|| objects(documents, KNOWN_ALIAS));
        let blocked = objects(documents, BLOCKED).unwrap_or_default();
        Marketplaces { blocked, known }
    }

    /// May a marketplace with this source be added? `source` is what stands under `source` in
    /// `extraKnownMarketplaces`.
    pub(super) fn may_add(&self, source: &Map<String, Value>) -> Answer {
        if text(source, "source").is_empty() {
            return Answer::new(Ground::MarketplaceUnreadable, None);
        }
        let blocked = first(&self.blocked, |entry| blocks(entry, source));
        if let Some((entry, Match::Sure)) = blocked {
            return Answer::new(Ground::MarketplaceBlocked, Some(entry.place.clone()));
        }
        let maybe_blocked = blocked.map(|(entry, _)| entry.place.clone());
        let Some(known) = &self.known else {
            return match maybe_blocked {
                Some(place) => Answer::new(Ground::MarketplacePattern, Some(place)),
                None => Answer::new(Ground::MarketplacesOpen, None),
            };
        };
        match (first(known, |entry| admits(entry, source)), maybe_blocked) {
            (None, _) => Answer::new(Ground::MarketplaceUnlisted, None),
            (Some((entry, Match::Sure)), None) => {
                Answer::new(Ground::MarketplaceListed, Some(entry.place.clone()))
            }
            (Some((entry, _)), None) => {
                Answer::new(Ground::MarketplacePattern, Some(entry.place.clone()))
            }
            (Some(_), Some(place)) => Answer::new(Ground::MarketplacePattern, Some(place)),
        }
    }
}

/// The entries of a managed list. One that cannot be read is empty where it allows and absent where
/// it blocks.
fn objects(
    documents: &Documents<'_>,
    key: &'static str,
) -> Option<Vec<Setting<Map<String, Value>>>> {
    let mut found = None;
    for (layer, node) in documents.values(key) {
        if layer.source != Source::Managed || node.is_null() {
            continue;
        }
        let entries: &mut Vec<_> = found.get_or_insert_default();
        for (index, entry) in node.entries().into_iter().flatten().enumerate() {
            if let Some(value) = Node::object(entry) {
                entries.push(Setting { value, place: place(key, layer, Some(index), entry) });
            }
        }
    }
    found
}

/// How sure it is that an entry meets a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    Sure,
    /// A regular expression would have to be evaluated.
    Maybe,
}

/// The first entry that surely matches, or else the first that may.
fn first<T>(
    entries: &[Setting<T>],
    matches: impl Fn(&T) -> Option<Match>,
) -> Option<(&Setting<T>, Match)> {
    let mut found = None;
    for entry in entries {
        match matches(&entry.value) {
            Some(Match::Sure) => return Some((entry, Match::Sure)),
            Some(Match::Maybe) => found = found.or(Some((entry, Match::Maybe))),
            None => {}
        }
    }
    found
}

/// Does an entry of the known marketplaces let `source` in?
fn admits(entry: &Map<String, Value>, source: &Map<String, Value>) -> Option<Match> {
    let same = |key: &str| entry.get(key) == source.get(key);
    let kind = text(entry, "source");
    match kind {
        "hostPattern" => host(source).and_then(|host| regex(text(entry, "hostPattern"), &host)),
        "pathPattern" => path(source).and_then(|path| regex(text(entry, "pathPattern"), path)),
        _ if kind != text(source, "source") => None,
        "github" => {
            let repo = text(entry, "repo");
            let repo_fits = match repo.strip_suffix("/*") {
                Some(owner) => {
                    is_repo_of(text(source, "repo"), owner) && !entry.contains_key("path")
                }
                None => same("repo") && same("path"),
            };
            (repo_fits && same("ref")).then_some(Match::Sure)
        }
        "git" => (same("url") && same("ref") && same("path")).then_some(Match::Sure),
        "url" => same("url").then_some(Match::Sure),
        "npm" => (!text(entry, "package").contains('*') && same("package")).then_some(Match::Sure),
        "file" | "directory" => same("path").then_some(Match::Sure),
        "settings" => same("name").then_some(Match::Sure),
        "skills-dir" => Some(Match::Sure),
        _ => None,
    }
}

/// Does an entry of the blocked marketplaces keep `source` out?
fn blocks(entry: &Map<String, Value>, source: &Map<String, Value>) -> Option<Match> {
    match text(entry, "source") {
        "hostPattern" => {
            // Where no host is sure, what stands there is searched as a whole.
            let host = host(source);
            let text = host.as_deref().unwrap_or_else(|| text(source, "url"));
            if text.is_empty() { None } else { regex(self::text(entry, "hostPattern"), text) }
        }
        "github" | "git" => {
            let (entry_repo, source_repo) = (repository(entry)?, repository(source)?);
            let repo_fits = match entry_repo.strip_suffix("/*") {
                Some(owner) => is_repo_of(&source_repo, owner),
                None => entry_repo == source_repo,
            };
            let fits = |key: &str| {
                let (entry, source) = (text(entry, key), text(source, key));
                entry.is_empty() || entry == source || (key == "ref" && is_commit(source))
            };
            (repo_fits && fits("ref") && fits("path")).then_some(Match::Sure)
        }
        _ => admits(entry, source),
    }
}

fn text<'m>(object: &'m Map<String, Value>, key: &str) -> &'m str {
    object.get(key).and_then(Value::as_str).unwrap_or("")
}

fn path(source: &Map<String, Value>) -> Option<&str> {
    matches!(text(source, "source"), "file" | "directory").then(|| text(source, "path"))
}

/// Is `repo` one repository of `owner`, in just the short spelling?
fn is_repo_of(repo: &str, owner: &str) -> bool {
    repo.strip_prefix(owner)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

/// A full commit id.
fn is_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64)
        && reference.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The host that a marketplace is fetched from, where it is one beyond doubt.
fn host(source: &Map<String, Value>) -> Option<String> {
    match text(source, "source") {
        "github" => Some("github.com".to_owned()),
        "git" | "url" => host_of(text(source, "url")),
        _ => None,
    }
}

fn host_of(url: &str) -> Option<String> {
    if url.contains("://") {
        return url::Url::parse(url).ok()?.host_str().map(str::to_owned);
    }
    // `user@host:path`
    let (_, rest) = url.split_once('@')?;
    let (host, _) = rest.split_once(':')?;
    (!host.is_empty() && !host.contains('/')).then(|| host.to_ascii_lowercase())
}

/// The repository behind any spelling of it: `owner/name` in lower case for GitHub, else host and
/// path.
fn repository(source: &Map<String, Value>) -> Option<String> {
    let (host, path) = match text(source, "source") {
        "github" => ("github.com".to_owned(), text(source, "repo").to_owned()),
        "git" | "url" => {
            let url = text(source, "url");
            let path = match url::Url::parse(url) {
                Ok(read) if url.contains("://") => read.path().to_owned(),
                _ => url.split_once(':')?.1.to_owned(),
            };
            (host_of(url)?, path)
        }
        _ => return None,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    match host.trim_end_matches('.') {
        "github.com" | "www.github.com" | "ssh.github.com" => Some(path.to_ascii_lowercase()),
        host => Some(format!("{host}/{path}")),
    }
}

/// Does `text` match a regular expression of the plainest kind: literal text, with anchors, `\.` and
/// `.*`? Of any other expression nothing is known.
fn regex(expression: &str, text: &str) -> Option<Match> {
    let (body, start) =
        expression.strip_prefix('^').map_or((expression, false), |body| (body, true));
    let (body, end) = body.strip_suffix('$').map_or((body, false), |body| (body, true));
    let mut glob = String::from(if start { "" } else { "*" });
    let mut characters = body.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(next @ ('.' | '/' | '-' | '_' | '@' | ':')) => glob.push(next),
                _ => return Some(Match::Maybe),
            },
            '.' if characters.next_if_eq(&'*').is_some() => glob.push('*'),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => {
                return Some(Match::Maybe);
            }
            _ => glob.push(character),
        }
    }
    if !end {
        glob.push('*');
    }
    crate::pattern::wildcard::matches(&glob, text).then_some(Match::Sure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{profile::Profile, settings::Layer};

    fn ground(settings: &str, source: &str) -> Ground {
        let layers = [Layer::new(Source::Managed, settings)];
        let documents = Documents::new(&layers, Profile::ClaudeCode, &mut Vec::new()).unwrap();
        let source = crate::json::parse_object(source).unwrap();
        Marketplaces::read(&documents).may_add(&source).ground
    }

    #[test]
    fn known_marketplaces_are_met_exactly() {
        let settings = r#"{"strictKnownMarketplaces": [
            {"source": "github", "repo": "acme/tools"},
            {"source": "github", "repo": "corp/*"},
            {"source": "git", "url": "https://git.corp.test/x.git", "ref": "main"},
            {"source": "hostPattern", "hostPattern": "^git\\.safe\\.test$"},
            {"source": "npm", "package": "@acme/*"}]}"#;
        for (source, listed) in [
            (r#"{"source": "github", "repo": "acme/tools"}"#, true),
            (r#"{"source": "github", "repo": "Acme/tools"}"#, false),
            (r#"{"source": "github", "repo": "acme/tools", "ref": "v1"}"#, false),
            (r#"{"source": "git", "url": "https://github.com/acme/tools"}"#, false),
            (r#"{"source": "github", "repo": "corp/any", "path": "sub"}"#, true),
            (r#"{"source": "github", "repo": "corp/a/b"}"#, false),
            (r#"{"source": "github", "repo": "corp2/any"}"#, false),
            (r#"{"source": "git", "url": "https://git.corp.test/x.git", "ref": "main"}"#, true),
            (r#"{"source": "git", "url": "https://git.corp.test/x", "ref": "main"}"#, false),
            (r#"{"source": "git", "url": "git@git.safe.test:a/b.git"}"#, true),
            (r#"{"source": "url", "url": "https://git.safe.test.evil.test/m.json"}"#, false),
            (r#"{"source": "npm", "package": "@acme/x"}"#, false),
        ] {
            let expected =
                if listed { Ground::MarketplaceListed } else { Ground::MarketplaceUnlisted };
            assert_eq!(ground(settings, source), expected, "{source}");
        }
    }

    #[test]
    fn blocked_marketplaces_are_met_in_any_spelling() {
        let settings = r#"{"blockedMarketplaces": [
            {"source": "github", "repo": "Evil/tools", "ref": "main"},
            {"source": "github", "repo": "bad/*"}]}"#;
        for (source, blocked) in [
            (r#"{"source": "github", "repo": "evil/tools", "ref": "main"}"#, true),
            (r#"{"source": "git", "url": "git@github.com:Evil/Tools.git", "ref": "main"}"#, true),
            (r#"{"source": "git", "url": "https://GitHub.com/evil/tools/", "ref": "main"}"#, true),
            (r#"{"source": "github", "repo": "evil/tools", "ref": "v2"}"#, false),
            (r#"{"source": "github", "repo": "BAD/x"}"#, true),
            (r#"{"source": "github", "repo": "fine/x"}"#, false),
        ] {
            let expected =
                if blocked { Ground::MarketplaceBlocked } else { Ground::MarketplacesOpen };
            assert_eq!(ground(settings, source), expected, "{source}");
        }
        let commit = format!(
            r#"{{"source": "github", "repo": "evil/tools", "ref": "{}"}}"#,
            "0123456789".repeat(4)
        );
        assert_eq!(ground(settings, &commit), Ground::MarketplaceBlocked);
    }

    #[test]
    fn lists_are_undefined_or_empty_or_unreadable() {
        let source = r#"{"source": "github", "repo": "a/b"}"#;
        assert_eq!(ground("{}", source), Ground::MarketplacesOpen);
        for list in ["[]", "\"x\"", "[1]"] {
            let settings = format!(r#"{{"strictKnownMarketplaces": {list}}}"#);
            assert_eq!(ground(&settings, source), Ground::MarketplaceUnlisted, "{list}");
        }
        assert_eq!(ground(r#"{"allowedMarketplaces": []}"#, source), Ground::MarketplaceUnlisted);
        assert_eq!(
            ground(r#"{"strictKnownMarketplaces": []}"#, "{}"),
            Ground::MarketplaceUnreadable
        );
    }

    #[test]
    fn expressions_beyond_plain_ones_are_not_guessed() {
        let settings = r#"{"strictKnownMarketplaces": [
            {"source": "hostPattern", "hostPattern": "^(a|b)\\.test$"}]}"#;
        let source = r#"{"source": "git", "url": "https://a.test/x"}"#;
        assert_eq!(ground(settings, source), Ground::MarketplacePattern);
    }
}
