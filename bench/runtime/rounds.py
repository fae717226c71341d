"""Ours and a reference in turn: runs that saw the same machine are compared."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from statistics import median_low, quantiles

Pairs = Sequence[tuple[float, float]]
"""Ours and the reference directly after it, or before."""


def in_turn(*measure: Callable[[], float], repeat: int) -> list[list[float]]:
    """Run all of them so many times, one after the other; return what each gave.

    One run of each comes before those that count: caches fill, modules are imported.
    What is there then, be it of whoever measures, is not collected again and again.
    """
    for each in measure:
        each()
    gc.collect()
    gc.freeze()
    rounds = [[each() for each in measure] for _ in range(repeat)]
    return [list(given) for given in zip(*rounds, strict=True)]


def middle(pairs: Pairs) -> tuple[float, float]:
    """Return the pair of the middle, by their ratio.

    A machine that is slower for some of the rounds is so for both of a pair, which two
    medians by themselves need not be from.
    """
    ratio = median_low(one / other for one, other in pairs)
    return next(pair for pair in pairs if pair[0] / pair[1] == ratio)


def undisturbed(pairs: Pairs) -> tuple[float, float]:
    """Return, of each side, the rate that a quarter of its runs exceed.

    For rates that depend on how much of the processor's cache is left by others on the
    machine: they take from one side more than from the other, and never give.
    """
    one, other = (quantiles(rates, n=4)[2] for rates in zip(*pairs, strict=True))
    return one, other


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Run both so many times in turn; return the pair of the middle."""
    one, other = in_turn(ours, reference, repeat=repeat)
    return middle(list(zip(one, other, strict=True)))
