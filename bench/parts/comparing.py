"""What changed between two states of many pages, against only parsing both."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import DIFF, PARSE
from bench.parts.part import Part, at_most
from bench.race import Results, Run
from bench.sizes import Sizes


def _needs(sizes: Sizes, _: bool) -> frozenset[Run]:
    return frozenset({Run(DIFF, sizes.many), Run(PARSE, sizes.many)})


def _figures(results: Results, sizes: Sizes, _: bool) -> list[Figure]:
    many = sizes.many
    values = (results.seconds(DIFF, many), results.seconds(PARSE, many))
    what = f"minidoc diff, N={many}, one page changed / a process that parses both"
    return [at_most(f"diff.{many}", what, values, 1.2)]


PART = Part("diff", _needs, _figures)
