"""Texts that are kept between runs, in this user's own cache.

What cannot be read is not there, and what cannot be written is not kept: nothing but
time is lost. Nothing here is durable on purpose; a hash tells whole files from others.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from minidoc.tree.places import discard
from minidoc.unchanged.facts import digest
from minidoc.unchanged.folder import cache_folder, is_own, kept_bytes, read_kept

_DAY = 24 * 60 * 60
_KEPT_DAYS = 60


class DiskShelf:
    """A folder of the cache."""

    def __init__(self, name: str, stamp: str = "") -> None:
        """Take the folder of that name; it is made when something is kept.

        Args:
            name: Name of the folder.
            stamp: Of the one who keeps; what was kept under another one is not found.
        """
        cache = cache_folder()
        is_ours = cache is not None and (is_own(cache) or not os.path.lexists(cache))
        self._cache = Path(cache) if cache is not None and is_ours else None
        self._name = name
        self._stamp = stamp
        self._used: set[str] = set()

    @property
    def is_shared(self) -> bool:
        """Whether another process finds what this one writes: there is a folder."""
        if self._cache is None:
            return False
        folder = self._cache / self._name
        with suppress(OSError):
            _make(self._cache)
            _make(folder)
        return os.access(folder, os.W_OK)

    def read(self, name: str) -> str | None:
        """Return a text, None if it is not there, damaged or may be somebody else's."""
        if self._cache is None:
            return None
        return read_kept(os.fspath(self._cache / self._name), self._file(name))

    def write(self, name: str, text: str) -> None:
        """Keep a text; where that is not possible, nothing happens."""
        if self._cache is None:
            return
        folder = self._cache / self._name
        file = self._file(name)
        # One name for all runs, so that what a killed one leaves there does not stay;
        # two at once may lose what both keep, and the hash tells.
        new = folder / f".{file}"
        with suppress(OSError):
            _make(self._cache)
            _make(folder)
            try:
                new.write_bytes(kept_bytes(file, text))
                os.replace(new, folder / file)
            finally:
                new.unlink(missing_ok=True)

    def keep_used(self) -> None:
        """Remove what this run has neither read nor written."""
        if self._cache is None:
            return
        folder = self._cache / self._name
        with suppress(OSError):
            for each in set(os.listdir(folder)) - self._used:
                discard(folder / each)

    def remove_old(self) -> None:
        """Once a day, remove what nobody has written for a long time."""
        if self._cache is None:
            return
        with suppress(OSError):
            if self._cache.stat().st_mtime > time.time() - _DAY:
                return
            os.utime(self._cache)
            for folder in self._cache.iterdir():
                _remove_old(folder)

    def _file(self, name: str) -> str:
        file = name
        if self._stamp:
            # The stamp may hold what was typed, which need not be UTF-8.
            whole = f"{self._stamp}\0{name}"
            file = digest(whole.encode("utf-8", "surrogateescape"))
        self._used.add(file)
        return file


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _remove_old(folder: Path) -> None:
    old = time.time() - _KEPT_DAYS * _DAY
    for each in folder.iterdir():
        if each.stat().st_mtime < old:
            discard(each)
    with suppress(OSError):
        # Only an empty one.
        folder.rmdir()
