//! The short names that PowerShell gives its commands out of the box.
//!
//! From Microsoft's documentation of `Get-Alias`. Rules and commands are compared in the long form.

use crate::{letters::one_of, names::Names};

/// Short names with what they stand for, all in lower case.
const ALIASES: Names = Names::new(
    "%=foreach-object ?=where-object ac=add-content cat=get-content cd=set-location \
     chdir=set-location clc=clear-content clear=clear-host cls=clear-host copy=copy-item \
     cp=copy-item cpi=copy-item curl=invoke-webrequest del=remove-item dir=get-childitem \
     echo=write-output erase=remove-item foreach=foreach-object gc=get-content gci=get-childitem \
     gi=get-item gl=get-location gp=get-itemproperty gps=get-process gsv=get-service \
     iex=invoke-expression ii=invoke-item irm=invoke-restmethod iwr=invoke-webrequest \
     kill=stop-process ls=get-childitem md=mkdir mi=move-item mount=new-psdrive move=move-item \
     mv=move-item ni=new-item ps=get-process pwd=get-location rd=remove-item ren=rename-item \
     ri=remove-item rm=remove-item rmdir=remove-item rni=rename-item rp=remove-itemproperty \
     sajb=start-job saps=start-process sasv=start-service sc=set-content select=select-object \
     si=set-item sl=set-location sort=sort-object sp=set-itemproperty spps=stop-process \
     spsv=stop-service start=start-process tee=tee-object type=get-content wget=invoke-webrequest \
     where=where-object write=write-output",
);

/// A command, or the pattern of a rule, in lower case and with the long name of its command.
pub(crate) fn canonical(text: &str) -> String {
    // Letter by letter, so that the start of a text becomes the start of its lower case.
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    let end = lower.find(one_of(" \t:")).unwrap_or(lower.len());
    let Some((head, rest)) = lower.split_at_checked(end) else { return lower };
    match ALIASES.value_of(head) {
        Some(name) => format!("{name}{rest}"),
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_made_long() {
        assert_eq!(canonical("RM -Recurse X"), "remove-item -recurse x");
        assert_eq!(canonical("gci"), "get-childitem");
        assert_eq!(canonical("rm:*"), "remove-item:*");
        assert_eq!(canonical("Get-Date x"), "get-date x");
        assert_eq!(canonical("gcix y"), "gcix y");
    }
}
