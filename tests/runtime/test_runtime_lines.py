"""Scripted tests reach every line of what does no I/O, without a socket or a thread."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]

SANS_IO = (
    "calls", "connecting", "credentials", "effects", "errors", "event_index", "feed",
    "frames", "health", "jobs", "link", "login", "protocol", "reads", "states", "store",
    "timing", "topics", "traffic", "watched", "wire", "writes",
)  # fmt: skip
SCRIPTED = (
    "corners", "early_pushes", "encoding", "errors", "feed", "login", "owners",
    "protocol", "reads", "retry_after", "session", "subscription", "wire", "writes",
)  # fmt: skip


@pytest.mark.slow
def test_every_line_is_reached(tmp_path: Path) -> None:
    modules = ",".join(f"*/minidoc/runtime/{name}.py" for name in SANS_IO)
    tests = [HERE / f"test_runtime_{name}.py" for name in SCRIPTED]
    coverage = [sys.executable, "-m", "coverage"]
    env = os.environ | {"COVERAGE_FILE": str(tmp_path / "data")}
    pytest_ = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, tests)]
    subprocess.run(
        [*coverage, "run", f"--include={modules}", *pytest_],
        cwd=REPOSITORY, env=env, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    report = subprocess.run(
        [*coverage, "report", "--show-missing", "--skip-covered", "--precision=2"],
        cwd=REPOSITORY, env=env, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    missed = [line for line in report.splitlines() if _misses_lines(line)]
    assert missed == [], report
    measured = subprocess.run(
        [*coverage, "json", "-o", "-"],
        cwd=REPOSITORY, env=env, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in SANS_IO:
        assert f"runtime/{name}.py" in measured, f"{name} was not measured"


def _misses_lines(row: str) -> bool:
    """Tell whether a row of the report is a module with lines that never ran."""
    columns = row.split()
    return bool(columns) and columns[0].endswith(".py") and columns[2] != "0"
