"""The same pages give the same bytes, whatever else is different."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from golden_cases import BY_NAME, ROOT, generated
from test_golden_import import find_python

CASE = BY_NAME["family"]
COMMAND = "import sys; from minidoc.cli import main; sys.exit(main())"


def test_order_of_pages_line_ends_and_marks_do_not_matter(tmp_path: Path) -> None:
    pages = stored(tmp_path / "elsewhere", lambda text: text.replace(b"\n", b"\r\n"))
    output = tmp_path / "elsewhere" / "deep" / "er"
    output.mkdir(parents=True)
    assert made(output, pages=pages[::-1], seed=1) == whole()


def test_a_second_run_over_the_first_changes_nothing(tmp_path: Path) -> None:
    pages = stored(tmp_path, lambda text: b"\xef\xbb\xbf" + text)
    shuffled = pages[1::2] + pages[::2]
    first = made(tmp_path, pages=shuffled, seed=2)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")}
    assert made(tmp_path, pages=pages, seed=3) == first == whole()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")} == times


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_later_versions_of_python_give_the_same(version: str, tmp_path: Path) -> None:
    python = find_python(version)
    if python is None or not can_generate(python):
        pytest.skip(f"there is no Python {version} with what the generator needs")
    assert made(tmp_path, seed=0, python=python) == whole()


def whole() -> dict[str, bytes]:
    """Return what this process makes of the pages."""
    return {path: text.encode() for path, text in generated(CASE).files.items()}


def stored(folder: Path, change: Callable[[bytes], bytes]) -> list[Path]:
    """Store the pages in another folder, changed."""
    folder.mkdir(exist_ok=True)
    for page in CASE.pages:
        (folder / page.name).write_bytes(change(page.read_bytes()))
    return [folder / page.name for page in CASE.pages]


def made(
    folder: Path,
    *,
    seed: int,
    pages: list[Path] | None = None,
    python: str = sys.executable,
) -> dict[str, bytes]:
    """Run the command in a folder; return what it wrote, without the manifest."""
    arguments = [str(page) for page in pages or CASE.pages]
    overlay = str(ROOT / "spec" / "overlay.toml")
    options = ["--overlay", overlay, "--output", "out", "--package", CASE.name]
    done = run(python, folder, ["-c", COMMAND, "generate", *arguments, *options], seed)
    assert done.returncode == 0, done.stderr
    output = folder / "out"
    found = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }
    del found["_manifest.json"]
    return found


def can_generate(python: str) -> bool:
    return run(python, ROOT, ["-c", "import minidoc.cli.commands"], 0).returncode == 0


def run(
    python: str, folder: Path, arguments: list[str], seed: int
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=False,
    )
