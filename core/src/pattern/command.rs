//! Command patterns: `git push:*`, `npm run *`, `* --version`.

use super::{Need, wildcard};
use crate::{
    lanes::{self, LANES, Lanes},
    letters::one_of,
};
use std::borrow::Cow;

/// What stands between the parentheses of a `Bash` or `PowerShell` rule.
///
/// | written | meets |
/// |---|---|
/// | no `*` at all | that text exactly |
/// | `text:*` | `text`, and `text` followed by a blank and anything |
/// | any other `*` | each `*` stands for any characters, blanks and newlines included |
///
/// Runs of blanks count as one, in the pattern and in the text, except where the pattern is exact.
/// A last ` *` also meets nothing at all, if it is the only `*`: `ls *` meets `ls`. In a pattern
/// with wildcards `\*` is a star and `\\` a backslash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandPattern {
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Meets nothing: no command line holds a NUL.
    Nothing,
    Exact(Box<str>),
    Prefix(Box<str>),
    Glob(Box<Glob>),
}

/// Literal pieces with a star between each two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Glob {
    /// At least two; the first and the last are anchored and may be empty.
    pieces: Box<[Box<str>]>,
    /// The pattern ends in its only star, after a blank: the text may end before that blank.
    open: bool,
    /// A star stands in the first word, behind some literal text without a slash: an allow rule
    /// then covers plain names of programs only.
    plain_head: bool,
    /// As `plain_head`, whatever the literal text: an allow rule does not reach through `..`.
    guarded_head: bool,
}

/// How a command pattern meets a text: the client consults those first that spell it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The pattern has no wildcard.
    Exact,
    /// The pattern ends in `:*`, and the text is what stands before that.
    Spelled,
    /// Any other way.
    Pattern,
}

/// What a pattern has to say about a text that starts as it [needs](CommandPattern::need) and has no
/// tabs and no blanks in a row: mostly it depends on what follows, and on nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Only the pattern knows.
    Unknown,
    /// Nothing may follow: `git status`
    Nothing,
    /// Nothing, which spells the text out, or a blank and anything: `git push:*`
    Words,
    /// Nothing, or a blank and anything: `git push *`
    Open,
    /// Anything may follow: `git push*`
    Anything,
}

/// What stands somewhere between two commands, or between a command and its redirection.
const OPERATORS: [char; 12] = ['&', '|', ';', '<', '>', '(', ')', '{', '}', '\n', '$', '`'];

impl Tail {
    /// How the pattern meets a text of which `rest` follows behind its start, if it does.
    #[inline]
    pub(crate) fn fit(self, rest: &[u8]) -> Option<Fit> {
        match (self, rest.first()) {
            (Tail::Nothing, None) => Some(Fit::Exact),
            (Tail::Words, None) => Some(Fit::Spelled),
            (Tail::Words | Tail::Open, Some(b' ')) | (Tail::Open, None) | (Tail::Anything, _) => {
                Some(Fit::Pattern)
            }
            (Tail::Unknown | Tail::Nothing | Tail::Words | Tail::Open, _) => None,
        }
    }
}

impl CommandPattern {
    /// Reads a pattern. Every text is one.
    pub(crate) fn parse(text: &str) -> CommandPattern {
        let form = if text.contains('\0') {
            Form::Nothing
        } else if let Some(prefix) = text.strip_suffix(":*") {
            Form::Prefix(collapse_blanks(prefix).into())
        } else {
            Glob::parse(text)
                .map_or_else(|| Form::Exact(text.into()), |glob| Form::Glob(Box::new(glob)))
        };
        CommandPattern { form }
    }

    /// What a text, its blanks collapsed, must have to match: each of these, so that any of them will
    /// do to look for the pattern. What is cheapest to look for comes first.
    pub(crate) fn needs(&self) -> Vec<Need> {
        match &self.form {
            Form::Nothing => vec![Need::Never],
            // An exact pattern keeps its blanks; the text that it is looked up with does not.
            Form::Exact(exact) => {
                let kept = odd_blank(exact).unwrap_or(exact.len());
                vec![Need::Start(exact.get(..kept).unwrap_or("").into())]
            }
            Form::Prefix(prefix) => vec![Need::Start(prefix.as_bytes().into())],
            Form::Glob(glob) => glob.needs(),
        }
    }

