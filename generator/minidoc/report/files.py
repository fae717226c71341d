"""What changed in the code, file by file, bounded per file and in all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from minidoc.report.checked import Checked
from minidoc.report.rows import MOST_LINES, Row, side_by_side
from minidoc.tree import Difference, Status
from minidoc.values import frozen

MOST_ROWS_PER_FILE = 400
MOST_ROWS = 2000
MOST_FILES = 200
_OPEN_ROWS = 300
"""Rows that are unfolded at first, the first file's at any rate."""

_SAYS = {
    Status.CHANGED: "changed",
    Status.MISSING: "new",
    Status.SURPLUS: "no longer made",
}


@frozen
class FileView:
    """One file.

    Attributes:
        path: Below the package's folder, or beside it.
        says: How it differs.
        added: Lines that only the pages give.
        removed: Lines that are only on disk.
        rows: What is shown of it.
        sides: Whether there are two sides: `both`, `old` or `new`.
        note: What is not shown, or nothing.
        is_open: Whether it is unfolded at first.
    """

    path: str
    says: str
    added: int
    removed: int
    rows: tuple[Row, ...]
    sides: str
    note: str
    is_open: bool


@frozen
class CodeView:
    """All files that differ; `left_out` says how many of them are not even named."""

    files: tuple[FileView, ...]
    left_out: int


def code_view(checked: Checked) -> CodeView:
    """Show what differs: modules first, what follows from them last."""
    every = [
        (folder, each)
        for folder, comparison in checked.drift or ()
        for each in comparison.differences
    ]
    every.sort(key=lambda item: _rank(item[1].path))
    shown = every[:MOST_FILES]
    return CodeView(tuple(_views(shown)), len(every) - len(shown))


def _rank(path: str) -> int:
    """Modules first, then their list of names, then the machinery of the package."""
    if path == "__init__.py":
        return 1
    return 2 if _is_machinery(path) else 0


def _is_machinery(path: str) -> bool:
    return path.startswith("_") and path != "__init__.py"


def _views(every: list[tuple[Path, Difference]]) -> Iterator[FileView]:
    used, opened = 0, 0
    for at, (folder, difference) in enumerate(every):
        view = _view(folder, difference, MOST_ROWS - used)
        used += len(view.rows)
        fits = at == 0 or opened + len(view.rows) <= _OPEN_ROWS
        is_open = fits and not _is_machinery(difference.path)
        opened += len(view.rows) * is_open
        yield replace(view, is_open=is_open)


def _view(folder: Path, difference: Difference, room: int) -> FileView:
    old, new = difference.old, difference.new
    path = (folder / difference.path).as_posix()
    says = _SAYS[difference.status]
    made = side_by_side(old, new, max(0, min(room, MOST_ROWS_PER_FILE)))
    if made is None:
        note = f"Longer than {MOST_LINES:,} lines: not shown here."
        return FileView(path, says, 0, 0, (), "both", note, is_open=True)
    note = ""
    if made.left_out:
        note = f"{made.left_out:,} more lines with changes are not shown here."
    if old is None and difference.status is not Status.MISSING:
        note = f"What is on disk is not a text file. {note}".strip()
    sides = {(True, False): "new", (False, True): "old"}.get((not old, not new), "both")
    return FileView(
        path, says, made.added, made.removed, made.rows, sides, note, is_open=True
    )
