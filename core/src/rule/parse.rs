//! From the text of a rule to the patterns in it.

use super::{List, Specifier};
use crate::{
    diagnostic::Code,
    letters::one_of,
    names::Names,
    pattern::{
        AgentPattern, CommandPattern, HostPattern, NamePattern, ParameterPattern, PathOrigin,
        PathPattern, TextPattern,
    },
    policy::Access,
    profile::Profile,
    programs::power_shell,
};
use std::borrow::Cow;

/// The two halves of `Tool(specifier)`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Halves<'t> {
    pub(crate) tool: &'t str,
    /// Unescaped; `None` for a bare tool.
    pub(crate) specifier: Option<Cow<'t, str>>,
}

/// What a rule says, apart from where it stands.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) tool: NamePattern,
    pub(crate) specifier: Specifier,
    pub(crate) parameter: Option<ParameterPattern>,
}

/// Takes a rule apart. Blanks count: nothing is trimmed.
pub(crate) fn halves(text: &str) -> Result<Halves<'_>, Code> {
    if text.trim().is_empty() {
        return Err(Code::RuleBlank);
    }
    let opening = text
        .bytes()
        .enumerate()
        .find(|(at, byte)| *byte == b'(' && !is_escaped(text, *at))
        .map(|(at, _)| at);
    let Some(opening) = opening else {
        let stray = text.contains(one_of("()"));
        let bare = Halves { tool: text, specifier: None };
        return if stray { Err(Code::RuleUnbalanced) } else { Ok(bare) };
    };
    let (tool, rest) = text.split_at(opening);
    let content = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .filter(|_| !is_escaped(text, text.len() - 1))
        .ok_or(Code::RuleUnbalanced)?;
    if content.is_empty() {
        return Err(if tool.is_empty() { Code::RuleNameless } else { Code::RuleEmpty });
    }
    Ok(Halves { tool, specifier: Some(unescape(content)?) })
}

/// Does an odd number of backslashes stand before the byte at `at`?
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Removes the backslash of `\(`, `\)` and `\\`.
fn unescape(content: &str) -> Result<Cow<'_, str>, Code> {
    if !content.contains('\\') {
        return Ok(Cow::Borrowed(content));
    }
    let mut plain = String::with_capacity(content.len());
    let (mut escaped, mut bare) = (false, false);
    let mut characters = content.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.clone().next() {
                Some(next @ ('(' | ')' | '\\')) => {
                    escaped |= next != '\\';
                    plain.push(next);
                    characters.next();
                }
                _ => plain.push('\\'),
            },
            '(' | ')' => {
                bare = true;
                plain.push(character);
            }
            _ => plain.push(character),
        }
    }
    if escaped && bare { Err(Code::RuleAmbiguousEscape) } else { Ok(Cow::Owned(plain)) }
}

/// Reads a rule as `origin.profile` does.
///
/// # Errors
/// If the client would skip the rule with a warning.
pub(crate) fn parse(text: &str, origin: &PathOrigin<'_>) -> Result<Parsed, Code> {
    let Halves { tool, specifier } = halves(text)?;
    check_name(tool, specifier.is_some(), origin)?;
    let name = NamePattern::parse(tool);
    let content = match specifier.as_deref() {
        None | Some("*") => {
            return Ok(Parsed { tool: name, specifier: Specifier::Whole, parameter: None });
        }
        Some(content) => content,
    };
    let exact = name.exact().unwrap_or("");
    let specifier = read_specifier(exact, content, origin)?;
    // The client reads a specifier for one named tool only, and a parameter in restrictions only.
    let restricts = origin.list != List::Allow && name.exact().is_some();
    let parameter = if restricts { ParameterPattern::parse(content) } else { None }
        .filter(|parameter| primary_field(exact) != Some(parameter.name()));
    Ok(Parsed { tool: name, specifier, parameter })
}

