//! Arguments read with a table of options.

use super::plain;
use crate::{
    letters::one_of,
    programs::read_only::{Also, Options},
    shell::{Word, Words},
};

/// Whether every argument is known to be harmless.
pub(super) fn accept(arguments: Words<'_>, options: &Options) -> bool {
    if !options.globs && !plain::is_home_alone(arguments) {
        return false;
    }
    let mut rest = Rest {
        options,
        listing: false,
        offline: false,
        searches: false,
        option_behind_operand: false,
        operands: 0,
    };
    let mut words = arguments.iter();
    let mut operands_only = false;
    while let Some(word) = words.next() {
        if !plain::is_token(arguments, &word, options.globs) || !rest.takes_word(word.value) {
            return false;
        }
        let text = word.value;
        let known = if operands_only || text == "-" || !text.starts_with('-') {
            rest.takes_operand(arguments, &word)
        } else if text == "--" {
            operands_only = options.separator;
            true
        } else if options.counts && is_number(&text[1..]) {
            true
        } else {
            let (name, inline) = match text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (text, None),
            };
            match rest.kind(name, inline) {
                Kind::Unknown => false,
                Kind::Switch => true,
                kind => match inline {
                    Some(value) => rest.takes_value(kind, name, value, true),
                    None => words.next().is_some_and(|word| {
                        plain::is_token(arguments, &word, options.globs)
                            && rest.takes_word(word.value)
                            && rest.takes_value(kind, name, word.value, false)
                    }),
                },
            }
        };
        if !known {
            return false;
        }
    }
    rest.is_complete(arguments)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    /// It needs nothing more.
    Switch,
    Number,
    Text,
}

/// What has to be remembered from one argument to the next.
struct Rest<'o> {
    options: &'o Options,
    /// An option has asked for a list.
    listing: bool,
    /// `-n` was given.
    offline: bool,
    /// `man` searches descriptions, for whatever stands behind.
    searches: bool,
    option_behind_operand: bool,
    operands: usize,
}

