"""`check --html FILE`: what a run came to know, as a page for people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from minidoc.changes import Changes, compare
from minidoc.cli.diff import gone_pages
from minidoc.cli.inputs import Inputs
from minidoc.cli.seen import Seen
from minidoc.diagnostics import Diagnostic, GenerationError
from minidoc.ir.carried import from_carried
from minidoc.ir.model import Api
from minidoc.pipeline import MODEL, model_to_compare
from minidoc.report.checked import Checked
from minidoc.report.page import page_text
from minidoc.tree import write_page


def write_html(path: Path, seen: Seen, *, is_strict: bool) -> None:
    """Write the page.

    Raises:
        GenerationError: `cannot-write` or `foreign-output`; the file is as it was.
    """
    write_page(page_text(_checked(seen, is_strict)), path)


def _checked(seen: Seen, is_strict: bool) -> Checked:
    new, unread = _today(seen)
    old, unknown = _released(seen)
    changes, gone = _compared(old, new)
    return Checked(
        package=seen.target.folder.as_posix() if seen.target else "",
        diagnostics=(*seen.diagnostics, *gone),
        sources=seen.sources,
        drift=seen.drift,
        changes=changes,
        unknown=unread or unknown,
        addresses=_addresses(new),
        is_strict=is_strict,
    )


def _today(seen: Seen) -> tuple[Api | None, str]:
    """Return the model of the pages, although the overlay may be behind them."""
    read = _behind(seen.inputs) if seen.inputs else None
    if read is None:
        return None, "The pages could not be read, so what they change is not known."
    return read, ""


def _behind(inputs: Inputs) -> Api | None:
    try:
        return model_to_compare(inputs.pages, inputs.overlay).api
    except GenerationError:
        # What is wrong has been found before, and is on the page.
        return None


def _released(seen: Seen) -> tuple[Api | None, str]:
    """Return the model that the package on disk was made from."""
    if seen.target is None:
        return None, "It is not known which package to compare with."
    path = seen.target.folder / MODEL
    shown = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, f"`{shown}` is missing, so only the code can be compared."
    except (OSError, UnicodeDecodeError):
        return None, f"`{shown}` cannot be read, so only the code can be compared."
    try:
        return from_carried(text), ""
    except GenerationError as error:
        reason = error.diagnostics[0].message
        return None, f"`{shown}` is broken, so only the code can be compared: {reason}."


def _compared(
    old: Api | None, new: Api | None
) -> tuple[Changes | None, Iterable[Diagnostic]]:
    if old is None or new is None:
        return None, ()
    return compare(old, new), gone_pages(old, new)


def _addresses(api: Api | None) -> dict[str, str]:
    return {page.name: page.url for page in api.pages} if api else {}
