"""One side of a comparison: a page, a folder, `REV:PATH` of git, or a package.

In: what the command line names. Out: an API model, with what was found on the way. A
folder of pages brings its own overlay.toml and accepted.toml; a package its model.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from minidoc.config import Config
from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.git import find_revision
from minidoc.ir.carried import from_carried
from minidoc.ir.model import Api
from minidoc.pages import MAX_PAGE_BYTES, Page, page_from_bytes
from minidoc.pipeline import (
    MODEL,
    Modelled,
    Source,
    model_to_compare,
)
from minidoc.pipeline.narrow import State, models_to_compare
from minidoc.values import frozen

OVERLAY = "overlay.toml"
ACCEPTED = "accepted.toml"

# Braces of git may hold a colon: `HEAD^{/fix: this}:spec`.
_REVISION = re.compile(r"(?s)(?P<revision>(?:[^:{]|\{[^}]*\}?)+):(?P<path>.*)")


@dataclass(slots=True)
class Side:
    """What was read.

    Attributes:
        api: The model.
        diagnostics: What was found in the pages and the overlay, none of it fatal.
        sources: Path and text of what was read, for messages.
        accepted: Text of the list of accepted changes, None where there is none.
    """

    api: Api
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: dict[str, tuple[str, str]] = field(
        default_factory=dict[str, tuple[str, str]]
    )
    accepted: Page | None = None


@frozen
class _Stored:
    """Files by name, wherever they are; each is read when it is asked for.

    Attributes:
        shown: What the files are below, for messages.
        files: Readers of the contents.
        wanted: The one page that was named, None for all of the folder.
        elsewhere: Reads the configured overlay, where it is in another folder.
    """

    shown: str
    files: Mapping[str, Callable[[], bytes]]
    wanted: str | None = None
    elsewhere: Callable[[], Page | None] = lambda: None

    def page(self, name: str) -> Page:
        path = posixpath.join(self.shown, name)
        return page_from_bytes(name, self.files[name](), path)


def read_side(
    text: str,
    overlay: Path | None,
    config: Config,
    sources: dict[str, tuple[str, str]],
) -> Side:
    """Read what the text names.

    Args:
        text: A path, or `REV:PATH`; what exists as a path is one.
        overlay: An overlay to apply whatever the folder has.
        config: Says which overlay goes with the configured pages.
        sources: Gets the path and the text of what was read, also before an error.

    Raises:
        GenerationError: If it cannot be read, or has an error that leaves no model.
    """
    stored = _stored(text, config)
    if _is_package(stored):
        # Not a page: it may be larger than one. What is no UTF-8 is no model either.
        return Side(from_carried(stored.files[MODEL]().decode("utf-8", "replace")))
    return _of_pages(stored, overlay, sources)


def read_sides(
    old: str, new: str, overlay: Path | None, config: Config
) -> tuple[Side, Side] | None:
    """Read both sides, where that can be done without what is the same on both.

    Returns:
        The sides; None if one is no pages, or there is no telling.

    Raises:
        GenerationError: As `read_side` does, but not with everything that is wrong.
    """
    stored = [_stored(text, config) for text in (old, new)]
    if any(_is_package(each) for each in stored):
        return None
    before, after = (_pages_of(each, overlay) for each in stored)
    models = models_to_compare(before.state, after.state)
    return models and (before.side(models[0]), after.side(models[1]))


@frozen
class _Pages:
    """Pages that were read, and what is read with them."""

    state: State
    accepted: Page | None
    sources: dict[str, tuple[str, str]]

    def side(self, modelled: Modelled) -> Side:
        return Side(
            modelled.api, modelled.diagnostics, dict(self.sources), self.accepted
        )


def _is_package(stored: _Stored) -> bool:
    return MODEL in stored.files and stored.wanted is None


def _stored(text: str, config: Config) -> _Stored:
    if os.path.exists(text):
        return _on_disk(Path(text), config)
    named = _REVISION.fullmatch(text)
    if named is None:
        raise GenerationError([_nowhere(text)])
    return _in_git(named["revision"], named["path"], config)


def _of_pages(
    stored: _Stored, overlay: Path | None, sources: dict[str, tuple[str, str]]
) -> Side:
    read = _pages_of(stored, overlay, sources)
    return read.side(model_to_compare(read.state.pages, read.state.overlay))


def _pages_of(
    stored: _Stored,
    overlay: Path | None,
    sources: dict[str, tuple[str, str]] | None = None,
) -> _Pages:
    sources = {} if sources is None else sources
    names = sorted(name for name in stored.files if name.endswith(".md"))
    if stored.wanted is not None:
        names = [stored.wanted]
    if not names:
        raise GenerationError([_empty(stored.shown)])
    pages = [stored.page(name) for name in names]
    applied = _overlay(stored, overlay)
    read = [*pages, *([applied] if applied else [])]
    sources.update({page.name: (page.path, page.text) for page in read})
    source = Source(applied.name, applied.text) if applied else None
    accepted = stored.page(ACCEPTED) if ACCEPTED in stored.files else None
    return _Pages(State(pages, source), accepted, sources)


def _overlay(stored: _Stored, given: Path | None) -> Page | None:
    if given is not None:
        return _file(given)
    return stored.page(OVERLAY) if OVERLAY in stored.files else stored.elsewhere()


def _file(path: Path) -> Page:
    return page_from_bytes(path.name, _reader(path)(), path.as_posix())


def _on_disk(path: Path, config: Config) -> _Stored:
    folder = path if path.is_dir() else path.parent
    try:
        names = sorted(each.name for each in folder.iterdir() if each.is_file())
    except OSError as error:
        raise GenerationError([_unreadable(path, error)]) from error
    files = {name: _reader(folder / name) for name in names}
    wanted = None if path.is_dir() or path.name == MODEL else path.name
    configured = _configured(folder, config)

    def elsewhere() -> Page | None:
        return _file(configured) if configured is not None else None

    return _Stored(folder.as_posix(), files, wanted, elsewhere)


def _configured(folder: Path, config: Config) -> Path | None:
    """Return the configured overlay, if the configured pages are in the folder."""
    overlay = config.path("overlay")
    is_ours = any(page.parent.resolve() == folder.resolve() for page in config.pages)
    return overlay if overlay is not None and is_ours else None


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with path.open("rb") as file:
                limit = None if path.name == MODEL else MAX_PAGE_BYTES + 1
                return file.read() if limit is None else file.read(limit)
        except OSError as error:
            raise GenerationError([_unreadable(path, error)]) from error

    return read


def _in_git(text: str, path: str, config: Config) -> _Stored:
    revision = find_revision(Path.cwd(), text)
    whole, found = revision.find(path)
    is_folder = found.size is None
    folder = found if is_folder else revision.find(posixpath.dirname(whole) or ".")[1]
    shown = whole if is_folder else posixpath.dirname(whole)
    files = {
        entry.name: lambda entry=entry: revision.read(entry)
        for entry in revision.children(folder)
        if entry.size is not None
    }

    def elsewhere() -> Page | None:
        here = _configured(Path.cwd() / _from_here(revision.prefix, shown), config)
        if here is None:
            return None
        place = posixpath.normpath(
            posixpath.join(revision.prefix, here.relative_to(Path.cwd()).as_posix())
        )
        return page_from_bytes(here.name, revision.read(revision.find(place)[1]), place)

    wanted = None if is_folder or found.name == MODEL else found.name
    return _Stored(f"{text}:{shown}", files, wanted, elsewhere)


def _from_here(prefix: str, path: str) -> str:
    return posixpath.relpath(path or ".", prefix or ".")


def _nowhere(text: str) -> Diagnostic:
    message = f"cannot read {text}: there is no such file or folder"
    hint = "give a page, a folder of pages, a package, or REV:PATH of git"
    return Diagnostic(Code.CANNOT_READ, message, None, hint)


def _empty(shown: str) -> Diagnostic:
    message = f"{shown} has no pages (*.md), and is no generated package ({MODEL})"
    hint = "give the folder that has the pages; `minidoc generate` renews a package"
    return Diagnostic(Code.CANNOT_READ, message, None, hint)


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    reason = error.strerror or type(error).__name__
    message = f"cannot read {path.as_posix()}: {reason}"
    return Diagnostic(Code.CANNOT_READ, message, None, "check the path and its rights")
