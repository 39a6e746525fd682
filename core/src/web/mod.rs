//! URLs: which host they name, and which hosts the client trusts without a rule.

mod documentation;
mod plain;
mod url;

pub(crate) use self::{
    plain::{is_plain_host, is_plain_path},
    url::Url,
};
