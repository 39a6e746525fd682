"""What deciding from Python costs beside Rust's own time.

Build with `maturin develop --release --features bench` first, then run this. Every figure is the
median of several runs; the workload is that of the Rust benches. Time is that of the processor, so
that other work on the machine counts less, but where several cores work at once.
"""

import json
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

import callgate
from callgate import _callgate

RULES = 1_000
COMMANDS = 1_000
RUNS = 31


def workload() -> dict[str, Any]:
    """The settings and the command lines that the Rust benches use."""
    arguments = ["cargo", "run", "--quiet", "--package", "callgate-benches", "--bin"]
    command = [*arguments, "print-workload", "--", str(RULES), str(COMMANDS)]
    printed = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, check=True)
    loaded: dict[str, Any] = json.loads(printed.stdout)
    return loaded


def nanoseconds(run: Callable[[], object], times: int) -> float:
    """How long one of the `times` that `run` does something takes."""
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        took.append(time.process_time() - start)
    return statistics.median(took) / times * 1e9


def each(function: Callable[[str], object], commands: list[str]) -> Callable[[], None]:
    """Calls `function` with every command."""

    def run() -> None:
        for command in commands:
            function(command)

    return run


def one_call(policy: callgate.Policy, commands: list[str]) -> None:
    """One call at a time, against a function of the same kind that does nothing."""
    native: Any = _callgate
    count = len(commands)
    empty = nanoseconds(each(native.empty, commands), count)
    print(f"empty function taking a string          {empty:8.0f} ns")
    for name, function, rust in (
        ("check", policy.check, native.check_all),
        ("verdict", policy.verdict, native.verdict_all),
    ):
        here = nanoseconds(each(function, commands), count)
        there = nanoseconds(partial(rust, policy, commands), count)
        print(f"{name:8} in Python                      {here:8.0f} ns")
        print(f"{name:8} in Rust                        {there:8.0f} ns")
        print(f"{name:8} border: Python - Rust          {here - there:8.0f} ns")
        print(f"{name:8} border: Python - Rust - empty  {here - there - empty:8.0f} ns")


def many_calls(policy: callgate.Policy, commands: list[str]) -> None:
    """Verdicts a second, on one core and on all."""
    repeated = commands * 200
    calls = [{"tool": "Bash", "input": {"command": command}} for command in repeated]
    inputs = [json.dumps(call["input"]) for call in calls]
    tools = ["Bash"] * len(calls)
    forms: dict[str, Any] = {
        "Arrow column of commands": pa.array(repeated),
        "Arrow table, JSON inputs": pa.table({"tool": tools, "input": inputs}),
        "Arrow table, struct inputs": pa.Table.from_pylist(calls),
        "list of strings": repeated,
        "list of dicts": calls,
    }
    for name, form in forms.items():
        for threads, clock in ((1, time.process_time), (None, time.perf_counter)):
            took = []
            for _ in range(5):
                start = clock()
                policy.decide_many(form, threads=threads)
                took.append(clock() - start)
            rate = len(repeated) / statistics.median(took) / 1e6
            cores = "1 core" if threads else "all cores"
            print(f"{name:27} {cores:10} {rate:6.2f} million verdicts a second")


def main() -> None:
    """Prints all figures."""
    loaded = workload()
    policy = callgate.Policy.from_json(loaded["settings"], source="user", profile="claude-code")
    print(f"{RULES} rules, {COMMANDS} command lines\n")
    one_call(policy, loaded["commands"])
    print()
    many_calls(policy, loaded["commands"])


if __name__ == "__main__":
    main()
