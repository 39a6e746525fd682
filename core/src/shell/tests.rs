use super::*;

/// The words of each command, in the order of the text.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let words = |command| line.words(command).iter().map(|word| word.value.to_owned()).collect();
    line.commands().iter().map(words).collect()
}

/// The same, joined by blanks.
fn joined(text: &str) -> Vec<String> {
    commands(text).into_iter().map(|words| words.join(" ")).collect()
}

#[test]
fn every_command_is_found() {
    for (text, expected) in [
        ("git log --oneline", &["git log --oneline"] as &[&str]),
        ("a;b&&c||d|e|&f&g\nh", &["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("(a; b) && { c; }", &["a", "b", "c"]),
        ("if a; then b; elif c; then d; else e; fi", &["a", "b", "c", "d", "e"]),
        ("while a; do b; done; until c; do d; done", &["a", "b", "c", "d"]),
        ("for i in `a` $(b); do c; done", &["a", "b", "c"]),
        ("for ((i=$(a); i<3; i++)); do b; done", &["a", "b"]),
        ("case $(a) in b) c;; (d|e) f;& *) g;;& esac; h", &["a", "c", "f", "g", "h"]),
        ("f() { a; }; function g { b; }; function h() (c)", &["a", "b", "c"]),
        ("[[ $(a) == b && -f c ]] && d", &["a", "d"]),
        ("(( x = $(a) )); b", &["a", "b"]),
        ("! a; time b; time -p c; coproc d; coproc N { e; }", &["a", "b", "c", "d", "e"]),
        ("x=(1 $(a) 2); b", &["", "a", "b"]),
        ("x[$(a)]=1; b", &["", "a", "b"]),
        ("((a); (b)); echo $((c); (d))", &["a", "b", "echo $((c); (d))", "c", "d"]),
    ] {
        assert_eq!(joined(text), expected, "{text}");
    }
}
