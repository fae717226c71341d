"""What a run depends on, each as one short text that is equal while nothing changed.

In: kinds and paths. Out: digests. Contents count, not times, except for the generator's
own files, of which any write counts.
"""

from __future__ import annotations

import os
import stat

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - another Python than CPython
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MISSING = "-"
_SIZE = 16


def digest(data: bytes) -> str:
    """Return the hash of bytes, hex."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def digest_of(pieces: Iterable[bytes]) -> str:
    """Return the hash of bytes that come in pieces, hex."""
    found = blake2b(digest_size=_SIZE)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def look(kind: str, path: str) -> str:
    """Return a fact as it is now; `MISSING` for what is not there or cannot be read."""
    try:
        return _LOOKS[kind](path)
    except OSError:
        return MISSING


def _file(path: str) -> str:
    """A file's bytes, and which file a link leads to."""
    with open(path, "rb") as file:
        return f"{digest(file.read())} {os.path.realpath(path)}"


def _own(path: str) -> str:
    """A regular file's bytes; whoever puts a link there has changed it."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return MISSING
    with open(path, "rb") as file:
        return digest(file.read())


def _kind(path: str) -> str:
    """What stands at a path: a folder, or a link to one."""
    return str(stat.S_IFMT(os.lstat(path).st_mode))


def _names(path: str) -> str:
    """The names in a folder."""
    return _joined(sorted(os.listdir(path)))


def _leftovers(path: str) -> str:
    """The names in a folder that a run under way, or a killed one, has left."""
    return _joined(sorted(name for name in os.listdir(path) if ".minidoc-" in name))


def _written(path: str) -> str:
    """When the files in a folder and below were written last, and their sizes."""
    found = [
        f"{each.path} {facts.st_size} {facts.st_ctime_ns} {facts.st_mtime_ns}"
        for each in _entries(path)
        if not each.is_dir()
        for facts in [each.stat()]
    ]
    return _joined(sorted(found))


def _stamp(path: str) -> str:
    """When one file was written last, and its size."""
    facts = os.stat(path)
    return f"{facts.st_size} {facts.st_ctime_ns} {facts.st_mtime_ns}"


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name == "__pycache__":
                continue
            yield each
            if each.is_dir(follow_symlinks=False):
                yield from _entries(each.path)


def _joined(texts: Iterable[str]) -> str:
    return digest("\0".join(texts).encode("utf-8", "surrogateescape"))


_LOOKS: dict[str, Callable[[str], str]] = {
    "file": _file,
    "kind": _kind,
    "leftovers": _leftovers,
    "names": _names,
    "own": _own,
    "stamp": _stamp,
    "written": _written,
}
