//! Lines to try the scanner on: recorded ones, and made-up ones that nest everything in everything.

/// The commands of the recorded Bash decisions, each once.
pub(super) fn recorded() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/conformance");
    let mut lines = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_name().unwrap().to_string_lossy().starts_with("bash-") {
            continue;
        }
        for group in std::fs::read_to_string(path).unwrap().lines() {
            let group: serde_json::Value = serde_json::from_str(group).unwrap();
            let calls = group["calls"].as_array().unwrap();
            let commands = calls.iter().filter_map(|call| call["input"]["command"].as_str());
            lines.extend(commands.filter(|line| line.len() < 2000).map(str::to_owned));
        }
    }
    assert!(lines.len() > 5000);
    lines.into_iter().collect()
}

/// Makes lines up from a number, the same ones from the same number.
pub(super) struct Maker(pub(super) u64);

impl Maker {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn one_of<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }

    fn name(&mut self) -> String {
        format!("c{}", self.below(10))
    }

    /// Pieces of shell thrown together, hardly ever a program.
    pub(super) fn soup(&mut self) -> String {
        const PIECES: &[&str] = &[
            "foo",
            "a b",
            ";",
            ";;",
            "&",
            "&&",
            "||",
            "|&",
            "|",
            " ",
            "  ",
            "\n",
            "\t",
            "(",
            ")",
            "{ ",
            "}",
            "; }",
            "$(",
            ")",
            "`",
            "`",
            "\"",
            "'",
            "\\",
            "\\\n",
            "$",
            "$x",
            "${x}",
            "${x:-",
            "${x#",
            "$((",
            "))",
            "((",
            "[[ ",
            " ]]",
            " == ",
            "=~",
            "if ",
            "; then ",
            "; fi",
            "else ",
            "elif ",
            "while ",
            "; do ",
            "; done",
            "for i in ",
            "for ((",
            "case x in ",
            "x) ",
            "esac",
            "in",
            "function f ",
            "f() ",
            "!",
            "! ",
            "time ",
            "time -p ",
            "coproc ",
            "<<EOF\n",
            "\nEOF\n",
            "EOF",
            "<<'EOF'\n",
            "<<-E\n",
            "\n\tE\n",
            "<<<",
            "<(",
            ">(",
            "<",
            "2>&1",
            ">&2",
            "&>",
            "{x}<",
            "x=1",
            "x=foo ",
            "a[1]=2",
            "a=(",
            "+=",
            "#",
            "# ",
            "*",
            "?",
            "[",
            "]",
            "{a,b}",
            "{1..3}",
            "~",
            "$'",
            "$\"",
            "@(",
            "!(",
            "é",
            "EOF)",
            "1",
            "$[",
            "in ",
            "do ",
            "then",
            "-p",
            "x",
            "=",
            ",",
            "..",
        ];
        let mut line = String::new();
        for _ in 0..2 + self.below(13) {
            if self.below(4) == 0 {
                line += &self.name();
                line += self.one_of(&["", " ", " ", ";"]);
            } else {
                line += self.one_of(PIECES);
            }
        }
        line
    }

    /// A list of commands, nested up to `depth`.
    pub(super) fn list(&mut self, depth: usize) -> String {
        const OPERATORS: &[&str] = &[
            " && ",
            " || ",
            "; ",
            " | ",
            "|&",
            "\n",
            "& ",
            "&&",
            "||",
            ";",
            "|",
            " # com)ment\n",
            "\\\n; ",
        ];
        let mut list = self.command(depth);
        for _ in 0..[0, 0, 0, 1, 1, 2][self.below(6)] {
            list += self.one_of(OPERATORS);
            list += &self.command(depth.saturating_sub(1));
        }
        if self.below(20) == 0 {
            let (inner, next) = (self.simple(0), self.simple(0));
            list += &format!(" <<E{depth}\nbody $({inner}) \"x\nE{depth}\n{next}");
        }
        if self.below(25) == 0 {
            list += " <<'E'\nbody $(zz) ` ' \nE\n";
            list += &self.simple(0);
        }
        list
    }

    fn command(&mut self, depth: usize) -> String {
        if depth == 0 || self.below(100) < 55 {
            return self.simple(depth);
        }
        let inner = depth - 1;
        let [a, b, c] = [self.list(inner), self.list(inner), self.list(inner)];
        let [v, w] = [self.word(inner), self.word(inner)];
        match self.below(16) {
            0 => format!("({a})"),
            1 => format!("{{ {a}; }}"),
            2 => format!("if {a}; then {b}; fi"),
            3 => format!("if {a}\nthen {b}\nelse {c}\nfi"),
            // What decides about a loop is the judge's status, which changes: the loop ends.
            4 => format!("while {} {v}; do {b}; done", self.name()),
            5 => format!("until {} {v}; do {b}; done", self.name()),
            6 => format!("for i in {v} {w}; do {a}; done"),
            7 => format!("for i in a\ndo {a}; done"),
            8 => format!("case {v} in a|{w}) {a};; *) {b} ;; esac"),
            9 => format!("case w in (w) {a} ;& (x) {b}; esac"),
            10 => format!("[[ {v} == {w} ]] && {}", self.simple(inner)),
            11 => format!("! {}", self.command(inner)),
            12 => format!("time {}", self.command(inner)),
            13 => format!("fn() {{ {a}; }}; fn"),
            14 => format!("(( x = 1 )) || {}", self.command(inner)),
            _ => format!("if [[ -z $x && ! -f \"q\" ]]; then {a}; fi"),
        }
    }

    fn simple(&mut self, depth: usize) -> String {
        let inner = depth.saturating_sub(1);
        let mut parts = Vec::new();
        if self.below(7) == 0 {
            parts.push(format!("v={}", self.word(inner)));
        }
        if self.below(20) == 0 {
            parts.push(format!("arr=({} {})", self.word(inner), self.word(inner)));
        }
        if self.below(20) == 0 {
            parts.push(self.redirection(inner));
        }
        parts.push(self.name());
        for _ in 0..self.below(3) {
            parts.push(self.word(depth));
        }
        if self.below(7) == 0 {
            parts.push(self.redirection(inner));
        }
        parts.join(" ")
    }

    fn redirection(&mut self, depth: usize) -> String {
        match self.below(7) {
            0 => "2>&1".into(),
            1 => "</dev/null".into(),
            2 => "<&-".into(),
            3 => format!("<<<{}", self.word(depth)),
            4 => format!("< {}", self.word(depth)),
            5 => "3<&0".into(),
            _ => "{fd}</dev/null".into(),
        }
    }

    fn word(&mut self, depth: usize) -> String {
        const WORDS: &[&str] = &[
            "w",
            "a.b",
            "-x",
            "$x",
            "\"$x\"",
            "'q q'",
            "\"d q\"",
            "a\\ b",
            "~",
            "*.t",
            "{a,b}",
            "${x}",
            "$'a\\'b'",
            "x\\\ny",
            "é",
            "w\"m\"w",
            "w'('w",
            "w\")\"w",
            "n#n",
            "$#",
            "$$",
            "!",
            "{",
            "}",
            "=",
            "a=b",
            "[x]",
            "if",
            "done",
            "\"\"",
            "\"a\\\"b\\$c\"",
            "a\\$b",
            "'a'\\''b'",
            "a@b",
            "%1",
            "+x",
            "\\a",
            "$\"l\"",
            "$'\\x41\\n'",
        ];
        if depth == 0 || self.below(100) < 45 {
            return self.one_of(WORDS).into();
        }
        let inner = depth - 1;
        let (list, word) = (self.list(inner), self.word(inner));
        match self.below(15) {
            0 => format!("$({list})"),
            1 => format!("\"$({list})\""),
            2 => format!("`{}`", self.between_backquotes(&list)),
            3 => format!("\"a`{}`b\"", self.between_backquotes(&list)),
            4 => format!("<({list})"),
            5 => format!("${{x:-{word}}}"),
            6 => format!("\"${{x:-{word}}}\""),
            7 => format!("$((1+$({list})))"),
            8 => "$(( (1) + 2))".into(),
            9 => format!("$[ $({list}) ]"),
            10 => format!("{word}{}", self.word(inner)),
            11 => format!("\"$x ${{x:-$({list})}}\""),
            12 => format!("${{x:+\"{}\"}}", word.replace('"', "")),
            13 => format!("$( ({list}) )"),
            _ => format!("$(({list}) )"),
        }
    }

    fn between_backquotes(&mut self, list: &str) -> String {
        if self.below(2) == 0 {
            list.replace('\\', "\\\\").replace('`', "\\`").replace('$', "\\$")
        } else {
            list.replace(['`', '\\'], "")
        }
    }
}
