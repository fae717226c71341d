"""`generate --watch`: run again whenever what is read has changed.

Files are looked at, not subscribed to: that works on every system and file system, and
for editors that replace a file instead of writing it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from minidoc.config import Config, config_files, load_config
from minidoc.diagnostics import GenerationError
from minidoc.lock import LOCK
from minidoc.resources import resource_path, runtime_path

INTERVAL = 0.1
"""Seconds between two looks."""

SETTLE = 0.05
"""Seconds that an editor has to finish: some remove a file before they write it."""

Look: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""What is compared: of each file its path, time, size and inode."""


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


def watch(
    run: Callable[[], object],
    look: Callable[[], Look],
    wait: Callable[[float], object] = _sleep,
) -> None:
    """Run now, and again after every change, until the user interrupts."""
    seen: Look | None = None
    try:
        while True:
            # Before the run, so that what changes meanwhile is found by the next look.
            now = look()
            if now != seen:
                if seen is not None:
                    wait(SETTLE)
                    now = look()
                seen = now
                run()
            wait(INTERVAL)
    except KeyboardInterrupt:
        return


def look_at_inputs(arguments: argparse.Namespace) -> Look:
    """Look at everything that a run would read, whether or not it is there."""
    return _looks(_inputs(arguments))


class Templates:
    """What a run reads once and keeps; it has to forget what has changed."""

    def __init__(self, forget: Callable[[], object]) -> None:
        self._forget = forget
        self._seen = _look_at_templates()

    def look(self) -> Look:
        """Look at all of them, and let them be read anew if one has changed."""
        now = _look_at_templates()
        if now != self._seen:
            self._seen = now
            self._forget()
        return now


def _look_at_templates() -> Look:
    folders = (resource_path("templates"), runtime_path())
    return _looks(path for folder in folders for path in folder.rglob("*.*"))


def _inputs(arguments: argparse.Namespace) -> Iterable[Path]:
    given = {Path(page) for page in arguments.pages}
    settings = config_files(Path.cwd())
    yield from settings
    if arguments.overlay:
        yield Path(arguments.overlay)
    config = _config(Path.cwd(), _looks(settings))
    pages = given or (config.matches() if config else set[Path]())
    yield from pages
    yield from {page.parent / LOCK for page in pages}
    overlay = config.path("overlay") if config else None
    if overlay is not None:
        yield overlay


@lru_cache(maxsize=1)
def _config(start: Path, _: Look) -> Config | None:
    """Read the settings, once for each state of their files; None if they are wrong."""
    try:
        return load_config(start, needs_pages=False)
    except GenerationError:
        # The run reports it; the files themselves are watched.
        return None


def _looks(paths: Iterable[Path]) -> Look:
    return tuple(_look(path) for path in sorted(set(paths)))


def _look(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, -1, 0)
    return (str(path), found.st_mtime_ns, found.st_size, found.st_ino)
