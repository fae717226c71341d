"""Two texts word by word: which pieces of each the other one lacks.

Also what is left of a text that is too long to be read. Text stays text here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeAlias

from minidoc.values import frozen

# Texts that share less than this are two texts, and marks would only be noise.
_LEAST_ALIKE = 0.4
# Far above prose and code; below what takes the search a tenth of a second.
_MOST_PAIRS = 10_000
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@frozen
class Piece:
    """A stretch of text; marked, if the other text does not have it."""

    text: str
    is_marked: bool = False


Pieces: TypeAlias = tuple[Piece, ...]


def whole(text: str | None) -> Pieces:
    """Return a text without marks."""
    return (Piece(text),) if text else ()


def marked(old: str, new: str, *, most: int) -> tuple[Pieces, Pieces]:
    """Mark in both texts what the other one lacks; nothing if all of it differs.

    Args:
        old: One text.
        new: The other one.
        most: Characters above which texts are not compared word by word.
    """
    if max(len(old), len(new)) > most:
        return whole(old), whole(new)
    ours, theirs = split(old), split(new)
    if _pairs(ours, theirs) > _MOST_PAIRS:
        return whole(old), whole(new)
    matcher = SequenceMatcher(str.isspace, ours, theirs, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return whole(old), whole(new)
    steps = matcher.get_opcodes()
    left = (Piece("".join(ours[a:b]), tag != "equal") for tag, a, b, _, _ in steps)
    right = (Piece("".join(theirs[a:b]), tag != "equal") for tag, _, _, a, b in steps)
    return tuple(_joined(left)), tuple(_joined(right))


def split(text: str) -> list[str]:
    """Split a text into words, spaces and single signs; joined they are the text."""
    return _WORDS.findall(text)


def _pairs(ours: list[str], theirs: list[str]) -> int:
    """Count what the search has to look at: it grows with the square of repetition."""
    counts = Counter(word for word in theirs if not word.isspace())
    return sum(counts[word] for word in ours)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Drop empty pieces, and let marks run through the spaces between them."""
    found = [piece for piece in pieces if piece.text]
    waiting: Piece | None = None
    for at, piece in enumerate(found):
        between = 0 < at < len(found) - 1 and not piece.text.strip()
        if between and found[at - 1].is_marked and found[at + 1].is_marked:
            piece = replace(piece, is_marked=True)  # noqa: PLW2901
        if waiting is None:
            waiting = piece
        elif waiting.is_marked is piece.is_marked:
            waiting = Piece(waiting.text + piece.text, piece.is_marked)
        else:
            yield waiting
            waiting = piece
    if waiting is not None:
        yield waiting


def condensed(pieces: Sequence[Piece], around: int, most: int) -> Pieces:
    """Shorten what both texts have to what stands around the marks, and then the rest.

    Args:
        pieces: A text with its marks.
        around: Characters to keep beside a mark.
        most: Characters to keep in all.
    """
    last = len(pieces) - 1
    short = (
        (
            piece
            if piece.is_marked or not last
            else Piece(_middle(piece.text, around * (at > 0), around * (at < last)))
        )
        for at, piece in enumerate(pieces)
    )
    return tuple(_first(short, most))


def _middle(text: str, begin: int, end: int) -> str:
    """Leave out the middle; at the start or the end of a text, the outer part."""
    if len(text) <= begin + end + 20:
        return text
    return f"{text[:begin]} … {text[len(text) - end:]}".strip("\n")


def _first(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    for piece in pieces:
        if len(piece.text) > most:
            yield replace(piece, text=f"{piece.text[:most]}…")
            return
        most -= len(piece.text)
        yield piece
