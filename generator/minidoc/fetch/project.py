"""A project before anything is asked: its pages, its lock, where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from minidoc.config import Config
from minidoc.diagnostics import (
    Code,
    Diagnostic,
    GenerationError,
    raise_for_errors,
)
from minidoc.fetch.findings import edited
from minidoc.fetch.refresh import Refreshed, Status
from minidoc.fetch.sources import Stored, folder_of
from minidoc.lock import LOCK, LockedPage, lock_text, read_lock
from minidoc.pages import Page, page_from_bytes
from minidoc.pipeline import outline
from minidoc.values import frozen


@frozen
class Project:
    """What a run finds.

    Attributes:
        config: The settings.
        folder: The one folder of the pages; it need not exist.
        stored: The pages by name.
        locked: The lock's entries by name.
        diagnostics: A warning if the lock cannot be read.
    """

    config: Config
    folder: Path
    stored: Mapping[str, Stored]
    locked: Mapping[str, LockedPage]
    diagnostics: tuple[Diagnostic, ...]

    def files(self, pages: tuple[Refreshed, ...]) -> dict[str, bytes]:
        """Return what has to be in the folder once these pages are stored.

        The lock is read again: another run may have added pages meanwhile.
        """
        files = {
            each.source.name: each.data
            for each in pages
            if each.status is not Status.UNCHANGED
        }
        locked = {
            name: page
            for name, page in read_lock(self.folder)[0].items()
            if name in files or (self.folder / name).is_file()
        }
        locked |= {each.source.name: each.locked for each in pages}
        return {**files, LOCK: lock_text(locked.values()).encode()}

    def require_untouched(self, pages: tuple[Refreshed, ...]) -> None:
        """Check that nobody wrote to the pages while they were asked for.

        Raises:
            GenerationError: `edited-page`, with each that is another file by now.
        """
        found = [
            edited(each.source)
            for each in pages
            if each.status is not Status.UNCHANGED
            # Another run may have stored the same meanwhile.
            and _bytes_of(self.folder / each.source.name)
            not in {_before(each), each.data}
        ]
        raise_for_errors(found)


def _before(page: Refreshed) -> bytes | None:
    return page.source.stored.data if page.source.stored else None


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GenerationError([_unreadable(path, error)]) from error


def read_project(config: Config) -> Project:
    """Read the pages and the lock of a project.

    Raises:
        GenerationError: If no folder is configured, or a file cannot be read.
    """
    folder = folder_of(config)
    locked, problems = read_lock(folder)
    found: list[Diagnostic] = []
    stored: dict[str, Stored] = {}
    for path in config.pages:
        try:
            stored[path.name] = _stored(path)
        except OSError as error:
            found.append(_unreadable(path, error))
    if found:
        raise GenerationError(found)
    return Project(config, folder, stored, locked, problems)


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    message = f"cannot read {path.name}: {error.strerror or error}"
    hint = "check that the file can be read"
    return Diagnostic(Code.CANNOT_READ, message, None, hint)


def _stored(path: Path) -> Stored:
    data = path.read_bytes()
    try:
        page = page_from_bytes(path.name, data)
    except GenerationError:
        # What is stored may be broken: it is about to be replaced.
        return Stored(data, None, "")
    return Stored(data, page, _url(page))


def _url(page: Page) -> str:
    outlines, _ = outline([page])
    return outlines[0].url if outlines else ""
