//! All programs but git.

use super::{
    Also,
    Arguments::{self, Any, Fixed, Grammar as Language, None, Subcommands},
    Entry, Grammar, Options,
};
use crate::{filter::Filter, names::Names};

/// Adds the programs of [`PROGRAMS`] to a filter.
pub(in crate::programs) const fn note<const WORDS: usize>(names: Filter<WORDS>) -> Filter<WORDS> {
    let mut names = names;
    let mut row = 0;
    while row < ENTRIES.len() {
        names = names.with(ENTRIES[row].0);
        row += 1;
    }
    names
}

pub(super) const NAMES: Filter = note(Filter::EMPTY);

/// Every program that may run without a rule, sorted by name.
pub(super) static PROGRAMS: &[Entry] = ENTRIES;

const ENTRIES: &[Entry] = &[
    ("[", Language(Grammar::Bracket)),
    ("arch", Subcommands(&[("", None), ("--help", None), ("-h", None)])),
    ("base64", Arguments::Options(&BASE64)),
    ("basename", Any),
    ("cal", Fixed),
    ("cat", Any),
    ("claude", Subcommands(&[("--help", None), ("-h", None)])),
    ("cmp", Any),
    ("column", Any),
    ("comm", Fixed),
    ("cut", Any),
    ("date", Arguments::Options(&DATE)),
    ("df", Any),
    ("diff", Any),
    ("dirname", Any),
    ("docker", Subcommands(DOCKER)),
    ("du", Any),
    ("echo", Any),
    ("egrep", Arguments::Options(&GREP)),
    ("expand", Fixed),
    ("expr", Fixed),
    ("false", Fixed),
    ("fd", Arguments::Options(&FD)),
    ("fdfind", Arguments::Options(&FD)),
    ("fgrep", Arguments::Options(&GREP)),
    ("file", Arguments::Options(&FILE)),
    ("find", Language(Grammar::Find)),
    ("fmt", Fixed),
    ("fold", Fixed),
    ("free", Fixed),
    ("git", Subcommands(super::git::SUBCOMMANDS)),
    ("grep", Arguments::Options(&GREP)),
    ("groups", Fixed),
    ("head", Any),
    ("help", Arguments::Options(&HELP)),
    ("hexdump", Any),
    ("history", Language(Grammar::History)),
    ("hostname", Language(Grammar::Hostname)),
    ("id", Fixed),
    ("ifconfig", Language(Grammar::Interface)),
    ("ip", Subcommands(&[("addr", None)])),
    ("jq", Language(Grammar::Jq)),
    ("locale", Fixed),
    ("ls", Any),
    ("lsof", Arguments::Options(&LSOF)),
    ("man", Arguments::Options(&MAN)),
    ("md5sum", Arguments::Options(&CHECKSUM)),
    ("netstat", Arguments::Options(&NETSTAT)),
    ("nl", Any),
    ("node", Subcommands(&[("--version", None), ("-v", None)])),
    ("nproc", Fixed),
    ("numfmt", Fixed),
    ("od", Any),
    ("paste", Fixed),
    ("pgrep", Arguments::Options(&PGREP)),
    ("pr", Fixed),
    ("printf", Language(Grammar::Printf)),
    ("ps", Arguments::Options(&PS)),
    ("pwd", None),
    ("python", Subcommands(&[("--version", None)])),
    ("python3", Subcommands(&[("--version", None)])),
    ("readlink", Any),
    ("realpath", Any),
    ("rev", Any),
    ("rg", Arguments::Options(&RG)),
    ("sed", Language(Grammar::Sed)),
    ("seq", Fixed),
    ("sha1sum", Arguments::Options(&CHECKSUM)),
    ("sha256sum", Arguments::Options(&CHECKSUM)),
    ("sleep", Fixed),
    ("sort", Arguments::Options(&SORT)),
    ("ss", Arguments::Options(&SS)),
    ("stat", Language(Grammar::Stat)),
    ("strings", Any),
    ("tac", Any),
    ("tail", Any),
    ("test", Language(Grammar::Test)),
    ("tput", Arguments::Options(&TPUT)),
    ("tr", Any),
    ("tree", Arguments::Options(&TREE)),
    ("true", Fixed),
    ("tsort", Fixed),
    ("type", Fixed),
    ("uname", Fixed),
    ("unexpand", Fixed),
    ("uniq", Language(Grammar::Uniq)),
    ("uptime", Fixed),
    ("wc", Any),
    ("which", Arguments::Options(&WHICH)),
    ("whoami", None),
    ("xargs", Language(Grammar::Xargs)),
];

