"""Which relative paths may be written: the same answer on every system.

Comes in: paths made from page text, or read from a manifest on disk; neither is
trusted. Goes out: one sentence per violation. Nothing here touches a disk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator

MAX_PART_BYTES = 255

# Windows opens a device for these, whatever the folder and whatever follows the dot:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
# Separators, drives and streams, wildcards and redirections of Windows.
_FORBIDDEN = frozenset('\\:<>"|?*')


def violations(paths: Iterable[str]) -> list[str]:
    """Say what is wrong with the paths, one sentence each, in a stable order.

    A path is relative, POSIX, and spelt so that no file system reads it as another
    place or as another path of the same set.
    """
    ordered = sorted(paths)
    found = [text for path in ordered for text in _in_one(path)]
    return found or list(_between(ordered))


def fold(path: str) -> str:
    """Return the spelling under which a forgiving file system would store the path."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded)


def parents(path: str) -> Iterator[str]:
    """Yield the folders above a relative path, the outermost first."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def is_cache_of(path: str, owned: Collection[str]) -> bool:
    """Tell whether a path lies in the bytecode folder beside one of the owned files.

    Such a folder is Python's, made from files that are about to change.
    """
    for folder in (*parents(path), path):
        above, _, name = folder.rpartition("/")
        if name == "__pycache__":
            return any(each.rpartition("/")[0] == above for each in owned)
    return False


def _in_one(path: str) -> Iterator[str]:
    if path.startswith("/"):
        yield f"the path {path!r} is absolute"
        return
    for part in path.split("/"):
        reason = _bad_part(part)
        if reason:
            yield f"the path {path!r} {reason}"
            return


def _bad_part(part: str) -> str:
    if not part:
        return "has an empty part"
    if part in {".", ".."}:
        return f"has the part {part!r}"
    # Controls, bidi, zero widths, surrogates, line ends, spaces of other widths.
    if not part.isprintable():
        return "has a control character or another that cannot be seen"
    if not _FORBIDDEN.isdisjoint(part):
        return "has a character that some file systems forbid or interpret"
    if part[-1] in ". " or part[0] == " ":
        return "has a part that begins or ends in a space, or ends in a dot"
    if part.partition(".")[0].rstrip().casefold() in _DEVICES:
        return "has the name of a Windows device"
    if len(part.encode()) > MAX_PART_BYTES:
        return f"has a part of more than {MAX_PART_BYTES} bytes"
    return ""


def _between(paths: list[str]) -> Iterator[str]:
    """Find files that are one file, or a file that is a folder, on some system."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        for place, is_file in (*((p, False) for p in parents(path)), (path, True)):
            first = seen.setdefault(fold(place), (place, is_file))
            if first == (place, is_file):
                continue
            if first[1] != is_file:
                yield f"{first[0]!r} and {place!r} are a file and a folder of one name"
            else:
                yield f"{first[0]!r} and {place!r} are one path on some file systems"