    /// What is left to say about a text that starts or ends as the pattern needs, for an allow rule as
    /// for any other.
    pub(crate) fn tail(&self) -> Tail {
        match &self.form {
            Form::Exact(_) if !self.keeps_blanks() => Tail::Nothing,
            Form::Prefix(_) => Tail::Words,
            Form::Glob(glob) => match &*glob.pieces {
                [first, last] if first.is_empty() && !last.is_empty() => Tail::Anything,
                [first, last] if last.is_empty() && !glob.guarded_head => {
                    match (
                        glob.open,
                        first.trim_end().len() + usize::from(glob.open) == first.len(),
                    ) {
                        (_, false) => Tail::Unknown,
                        (true, true) => Tail::Open,
                        (false, true) => Tail::Anything,
                    }
                }
                _ => Tail::Unknown,
            },
            Form::Nothing | Form::Exact(_) => Tail::Unknown,
        }
    }

    /// Does the pattern have runs of blanks that count as they stand?
    pub(crate) fn keeps_blanks(&self) -> bool {
        matches!(&self.form, Form::Exact(exact) if odd_blank(exact).is_some())
    }

    /// Does it spell out an operator, as between two commands or in front of a redirection?
    pub(crate) fn has_operator(&self) -> bool {
        let literal = match &self.form {
            Form::Nothing => "",
            Form::Exact(literal) | Form::Prefix(literal) => literal,
            Form::Glob(glob) => glob.pieces.first().map_or("", |first| first),
        };
        literal.contains(OPERATORS)
    }

    /// Does the pattern spell `text` out, but for a `:*` behind it? Such rules are consulted before
    /// all others.
    pub(crate) fn spells(&self, text: &str) -> bool {
        match &self.form {
            Form::Exact(spelled) | Form::Prefix(spelled) => **spelled == *text,
            Form::Nothing | Form::Glob(_) => false,
        }
    }

    /// How the pattern meets `text`, if it does.
    pub(crate) fn fit(&self, text: &CommandText<'_>) -> Fit {
        match &self.form {
            Form::Exact(_) => Fit::Exact,
            _ if self.spells(text.written) => Fit::Spelled,
            _ => Fit::Pattern,
        }
    }

    /// Does the pattern meet `text`, from end to end? `text` has no blanks at its ends.
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn matches(&self, text: &CommandText<'_>) -> bool {
        match &self.form {
            Form::Nothing => false,
            Form::Exact(exact) => **exact == *text.written,
            Form::Prefix(prefix) => text
                .collapsed
                .strip_prefix(&**prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            Form::Glob(glob) => glob.matches(&text.collapsed),
        }
    }

    /// Does an allow rule with this pattern cover `text`? As [`CommandPattern::matches`], but a star
    /// in the middle of the first word stands for the rest of a program's name only: `git*` covers
    /// `git-lfs x` and not `git?`, which the shell may expand to another program.
    pub(crate) fn covers(&self, text: &CommandText<'_>) -> bool {
        self.matches(text)
            && match &self.form {
                Form::Glob(glob) => {
                    let head = text.written.split(one_of(" \t\n")).next().unwrap_or(text.written);
                    (!glob.plain_head || is_plain_name(head))
                        && (!glob.guarded_head || !reaches_up(head))
                }
                _ => true,
            }
    }
}

/// A text that command patterns are held against, in the forms in which they see it: worked out
/// once for all patterns.
#[derive(Clone, Debug)]
pub(crate) struct CommandText<'t> {
    written: &'t str,
    /// With each run of blanks as one space.
    collapsed: Cow<'t, str>,
}

