//! The programs that the client knows to work on files.

use super::{
    Access::{self, Copy, Link, Move, Read, Stream, Write},
    Found::{self, Anywhere, AnywhereAsExe},
    Program,
    Without::{self, Directory, DirectoryIfRecursive},
    grammar::{
        AWK, CMP, COLUMN, COMM, CUT, EXPAND, FMT, FOLD, GREP, Grammar, NUMFMT, Options, PASTE, PR,
        RIPGREP, SED, TAC, UNEXPAND,
    },
};

const fn row(name: &'static str, access: Access, grammar: Grammar) -> Program {
    Program { name, access, grammar, without: Without::Input, found: Found::InPath }
}

impl Program {
    /// Works on something else than its input if it is given no file.
    const fn without_files(self, without: Without) -> Program {
        Program { without, ..self }
    }

    /// Is known by more than its plain name.
    const fn found(self, found: Found) -> Program {
        Program { found, ..self }
    }
}

/// Reads all its operands.
const fn reader(name: &'static str) -> Program {
    row(name, Read, Grammar::Files(&Options::NONE))
}

/// Creates, changes or removes all its operands.
const fn writer(name: &'static str) -> Program {
    row(name, Write, Grammar::Files(&Options::NONE))
}

/// Sorted by name.
pub(super) const PROGRAMS: &[Program] = &[
    row("awk", Read, Grammar::AfterScript(&AWK)),
    reader("base64"),
    reader("cat"),
    row("cmp", Read, Grammar::Files(&CMP)),
    row("column", Read, Grammar::Files(&COLUMN)),
    row("comm", Read, Grammar::Files(&COMM)),
    row("cp", Copy, Grammar::Copies).found(AnywhereAsExe),
    row("cut", Read, Grammar::Files(&CUT)),
    reader("diff"),
    row("egrep", Read, Grammar::AfterScript(&GREP)).without_files(DirectoryIfRecursive),
    row("expand", Read, Grammar::Files(&EXPAND)),
    row("fgrep", Read, Grammar::AfterScript(&GREP)).without_files(DirectoryIfRecursive),
    reader("file"),
    row("find", Read, Grammar::Find).without_files(Directory),
    row("fmt", Read, Grammar::Files(&FMT)),
    row("fold", Read, Grammar::Files(&FOLD)),
    row("gawk", Read, Grammar::AfterScript(&AWK)),
    row("grep", Read, Grammar::AfterScript(&GREP)).without_files(DirectoryIfRecursive),
    reader("head"),
    reader("hexdump"),
    row("jq", Read, Grammar::Filter),
    row("link", Link, Grammar::Copies).found(AnywhereAsExe),
    row("ln", Link, Grammar::Copies).found(AnywhereAsExe),
    reader("ls").without_files(Directory),
    row("man", Read, Grammar::Pages),
    row("mawk", Read, Grammar::AfterScript(&AWK)),
    reader("md5sum"),
    writer("mkdir"),
    row("mv", Move, Grammar::Copies).found(AnywhereAsExe),
    row("nawk", Read, Grammar::AfterScript(&AWK)),
    reader("nl"),
    row("numfmt", Read, Grammar::Files(&NUMFMT)),
    reader("od"),
    row("paste", Read, Grammar::Files(&PASTE)),
    row("pr", Read, Grammar::Files(&PR)),
    reader("rev"),
    row("rg", Read, Grammar::AfterScript(&RIPGREP)).without_files(Directory),
    writer("rm").found(Anywhere),
    writer("rmdir").found(Anywhere),
    row("sed", Stream, Grammar::AfterScript(&SED)),
    reader("sha1sum"),
    reader("sha256sum"),
    reader("sort"),
    reader("stat"),
    reader("strings"),
    row("tac", Read, Grammar::Files(&TAC)),
    reader("tail"),
    row("tee", Write, Grammar::Outputs).found(AnywhereAsExe),
    writer("touch"),
    row("tr", Read, Grammar::Sets),
    reader("tsort"),
    row("unexpand", Read, Grammar::Files(&UNEXPAND)),
    reader("uniq"),
    reader("wc"),
];

#[cfg(test)]
mod tests {
    use super::PROGRAMS;

    #[test]
    fn the_table_is_sorted() {
        assert!(PROGRAMS.is_sorted_by(|a, b| a.name < b.name));
    }
}
