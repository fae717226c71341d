"""One run of the harness: what the chosen parts need is raced, and becomes figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import ours
from bench.environment import CACHE, minidoc_environment, peers_environment
from bench.figure import Figure
from bench.parts.part import Part
from bench.peers import courses as peers
from bench.race import Course, Results, Run, race
from bench.registry import by_themselves, chosen_parts, is_chosen
from bench.report import Series
from bench.sizes import Sizes

# What the plots show, in the order of their legend.
PLOTTED = (ours.COLD, ours.CHANGED, ours.GENERATE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants measured.

    Attributes:
        only: Parts and figures; empty for all.
        repeat: How often each process is run.
    """

    sizes: Sizes
    only: Collection[str]
    repeat: int
    peers: bool
    plots: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures, and the points of the plots."""

    figures: list[Figure]
    series: Series


def measure(wish: Wish, tell: Callable[[str], None]) -> Measured:
    """Measure everything that is wanted, all processes in turn.

    Raises:
        WrongWorkError: If something that is measured does not do its work.
    """
    parts = chosen_parts(wish.only)
    wanted = _runs(parts, wish)
    results = race(_courses(wanted, tell), wish.repeat, tell)
    figures = [
        figure
        for part in parts
        for figure in part.figures(results, wish.sizes, wish.peers)
        if is_chosen(figure, part.name, wish.only)
    ]
    figures += by_themselves(wish.only, wish.repeat)
    return Measured(figures, series(results, wanted))


def _runs(parts: Iterable[Part], wish: Wish) -> list[Run]:
    """Return the runs by size, so that what is compared runs close together."""
    found = {run for part in parts for run in part.needs(wish.sizes, wish.peers)}
    if wish.plots:
        plotted = (*PLOTTED, *(peers.PEERS if wish.peers else ()))
        found |= {Run(name, copies) for name in plotted for copies in wish.sizes.all}
    return sorted(found, key=lambda run: (run.copies, run.runner))


def _courses(runs: Iterable[Run], tell: Callable[[str], None]) -> dict[Run, Course]:
    own = minidoc_environment()
    found: dict[Run, Course] = {}
    for run in runs:
        tell(f"preparing {run.runner}, N={run.copies:,}")
        folder = _folder(run)
        if run.runner in peers.PEERS:
            environment = peers_environment()
            found[run] = peers.course(run.runner, environment, folder, run.copies)
        else:
            found[run] = ours.course(run.runner, own, folder, run.copies)
    return found


def _folder(run: Run) -> Path:
    name = run.runner.replace(" ", "-").replace(",", "")
    return CACHE / "work" / f"{name}-{run.copies}"


def series(results: Results, runs: Iterable[Run]) -> Series:
    """Return the points of the plots: those courses that were run at several sizes."""
    found: Series = {}
    for name, copies in runs:
        if name in PLOTTED or name in peers.PEERS:
            point = (copies, results.seconds(name, copies), results.mib(name, copies))
            found.setdefault(name, []).append(point)
    return found
