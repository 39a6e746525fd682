"""Many calls at once, out of lists and out of tables."""

import copy
import json
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import callgate
from callgate import CallError, Column, Policy, Verdict

VECTORS = Path(__file__).parents[2] / "core" / "testdata" / "conformance"


@pytest.fixture(scope="module")
def recorded() -> list[callgate.Call]:
    """Real calls of every kind."""
    calls: list[callgate.Call] = []
    for name in ("baseline", "bash-wild", "params", "web"):
        lines = (VECTORS / f"{name}.jsonl").read_bytes().decode().removesuffix("\n").split("\n")
        calls += [
            {"tool": call["tool"], "input": call["input"]}
            for line in lines
            for call in json.loads(line)["calls"]
        ]
    return calls


@pytest.fixture
def table(recorded: list[callgate.Call]) -> pa.Table:
    inputs = [json.dumps(call["input"]) for call in recorded]
    return pa.table({"tool": [call["tool"] for call in recorded], "input": inputs})


def test_many_are_decided_as_each_alone(policy: Policy, recorded: list[callgate.Call]) -> None:
    assert len(recorded) > 2_000
    alone = [policy.decide(call) for call in recorded]
    verdicts = [decision.verdict for decision in alone]
    assert len(set(verdicts)) == 3
    many = policy.decide_many(recorded)
    assert len(many) == len(recorded)
    assert many["verdict"] == verdicts
    assert policy.decide_many(iter(recorded), threads=1) == many
    explained = policy.decide_many(recorded, explain=True)
    assert explained["verdict"] == verdicts
    assert explained["message"] == [decision.message for decision in alone]
    for row, decision in zip(explained, alone, strict=True):
        reason = decision.reason
        if isinstance(reason, callgate.Rule):
            assert (row["rule"], row["list"]) == (reason.text, reason.list)
            assert (row["source"], row["file"], row["code"]) == (reason.source, reason.file, None)
        else:
            assert (row["rule"], row["file"], row["code"]) == (None, None, reason.code)


def test_a_table_is_decided_as_its_rows(
    policy: Policy, recorded: list[callgate.Call], table: pa.Table
) -> None:
    expected = policy.decide_many(recorded)
    rows = len(table)
    tables: list[Any] = [
        table,
        pa.concat_tables([table.slice(0, 10), table.slice(10, 1_000), table.slice(1_010)]),
        table.combine_chunks().to_batches()[0],
        pa.RecordBatchReader.from_batches(table.schema, iter(table.to_batches(max_chunksize=7))),
        pl.from_arrow(table),
        pl.DataFrame(table).with_columns(pl.col("tool").cast(pl.Categorical)),
        duckdb.from_arrow(table),
        table.set_column(0, "tool", table["tool"].cast(pa.large_string())),
        table.set_column(1, "input", table["input"].cast(pa.string_view())),
        table.append_column("more", pa.array(range(rows))),
    ]
    for calls in tables:
        assert policy.decide_many(calls) == expected, type(calls)


def test_inputs_can_be_structs(policy: Policy) -> None:
    settings = {"permissions": {"deny": ["mcp__db__query(limit:7)", "Read(//srv/x)"]}}
    policy = Policy.from_json(settings)
    inputs: list[dict[str, Any] | None] = [
        {"limit": 7},
        {"limit": 8},
        {"limit": None},
        None,
        {"file_path": "/srv/x", "more": [{"a": 1.5, "b": True, "c": ["x", None]}]},
    ]
    tools = ["mcp__db__query"] * 4 + ["Read"]
    calls = [{"tool": tool, "input": given} for tool, given in zip(tools, inputs, strict=True)]
    verdicts = policy.decide_many(calls)["verdict"]
    assert verdicts == ["deny", "ask", "ask", "ask", "deny"]
    frames: list[Any] = [pa.table({"tool": tools, "input": inputs}), pl.DataFrame(calls)]
    for frame in frames:
        assert policy.decide_many(frame)["verdict"] == verdicts


def test_strings_are_shell_commands(policy: Policy) -> None:
    commands = ["curl é🦀", "git push", "make", "ls"]
    verdicts = [policy.verdict(command) for command in commands]
    columns: list[Any] = [
        commands,
        tuple(commands),
        (command for command in commands),
        pa.array(commands),
        pa.chunked_array([commands[:1], [], commands[1:]]),
        pa.array(commands).dictionary_encode(),
        pl.Series(commands),
    ]
    for column in columns:
        assert policy.decide_many(column)["verdict"] == verdicts


def test_a_column_can_say_where_a_call_is_made(policy: Policy) -> None:
    calls: list[dict[str, Any]] = [
        {"tool": "Read", "input": {"file_path": "/srv/a"}, "at": "/srv", "as": "default"},
        {"tool": "Read", "input": {"file_path": "/srv/a"}, "at": "/opt", "as": "default"},
        {"tool": "Read", "input": {"file_path": "/srv/a"}, "at": "/opt", "as": "dontAsk"},
        {"tool": "Read", "input": {"file_path": "/srv/a"}, "at": None, "as": None},
        {"tool": "Read", "input": {"file_path": "~/a"}, "at": "/srv", "as": None},
    ]
    for many in (calls, pl.DataFrame(calls), pa.Table.from_pylist(calls)):
        table = policy.decide_many(many, cwd=Column("at"), mode=Column("as"), home="/srv")
        assert table["verdict"] == ["allow", "ask", "deny", "ask", "allow"]
    assert policy.decide_many(calls, cwd="/srv", mode="dontAsk")["verdict"] == (
        ["allow"] * 4 + ["deny"]
    )
    # What a call says of itself counts only where it was asked for.
    own = {
        "tool": "Read",
        "input": {"file_path": "/etc/x"},
        "cwd": "/etc",
        "mode": "bypassPermissions",
    }
    assert policy.decide_many([own])["verdict"] == ["ask"]