impl Rest<'_> {
    /// Finds out about an option: what stands before `=`, and what behind it.
    fn kind(&mut self, name: &str, inline: Option<&str>) -> Kind {
        let options = self.options;
        self.option_behind_operand |= self.operands > 0;
        self.searches |= match name.strip_prefix("--") {
            Some(long) => matches!(long, "apropos" | "whatis"),
            None => name.contains(one_of("fk")),
        };
        if let Some(long) = name.strip_prefix("--") {
            return if options.long_switches.contains(long) {
                self.listing |=
                    long == "list" || (self.merged() && matches!(long, "merged" | "no-merged"));
                if inline.is_some() { Kind::Unknown } else { Kind::Switch }
            } else if options.long_texts.contains(long) {
                Kind::Text
            } else if options.long_numbers.contains(long) {
                Kind::Number
            } else {
                Kind::Unknown
            };
        }
        let letters = &name[1..];
        let mut each = letters.chars();
        match (each.next(), each.as_str()) {
            (Some(letter), "") if options.numbers.contains(letter) => {
                self.letter(Kind::Number, inline)
            }
            (Some(letter), "") if options.texts.contains(letter) => self.letter(Kind::Text, inline),
            (Some(letter), number)
                if options.attached && options.numbers.contains(letter) && is_number(number) =>
            {
                if inline.is_some() {
                    Kind::Unknown
                } else {
                    Kind::Switch
                }
            }
            _ if letters.is_empty() || inline.is_some() => Kind::Unknown,
            _ if letters.chars().all(|letter| options.switches.contains(letter)) => {
                self.listing |= letters.contains('l');
                self.offline |= letters == "n";
                Kind::Switch
            }
            _ => Kind::Unknown,
        }
    }

    fn letter(&self, kind: Kind, inline: Option<&str>) -> Kind {
        if inline.is_some() && !self.options.equals { Kind::Unknown } else { kind }
    }

    fn merged(&self) -> bool {
        self.options.also == Also::Listing { merged: true }
    }

    /// What holds for a word, whatever it is.
    fn takes_word(&self, word: &str) -> bool {
        if self.options.formats && names_signature_placeholder(word) {
            return false;
        }
        match self.options.also {
            Also::OneLine => !word.contains('\n'),
            Also::PlusOptions => {
                !word.contains('@') && (!word.starts_with('+') || is_plus_option(word))
            }
            Also::PageNames => word != ".." && !word.contains(one_of("/~\\$")),
            Also::Topics => !word.contains(one_of("/~\\$")),
            Also::Capabilities => !changes_terminal(word),
            Also::NoTilde => !word.starts_with('~'),
            Also::NoDash => word != "-",
            Also::Verbose => matches!(word, "-v" | "--verbose"),
            Also::Reflog => !matches!(word, "delete" | "drop" | "exists" | "expire" | "write"),
            _ => true,
        }
    }

    fn takes_value(&self, kind: Kind, name: &str, value: &str, inline: bool) -> bool {
        if kind == Kind::Number {
            return is_number(value);
        }
        let descending = inline && self.options.formats && name == "--sort";
        if value.starts_with('-') && !descending {
            return false;
        }
        match name {
            "--iso-8601" => inline,
            "--format" | "--pretty" if self.options.formats => is_format(value),
            "--sort" if self.options.formats => !value.contains("signature"),
            _ => true,
        }
    }

    fn takes_operand(&mut self, arguments: Words<'_>, word: &Word<'_>) -> bool {
        self.operands += 1;
        let value = word.value;
        // The client looks at formats even where git takes them for operands.
        if self.options.formats
            && ["--format", "--pretty", "--sort"].iter().any(|name| value.starts_with(name))
        {
            return false;
        }
        match self.options.also {
            Also::NoOperands => false,
            Also::Listing { .. } => self.listing,
            Also::ClockFormat => value.starts_with('+'),
            // The address behind `-i`.
            Also::PlusOptions if value.contains('~') => {
                let before = arguments.iter().take_while(|before| before.span != word.span).last();
                !before.is_some_and(|option| {
                    option.value.starts_with('-') && option.value.ends_with('i')
                })
            }
            Also::Reflog => {
                let at_once = arguments.first().is_some_and(|first| first.span == word.span);
                !at_once || matches!(value, "show" | "list")
            }
            Also::RemoteShow => {
                !value.starts_with('-')
                    && !value.is_empty()
                    && value
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            }
            _ => true,
        }
    }

    fn is_complete(&self, arguments: Words<'_>) -> bool {
        match self.options.also {
            Also::PageNames => !(self.searches && self.option_behind_operand),
            Also::RemoteShow => self.offline && self.operands == 1,
            Also::SocketFilter => self.operands == 0 || is_socket_filter(arguments),
            Also::NoEnvironments => shows_no_environments(arguments),
            _ => true,
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `%G?`, `%GK` and the like, also behind a modifier: `%-GK`.
fn names_signature_placeholder(word: &str) -> bool {
    word.match_indices('%').any(|(at, _)| {
        let behind = word.get(at + 1..).unwrap_or("");
        behind.strip_prefix(one_of("+- ")).unwrap_or(behind).starts_with('G')
    })
}

/// A format that git has by itself, or one in so many words. Others come from the configuration.
fn is_format(value: &str) -> bool {
    const KNOWN: [&str; 8] = ["", "oneline", "short", "medium", "full", "fuller", "email", "raw"];
    !value.contains("signature")
        && (KNOWN.contains(&value)
            || value.contains('%')
            || value.starts_with("format:")
            || value.starts_with("tformat:"))
}

/// `+D`, `+L1`, `+fg`
fn is_plus_option(word: &str) -> bool {
    let mut letters = word.get(1..).unwrap_or("").chars();
    let Some(letter) = letters.next() else { return true };
    let rest = letters.as_str();
    match letter {
        'c' | 'L' | 'r' => rest.bytes().all(|byte| byte.is_ascii_digit()),
        'f' => rest.bytes().all(|byte| b"cfgGn".contains(&byte)),
        'D' | 'E' | 'M' | 'd' | 'e' | 'w' => rest.is_empty(),
        _ => false,
    }
}

/// Capabilities with which `tput` resets, clears or prints, or sends keys.
fn changes_terminal(word: &str) -> bool {
    matches!(
        word,
        "clear"
            | "flash"
            | "if"
            | "init"
            | "iprog"
            | "is1"
            | "is2"
            | "is3"
            | "mc0"
            | "mc4"
            | "mc5"
            | "mc5i"
            | "mc5p"
            | "pfkey"
            | "pfloc"
            | "pfx"
            | "pfxl"
            | "reset"
            | "rf"
            | "rmcup"
            | "rs1"
            | "rs2"
            | "rs3"
            | "smcup"
    )
}

/// Whether the filter at the end of `ss` consists of keywords, states and numeric addresses.
fn is_socket_filter(arguments: Words<'_>) -> bool {
    let mut before = "";
    arguments.iter().filter(|word| !word.value.starts_with('-')).all(|word| {
        word.value.split(one_of(" ()")).filter(|token| !token.is_empty()).all(|token| {
            let known = before == "state"
                && token.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
                || is_filter_keyword(token)
                || is_numeric_address(token);
            before = token;
            known
        })
    })
}

fn is_filter_keyword(token: &str) -> bool {
    matches!(
        token,
        "and"
            | "autobound"
            | "cgroup"
            | "dev"
            | "dport"
            | "dst"
            | "eq"
            | "exclude"
            | "fwmark"
            | "ge"
            | "gt"
            | "le"
            | "lt"
            | "ne"
            | "not"
            | "or"
            | "sport"
            | "src"
            | "state"
    )
}

fn is_numeric_address(token: &str) -> bool {
    let hexadecimal = token.contains(':');
    token.bytes().all(|byte| {
        byte.is_ascii_digit()
            || b".:*/[]=<>!&|-%@_,".contains(&byte)
            || (hexadecimal && byte.is_ascii_hexdigit())
    })
}

/// `e` among the letters of BSD style shows environments; with `-e`, only options that are surely
/// of the other style may stand.
fn shows_no_environments(arguments: Words<'_>) -> bool {
    let is_letters = |text: &str| text.starts_with('-') && !text.starts_with("--");
    let everything =
        arguments.iter().any(|word| is_letters(word.value) && word.value.contains('e'));
    arguments.iter().all(|word| {
        let text = word.value;
        if everything {
            text == "--forest"
                || (is_letters(text)
                    && text.len() > 1
                    && text.chars().skip(1).all(|letter| "acdefjlmwAFHLT".contains(letter)))
        } else {
            !word.traits.unknown && (text.starts_with('-') || !text.contains(one_of("eE")))
        }
    })
}
