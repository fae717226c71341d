"""Changes as JSON for programs, as a changelog section, and as text for people.

In: changes, and which of them are accepted. Out: text. Nothing is printed here, and
nothing of a page can act on a terminal or become markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from minidoc.changes.accepted import Acceptance
from minidoc.changes.catalog import CHANGES
from minidoc.changes.codes import Impact
from minidoc.changes.model import Change, Changes
from minidoc.diagnostics.terminal import visible
from minidoc.values import frozen

_TITLES = {
    Impact.BREAKING: "Breaking",
    Impact.BEHAVIOUR: "Changed behaviour",
    Impact.DEPRECATION: "Deprecated",
    Impact.ADDITIVE: "Added",
    Impact.DOCS: "Documentation",
    Impact.FORMAT: "Pages only",
}
_COLORS = {
    Impact.BREAKING: "\x1b[1;31m",
    Impact.BEHAVIOUR: "\x1b[1;35m",
    Impact.DEPRECATION: "\x1b[1;33m",
    Impact.ADDITIVE: "\x1b[1;32m",
    Impact.DOCS: "\x1b[1;36m",
    Impact.FORMAT: "\x1b[2m",
}
_RESET = "\x1b[0m"
_NEXT = {
    "major": "a new major version",
    "minor": "a new minor version",
    "patch": "a new patch version",
    "none": "no new version",
}
# A paragraph of documentation is enough; the page has the rest.
_MOST = 400


@frozen
class Shown:
    """What is shown: all changes, and the entries that accept some of them."""

    changes: Changes
    accepted: Mapping[Change, Acceptance]

    def message(self, change: Change) -> str:
        """Return what happened, what to do about it, and whether that was done."""
        advice = CHANGES[change.code].fix
        entry = self.accepted.get(change)
        told = f" (accepted: {entry.reason})" if entry else ""
        return f"{change.message}. {advice}{told}"


def as_json(shown: Shown) -> dict[str, Any]:
    """Return changes as a JSON document, their texts as they are."""
    return {
        "bump": shown.changes.bump,
        "changes": [_object(change, shown) for change in shown.changes],
    }


def _object(change: Change, shown: Shown) -> dict[str, Any]:
    return {
        "class": change.impact.value,
        "code": change.code.value,
        "path": change.path,
        "python": change.python,
        "message": shown.message(change),
        "before": change.before,
        "after": change.after,
        "page": change.page,
        "line": change.line,
    }


def as_markdown(shown: Shown) -> str:
    """Return a section of a changelog: a list for each class that has changes."""
    lines: list[str] = []
    for impact in Impact:
        own = [change for change in shown.changes if change.impact is impact]
        if own:
            lines += [f"### {_TITLES[impact]}", ""]
            lines += [line for change in own for line in _item(change, shown)]
            lines.append("")
    return "\n".join(lines or ["Nothing changed for callers.", ""])


def _item(change: Change, shown: Shown) -> Iterator[str]:
    yield f"- {_code(change.python)}: {_prose(shown.message(change))}"
    if change.before is not None or change.after is not None:
        before, after = (_value(change.before), _value(change.after))
        yield f"  - before: {before}"
        yield f"  - after: {after}"
    yield f"  - {_place(change)}, {_code(change.code.value)}"


def _place(change: Change) -> str:
    line = f", line {change.line}" if change.line else ""
    return f"{_code(change.page)}{line}"


def _value(text: str | None) -> str:
    return _code(_short(text)) if text else "nothing"


def _code(text: str) -> str:
    """Write text as a code span: whatever is in it stays text."""
    plain = visible(" ".join(text.split()))
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _prose(text: str) -> str:
    """Write a message: names in it are code spans, and nothing else is markup."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(
        (
            _code(piece[1:-1])
            if piece.startswith("`") and piece.endswith("`")
            else re.sub(r"([\\*_<>\[\]#@|~`])", r"\\\1", visible(piece))
        )
        for piece in pieces
        if piece
    )


def as_text(shown: Shown, *, color: bool) -> str:
    """Return changes for people, the strongest first, with a final line of counts."""
    paint = _Paint(color)
    lines = [line for change in shown.changes for line in _lines(change, shown, paint)]
    return "\n".join([*lines, _summary(shown.changes), ""])


@frozen
class _Paint:
    color: bool

    def __call__(self, impact: Impact, text: str) -> str:
        return f"{_COLORS[impact]}{text}{_RESET}" if self.color else text


def _lines(change: Change, shown: Shown, paint: _Paint) -> Iterator[str]:
    kind = paint(change.impact, f"{change.impact.value}[{change.code.value}]")
    line = f":{change.line}" if change.line else ""
    yield f"{kind} {visible(change.python)}  {visible(change.page)}{line}"
    yield f"  {visible(change.message)}"
    for name, value in (("before", change.before), ("after", change.after)):
        if value is not None:
            yield f"  {name + ':':7} {visible(_short(value))}"
    yield f"  to do:  {visible(CHANGES[change.code].fix)}"
    entry = shown.accepted.get(change)
    if entry is not None:
        until = f" until {entry.until.isoformat()}" if entry.until else ""
        yield f"  accepted{until}: {visible(entry.reason)}"
    yield ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _summary(changes: Changes) -> str:
    if not changes:
        return "nothing changed"
    counts = Counter(change.impact for change in changes)
    told = ", ".join(f"{counts[i]} {i.value}" for i in Impact if counts[i])
    return f"{told}: {_NEXT[changes.bump]}"
