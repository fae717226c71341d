"""No package and no cache: minidoc against the peers, each with its own input."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import COLD
from bench.parts.part import Part, at_most
from bench.peers.courses import ARIADNE, CLIENTS, DATAMODEL
from bench.race import Results, Run
from bench.sizes import Sizes

_OF_ONE = {DATAMODEL: 0.85, ARIADNE: 0.7}


def _needs(sizes: Sizes, peers: bool) -> frozenset[Run]:
    if not peers:
        return frozenset()
    small = {Run(name, sizes.one) for name in (COLD, *_OF_ONE)}
    return frozenset(small | {Run(name, sizes.many) for name in (COLD, *CLIENTS)})


def _figures(results: Results, sizes: Sizes, peers: bool) -> list[Figure]:
    if not peers:
        return []
    found: list[Figure] = []
    ours = results.seconds(COLD, sizes.one)
    for name, target in _OF_ONE.items():
        what = f"minidoc generate, cold, N={sizes.one} / {name}"
        values = (ours, results.seconds(name, sizes.one))
        tool = name.partition("-")[0]
        found.append(at_most(f"cold.{sizes.one}.{tool}", what, values, target))
    fastest = min(CLIENTS, key=lambda name: results.seconds(name, sizes.many))
    what = f"minidoc generate, cold, N={sizes.many} / {fastest}, the fastest client"
    values = (results.seconds(COLD, sizes.many), results.seconds(fastest, sizes.many))
    found.append(at_most(f"cold.{sizes.many}", what, values, 1 / 3))
    return found


PART = Part("cold", _needs, _figures)
