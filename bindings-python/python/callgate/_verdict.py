"""The three answers."""

from __future__ import annotations

from enum import Enum
from typing import NoReturn


class Verdict(str, Enum):
    """What may happen to a tool call.

    A verdict equals its name in lower case. Verdicts are ordered by strictness, so that the
    strictest of several is their maximum.

    >>> from callgate import Verdict
    >>> Verdict.DENY == "deny"
    True
    >>> max(Verdict.ASK, Verdict.ALLOW)
    <Verdict.ASK: 'ask'>

    A verdict is neither true nor false: `if verdict:` would let a denied call through.

    >>> bool(Verdict.DENY)
    Traceback (most recent call last):
        ...
    TypeError: a verdict is neither true nor false: compare it with Verdict.ALLOW
    """

    # The order of the words is, by luck, that of their strictness; the tests hold on to it.
    ALLOW = "allow"
    """The call runs without a question."""
    ASK = "ask"
    """A person decides."""
    DENY = "deny"
    """The call is refused."""

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> NoReturn:
        message = "a verdict is neither true nor false: compare it with Verdict.ALLOW"
        raise TypeError(message)
