//! What is found about a call or a piece of one.

use crate::{decision::BuiltIn, rule::RuleId, verdict::Verdict};

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Because {
    Rule(RuleId),
    BuiltIn(BuiltIn),
}

/// A verdict with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) verdict: Verdict,
    pub(crate) because: Because,
    /// A question that bypassPermissions does not lift: ask rules, the guard on removals.
    pub(crate) firm: bool,
}

impl Finding {
    pub(crate) const fn allow(because: BuiltIn) -> Finding {
        Finding { verdict: Verdict::Allow, because: Because::BuiltIn(because), firm: false }
    }

    pub(crate) const fn ask(because: BuiltIn) -> Finding {
        Finding { verdict: Verdict::Ask, because: Because::BuiltIn(because), firm: false }
    }

    pub(crate) const fn firm_ask(because: BuiltIn) -> Finding {
        Finding { verdict: Verdict::Ask, because: Because::BuiltIn(because), firm: true }
    }

    pub(crate) const fn deny(because: BuiltIn) -> Finding {
        Finding { verdict: Verdict::Deny, because: Because::BuiltIn(because), firm: true }
    }

    /// What holds without a rule.
    pub(crate) const fn built_in(verdict: Verdict, because: BuiltIn) -> Finding {
        let firm = matches!(verdict, Verdict::Deny);
        Finding { verdict, because: Because::BuiltIn(because), firm }
    }

    /// What a rule of the list that stands for `verdict` says: firm.
    pub(crate) const fn rule(verdict: Verdict, rule: RuleId) -> Finding {
        let firm = !matches!(verdict, Verdict::Allow);
        Finding { verdict, because: Because::Rule(rule), firm }
    }

    /// The stricter of two; the first, if they are equally strict.
    pub(crate) fn stricter(self, other: Finding) -> Finding {
        if (other.verdict, other.firm) > (self.verdict, self.firm) { other } else { self }
    }
}
