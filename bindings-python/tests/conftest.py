"""What several tests share."""

import pytest

import callgate


@pytest.fixture
def policy() -> callgate.Policy:
    """A policy with a rule in every list."""
    permissions = {"deny": ["Bash(curl:*)"], "ask": ["Bash(git push:*)"], "allow": ["Bash(make:*)"]}
    return callgate.Policy.from_json({"permissions": permissions})
