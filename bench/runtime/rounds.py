"""Ours and a reference in turn: two runs that saw the same machine are compared."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median_low, quantiles


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Run both so many times, one after the other; return the pair of the middle.

    Pairs are ordered by their ratio: a machine that is slower for some of the rounds is
    so for both of a pair, which two medians by themselves need not be from.
    """
    pairs = _in_turn(ours, reference, repeat)
    middle = median_low(one / other for one, other in pairs)
    return next(pair for pair in pairs if pair[0] / pair[1] == middle)


def alternate_undisturbed(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Run both so many times; return of each the rate that a quarter of them exceed.

    For rates that depend on how much of the processor's cache is left by others on the
    machine: they take from one side more than from the other, and never give.
    """
    pairs = _in_turn(ours, reference, repeat)
    one, other = (quantiles(rates, n=4)[2] for rates in zip(*pairs, strict=True))
    return one, other


def _in_turn(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> list[tuple[float, float]]:
    """Run both so many times.

    One run of each comes before those that count: caches fill, modules are imported.
    What is there then, be it of whoever measures, is not collected again and again.
    """
    ours()
    reference()
    gc.collect()
    gc.freeze()
    return [(ours(), reference()) for _ in range(repeat)]