impl<'t> CommandText<'t> {
    pub(crate) fn new(text: &'t str) -> CommandText<'t> {
        CommandText { written: text, collapsed: collapse_blanks(text) }
    }

    /// A text that is known to have no tabs and no blanks in a row.
    pub(crate) const fn evenly_spaced(text: &'t str) -> CommandText<'t> {
        CommandText { written: text, collapsed: Cow::Borrowed(text) }
    }

    /// Has `text` no tabs and no blanks in a row?
    #[cfg_attr(built_for_size, optimize(speed))]
    pub(crate) fn is_evenly_spaced(text: &str) -> bool {
        // The last byte of the block before was a blank.
        let mut blank = 0;
        (0..text.len()).step_by(LANES).all(|at| {
            let (bytes, before) = lanes::sixteen(text.as_bytes(), at);
            let bytes = Lanes::new(bytes);
            let blanks = u32::from(bytes.are(b' ').bits() >> before);
            let rows = blanks & ((blanks << 1) | blank);
            blank = blanks >> (LANES - 1);
            rows == 0 && bytes.are(b'\t').bits() == 0
        })
    }

    /// The text with each run of blanks as one space.
    pub(crate) fn collapsed(&self) -> &str {
        &self.collapsed
    }

    /// Has it no tabs and no blanks in a row?
    pub(crate) const fn is_even(&self) -> bool {
        matches!(self.collapsed, Cow::Borrowed(_))
    }
}

impl Glob {
    /// Reads a pattern with wildcards; `None` if it has none.
    fn parse(text: &str) -> Option<Glob> {
        let text = collapse_blanks(text.trim());
        let mut pieces = vec![String::new()];
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '*' => pieces.push(String::new()),
                '\\' if matches!(characters.peek(), Some('*' | '\\')) => {
                    push(&mut pieces, characters.next().unwrap_or('\\'));
                }
                _ => push(&mut pieces, character),
            }
        }
        let first = match pieces.as_slice() {
            [] | [_] => return None,
            [first, ..] => first,
        };
        let star_in_head = !first.is_empty() && !first.contains(one_of(" \n"));
        let open = pieces.len() == 2
            && pieces.last().is_some_and(String::is_empty)
            && first.ends_with(' ')
            && first.len() > 1;
        let plain_head = star_in_head && !first.contains('/');
        let pieces = pieces.into_iter().map(String::into_boxed_str).collect();
        Some(Glob { open, plain_head, guarded_head: star_in_head, pieces })
    }

    fn needs(&self) -> Vec<Need> {
        let [first, others @ ..] = &*self.pieces else { return vec![Need::Nothing] };
        Need::all_of_pieces(first.trim_end(), others.iter().map(|piece| &**piece))
    }

    fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = &*self.pieces else { return false };
        if self.open && first.strip_suffix(' ') == Some(text) {
            return true;
        }
        let rest = wildcard::without_start(text, first);
        rest.and_then(|rest| wildcard::without_end(rest, last))
            .is_some_and(|rest| wildcard::has_in_turn(rest, middle.iter().map(|piece| &**piece)))
    }
}

fn push(pieces: &mut [String], character: char) {
    if let Some(last) = pieces.last_mut() {
        last.push(character);
    }
}

/// Where the first tab stands, or the first of several blanks in a row.
fn odd_blank(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let behind = bytes.iter().skip(1).chain([&0]);
    bytes.iter().zip(behind).position(|pair| matches!(pair, (b'\t', _) | (b' ', b' ')))
}

/// `text` with each run of spaces and tabs made one space.
fn collapse_blanks(text: &str) -> Cow<'_, str> {
    if CommandText::is_evenly_spaced(text) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    let mut blank = false;
    for character in text.chars() {
        let is_blank = matches!(character, ' ' | '\t');
        if !is_blank {
            collapsed.push(character);
        } else if !blank {
            collapsed.push(' ');
        }
        blank = is_blank;
    }
    Cow::Owned(collapsed)
}

