//! Lines of a text with parts of them underlined.

use crate::terminal::{Colours, visible};
use callgate::Span;
use std::fmt::Write;

/// How much of a line is shown.
const MAX_WIDTH: usize = 100;
/// How many lines are shown.
const MAX_LINES: usize = 12;

/// A part to underline.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'m> {
    pub span: Span,
    /// What to underline it with.
    pub with: char,
    pub style: &'m str,
}

/// The lines of `text` that hold a mark, each with an underline; the first line if there is no mark.
///
/// Every line starts with `margin`. Where marks overlap, the first counts.
pub fn excerpt(text: &str, marks: &[Mark<'_>], margin: &str, colours: Colours) -> String {
    let mut out = String::new();
    let mut shown = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let end = start + content.len();
        let here = |mark: &&Mark<'_>| {
            (mark.span.start as usize) < end.max(start + 1) && (mark.span.end as usize) > start
        };
        let marks: Vec<&Mark<'_>> = marks.iter().filter(here).collect();
        if !marks.is_empty() {
            if shown == MAX_LINES {
                let _ = writeln!(out, "{margin}…");
                return out;
            }
            shown += 1;
            show_line(&mut out, content, start, &marks, margin, colours);
        }
        start += line.len();
    }
    if shown == 0 {
        show_line(&mut out, text.lines().next().unwrap_or_default(), 0, &[], margin, colours);
    }
    out
}

/// One line, and below it one with the underlines.
fn show_line(
    out: &mut String,
    content: &str,
    start: usize,
    marks: &[&Mark<'_>],
    margin: &str,
    colours: Colours,
) {
    let from = window(content, start, marks);
    let mark_at = |offset: usize| {
        let covers = |mark: &&&Mark<'_>| {
            (mark.span.start as usize..mark.span.end as usize).contains(&(start + offset))
        };
        marks.iter().find(covers)
    };
    out.push_str(margin);
    if from > 0 {
        out.push('…');
    }
    let rest = content.get(from..).unwrap_or_default();
    let mut width = 0;
    for character in rest.chars().take(MAX_WIDTH) {
        out.push(visible(character));
        width += character.len_utf8();
    }
    if width < rest.len() {
        out.push('…');
    }
    out.push('\n');
    if marks.is_empty() {
        return;
    }
    let mut underline = String::from(if from > 0 { " " } else { "" });
    let mut run = String::new();
    let mut style = "";
    for (offset, _) in rest.char_indices().take(MAX_WIDTH) {
        let mark = mark_at(from + offset);
        let (with, next) = mark.map_or((' ', ""), |mark| (mark.with, mark.style));
        if next != style {
            underline.push_str(&painted(&run, style, colours));
            run.clear();
            style = next;
        }
        run.push(with);
    }
    underline.push_str(&painted(&run, style, colours));
    let _ = writeln!(out, "{margin}{}", underline.trim_end());
}

fn painted(run: &str, style: &str, colours: Colours) -> String {
    if style.is_empty() { run.to_owned() } else { colours.paint(style, run).into_owned() }
}

/// Where in `content` to start, so that the first mark is seen within [`MAX_WIDTH`].
fn window(content: &str, start: usize, marks: &[&Mark<'_>]) -> usize {
    let Some(first) = marks.iter().min_by_key(|mark| mark.span.start) else { return 0 };
    let within = |offset: u32| (offset as usize).saturating_sub(start).min(content.len());
    let (first, end) = (within(first.span.start), within(first.span.end));
    if content.get(..end).is_none_or(|shown| shown.chars().count() <= MAX_WIDTH) {
        return 0;
    }
    // Some of what stands before the mark helps to find the place.
    let before = content.get(..first).unwrap_or_default();
    before.char_indices().rev().nth(MAX_WIDTH / 4).map_or(0, |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, spans: &[(usize, usize)]) -> String {
        let marks: Vec<Mark<'_>> = spans
            .iter()
            .map(|(start, end)| Mark { span: Span::new(*start, *end), with: '^', style: "1" })
            .collect();
        excerpt(text, &marks, "  ", Colours::NONE)
    }

    #[test]
    fn parts_are_underlined_where_they_stand() {
        assert_eq!(marked("a && rm x", &[(5, 9)]), "  a && rm x\n       ^^^^\n");
        assert_eq!(marked("é\t; rm", &[(5, 7)]), "  é ; rm\n      ^^\n");
        assert_eq!(marked("ls; rm; ls", &[(0, 2), (4, 6)]), "  ls; rm; ls\n  ^^  ^^\n");
    }

    #[test]
    fn only_lines_with_a_mark_are_shown() {
        assert_eq!(marked("one\ntwo\nthree", &[(4, 7)]), "  two\n  ^^^\n");
        assert_eq!(marked("one\ntwo", &[(0, 7)]), "  one\n  ^^^\n  two\n  ^^^\n");
        assert_eq!(marked("one\ntwo", &[]), "  one\n");
        assert_eq!(marked("", &[]), "  \n");
    }

    #[test]
    fn a_mark_far_along_a_line_is_seen() {
        let text = format!("{}rm{}", "x".repeat(5000), "y".repeat(5000));
        let shown = marked(&text, &[(5000, 5002)]);
        let (line, underline) = shown.split_once('\n').unwrap();
        assert!(line.chars().count() <= MAX_WIDTH + 4, "{line}");
        let column = underline.find('^').unwrap();
        assert_eq!(line.chars().nth(column), Some('r'));
    }

    #[test]
    fn control_characters_are_shown_and_do_nothing() {
        assert_eq!(marked("a\x1b[2J\u{202e}b", &[]), "  a␛[2J\u{fffd}b\n");
    }
}
