"""Policies: where they come from, and that they are values."""

import copy
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import Any

import callgate
from callgate import Policy, Verdict

SETTINGS: dict[str, Any] = {"permissions": {"deny": ["Read(//srv/secrets/**)"]}}
CALL: callgate.Call = {"tool": "Read", "input": {"file_path": "/srv/secrets/key"}}


def test_a_document_is_text_bytes_or_a_mapping() -> None:
    text = '{"permissions": {"deny": ["Read(//srv/secrets/**)"]}}'
    documents: list[Any] = [text, text.encode(), SETTINGS, MappingProxyType(SETTINGS)]
    for settings in documents:
        policy = Policy.from_json(settings, source="user", name="mine")
        decision = policy.decide(CALL)
        assert decision.verdict is Verdict.DENY
        assert isinstance(decision.reason, callgate.Rule)
        assert (decision.reason.source, decision.reason.file) == ("user", "mine")


def test_files_are_named_in_reasons(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text("{}")
    second.write_text('{"permissions": {"deny": ["WebSearch"]}}')
    policy = Policy.from_files(managed=[first, str(second)], user=first)
    assert [layer["source"] for layer in policy.layers] == ["managed", "managed", "user"]
    reason = policy.decide({"tool": "WebSearch", "input": {"query": "x"}}).reason
    assert isinstance(reason, callgate.Rule)
    assert reason.file == str(second)
    assert reason.span.of(second.read_text()) == '"WebSearch"'


def test_rules_of_a_settings_file_on_the_command_line_start_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"permissions": {"deny": ["Read(/keys/**)"]}}')
    call = {"tool": "Read", "input": {"file_path": str(tmp_path / "keys" / "a")}}
    policy = Policy.from_files(flag=file)
    assert policy.decide(call, cwd=tmp_path.parent).verdict == "deny"


def test_layers_keep_what_they_say() -> None:
    layers: list[callgate.Layer] = [
        {"source": "managed", "name": "m", "text": "{}", "directory": "/srv", "trusted": True},
        {"source": "local", "settings": {"permissions": {"allow": ["Edit"]}}, "trusted": False},
    ]
    for given in (layers, tuple(layers), iter(layers)):
        policy = Policy.from_layers(given)
        assert policy.layers[0] == layers[0]
        assert policy.layers[1]["trusted"] is False
        assert policy.decide({"tool": "Edit", "input": {"file_path": "/x"}}).verdict == "ask"


def test_profiles_differ() -> None:
    settings = {"permissions": {"deny": ["Write(//srv/**)"]}}
    call = {"tool": "Write", "input": {"file_path": "/srv/x", "content": ""}}
    for profile, verdict in (("enforce", "deny"), ("claude-code", "ask")):
        policy = Policy.from_json(settings, profile=profile)  # type: ignore[arg-type]
        assert policy.profile == profile
        assert policy.decide(call).verdict == verdict


def test_where_a_call_is_made_counts(policy: Policy) -> None:
    read = {"tool": "Read", "input": {"file_path": "/srv/app/x"}}
    assert policy.decide(read).verdict == "ask"
    assert policy.decide(read, cwd="/srv/app").verdict == "allow"
    assert policy.decide(read, cwd=Path("/srv/app")).verdict == "allow"
    assert policy.decide(read, cwd="/srv/app", links={"/srv/app/x": "/etc/shadow"}).verdict == "ask"
    assert policy.check("git push", mode="dontAsk").verdict == "deny"
    assert policy.check("cat ~/x", home="/srv/app", cwd="/srv/app").verdict == "allow"
    assert (
        policy.verdict("git push", mode="dontAsk")
        is policy.check("git push", mode="dontAsk").verdict
    )


def test_check_is_short_for_decide(policy: Policy) -> None:
    for command in ("curl x", "git push", "make", "ls; é🦀 | curl"):
        call = {"tool": "Bash", "input": {"command": command}}
        assert policy.check(command) == policy.decide(call)
        assert policy.verdict(command) is policy.check(command).verdict


def test_a_policy_is_a_value(policy: Policy) -> None:
    other = Policy.from_json({"permissions": {"deny": ["Bash(wget:*)"]}})
    same = Policy.from_layers(policy.layers)
    assert policy == same
    assert hash(policy) == hash(same)
    assert policy != other
    assert policy != Policy.from_layers(policy.layers, profile="claude-code")
    assert policy != "policy"
    assert len({policy, same, other}) == 2
    for twin in (pickle.loads(pickle.dumps(policy)), copy.copy(policy), copy.deepcopy([policy])[0]):
        assert twin == policy
        assert twin.check("curl x") == policy.check("curl x")
    assert repr(policy) == "Policy(rules=3, sources=['user'], profile='enforce')"


def test_rules_and_diagnostics_have_places() -> None:
    text = '{"é🦀": 1, "permissions": {"deny": ["WebSearch", "Bash(ls"]}}'
    policy = Policy.from_json(text)
    assert [rule.span.of(text) for rule in policy.rules] == ['"WebSearch"']
    spans = [finding.span.of(text) for finding in policy.diagnostics if finding.span]
    assert '"Bash(ls"' in spans
    assert callgate.lint(text) == policy.diagnostics
    assert callgate.lint([{"source": "user", "text": text}]) == policy.diagnostics
    assert callgate.lint("{}") == ()