static DOCKER: &[Entry] = &[
    ("images", Language(Grammar::DockerListing)),
    ("inspect", Arguments::Options(&DOCKER_INSPECT)),
    ("logs", Arguments::Options(&DOCKER_LOGS)),
    ("ps", Language(Grammar::DockerListing)),
];

static BASE64: Options = Options {
    switches: "dhD",
    numbers: "bw",
    texts: "i",
    long_switches: Names::new("decode help ignore-garbage version"),
    long_numbers: Names::new("break wrap"),
    long_texts: Names::new("input"),
    separator: false,
    ..Options::NONE
};

static DATE: Options = Options {
    switches: "uIR",
    texts: "dr",
    long_switches: Names::new("debug help rfc-email universal utc version"),
    long_texts: Names::new("date iso-8601 reference rfc-3339"),
    also: Also::ClockFormat,
    ..Options::NONE
};

static DOCKER_INSPECT: Options = Options {
    switches: "s",
    texts: "f",
    long_switches: Names::new("size"),
    long_texts: Names::new("format type"),
    also: Also::NoTilde,
    ..Options::NONE
};

static DOCKER_LOGS: Options = Options {
    switches: "ft",
    texts: "n",
    long_switches: Names::new("details follow timestamps"),
    long_texts: Names::new("since tail until"),
    also: Also::NoTilde,
    ..Options::NONE
};

static FD: Options = Options {
    switches: "aghipqsFHILV01",
    numbers: "dj",
    texts: "ceotES",
    long_switches: Names::new(
        "absolute-path case-sensitive fixed-strings follow full-path glob help hidden ignore-case \
         no-ignore no-ignore-parent no-ignore-vcs no-require-git one-file-system print0 prune \
         quiet regex show-errors strip-cwd-prefix version",
    ),
    long_numbers: Names::new("batch-size exact-depth max-depth max-results min-depth threads"),
    long_texts: Names::new(
        "and base-directory changed-before changed-within color exclude extension format \
         hyperlink ignore-file max-buffer-time owner path-separator search-path size type",
    ),
    ..Options::NONE
};

static FILE: Options = Options {
    switches: "bchiklnprsvL0",
    texts: "F",
    long_switches: Names::new(
        "apple brief dereference help keep-going list mime mime-encoding mime-type no-buffer \
         no-dereference preserve-date print0 raw special-files version",
    ),
    long_texts: Names::new("exclude exclude-quiet separator"),
    ..Options::NONE
};

static GREP: Options = Options {
    switches: "abchilnoqrsuvwxzEFGHILPRTUVZ",
    numbers: "mABC",
    texts: "defD",
    long_switches: Names::new(
        "basic-regexp binary byte-offset count dereference-recursive extended-regexp \
         files-with-matches files-without-match fixed-strings help ignore-case initial-tab \
         invert-match line-buffered line-number line-regexp no-filename no-group-separator \
         no-ignore-case no-messages null null-data only-matching perl-regexp quiet recursive \
         silent text unix-byte-offsets version with-filename word-regexp",
    ),
    long_numbers: Names::new("after-context before-context context max-count"),
    long_texts: Names::new(
        "binary-files color colour devices directories exclude exclude-dir exclude-from file \
         group-separator include label regexp",
    ),
    attached: true,
    globs: true,
    also: Also::OneLine,
    ..Options::NONE
};

static HELP: Options = Options { switches: "d", also: Also::Topics, ..Options::NONE };

static LSOF: Options = Options {
    switches: "abghilnorstvxCEFHKLNOPQRSTUVX",
    texts: "cdekpuA",
    equals: false,
    separator: false,
    also: Also::PlusOptions,
    ..Options::NONE
};

