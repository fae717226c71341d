"""Ours and a reference in turn: medians of runs that saw the same machine."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Run both so many times, one after the other; return the median of each.

    One run of each comes before those that count: caches fill, modules are imported.
    What is there then, be it of whoever measures, is not collected again and again.
    """
    ours()
    reference()
    gc.collect()
    gc.freeze()
    pairs = [(ours(), reference()) for _ in range(repeat)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)
