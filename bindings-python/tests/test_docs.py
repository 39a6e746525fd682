"""The examples in docstrings and in the README run."""

import doctest
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import callgate

# Names for types, which have no docstring of their own.
ALIASES = {"Mode", "PartKind", "Profile", "Reason", "Source", "__version__"}


def documented() -> Iterator[tuple[str, str]]:
    """Every public object, and every public member of a class, with its docstring."""
    yield "callgate", callgate.__doc__ or ""
    for name in sorted(set(callgate.__all__) - ALIASES):
        thing = getattr(callgate, name)
        yield name, thing.__doc__ or ""
        if inspect.ismodule(thing):
            yield from ((f"{name}.{part}", getattr(thing, part).__doc__) for part in thing.__all__)
        if inspect.isclass(thing):
            for member, value in vars(thing).items():
                text = getattr(value, "__doc__", None)
                if not member.startswith("_") and isinstance(text, str) and ">>>" in text:
                    yield f"{name}.{member}", text


EXAMPLES = [pytest.param(name, text, id=name) for name, text in documented()]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_examples_run(name: str, text: str) -> None:
    assert ">>>" in text, f"{name} has no example"
    example = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    result = doctest.DocTestRunner().run(example)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_readme_runs() -> None:
    readme = Path(__file__).parents[1] / "README.md"
    result = doctest.testfile(str(readme), module_relative=False)
    assert result.attempted > 5
    assert result.failed == 0
