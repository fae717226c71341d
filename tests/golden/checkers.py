"""Runs the two type checkers over a folder of packages, as their users would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MYPY_LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): error: (?P<message>.*)")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One error of a checker: path relative to the folder, line, and its words."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def run_mypy(folder: Path, targets: Sequence[str], cache: Path) -> list[Finding]:
    """Run `mypy --strict` over the targets in a folder."""
    command = [
        *(sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11"),
        *("--enable-error-code", "deprecated", "--enable-error-code", "redundant-expr"),
        *("--enable-error-code", "truthy-bool", "--warn-unreachable"),
        *("--explicit-package-bases", "--namespace-packages", "--config-file", ""),
        *("--no-color-output", "--no-error-summary", "--hide-error-context"),
        *("--no-sqlite-cache", "--cache-dir", str(cache)),
        *targets,
    ]
    done = _run(command, folder)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = [_MYPY_LINE.match(line) for line in done.stdout.splitlines()]
    return sorted(
        Finding(_posix(line["path"]), int(line["line"]), line["message"])
        for line in found
        if line
    )


def run_pyright(folder: Path, targets: Sequence[str]) -> list[Finding]:
    """Run pyright, strict, over the targets in a folder; warnings count as errors."""
    settings = {
        "include": list(targets),
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pyright", "--outputjson", "-p", str(folder)),
        *("--pythonpath", sys.executable),  # where the libraries are
    ]
    done = _run(command, folder)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 0, done.stdout
    return sorted(
        _pyright_finding(entry, folder) for entry in report["generalDiagnostics"]
    )


def _pyright_finding(entry: dict[str, Any], folder: Path) -> Finding:
    path = Path(entry["file"]).resolve().relative_to(folder.resolve()).as_posix()
    line = entry.get("range", {}).get("start", {}).get("line", 0) + 1
    return Finding(path, line, entry["message"].replace("\n", " "))


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    environment.pop("MYPYPATH", None)
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
