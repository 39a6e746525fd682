//! The texts of a simple command that rules are compared with.
//!
//! Restrictions meet many: the command as written and without its quotes, without assignments,
//! without each program that only starts the next one, under the bare name of its program. Allow
//! rules must cover one of few: as written, or behind all harmless assignments and simple wrappers.
//! Commands over several lines, and those with `$HOME`, the client [writes anew](rewritten) first.

mod allowance;
mod restriction;
mod rewritten;
mod text;

pub(crate) use self::{
    allowance::{for_allowance, is_harmless},
    restriction::{behind_wrapper, for_restrictions},
    rewritten::{behind_home, loses_quotes},
};

use crate::shell::Line;

/// Which rules a text is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    All,
    /// Not with exact ones: what `xargs` runs gets more words than are written.
    Patterns,
    /// Only with those that spell the text out, or its start.
    Spelled,
    /// Only with exact ones.
    Exact,
}

/// How far restrictions see through disguises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    AsTheClient,
    Everything,
}

/// What comparing the texts of a line takes: how far restrictions reach, a buffer for texts that are
/// not in the line as they are, and how many bytes may still be compared. Commands inside commands
/// inside commands have texts that are longer together than the square of the line; no line that a
/// person wrote comes near.
#[derive(Debug)]
pub(crate) struct Workspace<'h> {
    text: String,
    left: usize,
    reach: Reach,
    /// The home directory, where it is known.
    home: Option<&'h str>,
}