fn check_name(tool: &str, has_specifier: bool, origin: &PathOrigin<'_>) -> Result<(), Code> {
    let permits = origin.list == List::Allow;
    let mcp = tool.strip_prefix("mcp__");
    if mcp.is_some() && has_specifier && (permits || !origin.profile.honours_mcp_parameters()) {
        return Err(Code::RuleMcpSpecifier);
    }
    if permits && tool.contains('*') {
        let server = mcp.and_then(|mcp| mcp.split_once("__")).map(|(server, _)| server);
        return match server {
            Some(server) if !server.contains('*') => Ok(()),
            _ => Err(Code::RuleAllowWildcard),
        };
    }
    let lower = tool.chars().next().is_some_and(|first| !first.to_uppercase().eq([first]));
    if lower && !tool.contains('_') { Err(Code::RuleLowerCase) } else { Ok(()) }
}

fn read_specifier(tool: &str, content: &str, origin: &PathOrigin<'_>) -> Result<Specifier, Code> {
    if FILE_TOOLS.contains(tool) && content.contains(":*") {
        return Err(Code::RulePrefixInPath);
    }
    Ok(match tool {
        "Bash" if content == ":*" => return Err(Code::RuleEmptyPrefix),
        "Bash" => Specifier::Command(CommandPattern::parse(content)),
        "PowerShell" => Specifier::Command(CommandPattern::parse(&power_shell::canonical(content))),
        "WebFetch" => match content.strip_prefix("domain:") {
            _ if content.contains("://") || content.starts_with("http") => {
                return Err(Code::RuleHostIsUrl);
            }
            Some(host) => Specifier::Host(HostPattern::parse(host).into()),
            None => return Err(Code::RuleHostWithoutDomain),
        },
        "WebSearch" if content.contains(one_of("*?")) => return Err(Code::RuleSearchWildcard),
        "WebSearch" if origin.list == List::Allow || !origin.profile.honours_search_queries() => {
            Specifier::Inert
        }
        "Agent" => Specifier::Agent(AgentPattern::parse(content).into()),
        "WebSearch" => Specifier::Text(TextPattern::exact(content).into()),
        "Skill" => Specifier::Text(TextPattern::skill(content).into()),
        _ => match path_access(tool, origin.profile) {
            Some(access) => Specifier::Path(access, Box::new(PathPattern::parse(content, origin))),
            None => Specifier::Inert,
        },
    })
}

/// Tools whose specifiers are taken for paths when a rule is checked.
const FILE_TOOLS: Names = Names::new("Cd Edit Glob NotebookEdit Read Write");

/// Which files the path rules of a tool are about, if the profile consults them at all.
fn path_access(tool: &str, profile: Profile) -> Option<Access> {
    match tool {
        "Read" => Some(Access::Read),
        "Edit" => Some(Access::Write),
        "Write" | "NotebookEdit" | "MultiEdit" if profile.honours_every_file_tool() => {
            Some(Access::Write)
        }
        "Glob" if profile.honours_every_file_tool() => Some(Access::Read),
        _ => None,
    }
}

