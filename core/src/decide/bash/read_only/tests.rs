//! What the client runs without asking, learned from its answers, rule by rule.

use super::{Beside, covers};
use crate::{
    decide::bash::structure::blocker,
    shell::{Script, scan},
};

/// Whether every command of `text` only reads.
fn reads(text: &str) -> bool {
    let mut script = Script::default();
    let line = scan(text, &mut script);
    let beside = Beside { is_clear: blocker(line).is_none(), may_show: &|| true };
    let commands = line.commands();
    !commands.is_empty() && commands.iter().all(|command| covers(line, command, beside))
}

#[track_caller]
fn check(harmless: &[&str], other: &[&str]) {
    for text in harmless {
        assert!(reads(text), "only reads: {text}");
    }
    for text in other {
        assert!(!reads(text), "not known to only read: {text}");
    }
}

#[test]
fn some_programs_may_have_any_arguments() {
    check(
        &[
            "ls -la --zzz",
            "cat -- x y",
            "echo *.rs ~ \"$HOME\" 'a b' $((1+1))",
            "wc a?",
            "cal 2024",
        ],
        &["cal *", "fmt *.rs", "LS", "/bin/ls", "./cat x", "ls ~root", "ls {a,b}", "rm x", ""],
    );
}

#[test]
fn others_may_have_none_or_one() {
    check(
        &["pwd", "whoami", "node -v", "python3 --version", "arch", "arch -h", "ip addr"],
        &["pwd -P", "pwd ''", "node", "node -v -v", "arch ''", "ip addr show", "ip a", "python"],
    );
}

#[test]
fn options_are_known_one_by_one() {
    check(
        &["grep -inr x", "grep x -i", "grep --count x", "grep -- --zzz", "grep - x"],
        &[
            "grep -Q x",
            "grep -inQ x",
            "grep --zzz",
            "grep --coun x",
            "grep --count=5 x",
            "sort -o x",
        ],
    );
}

#[test]
fn values_have_the_kind_that_the_option_takes() {
    check(
        &[
            "grep -A 5 x",
            "grep -A=5 x",
            "grep -A5 x",
            "grep --max-count=5 x",
            "grep -e x",
            "grep -e ''",
        ],
        &[
            "grep -A x y",
            "grep -A -5 y",
            "grep -A",
            "grep --max-count= x",
            "grep -e -i x",
            "grep -ex",
        ],
    );
    check(
        &["sort -k 2 x", "lsof -p 5", "fd -d=2"],
        &["sort -k2 x", "lsof -p=5", "tree -L2", "rg -tpy x"],
    );
}

#[test]
fn words_that_a_shell_could_expand_are_refused() {
    check(
        &[
            "git log HEAD@{1}",
            "git log 'a,b'",
            "grep 'a{1}' x",
            "git blame $HOME/x",
            "git log @{u}",
        ],
        &[
            "git log 'a$'",
            "git log '`x`'",
            "git log '{a,b}'",
            "git log '{..'",
            "git log *",
            "rg x *.rs",
        ],
    );
}

#[test]
fn git_is_known_by_subcommand() {
    check(
        &[
            "git status -sb",
            "git log --oneline -5",
            "git stash list",
            "git config --get x",
            "git log ''",
        ],
        &["git", "git stash", "git -C x log", "git --no-pager log", "git config x", "git log -5p"],
    );
}

#[test]
fn git_lists_only_when_asked_for_a_list() {
    check(
        &[
            "git branch",
            "git branch -a",
            "git branch --list x",
            "git branch --merged x",
            "git tag -l x",
        ],
        &[
            "git branch x",
            "git branch -a x",
            "git branch x --list",
            "git tag x",
            "git tag --merged",
        ],
    );
    check(
        &[
            "git remote -v",
            "git remote show -n x",
            "git reflog show x",
            "git reflog --all",
            "git ls-remote",
        ],
        &[
            "git remote show x",
            "git remote -vv",
            "git reflog x",
            "git reflog --all expire",
            "git ls-remote x",
        ],
    );
}

#[test]
fn formats_show_no_signatures() {
    check(
        &[
            "git log --format=%H",
            "git log --pretty=oneline",
            "git log --format=",
            "git tag --sort=-x",
        ],
        &[
            "git log --format=x",
            "git log --format=%G?",
            "git log '%-GK'",
            "git tag --sort=signature",
        ],
    );
}

