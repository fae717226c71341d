"""How many calls a run may take: recorded numbers, held by tests, with a margin."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.project import Project

RECORDED = Path(__file__).with_name("budget.json")
MARGIN = 1.25
COPIES = 4


def update() -> str:
    """Record what runs take today, and return it as text."""
    counts = {command: calls(command) for command in ("generate", "check")}
    text = json.dumps(counts, indent=2) + "\n"
    RECORDED.write_text(text, encoding="utf-8")
    return text


def recorded() -> dict[str, int]:
    """Return the numbers that were recorded last."""
    found: dict[str, int] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def calls(command: str, copies: int = COPIES) -> int:
    """Count the calls of a cold `generate`, or of a `check` that finds no change."""
    with tempfile.TemporaryDirectory() as place:
        project = Project.made(Path(place) / "project", copies)
        # Afterwards there is bytecode, and what is imported costs the same each time.
        _count(project, "generate")
        if command == "generate":
            project.forget()
        return _count(project, command)


def _count(project: Project, command: str) -> int:
    target = project.folder / "calls"
    program = (sys.executable, "-P", str(Path(__file__).with_name("counting.py")))
    subprocess.run(
        [*program, str(target), command],
        cwd=project.folder,
        env={
            "HOME": str(project.folder),
            "PYTHONHASHSEED": "0",
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return int(target.read_text(encoding="utf-8"))
