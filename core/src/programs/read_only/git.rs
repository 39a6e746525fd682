//! The subcommands of git. Options in front of the subcommand (`-C`, `-c`, `--no-pager`) are not
//! harmless: they choose other configuration, which can run programs.

use super::{Also, Arguments::Options as With, Entry, Options};
use crate::names::Names;

/// Every subcommand that may run without a rule, sorted.
pub(super) static SUBCOMMANDS: &[Entry] = &[
    ("blame", With(&BLAME)),
    ("branch", With(&BRANCH)),
    ("cat-file", With(&CAT_FILE)),
    ("config --get", With(&CONFIG_GET)),
    ("describe", With(&DESCRIBE)),
    ("diff", With(&DIFF)),
    ("for-each-ref", With(&FOR_EACH_REF)),
    ("grep", With(&GREP)),
    ("log", With(&LOG)),
    ("ls-files", With(&LS_FILES)),
    ("ls-remote", With(&LS_REMOTE)),
    ("merge-base", With(&MERGE_BASE)),
    ("reflog", With(&REFLOG)),
    ("remote", With(&REMOTE)),
    ("remote show", With(&REMOTE_SHOW)),
    ("rev-list", With(&REV_LIST)),
    ("rev-parse", With(&REV_PARSE)),
    ("shortlog", With(&SHORTLOG)),
    ("show", With(&SHOW)),
    ("stash list", With(&STASH_LIST)),
    ("stash show", With(&STASH_SHOW)),
    ("status", With(&STATUS)),
    ("tag", With(&TAG)),
    ("worktree list", With(&WORKTREE_LIST)),
];

/// What holds for all of them.
const GIT: Options = Options { counts: true, ..Options::NONE };

static BLAME: Options = Options {
    switches: "eflnpstwCM",
    texts: "L",
    long_switches: Names::new(
        "incremental line-porcelain porcelain root score-debug show-email show-name show-number \
         show-stats",
    ),
    long_numbers: Names::new("abbrev"),
    long_texts: Names::new("date ignore-rev ignore-revs-file"),
    separator: false,
    ..GIT
};

static BRANCH: Options = Options {
    switches: "ailrv",
    long_switches: Names::new(
        "all color column ignore-case list merged no-abbrev no-color no-column no-merged remotes \
         show-current verbose",
    ),
    long_texts: Names::new("contains no-contains points-at sort"),
    formats: true,
    also: Also::Listing { merged: true },
    ..GIT
};

static CAT_FILE: Options =
    Options { switches: "epst", long_switches: Names::new("batch-check"), ..GIT };

static CONFIG_GET: Options = Options {
    switches: "z",
    long_switches: Names::new(
        "bool bool-or-int expiry-date global int local name-only null path show-origin show-scope \
         system worktree",
    ),
    long_texts: Names::new("default type"),
    ..GIT
};

static DESCRIBE: Options = Options {
    long_switches: Names::new("always broken contains dirty exact-match long tags"),
    long_numbers: Names::new("abbrev candidates"),
    long_texts: Names::new("exclude match"),
    ..GIT
};

static DIFF: Options = Options {
    switches: "lpsuBCDMR",
    texts: "GOS",
    long_switches: Names::new(
        "binary break-rewrites cached check color color-words dirstat exit-code find-copies \
         find-copies-harder find-renames full-index function-context histogram ignore-all-space \
         ignore-blank-lines ignore-space-at-eol ignore-space-change irreversible-delete minimal \
         name-only name-status no-color no-ext-diff no-index no-renames numstat patch-with-stat \
         patience pickaxe-all pickaxe-regex quiet shortstat staged stat summary word-diff",
    ),
    long_numbers: Names::new("abbrev inter-hunk-context"),
    long_texts: Names::new(
        "diff-algorithm diff-filter relative word-diff-regex ws-error-highlight",
    ),
    ..GIT
};

static FOR_EACH_REF: Options = Options {
    long_numbers: Names::new("count"),
    long_texts: Names::new("contains format merged no-contains no-merged points-at sort"),
    formats: true,
    ..GIT
};

static GREP: Options = Options {
    switches: "chilnoqvwEFGHLP",
    numbers: "ABC",
    texts: "e",
    long_switches: Names::new(
        "and basic-regexp break cached color count extended-regexp files-with-matches \
         files-without-match fixed-strings full-name heading ignore-case invert-match line-number \
         no-color no-index not only-matching or perl-regexp quiet recurse-submodules untracked \
         word-regexp",
    ),
    long_numbers: Names::new("after-context before-context context max-depth threads"),
    ..GIT
};

