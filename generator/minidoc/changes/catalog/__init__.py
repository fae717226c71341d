"""What each kind of change means, with an example that tests run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from types import MappingProxyType

from minidoc.changes.catalog.behaviour import BEHAVIOUR
from minidoc.changes.catalog.calls import CALLS
from minidoc.changes.catalog.compatible import ADDITIVE, DEPRECATION, DOCS, FORMAT
from minidoc.changes.catalog.entry import Meaning, State
from minidoc.changes.catalog.names import NAMES
from minidoc.changes.codes import ChangeCode
from minidoc.diagnostics.catalog.layout import indented, wrapped

__all__ = ["CHANGES", "Meaning", "State", "explain_change"]

CHANGES: Mapping[ChangeCode, Meaning] = MappingProxyType(
    {**NAMES, **CALLS, **BEHAVIOUR, **DEPRECATION, **ADDITIVE, **DOCS, **FORMAT}
)
"""The meaning of every code."""


def explain_change(code: str) -> str:
    """Return what a kind of change means as text for a terminal.

    Raises:
        ValueError: If there is no such code.
    """
    known = ChangeCode(code)
    told = CHANGES[known]
    paragraphs = [
        f"{known.impact.value}[{known.value}]: {told.title}",
        wrapped(told.meaning),
        *_example(told),
        wrapped(f"What to do: {told.fix}"),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _example(told: Meaning) -> Iterator[str]:
    before, after = told.before, told.after
    files = {**before.pages, **after.pages, "overlay.toml": ""}
    for name in files:
        ours = {**before.pages, "overlay.toml": before.overlay}.get(name, "")
        theirs = {**after.pages, "overlay.toml": after.overlay}.get(name, "")
        if ours != theirs:
            yield f"For example, {name}:"
            yield _difference(ours, theirs)


def _difference(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm="")
    shown = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return indented("\n".join(shown))
