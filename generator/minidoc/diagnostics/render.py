"""Diagnostics as text for people and as data for programs. Nothing is printed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from minidoc.diagnostics.codes import Severity
from minidoc.diagnostics.model import Diagnostic, Span
from minidoc.diagnostics.terminal import cells, visible
from minidoc.values import frozen

Sources: TypeAlias = Mapping[str, tuple[str, str]]
"""`Span.file` -> the path to show for it, and its text with `\\n` line ends."""

WIDTH = 100
"""Most columns that a source line takes; a longer one is shown around the caret."""

_Cell: TypeAlias = tuple[str, int]

_INDENT = "  "
_ROOM = WIDTH - len(_INDENT)
_DOTS: _Cell = ("…", 1)
# A name of a megabyte must not become a message of a megabyte.
_MOST_CHARACTERS = 1000
# Enough to fill the window on both sides, whatever the length of the line.
_AROUND = 4 * WIDTH

_BOLD, _HINT, _RESET = "\x1b[1m", "\x1b[36m", "\x1b[0m"
_COLORS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.NOTE: "\x1b[1;34m",
}


def render(diagnostics: Iterable[Diagnostic], sources: Sources, *, color: bool) -> str:
    """Render diagnostics for a terminal, by place, with a final line that counts them.

    Args:
        diagnostics: In any order.
        sources: What the spans speak of; a missing one costs the source line only.
        color: Whether to use ANSI sequences; whether the output is a terminal and what
            `NO_COLOR` says is for the caller to know.

    Returns:
        Lines that each end in a newline; nothing for no diagnostics. Nothing of a page
        or a path can act on the terminal.
    """
    ordered = sorted(diagnostics, key=Diagnostic.sort_key)
    if not ordered:
        return ""
    style = _Style(color)
    lines = {file: text.split("\n") for file, (_, text) in sources.items()}
    rendered = [line for each in ordered for line in _one(each, sources, lines, style)]
    return "\n".join([*rendered, _count(ordered), ""])


def as_json(
    diagnostics: Iterable[Diagnostic], sources: Sources
) -> list[dict[str, str | int | None]]:
    """Return diagnostics as JSON objects, by place, their texts as they are.

    `file`, `line` and `column` are null where there is no place, `hint` where there is
    no hint.
    """
    ordered = sorted(diagnostics, key=Diagnostic.sort_key)
    return [_object(each, sources) for each in ordered]


@frozen
class _Style:
    color: bool

    def __call__(self, sequence: str, text: str) -> str:
        return f"{sequence}{text}{_RESET}" if self.color else text


def _one(
    diagnostic: Diagnostic,
    sources: Sources,
    lines: Mapping[str, list[str]],
    style: _Style,
) -> Iterator[str]:
    severity, span = diagnostic.severity, diagnostic.span
    kind = style(_COLORS[severity], f"{severity.value}[{diagnostic.code.value}]")
    place = style(_BOLD, f"{_place(span, sources)}: ") if span else ""
    yield f"{place}{kind}: {_short(diagnostic.message)}"
    if span is not None and span.file in lines:
        source = _line(lines[span.file], span)
        yield from _excerpt(source, span, style, _COLORS[severity])
    if diagnostic.hint:
        yield f"{_INDENT}{style(_HINT, 'hint:')} {_short(diagnostic.hint)}"


def _place(span: Span, sources: Sources) -> str:
    path = sources[span.file][0] if span.file in sources else span.file
    return f"{visible(path)}:{span.line}:{span.column}"


def _short(text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS] + "…"
    return visible(text)


def _line(lines: list[str], span: Span) -> str:
    return lines[span.line - 1].rstrip() if 0 < span.line <= len(lines) else ""


def _excerpt(source: str, span: Span, style: _Style, color: str) -> Iterator[str]:
    """Yield the source line and the line that marks the span in it."""
    if not source:
        return
    begin = min(span.column - 1, len(source))
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    first, last = max(0, begin - _AROUND), begin + _AROUND
    row = list(cells(source[first:last]))
    before, after = row[: begin - first], row[begin - first :]
    left = _left(before, _columns(after), is_cut=first > 0)
    at = _columns(left)
    right = _right(after, _ROOM - at, goes_on=last < len(source))
    marked = min(_columns(after[: max(0, end - begin)]), _columns(right))
    yield _INDENT + "".join(shown for shown, _ in left + right)
    yield _INDENT + " " * at + style(color, "^" * max(1, marked))


def _left(before: list[_Cell], after: int, *, is_cut: bool) -> list[_Cell]:
    """Shorten what stands before the caret, if need be, at its beginning.

    A third of the room is enough for it, since what follows tells more.
    """
    room = max(_ROOM // 3, _ROOM - max(1, after))
    if _columns(before) <= room and not is_cut:
        return before
    return [_DOTS, *reversed(_fitting(reversed(before), room - 1))]


def _right(after: list[_Cell], room: int, *, goes_on: bool) -> list[_Cell]:
    """Shorten what stands at and after the caret, if need be, at its end."""
    if _columns(after) <= room and not goes_on:
        return after
    return [*_fitting(after, room - 1), _DOTS]


def _fitting(row: Iterable[_Cell], room: int) -> list[_Cell]:
    kept: list[_Cell] = []
    for shown, width in row:
        room -= width
        if room < 0:
            break
        kept.append((shown, width))
    return kept


def _columns(row: Iterable[_Cell]) -> int:
    return sum(width for _, width in row)


def _count(diagnostics: Iterable[Diagnostic]) -> str:
    counts = Counter(each.severity for each in diagnostics)
    parts = [(counts[severity], severity.value) for severity in Severity]
    return ", ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in parts if n)


def _object(diagnostic: Diagnostic, sources: Sources) -> dict[str, str | int | None]:
    span = diagnostic.span
    file = sources[span.file][0] if span and span.file in sources else None
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code.value,
        "message": diagnostic.message,
        "file": file or (span.file if span else None),
        "line": span.line if span else None,
        "column": span.column if span else None,
        "hint": diagnostic.hint or None,
    }
