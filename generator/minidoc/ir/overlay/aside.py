"""Entries for pages that are not given: left aside, and never without a word."""

from __future__ import annotations

from collections.abc import Sequence

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.ir.names import close_match
from minidoc.ir.overlay.load import Overlay


def set_aside(
    overlay: Overlay, pages: Sequence[str], *, is_complete: bool
) -> list[Diagnostic]:
    """Report each page that entries name and that is not given, once.

    Args:
        overlay: The overlay.
        pages: Names of the given pages.
        is_complete: There are no other pages; the finding is then an error.
    """
    places: dict[str, list[Span]] = {}
    for page, span in overlay.pages():
        if page not in pages:
            places.setdefault(page, []).append(span)
    return [
        _finding(page, spans, close_match(page, pages), is_complete=is_complete)
        for page, spans in places.items()
    ]


def _finding(
    page: str, spans: list[Span], close: str, *, is_complete: bool
) -> Diagnostic:
    entries = "an entry is" if len(spans) == 1 else f"{len(spans)} entries are"
    hint = close or "give the page as well, or correct its name in the overlay"
    span = min(spans)
    if is_complete:
        message = f"{entries} for {page}, and there is no such page"
        return Diagnostic(Code.OVERLAY_NO_MATCH, message, span, hint)
    message = f"{entries} for {page}, which is not given, and left aside"
    return Diagnostic(Code.OVERLAY_SET_ASIDE, message, span, hint)
