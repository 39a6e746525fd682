//! Everything that decides a call without a rule: one table of codes and words.

use crate::wording::{Wording, wording};
use serde::{Deserialize, Serialize, Serializer};

/// Declares [`BuiltIn`] from a table: variant, code in JSON, what it says, what to do about it.
macro_rules! built_in {
    ($($variant:ident, $code:literal, $message:literal, $advice:literal;)+) => {
        /// A reason that is not a rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
        #[non_exhaustive]
        pub enum BuiltIn {
            $(#[doc = $message] #[serde(rename = $code)] $variant,)+
        }

        impl BuiltIn {
            /// Every reason there is.
            pub const ALL: &'static [BuiltIn] = &[$(BuiltIn::$variant,)+];

            /// In a table, because functions that tell the reasons apart would be more than all they
            /// say.
            const ROWS: &'static [Wording] = &[$(wording!($code, $message, $advice),)+];
        }
    };
}

impl BuiltIn {
    #[allow(clippy::indexing_slicing, reason = "there is a row for every reason")]
    const fn row(self) -> Wording {
        BuiltIn::ROWS[self as usize]
    }

    /// A stable name, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().code()
    }

    /// The reason in words: one sentence without a full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row().message()
    }

    /// What would have to change for another answer; empty if nothing would.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        self.row().advice()
    }
}

impl Serialize for BuiltIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("BuiltIn", *self as u32, self.code())
    }
}

