"""`minidoc diff OLD NEW`: what changed, and what it means to callers."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from minidoc.changes import Change, Changes, Impact, compare
from minidoc.changes.accepted import Acceptance, check_accepted, load_accepted
from minidoc.changes.compare import vanished_pages
from minidoc.changes.render import Shown, as_json, as_markdown, as_text
from minidoc.cli.output import print_diagnostics, print_json, wants_color, write
from minidoc.cli.sides import Side, read_side, read_sides
from minidoc.config import Config, load_config
from minidoc.diagnostics import (
    Code,
    Diagnostic,
    GenerationError,
    Severity,
    Span,
    has_errors,
)
from minidoc.ir.model import Api
from minidoc.pages import Page, read_page

FINE, FOUND, BAD = 0, 1, 2
_FATAL = {
    "breaking": {Impact.BREAKING},
    "behaviour": {Impact.BREAKING, Impact.BEHAVIOUR},
    "any": set(Impact),
}


def diff_command(arguments: argparse.Namespace) -> int:
    """Compare two API models."""
    sources: dict[str, tuple[str, str]] = {}
    try:
        config = load_config(Path.cwd())
        overlay = Path(arguments.overlay) if arguments.overlay else None
        old, new = _narrowed(arguments, overlay, config) or (None, None)
        if old is None or new is None:
            old = read_side(arguments.old, overlay, config, sources)
            sources.clear()
            new = read_side(arguments.new, overlay, config, sources)
        return _compared(arguments, old, new)
    except GenerationError as error:
        print_diagnostics(error.diagnostics, sources)
        return BAD


def _narrowed(
    arguments: argparse.Namespace, overlay: Path | None, config: Config
) -> tuple[Side, Side] | None:
    try:
        return read_sides(arguments.old, arguments.new, overlay, config)
    except GenerationError:
        # One side after the other tells everything that is wrong with the first.
        return None


def _compared(arguments: argparse.Namespace, old: Side, new: Side) -> int:
    changes = compare(old.api, new.api)
    list_ = _list(arguments.accepted, new)
    entries = load_accepted(list_.text, list_.name) if list_ else ()
    problems = check_accepted(entries, changes, dt.datetime.now(dt.UTC).date())
    print_diagnostics([*_news(old, new), *problems], new.sources)
    shown = Shown(changes, _accepted(entries, changes))
    _print(arguments.format, shown)
    if has_errors(problems):
        return BAD
    return FOUND if _is_fatal(arguments.fail_on, shown) else FINE


def _list(path: str | None, new: Side) -> Page | None:
    """Return the list of accepted changes: the one that is given, or the pages' own."""
    found = read_page(Path(path)) if path else new.accepted
    if found is not None:
        new.sources[found.name] = (found.path, found.text)
    return found


def _accepted(
    entries: Iterable[Acceptance], changes: Changes
) -> dict[Change, Acceptance]:
    return {
        change: entry
        for change in changes
        for entry in entries
        if entry.accepts(change)
    }


def _news(old: Side, new: Side) -> list[Diagnostic]:
    """Return what there is to say of the input that was not so before.

    Warnings that both sides have are known from `generate`.
    """
    known = {(each.code, each.message) for each in old.diagnostics}
    found = [
        each
        for each in new.diagnostics
        if (each.code, each.message) not in known
        and (each.severity is not Severity.NOTE or each.code is Code.OVERLAY_SET_ASIDE)
    ]
    return [*found, *gone_pages(old.api, new.api)]


def gone_pages(old: Api, new: Api) -> list[Diagnostic]:
    """Name the pages of before that are gone: no change says so."""
    return [_gone(page) for page in vanished_pages(old, new)]


def _gone(page: str) -> Diagnostic:
    message = f"{page} is gone; what it declares is not counted as removed"
    hint = "restore the page, or say in the release notes that its contents are gone"
    return Diagnostic(Code.PAGE_GONE, message, Span(page, 1, 1, 1, 1), hint)


def _print(format_: str, shown: Shown) -> None:
    if format_ == "json":
        print_json(as_json(shown))
        return
    color = wants_color(sys.stdout)
    is_text = format_ == "text"
    write(as_text(shown, color=color) if is_text else as_markdown(shown), sys.stdout)


def _is_fatal(fail_on: str | None, shown: Shown) -> bool:
    fatal = _FATAL[fail_on] if fail_on else set[Impact]()
    return any(
        change.impact in fatal and change not in shown.accepted
        for change in shown.changes
    )
