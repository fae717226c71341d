"""One step from the old package to the new one, and the repair of a killed run.

Linux exchanges two folders in one step, so that no moment has half a package or none.
Elsewhere two renames are needed: a journal says that the new package is whole, and the
next run completes them.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeAlias

from minidoc.tree.disk import Kind, kind_of, scan
from minidoc.tree.manifest import MANIFESTS, listed_in, read_lenient
from minidoc.tree.paths import is_cache_of, parents
from minidoc.tree.places import Places, discard, sync_folder

Listed: TypeAlias = Callable[[Path], Collection[str]]
"""Reads which paths a folder says are ours."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# The C library, the kernel or the file system does not know the call.
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})

_KEPT = ".minidoc-kept"


def swap(places: Places) -> None:
    """Put the whole new folder where the target is; the old one becomes `places.old`.

    Raises:
        OSError: If the system refuses; the target is then whole, or `repair` makes it.
    """
    if kind_of(places.target) is Kind.MISSING:
        os.rename(places.new, places.target)
    elif exchange(places.new, places.target):
        os.rename(places.new, places.old)
    else:
        _swap_by_journal(places)
    sync_folder(places.target.parent)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system has no such step.

    Raises:
        OSError: If the system has it and it fails.
    """
    rename = _renameat2()
    if rename is None:
        return False
    code = rename(os.fsencode(one), os.fsencode(other))
    if code in _UNKNOWN:
        return False
    if code:
        raise OSError(code, os.strerror(code), os.fspath(other))
    return True


def retire(places: Places, owned: Collection[str]) -> None:
    """Remove the old folder, but move what others put into it meanwhile to the new one.

    Args:
        places: `old` and `target` are both whole.
        owned: Paths that are ours in either; what they hold is not moved.

    Raises:
        OSError: If something cannot be moved; the rest of the old folder then stays.
    """
    for path, kind in scan(places.old).items():
        if kind is Kind.FOLDER or path in owned or is_cache_of(path, owned):
            continue
        source, goal = places.old / path, _room_for(path, places.target)
        if kind_of(goal) is Kind.MISSING:
            goal.parent.mkdir(parents=True, exist_ok=True)
        elif os.path.samestat(source.lstat(), goal.lstat()):
            continue
        # The one in the old folder is the original; the other is a copy, or older.
        os.replace(source, goal)
    os.rename(places.old, places.trash)
    discard(places.trash)


def _room_for(path: str, folder: Path) -> Path:
    """Say where something of others comes: at its path, or beside what is in the way.

    Whoever puts a link where a folder was, or a folder where a file is going to be, at
    the very moment in which both are exchanged, finds it under another name.
    """
    for each in (*parents(path), path):
        fits = (kind_of(folder / each) is Kind.FOLDER) is (each != path)
        if not fits and kind_of(folder / each) is not Kind.MISSING:
            return folder / f"{each}{_KEPT}{path[len(each) :]}"
    return folder / path


def by_manifest(folder: Path) -> Collection[str]:
    """Return what the manifest of a package lists, the manifest included."""
    return listed_in(read_lenient(folder)) | set(MANIFESTS)


def repair(places: Places, listed: Listed = by_manifest) -> None:
    """Bring a killed run to its end, so that the target is one whole package.

    Killed once more, it begins again: each step leaves a state that it knows.

    Args:
        places: The folder and what stands beside it.
        listed: Asked of the old and of the new folder; what they list is not moved
            from the one to the other.

    Raises:
        OSError: If the system refuses.
    """
    if kind_of(places.target) is Kind.MISSING:
        is_whole = kind_of(places.journal) is not Kind.MISSING
        if is_whole and kind_of(places.new) is Kind.FOLDER:
            os.rename(places.new, places.target)
        elif kind_of(places.old) is Kind.FOLDER:
            os.rename(places.old, places.target)
    # First: from here on nothing may take a half-removed `new` for a whole one.
    discard(places.journal)
    discard(places.new)
    discard(places.trash)
    if kind_of(places.old) is Kind.FOLDER and kind_of(places.target) is Kind.FOLDER:
        retire(places, {*listed(places.old), *listed(places.target)})
    discard(places.old)


def _swap_by_journal(places: Places) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    handle = os.open(places.journal, flags, 0o666)
    os.close(handle)
    sync_folder(places.target.parent)
    os.rename(places.target, places.old)
    try:
        os.rename(places.new, places.target)
    except OSError:
        os.rename(places.old, places.target)
        raise
    discard(places.journal)


def _renameat2() -> Callable[[bytes, bytes], int] | None:
    """Return a call that gives the error number, or None where there is none."""
    if sys.platform != "linux":
        return None
    # Late: only a run that changes something pays for it.
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = (
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_uint,
    )

    def rename(one: bytes, other: bytes) -> int:
        failed = call(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
        return ctypes.get_errno() if failed else 0

    return rename
