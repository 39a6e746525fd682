"""Decides deny, ask or allow for the tool calls of an AI agent, from Claude Code permission rules.

>>> import callgate
>>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Bash(git push:*)"]}})
>>> decision = policy.check("npm test && git push")
>>> decision.verdict
<Verdict.DENY: 'deny'>
>>> decision.message
'the deny rule `Bash(git push:*)` in user covers this'
"""

from callgate import transcripts
from callgate._callgate import Decision, Policy, Table, __version__, batch, lint
from callgate._data import (
    BuiltIn,
    Call,
    Column,
    Diagnostic,
    Layer,
    Mode,
    Part,
    PartKind,
    Profile,
    Reason,
    Rule,
    Source,
    Span,
)
from callgate._errors import CallError, CallgateError, FileError, SettingsError
from callgate._verdict import Verdict

__all__ = [
    "BuiltIn",
    "Call",
    "CallError",
    "CallgateError",
    "Column",
    "Decision",
    "Diagnostic",
    "FileError",
    "Layer",
    "Mode",
    "Part",
    "PartKind",
    "Policy",
    "Profile",
    "Reason",
    "Rule",
    "SettingsError",
    "Source",
    "Span",
    "Table",
    "Verdict",
    "__version__",
    "batch",
    "lint",
    "transcripts",
]
