"""`generate --watch`: run again whenever what is read has changed.

Files are looked at, not subscribed to: that works on every system and file system, and
for editors that replace a file instead of writing it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from minidoc.config import config_files, load_config
from minidoc.diagnostics import GenerationError

INTERVAL = 0.5
"""Seconds between two looks."""

Look: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""What is compared: of each file its path, time, size and inode."""


def watch(
    run: Callable[[], object],
    look: Callable[[], Look],
    wait: Callable[[], object] = lambda: time.sleep(INTERVAL),
) -> None:
    """Run now, and again after every change, until the user interrupts."""
    seen: Look | None = None
    try:
        while True:
            # Before the run, so that what changes meanwhile is found by the next look.
            now = look()
            if now != seen:
                seen = now
                run()
            wait()
    except KeyboardInterrupt:
        return


def look_at_inputs(arguments: argparse.Namespace) -> Look:
    """Look at everything that a run would read, whether or not it is there."""
    return tuple(_look(path) for path in sorted(set(_inputs(arguments))))


def _inputs(arguments: argparse.Namespace) -> Iterable[Path]:
    yield from config_files(Path.cwd())
    yield from (Path(page) for page in arguments.pages)
    if arguments.overlay:
        yield Path(arguments.overlay)
    try:
        config = load_config(Path.cwd())
    except GenerationError:
        # The run reports it; the file itself is watched.
        return
    if not arguments.pages:
        yield from config.pages
    overlay = config.path("overlay")
    if overlay is not None:
        yield overlay


def _look(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, -1, 0)
    return (str(path), found.st_mtime_ns, found.st_size, found.st_ino)
