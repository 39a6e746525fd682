//! Commands that no allow rule covers by a pattern, because what they do is not in their words.

use crate::{filter::Filter, names::Names};

/// Builtins that run their arguments as shell code, or change how later commands are read.
const EVALUATORS: Names = Names::new(
    ". alias bind complete coproc enable eval exec hash let mapfile nocorrect readarray source \
     trap",
);

/// Builtins, of zsh most of them, that write files, load modules or change the language.
const SHELL_CHANGERS: Names = Names::new(
    "autoload disable emulate foreach functions getln repeat setopt shopt strftime syserror \
     sysopen sysread sysseek syswrite unsetopt vared zcompile zcurses zf_chgrp zf_chmod zf_chown \
     zf_ln zf_mkdir zf_mv zf_rm zf_rmdir zformat zftp zgetattr zlistattr zmodload zparseopts zpty \
     zregexparse zselect zsocket zstat zstyle zsystem ztcp",
);

/// Programs that start another one in circumstances of their own.
const STARTERS: Names = Names::new(
    "chrt flock ionice ltrace nsenter sandbox-exec script setsid strace taskset unshare watch",
);

/// The names in [`EVALUATORS`], [`SHELL_CHANGERS`] and [`STARTERS`].
const EVALUATOR: Filter = Filter::of(EVALUATORS);
const SHELL_CHANGER: Filter = Filter::of(SHELL_CHANGERS);
const STARTER: Filter = Filter::of(STARTERS);

/// Adds all of them to a filter.
pub(super) const fn note<const WORDS: usize>(names: Filter<WORDS>) -> Filter<WORDS> {
    names.with_all(EVALUATORS).with_all(SHELL_CHANGERS).with_all(STARTERS)
}

/// Does the builtin `name` run its arguments as shell code?
pub(crate) fn evaluates(name: &str) -> bool {
    EVALUATOR.may_hold(name) && EVALUATORS.contains(name)
}

/// Does the builtin `name` reach past what rules can check?
pub(crate) fn changes_shell(name: &str) -> bool {
    SHELL_CHANGER.may_hold(name) && SHELL_CHANGERS.contains(name)
}

/// Does the program `name` start another one that allow rules do not look at?
pub(crate) fn starts_another(name: &str) -> bool {
    STARTER.may_hold(name) && STARTERS.contains(name)
}
