//! Stands in for the crate `zmij`, of which it has what `serde_json` uses.
//!
//! To find the shortest digits of a number takes tables. Wherever this runs, a program that has them is
//! there already, and what it makes of a number is laid down to the last digit: `Number::toString` of
//! ECMA-262. Where `zmij` has `1.0` and `1e16` it has `1` and `10000000000000000`, which JSON reads as the
//! same numbers.
#![warn(missing_docs)]

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn text_of(number: f64) -> String;
}

/// Holds the text of a number.
#[derive(Debug, Default)]
pub struct Buffer(String);

impl Buffer {
    /// Without a text.
    #[must_use]
    pub const fn new() -> Buffer {
        Buffer(String::new())
    }

    /// The text of `number`.
    pub fn format(&mut self, number: impl Into<f64>) -> &str {
        self.0 = text_of(number.into());
        &self.0
    }

    /// The text of `number`, which is finite.
    pub fn format_finite(&mut self, number: impl Into<f64>) -> &str {
        self.format(number)
    }
}
