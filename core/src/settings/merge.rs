//! All layers together, with the client's precedence.

use super::{Source, read::Content};
use crate::mode::Mode;

/// What the settings say besides rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    /// The mode of a session that names none.
    pub(crate) default_mode: Mode,
    /// `additionalDirectories` of all layers, as written.
    pub(crate) additional_directories: Vec<String>,
    pub(crate) disable_bypass: bool,
    pub(crate) disable_auto: bool,
    pub(crate) managed_rules_only: bool,
    pub(crate) block_reads_outside: bool,
    pub(crate) block_writes_outside: bool,
    pub(crate) deny_instead_of_prompting: bool,
    /// The client would not start: every call is refused.
    pub(crate) refuses_to_start: bool,
}

impl Merged {
    /// Merges `layers`, given from weakest to strongest.
    pub(crate) fn new<'a>(layers: impl Iterator<Item = (Source, &'a Content)>) -> Merged {
        let mut merged = Merged::default();
        for (source, content) in layers {
            if let Some(mode) = content.default_mode
                && may_set_mode(source, mode)
            {
                merged.default_mode = mode;
            }
            merged.additional_directories.extend_from_slice(&content.additional_directories);
            merged.disable_bypass |= content.disable_bypass;
            merged.disable_auto |= content.disable_auto;
            merged.managed_rules_only |= content.managed_rules_only;
            merged.block_reads_outside |= content.block_reads_outside;
            merged.block_writes_outside |= content.block_writes_outside;
            merged.deny_instead_of_prompting |=
                content.deny_instead_of_prompting && may_silence(source);
            merged.refuses_to_start |= content.refuses_to_start;
        }
        merged
    }
}

/// A project must not free its own hands.
const fn may_set_mode(source: Source, mode: Mode) -> bool {
    let repository = matches!(source, Source::Project | Source::Local);
    !(repository && matches!(mode, Mode::BypassPermissions | Mode::Auto))
}

/// `denyInsteadOfPrompting` is read from these sources only.
const fn may_silence(source: Source) -> bool {
    matches!(source, Source::User | Source::Flag | Source::Managed)
}
