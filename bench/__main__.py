"""`python -m bench`: measure, print a table, keep it as JSON; 1 for a target missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.measuring import Wish, measure
from bench.race import WrongWorkError
from bench.registry import names, unknown
from bench.report import report, store, table
from bench.sizes import FULL, SMALL

FINE, MISSED, WRONG = 0, 1, 2
REPEAT, QUICK = 7, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; see bench/README.md."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        text = _instead(asked)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if text is not None:
        print(text)
        return FINE
    if wrong := unknown(asked.only):
        parser.error(f"no such figure: {wrong[0]} (known: {', '.join(names())})")
    return _measure(asked)


def _instead(asked: argparse.Namespace) -> str | None:
    """Do what is no measuring of figures; None when nothing of that is asked for."""
    if asked.budget:
        from bench.budget import update

        return update()
    if asked.profile:
        from bench.profiling import profile

        return profile(SMALL if asked.small else FULL)
    if asked.readme is not None:
        from bench.publishing import publish

        return publish(Path(asked.readme) if asked.readme else None)
    return None


def _measure(asked: argparse.Namespace) -> int:
    sizes = SMALL if asked.small else FULL
    repeat = QUICK if asked.quick else REPEAT
    wish = Wish(sizes, asked.only, repeat, asked.peers, asked.plots)
    try:
        measured = measure(wish, _tell)
    except WrongWorkError as error:
        _tell(str(error))
        return MISSED
    if not measured.figures and not measured.series:
        _tell("no figure is called so without --peers")
        return WRONG
    complete = asked.peers and asked.plots and not (asked.small or asked.quick)
    made = report(
        measured.figures, measured.series, complete=complete and not asked.only
    )
    print(table(made.figures))
    print(f"\n{store(made)}")
    return FINE if all(figure.holds for figure in made.figures) else MISSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    flag = "store_true"
    only = "parts or figures: " + ", ".join(names())
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help=only)
    parser.add_argument(
        "--quick", action=flag, help=f"{QUICK} repetitions instead of {REPEAT}"
    )
    parser.add_argument(
        "--small", action=flag, help="a tenth of the pages, to try the harness"
    )
    parser.add_argument(
        "--peers", action=flag, help="measure the other generators as well"
    )
    parser.add_argument("--plots", action=flag, help="measure all sizes, for the plots")
    parser.add_argument("--profile", action=flag, help="say where the time goes")
    parser.add_argument(
        "--budget", action=flag, help="record how many calls the tests allow"
    )
    parser.add_argument(
        "--readme",
        nargs="?",
        const="",
        metavar="RUN",
        help="put a complete run into README.md; without one, the last again",
    )
    return parser


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
