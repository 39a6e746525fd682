"""The plain values that decisions and policies are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypedDict

from callgate._verdict import Verdict

Mode = Literal["default", "manual", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"]
"""The permission mode of a session; `manual` is another name of `default`."""

Profile = Literal["enforce", "claude-code"]
"""Whose reading of the rules counts: what their authors meant, or what the client does."""

Source = Literal["managed", "flag", "local", "project", "user"]
"""Where a settings layer comes from, strongest first."""

PartKind = Literal["call", "command", "read", "write", "host", "parameter", "directory"]
"""What a part of a call is."""


class _Call(TypedDict):
    tool: str


class Call(_Call, total=False):
    """A tool call, as a dictionary: the name of the tool and its input object.

    >>> import callgate
    >>> call: callgate.Call = {"tool": "Read", "input": {"file_path": "/etc/passwd"}}
    >>> callgate.Policy.from_json({}).decide(call).verdict
    <Verdict.ASK: 'ask'>
    """

    input: Mapping[str, Any] | None


class _Layer(TypedDict):
    source: Source


class Layer(_Layer, total=False):
    """A settings layer, as a dictionary: its source and either its `text` or its `settings`.

    `name` is what to call it in messages; `directory` is where `/path` rules start, absolute;
    `trusted` says whether the user trusts the folder that it comes from, true if absent.

    >>> import callgate
    >>> layer: callgate.Layer = {"source": "local", "settings": {}, "trusted": False}
    >>> callgate.Policy.from_layers([layer])
    Policy(rules=0, sources=['local'], profile='enforce')
    """

    text: str
    settings: Mapping[str, Any]
    name: str
    directory: str | None
    trusted: bool


@dataclass(frozen=True)
class Column:
    """The column of a table, or the key of dictionaries, that holds something for each call.

    >>> import callgate
    >>> calls = [{"tool": "Read", "input": {"file_path": "/srv/a/x"}, "where": "/srv/a"}]
    >>> policy = callgate.Policy.from_json({})
    >>> policy.decide_many(calls, cwd=callgate.Column("where"))["verdict"]
    ['allow']
    """

    name: str


class Span(NamedTuple):
    """Where something stands in a text: code points from `start` up to, not including, `end`.

    >>> from callgate import Span
    >>> Span(3, 5).of("ls; rm")
    ' r'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` that the span covers.

        >>> from callgate import Span
        >>> Span(0, 2).of("ls -l")
        'ls'
        """
        return text[self.start : self.end]

    def position(self, text: str) -> tuple[int, int]:
        r"""The line and the column in `text` at which the span starts, both from 1.

        >>> from callgate import Span
        >>> Span(3, 4).position("a\nbc")
        (2, 2)
        """
        before = text[: self.start]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass(frozen=True)
class Rule:
    """A rule in the settings, as the reason of a decision or as one of `Policy.rules`.

    >>> import callgate
    >>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Bash(curl:*)"]}})
    >>> print(policy.rules[0])
    Bash(curl:*)
    >>> policy.check("curl example.com").reason == policy.rules[0]
    True
    """

    text: str
    """The rule as written."""
    list: Literal["deny", "ask", "allow"]
    """The list that it stands in."""
    source: Source
    """The layer that it comes from."""
    file: str
    """The name of the document that it stands in."""
    index: int
    """Its place in its list, from 0."""
    span: Span
    """Its place in the text of the document."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class BuiltIn:
    """Something that holds without any rule, as the reason of a decision.

    >>> import callgate
    >>> callgate.Policy.from_json({}).check("make").reason
    BuiltIn(code='no-rule')
    """

    code: str
    """Which, in kebab case."""

    def __str__(self) -> str:
        return self.code


Reason = Rule | BuiltIn
"""What decided a verdict."""


@dataclass(frozen=True)
class Part:
    """A piece of a call: a simple command, a file, a host.

    >>> import callgate
    >>> policy = callgate.Policy.from_json({"permissions": {"allow": ["Bash(make:*)"]}})
    >>> [(part.text, str(part.verdict)) for part in policy.check("make && ./install").parts]
    [('make', 'allow'), ('./install', 'ask')]
    """

    kind: PartKind
    """What kind of piece."""
    text: str
    """The piece as the rules saw it: quotes removed, path made absolute, host alone."""
    span: Span | None
    """Its place in the subject of the call: the command, the path, the URL."""
    verdict: Verdict
    """The answer for this piece alone."""
    reason: Reason
    """What decided it."""


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a settings document.

    >>> import callgate
    >>> [finding] = callgate.lint({"permissions": {"deny": ["Write(**)"]}})
    >>> finding.severity, finding.code
    ('warning', 'inert-path-tool')
    """

    severity: Literal["info", "warning", "error"]
    """How much it matters."""
    code: str
    """A stable name for this kind of finding, in kebab case."""
    message: str
    """What is the matter and what happens at present."""
    help: str | None
    """What to write instead, if anything helps."""
    file: str
    """The name of the document."""
    span: Span | None
    """The place in the text of the document that it is about."""
