//! Globs over paths, in the client's dialect of gitignore.
//!
//! Learned by asking the client: it matches without regard to case, as JavaScript does, by UTF-16
//! unit; whatever lies inside a directory that matches is matched as well; and it reads a few
//! constructs in ways of its own (`[!a]` is the set of `!` and `a`, `\*` at the end is a wildcard).
//! What is too odd to follow exactly is marked [`Glob::widened`]: from there on the glob stands for
//! anything, which is right for a restriction and which no permission must use.

mod read;

pub(crate) use self::read::read;

use super::PathNeed;

/// A glob: matches a path, and everything inside a directory that it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob {
    /// Component by component; the last one is not [`Segment::AnyDepth`].
    segments: Box<[Segment]>,
    end: End,
    /// Stands for more than the client's reading does.
    widened: bool,
}

/// What a glob matches where its components end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// `a`: what the last component names.
    Here,
    /// `a/`: that, if it is a directory. As what is asked about are files, that leaves what is in it.
    Directory,
    /// `a/**/`: that and what is in it, if it is a directory.
    Directories,
    /// `a/**`: all that is in it, but not itself.
    Below,
    /// `a/***`: what is directly in it, and itself, if it is a directory.
    Children,
}

impl End {
    /// Does a glob cover a path with `beyond` components more than it has?
    const fn covers(self, beyond: usize) -> bool {
        matches!(self, End::Here) || beyond > 0
    }

    /// Does it match such a path itself?
    const fn matches(self, beyond: usize, is_directory: bool) -> bool {
        match self {
            End::Here => beyond == 0,
            End::Directory => beyond == 0 && is_directory,
            End::Directories => is_directory,
            End::Below => beyond > 0,
            End::Children => beyond == 1 || beyond == 0 && is_directory,
        }
    }
}

/// One component of a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// `**`: any number of components, none included.
    AnyDepth,
    /// A single component, of these characters.
    Plain(Box<[u16]>),
    /// A single component with something in it that stands for others.
    Name(Box<[Unit]>),
}

impl Segment {
    /// A component of these pieces.
    fn of(units: Vec<Unit>) -> Segment {
        let literal = |unit: &Unit| match unit {
            Unit::Literal(literal) => Some(*literal),
            Unit::One | Unit::Run | Unit::Class(_) => None,
        };
        match units.iter().map(literal).collect() {
            Some(literals) => Segment::Plain(literals),
            None => Segment::Name(units.into()),
        }
    }

    /// The bytes that its pieces stand for, in upper case: nothing outside ASCII folds into one.
    fn ascii(&self) -> Vec<Option<u8>> {
        let byte = |literal: u16| u8::try_from(literal).ok().filter(u8::is_ascii);
        match self {
            Segment::AnyDepth => Vec::new(),
            Segment::Plain(literals) => literals.iter().map(|literal| byte(*literal)).collect(),
            Segment::Name(units) => units
                .iter()
                .map(|unit| match unit {
                    Unit::Literal(literal) => byte(*literal),
                    Unit::One | Unit::Run | Unit::Class(_) => None,
                })
                .collect(),
        }
    }

    /// Does it stand for a single component, and match `name` from end to end?
    #[inline]
    fn fits(&self, name: &str) -> bool {
        match self {
            Segment::AnyDepth => false,
            Segment::Plain(literals) if name.is_ascii() => {
                literals.len() == name.len()
                    && literals.iter().copied().eq(name.bytes().map(|byte| fold(byte.into())))
            }
            Segment::Plain(literals) => literals.iter().copied().eq(name.encode_utf16().map(fold)),
            Segment::Name(units) if name.is_ascii() => fits_ascii(units, name.as_bytes()),
            Segment::Name(units) => fits_units(units, name.encode_utf16()),
        }
    }
}

/// A piece of a component. Characters are UTF-16 units without case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unit {
    Literal(u16),
    /// `?`
    One,
    /// `*`
    Run,
    /// `[ab]`
    Class(Box<Class>),
}

/// Ranges of characters, with both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Class(Box<[(u16, u16)]>);

impl Class {
    fn of(ranges: Vec<(u16, u16)>) -> Unit {
        Unit::Class(Box::new(Class(ranges.into())))
    }
}

