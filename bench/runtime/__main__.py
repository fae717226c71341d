"""`python -m bench.runtime`: the figures of the runtime and the emulator as a table."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from bench.figure import Figure
from bench.runtime import FAMILIES

_REPEAT, _QUICK = 7, 3


def main() -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.runtime")
    parser.add_argument("--only", choices=sorted(FAMILIES), help="one family only")
    parser.add_argument("--quick", action="store_true", help="few runs of each")
    parser.add_argument(
        "--json", type=int, metavar="N", help="N runs of each, and JSON without verdict"
    )
    given = parser.parse_args()
    chosen = [given.only] if given.only else list(FAMILIES)
    if given.json:
        found = [figure for name in chosen for figure in FAMILIES[name](given.json)]
        print(json.dumps([asdict(figure) for figure in found]))
        return 0
    held = True
    for name in chosen:
        for figure in FAMILIES[name](_QUICK if given.quick else _REPEAT):
            print(_row(figure), flush=True)
            held = held and figure.holds
    return 0 if held else 1


def _row(figure: Figure) -> str:
    verdict = "holds" if figure.holds else "MISSED"
    values = f"{_number(figure.ours)} / {_number(figure.reference)} {figure.unit}"
    target = f"{figure.bound} {figure.target:g}"
    return (
        f"{figure.name:18}{values:>26} = {figure.ratio:7.2f}  {target:14}{verdict:8}"
        f"{figure.what}"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
