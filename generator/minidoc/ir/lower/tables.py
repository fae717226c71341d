"""Markdown tables: which lines of a text belong to one.

A table is known by the line of dashes below its header; a line with `|` alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from minidoc.syntax import nodes
from minidoc.values import frozen

Line: TypeAlias = tuple[nodes.DocPart, ...]
"""The parts of one physical line, without its end."""

_DASHES = re.compile(r":?-+:?")


@frozen
class TableLines:
    """The lines of one table, its header first."""

    rows: tuple[Line, ...]


def with_tables(
    lines: Iterable[Line | nodes.Fence],
) -> Iterator[Line | nodes.Fence | TableLines]:
    """Put the lines of each table together; all others stay as they are."""
    waiting = list(lines)
    texts = [_text(line) for line in waiting]
    if not any("|" in text for text in texts):
        yield from waiting
        return
    start = 0
    while start < len(waiting):
        end = _table_end(texts, start)
        rows = [line for line in waiting[start:end] if isinstance(line, tuple)]
        yield TableLines(tuple(rows)) if rows else waiting[start]
        start = max(end, start + 1)


def _table_end(texts: list[str], start: int) -> int:
    """Return the index behind the table that begins at `start`; `start` for none."""
    if "|" not in texts[start] or not _has_delimiter(texts, start + 1):
        return start
    end = start
    while end < len(texts) and "|" in texts[end]:
        end += 1
    return end


def _text(line: Line | nodes.Fence) -> str:
    if isinstance(line, nodes.Fence):
        return ""
    return "".join(part.text for part in line if isinstance(part, nodes.Words))


def _has_delimiter(texts: list[str], number: int) -> bool:
    """Tell whether there is such a line and it is like `|---|:--:|`."""
    if number >= len(texts):
        return False
    cells = [cell.strip() for cell in texts[number].strip().split("|")]
    if len(cells) < 2:
        return False
    inner = cells[not cells[0] : len(cells) - (not cells[-1])]
    return bool(inner) and all(_DASHES.fullmatch(cell) for cell in inner)