static LOG: Options = Options {
    switches: "ps",
    numbers: "n",
    texts: "GS",
    long_switches: Names::new(
        "abbrev-commit all ancestry-path author-date-order boundary branches cherry-mark \
         cherry-pick color date-order decorate dense first-parent follow full-history graph \
         left-right merges name-only name-status no-color no-decorate no-ext-diff no-max-parents \
         no-merges no-min-parents no-patch no-walk numstat oneline patch pickaxe-all \
         pickaxe-regex relative-date remotes reverse shortstat simplify-merges source sparse stat \
         tags topo-order walk-reflogs",
    ),
    long_numbers: Names::new("max-age max-count min-age skip"),
    long_texts: Names::new(
        "after author before committer date diff-filter format grep pretty since until",
    ),
    formats: true,
    ..GIT
};

static LS_FILES: Options = Options {
    switches: "cdfikmostuvz",
    texts: "xX",
    long_switches: Names::new(
        "cached debug deleted directory eol error-unmatch exclude-standard full-name ignored \
         killed modified no-empty-directory others recurse-submodules stage unmerged",
    ),
    long_numbers: Names::new("abbrev"),
    long_texts: Names::new("exclude exclude-from exclude-per-directory"),
    ..GIT
};

static LS_REMOTE: Options = Options {
    switches: "bhqt",
    long_switches: Names::new("branches exit-code get-url heads quiet refs symref tags"),
    also: Also::NoOperands,
    ..GIT
};

static MERGE_BASE: Options =
    Options { long_switches: Names::new("all fork-point independent is-ancestor octopus"), ..GIT };

static REFLOG: Options = Options {
    numbers: "n",
    long_switches: Names::new(
        "all branches decorate graph no-decorate oneline relative-date remotes tags",
    ),
    long_numbers: Names::new("max-count"),
    long_texts: Names::new("after author before committer date grep since until"),
    also: Also::Reflog,
    ..GIT
};

static REMOTE: Options = Options {
    switches: "v",
    long_switches: Names::new("verbose"),
    counts: false,
    also: Also::Verbose,
    ..GIT
};

static REV_LIST: Options = Options {
    numbers: "n",
    long_switches: Names::new(
        "abbrev-commit all ancestry-path branches count dense first-parent full-history graph \
         merges no-max-parents no-merges no-min-parents oneline remotes reverse source sparse \
         tags walk-reflogs",
    ),
    long_numbers: Names::new("abbrev max-age max-count max-parents min-age min-parents skip"),
    long_texts: Names::new("after author before committer format grep pretty since until"),
    formats: true,
    ..GIT
};

static REV_PARSE: Options = Options {
    long_switches: Names::new(
        "abbrev-ref absolute-git-dir git-common-dir git-dir is-bare-repository is-inside-git-dir \
         is-inside-work-tree is-shallow-repository show-cdup show-prefix show-toplevel symbolic \
         symbolic-full-name verify",
    ),
    long_texts: Names::new("short"),
    ..GIT
};

static SHORTLOG: Options = Options {
    switches: "cens",
    long_switches: Names::new(
        "all branches committer email no-merges numbered remotes summary tags",
    ),
    long_texts: Names::new("after author before format group since until"),
    formats: true,
    ..GIT
};

static SHOW: Options = Options {
    switches: "mps",
    long_switches: Names::new(
        "abbrev-commit color color-words decorate first-parent graph name-only name-status \
         no-color no-decorate no-ext-diff no-patch numstat oneline patch quiet raw relative-date \
         shortstat stat word-diff",
    ),
    long_texts: Names::new("date diff-filter format pretty word-diff-regex"),
    formats: true,
    ..GIT
};

static STASH_LIST: Options = Options {
    numbers: "n",
    long_switches: Names::new(
        "all branches decorate graph no-decorate oneline relative-date remotes tags",
    ),
    long_numbers: Names::new("max-count"),
    long_texts: Names::new("date"),
    separator: false,
    ..GIT
};

static STASH_SHOW: Options = Options {
    switches: "ps",
    long_switches: Names::new(
        "color name-only name-status no-color no-ext-diff no-patch numstat patch shortstat stat \
         word-diff",
    ),
    long_numbers: Names::new("abbrev"),
    long_texts: Names::new("diff-filter word-diff-regex"),
    ..GIT
};

static STATUS: Options = Options {
    switches: "bsv",
    texts: "uM",
    long_switches: Names::new(
        "ahead-behind branch column ignored long no-ahead-behind no-column no-renames porcelain \
         renames short verbose",
    ),
    long_texts: Names::new("find-renames ignore-submodules untracked-files"),
    ..GIT
};

static TAG: Options = Options {
    switches: "il",
    numbers: "n",
    long_switches: Names::new("column ignore-case list no-column"),
    long_texts: Names::new("contains format merged no-contains no-merged points-at sort"),
    formats: true,
    also: Also::Listing { merged: false },
    ..GIT
};

static WORKTREE_LIST: Options = Options {
    switches: "v",
    long_switches: Names::new("porcelain verbose"),
    long_texts: Names::new("expire"),
    ..GIT
};

static REMOTE_SHOW: Options =
    Options { switches: "n", counts: false, also: Also::RemoteShow, ..GIT };
