"""`--tally FILE`: how often each row of the table ran, and how often it failed."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from faults_table import ROW

VIRTUAL = ("simulated", "soak", "backoff", "model", "whatever_the_order")


class Tally:
    """Counts runs by row and by whether they were in virtual time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: defaultdict[str, dict[str, Any]] = defaultdict(_nothing)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one run; a failure keeps the line that runs it again."""
        match = ROW.search(report.nodeid)
        if match is None or (report.when != "call" and not report.failed):
            return
        row = self._rows[str(int(match[1]))]
        is_virtual = any(word in report.nodeid for word in VIRTUAL)
        row["virtual" if is_virtual else "sockets"] += 1
        if report.failed:
            row["violations"].append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write the counts."""
        rows = {number: self._rows[number] for number in sorted(self._rows, key=int)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _nothing() -> dict[str, Any]:
    return {"sockets": 0, "virtual": 0, "violations": []}
