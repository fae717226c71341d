"""`spec.lock`: for each fetched page its address and the hash of its canonical text.

Comes in: the text of a lock, or pages from disk. Goes out: entries, the text of a lock,
and which pages are not what was fetched. Nothing is fetched or written here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.pages import Page
from minidoc.tree import violations
from minidoc.values import frozen

LOCK = "spec.lock"
"""Name of the lock, in the folder of the pages."""

_VERSION = 1
_HEADER = """\
# Written by `minidoc fetch`: what each page was when it was fetched. Commit it with the
# pages; after a merge conflict remove it and fetch again.
"""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = ("address", "name", "sha256")


@frozen
class LockedPage:
    """One page as it was fetched.

    Attributes:
        name: Path of the page, relative to the folder of the lock.
        address: Where it was fetched from.
        sha256: `Page.sha256` at that time: line ends and byte order mark do not count.
    """

    name: str
    address: str
    sha256: str


def lock_text(pages: Iterable[LockedPage]) -> str:
    """Return the lock's text: a table a page, so that merges stay small."""
    tables = [_HEADER + f"version = {_VERSION}\n"]
    for page in sorted(pages, key=lambda page: page.name):
        # JSON's strings are TOML's: addresses and names have no control characters.
        lines = [
            f"{key} = {json.dumps(getattr(page, key), ensure_ascii=False)}\n"
            for key in ("name", "address", "sha256")
        ]
        tables.append("[[page]]\n" + "".join(lines))
    return "\n".join(tables)


def parse_lock(text: str) -> dict[str, LockedPage]:
    """Read a lock's text; the pages come by their names.

    Raises:
        ValueError: If it is not a lock that this version wrote.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(str(error)) from error
    if data.get("version") != _VERSION:
        raise ValueError(f"its version is not {_VERSION}")
    entries = data.get("page", [])
    if not isinstance(entries, list):
        raise ValueError("page is not a list of tables")
    pages = [_locked(entry) for entry in cast("list[object]", entries)]
    found = {page.name: page for page in pages}
    if violations(found) or len(found) < len(pages):
        raise ValueError("a page has a name that no page can have, or has two entries")
    return found


def read_lock(folder: Path) -> tuple[dict[str, LockedPage], tuple[Diagnostic, ...]]:
    """Read the lock of a folder; none is an empty one.

    Returns:
        The pages by name, and a warning instead of them if the lock is not readable.
    """
    path = folder / LOCK
    try:
        return parse_lock(path.read_text(encoding="utf-8")), ()
    except FileNotFoundError:
        return {}, ()
    except (OSError, ValueError) as error:
        message = f"{path.as_posix()} is not a lock that this version wrote: {error}"
        hint = "remove it and run `minidoc fetch`, which writes it anew"
        return {}, (Diagnostic(Code.INVALID_LOCK, message, None, hint),)


def listed_by_lock(folder: Path) -> Collection[str]:
    """Return the paths that the lock of a folder lists, the lock included."""
    pages, _ = read_lock(folder)
    return {LOCK, *pages}


def lock_findings(
    pages: Sequence[Page], *, is_complete: bool
) -> tuple[Diagnostic, ...]:
    """Compare pages with the locks of their folders.

    Args:
        pages: As they are on disk.
        is_complete: These are all pages of the project, so that one that is locked
            and not among them is gone.

    Returns:
        Warnings; nothing is said of pages that were never fetched.
    """
    found: list[Diagnostic] = []
    for folder in sorted({Path(page.path).parent for page in pages}):
        locked, problems = read_lock(folder)
        found.extend(problems)
        here = {page.name: page for page in pages if Path(page.path).parent == folder}
        for name, entry in locked.items():
            if name in here and here[name].sha256 != entry.sha256:
                found.append(_edited(here[name], entry))
            elif name not in here and is_complete:
                found.append(_gone(folder, entry))
    return tuple(found)


def is_as_fetched(page: Page, locked: LockedPage | None) -> bool:
    """Tell whether a page is what was fetched, or was never fetched at all."""
    return locked is None or page.sha256 == locked.sha256


def _edited(page: Page, locked: LockedPage) -> Diagnostic:
    message = f"{page.name} is not what was fetched from {locked.address}"
    hint = (
        "corrections belong into the overlay; `minidoc fetch --force` replaces the page"
    )
    return Diagnostic(Code.LOCK_MISMATCH, message, Span(page.name, 1, 1, 1, 1), hint)


def _gone(folder: Path, locked: LockedPage) -> Diagnostic:
    message = (
        f"{locked.name} was fetched from {locked.address} and is not among the pages"
    )
    lock = (folder / LOCK).as_posix()
    hint = f"restore it; if it has to go, remove its entry from {lock} as well"
    return Diagnostic(Code.LOCK_MISMATCH, message, None, hint)


def _locked(entry: object) -> LockedPage:
    if not isinstance(entry, dict):
        raise ValueError("page is not a list of tables")
    table = cast("dict[str, Any]", entry)
    if sorted(table) != list(_KEYS) or not all(
        isinstance(value, str) for value in table.values()
    ):
        raise ValueError(f"an entry has other keys than {', '.join(_KEYS)}")
    if not _SHA256.fullmatch(table["sha256"]):
        raise ValueError(f"the hash of {table['name']!r} is none")
    return LockedPage(**table)
