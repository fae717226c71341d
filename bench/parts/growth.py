"""Ten times as many pages: time, and the most memory that a run has."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import COLD
from bench.parts.part import Part, at_most
from bench.race import Results, Run
from bench.sizes import Sizes

LIMIT = 250


def _needs(sizes: Sizes, _: bool) -> frozenset[Run]:
    return frozenset({Run(COLD, sizes.many), Run(COLD, sizes.most)})


def _figures(results: Results, sizes: Sizes, _: bool) -> list[Figure]:
    values = (results.seconds(COLD, sizes.most), results.seconds(COLD, sizes.many))
    what = f"minidoc generate, cold, N={sizes.most} / N={sizes.many}"
    most = results.mib(COLD, sizes.most)
    peak = f"most memory of minidoc generate, cold, N={sizes.most}"
    return [
        at_most("growth.time", what, values, 11),
        Figure("growth.memory", peak, most, 1, "MiB", "at most", LIMIT),
    ]


PART = Part("growth", _needs, _figures)
