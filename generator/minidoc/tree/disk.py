"""Reading folders without ever following a symbolic link inside them."""

from __future__ import annotations

import errno
import os
import stat
from enum import Enum, auto
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.paths import parents

# Windows has neither flag; there, what is opened was looked at just before.
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
BINARY: int = getattr(os, "O_BINARY", 0)

# A junction of Windows is a folder to lstat, and leads elsewhere all the same.
_JUNCTION = 0xA0000003


class Kind(Enum):
    """What stands at a path, links not followed."""

    MISSING = auto()
    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    OTHER = auto()


def kind_of(path: Path) -> Kind:
    """Tell what stands at a path.

    Raises:
        OSError: If it cannot be looked at.
    """
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return Kind.MISSING
    mode = found.st_mode
    if stat.S_ISLNK(mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION:
        return Kind.LINK
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER


def kind_below(folder: Path, path: str) -> Kind:
    """Tell what stands at a relative path; below a link or a file there is nothing."""
    for parent in parents(path):
        if kind_of(folder / parent) is not Kind.FOLDER:
            return Kind.MISSING
    return kind_of(folder / path)


def read_regular(folder: Path, path: str) -> bytes | None:
    """Read a regular file below a folder; None when it is anything else, or nothing.

    Raises:
        OSError: If it cannot be read.
    """
    if kind_below(folder, path) is not Kind.FILE:
        return None
    handle = os.open(folder / path, os.O_RDONLY | NO_FOLLOW | BINARY)
    with open(handle, "rb") as file:
        return file.read()


def scan(folder: Path) -> dict[str, Kind]:
    """List everything below a folder, links not followed, in the order of the paths."""
    found: dict[str, Kind] = {}
    waiting = [""]
    while waiting:
        parent = waiting.pop()
        for name in os.listdir(folder / parent):
            path = f"{parent}/{name}" if parent else name
            found[path] = kind = kind_of(folder / path)
            if kind is Kind.FOLDER:
                waiting.append(path)
    return dict(sorted(found.items()))


def locate(folder: Path) -> Path:
    """Return the folder's real place, with its last part as it is: it may be a link.

    Raises:
        OSError: If no path of the system can be spelt like this.
    """
    if "\0" in os.fspath(folder):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if folder.name in {"", ".."}:
        return Path(os.path.realpath(folder))
    # Not Path.resolve, whose errors for a loop of links differ between versions.
    return Path(os.path.realpath(folder.parent), folder.name)


def require_folder(folder: Path, shown: str) -> None:
    """Refuse an output folder that is something else than a folder.

    Raises:
        GenerationError: `foreign-output`, if it exists and is a link or a file.
    """
    kind = kind_of(folder)
    if kind in {Kind.MISSING, Kind.FOLDER}:
        return
    what = "a symbolic link" if kind is Kind.LINK else "not a folder"
    hint = "name the folder itself, or another one that does not exist yet"
    message = f"the output {shown} is {what}"
    raise GenerationError([Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)])
