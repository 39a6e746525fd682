//! Words that expand to more text than the client reads.

use super::structure::{LONGEST_LINE, is_too_long};
use crate::{
    programs::environment,
    shell::{Construct, Line, Occurrence, Word, literal_text},
    span::Span,
};

/// What the client puts in place of a value that it does not know.
const VALUE: usize = 15;
/// What it puts in place of the output of a command.
const OUTPUT: usize = 17;
/// Nothing that it puts there is so many times longer than what stands there.
const MOST_TIMES: usize = 8;
/// In a shorter line no variable has a value long enough to be used often enough.
const SHORTEST: usize = 280;

/// A word of a command that expands to more than the client reads. It refuses to run such a line.
pub(super) fn word(line: Line<'_>, home: &str) -> Option<Span> {
    let may_overflow = |word: &Word<'_>| {
        word.value.len() > LONGEST_LINE
            || word.span.of(line.text()).len() * MOST_TIMES > LONGEST_LINE
    };
    let overflows =
        |word: &Word<'_>| may_overflow(word) && expanded(line, word, home) > LONGEST_LINE;
    if line.text().len() < SHORTEST || is_too_long(line.text()) {
        return None;
    }
    let mut words = line.commands().iter().filter_map(|command| {
        let words = line.words(command);
        let assigned = line.assignments(command).map(|assignment| assignment.value);
        let targets =
            line.redirections(command).filter(|redirection| !redirection.operator.is_text());
        let beside = assigned.chain(targets.map(|redirection| redirection.target));
        words
            .iter()
            .find(overflows)
            .or_else(|| beside.filter(|_| !words.is_empty()).find(overflows))
    });
    words.next().map(|word| word.span)
}

/// How long the client takes the value of `word` for, in UTF-16 units.
fn expanded(line: Line<'_>, word: &Word<'_>, home: &str) -> usize {
    let mut length = word.value.encode_utf16().count();
    let mut end = word.span.start;
    for Occurrence { what, span } in line.constructs() {
        // Those inside others come behind them.
        if span.start < end || span.end > word.span.end {
            continue;
        }
        let written = span.of(line.text());
        let put = match what {
            Construct::Parameter if written == "$HOME" => home.len(),
            Construct::Parameter
                if environment::is_kept_by_shells(written.trim_start_matches('$')) =>
            {
                VALUE
            }
            Construct::SpecialParameter | Construct::ArithmeticExpansion => VALUE,
            Construct::CommandSubstitution if literal_text(written).is_some() => written.len(),
            Construct::CommandSubstitution | Construct::Backquotes => OUTPUT,
            _ => continue,
        };
        end = span.end;
        length = (length + put).saturating_sub(written.encode_utf16().count());
    }
    length
}

#[cfg(test)]
mod tests {
    use super::word;
    use crate::{
        Call, Context, Layer, Policy, Profile, Source, Verdict,
        shell::{Script, scan},
    };

    #[test]
    fn what_expands_to_more_than_the_client_reads_is_found() {
        // The most repetitions that are not too long; one more is.
        for (start, unit, most) in [
            ("echo \"", "a $USER ", 555),
            ("echo \"", "a $(ls) ", 500),
            ("echo \"", "a `ls` ", 500),
            ("echo \"", "aaaaaa$? ", 454),
            ("echo \"", "aaaa$((1+1)) ", 500),
            ("echo \"", "$HOME ", 1000),
            ("A=\"", "a $(ls) ", usize::MAX),
            ("ls > \"", "a $(ls) ", 500),
            ("cat <<< \"", "a $(ls) ", usize::MAX),
            ("echo \"", "a b ", usize::MAX),
            ("A=abcdefghijklmno; echo \"", "aaa$A ", 526),
        ] {
            let overflows = |times| {
                let text = format!("{start}{}\"", unit.repeat(times));
                word(scan(&text, &mut Script::default()), "/home/dev").is_some()
            };
            assert!(!overflows(most.min(1_200)), "{start}{unit}");
            assert!(most > 1_200 || overflows(most + 1), "{start}{unit}");
        }
    }

    #[test]
    fn lines_with_such_words_are_denied() {
        let settings = r#"{"permissions": {"allow": ["Bash"]}}"#;
        let layers = [Layer::new(Source::Project, settings)];
        let context = Context::new("/home/dev/project", "/home/dev");
        for profile in [Profile::ClaudeCode, Profile::Enforce] {
            let policy = Policy::new(&layers, profile).unwrap();
            for (times, expected) in [(500, Verdict::Allow), (501, Verdict::Deny)] {
                let command = format!("ls; echo \"{}\"", "a $(ls) ".repeat(times));
                let call = Call::with_subject("Bash", &command);
                assert_eq!(policy.verdict(&call, &context), expected, "{profile:?} {times}");
            }
        }
    }
}
