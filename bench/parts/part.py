"""What a part of the table is: the runs it needs, and figures made of their results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.figure import Figure
from bench.race import Results, Run
from bench.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Part:
    """Some figures that belong together; their names begin with the part's.

    Attributes:
        name: What `--only` calls it.
        needs: The runs, for sizes and with or without the peers.
        figures: The figures, from the results of these runs and perhaps of others.
    """

    name: str
    needs: Callable[[Sizes, bool], frozenset[Run]]
    figures: Callable[[Results, Sizes, bool], list[Figure]]


def at_most(name: str, what: str, values: tuple[float, float], target: float) -> Figure:
    """Make a figure out of two times, ours and the reference."""
    ours, reference = values
    return Figure(name, what, ours, reference, "s", "at most", target)
