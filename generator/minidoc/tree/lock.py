"""One writer at a time per output folder, by a lock that a killed process loses."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from minidoc.tree.disk import NO_FOLLOW

WAIT_SECONDS = 10.0
"""How long a second run waits for the first before it gives up."""

_POLL_SECONDS = 0.05

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def exclusive(path: Path) -> Generator[None, None, None]:
    """Hold the lock file while the block runs; it is removed afterwards.

    Raises:
        OSError: If another run still holds it after `WAIT_SECONDS`.
    """
    handle = _acquire(path, time.monotonic() + WAIT_SECONDS)
    try:
        yield
    finally:
        _release(path, handle)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o666)
        try:
            if _try_lock(handle) and _is_at(path, handle):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() >= deadline:
            raise OSError(
                errno.EBUSY, "another run of minidoc is writing to the same folder"
            )
        time.sleep(_POLL_SECONDS)


def _is_at(path: Path, handle: int) -> bool:
    """Tell whether the lock is on the file at `path`, not on one just removed."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _release(path: Path, handle: int) -> None:
    if sys.platform == "win32":
        # An open file cannot be removed there, and a waiting run may hold it open.
        os.close(handle)
        with suppress(OSError):
            path.unlink()
        return
    # While it is still locked: after the unlock it might be another run's.
    with suppress(FileNotFoundError):
        path.unlink()
    os.close(handle)
