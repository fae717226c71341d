"""Printing: diagnostics on standard error, results on standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from minidoc.diagnostics import Diagnostic, Severity
from minidoc.diagnostics.render import Sources, as_json, render
from minidoc.diagnostics.terminal import visible


def print_diagnostics(diagnostics: Iterable[Diagnostic], sources: Sources) -> None:
    """Print diagnostics for people; nothing when there are none."""
    text = render(diagnostics, sources, color=wants_color(sys.stderr))
    if text:
        write(text, sys.stderr)


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON document, ASCII only, so that every terminal and log takes it."""
    write(json.dumps(value, indent=2, ensure_ascii=True), sys.stdout)


def diagnostics_json(
    diagnostics: Iterable[Diagnostic], sources: Sources
) -> list[dict[str, Any]]:
    """Return diagnostics as the `diagnostics` list of a JSON document."""
    return [dict(entry) for entry in as_json(diagnostics, sources)]


def path_text(path: Path) -> str:
    """Return a path for people; what its names would do to a terminal is escaped."""
    return visible(path.as_posix())


def write(text: str, stream: TextIO) -> None:
    """Print text; what the stream's encoding lacks is escaped, never an exception."""
    encoding = stream.encoding or "utf-8"
    safe = text.encode(encoding, "backslashreplace").decode(encoding)
    print(safe.removesuffix("\n"), file=stream)


def write_data(text: str) -> None:
    """Print JSON or TOML; what the encoding lacks is escaped as both of them read it.

    Outside of strings neither has anything but ASCII here.
    """
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    write(text, sys.stdout)


def harmless_diff(diff: str) -> str:
    """Return a diff: as it is for programs, harmless on a terminal.

    What is on disk may be anybody's, and may speak to the terminal.
    """
    if not sys.stdout.isatty():
        return diff
    return "\n".join(
        "\t".join(visible(part) for part in line.split("\t"))
        for line in diff.split("\n")
    )


def write_diff(diff: str) -> None:
    """Print a diff."""
    write(harmless_diff(diff), sys.stdout)


def wants_color(stream: TextIO) -> bool:
    """Tell whether to use colour: on a terminal only, and never with `NO_COLOR`."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def stops(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """Tell whether the findings end the run: errors, under `--strict` warnings too."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(diagnostic.severity in bad for diagnostic in diagnostics)