impl<'h> Workspace<'h> {
    pub(crate) fn new(line: Line<'_>, reach: Reach, home: Option<&'h str>) -> Workspace<'h> {
        Workspace { text: String::new(), left: 4_000_000 + 64 * line.text().len(), reach, home }
    }

    /// Takes note that `bytes` are compared. Returns whether there is anything left for them.
    pub(crate) fn spend(&mut self, bytes: usize) -> bool {
        self.left = self.left.saturating_sub(bytes);
        self.left > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Compared, Reach, Workspace, for_allowance, for_restrictions};
    use crate::shell::{Script, scan};

    /// The texts that restrictions meet for the last command of a line, outside of
    /// substitutions.
    fn restricted(text: &str, reach: Reach) -> Vec<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let mut workspace = Workspace::new(line, reach, None);
        let mut texts = Vec::new();
        let last = line.commands().iter().rfind(|command| command.place.depth == 0).unwrap();
        for_restrictions(line, last, &mut workspace, &mut |text, compared| {
            let mark = if compared == Compared::Patterns { "xargs: " } else { "" };
            texts.push(format!("{mark}{text}"));
        });
        texts
    }

    /// The texts of which an allow rule must cover one.
    fn allowed(text: &str) -> Vec<String> {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let mut workspace = Workspace::new(line, Reach::AsTheClient, None);
        let mut texts = Vec::new();
        for_allowance(line, &line.commands()[0], &mut workspace, &mut |text, _| {
            texts.push(text.to_owned());
            false
        });
        texts
    }

    #[track_caller]
    fn meets(line: &str, text: &str) {
        let texts = restricted(line, Reach::AsTheClient);
        assert!(texts.iter().any(|met| met == text), "{line:?} as {text:?}: {texts:?}");
    }

    #[test]
    fn a_plain_command_has_one_text() {
        assert_eq!(restricted("foo a b", Reach::AsTheClient), ["foo a b"]);
        assert_eq!(allowed("foo a b"), ["foo a b"]);
    }

    #[test]
    fn restrictions_meet_every_disguise() {
        for line in [
            "f'o'o a",
            "\\foo a",
            "foo  a",
            "foo \"a\"",
            "/bin/foo a",
            "./foo a",
            "~/bin/foo a",
            "A=1 foo a",
            "A=1 B=2 foo a",
            "foo a >x",
            "sudo foo a",
            "sudo 'foo a'",
            "sudo -u x foo a",
            "env A=1 nice -n 5 foo a",
            "timeout 5 /bin/foo a",
            "env -S 'A=1 foo a'",
            "script -c 'foo a' f",
            "exec foo a",
            "nohup $X foo a",
            "\\ A=1 foo a",
            "foo a $X",
            "foo a $'x\\'y'",
            "foo $(x) a",
            "[ -f x ] sudo foo a",
            "foo 'ab",
            "foo a\\",
            "/bin/'foo ax",
            "x=foo; $x a",
        ] {
            meets(line, "foo a");
        }
    }

    #[test]
    fn here_strings_are_arguments() {
        for line in [
            "foo a <<< x",
            "foo a <<< x >f",
            "A=1 foo a <<< x",
            "timeout 5 foo a <<< x",
            "'foo' a <<< x",
        ] {
            meets(line, "foo a <<< x");
            meets(line, "foo a");
        }
        meets("<<< x foo a", "<<< x foo a");
        meets("foo a 2>&1 <<< x", "foo a 2>&1 <<< x");
        let met = |reach| {
            restricted("sudo /bin/foo a <<< x", reach).iter().any(|text| text == "foo a <<< x")
        };
        assert!(!met(Reach::AsTheClient) && met(Reach::Everything));
        assert_eq!(allowed("foo a <<< x").last().map(String::as_str), Some("foo a <<< x"));
    }

    #[test]
    fn allow_rules_meet_nothing_between_wrappers() {
        for (line, texts) in [
            ("nohup timeout 5 foo", &["nohup timeout 5 foo", "foo"][..]),
            ("CI=1 nohup foo", &["CI=1 nohup foo", "foo"]),
            ("time nohup foo", &["time nohup foo", "foo"]),
            ("nohup 'foo'", &["nohup 'foo'", "foo"]),
            ("CI=1 'foo'", &["CI=1 'foo'", "foo"]),
            ("'nohup' foo", &["'nohup' foo", "foo"]),
            ("'foo'", &["'foo'", "foo"]),
        ] {
            assert_eq!(allowed(line), texts, "{line}");
        }
    }

    #[test]
    fn commands_over_several_lines_are_written_anew() {
        let texts = allowed("CI=\"1\" nohup 'foo' \"a b\" \\\n c");
        let text = "CI=1 nohup foo 'a b' c".to_owned();
        assert!(texts.ends_with(&[text, "foo 'a b' c".to_owned()]), "{texts:?}");
        for text in ["CI=1 nohup foo 'a b' c", "foo 'a b' c", "foo a b c"] {
            meets("CI=\"1\" nohup 'foo' \"a b\" \\\n c", text);
        }
        meets("foo \"a\"\\\nb", "foo a b");
    }

    #[test]
    fn redirections_meet_patterns_where_a_command_begins_with_them() {
        let met = |line: &str| {
            let mut script = Script::default();
            let line = scan(line, &mut script);
            let mut workspace = Workspace::new(line, Reach::AsTheClient, None);
            let mut texts = Vec::new();
            for command in line.commands() {
                for_restrictions(line, command, &mut workspace, &mut |text, compared| {
                    if compared == Compared::All {
                        texts.push(text.to_owned());
                    }
                });
            }
            texts
        };
        assert_eq!(met("2>&1"), ["2>&1"]);
        assert_eq!(met("A=1 >f"), ["A=1 >f", "A=1", ">f"]);
        assert_eq!(met(">f foo"), [">f foo", "foo"]);
        assert_eq!(met("foo >f"), ["foo"]);
        assert_eq!(met("(foo) >f"), ["foo"]);
    }

    #[test]
    fn what_xargs_runs_meets_patterns_only() {
        meets("xargs foo a", "xargs: foo a");
        meets("sudo xargs foo", "xargs: foo");
        meets("xargs foo a", "xargs foo a");
    }

    #[test]
    fn only_one_profile_sees_names_in_escape_codes() {
        let met = |reach| restricted("$'foo' a", reach).iter().any(|text| text == "foo a");
        assert!(!met(Reach::AsTheClient) && met(Reach::Everything));
    }

    #[test]
    fn allow_rules_look_past_little() {
        let covers = |line: &str| allowed(line).iter().any(|text| text == "foo a");
        for line in [
            "CI=1 foo a",
            "timeout 5 foo a",
            "nohup nice foo a",
            "'foo' a",
            "\\foo a",
            "xargs foo a",
            "foo a 2>&1",
            "foo \\\n a",
            "time foo a",
            "LANG=C timeout 5 command foo a",
        ] {
            assert!(covers(line), "{line:?}: {:?}", allowed(line));
        }
        for line in [
            "A=1 foo a",
            "sudo foo a",
            "env foo a",
            "/bin/foo a",
            "./foo a",
            "foo 'a'",
            "'foo a'",
            "nohup 'foo a'",
            "timeout '5' foo a",
            "CI='1' foo a",
            "xargs -n1 foo a",
            "foo\\\n a b",
        ] {
            assert!(!covers(line), "{line:?}: {:?}", allowed(line));
        }
    }
}
