"""Building the next folder beside the old one. The old one is only read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from minidoc.tree.disk import BINARY, NO_FOLLOW, Kind, kind_of
from minidoc.tree.model import Encoded
from minidoc.tree.paths import parents
from minidoc.tree.places import Places, sync_folder
from minidoc.tree.plan import Plan
from minidoc.tree.syncing import sync_all

# Far fewer than a process may have open.
_TOGETHER = 64

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY


def build(plan: Plan, places: Places) -> None:
    """Build the planned folder at `places.new`, whole and durable.

    Raises:
        OSError: If the system refuses; what is there of it then is worth nothing.
    """
    old, new = places.target, places.new
    carried = (*plan.unchanged, *plan.others)
    folders = sorted({*plan.folders, *_above(plan.files), *_above(carried)})
    os.mkdir(new)
    for folder in folders:
        os.mkdir(new / folder)
    create_all(
        (new / path, _pieces(plan.files, path))
        for path in plan.files
        if path not in plan.unchanged
    )
    for path in carried:
        _carry(old / path, new / path)
    # The inner folders first: filling a folder changes its times.
    for folder in reversed(folders):
        _finish(old / folder, new / folder, keep_times=folder in plan.folders)
    _finish(old, new, keep_times=False)


def create(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, durably.

    Raises:
        OSError: If something stands at the path, a link included, or on any failure.
    """
    create_all([(path, [data])])


def create_all(files: Iterable[tuple[Path, Iterable[bytes]]]) -> None:
    """Write files that do not exist yet, durably.

    The system makes several files durable in little more time than one.

    Raises:
        OSError: If something stands at a path, a link included, or on any failure.
    """
    waiting = iter(files)
    while some := list(islice(waiting, _TOGETHER)):
        with ExitStack() as stack:
            opened: list[int] = []
            for path, pieces in some:
                handle = os.open(path, _CREATE, 0o666)
                file = stack.enter_context(open(handle, "wb"))
                file.writelines(pieces)
                file.flush()
                opened.append(file.fileno())
            sync_all(opened)


def _pieces(files: Mapping[str, bytes], path: str) -> Iterable[bytes]:
    return files.pieces(path) if isinstance(files, Encoded) else [files[path]]


def _above(paths: Iterable[str]) -> set[str]:
    return {folder for path in paths for folder in parents(path)}


def _carry(source: Path, goal: Path) -> None:
    """Let a file be in both folders: one inode, so that nothing of it changes."""
    kind = kind_of(source)
    try:
        if kind is Kind.LINK:
            os.link(source, goal, follow_symlinks=False)
        else:
            os.link(source, goal)
    except (OSError, NotImplementedError):
        # No hard links here, or none to another user's file (protected_hardlinks).
        if kind is Kind.LINK:
            os.symlink(os.readlink(source), goal)
        elif kind is Kind.FILE:
            _copy(source, goal)
        else:
            raise


def _copy(source: Path, goal: Path) -> None:
    # Late: where hard links work, it is not needed.
    import shutil

    shutil.copy2(source, goal, follow_symlinks=False)
    handle = os.open(goal, os.O_RDWR | NO_FOLLOW | BINARY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _finish(old: Path, new: Path, *, keep_times: bool) -> None:
    if kind_of(old) is Kind.FOLDER:
        facts = old.stat()
        os.chmod(new, stat.S_IMODE(facts.st_mode))
        if keep_times:
            os.utime(new, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    sync_folder(new)
