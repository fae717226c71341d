"""Files that may be lost, in a folder of the project that git ignores."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from minidoc.tree.places import discard
from minidoc.tree.stage import create

CACHE = ".minidoc"
"""Name of the folder, in the root of the project."""


def read_cache(root: Path, name: str) -> str:
    """Return a cached text; an empty one if there is none that can be read."""
    try:
        return (root / CACHE / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def write_cache(root: Path, name: str, text: str) -> None:
    """Keep a text; where that is not possible, nothing happens."""
    folder = root / CACHE
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        with suppress(FileExistsError):
            create(folder / ".gitignore", b"*\n")
        new = folder / f".{name}"
        # Of a run that was killed.
        discard(new)
        try:
            create(new, text.encode())
            os.replace(new, folder / name)
        finally:
            discard(new)
