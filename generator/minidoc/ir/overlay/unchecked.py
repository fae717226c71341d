"""Entries that are still guesses, as `minidoc overlay suggest` drafts them."""

from __future__ import annotations

from collections.abc import Collection

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.overlay.load import Overlay

TODO = "TODO"
"""What the reason of a guess begins with, until somebody has checked it."""


def unchecked(overlay: Overlay, pages: Collection[str]) -> list[Diagnostic]:
    """Report each entry for a given page whose reason is still the one of a guess."""
    hint = "check it, then write why it is so in place of the reason"
    return [
        Diagnostic(
            Code.OVERLAY_UNCHECKED, f"a guess, not checked: {reason}", span, hint
        )
        for page, reason, span in overlay.reasons()
        if page in pages and reason.lstrip().startswith(TODO)
    ]
