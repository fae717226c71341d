"""One page of many changed: a part of the time, and no file rewritten needlessly."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import CHANGED, COLD, REWRITTEN
from bench.parts.part import Part, at_most
from bench.race import Results, Run
from bench.sizes import Sizes


def _needs(sizes: Sizes, _: bool) -> frozenset[Run]:
    return frozenset({Run(CHANGED, sizes.many), Run(COLD, sizes.many)})


def _figures(results: Results, sizes: Sizes, _: bool) -> list[Figure]:
    many = sizes.many
    values = (results.seconds(CHANGED, many), results.seconds(COLD, many))
    what = f"minidoc generate, one page of {many} changed / cold"
    files = results.fact(CHANGED, many, REWRITTEN)
    other = "files written again that had no reason to be"
    return [
        at_most(f"changed.{many}", what, values, 0.3),
        Figure("changed.files", other, files, 1, "", "at most", 0),
    ]


PART = Part("changed", _needs, _figures)
