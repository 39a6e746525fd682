//! URLs: which host they name, and which hosts the client trusts without a rule.

mod documentation;
mod idna;
mod url;

pub(crate) use self::url::Url;
