//! All layers together, with the client's precedence.

use super::{
    Source,
    read::{Content, Locks},
};
use crate::mode::Mode;

impl Locks {
    /// These locks over the `weaker` ones of the same source.
    fn over(self, weaker: Locks) -> Locks {
        Locks {
            managed_rules_only: self.managed_rules_only.or(weaker.managed_rules_only),
            block_reads_outside: self.block_reads_outside.or(weaker.block_reads_outside),
            block_writes_outside: self.block_writes_outside.or(weaker.block_writes_outside),
            deny_instead_of_prompting: self
                .deny_instead_of_prompting
                .or(weaker.deny_instead_of_prompting),
        }
    }
}

/// What the settings say besides rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    /// The mode of a session that names none.
    pub(crate) default_mode: Mode,
    /// `additionalDirectories` of all layers, as written, with where they stand.
    pub(crate) additional_directories: Vec<(Source, String)>,
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
        let mut managed = Locks::default();
        for (source, content) in layers {
            if let Some(mode) = content.default_mode {
                // A weaker layer's mode does not come back when this one must not count.
                merged.default_mode = if source.may_set(mode) { mode } else { Mode::Default };
            }
            let directories = content.additional_directories.iter().cloned();
            merged.additional_directories.extend(directories.map(|path| (source, path)));
            merged.disable_bypass |= content.disable_bypass;
            merged.disable_auto |= content.disable_auto;
            merged.refuses_to_start |= content.refuses_to_start;
            match source {
                // The documents of a drop-in folder make one source, in which the last one counts.
                Source::Managed => managed = content.locks.over(managed),
                _ => merged.lock(content.locks, source),
            }
        }
        merged.lock(managed, Source::Managed);
        merged
    }

    /// A lock that one source sets, no other source takes back.
    fn lock(&mut self, locks: Locks, source: Source) {
        let is_set = |lock: Option<bool>| lock == Some(true);
        self.managed_rules_only |= is_set(locks.managed_rules_only);
        self.block_reads_outside |= is_set(locks.block_reads_outside);
        self.block_writes_outside |= is_set(locks.block_writes_outside);
        self.deny_instead_of_prompting |=
            is_set(locks.deny_instead_of_prompting) && source.may_silence();
    }

    /// The mode of a session that was started in `requested`, if in any.
    ///
    /// Asked of client 2.1.329: where bypassPermissions is disabled, a session that asks for it gets
    /// the mode of the settings, but one that asks for a disabled auto mode gets `default`.
    pub(crate) fn mode(&self, requested: Option<Mode>) -> Mode {
        match requested {
            None => self.permitted(self.default_mode),
            Some(Mode::BypassPermissions) if self.disable_bypass => {
                self.permitted(self.default_mode)
            }
            Some(mode) => self.permitted(mode),
        }
    }

    fn permitted(&self, mode: Mode) -> Mode {
        match mode {
            Mode::BypassPermissions if self.disable_bypass => Mode::Default,
            Mode::Auto if self.disable_auto => Mode::Default,
            _ => mode,
        }
    }

    /// Does the client's classifier decide in `mode` what the rules leave open? While it plans, the
    /// client has it decide as well.
    pub(crate) const fn classifier_decides(&self, mode: Mode) -> bool {
        matches!(mode, Mode::Auto | Mode::Plan) && !self.disable_auto
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_mode(mode: Mode) -> Content {
        Content { default_mode: Some(mode), ..Content::default() }
    }

    fn default_mode(layers: &[(Source, Mode)]) -> Mode {
        let contents: Vec<_> =
            layers.iter().map(|(source, mode)| (*source, with_mode(*mode))).collect();
        Merged::new(contents.iter().map(|(source, content)| (*source, content))).mode(None)
    }

    #[test]
    fn the_strongest_layer_sets_the_mode() {
        let layers = [(Source::User, Mode::DontAsk), (Source::Managed, Mode::Plan)];
        assert_eq!(default_mode(&layers), Mode::Plan);
        let layers = [(Source::User, Mode::AcceptEdits), (Source::Local, Mode::DontAsk)];
        assert_eq!(default_mode(&layers), Mode::DontAsk);
    }

    #[test]
    fn a_repository_cannot_set_a_mode_that_asks_nobody() {
        for mode in [Mode::BypassPermissions, Mode::Auto] {
            for source in [Source::Project, Source::Local] {
                assert_eq!(default_mode(&[(source, mode)]), Mode::Default);
                let layers = [(Source::User, Mode::AcceptEdits), (source, mode)];
                assert_eq!(default_mode(&layers), Mode::Default);
            }
            assert_eq!(default_mode(&[(Source::User, mode)]), mode);
        }
    }

    #[test]
    fn a_lock_is_taken_back_within_its_source_only() {
        let with = |lock: bool| Content {
            locks: Locks { block_reads_outside: Some(lock), ..Locks::default() },
            ..Content::default()
        };
        let (on, off) = (with(true), with(false));
        let blocked =
            |layers: &[(Source, &Content)]| Merged::new(layers.iter().copied()).block_reads_outside;
        assert!(blocked(&[(Source::User, &on), (Source::Managed, &off)]));
        assert!(blocked(&[(Source::User, &off), (Source::Managed, &on)]));
        assert!(!blocked(&[(Source::Managed, &on), (Source::Managed, &off)]));
        assert!(blocked(&[(Source::Managed, &off), (Source::Managed, &on)]));
    }

    #[test]
    fn a_disabled_mode_gives_way() {
        let settings = Merged {
            default_mode: Mode::DontAsk,
            disable_bypass: true,
            disable_auto: true,
            ..Merged::default()
        };
        assert_eq!(settings.mode(Some(Mode::BypassPermissions)), Mode::DontAsk);
        assert_eq!(settings.mode(Some(Mode::Auto)), Mode::Default);
        assert_eq!(settings.mode(Some(Mode::AcceptEdits)), Mode::AcceptEdits);
        let settings = Merged { default_mode: Mode::BypassPermissions, ..settings };
        assert_eq!(settings.mode(Some(Mode::BypassPermissions)), Mode::Default);
        assert_eq!(settings.mode(None), Mode::Default);
    }
}