#[test]
fn some_options_have_conditions() {
    check(
        &[
            "date +%s",
            "date -d yesterday",
            "ps aux",
            "ps -ef",
            "ss -tn src 1.2.3.4",
            "lsof +L1",
            "man ls",
        ],
        &[
            "date 0102",
            "ps auxe",
            "ps -ef 5",
            "ps -u dev",
            "ss x.y",
            "lsof +m",
            "man ./x",
            "tput reset",
        ],
    );
    check(
        &["docker ps -a", "docker logs -f x", "which -a ls", "rg 'a b'"],
        &[
            "docker ps -H x",
            "docker ps -ac",
            "docker -H x ps",
            "docker logs ~",
            "which -",
            "rg 'a\nb'",
        ],
    );
}

#[test]
fn small_programs() {
    check(
        &["uniq -c", "uniq -f 1 -d", "hostname -f", "history 5", "ifconfig eth0", "stat -L x"],
        &[
            "uniq x",
            "uniq '-c'",
            "uniq -f1",
            "hostname x",
            "hostname -fs",
            "history -c",
            "stat -A x",
        ],
    );
    check(
        &["uniq < x", "hostname"],
        &["uniq <<< x", "CI=1 hostname", "ifconfig eth0 up", "history 5 6"],
    );
}

#[test]
fn find_neither_runs_nor_writes() {
    check(
        &["find . -name '*.rs' -print", "find . -name -delete", "find . -newermt x", "find . -ls"],
        &[
            "find . -delete",
            "find . -exec ls {} +",
            "find . -name *.rs",
            "find '*.rs'",
            "find . -fls x",
        ],
    );
}

#[test]
fn jq_reads_neither_environment_nor_other_files() {
    check(
        &[
            "jq -r '.a | .b' x",
            "jq .a x",
            "jq --indent 2 . x",
            "jq '.environment'",
            "jq '{a, b}' x",
        ],
        &[
            "jq",
            "jq env",
            "jq '$ENV.X'",
            "jq -nf x",
            "jq . -r",
            "jq 'import \"a\" as b; .'",
            "jq '\"\\u0065nv\"'",
        ],
    );
}

#[test]
fn sed_prints_lines_or_replaces_once() {
    check(
        &["sed -n 1,5p x", "sed -nE '1p; 7p' x", "sed s/a/b/g", "sed -E 's/(a)/\\1/'"],
        &[
            "sed 1p x",
            "sed -n 5q x",
            "sed s/a/b/ x",
            "sed -i s/a/b/",
            "sed s/a/b/e",
            "sed 's/a/b/w x'",
        ],
    );
    check(
        &[],
        &["sed 's|a|b|'", "sed 's/a\\/b/c/'", "sed -e s/a/b/", "sed 's/a/b/;s/c/d/'", "sed p"],
    );
}

#[test]
fn numbers_are_numbers_where_shells_evaluate() {
    check(
        &["test -f x", "test 1 -eq 2", "[ -f x ]", "[ x = y ]", "printf '%s' x", "printf '%d' 5"],
        &["test x -eq 1", "test -v x", "[ x -eq 1 ]", "[ -f x", "printf '%d' x", "printf -v x y"],
    );
}

#[test]
fn xargs_starts_what_only_reads() {
    check(
        &["xargs", "xargs -0 -n 1 grep x", "xargs -I {} echo {}", "xargs -d , wc -l"],
        &[
            "xargs rm",
            "xargs cat",
            "xargs -n1 echo",
            "xargs -I X echo X",
            "xargs -d '\\n' echo",
            "xargs -- ",
        ],
    );
}

#[test]
fn some_wrappers_and_variables_change_nothing() {
    check(
        &["timeout 5 ls", "command -p git status", "builtin echo x", "CI=1 ls"],
        &[
            "timeout -k 5 5 ls",
            "nice ls",
            "nohup ls",
            "time ls",
            "command -v ls",
            "FOO=1 ls",
            "env ls",
        ],
    );
    check(
        &["noglob command ls"],
        &["timeout 5 history", "timeout 5 command ls", "command noglob ls"],
    );
}

#[test]
fn expansions_in_quotes_are_operands_but_no_options_and_no_actions() {
    check(
        &[
            r#"echo "on $(hostname) as $USER""#,
            r#"cat "log-$(date).txt""#,
            r#"find . -name "a $(whoami)""#,
            r#"echo "a $(echo "b $(ls)")""#,
        ],
        &[
            r#"echo "$(hostname)""#,
            r#"echo "a$(hostname)""#,
            r#"echo "a $(rm x)""#,
            r#"echo "a $(echo "b $(rm x)")""#,
            r#"ls "-l$(hostname)""#,
            r#"find . "$(echo -del)ete""#,
            r#"find "a $(whoami)""#,
        ],
    );
}