static MAN: Options = Options {
    switches: "adfhkw",
    texts: "sS",
    long_switches: Names::new("all apropos whatis"),
    equals: false,
    also: Also::PageNames,
    ..Options::NONE
};

static CHECKSUM: Options = Options {
    switches: "bctwz",
    long_switches: Names::new(
        "binary check help ignore-missing quiet status strict tag text version warn zero",
    ),
    globs: true,
    ..Options::NONE
};

static NETSTAT: Options = Options { switches: "agilmnrsvL", texts: "fI", ..Options::NONE };

static PGREP: Options = Options {
    switches: "acfilnovwxLV",
    texts: "dgrstuFGOPU",
    long_switches: Names::new(
        "count exact full help ignore-case inverse lightweight list-full list-name logpidfile \
         newest oldest version",
    ),
    long_texts: Names::new(
        "delimiter euid group ns nslist older parent pgroup pidfile runstates session terminal \
         uid",
    ),
    ..Options::NONE
};

static PS: Options = Options {
    switches: "acdefjlmwyAFHLNTV",
    texts: "gnpqstuCGU",
    long_switches: Names::new("deselect forest headers help info no-headers version"),
    long_numbers: Names::new("width"),
    long_texts: Names::new("pid quick-pid sid sort tty user"),
    separator: false,
    also: Also::NoEnvironments,
    ..Options::NONE
};

static RG: Options = Options {
    switches: "achilnoquvwFHLS",
    numbers: "dmABC",
    texts: "efgtT",
    long_switches: Names::new(
        "column count debug files-with-matches files-without-match fixed-strings follow heading \
         help hidden ignore-case invert-match json line-number no-heading no-ignore only-matching \
         quiet smart-case stats text type-list version word-regexp",
    ),
    long_numbers: Names::new("after-context before-context context max-count max-depth"),
    long_texts: Names::new("color glob regexp type type-not"),
    attached: true,
    also: Also::OneLine,
    ..Options::NONE
};

static SORT: Options = Options {
    switches: "bcdfghimnrsuzCMRV",
    texts: "ktS",
    long_switches: Names::new(
        "check dictionary-order general-numeric-sort help human-numeric-sort ignore-case \
         ignore-leading-blanks ignore-nonprinting merge month-sort numeric-sort random-sort \
         reverse stable unique version version-sort zero-terminated",
    ),
    long_numbers: Names::new("batch-size parallel"),
    long_texts: Names::new("buffer-size field-separator key sort"),
    ..Options::NONE
};

static SS: Options = Options {
    switches: "abdehilmnopstuwxzEHMOSVZ046",
    texts: "fA",
    long_switches: Names::new(
        "all bpf cgroup context contexts dccp events extended help inet-sockopt info ipv4 ipv6 \
         listening memory mptcp no-header numeric oneline options packet processes raw sctp \
         summary tcp tipc tipcinfo tos udp unix version vsock",
    ),
    long_texts: Names::new("family query socket"),
    separator: false,
    also: Also::SocketFilter,
    ..Options::NONE
};

static TPUT: Options =
    Options { switches: "xV", texts: "T", also: Also::Capabilities, ..Options::NONE };

static TREE: Options = Options {
    switches: "acdfghilnpqrstuvxACDFJNQSUX",
    numbers: "L",
    texts: "HIPT",
    long_switches: Names::new(
        "device dirsfirst du fflinks filesfirst fromfile fromtabfile gitignore help hyperlink \
         ignore-case info inodes matchdirs metafirst nolinks noreport prune si version",
    ),
    long_numbers: Names::new("filelimit"),
    long_texts: Names::new("authority charset gitfile hintro houtro infofile scheme sort timefmt"),
    ..Options::NONE
};

static WHICH: Options = Options {
    switches: "apsvwV",
    long_switches: Names::new(
        "all help show-dot show-tilde skip-alias skip-dot skip-functions skip-tilde version",
    ),
    also: Also::NoDash,
    ..Options::NONE
};
