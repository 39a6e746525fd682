"""How decisions, policies and tables show themselves in a notebook."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from callgate._callgate import lint
from callgate._data import Rule, Span

if TYPE_CHECKING:
    from callgate._callgate import Decision, Policy, Table

# Dark text on these is legible in light and in dark notebooks.
COLOURS = {"allow": "#a5d6a7", "ask": "#ffe082", "deny": "#ef9a9a"}
MAX_CHARACTERS = 2_000
MAX_ROWS = 50


def decision(shown: Decision) -> str:
    """The verdict, the call with the parts that decide it, why, and what would change it."""
    subject = shown.subject if shown.subject is not None else shown.tool
    deciding = [part for part in shown.parts if part.verdict == shown.verdict]
    spans = [part.span for part in deciding if part.span] or [Span(0, len(subject))]
    rows = [("by", _reason(shown.reason))]
    if not isinstance(shown.reason, Rule):
        rows.append(("why", _text(shown.message)))
    if shown.advice:
        rows.append(("help", _text(shown.advice)))
    if len(shown.parts) > 1:
        parts = (
            (_verdict(part.verdict), _code(part.text), _reason(part.reason)) for part in shown.parts
        )
        rows.append(("parts", _table((), parts)))
    marked = _marked(subject, spans, shown.verdict)
    return (
        f"<div>{_verdict(shown.verdict)} {_text(shown.tool)}"
        f"<pre style='white-space: pre-wrap; margin: 0.5em 0'>{marked}</pre>"
        f"{_table((), rows)}</div>"
    )


def policy(shown: Policy) -> str:
    """The rules in force with their places, and what is to be said about them."""
    texts = {(layer["source"], layer["name"]): layer["text"] for layer in shown.layers}

    def place(rule: Rule) -> str:
        line, column = rule.span.position(texts[rule.source, rule.file])
        return f"{_text(rule.file)}:{line}:{column}"

    rules = (
        (_verdict(rule.list), _code(rule.text), rule.source, place(rule)) for rule in shown.rules
    )
    found = lint(shown.layers)
    findings = (
        (finding.severity, _text(finding.message), _text(finding.help or "")) for finding in found
    )
    header = f"<b>Policy</b> ({shown.profile}): {len(shown.rules)} rules"
    listed = _table(("list", "rule", "source", "place"), rules)
    if found:
        listed += (
            f"<details><summary>{len(found)} findings</summary>{_table((), findings)}</details>"
        )
    return f"<div>{header}{listed}</div>"


def table(shown: Table) -> str:
    """The first rows."""
    rows = ([_text(str(value)) for value in row.values()] for row in shown.head(MAX_ROWS + 1))
    return f"<div>{len(shown)} rows{_table(shown.column_names, rows)}</div>"


def _verdict(verdict: str) -> str:
    style = (
        f"background: {COLOURS[verdict]}; color: #1b1b1b; padding: 0 0.5em; border-radius: 0.4em"
    )
    return f"<b style='{style}'>{verdict}</b>"


def _reason(reason: object) -> str:
    if isinstance(reason, Rule):
        return f"{_code(reason.text)}, {reason.list} rule in {_text(reason.file)} ({reason.source})"
    return _code(str(reason))


def _marked(subject: str, spans: list[Span], verdict: str) -> str:
    """The subject with the spans in the colour of the verdict."""
    style = f"background: {COLOURS[verdict]}; color: #1b1b1b"
    pieces = []
    at = 0
    for start, end in _merged(spans):
        if start >= MAX_CHARACTERS:
            break
        mark = _text(subject[start : min(end, MAX_CHARACTERS)])
        pieces += [_text(subject[at:start]), f"<mark style='{style}'>{mark}</mark>"]
        at = end
    pieces.append(_text(subject[at:MAX_CHARACTERS]))
    if len(subject) > MAX_CHARACTERS:
        pieces.append("…")
    return "".join(pieces)


def _merged(spans: list[Span]) -> Iterator[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    now: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if now is None:
            now = (start, end)
        elif start <= now[1]:
            now = (now[0], max(now[1], end))
        else:
            yield now
            now = (start, end)
    if now is not None:
        yield now


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are HTML already."""
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(f"<td style='text-align: left'>{cell}</td>" for cell in row)
        lines.append(f"<tr>{cells}</tr>" if number < MAX_ROWS else "<tr><td>…</td></tr>")
        if number == MAX_ROWS:
            break
    head = "".join(f"<th style='text-align: left'>{_text(name)}</th>" for name in header)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _code(text: str) -> str:
    shown = text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] + "…"
    return f"<code>{_text(shown)}</code>"


def _text(text: str) -> str:
    """Text in which nothing is markup, and nothing hides: what is invisible is shown."""
    return escape("".join(_visible(character) for character in text))


def _visible(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp", "Co"}:
        return character
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"
