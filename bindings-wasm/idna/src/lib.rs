//! Stands in for the crate `idna`, of which it has what `url` uses.
//!
//! Full IDNA needs tables of all of Unicode: fifty kilobytes of download. Wherever this runs, a URL
//! parser with these tables is there already, that of the JavaScript engine, and it is the parser
//! that the client itself reads URLs with. What engines leave out of the checks is made up for here,
//! so that all of them give one answer.
#![warn(missing_docs)]

mod bidi;
mod punycode;
mod recent;

use std::borrow::Cow;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = encodeURIComponent)]
    fn encode_uri_component(text: &str) -> String;

    #[derive(Debug)]
    type URL;

    #[wasm_bindgen(constructor, catch)]
    fn new(url: &str) -> Result<URL, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn hostname(this: &URL) -> String;
}

/// There is no such host name.
#[derive(Debug)]
pub struct Errors;

/// Which ASCII characters no host name may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AsciiDenyList {
    /// Those of the URL standard.
    URL,
}

/// A host name in lower case and ASCII, as the URL standard has it.
///
/// # Errors
/// If `domain` cannot be a host name.
pub fn domain_to_ascii_from_cow(
    domain: Cow<'_, [u8]>,
    AsciiDenyList::URL: AsciiDenyList,
) -> Result<Cow<'_, str>, Errors> {
    let domain = match domain {
        Cow::Borrowed(bytes) => {
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| Errors)?
        }
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Errors)?,
    };
    if domain.bytes().any(is_denied) {
        return Err(Errors);
    }
    let lower = match domain {
        domain if domain.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(domain.to_ascii_lowercase())
        }
        domain => domain,
    };
    if is_plain(&lower) {
        return Ok(lower);
    }
    let labels: Option<Vec<String>> =
        recent::mapped(&lower).split('.').map(label_to_ascii).collect();
    let host = labels.ok_or(Errors)?.join(".");
    if is_valid(&host) { Ok(Cow::Owned(host)) } else { Err(Errors) }
}

/// Is every label of `host` in ASCII and no code?
fn is_plain(host: &str) -> bool {
    host.is_ascii() && !host.split('.').any(|label| label.starts_with("xn--"))
}

/// A label in ASCII. Engines check less of a label in code than of the one that it stands for, so
/// that is given to them, and must give the same code.
fn label_to_ascii(label: &str) -> Option<String> {
    if is_plain(label) {
        return Some(label.to_owned());
    }
    let Some(code) = label.strip_prefix("xn--") else { return coded(label) };
    let decoded = String::from_iter(punycode::decode(code)?);
    coded(&decoded).filter(|again| again == label)
}

/// A label that may have stars in it, which engines treat in different ways and never see. Beside a
/// code a star means nothing, wherever it stands.
fn coded(label: &str) -> Option<String> {
    let pieces: Option<Vec<String>> = label.split('*').map(by_engine).collect();
    let pieces = pieces?.join("*");
    if is_plain(&pieces) || !pieces.contains('*') {
        return Some(pieces);
    }
    let bare = label.replace('*', "");
    Some(by_engine(&bare)? + &"*".repeat(label.len() - bare.len()))
}

/// What the engine makes of a label.
fn by_engine(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    // Escaped, so that nothing but a host can be read from it; a host is unescaped first. Behind it a
    // letter, so that it is no number.
    let url = format!("https://{}.a/", encode_uri_component(label));
    let host = URL::new(&url).ok()?.hostname();
    let ascii = host.strip_suffix(".a").filter(|ascii| !ascii.bytes().any(is_denied))?;
    Some(ascii.to_owned())
}

/// Do the labels go together, as what they stand for?
fn is_valid(host: &str) -> bool {
    let label = |label: &str| match label.strip_prefix("xn--") {
        Some(code) => punycode::decode(code.trim_end_matches('*')),
        None => Some(label.chars().collect()),
    };
    let labels: Option<Vec<Vec<char>>> = host.split('.').map(label).collect();
    labels.is_some_and(|labels| bidi::allows(&labels))
}

/// The name as it is: without tables nobody can say how to show it.
///
/// # Errors
/// Always, because of that.
pub fn domain_to_unicode(domain: &str) -> (String, Result<(), Errors>) {
    (domain.to_owned(), Err(Errors))
}

/// Forbidden domain code points of the URL standard.
fn is_denied(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f || b"%#/:<>?@[\\]^|".contains(&byte)
}
