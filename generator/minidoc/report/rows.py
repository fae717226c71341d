"""Two versions of a file as rows, old beside new, bounded in number and in width.

Comes in: two texts. Goes out: rows of plain text. Neither files nor markup are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, TypeAlias

from minidoc.report.words import Piece, Pieces, condensed, marked, split, whole
from minidoc.values import frozen

MOST_LINES = 20_000
"""Lines above which a file is not compared line by line."""

CONTEXT = 3
WIDEST = 400
"""Characters of a line that are shown."""

# Pairs of equal lines, above which the search leaves frequent lines aside.
_MOST_PAIRS = 1_000_000
# Lines of a changed block, old times new, that are matched by what is in them.
_MOST_MATCHED = 900
_LEAST_ALIKE = 0.5
_NO_END = " ⟨no line end⟩"

_Step: TypeAlias = tuple[str, int, int, int, int]
_Pair: TypeAlias = tuple[int | None, int | None]


@frozen
class Row:
    """One line of each side.

    Attributes:
        kind: Whether both are the same; a gap stands for lines that are left out.
        old_number: Line number, None where there is no line.
        old: Its text.
        new_number: The same on the other side.
        new: The same on the other side.
        skipped: Lines that a gap stands for.
    """

    kind: Literal["same", "differs", "gap"]
    old_number: int | None = None
    old: Pieces = ()
    new_number: int | None = None
    new: Pieces = ()
    skipped: int = 0


@frozen
class Rows:
    """What is shown of a file, and how much there is.

    Attributes:
        rows: In the order of the file.
        added: Lines that only the new version has.
        removed: Lines that only the old one has.
        left_out: Rows with changes that were not made, for there would be too many.
    """

    rows: tuple[Row, ...]
    added: int
    removed: int
    left_out: int


def side_by_side(old: str | None, new: str | None, most: int) -> Rows | None:
    """Put two versions side by side; None if they are too long to be compared.

    Args:
        old: None for no version.
        new: None for no version.
        most: Rows to return.
    """
    ours, theirs = _lines(old), _lines(new)
    if max(len(ours), len(theirs)) > MOST_LINES:
        return None
    groups = _grouped(ours, theirs)
    steps = [step for group in groups for step in group if step[0] != "equal"]
    rows: list[Row] = []
    done = 0
    for row in _rows(groups, ours, theirs):
        if len(rows) >= most:
            break
        rows.append(row)
        done += row.kind == "differs"
    left_out = sum(max(step[2] - step[1], step[4] - step[3]) for step in steps) - done
    return Rows(
        tuple(rows),
        sum(step[4] - step[3] for step in steps),
        sum(step[2] - step[1] for step in steps),
        max(0, left_out) if len(rows) >= most else 0,
    )


def _lines(text: str | None) -> list[str]:
    # Not str.splitlines, which also splits at form feeds and U+2028.
    if not text:
        return []
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, last + _NO_END] if last else lines


def _grouped(old: list[str], new: list[str]) -> list[list[_Step]]:
    counts = Counter(new)
    pairs = sum(count * counts[line] for line, count in Counter(old).items())
    matcher = SequenceMatcher(None, old, new, autojunk=pairs > _MOST_PAIRS)
    return [list(group) for group in matcher.get_grouped_opcodes(CONTEXT)]


def _rows(
    groups: Sequence[Sequence[_Step]], old: list[str], new: list[str]
) -> Iterator[Row]:
    reached = 0
    for group in groups:
        if group[0][1] > reached:
            yield Row("gap", skipped=group[0][1] - reached)
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from _same(old[a:b], a, c)
            else:
                yield from _changed(old[a:b], new[c:d], a, c)
        reached = group[-1][2]
    if reached < len(old) and groups:
        yield Row("gap", skipped=len(old) - reached)


def _same(lines: list[str], old_at: int, new_at: int) -> Iterator[Row]:
    for at, line in enumerate(lines, 1):
        pieces = _cut(whole(line))
        yield Row("same", old_at + at, pieces, new_at + at, pieces)


def _changed(old: list[str], new: list[str], old_at: int, new_at: int) -> Iterator[Row]:
    for ours, theirs in _paired(old, new):
        left = old[ours] if ours is not None else ""
        right = new[theirs] if theirs is not None else ""
        if ours is not None and theirs is not None:
            old_pieces, new_pieces = marked(left, right, most=2 * WIDEST)
        else:
            old_pieces, new_pieces = whole(left), whole(right)
        yield Row(
            "differs",
            None if ours is None else old_at + ours + 1,
            _cut(old_pieces),
            None if theirs is None else new_at + theirs + 1,
            _cut(new_pieces),
        )


def _cut(pieces: Pieces) -> Pieces:
    width = sum(len(piece.text) for piece in pieces)
    if width <= WIDEST:
        return pieces
    short = condensed(pieces, WIDEST // 4, WIDEST)
    return (*short, Piece(f" ⟨{width:,} characters⟩"))


def _paired(old: list[str], new: list[str]) -> Iterator[_Pair]:
    """Put lines of a changed block side by side, like ones if there are any."""
    at = to = 0
    for ours, theirs in [*_matched(old, new), (len(old), len(new))]:
        yield from zip_longest(range(at, ours), range(to, theirs))
        if ours < len(old):
            yield ours, theirs
        at, to = ours + 1, theirs + 1


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Match lines in order, so that the sum of likenesses is greatest."""
    if not old or not new or len(old) * len(new) > _MOST_MATCHED:
        return
    best = _best(_likeness(old, new))
    at = to = 0
    while at < len(old) and to < len(new):
        if best[at][to] == best[at + 1][to]:
            at += 1
        elif best[at][to] == best[at][to + 1]:
            to += 1
        else:
            yield at, to
            at, to = at + 1, to + 1


def _likeness(old: list[str], new: list[str]) -> list[list[float]]:
    ours = [Counter(split(line[:WIDEST].strip())) for line in old]
    theirs = [Counter(split(line[:WIDEST].strip())) for line in new]
    return [[_alike(one, other) for other in theirs] for one in ours]


def _alike(one: Counter[str], other: Counter[str]) -> float:
    together = one.total() + other.total()
    alike = 2 * (one & other).total() / together if together else 1.0
    return alike if alike >= _LEAST_ALIKE else 0.0


def _best(likeness: list[list[float]]) -> list[list[float]]:
    """Return the greatest sum for the lines from each place to the end."""
    height, width = len(likeness), len(likeness[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for at in reversed(range(height)):
        for to in reversed(range(width)):
            pair = likeness[at][to] + best[at + 1][to + 1]
            best[at][to] = max(best[at + 1][to], best[at][to + 1], pair)
    return best
