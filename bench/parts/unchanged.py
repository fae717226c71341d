"""Nothing has changed: a check and a generate that find out, and load nothing heavy."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import CHECK, GENERATE, HEAVY, PASS
from bench.parts.part import Part, at_most
from bench.race import Results, Run
from bench.sizes import Sizes

_COMMANDS = {"check": CHECK, "generate": GENERATE}


def _needs(sizes: Sizes, _: bool) -> frozenset[Run]:
    commands = {
        Run(name, copies)
        for name in _COMMANDS.values()
        for copies in (sizes.one, sizes.many)
    }
    return frozenset({Run(PASS, sizes.one), *commands})


def _figures(results: Results, sizes: Sizes, _: bool) -> list[Figure]:
    nothing = results.seconds(PASS, sizes.one)
    found: list[Figure] = []
    for name, run in _COMMANDS.items():
        for copies, target in ((sizes.one, 4), (sizes.many, 5)):
            what = f"minidoc {name}, nothing changed, N={copies} / {PASS}"
            values = (results.seconds(run, copies), nothing)
            found.append(at_most(f"unchanged.{name}.{copies}", what, values, target))
        what = f"of lark, jinja2, pydantic, black loaded by minidoc {name}"
        heavy = results.fact(run, sizes.many, HEAVY)
        found.append(
            Figure(f"unchanged.{name}.loads", what, heavy, 1, "", "at most", 0)
        )
    return found


PART = Part("unchanged", _needs, _figures)
