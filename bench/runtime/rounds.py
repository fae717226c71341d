"""Ours and a reference in turn: two runs that saw the same machine are compared."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median_low


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Run both so many times, one after the other; return the pair of the middle.

    Pairs are ordered by their ratio: a machine that is slower for some of the rounds is
    so for both of a pair, which two medians by themselves need not be from.

    One run of each comes before those that count: caches fill, modules are imported.
    What is there then, be it of whoever measures, is not collected again and again.
    """
    ours()
    reference()
    gc.collect()
    gc.freeze()
    pairs = [(ours(), reference()) for _ in range(repeat)]
    middle = median_low(one / other for one, other in pairs)
    return next(pair for pair in pairs if pair[0] / pair[1] == middle)
