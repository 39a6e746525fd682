//! What holds for every text.

use super::{lines::Maker, *};
use crate::fuzzing::scan_any;
use proptest::prelude::*;

/// Characters that mean something to the shell, with some that do not.
const CHARACTERS: &str =
    "[ \t\n\\\\'\"$`|&;()<>{}\\[\\]*?~#=!@+,.:a-c0-2é\u{a0}\u{1f600}\r\0-]{0,60}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_scanned(text in CHARACTERS) {
        scan_any(&text);
    }

    #[test]
    fn every_prefix_and_suffix_of_a_line_is_scanned(seed in 1_u64.., cut in any::<prop::sample::Index>()) {
        let mut maker = Maker(seed);
        for text in [maker.soup(), maker.list(2)] {
            let ends: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (before, after) = text.split_at(ends[cut.index(ends.len())]);
            scan_any(before);
            scan_any(after);
        }
    }

    /// What stands behind a line does not change how the line is read.
    #[test]
    fn lines_are_read_one_after_the_other(seed in 1_u64..) {
        let mut maker = Maker(seed);
        let first = maker.list(2);
        let complete = !constructs(&first).iter().any(|(what, _)| is_error(*what) || *what == Construct::Comment);
        prop_assume!(complete);
        let alone = joined(&first);
        let both = joined(&format!("{first}\nlast {}", maker.list(1)));
        for command in alone {
            // Variables that both set are another matter: nothing here reads them.
            prop_assert!(both.contains(&command), "{command:?} of {first:?}");
        }
    }
}

#[test]
fn nesting_takes_linear_time() {
    let many = 20_000;
    for (open, close) in [
        ("$(", ")"),
        ("\"$(", ")\""),
        ("$((", "))"),
        ("$((", ") )"),
        ("$(($(", ")))"),
        ("((", "))"),
        ("((", ") )"),
        ("(a|", "b)"),
        ("{ a;", "} & "),
        ("{ ", ") "),
        ("${x:-", "}"),
        ("\"${x:-", "}\""),
        ("${x:-$(", ")}"),
        ("\"a\"$(\"b\"", ")"),
        ("[$(", ")]"),
        ("a[", "]=b"),
        ("a=(", ")"),
        ("if a; then ", "; fi"),
        ("case a in a) ", ";; esac"),
        ("f() { ", "; }"),
        ("<(", ")"),
        ("@(", ")"),
        ("{a,", "}"),
        ("<<A ", "\nA\n"),
        ("<<A\n$(", "\nA\n"),
        ("x=$x$x;", "$x "),
        ("`", "`"),
        ("`\\`", "\\``"),
        ("[[ ", " ]]"),
        ("! time coproc ", "\\\n"),
    ] {
        let opened = open.repeat(many);
        for text in [
            opened.clone(),
            format!("{opened}a b{}", close.repeat(many)),
            format!("{open}a{close} ").repeat(many),
        ] {
            let mut script = Script::default();
            let started = std::time::Instant::now();
            scan(&text, &mut script);
            // A millisecond is what it takes, a square would be minutes.
            assert!(started.elapsed().as_secs() < 10, "{open} {close}");
        }
    }
}
