"""How alike two things are, and which belong together: the search for renames.

In: things of before and of now that have no partner by name. Out: pairs. A pair needs
better evidence than every other that either of the two could have.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from minidoc.changes.words import BODY, sentences
from minidoc.ir.docs import Doc

T = TypeVar("T")

# difflib takes quadratic time; the first lines of a text say what it is about.
_MOST = 600


def best_pairs(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> list[tuple[T, T]]:
    """Pair what is alike, the likeliest first; a score of 0 is no pair.

    Of two that are equally likely neither is taken: a wrong rename is worse than none.
    """
    scored = [(score(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    found: list[tuple[T, T]] = []
    ours, theirs = set(range(len(old))), set(range(len(new)))
    for likely, i, j in sorted(scored, key=lambda entry: (-entry[0], *entry[1:])):
        if likely <= 0 or i not in ours or j not in theirs:
            continue
        rivals = [
            other
            for other, a, b in scored
            if (a == i) != (b == j) and a in ours and b in theirs
        ]
        if all(other < likely for other in rivals):
            found.append((old[i], new[j]))
            ours.remove(i)
            theirs.remove(j)
    return found


def text_likeness(old: Doc | None, new: Doc | None) -> float | None:
    """Compare what two comments say, from 0 to 1; None if neither says anything."""
    ours, theirs = _gist(old), _gist(new)
    if not ours and not theirs:
        return None
    return words_likeness(ours, theirs)


def words_likeness(old: str, new: str) -> float:
    """Compare two texts word by word, from 0 to 1."""
    ours = re.findall(r"\w+", old[:_MOST].lower())
    theirs = re.findall(r"\w+", new[:_MOST].lower())
    return difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def name_likeness(old: str, new: str) -> float:
    """Compare two names letter by letter, from 0 to 1; capitals do not count."""
    pair = (old[:80].lower(), new[:80].lower())
    return difflib.SequenceMatcher(None, *pair, autojunk=False).ratio()


def overlap(old: Sequence[object], new: Sequence[object]) -> float:
    """Return which share of all that either has is in both; 1 if there is nothing."""
    ours, theirs = set(old), set(new)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def _gist(doc: Doc | None) -> str:
    return " ".join(each.text for each in sentences(doc) if each.part == BODY)
