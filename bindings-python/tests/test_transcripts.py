"""Tool calls out of transcripts."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import callgate
from callgate import Column, FileError, Policy


def answer(*blocks: dict[str, Any], **more: Any) -> str:
    """A line with the answer of a model."""
    message = {"role": "assistant", "content": list(blocks)}
    return json.dumps({"type": "assistant", "message": message, **more})


def use(tool: str, input: Any, id: str = "toolu_1") -> dict[str, Any]:
    """A call of a tool in an answer."""
    return {"type": "tool_use", "id": id, "name": tool, "input": input}


def write(folder: Path, *lines: str | bytes) -> Path:
    file = folder / "session.jsonl"
    file.write_bytes(
        b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    )
    return file


def test_calls_are_read_in_their_order(tmp_path: Path) -> None:
    where = {"cwd": "/srv/app", "sessionId": "s1", "timestamp": "2026-11-20T10:00:00.000Z"}
    file = write(
        tmp_path,
        '{"type": "summary", "summary": "x"}',
        '{"type": "user", "permissionMode": "plan", "message": {"role": "user", "content": "hi"}}',
        answer({"type": "text", "text": "I'll look."}, use("Bash", {"command": "ls é"}), **where),
        '{"type": "user", "message": {"content": [{"type": "tool_result", "content": "x"}]}}',
        answer(use("Read", {"file_path": "/a"}, "toolu_2"), use("mcp__db__list", {}, "toolu_3")),
    )
    assert callgate.transcripts.read(file).to_pylist() == [
        {
            "tool": "Bash", "input": '{"command":"ls é"}', "cwd": "/srv/app", "mode": "plan",
            "session": "s1", "timestamp": "2026-11-20T10:00:00.000Z", "id": "toolu_1", "line": 3,
        },
        {
            "tool": "Read", "input": '{"file_path":"/a"}', "cwd": None, "mode": "plan",
            "session": None, "timestamp": None, "id": "toolu_2", "line": 5,
        },
        {
            "tool": "mcp__db__list", "input": "{}", "cwd": None, "mode": "plan",
            "session": None, "timestamp": None, "id": "toolu_3", "line": 5,
        },
    ]  # fmt: skip


def test_lines_that_are_not_known_are_left_out(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "", "null", "[1]", '"text"', "{", '{"type": "assistant"}', "no JSON",
        b"\xff\xfe", b"{\x00}",
        '{"message": null}', '{"message": 1}', '{"message": {"content": 1}}',
        '{"message": {"content": ["text", null, [], {"type": 1}, {"type": "tool_use"}]}}',
        '{"message": {"content": [{"type": "tool_use", "name": 1, "input": {}}]}}',
        '{"cwd": 1, "sessionId": [], "permissionMode": {}, "message": {"content": '
        '[{"type": "tool_use", "id": 1, "name": "Bash", "input": "ls"}]}}',
        "[" * 100_000,
        answer(use("Bash", {"command": "echo \\ud83d"})).replace("\\\\u", "\\u"),
        answer(use("Bash", {"command": "a"})).encode().replace(b'"a"', b'"\xff"'),
        '{"message": {"content": [{"type": "tool_use", "na',
    )  # fmt: skip
    table = callgate.transcripts.read(file)
    assert table["line"] == [15, 17, 18]
    assert table["input"] == [None, '{"command":"echo \ufffd"}', '{"command":"\ufffd"}']
    assert table["cwd"] == [None] * 3
    assert len(Policy.from_json({}).decide_many(table)) == 3


def test_a_transcript_can_be_decided(tmp_path: Path, policy: Policy) -> None:
    file = write(
        tmp_path,
        answer(use("Bash", {"command": "curl x"}), cwd="/srv"),
        answer(use("Read", {"file_path": "/opt/x"}), cwd="/opt"),
        answer(use("Read", {"file_path": "/opt/x"}), cwd="/srv"),
    )
    calls = callgate.transcripts.read(file)
    verdicts = policy.decide_many(calls, cwd=Column("cwd"), mode=Column("mode"))
    frame = pl.concat([pl.DataFrame(calls), pl.DataFrame(verdicts)], how="horizontal")
    assert frame.select("tool", pl.col("verdict").cast(pl.String)).rows() == [
        ("Bash", "deny"),
        ("Read", "allow"),
        ("Read", "ask"),
    ]


def test_a_transcript_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.jsonl", tmp_path):
        with pytest.raises(FileError):
            callgate.transcripts.read(path)
    anything: Any = 1
    with pytest.raises(TypeError):
        callgate.transcripts.read(anything)
    assert len(callgate.transcripts.read(write(tmp_path))) == 0
