"""Whatever is passed in: an exception of Python's own kind, never an abort, never "allow"."""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import callgate
from callgate import CallError, CallgateError, FileError, Policy, SettingsError, Verdict


def holds_itself() -> dict[str, Any]:
    cyclic: dict[str, Any] = {}
    cyclic["again"] = [cyclic]
    return cyclic


def holds_much_twice() -> list[Any]:
    """Little memory as an object, 2 to the power of 100 values as JSON."""
    nested: list[Any] = []
    for _ in range(100):
        nested = [nested, nested]
    return nested


NO_CALLS: list[Any] = [
    None, 1, "ls", b"ls", [], (), {}, object(), Verdict.ALLOW,
    {"tool": None}, {"tool": 1}, {"tool": b"Bash"}, {1: 2},
    {"tool": "Bash", "input": "ls"}, {"tool": "Bash", "input": [1]}, {"tool": "Bash", "input": 1},
    {"tool": "Bash", "input": {"command": b"ls"}}, {"tool": "Bash", "input": {1: "ls"}},
    {"tool": "Bash", "input": {"command": object()}},
    {"tool": "Bash", "input": {"command": {"ls"}}},
    {"tool": "Bash", "input": {"command": float("nan")}},
    {"tool": "Bash", "input": {"command": float("inf")}},
    {"tool": "Bash", "input": holds_itself()},
    {"tool": "Bash", "input": {"command": holds_much_twice()}},
]  # fmt: skip


@pytest.mark.parametrize("call", NO_CALLS, ids=range(len(NO_CALLS)))
def test_what_is_no_call_is_an_error(policy: Policy, call: Any) -> None:
    with pytest.raises(CallError) as caught:
        policy.decide(call)
    assert isinstance(caught.value, CallgateError)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ValueError)


def test_an_input_that_does_not_fit_its_tool_is_not_allowed(policy: Policy) -> None:
    odd: list[Any] = [
        None, {}, {"command": None}, {"command": 1}, {"command": ["make"]}, {"commands": "make"},
        {"command": 10**40},
    ]  # fmt: skip
    for input in odd:
        assert policy.decide({"tool": "Bash", "input": input}).verdict is not Verdict.ALLOW


def test_a_number_that_no_float_holds_is_an_error(policy: Policy) -> None:
    with pytest.raises(OverflowError):
        policy.decide({"tool": "Bash", "input": {"timeout": 10**400}})


def test_half_a_character_is_an_error(policy: Policy) -> None:
    with pytest.raises(UnicodeEncodeError):
        policy.check("make \ud83d")
    with pytest.raises(UnicodeEncodeError):
        policy.verdict("make \ud83d")
    for call in (
        {"tool": "Bash", "input": {"command": "make \ud83d"}},
        {"tool": "Bash\udc00", "input": {"command": "make"}},
        {"tool": "Bash", "input": {"\udc00": "make"}},
    ):
        with pytest.raises(UnicodeEncodeError):
            policy.decide(call)
    with pytest.raises(UnicodeEncodeError):
        policy.check("make", cwd="/\udcff")
    with pytest.raises(UnicodeEncodeError):
        Policy.from_json('{"permissions": {"deny": ["\ud83d"]}}')
    with pytest.raises(UnicodeEncodeError):
        callgate.batch("\ud83d")