built_in! {
    // The call as a whole.
    NoRule, "no-rule",
        "no rule covers this call",
        "add an allow rule that names it";
    ToolAllowed, "tool-allowed",
        "this tool runs without asking unless a rule says otherwise",
        "add a deny or ask rule for the tool";
    ModeBypass, "mode-bypass",
        "the session runs in bypassPermissions mode",
        "leave the mode, or add a deny or ask rule";
    ModeDontAsk, "mode-dont-ask",
        "the session runs in dontAsk mode, which refuses whatever would be asked",
        "add an allow rule, or leave the mode";
    ModePlan, "mode-plan",
        "the session is planning, and this could change something",
        "accept the plan first";
    ModeAuto, "mode-auto",
        "in auto mode the client's classifier decides this; callgate has none",
        "add an allow rule that names the call";
    ModeAcceptEdits, "mode-accept-edits",
        "the session accepts edits inside the working directories",
        "leave the mode, or add an ask rule";
    ClassifierUnreachable, "classifier-unreachable",
        "the client's classifier decides this, and refuses when it cannot be reached",
        "add an allow rule that names the call, or leave the mode";
    DenyInsteadOfPrompting, "deny-instead-of-prompting",
        "a question would be due, and the settings refuse instead of asking",
        "add an allow rule, or unset denyInsteadOfPrompting";
    UnreadableManagedSettings, "unreadable-managed-settings",
        "the managed settings cannot be read, and the client does not start without them",
        "correct the managed settings";
    // Tools without a language of their own.
    SkillUnknown, "skill-unknown",
        "the skill might ask for tools of its own, and its files are not looked at",
        "add an allow rule for the skill";
    PowerShellUnread, "powershell-unread",
        "this is more than one plain PowerShell command",
        "run the parts one by one, or allow the whole tool";
    // WebFetch.
    Documentation, "documentation",
        "the client fetches this public documentation without asking",
        "add a deny or ask rule for the host";
    UnreadableUrl, "unreadable-url",
        "this is no URL",
        "pass an absolute URL";
    UnreadableInput, "unreadable-input",
        "the call does not have the input that its tool needs",
        "pass the tool's whole input object";

    // Files.
    InsideWorkingDirectories, "inside-working-directories",
        "files in the working directories can be read without asking",
        "add a deny or ask rule for the file";
    OutsideWorkingDirectories, "outside-working-directories",
        "the file lies outside the working directories",
        "add an allow rule for it, or its directory to additionalDirectories";
    ReadsOutsideBlocked, "reads-outside-blocked",
        "the settings block reads outside the working directories",
        "add the directory to additionalDirectories, or unset blockReadsOutsideWorkingDirectories";
    WritesOutsideBlocked, "writes-outside-blocked",
        "the settings block writes outside the working directories",
        "add the directory to additionalDirectories, or unset blockWritesOutsideWorkingDirectories";
    SettingsFileBlocked, "settings-file-blocked",
        "while writes outside the working directories are blocked, settings files are too",
        "let a person change the settings";
    ProtectedPath, "protected-path",
        "the file steers the agent, a shell or a tool, and no allow rule opens it to edits",
        "let a person confirm the edit";
    AmbiguousPath, "ambiguous-path",
        "the path has a name that Windows takes for another one",
        "write the path without short names, devices, and dots or spaces at the end of names";
    EndlessLink, "endless-link",
        "symbolic links lead in a circle, so that nobody can say which file this is",
        "remove the links";
    WriteThroughLink, "write-through-link",
        "the file is a symbolic link, and what it points to is not what the call names",
        "name the file that the link points to";
    ForbiddenFile, "forbidden-file",
        "the file holds the client's credentials or what its other sessions run",
        "let a person change it outside the session";
    OwnFile, "own-file",
        "the file is one that the client keeps for this purpose",
        "add a deny or ask rule for the file";
    ModeReads, "mode-reads",
        "in plan and auto mode files can be read anywhere",
        "leave the mode, or add a deny or ask rule for the file";

    // Command lines whose effect is not plain from their text.
    TooLong, "too-long",
        "the command line is longer than 10,000 characters, or a word of it with what it expands to",
        "put it into a script file, or split it";
    SyntaxError, "syntax-error",
        "the shell would not read this line, or shells read it in different ways",
        "complete or correct the line";
    OpenSubstitution, "open-substitution",
        "a substitution is not closed or stands in another in a way that shells disagree on, so what the \
         shell would run is not certain",
        "close it, or run the inner command first";
    Subshell, "subshell",
        "commands in parentheses run in a shell of their own",
        "run the commands without parentheses";
    Group, "group",
        "commands in braces share redirections and pipes",
        "run the commands without braces";
    ArithmeticCommand, "arithmetic-command",
        "arithmetic can run commands in subscripts",
        "write the numbers out";
    SelectLoop, "select-loop",
        "a select loop acts on what a person types",
        "name the choice";
    CaseStatement, "case-statement",
        "which branch of a case statement runs is open",
        "run the branch that is meant";
    FunctionDefinition, "function-definition",
        "a function changes what a name stands for",
        "run the commands without a function";
    PipelineInCompound, "pipeline-in-compound",
        "the client cuts lines at their pipes, and the pieces of this compound command are no commands",
        "move the pipeline out of the compound command";
    BackgroundJob, "background-job",
        "a job in the background goes on after the call",
        "run it in the foreground";
    TimeOption, "time-option",
        "time with options is read in different ways",
        "leave the options of time out";
    CommandSubstitution, "command-substitution",
        "the output of a command becomes part of this one",
        "run the inner command first and write its output out";
    ProcessSubstitution, "process-substitution",
        "a command stands in the place of a file",
        "write the output to a file first";
    UnknownVariable, "unknown-variable",
        "a variable stands in the command, and its value is not known before it runs",
        "write the value out";
    UnknownCondition, "unknown-condition",
        "what the condition compares is not known before it runs",
        "write the values out";
    Arithmetic, "arithmetic",
        "an arithmetic expansion has more than numbers in it",
        "write the number out";
    BraceExpansion, "brace-expansion",
        "braces are expanded to several words",
        "write the words out";
    ExtendedGlob, "extended-glob",
        "shells read this pattern in different ways",
        "write the names out";
    EscapedText, "escaped-text",
        "escape codes hide what the text says",
        "write the text in plain quotes";
    EscapedWhitespace, "escaped-whitespace",
        "a backslash before white space hides where a word ends",
        "put the word in quotes";
    InnerComment, "inner-comment",
        "a comment stands between an operator and its command, and not every reader expects it there",
        "put the comment in front of the whole line";
    QuotedComment, "quoted-comment",
        "a line in an argument begins with `#`, and may hide what follows from checks",
        "leave such lines out, or put the text in a file or a here-document";
    ExpandedOption, "expanded-option",
        "an expansion is part of an option, and may make another one of it",
        "give what it stands for as an argument of its own";
    ArrayAssignment, "array-assignment",
        "the line assigns to an array",
        "use plain variables or words";
    ExpandedHereDocument, "expanded-here-document",
        "the shell expands variables and commands in this here-document",
        "quote its delimiter";
    OddRedirection, "odd-redirection",
        "a redirection stands where shells read it in different ways",
        "put plain redirections at the end of the command";
    LeadingRedirection, "leading-redirection",
        "a redirection stands in front of the command",
        "put it at the end of the command";
    NetworkRedirection, "network-redirection",
        "the redirection opens a network connection",
        "use a program that connects";
    UnicodeWhitespace, "unicode-whitespace",
        "there is white space that is none to the shell",
        "use plain spaces";
    ControlCharacter, "control-character",
        "there are control characters in the command line",
        "remove them";
    AssignedTilde, "assigned-tilde",
        "a tilde in an assignment is expanded by some shells",
        "write the path out";
    WordSplitting, "word-splitting",
        "the assignment changes how the shell cuts words",
        "leave IFS alone";
    VariableAssignment, "variable-assignment",
        "the line sets a variable that later commands may read",
        "set it in front of the one command that needs it, or write the value out";
    CommandFragment, "command-fragment",
        "the name of a program is missing or begins with a dash",
        "complete the command";
    EvaluatesArguments, "evaluates-arguments",
        "the builtin runs its arguments as shell code",
        "run the code itself, or allow this exact line";
    ChangesShell, "changes-shell",
        "the builtin changes how the shell works",
        "allow this exact line";
    StartsAnother, "starts-another",
        "what this program starts is not checked",
        "run the inner command itself, or allow this exact line";
    UnclearWrapper, "unclear-wrapper",
        "with these options it is not certain what this program starts",
        "use plain options, or run the inner command itself";
    FindAction, "find-action",
        "find would run programs, or write or remove files",
        "allow this exact line";
    ProcessEnvironment, "process-environment",
        "the command names the environment of a process, in which secrets stand",
        "allow this exact line";
    ProgramText, "program-text",
        "the program that the command runs could start others",
        "allow this exact line";
    EndlessWrappers, "endless-wrappers",
        "programs start programs without an end in sight",
        "run the inner command itself";
    NothingToRun, "nothing-to-run",
        "there is no command in the line",
        "";
    HarmlessAssignment, "harmless-assignment",
        "the variable changes nothing that matters",
        "add an ask rule for the line";

    // Commands that only read.
    ReadOnly, "read-only",
        "with these arguments the command only reads",
        "add a deny or ask rule for it";

    // Files in Bash commands.
    UnplacedFile, "unplaced-file",
        "which file this is, cannot be told before the command runs",
        "name the file itself, without wildcards, variables or '..' behind a directory";
    RedirectedOutput, "redirected-output",
        "output is written to a file",
        "add an Edit allow rule for the file, or let a person confirm it";
    OptionedCopy, "optioned-copy",
        "options can make a copy or a move do more than its files say",
        "leave the options out";
    ReachesCredentials, "reaches-credentials",
        "the directory holds the credentials of the agent",
        "name the files inside it that are meant";
    DirectoryChange, "directory-change",
        "the command may change to this directory",
        "add a Read deny rule for the directory";
    UnplacedDirectory, "unplaced-directory",
        "which directory this changes to, cannot be told before the command runs",
        "name one directory";
    SeveralDirectoryChanges, "several-directory-changes",
        "the directory changes more than once in one command",
        "change it once, or use absolute paths";
    DirectoryChangeBeforeGit, "directory-change-before-git",
        "git reads hooks and settings from the directory that the command changes to",
        "run git from the working directory";
    DirectoryChangeAndRead, "directory-change-and-read",
        "after a change of directory a relative path may be a file that a rule forbids",
        "use paths from the working directory";
    DirectoryChangeAndWrite, "directory-change-and-write",
        "after a change of directory the files that are written are not those that their paths name",
        "use paths from the working directory, without changing it";
    CriticalRemoval, "critical-removal",
        "this would remove a directory that much depends on, or what cannot be told from one",
        "name the files inside it that are meant";
    DeniedInScript, "denied-in-script",
        "a shell gets a script that removes files, and a deny rule meets a command in it",
        "run the commands that are not denied without a shell around them";
    UncheckedScript, "unchecked-script",
        "a shell gets a script that removes files, and the command cannot be taken apart",
        "write the command in plain quotes, without braces and escapes";
}
