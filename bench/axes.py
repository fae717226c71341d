"""Logarithmic axes: from values to places on the page, and lines that help reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of the page, and the values at its two ends.

    Attributes:
        start: Place of the lower value; larger than `end` where values go up the page.
    """

    start: float
    end: float
    lower: float
    upper: float

    def place(self, value: float) -> float:
        """Return where a value is."""
        share = log10(value / self.lower) / log10(self.upper / self.lower)
        return self.start + share * (self.end - self.start)

    def ticks(self, steps: Sequence[int]) -> list[float]:
        """Return the round values in range: each step, times a power of ten."""
        low, high = floor(log10(self.lower)), ceil(log10(self.upper))
        found = [step * 10.0**power for power in range(low, high + 1) for step in steps]
        fuzz = 1 + 1e-9
        return [
            each for each in found if self.lower / fuzz <= each <= self.upper * fuzz
        ]


def reach(values: Iterable[float], steps: Sequence[int]) -> tuple[float, float]:
    """Return the round values that enclose all others."""
    found = sorted(values)
    wide = Axis(0, 1, found[0] / 10, found[-1] * 10).ticks(steps)
    lower = max(each for each in wide if each <= found[0])
    upper = min(each for each in wide if each >= found[-1])
    return lower, upper


def apart(wanted: Sequence[float], distance: float) -> list[float]:
    """Return places close to those that are wanted, in their order, none too close.

    Args:
        wanted: Places in any order.
        distance: What has to be between two.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # Neighbours that would touch become one block around the middle of their wishes.
    blocks: list[list[float]] = []
    for index in order:
        blocks.append([wanted[index]])
        while len(blocks) > 1 and _gap(blocks[-2], blocks[-1], distance) < 0:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    placed = [place for block in blocks for place in _spread(block, distance)]
    return [placed[order.index(index)] for index in range(len(wanted))]


def _gap(above: list[float], below: list[float], distance: float) -> float:
    return _spread(below, distance)[0] - _spread(above, distance)[-1] - distance


def _spread(block: list[float], distance: float) -> list[float]:
    first = sum(block) / len(block) - distance * (len(block) - 1) / 2
    return [first + distance * index for index in range(len(block))]
