"""Where a run keeps what is not the package: hidden siblings of the output folder.

Siblings, because only inside one file system is a rename one step.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from minidoc.tree.disk import Kind, kind_of
from minidoc.values import frozen


@frozen
class Places:
    """The output folder and its siblings.

    Attributes:
        target: The package's own folder.
        new: The next package while it is built; worth nothing unless `journal` exists.
        journal: Says that `new` is whole and about to become `target`.
        old: The package before this one, whole, until nothing of it is needed.
        trash: What may be removed unseen.
        lock: Held by the run that writes.
    """

    target: Path
    new: Path
    journal: Path
    old: Path
    trash: Path
    lock: Path

    @classmethod
    def beside(cls, target: Path) -> Places:
        """Name the siblings of an output folder.

        Raises:
            OSError: If it can have none.
        """
        if not target.name:
            raise OSError(errno.EBUSY, "the root of a file system has no siblings")
        names = ("new", "journal", "old", "trash", "lock")
        return cls(
            target, *(target.with_name(f".{target.name}.minidoc-{n}") for n in names)
        )

    def are_clean(self) -> bool:
        """Tell whether no run is under way and none was interrupted."""
        siblings = (self.new, self.journal, self.old, self.trash, self.lock)
        return all(kind_of(path) is Kind.MISSING for path in siblings)


def discard(path: Path) -> None:
    """Remove whatever stands at a path, links not followed.

    Raises:
        OSError: If something of it cannot be removed.
    """
    kind = kind_of(path)
    if kind is Kind.FOLDER:
        # Late: only a run that changes something pays for it.
        import shutil

        # A folder without write permission (somebody may have one in the package)
        # could not be emptied. Only folders: files may be links to ones that stay.
        for folder, _, _ in os.walk(path):
            with suppress(OSError):
                os.chmod(folder, 0o700)
        shutil.rmtree(path)
    elif kind is not Kind.MISSING:
        path.unlink()


def sync_folder(path: Path) -> None:
    """Make renames inside a folder durable, where the system can be asked to."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
