//! Words, assignments, redirections and variables.

use super::*;

/// The value of the second word, and what is known of it.
fn word(source: &str) -> (String, WordTraits) {
    let text = format!("x {source}");
    let mut script = Script::default();
    let line = scan(&text, &mut script);
    let words = line.words(&line.commands()[0]);
    assert_eq!(words.len(), 2, "{source}");
    let word = words.get(1).unwrap();
    assert_eq!(word.span.of(&text), source);
    (word.value.to_owned(), word.traits)
}

#[test]
fn quotes_are_removed() {
    let quoted = WordTraits { quoted: true, ..WordTraits::default() };
    for (source, value) in [
        ("'a b'", "a b"),
        ("\"a b\"", "a b"),
        ("a\\ b", "a b"),
        ("a'b'\"c\"d", "abcd"),
        ("''", ""),
        ("\"\"", ""),
        ("\"a\\\"b\\\\c\\$d\\`e\\f\"", "a\"b\\c$d`e\\f"),
        ("'a\\b'", "a\\b"),
        ("\\a\\b", "ab"),
        ("\\é'ü'", "éü"),
        ("$'a\\tb\\x41'c", "a\tbAc"),
        ("$\"a b\"", "a b"),
        ("\"a'b'c\"", "a'b'c"),
        ("'*'", "*"),
        ("\\~", "~"),
        ("'{a,b}'", "{a,b}"),
        ("\"a\\\nb\"", "ab"),
    ] {
        assert_eq!(word(source), (value.into(), quoted), "{source}");
    }
}

#[test]
fn open_quotations_end_as_the_client_ends_them() {
    for (source, value) in
        [("'bc", "b"), ("a'b é", "ab "), ("b'", "b"), ("\"bc", "bc"), ("a\"b ", "ab ")]
    {
        assert_eq!(word(source).0, value, "{source}");
    }
}

#[test]
fn plain_words_are_as_they_stand() {
    for source in ["a", "a#b", "a=b", "a{b}", "{}", "a,b", "a..b", "!", "}", "a$", "[", "a]", "%1"]
    {
        assert_eq!(word(source), (source.into(), WordTraits::default()), "{source}");
    }
    assert_eq!(word("a\\\nb"), ("ab".into(), WordTraits::default()));
}

#[test]
fn expansions_show_in_traits() {
    let none = WordTraits::default();
    let unknown = WordTraits { unknown: true, ..none };
    let split = WordTraits { splits: true, ..unknown };
    let quoted = WordTraits { quoted: true, ..unknown };
    for (source, value, traits) in [
        ("$a", "$a", split),
        ("b$a", "b$a", split),
        ("\"$a\"", "$a", quoted),
        ("\"b$a c\"", "b$a c", quoted),
        ("${a}", "${a}", split),
        ("$1", "$1", split),
        ("$(a)", "$(a)", WordTraits { substitution: true, ..split }),
        ("\"$(a)\"", "$(a)", WordTraits { substitution: true, ..quoted }),
        ("<(a)", "<(a)", WordTraits { substitution: true, ..split }),
        ("*.a", "*.a", WordTraits { glob: true, ..none }),
        ("a?", "a?", WordTraits { glob: true, ..none }),
        ("a[bc]", "a[bc]", WordTraits { glob: true, ..none }),
        ("'a'*", "a*", WordTraits { glob: true, quoted: true, ..none }),
        ("@(a|b)", "@(a|b)", WordTraits { glob: true, ..none }),
        ("~/a", "~/a", WordTraits { tilde: true, ..none }),
        ("a=~/b", "a=~/b", WordTraits { tilde: true, ..none }),
        ("a~", "a~", none),
        ("{a,b}", "{a,b}", WordTraits { brace: true, ..none }),
        ("{a..b}", "{a..b}", WordTraits { brace: true, ..none }),
        ("{1..10..2}", "{1..10..2}", WordTraits { brace: true, ..none }),
        ("{ab..c}", "{ab..c}", none),
        ("{a{b,c}", "{a{b,c}", WordTraits { brace: true, ..none }),
        ("{{a},b}", "{{a},b}", WordTraits { brace: true, ..none }),
        ("{a,'b'}", "{a,b}", WordTraits { brace: true, quoted: true, ..none }),
    ] {
        assert_eq!(word(source), (value.into(), traits), "{source}");
    }
}

#[test]
fn long_expansions_show_without_their_inside() {
    let source = format!("\"a$(b {})c\"", "d ".repeat(1000));
    assert_eq!(word(&source).0, "a$()c");
}

#[test]
fn assignments_stand_in_front() {
    let text = "a=1 b+='2 3' c[i+1]=4 d=(5 6) e f=7 > g h=8";
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let [command] = line.commands() else { panic!() };
    let assignments: Vec<_> = line
        .assignments(command)
        .map(|it| (it.name, it.append, it.element, it.array, it.value.value, it.span.of(text)))
        .collect();
    assert_eq!(
        assignments,
        [
            ("a", false, false, false, "1", "a=1"),
            ("b", true, false, false, "2 3", "b+='2 3'"),
            ("c", false, true, false, "4", "c[i+1]=4"),
            ("d", false, false, true, "(5 6)", "d=(5 6)"),
        ]
    );
    let words: Vec<_> = line.words(command).iter().map(|word| word.value).collect();
    assert_eq!(words, ["e", "f=7", "h=8"]);
    assert_eq!(command.span.of(text), text);
    assert_eq!(line.words(command).source(), "e f=7 > g h=8");
}

