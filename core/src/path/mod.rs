//! Paths as text: making them absolute and normal, where they lie, what is protected.

/// A file that a call is about, in the forms that rules compare: worked out once for all rules.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    /// Absolute, without `.`, `..` and doubled slashes.
    pub(crate) absolute: std::borrow::Cow<'a, str>,
}
