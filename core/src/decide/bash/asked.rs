//! What the rules say of texts, asked once for each piece of a line.

use crate::{
    pattern::CommandText,
    policy::{CommandHits, CommandRules, Lists, Rules},
    span::Span,
};

/// How many answers are kept: the pieces of a short line. Lines with more commands have their
/// answers found again.
const KEPT: usize = 4;

/// Asks the rules about texts, most of them pieces of one line.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    rules: CommandRules<'a>,
    line: &'a str,
    /// The line has no tabs and no blanks in a row, and so has no piece of it.
    is_even: bool,
}

impl<'a> Asking<'a> {
    #[inline]
    pub(super) fn new(rules: &'a Rules, line: &'a str, is_even: bool) -> Asking<'a> {
        Asking { rules: rules.commands_of("Bash"), line, is_even }
    }

    /// The rules that match `text`.
    #[cfg_attr(not(built_for_size), inline)]
    #[cfg_attr(built_for_size, inline(never), optimize(speed))]
    pub(super) fn about(&self, text: &str) -> CommandHits {
        match self.place(text) {
            Some(_) => self.about_piece(text),
            None => self.rules.matching(&CommandText::new(text), Lists::ALL),
        }
    }

    /// The rules that match a piece of the line, or several with single blanks between them.
    #[inline]
    pub(super) fn about_piece(&self, piece: &str) -> CommandHits {
        self.rules.matching(&self.piece(piece), Lists::ALL)
    }

    /// May a rule spell out the line from `piece` on, a piece of it that it goes on behind: with an
    /// operator, or with anything?
    pub(super) fn may_go_on(&self, piece: &str, with_operator: bool) -> bool {
        self.rules.may_go_on(&self.piece(piece), with_operator)
    }

    #[inline]
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

/// Asks the rules about pieces of one line, and keeps what they say: restrictions and permissions
/// mostly meet the same pieces.
pub(super) struct Asked<'a> {
    asking: Asking<'a>,
    kept: [(Span, CommandHits); KEPT],
    count: usize,
}

impl<'a> Asked<'a> {
    pub(super) fn new(rules: &'a Rules, line: &'a str) -> Asked<'a> {
        let asking = Asking::new(rules, line, CommandText::is_evenly_spaced(line));
        Asked { asking, kept: Default::default(), count: 0 }
    }

    /// The rules that match `text`.
    pub(super) fn about(&mut self, text: &str) -> CommandHits {
        let Some(span) = self.asking.place(text) else { return self.asking.about(text) };
        let known = self.kept.iter().take(self.count).find(|(known, _)| *known == span);
        if let Some((_, hits)) = known {
            return *hits;
        }
        let hits = self.asking.about_piece(text);
        if let Some(free) = self.kept.get_mut(self.count) {
            *free = (span, hits);
            self.count += 1;
        }
        hits
    }

    /// May a rule spell out the line from `piece` on, a piece of it that it goes on behind? Between
    /// its commands a rule spells out their operators, but for `;` and newlines: for those the client
    /// puts a blank.
    pub(super) fn may_go_on(&self, piece: &str) -> bool {
        let line = self.asking.line.as_bytes();
        self.asking.may_go_on(piece, memchr::memchr2(b';', b'\n', line).is_none())
    }
}