def test_the_table_is_taken_over_by_others(policy: Policy) -> None:
    table = policy.decide_many(["ls", "curl x", "make"], explain=True)
    assert pa.table(table).to_pylist() == table.to_pylist() == list(table)
    assert pl.DataFrame(table).to_dicts() == table.to_pylist()
    relation = duckdb.from_arrow(table).filter("rule LIKE '%curl%'")
    assert relation.project("verdict").fetchall() == [("deny",)]
    assert pa.schema(table).names == table.column_names
    assert table["verdict"] == [Verdict.ALLOW, Verdict.DENY, Verdict.ALLOW]
    assert "rule" in table
    assert "tool" not in table
    with pytest.raises(KeyError):
        table["tool"]


def test_a_table_is_a_value(policy: Policy) -> None:
    commands = ["ls", "curl é🦀", "make"]
    table = policy.decide_many(commands, explain=True)
    for twin in (
        pickle.loads(pickle.dumps(table)),
        copy.copy(table),
        copy.deepcopy([table])[0],
        policy.decide_many(commands, explain=True),
    ):
        assert twin == table
        assert twin.to_pylist() == table.to_pylist()
    assert table != policy.decide_many(commands)
    assert table != policy.decide_many(commands[:2], explain=True)
    assert table != "table"
    assert table.head(2).to_pylist() == table.to_pylist()[:2]
    assert table.head(99) == table
    assert pickle.loads(pickle.dumps(table.head(0))) == table.head(0)


def test_nothing_to_decide(policy: Policy) -> None:
    assert len(policy.decide_many([])) == 0
    assert len(policy.decide_many(pa.table({"tool": pa.array([], pa.string())}))) == 0
    assert pa.table(policy.decide_many([], explain=True)).num_rows == 0


def test_the_first_bad_call_is_named(policy: Policy) -> None:
    def calls(bad: Any, index: int) -> Iterator[Any]:
        yield from ["ls"] * index
        yield bad
        yield from [None] * 10

    for bad in (None, 1, {}, {"tool": "Bash", "input": 1}, "\ud83d"):
        for index in (0, 700, 70_000):
            with pytest.raises(CallError, match=f"call {index}: ") as caught:
                policy.decide_many(calls(bad, index))
            assert caught.value.index == index
            assert caught.value.__cause__ is not None
    inputs = ['{"command": "ls"}'] * 5_000 + ["{"] * 5_000
    table = pa.table({"tool": ["Bash"] * 10_000, "input": inputs})
    for explain in (False, True):
        with pytest.raises(CallError) as caught:
            policy.decide_many(table, explain=explain)
        assert caught.value.index == 5_000
    with pytest.raises(CallError, match="call 1: "):
        policy.decide_many(
            [{"tool": "Bash", "m": "plan"}, {"tool": "Bash", "m": "x"}], mode=Column("m")
        )
    with pytest.raises(CallError, match="call 0: "):
        policy.decide_many([{"tool": "Bash"}], mode=Column("m"))


class Junk:
    """Says that it hands out Arrow data, and does not."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return "junk"


BAD_TABLES: list[Any] = [
    Junk(),
    1, None, "ls", b"ls", {"tool": "Bash"}, {},
    pa.table({"input": ["{}"]}),
    pa.table({"tool": [1]}),
    pa.table({"tool": ["Bash"], "input": [1]}),
    pa.table({"tool": ["Bash"], "input": ["[]"]}),
    pa.table({"tool": ["Bash", None]}),
    pa.table({"tool": ["Bash"], "input": [{"at": b"x"}]}),
    pa.array([1, 2]),
    pa.array(["ls", None]),
    pa.array([{"tool": "Bash"}, None]),
    # Text that is none: whoever made the column did not look.
    pa.array([b"ls \xff"]).view(pa.string()),
    pa.table({"tool": pa.array([b"\xff"]).view(pa.string())}),
]  # fmt: skip


@pytest.mark.parametrize("calls", BAD_TABLES, ids=range(len(BAD_TABLES)))
def test_what_is_no_table_of_calls_is_an_error(policy: Policy, calls: Any) -> None:
    with pytest.raises((CallError, TypeError, ValueError)):
        policy.decide_many(calls)


def test_wrong_arguments_are_errors(policy: Policy) -> None:
    anything: Any = policy
    with pytest.raises(CallError, match="no column `where`"):
        policy.decide_many(pa.table({"tool": ["Bash"]}), cwd=Column("where"))
    with pytest.raises(ValueError, match="mode"):
        anything.decide_many([], mode="")
    for threads in (0, -1):
        with pytest.raises((ValueError, OverflowError)):
            policy.decide_many([], threads=threads)
    with pytest.raises(TypeError):
        anything.decide_many([], cwd=1)
    with pytest.raises(TypeError):
        anything.decide_many([], cwd=Column(1))  # type: ignore[arg-type]


def test_an_error_in_a_stream_comes_through(policy: Policy) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"tool": ["Bash"]})
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"tool": pa.string()}), batches())
    with pytest.raises(CallError, match="the disk is gone"):
        policy.decide_many(reader)


def test_many_threads_decide_many(policy: Policy, table: pa.Table) -> None:
    alone = policy.decide_many(table, threads=1)
    start = threading.Barrier(4)

    def work(_: int) -> callgate.Table:
        start.wait()
        return policy.decide_many(table, threads=3)

    with ThreadPoolExecutor(4) as pool:
        assert all(together == alone for together in pool.map(work, range(4)))
