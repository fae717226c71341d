"""`python -m bench --profile`: where the time goes, from whole libraries to functions.

Three views of three runs: imports by library, the stages of the pipeline, and the
functions with the most time in and below them. The profiler makes calls dearer than
they are, so that the shares count, not the sums.
"""

from __future__ import annotations

import pstats
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from bench.environment import CACHE, Environment, minidoc_environment
from bench.ours import CHECK, COLD, course
from bench.race import Course
from bench.sizes import Sizes

_TOP, _LIBRARIES = 25, 12
# Whoever calls the stages; what it calls is one.
_CALLERS = ("minidoc/pipeline.py", "minidoc/cli/commands.py")

_Function: TypeAlias = tuple[str, int, str]
_Spent: TypeAlias = tuple[int, int, float, float, dict[_Function, object]]


class Entry(NamedTuple):
    """One function in a profile: time inside, and inside with all that it calls."""

    name: str
    calls: int
    own: float
    total: float
    is_stage: bool


def profile(sizes: Sizes) -> str:
    """Profile a cold run of one page and of many, and one that finds no change."""
    environment = minidoc_environment()
    cases = ((COLD, sizes.one), (COLD, sizes.many), (CHECK, sizes.many))
    return "\n\n".join(_profile(environment, *case) for case in cases)


def _profile(environment: Environment, name: str, copies: int) -> str:
    folder = CACHE / "profile" / f"{name.replace(', ', '-')}-{copies}"
    made = course(name, environment, folder, copies)
    made.before()
    found = imports(_stderr(environment, made, "-X", "importtime"))
    made.before()
    target = folder / "profile"
    _stderr(environment, made, "-m", "cProfile", "-o", str(target))
    entries = tuple(_entries(target))
    return "\n".join(
        [
            f"## {name}, N={copies:,}",
            "\nimports, ms by library:",
            *(f"{each[1] * 1000:9.1f}  {each[0]}" for each in found[:_LIBRARIES]),
            "\nstages, ms in and below:",
            *_lines(each for each in entries if each.is_stage),
            "\nfunctions, ms in and below:",
            *_lines(entries[:_TOP]),
        ]
    )


def imports(log: str) -> list[tuple[str, float]]:
    """Return the seconds that each library took by itself, the dearest first.

    Args:
        log: What Python prints under `-X importtime`: microseconds, separated by bars.
    """
    spent: Counter[str] = Counter()
    for line in log.splitlines():
        title, _, numbers = line.partition("import time:")
        own, _, rest = numbers.partition("|")
        if not title and own.strip().isdigit():
            module = rest.partition("|")[2].strip()
            spent[module.partition(".")[0]] += int(own)
    return [(name, micros / 1e6) for name, micros in spent.most_common()]


def _stderr(environment: Environment, made: Course, *options: str) -> str:
    done = subprocess.run(
        [environment.python, *options, *made.command],
        cwd=made.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def _entries(target: Path) -> Iterator[Entry]:
    """Read a profile, the functions with most time below them first."""
    # The standard library's own table leaves out who called whom.
    raw = cast("dict[_Function, _Spent]", vars(pstats.Stats(str(target)))["stats"])
    by_total = sorted(raw.items(), key=lambda item: -item[1][3])
    for (file, line, name), (_, calls, own, total, callers) in by_total:
        is_ours = "minidoc/" in file and not file.endswith(_CALLERS)
        is_called = any(caller[0].endswith(_CALLERS) for caller in callers)
        is_stage = is_ours and is_called and not name.startswith("<")
        place = f"{_short(file)}:{line} " if line else ""
        yield Entry(f"{place}{name}", calls, own, total, is_stage)


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in list(entries)[:_TOP]:
        yield f"{entry.total * 1000:9.1f}  {entry.calls:9,} x  {entry.name}"


def _short(file: str) -> str:
    return file.rpartition("site-packages/")[2]