impl Glob {
    /// Does it stand for more than the client's reading of the same text does?
    pub(crate) const fn is_widened(&self) -> bool {
        self.widened
    }

    #[cfg(test)]
    fn segments(&self) -> &[Segment] {
        &self.segments
    }

    #[cfg(test)]
    const fn end(&self) -> End {
        self.end
    }

    /// What a path must have for the glob to cover it.
    pub(crate) fn need(&self) -> PathNeed {
        let (any_depth, names) = match &*self.segments {
            [Segment::AnyDepth, names @ ..] => (true, names),
            names => (false, names),
        };
        let head = literal_head(names);
        if !head.is_empty() {
            return if any_depth { PathNeed::ComponentStart(head) } else { PathNeed::Start(head) };
        }
        let tails = names.iter().filter_map(|segment| match segment {
            Segment::AnyDepth => None,
            segment => Some(literal_tail(segment)),
        });
        match tails.max_by_key(Vec::len) {
            Some(tail) if !tail.is_empty() => PathNeed::ComponentEnd(tail),
            _ => PathNeed::Nothing,
        }
    }

    /// Does it match `path` or a directory that `path` lies in? `path` is relative, normal and not
    /// empty.
    pub(crate) fn covers(&self, path: &str) -> bool {
        run(&self.segments, Names(Some(path)), |beyond| self.end.covers(beyond))
    }

    /// As [`Glob::covers`], for a `path` that starts below what the first `skipped` components of the
    /// glob match.
    pub(crate) fn covers_after(&self, skipped: usize, path: &str) -> bool {
        let segments = self.segments.get(skipped..).unwrap_or_default();
        // Below a directory, at the directory itself, there are no names.
        let names = Names(Some(path)).filter(|name| !name.is_empty());
        run(segments, names, |beyond| self.end.covers(beyond))
    }

    /// Does it cover `path` below some directory of which nothing is known?
    pub(crate) fn covers_somewhere(&self, path: &str) -> bool {
        // A directory that the whole glob names is not thought of.
        (0..self.segments.len().max(1)).any(|skipped| self.covers_after(skipped, path))
    }

    /// Does it match `path` itself? `is_directory` says what `path` is.
    pub(crate) fn matches(&self, path: &str, is_directory: bool) -> bool {
        run(&self.segments, Names(Some(path)), |beyond| self.end.matches(beyond, is_directory))
    }
}

/// The components of what is left of a path: as [`str::split`], for names as short as most are.
#[derive(Clone)]
struct Names<'p>(Option<&'p str>);

impl<'p> Iterator for Names<'p> {
    type Item = &'p str;

    #[inline]
    fn next(&mut self) -> Option<&'p str> {
        let path = self.0?;
        let end = path.bytes().position(|byte| byte == b'/');
        self.0 = end.and_then(|end| path.get(end + 1..));
        path.get(..end.unwrap_or(path.len()))
    }
}

/// Runs over the components of a path. `ends` says whether the glob may end before so many more
/// components; it gets no more than two of them.
///
/// Each `**` is settled by the first place where what follows it fits, so the time is linear in the
/// path for any one glob.
fn run<'p>(
    segments: &[Segment],
    mut names: impl Iterator<Item = &'p str> + Clone,
    ends: impl Fn(usize) -> bool,
) -> bool {
    let mut segments = segments.iter();
    let mut last_any_depth = None;
    loop {
        let fit = match segments.next() {
            Some(Segment::AnyDepth) => {
                last_any_depth = Some((segments.clone(), names.clone()));
                true
            }
            Some(segment) => match names.next() {
                Some(name) => segment.fits(name),
                None => return false,
            },
            None if ends(names.clone().take(2).count()) => return true,
            None => false,
        };
        if !fit {
            let Some((after, from)) = &mut last_any_depth else { return false };
            if from.next().is_none() {
                return false;
            }
            segments = after.clone();
            names = from.clone();
        }
    }
}

/// The ASCII text that every match of `names` starts with.
fn literal_head(names: &[Segment]) -> Vec<u8> {
    let mut head = Vec::new();
    for segment in names {
        if *segment == Segment::AnyDepth {
            return head;
        }
        if !head.is_empty() {
            head.push(b'/');
        }
        for byte in segment.ascii() {
            match byte {
                Some(byte) => head.push(byte),
                None => return head,
            }
        }
    }
    head
}

