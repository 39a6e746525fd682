//! What the rules say of texts, asked once for each piece of a line.

use crate::{
    pattern::CommandText,
    policy::{CommandHits, CommandRules, Lists, Rules},
    span::Span,
};

/// How many answers are kept: the pieces of a short line. Lines with more commands have their
/// answers found again.
const KEPT: usize = 4;

/// Asks the rules about pieces of one line. Restrictions and permissions mostly meet the same
/// pieces.
pub(super) struct Asked<'a> {
    rules: CommandRules<'a>,
    line: &'a str,
    /// The line has no tabs and no blanks in a row, and so has no piece of it.
    is_even: bool,
    kept: [(Span, CommandHits); KEPT],
    count: usize,
}

impl<'a> Asked<'a> {
    pub(super) fn new(rules: &'a Rules, line: &'a str, is_even: bool) -> Asked<'a> {
        Asked {
            rules: rules.commands_of("Bash"),
            line,
            is_even,
            kept: Default::default(),
            count: 0,
        }
    }

    /// The rules that match `text`.
    pub(super) fn about(&mut self, text: &str) -> CommandHits {
        let Some(span) = self.place(text) else { return self.about_once(text) };
        let known = self.kept.iter().take(self.count).find(|(known, _)| *known == span);
        if let Some((_, hits)) = known {
            return *hits;
        }
        let hits = self.about_once(text);
        if let Some(free) = self.kept.get_mut(self.count) {
            *free = (span, hits);
            self.count += 1;
        }
        hits
    }

    /// As [`Asked::about`], for a text that is not asked about again.
    pub(super) fn about_once(&self, text: &str) -> CommandHits {
        let text = match self.place(text) {
            Some(_) => self.piece(text),
            None => CommandText::new(text),
        };
        self.rules.matching(&text, Lists::ALL)
    }

    /// May a rule spell out the line from `piece` on, a piece of it that it goes on behind? Between
    /// its commands a rule spells out their operators, but for `;` and newlines: for those the client
    /// puts a blank.
    pub(super) fn may_go_on(&self, piece: &str) -> bool {
        let with_operator = memchr::memchr2(b';', b'\n', self.line.as_bytes()).is_none();
        self.rules.may_go_on(&self.piece(piece), with_operator)
    }

    fn piece<'t>(&self, piece: &'t str) -> CommandText<'t> {
        if self.is_even { CommandText::evenly_spaced(piece) } else { CommandText::new(piece) }
    }

    /// Where `text` stands, if it is a piece of the line itself and no copy.
    fn place(&self, text: &str) -> Option<Span> {
        let start = (text.as_ptr() as usize).checked_sub(self.line.as_ptr() as usize)?;
        let end = start.checked_add(text.len())?;
        (end <= self.line.len()).then(|| Span::new(start, end))
    }
}