/// The field that a tool's own specifiers are about: no parameter rule can name it.
pub(crate) fn primary_field(tool: &str) -> Option<&'static str> {
    Some(match tool {
        "Bash" | "PowerShell" => "command",
        "Read" | "Edit" | "Write" => "file_path",
        "Grep" | "Glob" => "path",
        "NotebookEdit" => "notebook_path",
        "WebFetch" => "url",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    #[test]
    fn the_specifier_ends_at_the_last_character() {
        let specifier = |text| halves(text).unwrap().specifier.unwrap().into_owned();
        assert_eq!(specifier("Bash(ls))"), "ls)");
        assert_eq!(specifier("Bash((ls)"), "(ls");
        assert_eq!(specifier("Bash(a)(b)"), "a)(b");
        for text in [
            "Bash(ls",
            "Bash ls)",
            "Bash(ls)x",
            "Bash(ls) ",
            "Bash(ls)\n",
            "Bash()*",
            "(",
            "Foo)",
            r"Bash\(ls)",
            r"Bash(ls\)",
            "mcp__x(",
            "Bash(ls),Read",
        ] {
            assert_eq!(halves(text), Err(Code::RuleUnbalanced), "{text}");
        }
        assert_eq!(halves("()"), Err(Code::RuleNameless));
        assert_eq!(halves("Bash()"), Err(Code::RuleEmpty));
        assert_eq!(halves("  "), Err(Code::RuleBlank));
    }

    #[test]
    fn a_backslash_escapes_parentheses_and_itself() {
        let specifier = |text| halves(text).unwrap().specifier.unwrap().into_owned();
        assert_eq!(specifier(r"Read(Fin \(2024\)/**)"), "Fin (2024)/**");
        assert_eq!(specifier(r"Bash(a \\ b \* c)"), r"a \ b \* c");
        assert_eq!(halves(r"Edit(C:\dir\(name)\**)"), Err(Code::RuleAmbiguousEscape));
    }

    fn problem(text: &str, list: List) -> Option<Code> {
        let origin = PathOrigin {
            list,
            source: Source::User,
            directory: None,
            profile: Profile::ClaudeCode,
        };
        parse(text, &origin).err()
    }

    /// As client 2.1.329 says of managed settings with these rules.
    #[test]
    fn malformed_rules_are_told_from_odd_ones() {
        for (text, expected) in [
            ("bash", Code::RuleLowerCase),
            ("é", Code::RuleLowerCase),
            ("Bash(:*)", Code::RuleEmptyPrefix),
            ("Read(a:*b)", Code::RulePrefixInPath),
            ("Cd(:*)", Code::RulePrefixInPath),
            ("WebFetch(example.com)", Code::RuleHostWithoutDomain),
            ("WebFetch(Domain:x)", Code::RuleHostWithoutDomain),
            ("WebFetch(http*)", Code::RuleHostIsUrl),
            ("WebFetch(domain:https://x.com)", Code::RuleHostIsUrl),
            ("WebSearch(foo*)", Code::RuleSearchWildcard),
            ("WebSearch(:*)", Code::RuleSearchWildcard),
            ("mcp__x(y)", Code::RuleMcpSpecifier),
            ("mcp__x__y(*)", Code::RuleMcpSpecifier),
            (r"Bash(echo \(a) )", Code::RuleAmbiguousEscape),
            ("Foo()", Code::RuleEmpty),
        ] {
            assert_eq!(problem(text, List::Deny), Some(expected), "{text}");
            assert_eq!(problem(text, List::Allow), Some(expected), "{text}");
        }
        for text in [
            "mcp_github",
            "propose_skills",
            "(ls)",
            " Bash(ls)",
            "Bash (ls)",
            "Bash(a)(b)",
            "9foo",
            "-x",
            "$X",
            "É",
            "Grep(a:*)",
            "MultiEdit(a:*)",
            "Agent(Exp*)",
            "Agent(:*)",
            "PowerShell(:*)",
            "Foo(:*)",
            "Monitor(:*)",
            "Bash(**)",
            "WebFetch(domain:*:*)",
            "Bash,Read",
            "Bash:ls",
            "mcp__",
            "mcp__x__",
            "mcp__a b",
            "Bash(\0)",
            "MCP__x(y)",
            "mcp__a__*",
            "mcp__a__*__b",
        ] {
            assert_eq!(problem(text, List::Deny), None, "{text}");
            assert_eq!(problem(text, List::Allow), None, "{text}");
        }
    }

    #[test]
    fn an_allow_rule_names_its_tool() {
        for text in
            ["*", "B*", "Bash:*", "mcp__*", "mcp__a*", "mcp__a_*__b", "mcp_*", "*(x)", "B*(ls)"]
        {
            assert_eq!(problem(text, List::Allow), Some(Code::RuleAllowWildcard), "{text}");
            assert_eq!(problem(text, List::Ask), None, "{text}");
        }
        for text in ["mcp*", "mc*"] {
            assert_eq!(problem(text, List::Allow), Some(Code::RuleAllowWildcard), "{text}");
            assert_eq!(problem(text, List::Deny), Some(Code::RuleLowerCase), "{text}");
        }
    }
}