def test_wrong_types_are_type_errors(policy: Policy) -> None:
    anything: Any = policy
    for use in (
        lambda: anything.check(1),
        lambda: anything.check(None),
        lambda: anything.check(b"make"),
        lambda: anything.check(),
        lambda: anything.check("make", cwd=1),
        lambda: anything.check("make", home=[]),
        lambda: anything.check("make", mode=1),
        lambda: anything.check("make", links=[1]),
        lambda: anything.check("make", links={"/a": 1}),
        lambda: anything.check("make", "/srv"),
        lambda: anything.check("make", place="/srv"),
        lambda: anything.decide(),
        lambda: anything.from_files(user=1),
        lambda: anything.from_json("{}", source=1),
        lambda: anything.from_json("{}", profile=None),
        lambda: type(anything)(),
        lambda: callgate.batch(1),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            use()
    with pytest.raises(AttributeError):
        anything.engine = None
    with pytest.raises(AttributeError):
        anything.check("make").verdict = Verdict.ALLOW


@pytest.mark.parametrize("place", ["", ".", "~", "srv", Path("srv"), "\0/srv"])
def test_a_relative_directory_is_an_error(policy: Policy, place: Any) -> None:
    calls: list[callgate.Call] = [{"tool": "Read", "input": {"file_path": "/etc/passwd"}}]
    rows = [{**call, "at": str(place)} for call in calls]
    anything: Any = policy
    for name in ("cwd", "home"):
        for decide, given in (
            (anything.check, "cat /etc/passwd"),
            (anything.verdict, "cat /etc/passwd"),
            (anything.decide, calls[0]),
            (anything.decide_many, calls),
        ):
            with pytest.raises(ValueError, match=f"{name}: .* is no absolute path"):
                decide(given, **{name: place})
        with pytest.raises(CallError, match=f"call 0: {name}: .* is no absolute path"):
            anything.decide_many(rows, **{name: callgate.Column("at")})


def test_unknown_words_are_value_errors(policy: Policy) -> None:
    anything: Any = policy
    for use in (
        lambda: anything.check("make", mode="yolo"),
        lambda: anything.from_json("{}", source="global"),
        lambda: anything.from_json("{}", profile="loose"),
        lambda: callgate.lint("{}", source="global"),  # type: ignore[arg-type]
        lambda: callgate.batch("{}"),
        lambda: callgate.batch("[" * 100_000),
    ):
        with pytest.raises(ValueError):
            use()


NO_SETTINGS: list[Any] = [
    "", "{", "[]", "{} {}", b"\xff", "[" * 100_000, 1, None, [], {1: 2}, {"permissions": 1},
    {"permissions": {"deny": "Bash"}}, {"permissions": {"deny": {"a"}}}, holds_itself(),
]  # fmt: skip


@pytest.mark.parametrize("settings", NO_SETTINGS, ids=range(len(NO_SETTINGS)))
def test_what_is_no_settings_makes_no_policy(settings: Any) -> None:
    with pytest.raises(SettingsError):
        Policy.from_json(settings)


def test_what_is_no_layer_makes_no_policy() -> None:
    bad: list[Any] = [
        1, None, "{}", [1], [{}], [{"source": "user"}], [{"source": "global", "text": "{}"}],
        [{"source": "user", "text": "{}", "settings": {}}], [{"source": "user", "txt": "{}"}],
        [{"source": "user", "text": 1}], [holds_itself()],
    ]  # fmt: skip
    for layers in bad:
        with pytest.raises(SettingsError):
            Policy.from_layers(layers)


def test_an_error_in_settings_names_its_place() -> None:
    text = '{\n  "é🦀": 1, "permissions": {"deny": 1}}'
    with pytest.raises(SettingsError) as caught:
        Policy.from_json(text, name="team.json")
    error = caught.value
    assert (error.file, error.line, error.column) == ("team.json", 2, 36)
    assert error.code == "settings-wrong-type"
    finding = next(found for found in error.diagnostics if found.severity == "error")
    assert finding.span is not None
    assert finding.span.position(text) == (error.line, error.column)
    assert "team.json" in str(error)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(FileError) as caught:
            Policy.from_files(managed=path)
        assert caught.value.file == caught.value.filename == str(path)
        assert isinstance(caught.value, OSError)
        assert caught.value.errno is not None
        assert str(path) in str(caught.value)


def test_an_exception_on_the_way_comes_through(policy: Policy) -> None:
    class Faulty(Mapping[str, Any]):
        def __getitem__(self, key: str) -> Any:
            raise RuntimeError("no")

        def __iter__(self) -> Iterator[str]:
            return iter(("tool", "input"))

        def __len__(self) -> int:
            return 2

    with pytest.raises(RuntimeError, match="no"):
        policy.decide({"tool": "Bash", "input": Faulty()})

    def layers() -> Iterator[callgate.Layer]:
        yield {"source": "user", "text": "{}"}
        raise RuntimeError("no layers")

    with pytest.raises(RuntimeError, match="no layers"):
        Policy.from_layers(layers())


def test_huge_strings_are_not_allowed(policy: Policy) -> None:
    for text in ("x" * 5_000_000, "é" * 1_000_000, "$(" * 500_000, "make; " * 200_000):
        assert policy.check(text).verdict is not Verdict.ALLOW
        assert policy.verdict(text) is not Verdict.ALLOW
    call = {"tool": "Read", "input": {"file_path": "/" + "a/" * 500_000}}
    assert policy.decide(call).verdict is not Verdict.ALLOW
    assert policy.decide({"tool": "x" * 1_000_000}).verdict is not Verdict.ALLOW


def test_a_policy_serves_many_threads(policy: Policy) -> None:
    commands = ["curl x", "git push", "make", "ls", "make && curl é🦀"] * 200
    alone = [policy.check(command) for command in commands]
    start = threading.Barrier(8)

    def work(_: int) -> list[callgate.Decision]:
        start.wait()
        return [policy.check(command) for command in commands]

    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(work, range(8)):
            assert together == alone
