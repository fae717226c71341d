"""What `generate` and `check` say of what they did, as texts.

In: what was written or compared. Out: texts for both streams. Nothing is printed here,
so that the same can be said again without doing it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from minidoc.cli.inputs import Target
from minidoc.cli.output import diagnostics_json, harmless_diff, path_text, wants_color
from minidoc.cli.seen import Seen
from minidoc.diagnostics.render import render
from minidoc.tree import Comparison, WriteReport
from minidoc.values import frozen

Written: TypeAlias = Sequence[tuple[Path, WriteReport]]
Compared: TypeAlias = Sequence[tuple[Path, Comparison]]


@frozen
class Said:
    """Texts without their last line end; an empty one is not printed."""

    out: str
    err: str


def say_written(seen: Seen, reports: Written, *, as_json: bool) -> Said:
    """Say what was written."""
    assert seen.target is not None, "something was written"
    if as_json:
        return Said(_json(_of_reports(reports, seen.target, seen)), "")
    lines: list[str] = []
    for folder, each in reports:
        lines.append(_summary(folder, each))
        lines += [f"removed: {path_text(folder / path)}" for path in each.removed]
    return Said("\n".join(lines), _findings(seen))


def say_compared(seen: Seen, found: Compared, *, as_json: bool) -> Said:
    """Say how the folders compare."""
    assert seen.target is not None, "something was compared"
    in_sync = all(each.in_sync for _, each in found)
    if as_json:
        return Said(_json(_of_comparisons(found, seen.target, seen)), "")
    if in_sync:
        places = " and ".join(path_text(folder) for folder, _ in found)
        return Said(f"in step with the pages: {places}", _findings(seen))
    lines = [
        f"{each.status.value}: {path_text(folder / each.path)}"
        for folder, comparison in found
        for each in comparison.differences
    ]
    diffs = [harmless_diff(comparison.diff()) for _, comparison in found]
    texts = ["\n".join(lines), *(diff.removesuffix("\n") for diff in diffs if diff)]
    note = "run `minidoc generate` with the same arguments to bring it in step"
    findings = _findings(seen)
    return Said("\n".join(texts), f"{findings}\n{note}" if findings else note)


def _findings(seen: Seen) -> str:
    # What is said now is what the record says the next time: once is enough.
    if seen.findings is None:
        color = wants_color(sys.stderr)
        text = render(seen.diagnostics, seen.sources, color=color)
        seen.findings = text.removesuffix("\n")
    return seen.findings


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True)


def _summary(folder: Path, report: WriteReport) -> str:
    counts = (
        f"{len(report.written)} written, {len(report.removed)} removed,"
        f" {len(report.unchanged)} unchanged"
    )
    return f"{path_text(folder)}: {counts}"


def _of_reports(reports: Written, target: Target, seen: Seen) -> dict[str, Any]:
    result: dict[str, Any] = {"written": [], "removed": [], "unchanged": []}
    for folder, report in reports:
        for name in ("written", "removed", "unchanged"):
            paths = getattr(report, name)
            result[name] += [_relative(folder, path, target) for path in paths]
    result["diagnostics"] = diagnostics_json(seen.diagnostics, seen.sources)
    return result


def _of_comparisons(found: Compared, target: Target, seen: Seen) -> dict[str, Any]:
    files = [
        {"path": _relative(folder, each.path, target), "status": each.status.value}
        for folder, comparison in found
        for each in comparison.differences
    ]
    in_sync = all(each.in_sync for _, each in found)
    diagnostics = diagnostics_json(seen.diagnostics, seen.sources)
    return {"in_sync": in_sync, "files": files, "diagnostics": diagnostics}


def _relative(folder: Path, path: str, target: Target) -> str:
    """Name a file relative to the package's folder: `../` for what is beside it."""
    whole = (folder / path).resolve()
    return Path(os.path.relpath(whole, target.folder.resolve())).as_posix()
