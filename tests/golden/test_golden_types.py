"""Both type checkers pass the golden packages, and refuse what their callers get wrong.

One run of each for everything: all packages under their own names, and with them the
programs of tests/typing, whose marked lines, and no others, must be reported.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from checkers import Finding, run_mypy, run_pyright
from golden_cases import CASES, ROOT, lay_out

PROGRAMS = ROOT / "tests" / "typing" / "programs"
MARK = "# expect-error"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every golden package and every program."""
    for case in CASES:
        lay_out(case, tmp_path / case.name)
    shutil.copytree(PROGRAMS, tmp_path / "programs")
    return tmp_path


@pytest.mark.slow
def test_mypy_reports_the_marked_lines_and_nothing_else(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    cache = Path(request.config.rootpath, ".mypy_cache", "golden")
    check(folder, run_mypy(folder, targets(), cache))


@pytest.mark.slow
def test_pyright_reports_the_marked_lines_and_nothing_else(folder: Path) -> None:
    check(folder, run_pyright(folder, targets()))


def test_every_case_has_a_program() -> None:
    names = {path.name.removesuffix("_program.py") for path in PROGRAMS.glob("*.py")}
    assert names == {case.name for case in CASES}


def targets() -> list[str]:
    return [*(case.name for case in CASES), "programs"]


def check(folder: Path, found: list[Finding]) -> None:
    """Compare what a checker found with the marks."""
    marked = marks(folder)
    reported = {(finding.path, finding.line) for finding in found}
    wrong = [str(f) for f in found if (f.path, f.line) not in marked]
    silent = [f"{path}:{line}: not reported" for path, line in marked - reported]
    assert not wrong + sorted(silent), "\n".join([*wrong, *sorted(silent)])


def marks(folder: Path) -> set[tuple[str, int]]:
    """Return path and line of everything that is marked."""
    return {
        (path.relative_to(folder).as_posix(), number)
        for path in (folder / "programs").glob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MARK in line
    }
