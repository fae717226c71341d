"""The classes are true: a caller's program meets the package of before and of now.

Each program of a breaking change works with the first and fails with the second, at
type-check or at run time; that of an addition, of other words or of other machinery
works with both. One mypy and one process run them all.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from checkers import Finding, run_mypy
from example_programs import PROGRAMS
from pair_table import Pair, modelled
from pairs_calls import CALLS
from pairs_compatible import ADDITIVE, DOCS
from pairs_format import FORMAT
from pairs_names import NAMES

from minidoc.changes import ChangeCode, Impact
from minidoc.changes.catalog import CHANGES
from minidoc.changes.catalog.entry import State
from minidoc.pipeline import generate

RUNTIME = "runtime_of_all"
COMPATIBLE = (Impact.ADDITIVE, Impact.DOCS, Impact.FORMAT)
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a program: errors of the type checker, and how it ended."""

    found: tuple[Finding, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row with both of its outcomes."""

    pair: Pair
    impact: Impact
    before: Outcome
    after: Outcome


def rows() -> Iterator[tuple[Pair, Impact]]:
    """Yield every row that has a program, and the class that it is to confirm."""
    for pair in (*NAMES, *CALLS, *ADDITIVE, *DOCS, *FORMAT):
        impacts = [ChangeCode(code).impact for code in pair.codes]
        strongest = min(impacts, key=lambda i: i.rank, default=Impact.FORMAT)
        if strongest is not Impact.DEPRECATION and pair.program:
            yield pair, strongest
    for code, told in CHANGES.items():
        program = PROGRAMS.get(code.value, "")
        if program:
            pair = Pair(
                f"example {code.value}", told.before, told.after, (), "none", program
            )
            yield pair, code.impact


@pytest.fixture(scope="module")
def confirmed(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> list[Confirmed]:
    """Generate every package, check and run every program."""
    folder = tmp_path_factory.mktemp("callers")
    listed = list(rows())
    lay_out_runtime(folder)
    for number, (pair, _) in enumerate(listed):
        lay_out(pair.before, pair.program, folder, f"before_{number}")
        lay_out(pair.kept or pair.after, pair.program, folder, f"after_{number}")
    cache = Path(request.config.rootpath, ".mypy_cache", "changes")
    found = run_mypy(folder, ["."], cache)
    ended = run_all(
        folder,
        [f"program_{w}_{n}" for n in range(len(listed)) for w in ("before", "after")],
    )

    def of(name: str) -> Outcome:
        # A warning of what will go is no break.
        own = tuple(
            f
            for f in found
            if f.path == f"program_{name}.py" and "is deprecated" not in f.message
        )
        return Outcome(own, ended[f"program_{name}"])

    assert not [f for f in found if not f.path.startswith("program_")], found
    return [
        Confirmed(pair, impact, of(f"before_{n}"), of(f"after_{n}"))
        for n, (pair, impact) in enumerate(listed)
    ]


def lay_out_runtime(folder: Path) -> None:
    """Write the runtime once; type checkers read it once."""
    from minidoc.resources import runtime_files

    for path, text in runtime_files():
        write(folder / RUNTIME / path, text)


def lay_out(state: State, program: str, folder: Path, name: str) -> None:
    """Write a package that uses the one runtime, and the program for it."""
    for path, text in generate(modelled(state), name).files.items():
        if path.endswith(".py") and not path.startswith("_runtime/"):
            write(folder / name / path, text)
    star = f"from {RUNTIME} import *\nfrom {RUNTIME} import __all__ as __all__\n"
    write(folder / name / "_runtime" / "__init__.py", star)
    init = (folder / name / "__init__.py").read_text(encoding="utf-8")
    for module in set(re.findall(r"from \._runtime\.(\w+) import", init)):
        star = f"from {RUNTIME}.{module} import *\n"
        write(folder / name / "_runtime" / f"{module}.py", star)
    write(folder / f"program_{name}.py", program.replace("PACKAGE", name))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run_all(folder: Path, names: list[str]) -> dict[str, str]:
    """Run the programs in a process of their own."""
    done = subprocess.run(
        [sys.executable, str(HERE / "run_programs.py"), str(folder)],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    ended: dict[str, str] = json.loads(done.stdout)
    return ended


@pytest.mark.slow
def test_every_program_works_with_the_package_of_before(
    confirmed: list[Confirmed],
) -> None:
    assert [f"{c.pair.name}: {c.before}" for c in confirmed if c.before.found] == []
    ends = {c.before.ended for c in confirmed}
    # What nobody has bound says so; everything else ends well.
    assert ends <= {"", "NotImplementedError"}


@pytest.mark.slow
def test_a_breaking_change_breaks_its_program(confirmed: list[Confirmed]) -> None:
    breaking = [c for c in confirmed if c.impact is Impact.BREAKING]
    assert len(breaking) >= 60
    whole = [c.pair.name for c in breaking if not is_broken(c)]
    assert whole == []


@pytest.mark.slow
def test_no_other_change_breaks_a_program(confirmed: list[Confirmed]) -> None:
    others = [c for c in confirmed if c.impact in COMPATIBLE]
    assert {c.impact for c in others} == set(COMPATIBLE)
    assert len(others) >= 50
    broken = [f"{c.pair.name}: {c.after}" for c in others if is_broken(c)]
    assert broken == []


def is_broken(confirmed: Confirmed) -> bool:
    after = confirmed.after
    return bool(after.found) or after.ended != confirmed.before.ended


def test_every_code_that_can_be_confirmed_has_a_program() -> None:
    wanted = {
        code.value
        for code in ChangeCode
        if code.impact in (Impact.BREAKING, *COMPATIBLE)
    }
    assert set(PROGRAMS) == wanted