/// The ASCII text that every name ends with that fits `segment`.
fn literal_tail(segment: &Segment) -> Vec<u8> {
    let mut tail: Vec<u8> = segment.ascii().into_iter().rev().map_while(|byte| byte).collect();
    tail.reverse();
    tail
}

/// As [`fits_units`], where a byte is a unit and a name can be read from its end: what follows the last
/// run has to fit there, which most names do not.
fn fits_ascii(mut units: &[Unit], mut name: &[u8]) -> bool {
    while let Some((unit, before)) = units.split_last()
        && !matches!(unit, Unit::Run)
    {
        let Some((byte, start)) = name.split_last() else { return false };
        if !unit.fits(u16::from(*byte)) {
            return false;
        }
        (units, name) = (before, start);
    }
    fits_units(units, name.iter().copied().map(u16::from))
}

fn fits_units(units: &[Unit], mut text: impl Iterator<Item = u16> + Clone) -> bool {
    let mut rest = units.iter();
    let mut last_run = None;
    loop {
        let before = text.clone();
        let fit = match rest.next() {
            Some(Unit::Run) => {
                // A run at the end takes all that is left.
                if rest.len() == 0 {
                    return true;
                }
                last_run = Some((rest.clone(), before));
                continue;
            }
            Some(unit) => match text.next() {
                Some(character) => unit.fits(character),
                None => return false,
            },
            None if text.next().is_none() => return true,
            None => false,
        };
        if !fit {
            let Some((after, from)) = &mut last_run else { return false };
            if from.next().is_none() {
                return false;
            }
            rest = after.clone();
            text = from.clone();
        }
    }
}

impl Unit {
    #[inline]
    fn fits(&self, character: u16) -> bool {
        match self {
            Unit::Literal(literal) => *literal == fold(character),
            Unit::One => true,
            Unit::Run => false,
            Unit::Class(class) => variants(character).any(|variant| {
                class.0.iter().any(|&(first, last)| (first..=last).contains(&variant))
            }),
        }
    }
}

/// `character` without case: upper case where that is one unit, as in a case-insensitive regular
/// expression of JavaScript. A character outside ASCII never folds into it.
pub(crate) fn fold(character: u16) -> u16 {
    if character < 0x80 {
        return u16::from((character as u8).to_ascii_uppercase());
    }
    let Some(upper) = char::from_u32(u32::from(character)).and_then(|c| only(c.to_uppercase()))
    else {
        return character;
    };
    match u16::try_from(u32::from(upper)) {
        Ok(upper) if upper >= 0x80 => upper,
        _ => character,
    }
}

/// The characters that differ from `character` in case alone, itself included.
fn variants(character: u16) -> impl Iterator<Item = u16> {
    let folded = fold(character);
    let lower = |unit: u16| {
        char::from_u32(u32::from(unit))
            .and_then(|c| only(c.to_lowercase()))
            .and_then(|c| u16::try_from(u32::from(c)).ok())
            .unwrap_or(unit)
    };
    [character, folded, lower(character), lower(folded)]
        .into_iter()
        .filter(move |&variant| fold(variant) == folded)
}

fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// What matches every path.
pub(crate) fn everything() -> Glob {
    let segments = [Segment::AnyDepth, Segment::of(vec![Unit::Run])].into();
    Glob { segments, end: End::Here, widened: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_what_slashes_part() {
        for path in ["", "/", "a", "a/b", "/a//\u{e9}/", "a/"] {
            assert!(Names(Some(path)).eq(path.split('/')), "{path}");
        }
    }

    fn covers(pattern: &str, path: &str) -> bool {
        read(pattern).is_some_and(|glob| glob.covers(path))
    }

    #[track_caller]
    fn check(pattern: &str, covered: &[&str], others: &[&str]) {
        for path in covered {
            assert!(covers(pattern, path), "{pattern} should cover {path}");
        }
        for path in others {
            assert!(!covers(pattern, path), "{pattern} should not cover {path}");
        }
    }

    #[test]
    fn names_match_at_any_depth_and_what_is_inside() {
        check("a", &["a", "x/a", "a/b", "x/a/b/c"], &["ab", "x", "b/ab"]);
        check("a/", &["a/b", "x/a/b"], &["a", "x/a"]);
        check("*.ts", &["a.ts", "x/.ts", "x.ts/a"], &["a.tsx"]);
    }

    #[test]
    fn slashes_tie_a_glob_to_its_anchor() {
        check("/a", &["a", "a/b"], &["x/a"]);
        check("a/b", &["a/b", "a/b/c"], &["x/a/b", "a", "a/c/b"]);
        check("a/*", &["a/b", "a/b/c"], &["a", "x/a/b"]);
        check("*/a", &["x/a"], &["a", "x/y/a"]);
    }

    #[test]
    fn two_stars_stand_for_any_number_of_directories() {
        check("**/a", &["a", "x/a", "x/y/a/b"], &["xa"]);
        check("a/**/c", &["a/c", "a/b/c", "a/b/b/c/d"], &["a/b", "x/a/c"]);
        check("**", &["a", "a/b"], &[]);
        check("**/", &["a/b"], &["a"]);
        check("a/**/", &["a/b", "a/b/c"], &["a"]);
        // The second pair at the start is a plain wildcard.
        check("**/**/a", &["x/a", "x/y/a"], &["a"]);
    }

    #[test]
    fn inside_a_name_stars_do_not_cross_slashes() {
        check("a**b", &["ab", "axb", "x/axxb"], &["a/b"]);
        check("a/***", &["a/b"], &["a", "b"]);
        check("a?b", &["axb"], &["ab", "a/b", "axxb"]);
    }

    #[test]
    fn case_does_not_count() {
        check("Src/*.TS", &["sRC/a.ts"], &[]);
        check("\u{e9}", &["\u{c9}", "\u{e9}"], &["e"]);
        check("stra\u{df}e", &["STRA\u{df}E"], &["STRASSE"]);
        // Neither the long s nor the Kelvin sign folds into ASCII.
        check("s", &["S"], &["\u{17f}"]);
        check("k", &["K"], &["\u{212a}"]);
    }

    #[test]
    fn wildcards_count_utf_16_units() {
        check("??", &["\u{1f600}", "ab"], &["\u{65e5}", "a"]);
        check("?", &["\u{65e5}"], &["\u{1f600}"]);
    }

    #[test]
    fn classes() {
        check("[ab]", &["a", "B"], &["c", "[ab]"]);
        check("[a-c]x", &["bx", "Cx"], &["dx", "-x"]);
        check("[a-]", &["a", "-"], &["b"]);
        // No negation: `!` and `^` are members.
        check("[!a]", &["!", "a"], &["b"]);
        check("[^a]", &["^", "a"], &["b"]);
        check("[c-a]", &[], &["a", "b", "c", "[c-a]"]);
        check("x[c-a]", &[], &["x", "xa"]);
        check("[.]env", &[".env"], &["xenv"]);
        check("Fin [(]2024[)]", &["fin (2024)/x"], &["fin 2024"]);
    }

    #[test]
    fn unclosed_classes() {
        check("[a", &[], &["a", "[a"]);
        check("[]a]", &[], &["a", "]"]);
        // What the client cannot use stands for the path that it spells.
        check("a[b/k", &["a[b/k", "A[B/K/x"], &["ab/k", "x/a[b/k"]);
    }

    #[test]
    fn escapes() {
        check("\\*a", &["*a"], &["xa"]);
        check("a\\*", &["a", "abc"], &["b"]);
        check("\\[a\\]", &["[a]"], &["a"]);
        check("\\#x", &["#x"], &["x"]);
        check("#x", &["#x"], &["x"]);
        check("a\\?", &[], &["a?", "ab"]);
        check("a\\", &["a\\"], &["a"]);
        check("a\\b", &["a", "x/a/c"], &["ab", "a\\b"]);
        check("src\\build", &[], &["src", "srcbuild"]);
        check("a\\/b", &["a\\/b"], &["a/b"]);
        check("v\\d", &["v1"], &["vd"]);
    }

    #[test]
    fn other_shells_syntax_is_literal() {
        check("{a,b}", &["{a,b}"], &["a"]);
        check("+(a)", &["+(a)"], &["a", "aa"]);
        check("a|b", &["a|b"], &["a", "b"]);
        check("^a$", &["^a$"], &["a"]);
    }

    #[test]
    fn space_at_the_end_goes_unless_it_is_escaped() {
        check("a ", &["a"], &["a "]);
        check("a\\ ", &["a "], &["a"]);
        check(" a", &[" a"], &["a"]);
        check("  ", &[], &["  ", "a"]);
    }

    #[test]
    fn empty_and_relative_texts_match_nothing() {
        for pattern in ["", "/", ".", "..", "../a", "a/../b", "a/./b", "a\0"] {
            check(pattern, &[], &["a", "b", "a/b"]);
        }
    }

    #[test]
    fn what_is_unclear_covers_more() {
        for (pattern, path) in [
            ("a[b*c]d", "abd"),
            ("x*\\bfoo", "xfoo"),
            ("a[b/c]d", "a/d"),
            ("[a/[b", "ax"),
            ("x\\\\|", "q"),
            ("a\\/**/b", "q"),
            ("[]\\/**/", "q/r"),
        ] {
            let glob = read(pattern).unwrap();
            assert!(glob.is_widened() && glob.covers(path), "{pattern}");
        }
        assert!(!read("a*").unwrap().is_widened());
    }

    #[test]
    fn matching_itself_is_not_covering() {
        let matches =
            |pattern: &str, path, directory| read(pattern).unwrap().matches(path, directory);
        assert!(matches("src/*", "src/a", false));
        assert!(!matches("src/*", "src/a/b", false));
        assert!(matches("**/b", "a/b/c/b", false));
        assert!(!matches("a/", "a", false));
        assert!(matches("a/", "a", true));
    }

    #[test]
    fn hostile_patterns_take_linear_time() {
        let long = "a".repeat(100_000);
        assert!(!covers(&format!("{}b", "*a".repeat(50)), &long));
        let deep = "a/".repeat(50_000) + "a";
        assert!(!covers(&format!("{}b", "**/a/".repeat(20)), &deep));
        assert!(covers(&format!("{}a", "**/a/".repeat(20)), &deep));
    }

    /// Says the same, slowly.
    fn reference(segments: &[Segment], end: End, names: &[&str]) -> bool {
        match segments {
            [] => end.covers(names.len()),
            [Segment::AnyDepth, rest @ ..] => {
                (0..=names.len()).any(|skipped| reference(rest, end, &names[skipped..]))
            }
            [segment, rest @ ..] => names.split_first().is_some_and(|(name, names)| {
                let name: Vec<u16> = name.encode_utf16().collect();
                let fits = match segment {
                    Segment::Name(units) => reference_name(units, &name),
                    Segment::Plain(literals) => {
                        name.iter().copied().map(fold).eq(literals.iter().copied())
                    }
                    Segment::AnyDepth => false,
                };
                fits && reference(rest, end, names)
            }),
        }
    }

    fn reference_name(units: &[Unit], name: &[u16]) -> bool {
        match units {
            [] => name.is_empty(),
            [Unit::Run, rest @ ..] => {
                (0..=name.len()).any(|taken| reference_name(rest, &name[taken..]))
            }
            [unit, rest @ ..] => name
                .split_first()
                .is_some_and(|(first, name)| unit.fits(*first) && reference_name(rest, name)),
        }
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_reference(
            pattern in "([ab*?/]|\\*\\*/|\\[ab\\]|[ -~\u{e9}\u{1f600}]){0,12}",
            path in "[ab\u{e9}\u{1f600}]{1,4}(/[abA.]{1,3}){0,5}",
        ) {
            if let Some(glob) = read(&pattern) {
                let names: Vec<&str> = path.split('/').collect();
                let expected = reference(glob.segments(), glob.end(), &names);
                prop_assert_eq!(glob.covers(&path), expected, "{} {}", pattern, path);
                // To cover is to match the path or a directory that it lies in.
                let prefixes = (1..=names.len()).any(|count| {
                    glob.matches(&names[..count].join("/"), count < names.len())
                });
                prop_assert_eq!(glob.covers(&path), prefixes, "{} {}", pattern, path);
            }
        }

        #[test]
        fn nothing_panics(pattern in any::<String>(), path in any::<String>()) {
            if let Some(glob) = read(&pattern) {
                glob.covers(&path);
                glob.matches(&path, true);
            }
        }
    }
}
