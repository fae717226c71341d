"""Importing a golden package touches nothing but itself and the standard library."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import websockets
from golden_cases import BY_NAME, CASES, GOLDEN, Case, lay_out

PROBE = GOLDEN / "probe.py"
LIBRARIES = str(Path(websockets.__file__).parents[1])


def probe(python: str, folder: Path, package: str) -> str:
    """Import the package in a fresh process; return what went wrong."""
    done = subprocess.run(
        [python, "-I", "-S", "-B", "-W", "error", str(PROBE), str(folder), package,
         LIBRARIES],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_import_touches_nothing_else(case: Case, tmp_path: Path) -> None:
    lay_out(case, tmp_path / case.name)
    assert probe(sys.executable, tmp_path, case.name) == ""


@pytest.mark.parametrize("name", ["acme._vendor.talkjs", "x"])
def test_a_plain_copy_works_under_another_name(name: str, tmp_path: Path) -> None:
    lay_out(BY_NAME["talkjs"], tmp_path.joinpath(*name.split(".")))
    assert probe(sys.executable, tmp_path, name) == ""


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_later_versions_of_python_import_all(version: str, tmp_path: Path) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    for case in CASES:
        lay_out(case, tmp_path / case.name)
        assert probe(python, tmp_path, case.name) == "", case.name


def test_the_probe_sees_what_it_should(tmp_path: Path) -> None:
    package = tmp_path / "bad"
    package.mkdir()
    (tmp_path / "outside.txt").write_text("", "utf-8")
    (package / "__init__.py").write_text(BAD, "utf-8")
    found = probe(sys.executable, tmp_path, "bad").splitlines()
    assert [line.split(" ")[0] for line in found] == ["opens", "os.system", "has"]


BAD = """
import os
__all__ = ["os"]
open(os.path.join(os.path.dirname(__file__), "..", "outside.txt")).close()
os.system("")
"""


def find_python(version: str) -> str | None:
    """Return an interpreter of that version that runs, wherever one usually is."""
    versions = Path.home() / ".pyenv" / "versions"
    candidates = [shutil.which(f"python{version}")]
    candidates += [str(p) for p in versions.glob(f"{version}.*/bin/python{version}")]
    for candidate in candidates:
        if candidate and _runs(candidate):
            return candidate
    return None


def _runs(python: str) -> bool:
    done = subprocess.run([python, "-c", ""], capture_output=True, check=False)
    return done.returncode == 0
