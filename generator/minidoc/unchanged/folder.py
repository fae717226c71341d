"""Where things are kept between runs: a folder of this user alone.

Comes in: the environment. Goes out: paths, and texts that are what was written there.
Never inside a project: whoever sends a project could send a record with it.
"""

from __future__ import annotations

import os
import stat

from minidoc.unchanged.facts import digest


def cache_folder() -> str | None:
    """Return the folder, whether or not it exists; None where there can be none."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        name = "LOCALAPPDATA" if os.name == "nt" else "HOME"
        home = os.environ.get(name, "")
        if not os.path.isabs(home) or not os.path.isdir(home):
            return None
        base = home if os.name == "nt" else os.path.join(home, ".cache")
    return os.path.join(base, "minidoc")


def is_own(folder: str) -> bool:
    """Tell whether a folder is there and nobody else can have written into it."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    if os.name == "nt":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def read_kept(folder: str, name: str) -> str | None:
    """Return a text that `kept_bytes` was made from; None for anything else."""
    try:
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
    except OSError:
        return None
    head, _, rest = data.partition(b"\n")
    if head != _seal(name, rest):
        return None
    try:
        return rest.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def kept_bytes(name: str, text: str) -> bytes:
    """Return what is stored of a text: a hash of it and of its name, and the text."""
    data = text.encode("utf-8", "surrogatepass")
    return _seal(name, data) + b"\n" + data


def _seal(name: str, data: bytes) -> bytes:
    return digest(name.encode() + b"\n" + data).encode()
