//! What a terminal needs: colour where it is wanted, and text that cannot take it over.

use std::{
    borrow::Cow,
    env,
    io::{self, IsTerminal},
};

/// Colours, or none of them.
#[derive(Clone, Copy, Debug)]
pub struct Colours(bool);

impl Colours {
    /// Colours if standard output is a terminal.
    pub fn for_stdout() -> Colours {
        Colours::on(&io::stdout())
    }

    /// Colours if standard error is a terminal.
    pub fn for_stderr() -> Colours {
        Colours::on(&io::stderr())
    }

    /// Colours if `stream` is a terminal that has them, and nobody set `NO_COLOR`
    /// (<https://no-color.org>).
    fn on(stream: &impl IsTerminal) -> Colours {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        Colours(!refused && !dumb && stream.is_terminal())
    }

    #[cfg(test)]
    pub const NONE: Colours = Colours(false);

    /// `text` in a style, given as the parameters of the SGR control sequence of ECMA-48.
    pub fn paint<'t>(self, style: &str, text: &'t str) -> Cow<'t, str> {
        if self.0 { Cow::Owned(format!("\x1b[{style}m{text}\x1b[0m")) } else { Cow::Borrowed(text) }
    }
}

/// The parameters of the SGR control sequence of ECMA-48.
pub mod style {
    pub const BOLD: &str = "1";
    pub const DIM: &str = "2";
    pub const RED: &str = "1;31";
    pub const GREEN: &str = "1;32";
    pub const YELLOW: &str = "1;33";
    pub const BLUE: &str = "1;34";
}

/// `character` itself if it takes up one place on a line and changes nothing else, else a visible
/// stand-in: a command must not move the cursor, or turn the direction of the text, while somebody
/// judges it.
pub fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        other => other,
    }
}

/// `text` with a stand-in for everything that is not [`visible`].
pub fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}
