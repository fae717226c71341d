"""How alike two things are, and which belong together: the search for renames.

In: things of before and of now that have no partner by name. Out: pairs. A pair needs
better evidence than every other that either of the two could have.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from minidoc.changes.words import BODY, sentences
from minidoc.ir.docs import Doc

T = TypeVar("T")

Gist: TypeAlias = tuple[str, ...]
"""The words of a text."""

# difflib takes quadratic time; the first lines of a text say what it is about.
_MOST = 600
_LEAST = 0.4


def best_pairs(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> list[tuple[T, T]]:
    """Pair what is alike, the likeliest first; a score of 0 is no pair.

    Of two that are equally likely neither is taken: a wrong rename is worse than none.
    """
    likely = {
        (i, j): found
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if (found := score(a, b)) > 0
    }
    ours, theirs = set(range(len(old))), set(range(len(new)))
    pairs: list[tuple[T, T]] = []
    for (i, j), found in sorted(likely.items(), key=lambda each: (-each[1], each[0])):
        if i not in ours or j not in theirs:
            continue
        rivals = [likely.get((i, other), 0) for other in theirs - {j}]
        rivals += [likely.get((other, j), 0) for other in ours - {i}]
        if all(rival < found for rival in rivals):
            pairs.append((old[i], new[j]))
            ours.remove(i)
            theirs.remove(j)
    return pairs


def gist(doc: Doc | None) -> Gist:
    """Return the words of what a comment says, its tags left out."""
    told = (each.text for each in sentences(doc) if each.part == BODY)
    return words_of(" ".join(told))


def words_of(text: str) -> Gist:
    """Return the words of a text, of a long one those that it begins with."""
    return tuple(re.findall(r"\w+", text[:_MOST].lower()))


def text_likeness(old: Gist, new: Gist) -> float | None:
    """Compare what two texts say, from 0 to 1; None if neither says anything.

    What is below every use that is made of it is 0.
    """
    if not old and not new:
        return None
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST else 0.0


def name_likeness(old: str, new: str) -> float:
    """Compare two names letter by letter, from 0 to 1; capitals do not count."""
    pair = (old[:80].lower(), new[:80].lower())
    return difflib.SequenceMatcher(None, *pair, autojunk=False).ratio()


def overlap(old: Sequence[object], new: Sequence[object]) -> float:
    """Return which share of all that either has is in both; 1 if there is nothing."""
    ours, theirs = set(old), set(new)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0
