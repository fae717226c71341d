"""The first stages in order: pages and overlay in, API model out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minidoc.diagnostics import (
    Code,
    Diagnostic,
    GenerationError,
    has_errors,
    raise_for_errors,
)
from minidoc.ir.docs import LinkText
from minidoc.ir.lower import lower
from minidoc.ir.model import Api
from minidoc.ir.names import KnownNames
from minidoc.ir.overlay import Overlay, apply_overlay, load_overlay
from minidoc.ir.unresolved import with_unresolved
from minidoc.ir.walk import find
from minidoc.pages import Page
from minidoc.python.bind import check_names
from minidoc.syntax import Parsed, parse, parse_type
from minidoc.values import frozen


@frozen
class Source:
    """The overlay as it was read.

    Attributes:
        name: File name, for spans.
        text: Its TOML.
        is_complete: The run has all pages of the project, so that an entry for another
            one is a mistake.
    """

    name: str
    text: str
    is_complete: bool = False


@frozen
class Modelled:
    """The API model and everything found on the way."""

    api: Api
    diagnostics: tuple[Diagnostic, ...]


def model(pages: Sequence[Page], overlay: Source | None = None) -> Modelled:
    """Read pages into the API model.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    api, found = _applied(pages, overlay)
    raise_for_errors(found)
    return Modelled(api, tuple(found))


def model_of_some(
    parsed: Sequence[Parsed], overlay: Overlay, known: KnownNames
) -> Modelled:
    """Make the API model of pages that need no others.

    Args:
        parsed: The pages.
        overlay: Entries for these pages, and no others.
        known: The names of all pages, for hints.

    Raises:
        GenerationError: If there is an error; not everything that is wrong is told.
    """
    found = [each for result in parsed for each in result.diagnostics]
    raise_for_errors(found)
    documents = [each.document for each in parsed if each.document is not None]
    lowered = lower(documents, is_final=False)
    raise_for_errors(lowered.diagnostics)
    applied = apply_overlay(lowered, overlay, parse_type=parse_type, known=known)
    raise_for_errors(applied.diagnostics)
    return Modelled(applied.api, (*found, *applied.diagnostics))


def _applied(
    pages: Sequence[Page], overlay: Source | None
) -> tuple[Api, list[Diagnostic]]:
    """Lower the pages and apply the overlay; mistakes of its entries are not raised."""
    is_complete = overlay is not None and overlay.is_complete
    parsed = [parse(page) for page in pages]
    return _applied_to(parsed, *_entries(overlay), is_complete=is_complete)


def _applied_to(
    parsed: Sequence[Parsed],
    entries: Overlay,
    problems: tuple[Diagnostic, ...] = (),
    *,
    is_complete: bool = False,
) -> tuple[Api, list[Diagnostic]]:
    found = [diagnostic for result in parsed for diagnostic in result.diagnostics]
    documents = [result.document for result in parsed if result.document is not None]
    lowered = lower(documents, is_final=False)
    if has_errors([*found, *lowered.diagnostics, *problems]):
        lowered = with_unresolved(lowered.api, lowered.diagnostics)
        found += [*lowered.diagnostics, *problems]
        raise GenerationError([*found, *_more(check_names(lowered.api), found)])
    applied = apply_overlay(
        lowered, entries, parse_type=parse_type, is_complete=is_complete
    )
    return applied.api, [*found, *applied.diagnostics]


def model_to_compare(pages: Sequence[Page], overlay: Source | None = None) -> Modelled:
    """Read pages into the API model, although the overlay may be behind them.

    A comparison is wanted most when the pages have changed and the overlay has not:
    entries that no longer apply are left aside, each with a note.

    Raises:
        GenerationError: With everything found, if any of the rest is an error.
    """
    return _compared(*_applied(pages, overlay), overlay.name if overlay else "")


def model_to_compare_some(parsed: Sequence[Parsed], overlay: Overlay) -> Modelled:
    """Do the same for some of the pages, with the entries that are for them.

    Raises:
        GenerationError: As `model_to_compare` does.
    """
    return _compared(*_applied_to(parsed, overlay), overlay.name)


def _compared(api: Api, found: Iterable[Diagnostic], overlay: str) -> Modelled:
    kept = [_aside(each) if _is_stale(each, overlay) else each for each in found]
    raise_for_errors(kept)
    return Modelled(api, tuple(kept))


def _is_stale(found: Diagnostic, overlay: str) -> bool:
    is_there = found.span is not None and found.span.file == overlay
    return is_there and has_errors([found])


def _aside(found: Diagnostic) -> Diagnostic:
    message = f"left aside in this comparison: {found.message}"
    return Diagnostic(Code.OVERLAY_SET_ASIDE, message, found.span, found.hint)


def _more(
    names: Iterable[Diagnostic], found: Sequence[Diagnostic]
) -> Iterable[Diagnostic]:
    """Leave out what an earlier stage has said about the same place."""
    known = {(each.code, each.span) for each in found}
    return [each for each in names if (each.code, each.span) not in known]


def _entries(overlay: Source | None) -> tuple[Overlay, tuple[Diagnostic, ...]]:
    """Read the overlay; its errors are reported together with those of the pages."""
    if overlay is None:
        return load_overlay("", "overlay.toml"), ()
    try:
        return load_overlay(overlay.text, overlay.name), ()
    except GenerationError as error:
        return load_overlay("", "overlay.toml"), error.diagnostics


@frozen
class Outline:
    """What a page says of itself and of others, whether or not it has errors.

    Attributes:
        name: File name of the page.
        url: Its address by its front matter; an empty text if there is none.
        links: Where its links lead: absolute addresses in the page's order.
    """

    name: str
    url: str
    links: tuple[str, ...]


def outline(
    pages: Sequence[Page],
) -> tuple[tuple[Outline, ...], tuple[Diagnostic, ...]]:
    """Read of each page what can be said without the others.

    Returns:
        An outline for each page of which anything could be made, and what was found.
    """
    parsed = [parse(page) for page in pages]
    found = tuple(each for result in parsed for each in result.diagnostics)
    documents = [result.document for result in parsed if result.document is not None]
    outlines = tuple(
        Outline(page.name, page.url, tuple(link.url for link in find(page, LinkText)))
        for page in lower(documents, is_final=False).api.pages
    )
    return outlines, found


def check_input(
    pages: Sequence[Page], overlay: Source | None = None
) -> tuple[Diagnostic, ...]:
    """Find what can be said of single files, when others could not be read.

    Nothing is looked up across pages: what is missing would seem undeclared.
    """
    found = [diagnostic for page in pages for diagnostic in parse(page).diagnostics]
    return (*found, *_entries(overlay)[1])
