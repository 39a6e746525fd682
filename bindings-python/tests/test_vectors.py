"""Every recorded decision, through the same entry as in every other language."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import callgate

TESTDATA = Path(__file__).parents[2] / "core" / "testdata"
FOLDERS: dict[str, callgate.Profile] = {
    "conformance": "claude-code",
    "learned": "claude-code",
    "enforce": "enforce",
}
FILES = [
    pytest.param(file, profile, id=f"{folder}/{file.stem}")
    for folder, profile in FOLDERS.items()
    for file in sorted((TESTDATA / folder).glob("*.jsonl"))
]


def lines(file: Path) -> list[str]:
    """The lines of a file; not those of `str.splitlines`, which ends them at U+2028 too."""
    return file.read_bytes().decode().removesuffix("\n").split("\n")


def groups(file: Path) -> list[dict[str, Any]]:
    """What the lines of a file hold."""
    return [json.loads(line) for line in lines(file)]


KNOWN_DIFFERENCES = {
    (known["group"], known["call"]) for known in groups(TESTDATA / "known-differences.jsonl")
}


def expected(group: dict[str, Any]) -> list[str]:
    """The recorded verdicts of a group; a blocked server is a denied one."""
    if group.get("mcp"):
        blocked = group.get("blocked_servers", [])
        return ["deny" if name in blocked else "allow" for name in sorted(group["mcp"])]
    return [call["decision"] for call in group["calls"]]


def decided(group: dict[str, Any], answer_lines: str) -> list[str]:
    """The verdicts in the answer to a group."""
    answers = [json.loads(line) for line in answer_lines.removesuffix("\n").split("\n")]
    if group.get("mcp"):
        [answer] = answers
        blocked = answer["blocked_servers"]
        return ["deny" if name in blocked else "allow" for name in sorted(group["mcp"])]
    assert [answer["call"] for answer in answers] == list(range(len(group["calls"])))
    return [answer["decision"] for answer in answers]


@pytest.mark.parametrize(("file", "profile"), FILES)
def test_decides_as_recorded(file: Path, profile: callgate.Profile) -> None:
    decisions = 0
    wrong = []
    for line in lines(file):
        group = json.loads(line)
        answers = decided(group, callgate.batch(line, profile=profile))
        decisions += len(answers)
        wrong += [
            f"{group['id']} {index}: want {want}, have {have}"
            for index, (want, have) in enumerate(zip(expected(group), answers, strict=True))
            if (want != have) != ((group["id"], index) in KNOWN_DIFFERENCES)
        ]
    assert decisions > 0
    assert wrong == []


@pytest.mark.parametrize(("file", "profile"), FILES)
def test_prints_what_the_program_prints(file: Path, profile: callgate.Profile) -> None:
    program = os.environ["CALLGATE"]
    command = [program, "batch", "--profile", profile, str(file)]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    answers = "".join(callgate.batch(line, profile=profile) for line in lines(file))
    assert answers.encode() == printed


def test_there_are_as_many_vectors_as_ever() -> None:
    assert len(FILES) == len(list(TESTDATA.glob("*/*.jsonl")))
    files = (TESTDATA / "conformance").glob("*.jsonl")
    assert sum(len(expected(group)) for file in files for group in groups(file)) == 13_816
