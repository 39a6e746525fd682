//! Lists, compound commands, here-documents, and what is wrong with a text.

use super::*;

#[test]
fn every_command_is_found() {
    for (text, expected) in [
        ("git log --oneline", &["git log --oneline"] as &[&str]),
        ("a;b&&c||d|e|&f&g\nh", &["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("(a; b) && { c; }", &["a", "b", "c"]),
        ("if a; then b; elif c; then d; else e; fi", &["a", "b", "c", "d", "e"]),
        ("while a; do b; done; until c; do d; done", &["a", "b", "c", "d"]),
        ("for i in `a` $(b); do c; done", &["a", "b", "c"]),
        ("for i; do a; done; for i in x\ndo b; done; for i in x; { c; }", &["a", "b", "c"]),
        ("for ((i=$(a); i<3; i++)); do b; done", &["a", "b"]),
        ("select x in `a`; do b; done", &["a", "b"]),
        ("case $(a) in b) c;; (d|e) f;& *) g;;& esac; h", &["a", "c", "f", "g", "h"]),
        ("case a in\n b )\n c\n ;;\n esac", &["c"]),
        ("f() { a; }; function g { b; }; function h() (c)", &["a", "b", "c"]),
        ("[[ $(a) == b && -f c ]] && d", &["a", "d"]),
        ("[[ a =~ ^(b|c)d$ || e ]]; f", &["f"]),
        ("[[ a == @(b|c) ]]; d", &["d"]),
        ("(( x = $(a) )); b", &["a", "b"]),
        ("! a; time b; time -p c; coproc d; coproc N { e; }", &["a", "b", "c", "d", "e"]),
        ("x=(1 $(a) 2); b", &["", "a", "b"]),
        ("x[$(a)]=1; b", &["", "a", "b"]),
        ("a # b; c\nd", &["a", "d"]),
        ("a \\\n b; i\\\nf c; then d; fi", &["a b", "c", "d"]),
        ("> x; a > y < z", &["", "a"]),
        ("{ a; } > x", &["a", ""]),
        ("((a); (b)); echo $((c); (d))", &["a", "b", "echo $((c); (d))", "c", "d"]),
        ("echo $((1 + (2)))", &["echo $((1 + (2)))"]),
        ("!(a)", &["a"]),
        ("f@() { a; }", &["a"]),
    ] {
        assert_eq!(joined(text), expected, "{text}");
    }
}

#[test]
fn substitutions_are_found_wherever_they_stand() {
    for text in [
        "$(a)",
        "x $(a)",
        "x \"$(a)\"",
        "x `a`",
        "x \"`a`\"",
        "x <(a)",
        "x >(a)",
        "x y<(a)z",
        "x ${y:-$(a)}",
        "x \"${y:-$(a)}\"",
        "x \"${y:-'$(a)'}\"",
        "x ${y:-\"$(a)\"}",
        "x ${y:-<(a)}",
        "x ${y[$(a)]}",
        "x $((1 + $(a)))",
        "x $[1 + $(a)]",
        "x {y,$(a)}",
        "x=$(a) y",
        "x=\"$(a)\"",
        "x > $(a)",
        "x <<< $(a)",
        "x <<E\n$(a)\nE",
        "x <<E\n${y:-$(a)}\nE",
        "x <<-E\n\t`a`\n\tE",
        "x $'y' $(a)",
        "x $\\\n(a)",
        "x \"$\\\n(a)\"",
        "for x in $(a); do y; done",
        "case $(a) in y) z;; esac",
        "case y in $(a)) z;; esac",
        "[[ -n $(a) ]]",
        "[[ x =~ $(a) ]]",
        "x[$(a)]=y",
        "x=(y [$(a)]=z)",
        "x @(y|$(a))",
        "x `y \\`a\\``",
        "x \"`y \\\"\\$(a)\\\"`\"",
        "x ${ a; }",
    ] {
        assert!(joined(text).contains(&"a".to_owned()), "{text}: {:?}", joined(text));
    }
}

#[test]
fn what_is_quoted_does_not_run() {
    for text in [
        "x '$(a)'",
        "x '`a`'",
        "x \"\\$(a)\"",
        "x \"\\`a\\`\"",
        "x $'$(a)'",
        "x <<'E'\n$(a)\nE",
        "x <<\\E\n$(a)\nE",
        "x \"<(a)\"",
        "x # $(a)",
        "x ${y:-'$(a)'}",
    ] {
        assert!(!joined(text).contains(&"a".to_owned()), "{text}");
    }
}

#[test]
fn commands_in_what_may_be_arithmetic_are_found() {
    for text in [
        "$((a); b)",
        "((a); b)",
        "$((a) )",
        "$(((a); b) )",
        "$((a $(case y in z) esac)))",
        "$((a \"$(echo \")\")\"))",
        "$((a ${x:-)}))",
        "echo \"$((a) )\"",
    ] {
        assert!(joined(text).iter().any(|command| command.starts_with('a')), "{text}");
    }
}

#[test]
fn here_documents_have_bodies() {
    let text = "a <<E 2>f <<-'F'; b\n1 $x\nE\n\t2 $x\n\tF\nc";
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let [a, b, c] = line.commands() else { panic!("{:?}", line.commands()) };
    let bodies: Vec<_> = line.redirections(a).map(|it| (it.operator, it.body)).collect();
    assert_eq!(
        bodies,
        [
            (RedirectionOperator::HereDocument, "1 $x\n"),
            (RedirectionOperator::Output, ""),
            (RedirectionOperator::HereDocumentTabs, "\t2 $x\n"),
        ]
    );
    assert_eq!([line.words(b).value(0), line.words(c).value(0)], ["b", "c"]);
    let found = constructs(text);
    assert!(found.contains(&(Construct::HereDocument, "<<E".into())), "{found:?}");
    assert!(found.contains(&(Construct::LiteralHereDocument, "<<-'F'".into())), "{found:?}");
    assert_eq!(found.iter().filter(|(what, _)| *what == Construct::Parameter).count(), 1);
}

#[test]
fn here_documents_end_where_the_shell_ends_them() {
    for (text, expected) in [
        ("x <<E\nE \n E\nEE\nE\na", &["x", "a"] as &[&str]),
        ("x <<E\ny\\\nE\nE\na", &["x", "a"]),
        ("x <<E\nE\\\n\na", &["x", "a"]),
        ("x <<E\n\\\\\nE\na", &["x", "a"]),
        ("x <<'E'\ny\\\nE\na", &["x", "a"]),
        ("x <<''\ny\n\na", &["x", "a"]),
        ("x <<\"E F\"\ny\nE F\na", &["x", "a"]),
        ("x <<E | a\ny\nE", &["x", "a"]),
        ("(x <<E\ny\nE\n); a", &["x", "a"]),
        ("z $(x <<E\ny\nE\n); a", &["z $(x <<E\ny\nE\n)", "x", "a"]),
        ("z $(x <<E\ny\nE); a", &["z $(x <<E\ny\nE)", "x", "a"]),
        ("z $(x <<E); a\ny\nE\nb", &["z $(x <<E)", "x", "a", "b"]),
        ("x <<E $(y\nz); a\nq\nE\nb", &["x $(y\nz)", "y", "z", "a", "b"]),
        ("x <<E; while y\nq\nE\ndo a; done", &["x", "y", "a"]),
    ] {
        assert_eq!(joined(text), expected, "{text:?}");
    }
}

#[test]
fn places_are_known() {
    let place = |text: &str| {
        let mut script = Script::default();
        let line = scan(text, &mut script);
        let command = line.commands().iter().find(|it| line.words(it).value(0) == "a");
        command.unwrap_or_else(|| panic!("{text}")).place
    };
    let none = Place::default();
    assert_eq!(place("b; a; c"), none);
    let deep = Place { depth: 1, ..none };
    assert_eq!(place("(a)"), Place { subshell: true, ..deep });
    assert_eq!(place("{ a; }"), Place { group: true, ..deep });
    assert_eq!(place("b $(a)"), Place { substituted: true, ..deep });
    assert_eq!(place("b `a`"), Place { substituted: true, backquoted: true, ..deep });
    assert_eq!(
        place("b `\\`a\\``"),
        Place { substituted: true, backquoted: true, depth: 2, ..none }
    );
    assert_eq!(place("b <(a)"), Place { substituted: true, process_substituted: true, ..deep });
    assert_eq!(place("if a; then b; fi"), Place { conditional: true, ..deep });
    assert_eq!(place("while b; do a; done"), Place { conditional: true, looped: true, ..deep });
    assert_eq!(place("for i in b; do a; done"), Place { looped: true, ..deep });
    assert_eq!(place("case b in c) a;; esac"), Place { case: true, ..deep });
    assert_eq!(place("b() { a; }"), Place { function: true, group: true, ..deep });
    assert_eq!(place("coproc a"), Place { coprocess: true, ..none });
    assert_eq!(place("! a"), Place { negated: true, ..none });
    assert_eq!(place("time a"), Place { timed: true, ..none });
    assert_eq!(place("b <<E\n$(a)\nE"), Place { substituted: true, here_document: true, ..deep });
    for piped in ["a | b", "b | a", "b |& a |& c"] {
        assert_eq!(place(piped), Place { piped: true, ..none }, "{piped}");
    }
    assert_eq!(place("b; a && c | d"), none);
    assert!(place("{ b; c; a; } | d").piped);
    assert!(place("(((((((((a|b)|b)|b)|b)|b)|b)|b)|b)|b)").piped);
    for background in ["a &", "b && a &", "{ a; } &", "b; a | c & d"] {
        assert!(place(background).background, "{background}");
    }
    assert!(!place("b & a").background);
}

#[test]
fn separators_are_known() {
    let mut script = Script::default();
    let line = scan("a && b || c | d |& e; f & g\nh", &mut script);
    let after: Vec<_> = line.commands().iter().map(|command| command.after).collect();
    let before: Vec<_> = line.commands().iter().map(|command| command.before).collect();
    use Separator as S;
    let between =
        [S::And, S::Or, S::Pipe, S::PipeWithErrors, S::Sequence, S::Background, S::Newline];
    assert_eq!(after, [&between[..], &[S::Edge]].concat());
    assert_eq!(before, [&[S::Edge], &between[..]].concat());
}

#[test]
fn constructs_are_noted_with_their_extent() {
    use Construct as C;
    for (text, what, extent) in [
        ("x (a", C::OpenCompound, "(a"),
        ("(a) > b", C::Subshell, "(a)"),
        ("{ a; }; b", C::Group, "{ a; }"),
        ("if a; then b; fi; c", C::If, "if a; then b; fi"),
        ("while a; do b; done", C::While, "while a; do b; done"),
        ("until a; do b; done", C::Until, "until a; do b; done"),
        ("for i in a; do b; done", C::For, "for i in a; do b; done"),
        ("for ((;;)); do b; done", C::ForArithmetic, "((;;))"),
        ("select i in a; do b; done", C::Select, "select i in a; do b; done"),
        ("case a in b) c;; esac; d", C::Case, "case a in b) c;; esac"),
        ("f() { a; }; b", C::Function, "f() { a; }"),
        ("function f { a; }; b", C::Function, "function f { a; }"),
        ("coproc a", C::Coprocess, "coproc"),
        ("[[ a ]] && b", C::Conditional, "[[ a ]]"),
        ("(( a )) && b", C::ArithmeticCommand, "(( a ))"),
        ("! a", C::Negation, "!"),
        ("time -p a", C::TimeOption, "-p"),
        ("a & b", C::Background, "&"),
        ("a $(b) c", C::CommandSubstitution, "$(b)"),
        ("a `b` c", C::Backquotes, "`b`"),
        ("a `\\`b\\`` c", C::Backquotes, "`\\`b\\``"),
        ("a <(b) c", C::ProcessSubstitution, "<(b)"),
        ("a $b c", C::Parameter, "$b"),
        ("a ${b} c", C::BracedParameter, "${b}"),
        ("a ${b:-c} d", C::BracedExpansion, "${b:-c}"),
        ("a ${#b}", C::BracedExpansion, "${#b}"),
        ("a $1", C::SpecialParameter, "$1"),
        ("a ${10}", C::SpecialParameter, "${10}"),
        ("a $@", C::SpecialParameter, "$@"),
        ("a ${?}", C::SpecialParameter, "${?}"),
        ("a $((1)) b", C::ArithmeticExpansion, "$((1))"),
        ("a $[1] b", C::OldArithmeticExpansion, "$[1]"),
        ("a b{c,d}e", C::BraceExpansion, "b{c,d}"),
        ("a {1..3}", C::BraceExpansion, "{1..3}"),
        ("a *.b", C::Glob, "*.b"),
        ("a @(b|c)", C::ExtendedGlob, "@("),
        ("a ~/b", C::Tilde, "~"),
        ("a $'b'", C::AnsiQuote, "$'b'"),
        ("a $\"b\"", C::LocaleQuote, "$\""),
        ("a b\\ c", C::EscapedWhitespace, "\\ "),
        ("a \\\nb", C::LineContinuation, "\\\n"),
        ("a=(b c)", C::ArrayAssignment, "(b c)"),
        ("a[1]=b", C::ElementAssignment, "a[1]"),
        ("a+=b", C::AppendAssignment, "a+="),
        ("a <<< b", C::HereString, "<<<"),
        ("a {b}>c", C::DescriptorVariable, "{b}"),
        ("a | # b", C::TrailingPipe, "|"),
        ("a && ", C::TrailingAndOr, "&&"),
        ("a # b", C::Comment, "# b"),
        ("a\u{a0}b", C::UnicodeWhitespace, "\u{a0}"),
        ("a '\u{200b}'", C::UnicodeWhitespace, "\u{200b}"),
        ("a\rb", C::ControlCharacter, "\r"),
    ] {
        let found = constructs(text);
        assert!(found.contains(&(what, extent.into())), "{text:?}: {found:?}");
    }
}

#[test]
fn plain_texts_have_no_constructs() {
    for text in [
        "git commit -m 'a (b) $c; d' --amend",
        "echo \"a; b | c & d\"",
        "a=1 b --c=d e:f g@h i,j k{l n} %m +o ^p",
        "a {} \\; {b} c{d}e {f",
        "a; b && c || d\ne",
        "a >b 2>&1 <c >>d &>/dev/null",
        "a [ b ] x] !c",
        "echo é 日本",
    ] {
        assert_eq!(constructs(text), [], "{text}");
    }
}

#[test]
fn a_broken_substitution_is_one_in_which_something_is_out_of_place() {
    let is_broken = |text: &str| {
        constructs(text).iter().any(|(what, ..)| *what == Construct::BrokenSubstitution)
    };
    for text in [
        "a $( && b)",
        "a \"x $(;)\"",
        "a $(b; && c)",
        "a $( done )",
        "a $(if ; then b; fi)",
        "a <(b $( | c))",
        "a `b $( | c)`",
    ] {
        assert!(is_broken(text), "{text}");
    }
    for text in ["; a", "a $(b)", "a $(b &&)", "a $( (;b) )", "a <(;b)", "a `;b`", "a $(b `;c`)"] {
        assert!(!is_broken(text), "{text}");
    }
}

#[test]
fn errors_are_told_apart() {
    use Construct as C;
    for (text, expected) in [
        ("a '", C::OpenSingleQuote),
        ("a $'b\\'", C::OpenSingleQuote),
        ("a \"b", C::OpenDoubleQuote),
        ("a `b", C::OpenBackquote),
        ("a $(b", C::OpenSubstitution),
        ("a <(b", C::OpenSubstitution),
        ("a ${b", C::OpenBrace),
        ("(a", C::OpenCompound),
        ("{ a", C::OpenCompound),
        ("if a; then b", C::OpenCompound),
        ("[[ a", C::OpenCompound),
        ("a @(b", C::OpenCompound),
        ("a <<E\nb", C::OpenHereDocument),
        ("a <<E", C::OpenHereDocument),
        ("a \\", C::TrailingBackslash),
        ("a |", C::TrailingPipe),
        ("a | # b\n", C::TrailingPipe),
        ("(a |)", C::TrailingPipe),
        ("a &&", C::TrailingAndOr),
        ("{ a || }", C::TrailingAndOr),
        ("a)", C::UnexpectedEnd),
        ("a; }", C::UnexpectedEnd),
        ("a; fi", C::UnexpectedEnd),
        ("a ;; b", C::UnexpectedEnd),
        ("a | ; b", C::UnexpectedToken),
        ("; a", C::UnexpectedToken),
        ("a && & b", C::UnexpectedToken),
        ("a > ; b", C::UnexpectedToken),
        ("a > # b", C::UnexpectedToken),
        ("a (b)", C::UnexpectedToken),
        ("if ; then a; fi", C::UnexpectedToken),
        ("f() a", C::UnexpectedToken),
        ("f()", C::UnexpectedToken),
        ("a=(b;c)", C::UnexpectedToken),
        ("for 1a in b; do c; done", C::UnexpectedToken),
        ("(a) b", C::UnexpectedToken),
    ] {
        let found = constructs(text);
        assert!(found.iter().any(|(what, _)| *what == expected), "{text:?}: {found:?}");
    }
}

#[test]
fn what_follows_an_error_is_still_seen() {
    for text in [
        "b) a",
        "b ( a",
        "{ ( } a",
        "$( { ); a",
        "[[ b; a",
        "b=(c; a",
        "case b; a",
        "for b & a",
        "if ) then fi a",
        "fi; a",
        "b | | a",
        "b <; a",
        "function; a",
        "b ;; a",
        "((b; a",
        "$((b; a",
    ] {
        assert!(joined(text).contains(&"a".to_owned()), "{text}: {:?}", joined(text));
    }
}
