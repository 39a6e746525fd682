//! What a text must have, before it is worth asking whether a pattern matches it.

/// A necessary condition for a match, by which patterns are indexed.
///
/// Literals are bytes in the form in which the texts of the pattern's language are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// No text matches.
    Never,
    /// The text starts with this.
    Start(Vec<u8>),
    /// The text ends with this.
    End(Vec<u8>),
    /// The text holds all of these, none of them empty.
    Hold(Vec<Vec<u8>>),
    /// Any text may match.
    Nothing,
}

impl Need {
    /// What a pattern needs in which `*` stands for any run of characters: to start with what is
    /// before the first star, to end with what is behind the last, to hold all but the first. Each is
    /// enough to look for it by.
    pub(crate) fn all_of_wildcard(pattern: &str) -> Vec<Need> {
        match pattern.split_once('*') {
            None => vec![Need::Start(pattern.into())],
            Some((head, rest)) => Need::all_of_pieces(head, rest.split('*')),
        }
    }

    /// As [`Need::all_of_wildcard`], of literals with a star before each of `others`.
    pub(crate) fn all_of_pieces<'p>(
        start: &str,
        others: impl DoubleEndedIterator<Item = &'p str> + Clone,
    ) -> Vec<Need> {
        let end = others.clone().next_back().unwrap_or_default();
        let mut needs = Vec::new();
        if !start.is_empty() {
            needs.push(Need::Start(start.into()));
        }
        if !end.is_empty() {
            needs.push(Need::End(end.into()));
        }
        let inner: Vec<Vec<u8>> =
            others.filter(|piece| !piece.is_empty()).map(Into::into).collect();
        match inner.is_empty() {
            false => needs.push(Need::Hold(inner)),
            true if needs.is_empty() => needs.push(Need::Nothing),
            true => {}
        }
        needs
    }
}

/// As [`Need`], for path patterns: literals are ASCII in upper case, as far as a path is compared
/// without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathNeed {
    /// No path matches.
    Never,
    /// The path, below its anchor, starts with this.
    Start(Vec<u8>),
    /// The rest of the path from one of its components on starts with this.
    ComponentStart(Vec<u8>),
    /// One of its components ends with this.
    ComponentEnd(Vec<u8>),
    /// Any path may match.
    Nothing,
}
