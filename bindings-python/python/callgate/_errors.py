"""What can go wrong, one class each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callgate._data import Diagnostic


class CallgateError(Exception):
    r"""The base of every error that callgate raises.

    Where the error has a place, `file`, `line` and `column` name it, the latter two from 1.

    >>> import callgate
    >>> try:
    ...     callgate.Policy.from_json('{"permissions": \n  {"deny": 1}}', name="team.json")
    ... except callgate.CallgateError as error:
    ...     print(f"{error.file}:{error.line}:{error.column}")
    team.json:2:12
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None


class SettingsError(CallgateError, ValueError):
    """Settings cannot be read, so that no policy can be made of them.

    `code` names the first error, and `diagnostics` holds everything that was found.

    >>> import callgate
    >>> try:
    ...     callgate.Policy.from_json("{")
    ... except callgate.SettingsError as error:
    ...     error.code
    'settings-not-json'
    """

    code: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class FileError(CallgateError, OSError):
    """A file cannot be opened. Like any `OSError` it has `errno`, `strerror` and `filename`.

    >>> import callgate
    >>> try:
    ...     callgate.Policy.from_files(user="/nowhere/settings.json")
    ... except callgate.FileError as error:
    ...     print(error)
    [Errno 2] No such file or directory: '/nowhere/settings.json'
    """

    def __init__(self, number: int | None, reason: str, file: str) -> None:
        OSError.__init__(self, number, reason, file)
        self.file = file


class CallError(CallgateError, TypeError, ValueError):
    """What was passed is no call, or no group of calls.

    It is a `TypeError` and a `ValueError`, as either may be what is wrong. `index` is the place of
    the call among many.

    >>> import callgate
    >>> policy = callgate.Policy.from_json({})
    >>> try:
    ...     policy.decide({"input": {"command": "ls"}})
    ... except callgate.CallError as error:
    ...     print(error)
    a call has a `tool`
    """

    index: int | None = None
