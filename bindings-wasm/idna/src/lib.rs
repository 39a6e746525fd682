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
    if lower.is_ascii() && !lower.split('.').any(|label| label.starts_with("xn--")) {
        return Ok(lower);
    }
    // Escaped, so that nothing but a host can be read from it; a host is unescaped first.
    let url = format!("https://{}/", encode_uri_component(&recent::mapped(&lower)));
    let host = URL::new(&url).map_err(|_| Errors)?.hostname();
    if is_valid(&host) { Ok(Cow::Owned(host)) } else { Err(Errors) }
}

/// Does every coded label of `host` need its code, and do the labels go together?
fn is_valid(host: &str) -> bool {
    let label = |label: &str| match label.strip_prefix("xn--") {
        Some(code) => punycode::decode(code).filter(|label| !label.iter().all(char::is_ascii)),
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
