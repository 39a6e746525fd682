"""What notebooks show."""

from html.parser import HTMLParser

import pytest

from callgate import Policy


class Reader(HTMLParser):
    """Reads HTML, and holds that every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marks[-1] += data


def test_a_decision_shows_what_decided_it(policy: Policy) -> None:
    shown = Reader(policy.check("make é🦀 && git push; curl -s x | git push")._repr_html_())
    assert shown.text.startswith("deny Bash")
    assert shown.marks == ["curl -s x"]
    for piece in (
        "make é🦀 && git push",
        "Bash(curl:*)",
        "deny rule in user",
        "narrow or remove",
    ):
        assert piece in shown.text
    shown = Reader(policy.check("git push && git push -f")._repr_html_())
    assert shown.marks == ["git push", "git push -f"]
    assert shown.text.count("Bash(git push:*)") > 2
    shown = Reader(policy.decide({"tool": "WebSearch", "input": {"query": "x"}})._repr_html_())
    assert shown.marks == ["x"]
    assert "no-rule" in shown.text
    assert Reader(policy.decide({"tool": "Other"})._repr_html_()).marks == ["Other"]


def test_a_policy_shows_its_rules_and_their_places() -> None:
    text = '{"permissions": {\n  "deny": ["Write(**)", "Bash(curl:*)"]}}'
    shown = Reader(Policy.from_json(text, name="team.json")._repr_html_())
    assert "Bash(curl:*)" in shown.text
    assert "team.json:2:25" in shown.text
    assert "write `Edit(**)`" in shown.text
    assert "0 rules" in Reader(Policy.from_json({})._repr_html_()).text


def test_a_table_shows_its_first_rows(policy: Policy) -> None:
    shown = Reader(policy.decide_many(["ls"] * 49 + ["curl x"] * 51, explain=True)._repr_html_())
    assert "100 rows" in shown.text
    assert shown.text.count("the deny rule") == 1
    assert "…" in shown.text


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'\"&lt;"]
)
def test_nothing_that_is_shown_is_markup(bad: str) -> None:
    settings = {"permissions": {"deny": [f"Bash({bad}:*)"]}, bad: 1}
    policy = Policy.from_json(settings, name=bad)
    for html in (
        policy._repr_html_(),
        policy.decide_many([f"{bad} x"], explain=True)._repr_html_(),
        policy.check(f"{bad} x")._repr_html_(),
        policy.decide({"tool": bad, "input": {bad: bad}})._repr_html_(),
        policy.decide({"tool": "Read", "input": {"file_path": f"/{bad}"}})._repr_html_(),
    ):
        reader = Reader(html)
        assert reader.tags.isdisjoint({"script", "img"})
        assert bad in reader.text


def test_nothing_hides(policy: Policy) -> None:
    shown = Reader(policy.check("ls \x1b[2K\u202e\u200b curl x")._repr_html_())
    assert "ls ␛[2K\ufffd\ufffd curl x" in shown.text


def test_huge_commands_are_cut(policy: Policy) -> None:
    for command in ("curl " + "x" * 100_000, "git push; " * 900, "make; " * 500 + "curl x"):
        html = policy.check(command)._repr_html_()
        assert len(Reader(html).text) < 20_000
