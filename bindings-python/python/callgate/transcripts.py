"""Tool calls out of the transcripts of Claude Code's sessions.

Claude Code keeps a transcript of every session below `~/.claude/projects`, as JSON Lines.

>>> import callgate, pathlib, tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> file = pathlib.Path(folder.name, "session.jsonl")
>>> _ = file.write_text(
...     '{"type": "assistant", "cwd": "/srv/app", "message": {"content": [{"type": "tool_use",'
...     ' "name": "Bash", "input": {"command": "git push"}}]}}'
... )
>>> calls = callgate.transcripts.read(file)
>>> policy = callgate.Policy.from_json({"permissions": {"deny": ["Bash(git push:*)"]}})
>>> policy.decide_many(calls, cwd=callgate.Column("cwd"))["verdict"]
['deny']
>>> folder.cleanup()
"""

from __future__ import annotations

from os import PathLike

from callgate._callgate import Table, read_transcript

__all__ = ["read"]


def read(path: str | PathLike[str]) -> Table:
    """Reads the tool calls of one transcript, in their order, as `Policy.decide_many` takes them.

    Lines that are not known or cannot be read are left out. The columns are

    - `tool` and `input`: what was called; the input is JSON text;
    - `cwd` and `mode`: where and in which permission mode, if the transcript says so;
    - `session`, `timestamp`, `id` and `line`: which call it was, the lines counting from 1.

    Raises `FileError` if the file cannot be opened.

    >>> import callgate
    >>> try:
    ...     callgate.transcripts.read("/nowhere.jsonl")
    ... except callgate.FileError as error:
    ...     print(error.file)
    /nowhere.jsonl
    """
    return read_transcript(path)
