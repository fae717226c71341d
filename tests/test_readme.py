"""The programs in README.md are true: they pass mypy --strict over the package."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minidoc.emulator.testing import Emulator

LINKING = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "examples/README.md",
    "bench/README.md",
)


@pytest.mark.slow
def test_programs(repository: Path, tmp_path: Path, clean_env: dict[str, str]) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert programs
    for number, program in enumerate(programs):
        (tmp_path / f"program_{number}.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "."],
        cwd=tmp_path,
        env=clean_env | {"MYPYPATH": str(repository / "generated")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_first_program_is_the_quickstart(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    _, _, rest = text.partition("```python\n")
    first, _, _ = rest.partition("```\n")
    quickstart = repository / "examples" / "quickstart.py"
    assert first == quickstart.read_text(encoding="utf-8")


def test_the_test_in_it_passes(repository: Path, talkjs_emulator: Emulator) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    [program] = [each for each in programs if "def test_" in each]
    names: dict[str, Any] = {}
    exec(program, names)  # its own text, out of this repository
    [test] = [each for name, each in names.items() if name.startswith("test_")]
    test(talkjs_emulator)


def test_links_lead_somewhere(repository: Path) -> None:
    for name in LINKING:
        file = repository / name
        text = file.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (file.parent / target).exists(), f"{name}: {target}"
