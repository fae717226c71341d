"""What a run has measured: a table for people, and JSON with its machine and date."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.figure import Figure

RESULTS = Path(__file__).with_name("results")
_LIBRARIES = ("black", "jinja2", "lark", "pydantic", "websockets")

Series = dict[str, list[tuple[int, float, float]]]
"""By course: number of copies, seconds, MiB; the smallest number first."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run: its figures, what the plots show, and where and when it was.

    Attributes:
        complete: All sizes, repetitions and peers: one that may be published.
    """

    date: str
    machine: dict[str, str]
    complete: bool
    figures: list[Figure]
    series: Series


def report(figures: list[Figure], series: Series, *, complete: bool) -> Report:
    """Put a run's results together with what is known of this machine."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Report(now, machine(), complete, figures, series)


def machine() -> dict[str, str]:
    """Return what a figure depends on: processor, cores, Python, libraries."""
    return {
        "cpu": _processor(),
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return models[0].strip() if models else platform.machine()


def to_json(made: Report) -> str:
    """Return a report as text that `from_json` reads."""
    return json.dumps(asdict(made), indent=2) + "\n"


def from_json(text: str) -> Report:
    """Read a report.

    Raises:
        ValueError: If it is no JSON.
        TypeError: If it is that of another version of this program.
    """
    data: dict[str, Any] = json.loads(text)
    figures = [Figure(**each) for each in data.pop("figures")]
    series = {
        name: [(int(n), float(seconds), float(mib)) for n, seconds, mib in points]
        for name, points in data.pop("series").items()
    }
    return Report(figures=figures, series=series, **data)


def store(made: Report, folder: Path = RESULTS) -> Path:
    """Write a report under its date."""
    folder.mkdir(exist_ok=True)
    stamp = made.date.replace(":", "").removesuffix("+0000")
    file = folder / f"{stamp}.json"
    file.write_text(to_json(made), encoding="utf-8")
    return file


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as columns: name, values, ratio, target, verdict, meaning."""
    head = ("figure", "ours", "reference", "ratio", "target", "", "what")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    is_limit = figure.reference == 1
    return (
        figure.name,
        quantity(figure.ours, figure.unit),
        "" if is_limit else quantity(figure.reference, figure.unit),
        "" if is_limit else f"{figure.ratio:.2f}",
        target(figure),
        "holds" if figure.holds else "FAILS",
        figure.what,
    )


def target(figure: Figure) -> str:
    """Return what has to hold, in words."""
    bound = "\u2264" if figure.bound == "at most" else "\u2265"
    is_limit = figure.reference == 1
    unit = f" {figure.unit}" if is_limit and figure.unit else ""
    return f"{bound} {round(figure.target, 2):,g}{unit}"


def quantity(value: float, unit: str) -> str:
    """Return a value in the unit that reads best."""
    match unit:
        case "s" if value < 0.001:
            return f"{value * 1e6:.2f} \u00b5s"
        case "s" if value < 1:
            return f"{value * 1000:.1f} ms"
        case "s":
            return f"{value:.2f} s"
        case "MiB":
            return f"{value:.0f} MiB"
        case "":
            return f"{value:.0f}"
        case _:
            return f"{value:,.0f} {unit}"


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
