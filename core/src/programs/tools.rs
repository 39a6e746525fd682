//! What the client's own tools are and need, as asked of client 2.1.329.

use crate::{filter::Filter, names::Names};

/// Skills that come with the client and run without a question.
///
/// A skill may ask for tools of its own, and then the client asks for it; callgate does not see the
/// files of a skill, so it takes only these to be plain.
const PLAIN_SKILLS: Names = Names::new("code-review dataviz init run simplify");

/// Is `skill` known to run without a question?
pub(crate) fn is_plain_skill(skill: &str) -> bool {
    PLAIN_SKILLS.contains(skill)
}

/// Agents that come with the client.
pub(crate) const AGENTS: Names =
    Names::new("Explore Plan claude fork general-purpose statusline-setup");

/// Tools that take no permission in any mode: they change nothing outside the conversation.
const WITHOUT_PERMISSION: Names = Names::new(
    "CronCreate CronDelete CronList EnterPlanMode ListAgents ScheduleWakeup TaskCreate TaskGet \
     TaskList TaskStop TaskUpdate TodoWrite ToolSearch",
);

/// Does the client run `tool` without a question?
pub(crate) fn needs_no_permission(tool: &str) -> bool {
    const NAMES: Filter = Filter::of(WITHOUT_PERMISSION);
    NAMES.may_hold(tool) && WITHOUT_PERMISSION.contains(tool)
}

/// The client's own tools, as its SDK publishes them, and those that only a user's command calls.
const KNOWN: Names = Names::new(
    "Agent Artifact AskUserQuestion Bash Cd ClaudeDesign CronCreate CronDelete CronList Edit \
     EndConversation EnterPlanMode EnterWorktree ExitPlanMode ExitWorktree Glob Grep LSP \
     ListAgents ListMcpResourcesTool Monitor NotebookEdit OfferChromeSetup PowerShell Projects \
     PushNotification REPL Read ReadMcpResourceDirTool ReadMcpResourceTool ReadNotifications \
     RemoteTrigger ReportFindings ScheduleWakeup SendFeedback SendMessage SendUserFile \
     SendUserMessage SetGoal ShareOnboardingGuide ShowOnboardingRolePicker Skill SubagentHandback \
     TaskCreate TaskGet TaskList TaskStop TaskUpdate TodoWrite ToolSearch WaitForMcpServers \
     WebFetch WebSearch Workflow Write propose_skills",
);

/// Those of them that agents call most, the most frequent first.
pub(crate) const FREQUENT: [&str; 7] =
    ["Bash", "Read", "Edit", "Grep", "Write", "Glob", "WebFetch"];

/// Former names of tools, and what they are called now.
const RENAMED: Names = Names::new(
    "Brief=SendUserMessage KillBash=TaskStop KillShell=TaskStop ListMcpResources=ListMcpResourcesTool \
     ListPeers=ListAgents ProposeGoal=SetGoal ReadMcpResource=ReadMcpResourceTool \
     ReadMcpResourceDir=ReadMcpResourceDirTool Task=Agent",
);

/// What the tool is called now whose former name is `tool`.
pub(crate) fn renamed(tool: &str) -> Option<&'static str> {
    const FORMER: Filter = Filter::EMPTY.with_keys(RENAMED);
    if FORMER.may_hold(tool) { RENAMED.value_of(tool) } else { None }
}

/// Is `tool`, a current name, one of the client's own?
pub(crate) fn is_known(tool: &str) -> bool {
    KNOWN.contains(tool)
}
