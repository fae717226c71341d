"""What a program pays for the generated package before its first line."""

from __future__ import annotations

from bench.figure import Figure
from bench.ours import PACKAGE, PASS, SDK, WEBSOCKETS
from bench.parts.part import Part, at_most
from bench.race import Results, Run
from bench.sizes import Sizes

_NAMES = "from talkjs import UserRef, get_talk_session"


def _needs(sizes: Sizes, _: bool) -> frozenset[Run]:
    ones = {Run(name, sizes.one) for name in (PASS, WEBSOCKETS, SDK, PACKAGE)}
    return frozenset({Run(SDK, sizes.many), *ones})


def _figures(results: Results, sizes: Sizes, _: bool) -> list[Figure]:
    one, many = sizes.one, sizes.many
    names = results.seconds(SDK, one)
    sockets = (names, results.seconds(WEBSOCKETS, one))
    flat = (results.seconds(SDK, many), names)
    package = (results.seconds(PACKAGE, one), results.seconds(PASS, one))
    return [
        at_most(
            "import.names", f"{_NAMES} / import websockets.asyncio.client", sockets, 1.2
        ),
        at_most(f"import.names.{many}", f"the same, N={many} / N={one}", flat, 1.3),
        at_most("import.package", f"import talkjs / {PASS}", package, 2.5),
    ]


PART = Part("import", _needs, _figures)