#[test]
fn declarations_take_arrays() {
    assert_eq!(joined("declare -a a=(b $(c)) d; e"), ["declare -a a=(b $(c)) d", "c", "e"]);
    assert_eq!(constructs("declare a=(b)"), [(Construct::ArrayAssignment, "(b)".into())]);
}

#[test]
fn redirections_are_read() {
    use RedirectionOperator as Op;
    let text = "a <b 3>c 2>>d >|e <>f &>g &>>h 2>&1 <&- 10>i <<<'j k' l>m {n}<o";
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let [command] = line.commands() else { panic!() };
    let found: Vec<_> = line
        .redirections(command)
        .map(|it| (it.descriptor, it.operator, it.target.value))
        .collect();
    assert_eq!(
        found,
        [
            (None, Op::Input, "b"),
            (Some(3), Op::Output, "c"),
            (Some(2), Op::Append, "d"),
            (None, Op::Clobber, "e"),
            (None, Op::ReadWrite, "f"),
            (None, Op::OutputAndErrors, "g"),
            (None, Op::AppendWithErrors, "h"),
            (Some(2), Op::DuplicateOutput, "1"),
            (None, Op::DuplicateInput, "-"),
            (Some(10), Op::Output, "i"),
            (None, Op::HereString, "j k"),
            (None, Op::Output, "m"),
            (None, Op::Input, "o"),
        ]
    );
    let words: Vec<_> = line.words(command).iter().map(|word| word.value).collect();
    assert_eq!(words, ["a", "l"]);
}

#[test]
fn variables_that_the_line_sets_are_known() {
    for (text, last) in [
        ("x=a; $x b", "a b"),
        ("x=a && \"$x\" b", "a b"),
        ("x=a\n$x b", "a b"),
        ("x='a'; $x'b'", "ab"),
        ("x=a; y=\"$x/b\"; c $y", "c a/b"),
        ("x=a; x+=b; $x", "ab"),
        ("export x=a; $x b", "a b"),
        ("x='a b'; c \"$x\"", "c a b"),
        ("if x=a; then $x b; fi", "a b"),
        ("x=a; b $($x c)", "a c"),
        ("x=a; (x=b); $x", "a"),
        ("{ x=a; }; $x", "a"),
        ("x=a; y=(1 2); $x", "a"),
        ("x=a; x=b; $x", "b"),
        ("x=a; read y; $x", "a"),
    ] {
        assert_eq!(joined(text).last().map(String::as_str), Some(last), "{text}");
    }
}

#[test]
fn variables_that_may_have_changed_are_not_known() {
    for text in [
        "$x",
        "\\$x",
        "x=a || $x",
        "x=a | $x",
        "x=a & $x",
        "(x=a); $x",
        "if b; then x=a; fi; $x",
        "while b; do x=a; done; $x",
        "case b in b) x=a;; esac; $x",
        "f() { x=a; }; f; $x",
        "x=a b; $x",
        "x=a; unset x; $x",
        "x=a; read x; $x",
        "x=a; x+=$y; $x",
        "x=$(a); $x",
        "x=~; $x",
        "x=(a); $x",
        "x[0]=a; $x",
        "x='a b'; $x",
        "x='*'; $x",
        "IFS=b; x=a; $x",
        "for x in a; do $x; done",
        "x=a; f() { $x; }; x=c; f",
        "declare -i x=a; $x",
    ] {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let known = line
            .commands()
            .iter()
            .flat_map(|command| line.words(command))
            .any(|word| word.traits.known);
        assert!(!known, "{text}");
    }
}

#[test]
fn values_that_are_only_likely_leave_the_word_open() {
    for text in ["b && x=a; $x", "x=a; while b; do $x; x=c; done", "x=a; for y in 1; do $x; done"] {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let word =
            line.commands().iter().flat_map(|command| line.words(command)).find(|w| w.traits.known);
        let word = word.unwrap_or_else(|| panic!("{text}"));
        assert_eq!((word.value, word.traits.unknown), ("a", true), "{text}");
    }
}

#[test]
fn values_of_variables_stay_small() {
    let text = format!("x=aaaaaaaa;{}b $x", "x=$x$x;".repeat(60));
    assert!(joined(&text).iter().all(|command| command.len() < 1100));
}

#[test]
fn texts_of_here_documents_in_quotes_are_known() {
    for (word, value) in [
        ("\"$(cat <<'E'\na b\n\n'c'\n\nE\n)\"", Some("a b\n\n'c'")),
        ("x\"y$(cat << \"E_1\"\n$z\nE_1\n\n )\"'w'", Some("xy$zw")),
        ("\"$(cat <<'E'\nE\n)\"", Some("")),
        ("$(cat <<'E'\na\nE\n)", None),
        ("\"$(cat <<E\na\nE\n)\"", None),
        ("\"$(cat <<'E'\na\nE\nb)\"", None),
        ("\"$(cat <<'E' x\na\nE\n)\"", None),
        ("\"$(cat -n <<'E'\na\nE\n)\"", None),
        ("\"$(cat <<'E F'\na\nE F\n)\"", None),
    ] {
        let mut script = Script::default();
        let text = format!("foo {word}");
        let line = scan(&text, &mut script);
        let found = line.words(&line.commands()[0]).get(1).unwrap();
        let known = found.traits.known && !found.traits.unknown && !found.traits.substitution;
        assert_eq!(known.then_some(found.value), value, "{word}");
    }
}
