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
    /// The need to hold all of `pieces`.
    pub(crate) fn holds<'p>(pieces: impl IntoIterator<Item = &'p str>) -> Need {
        let pieces: Vec<Vec<u8>> =
            pieces.into_iter().filter(|piece| !piece.is_empty()).map(Into::into).collect();
        if pieces.is_empty() { Need::Nothing } else { Need::Hold(pieces) }
    }

    /// What a pattern needs in which `*` stands for any run of characters: to start with what is
    /// before the first star, or else to hold what is between the others.
    pub(crate) fn of_wildcard(pattern: &str) -> Need {
        match pattern.split_once('*') {
            None => Need::Start(pattern.into()),
            Some(("", rest)) => Need::holds(rest.split('*')),
            Some((head, _)) => Need::Start(head.into()),
        }
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