/// Is a first word free of characters that the shell may turn into another name?
fn is_plain_name(head: &str) -> bool {
    let quotes = |quote| head.bytes().filter(|&byte| byte == quote).count();
    let plain = |character: char| {
        character.is_ascii_alphanumeric()
            || !character.is_ascii()
            || matches!(
                character,
                '.' | '/' | ':' | '%' | ',' | '+' | '-' | '@' | '~' | '_' | '$' | '"' | '\'' | '\\'
            )
    };
    head.chars().all(plain) && quotes(b'"') % 2 == 0 && quotes(b'\'') % 2 == 0
}

/// Is `..` one of the steps of a path?
fn reaches_up(head: &str) -> bool {
    head.contains("/..") && head.split('/').any(|step| step == "..")
}

#[cfg(test)]
mod tests {
    use super::{CommandPattern, CommandText, Need, Tail};

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let parsed = CommandPattern::parse(pattern);
        for text in yes {
            assert!(parsed.matches(&CommandText::new(text)), "{pattern:?} should meet {text:?}");
        }
        for text in no {
            assert!(
                !parsed.matches(&CommandText::new(text)),
                "{pattern:?} should not meet {text:?}"
            );
        }
    }

    #[test]
    fn exact_texts_are_compared_as_they_stand() {
        check("foo x", &["foo x"], &["foo", "foo  x", "foo\tx", "foo x y"]);
        check("foo  x", &["foo  x"], &["foo x"]);
        check(" foo", &[], &["foo"]);
        check("foo ", &[], &["foo"]);
        check("make ?", &["make ?"], &["make x"]);
        check("php (get)", &["php (get)"], &["php get"]);
        check(r"aws run \*", &[r"aws run \*"], &["aws run *", "aws run x"]);
    }

    #[test]
    fn prefixes_end_at_a_blank() {
        check("foo:*", &["foo", "foo x", "foo\tx", "foo  x"], &["foox", "foo:x", "foo:*", "a foo"]);
        check("foo x:*", &["foo x", "foo  x y"], &["foo", "foo xy"]);
        check("foo  x:*", &["foo x y"], &[]);
        check("foo :*", &[], &["foo", "foo x", "foo  x"]);
        check("foo *:*", &["foo *", "foo * x"], &["foo a", "foo"]);
        check("foo:*:*", &["foo:*", "foo:* x"], &["foo", "foo x"]);
        check("*:*", &["*"], &["foo"]);
        check("git:* push", &["git:x push"], &["git push"]);
    }

    #[test]
    fn a_last_star_behind_a_blank_is_optional_if_it_is_the_only_one() {
        check("foo *", &["foo", "foo x", "foo\tx", "foo x\ny"], &["foox", "a foo x"]);
        check(" foo * ", &["foo", "foo x"], &["foox"]);
        check("foo\t *", &["foo", "foo x"], &[]);
        check("foo * *", &["foo a b", "foo * *"], &["foo", "foo a", "foo  a"]);
        check("foo **", &["foo x"], &["foo"]);
        check("* *", &["foo x"], &["foo"]);
        check("foo * bar *", &["foo a bar b"], &["foo a bar"]);
        check("foo*", &["foo", "foox", "foo x"], &["a foo"]);
    }

    #[test]
    fn some_patterns_spell_a_text_out() {
        let spells = |pattern: &str, text: &str| CommandPattern::parse(pattern).spells(text);
        assert!(spells("foo x", "foo x") && spells("foo x:*", "foo x"));
        assert!(!spells("foo x:*", "foo x y") && !spells("foo x *", "foo x"));
    }

    #[test]
    fn what_is_left_decides_as_the_pattern_does() {
        let patterns = [
            "foo x",
            "foo x:*",
            "foo x *",
            "foo x*",
            "foo *",
            "foo*",
            "foo  x",
            "foo x\n *",
            "* y",
        ];
        let texts = ["foo x", "foo x y", "foo xy", "foo", "foo x\n y", "foox"];
        for pattern in patterns.map(CommandPattern::parse) {
            for (need, text) in pattern.needs().iter().flat_map(|need| texts.map(|t| (need, t))) {
                let rest = match need {
                    Need::Start(start) => text.as_bytes().strip_prefix(&**start),
                    Need::End(end) => text.as_bytes().strip_suffix(&**end),
                    _ => None,
                };
                let Some(rest) = rest else { continue };
                if pattern.tail() == Tail::Unknown {
                    continue;
                }
                let whole = CommandText::new(text);
                let fit = pattern.matches(&whole).then(|| pattern.fit(&whole));
                assert_eq!(pattern.tail().fit(rest), fit, "{pattern:?} on {text:?}");
                assert_eq!(pattern.covers(&whole), fit.is_some(), "{pattern:?} on {text:?}");
            }
        }
        assert_eq!(CommandPattern::parse("foo x *").tail(), Tail::Open);
        assert_eq!(CommandPattern::parse("foo*").tail(), Tail::Unknown);
        assert_eq!(CommandPattern::parse("* y").tail(), Tail::Anything);
        assert_eq!(CommandPattern::parse("foo * y").tail(), Tail::Unknown);
    }

    #[test]
    fn what_spells_out_an_operator_is_known() {
        let has_operator = |pattern| CommandPattern::parse(pattern).has_operator();
        for pattern in ["a && b", "a | b:*", "a > f", "a\nb", "a $(b)", "( a )"] {
            assert!(has_operator(pattern), "{pattern}");
        }
        for pattern in ["a", "a  b", "a:*", "* && b", "a *"] {
            assert!(!has_operator(pattern), "{pattern}");
        }
    }

    #[test]
    fn stars_stand_for_anything() {
        check("*foo", &["foo", "a foo", "a\nfoo"], &["foo x"]);
        check("* foo", &["a foo", "\"a b\" foo"], &["foo"]);
        check("f*o x", &["foo x", "fo x", "f y o x"], &["fx x"]);
        check("foo * bar", &["foo a bar", "foo a b bar"], &["foo bar", "foo a bar x"]);
        check("*a*b*", &["ab", "xaxbx", "ba ab"], &["ba", "b a"]);
        check("a*a", &["aa", "aba"], &["a"]);
        check("*é*", &["é", "xéy"], &["e"]);
    }

    #[test]
    fn stars_can_be_escaped_beside_others() {
        check(r"foo \* *", &["foo * x", "foo *"], &[r"foo \* x", "foo x y"]);
        check(r"foo \\*", &[r"foo \", r"foo \x"], &["foo x"]);
        check(r"foo \x*", &[r"foo \x", r"foo \xy"], &["foo x"]);
    }

    #[test]
    fn nothing_meets_a_nul() {
        check("foo\0*", &[], &["foo\0", "foo"]);
    }

    #[test]
    fn a_star_in_the_first_word_covers_plain_names_only() {
        let covers = |pattern: &str, text: &str| {
            CommandPattern::parse(pattern).covers(&CommandText::new(text))
        };
        for text in ["git", "git-lfs x", "git/x", "git x?", "git:x", "git'x'", "git\\x", "gité"] {
            assert!(covers("git*", text), "{text:?}");
        }
        for text in ["git?", "git*", "git[a]", "git!x", "git{a}", "git'a b'", "git=x", "git/../x"] {
            assert!(!covers("git*", text), "{text:?}");
        }
        assert!(covers("*git*", "git?") && covers("*git*", "../git"));
        assert!(covers("/usr/bin/git*", "/usr/bin/git?"));
        assert!(!covers("/usr/bin/git*", "/usr/bin/git/../x"));
        assert!(covers("git *", "git ../x ?"));
    }

    #[test]
    fn long_texts_do_not_blow_up() {
        let pattern = CommandPattern::parse(&"a*".repeat(50));
        assert!(!pattern.matches(&CommandText::new(&format!("{}b", "a".repeat(40)))));
        let long = "a".repeat(100_000);
        assert!(pattern.matches(&CommandText::new(&long)));
        assert!(!CommandPattern::parse("*a*a*a*b").matches(&CommandText::new(&long)));
    }
}
