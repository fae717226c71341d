"""How an explanation is laid out on a terminal of ordinary width."""

from __future__ import annotations

import textwrap

_WIDTH = 80


def wrapped(text: str) -> str:
    """Break a paragraph into lines."""
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def indented(text: str) -> str:
    """Set lines apart from the text around them, cut where they are too long."""
    lines = (_shortened(line) for line in text.rstrip("\n").split("\n"))
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _shortened(line: str) -> str:
    room = _WIDTH - len("    ")
    return line if len(line) <= room else f"{line[: room - 1]}…"
