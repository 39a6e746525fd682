//! Words whose meaning is plain enough for a table.

use crate::{
    decide::bash::parts::{is_expanded_option, may_go_on},
    decide::bash::{forms::loses_quotes, quotation},
    letters::one_of,
    shell::{Word, Words},
};

/// Whether `word` can be held against a table of options: what the program gets is what the text
/// says, and it has nothing in it that some shell or other would expand.
pub(super) fn is_token(words: Words<'_>, word: &Word<'_>, globs: bool) -> bool {
    if !is_fixed_line(words, word) || (is_pattern(words, word) && !globs) {
        return false;
    }
    let text = word.value;
    let expands = !word.traits.unknown && text.contains('$');
    !expands
        && !text.contains('`')
        && !(text.contains('{') && (text.contains(',') || text.contains("..")))
}

/// Whether the program gets what the text says, but for names of files and for the home directory.
pub(super) fn is_fixed(words: Words<'_>, word: &Word<'_>) -> bool {
    let traits = word.traits;
    // The client does not tell a tilde in quotes from another.
    let from_home = word.value == "~" || word.value.starts_with("~/");
    let tilde = from_home || !(traits.tilde || word.value.starts_with('~'));
    let known = !traits.unknown || is_home(source(words, word));
    tilde && known && !is_expanded_option(word) && !traits.brace && !traits.substitution
}

/// Whether [`is_fixed`] holds, and what was put in for an expansion is one line. Only programs that may
/// have any arguments may have lines of those.
pub(super) fn is_fixed_line(words: Words<'_>, word: &Word<'_>) -> bool {
    is_fixed(words, word) && !(word.traits.known && word.value.contains('\n'))
}

/// Whether the client takes the word for a pattern of names of files: what it has put in for an
/// expansion it quotes anew only where blanks make it.
///
/// In a substitution that stands in double quotes, a pattern in double quotes of its own is one to the
/// client, and so is one in a command over several lines, which it writes anew.
pub(super) fn is_pattern(words: Words<'_>, word: &Word<'_>) -> bool {
    let bare = word.traits.known && !word.value.contains(one_of(" \t\n"));
    word.traits.glob
        || word.value.contains(one_of("*?["))
            && (bare
                || loses_quotes(words.line(), word)
                || word.traits.quoted
                    && quotation::has_pattern_in_inner_quotes(words.line(), word.span))
}

/// Whether [`is_fixed`] holds, or the word has text in double quotes beside expansions, which the client
/// takes for an operand, provided that they leave nothing open.
pub(super) fn is_operand(words: Words<'_>, word: &Word<'_>) -> bool {
    is_fixed(words, word)
        || (word.traits.unknown
            && word.traits.quoted
            && !word.traits.splits
            && !word.traits.brace
            && !word.value.starts_with('=')
            && (!word.value.starts_with('~') || word.value.starts_with("~/"))
            && (!has_special_parameter(word.value) || word.value.contains('\n'))
            && homes_end(source(words, word), true)
            && !is_expanded_option(word))
}

fn has_special_parameter(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair[0] == b'$' && b"?#$-!@*".contains(&pair[1]))
}

/// Whether nothing in the word is known only to the shell that runs it, but a number.
pub(super) fn is_settled(words: Words<'_>, word: &Word<'_>) -> bool {
    !word.traits.unknown || is_fixed(words, word) || is_arithmetic(source(words, word))
}

/// Whether [`is_operand`] holds, or the word is an arithmetic expansion of numbers.
pub(super) fn is_argument(words: Words<'_>, word: &Word<'_>) -> bool {
    is_operand(words, word) || (!is_pattern(words, word) && is_arithmetic(source(words, word)))
}

/// Whether no pattern in quotes stands beside the home directory: the client does not tell such a
/// pattern from one that the shell reads.
pub(super) fn is_home_alone(words: Words<'_>) -> bool {
    !words.iter().any(|word| word.traits.unknown && is_home(source(words, &word)))
        || words.iter().all(|word| !word.value.contains(one_of("*?[")))
}

/// Whether the word has `*`, `?` or `[` outside quotes, even where Bash would not make a pattern of
/// it.
pub(in crate::decide::bash) fn has_bare_pattern(words: Words<'_>, word: &Word<'_>) -> bool {
    let mut quote = None;
    let mut bytes = source(words, word).bytes();
    while let Some(byte) = bytes.next() {
        match (quote, byte) {
            (None | Some(b'"'), b'\\') => drop(bytes.next()),
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            (None, b'*' | b'?' | b'[') => return true,
            _ => {}
        }
    }
    is_pattern(words, word)
}

/// The word as it stands in the text.
pub(super) fn source<'s>(words: Words<'s>, word: &Word<'_>) -> &'s str {
    word.span.of(words.line().text())
}

/// Whether the only expansion in the text of a word is `$HOME`: `"$HOME/x"`.
fn is_home(source: &str) -> bool {
    !source.contains('`') && homes_end(source, false)
}

/// Whether the name ends behind every `$HOME`, in the value of the word as well: in that of `"$HOME"x` it
/// does not. `others` says whether there may be other expansions.
fn homes_end(source: &str, others: bool) -> bool {
    source.split('$').skip(1).all(|behind| match behind.strip_prefix("HOME") {
        Some(rest) => {
            let next = rest.bytes().find(|&byte| byte != b'"');
            !next.is_some_and(|next| may_go_on(next) || b":[(".contains(&next))
        }
        None => others,
    })
}

fn is_arithmetic(source: &str) -> bool {
    source.strip_prefix("$((").and_then(|rest| rest.strip_suffix("))")).is_some_and(|inside| {
        inside.bytes().all(|byte| byte.is_ascii_digit() || b" +-*/%".contains(&byte))
    })
}
