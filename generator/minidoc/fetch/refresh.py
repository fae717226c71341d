"""What the pages would be now: all of them asked for, read and judged, or none.

Comes in: sources, the lock, remembered validators. Goes out: each page's new bytes, the
next lock, and what was found. The caller decides whether anything of it is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from minidoc.diagnostics import Diagnostic, GenerationError, raise_for_errors
from minidoc.fetch.download import Asked, Received, download
from minidoc.fetch.findings import edited, is_at, linked, moved
from minidoc.fetch.settings import Settings
from minidoc.fetch.sources import Source, Stored
from minidoc.fetch.validators import NOTHING, Remembered, Validators
from minidoc.lock import LockedPage, is_as_fetched
from minidoc.pages import Page, page_from_bytes
from minidoc.pipeline import Outline, outline
from minidoc.values import frozen


class Status(StrEnum):
    """What became of a page."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@frozen
class Refreshed:
    """One page as it is published now.

    Attributes:
        source: Where it comes from.
        status: Line ends and byte order mark make no change: what is stored stays.
        data: The bytes to store; for an unchanged page those that are stored.
        published: The bytes as they came, or as they are stored if none came.
        page: What they say.
        validators: What the server said of the published bytes.
    """

    source: Source
    status: Status
    data: bytes
    published: bytes
    page: Page
    validators: Validators

    @property
    def locked(self) -> LockedPage:
        """Its entry in the lock."""
        return LockedPage(self.source.name, self.source.address.url, self.page.sha256)

    @property
    def remembered(self) -> Remembered:
        """Its entry in the cache."""
        return Remembered(self.validators, _sha256(self.data))


@frozen
class Outcome:
    """All pages that were asked for, without an error among the findings."""

    pages: tuple[Refreshed, ...]
    diagnostics: tuple[Diagnostic, ...]


@frozen
class Known:
    """What is known before anything is asked.

    Attributes:
        stored: Every page on disk, by name.
        locked: The lock.
        remembered: The cache, by address.
        replaces_edited: A page that was edited since it was fetched may be replaced.
    """

    stored: Mapping[str, Stored] = field(default_factory=dict[str, Stored])
    locked: Mapping[str, LockedPage] = field(default_factory=dict[str, LockedPage])
    remembered: Mapping[str, Remembered] = field(default_factory=dict[str, Remembered])
    replaces_edited: bool = False


def refresh(
    sources: Sequence[Source],
    known: Known,
    settings: Settings,
    *,
    report: Callable[[str], object],
    texts: dict[str, tuple[str, str]],
) -> Outcome:
    """Ask for all pages, and read them as `generate` would.

    Args:
        sources: The pages to ask for.
        known: What is known before.
        settings: How patient to be.
        report: Gets the name of each page when it is there.
        texts: Gets the address and the text of each fetched page, also before an error.

    Raises:
        GenerationError: With everything that is wrong with any of them.
    """
    asked = [_asked(source, known) for source in sources]
    received = download(asked, settings, report)
    found = [each.found for each in received if each.found is not None]
    pages: list[Refreshed] = []
    for source, each in zip(sources, received, strict=True):
        if each.found is None:
            _read(source, each, pages, found)
    texts.update({p.source.name: (p.page.path, p.page.text) for p in pages})
    outlines, problems = outline([each.page for each in pages])
    found.extend(problems)
    found.extend(_judged(pages, outlines, known))
    raise_for_errors(found)
    return Outcome(tuple(pages), tuple(found))


def names_itself(page: Refreshed) -> bool:
    """Tell whether the page's front matter leads to the address where it was found."""
    outlines, _ = outline([page.page])
    return any(is_at(page.source.address, each.url) for each in outlines)


def _asked(source: Source, known: Known) -> Asked:
    """Ask for a change only if the bytes are there that the server spoke of."""
    remembered = known.remembered.get(source.address.url)
    stored = source.stored
    if remembered is None or stored is None or stored.page is None:
        return Asked(source.name, source.address, NOTHING)
    is_it = _sha256(stored.data) == remembered.sha256
    validators = remembered.validators if is_it else NOTHING
    return Asked(source.name, source.address, validators)


def _read(
    source: Source, received: Received, pages: list[Refreshed], found: list[Diagnostic]
) -> None:
    data = received.body
    if data is None:
        # Only where there are stored bytes may a server say that they are the page.
        assert source.stored is not None
        data = source.stored.data
    try:
        page = page_from_bytes(source.name, data, source.address.url)
    except GenerationError as error:
        found.extend(error.diagnostics)
        return
    pages.append(_compared(source, page, data, received.validators))


def _compared(
    source: Source, page: Page, data: bytes, validators: Validators
) -> Refreshed:
    old = source.stored
    status = Status.CHANGED if old else Status.NEW
    stored = data
    if old and old.page and old.page.sha256 == page.sha256:
        status, stored = Status.UNCHANGED, old.data
    return Refreshed(source, status, stored, data, page, validators)


def _judged(
    pages: Sequence[Refreshed], outlines: Sequence[Outline], known: Known
) -> list[Diagnostic]:
    """Find what no page alone can tell: edits, moves, and links to other pages."""
    sources = {each.source.name: each.source for each in pages}
    found = [edited(each.source) for each in pages if _loses_edits(each, known)]
    for each in outlines:
        found.extend(moved(sources[each.name], each.url))
    everywhere = [page.url for page in known.stored.values()]
    everywhere += [source.address.url for source in sources.values()]
    return [*found, *linked(outlines, everywhere, _texts(pages))]


def _loses_edits(page: Refreshed, known: Known) -> bool:
    old = page.source.stored
    if known.replaces_edited or page.status is not Status.CHANGED:
        return False
    locked = known.locked.get(page.source.name)
    if old is None or locked is None:
        return False
    return old.page is None or not is_as_fetched(old.page, locked)


def _texts(pages: Sequence[Refreshed]) -> dict[str, str]:
    return {each.source.name: each.page.text for each in pages}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
