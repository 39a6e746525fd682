//! Plain lines are read as the scanner reads them.

use super::*;
use proptest::prelude::*;

/// Holds the two readers against each other; was the line plain?
fn check(text: &str) -> bool {
    let mut plain = PlainLine::default();
    if plain.read(text, |name, _| !is_reserved(name)).is_none() {
        return false;
    }
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let mut commands = plain.commands().to_vec();
    let mut constructs = ConstructSet::default();
    if let Some(PlainSubstitution { behind, command }) = plain.substitution() {
        constructs.insert(Construct::CommandSubstitution);
        let outer = commands.last_mut().unwrap();
        assert_eq!((outer.words.end, outer.span.end), (outer.span.end, text.len() as u32));
        outer.words = *behind;
        commands.push(*command);
    }
    assert_eq!(line.found(), constructs, "{text:?}");
    assert_eq!(line.commands().len(), commands.len(), "{text:?}");
    for (number, (found, plain)) in line.commands().iter().zip(&commands).enumerate() {
        let mut words: Vec<Word<'_>> = line.words(found).iter().collect();
        let substitutes = plain.span.end > plain.words.end && plain.span.end as usize == text.len();
        if constructs != ConstructSet::default() && substitutes {
            let traits = words.pop().unwrap().traits;
            assert!(traits.substitution && traits.splits, "{text:?}");
        }
        assert_eq!(found.span, plain.span, "{text:?}");
        let span = Span { start: words[0].span.start, end: words.last().unwrap().span.end };
        assert_eq!(span, plain.words, "{text:?}");
        assert_eq!(Some(words[0].value), plain.words.of(text).split(' ').next(), "{text:?}");
        assert_eq!(found.before, plain.before, "{text:?}");
        let Place { piped, .. } = found.place;
        let substituted = plain.span.end as usize + 1 == text.len() && text.ends_with(')');
        let depth = u16::from(substituted);
        let expected = Place { piped, depth, substituted, ..Place::default() };
        assert_eq!(found.place, expected, "{text:?} {number}");
        assert_eq!(words.iter().any(|word| word.traits.quoted), plain.quoted, "{text:?}");
        for word in words {
            let traits = WordTraits { quoted: word.traits.quoted, ..WordTraits::default() };
            assert_eq!(word.traits, traits, "{text:?}");
            let written = word.span.of(text);
            let bare =
                written.trim_matches(if word.traits.quoted { &['"', '\''] } else { &[][..] });
            assert_eq!(word.value, bare, "{text:?}");
        }
        let assigned: Vec<&str> =
            line.assignments(found).map(|assignment| assignment.span.of(text)).collect();
        assert_eq!(
            assigned.join(" "),
            text[plain.span.start as usize..plain.words.start as usize].trim_end()
        );
        for redirection in line.redirections(found) {
            assert!(redirection.span.start > plain.words.end, "{text:?}");
            assert!(matches!(redirection.target.value, "1" | "2" | "/dev/null"), "{text:?}");
            assert_ne!(redirection.operator, RedirectionOperator::Input, "{text:?}");
        }
        let is_redirected = !substitutes && plain.words.end < plain.span.end;
        assert_eq!(line.redirections(found).len() > 0, is_redirected, "{text:?}");
    }
    true
}

#[test]
fn what_agents_write_is_plain() {
    for text in [
        "npm run build",
        "cargo test --locked 2>&1 | less",
        "CI=1 npm test && npm run lint; make -j4\nmake install",
        "gh pr create --title 'a; b && c' --body \"x | y\" >/dev/null 2>&1 || make",
        "a -",
        "docker stop $(docker ps -q)",
        "a && CI=1 b 'c' $(A=1 d 'e f' 2>/dev/null)",
    ] {
        assert!(check(text), "{text:?}");
    }
}

#[test]
fn what_needs_a_grammar_is_not() {
    for text in [
        "",
        "a  b",
        "a\tb",
        "a $x",
        "a `b`",
        "a \\b",
        "a *",
        "a ~",
        "a {b,c}",
        "a # b",
        "a &",
        "a & b",
        "a |& b",
        "a;",
        "a;; b",
        "a &&",
        "&& a",
        "a\n\nb",
        "if a",
        "then a",
        "time a",
        "! a",
        "a 'b'c",
        "a 'b",
        "a ''",
        "'a' b",
        "a > b",
        "a>/dev/null",
        "a >/dev/null b",
        "a 2>&12",
        "a 2>&1x",
        "a < b",
        "a =b",
        "=b",
        "a=b",
        "A+=b c",
        "A='b' c",
        "./a b",
        "-a b",
        "a (b)",
        "a $(b) c",
        "a $(b); c",
        "a $(b)c",
        "a \"$(b)\"",
        "a $(b; c)",
        "a $(b $(c))",
        "a $(b",
        "a $((b))",
        "a $()",
        "a $( b)",
        "a $(b )",
        "$(a)",
        "A=$(b)",
        "A=1 $(b)",
        "a 2>&1 $(b)",
        "a | $(b)",
        "a é",
        "a\r",
        "a &> b",
        "a 3>&1",
    ] {
        assert!(!check(text), "{text:?}");
    }
    assert!(!check(&["a"; 9].join("; ")), "too many commands");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "a", "npm", "run", "A=1", "b=", "-x", "--y=z", "1", "2", " ", " ", " ", " ", "&&", "||", "|", ";",
            "\n", "&", ">", "2>&1", ">/dev/null", "2> /dev/null", "<", "'a b'", "\"c;d\"", "'", "\"", "if",
            "then", "done", "time", "in", "function", "coproc", "/", "%", "@", "+", ":", ",", "=", ".", " $(", "$(", ")", ")",
        ]), 0..24),
    ) {
        check(&pieces.concat());
    }

    #[test]
    fn both_readers_agree_on_substitutions(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "a", "A=1 b", "-x", " ", " ", " ", " && ", " | ", "; ", " 2>&1", "'a b'", "'", " $(", "$(", ")",
        ]), 0..8),
        inner in prop::collection::vec(prop::sample::select(vec![
            "a", "A=1 b", "-x", " ", " ", " && ", " 2>&1", " 'a b'", "$(", ")",
        ]), 0..5),
    ) {
        check(&["a ", &*pieces.concat(), " $(b", &*inner.concat(), ")"].concat());
    }

    #[test]
    fn no_text_is_read_otherwise(text in "[ -~\n]{0,30}") {
        check(&text);
    }
}
