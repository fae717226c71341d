"""`minidoc init`: a project in this folder, so that `minidoc generate` works next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minidoc.cli.output import path_text, print_diagnostics, write
from minidoc.cli.progress import progress
from minidoc.cli.settings import PROJECT_FILE, Chosen, choose, with_settings
from minidoc.diagnostics import Code, Diagnostic, GenerationError, raise_for_errors
from minidoc.ir.overlay.suggest import suggest
from minidoc.lock import LOCK, LockedPage, listed_by_lock, lock_text, read_lock
from minidoc.pages import Page, page_from_bytes, read_page
from minidoc.pipeline import Source, generate, model
from minidoc.tree import amend, make_folder, put_file

FINE, BAD = 0, 2

SPEC = Path("spec")
"""Folder of the pages, below the folder where the command runs."""

_OVERLAY = "overlay.toml"
_HEADER = """\
# What the pages leave out or get wrong. Every entry belongs to one page and says why it
# is needed. What stands here are guesses: check each, and put the reason where TODO is.
"""


@dataclass
class _Collected:
    """What is on its way into the folder of the pages.

    Attributes:
        files: What to write, by name.
        locked: An entry for each page that came from an address.
        fetch: Addresses that the pages themselves do not name, by path.
        texts: Pages as messages show them.
        found: Notes and warnings.
    """

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    locked: dict[str, LockedPage] = field(default_factory=dict[str, LockedPage])
    fetch: dict[str, str] = field(default_factory=dict[str, str])
    texts: dict[str, tuple[str, str]] = field(
        default_factory=dict[str, tuple[str, str]]
    )
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])


def init_command(arguments: argparse.Namespace) -> int:
    """Write pages, a first overlay and the configuration; nothing is overwritten."""
    collected = _Collected()
    try:
        chosen = choose(arguments.output, arguments.package)
        _read([each for each in arguments.pages if "://" not in each], collected)
        _fetch([each for each in arguments.pages if "://" in each], collected)
        overlay = _overlay(_pages(collected), collected, chosen)
        settings = with_settings(chosen, SPEC, collected.fetch)
        written = _store(collected)
        make_folder(Path(chosen.output).parent)
        # Last: what is there without it is of no effect, and the next run goes on.
        put_file(PROJECT_FILE, settings)
    except GenerationError as error:
        print_diagnostics((*collected.found, *error.diagnostics), collected.texts)
        write("nothing is set up", sys.stderr)
        return BAD
    print_diagnostics(collected.found, collected.texts)
    _report(written, overlay, chosen)
    return FINE


def _read(paths: Sequence[str], collected: _Collected) -> None:
    """Take pages that are files already, as they are."""
    found: list[Diagnostic] = []
    for path in map(Path, paths):
        try:
            collected.texts[path.name] = (path.as_posix(), read_page(path).text)
            _add(path.name, path.read_bytes(), collected)
        except GenerationError as error:
            found.extend(error.diagnostics)
    raise_for_errors(found)


def _fetch(addresses: Sequence[str], collected: _Collected) -> None:
    """Ask for pages that are addresses."""
    if not addresses:
        return
    # Late: files alone need no network, and not the libraries for it.
    from minidoc.cli.fetch import SETTINGS
    from minidoc.fetch import Known, names_itself, refresh, select

    chosen = select((), addresses, {})
    with progress(len(chosen)) as report:
        outcome = refresh(
            chosen, Known(), SETTINGS, report=report, texts=collected.texts
        )
    collected.found.extend(outcome.diagnostics)
    for each in outcome.pages:
        name, address = each.source.name, each.source.address
        _add(name, each.data, collected)
        collected.locked[name] = each.locked
        if not names_itself(each):
            collected.fetch[(SPEC / name).as_posix()] = address.url


def _add(name: str, data: bytes, collected: _Collected) -> None:
    there = collected.files.get(name, data)
    path = SPEC / name
    if path.is_file():
        there = path.read_bytes()
    if there != data:
        message = f"{path.as_posix()} would have two texts"
        hint = "it is not overwritten: rename one of the pages, or remove it"
        raise GenerationError([Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)])
    collected.files[name] = data


def _pages(collected: _Collected) -> list[Page]:
    """Return all pages of the project: the given ones, and those in its folder."""
    given = {
        name: page_from_bytes(name, data) for name, data in collected.files.items()
    }
    there = {path.name: read_page(path) for path in SPEC.glob("*.md") if path.is_file()}
    collected.texts.update(
        {name: (page.path, page.text) for name, page in there.items()}
    )
    return [page for _, page in sorted({**there, **given}.items())]


def _overlay(pages: list[Page], collected: _Collected, chosen: Chosen) -> str:
    """Return the overlay, ours or the one that is there, after a run with it."""
    path = SPEC / _OVERLAY
    if path.is_file():
        text = read_page(path).text
    else:
        text = "\n".join([_HEADER, suggest(model(pages).api)])
        collected.files[_OVERLAY] = text.encode()
    collected.texts[_OVERLAY] = (path.as_posix(), text)
    modelled = model(pages, Source(_OVERLAY, text, is_complete=True))
    generate(modelled, chosen.package)
    return text


def _store(collected: _Collected) -> tuple[str, ...]:
    locked, problems = read_lock(SPEC)
    collected.found.extend(problems)
    files = dict(collected.files)
    if collected.locked:
        entries = {**locked, **collected.locked}
        files[LOCK] = lock_text(entries.values()).encode()
    return amend(files, SPEC, lambda folder: {*files, *listed_by_lock(folder)})


def _report(written: Sequence[str], overlay: str, chosen: Chosen) -> None:
    for name in written:
        write(f"written: {path_text(SPEC / name)}", sys.stdout)
    write(f"written: [tool.minidoc] in {PROJECT_FILE}", sys.stdout)
    open_entries = overlay.count("TODO")
    if open_entries:
        entries = "1 entry" if open_entries == 1 else f"{open_entries} entries"
        where = (SPEC / _OVERLAY).as_posix()
        write(f"to fill in: {entries} of {where} that say TODO", sys.stdout)
    place = path_text(Path(chosen.output))
    write(f"next: minidoc generate, which writes {place}", sys.stdout)
