//! Parameters of calls: `run_in_background:true`.

/// A `param:value` specifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParameterPattern {
    name: String,
    value: String,
}

impl ParameterPattern {
    /// Reads `param:value`.
    pub(crate) fn parse(text: &str) -> Option<ParameterPattern> {
        let (name, value) = text.split_once(':')?;
        Some(ParameterPattern { name: name.trim().to_owned(), value: value.trim().to_owned() })
    }
}
