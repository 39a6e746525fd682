"""Decisions and verdicts."""

import copy
import json
import pickle

import pytest

import callgate
from callgate import BuiltIn, Policy, Rule, Verdict


def test_a_decision_says_why(policy: Policy) -> None:
    command = "make é🦀 && curl -s example.com"
    decision = policy.check(command)
    assert decision.verdict is Verdict.DENY
    assert not decision.allowed
    assert decision.tool == "Bash"
    assert decision.subject == command
    assert (decision.mode, decision.profile) == ("default", "enforce")
    assert decision.reason == policy.rules[0]
    part = decision.parts[-1]
    assert part.span is not None
    assert part.span.of(command) == part.text == "curl -s example.com"
    assert (part.kind, part.verdict, part.reason) == ("command", "deny", decision.reason)
    assert decision.advice is not None
    assert "curl" in decision.advice


def test_reasons_can_be_matched(policy: Policy) -> None:
    def why(command: str) -> str:
        match policy.check(command).reason:
            case Rule(text, list="deny"):
                return f"denied by {text}"
            case Rule(text):
                return text
            case BuiltIn(code):
                return code

    assert why("curl x") == "denied by Bash(curl:*)"
    assert why("make x") == "Bash(make:*)"
    assert why("ls") == "read-only"


def test_the_json_is_the_one_of_every_language(policy: Policy) -> None:
    decision = policy.check("curl x")
    shape = json.loads(decision.to_json())
    assert list(shape) == [
        "verdict", "reason", "message", "advice", "tool", "mode", "profile", "parts",
    ]  # fmt: skip
    assert shape["verdict"] == "deny"
    assert shape["reason"]["rule"] == "Bash(curl:*)"
    assert shape["parts"][0]["span"] == {"start": 0, "end": 6}


def test_a_decision_is_a_value(policy: Policy) -> None:
    decision, other = policy.check("é; curl x"), policy.check("ls")
    assert decision == policy.check("é; curl x")
    assert decision != other
    assert decision != policy.check("e; curl x")
    assert decision != "deny"
    assert len({decision, policy.check("é; curl x"), other}) == 2
    for call in ("é; curl x", "ls", "git push", "rm -rf /", "cat <(x)"):
        decision = policy.check(call)
        for twin in (
            pickle.loads(pickle.dumps(decision)),
            copy.copy(decision),
            copy.deepcopy([decision])[0],
        ):
            assert twin == decision
            assert hash(twin) == hash(decision)
            assert twin.parts == decision.parts
            assert twin.subject == decision.subject
    assert repr(policy.check("ls")) == (
        "Decision(verdict='allow', tool='Bash', "
        "message='with these arguments the command only reads')"
    )


def test_every_piece_can_be_hashed_and_pickled(policy: Policy) -> None:
    decision = policy.check("curl x")
    [finding] = callgate.lint({"permissions": {"deny": ["Write(**)"]}})
    for piece in (decision.reason, decision.parts, finding, Verdict.ASK, BuiltIn("x")):
        twin = pickle.loads(pickle.dumps(piece))
        assert twin == piece
        assert hash(twin) == hash(piece)
    assert pickle.loads(pickle.dumps(Verdict.ASK)) is Verdict.ASK


def test_verdicts_are_ordered_by_strictness() -> None:
    assert Verdict.ALLOW < Verdict.ASK < Verdict.DENY
    assert max(Verdict) is Verdict.DENY
    assert [str(verdict) for verdict in Verdict] == ["allow", "ask", "deny"]
    assert Verdict("ask") is Verdict.ASK
    assert json.dumps(Verdict.ASK) == '"ask"'


def test_nothing_passes_for_a_yes_by_being_there(policy: Policy) -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(policy.check("ls"))
    with pytest.raises(TypeError, match="neither true nor false"):
        assert policy.verdict("ls")
