"""`minidoc fetch`: the pages as they are published now, stored or only compared."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from minidoc.cli.output import (
    diagnostics_json,
    path_text,
    print_diagnostics,
    print_json,
    write,
    write_diff,
)
from minidoc.cli.progress import progress
from minidoc.config import Config, load_config
from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.diagnostics.render import Sources
from minidoc.diagnostics.terminal import visible
from minidoc.fetch import (
    Known,
    Outcome,
    Project,
    Refreshed,
    Settings,
    Status,
    folder_of,
    parse_remembered,
    read_project,
    refresh,
    remembered_text,
    select,
    sources,
)
from minidoc.lock import listed_by_lock
from minidoc.tree import (
    Comparison,
    Difference,
    Status as Differs,
    amend,
    is_interrupted,
    read_cache,
    restore,
    write_cache,
)

FINE, DRIFT, BAD = 0, 1, 2

SETTINGS = Settings()
"""How patient the command is."""

_CACHE = "fetch.json"
_MOST_LINES = 40


def fetch_command(arguments: argparse.Namespace) -> int:
    """Store the pages as they are published, or with `--check` only compare."""
    texts: dict[str, tuple[str, str]] = {}
    try:
        config = load_config(Path.cwd(), needs_pages=False)
        if arguments.check:
            _require_whole(folder_of(config))
        else:
            _require_apart(folder_of(config), config)
            restore(folder_of(config), listed_by_lock)
        project = _project()
        outcome = fetch_pages(arguments, project, texts)
        if arguments.check:
            return _report_check(arguments, project, outcome, texts)
        _store(project, outcome)
        return _report(arguments, project, outcome, texts)
    except GenerationError as error:
        return _report_failure(arguments, error.diagnostics, texts)


def _project() -> Project:
    """Read the project; once more, if another run has replaced its pages meanwhile."""
    while True:
        # Each time: which pages there are, is part of it.
        config = load_config(Path.cwd(), needs_pages=False)
        before = _identity(folder_of(config))
        project = read_project(config)
        if _identity(project.folder) == before:
            return project


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def fetch_pages(
    arguments: argparse.Namespace,
    project: Project,
    texts: dict[str, tuple[str, str]],
) -> Outcome:
    """Ask for the pages that the arguments name, or for all."""
    every = sources(project.config, project.stored)
    chosen = select(every, arguments.pages, project.stored)
    if not chosen:
        hint = "minidoc fetch ADDRESS adds a page; `minidoc init` sets up a project"
        message = f"there is no page in {_shown(project.folder)}, and no address"
        raise GenerationError([Diagnostic(Code.INVALID_CONFIG, message, None, hint)])
    remembered = parse_remembered(read_cache(project.config.root, _CACHE))
    known = Known(
        project.stored,
        project.locked,
        remembered,
        # A comparison replaces nothing.
        replaces_edited=arguments.force or arguments.check,
    )
    with progress(len(chosen)) as report:
        return refresh(chosen, known, SETTINGS, report=report, texts=texts)


def _store(project: Project, outcome: Outcome) -> None:
    project.require_untouched(outcome.pages)
    amend(project.files(outcome.pages), project.folder, listed_by_lock)
    root = project.config.root
    remembered = parse_remembered(read_cache(root, _CACHE))
    remembered |= {
        each.source.address.url: each.remembered
        for each in outcome.pages
        if each.data == each.published
    }
    write_cache(root, _CACHE, remembered_text(remembered))


def _require_whole(folder: Path) -> None:
    if is_interrupted(folder):
        message = f"a run that was killed has left {_shown(folder)} away"
        hint = "minidoc fetch brings it back; with --check it writes nothing"
        raise GenerationError([Diagnostic(Code.CANNOT_READ, message, None, hint)])


def _require_apart(folder: Path, config: Config) -> None:
    """Refuse a folder that cannot be replaced as a whole: the project's own."""
    real = Path(os.path.realpath(folder))
    if any(
        Path(os.path.realpath(each)).is_relative_to(real)
        for each in (Path.cwd(), config.root)
    ):
        message = f"the pages are in {_shown(folder)}, which holds the project"
        hint = "keep them in a folder of their own, for example spec/, and run above it"
        raise GenerationError([Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)])


def _report(
    arguments: argparse.Namespace, project: Project, outcome: Outcome, texts: Sources
) -> int:
    if arguments.format == "json":
        print_json(_json(project, outcome, texts))
        return FINE
    print_diagnostics((*project.diagnostics, *outcome.diagnostics), texts)
    _print_pages(project, outcome)
    counts = ", ".join(
        f"{len(_with(outcome, status))} {status.value}" for status in Status
    )
    write(f"{path_text(_shown(project.folder))}: {counts}", sys.stdout)
    if len(_with(outcome, Status.UNCHANGED)) < len(outcome.pages):
        write("run `minidoc generate` to bring the package in step", sys.stderr)
    return FINE


def _report_check(
    arguments: argparse.Namespace, project: Project, outcome: Outcome, texts: Sources
) -> int:
    moved = [each for each in outcome.pages if each.status is not Status.UNCHANGED]
    if arguments.format == "json":
        print_json(_json(project, outcome, texts))
    else:
        print_diagnostics((*project.diagnostics, *outcome.diagnostics), texts)
        _print_pages(project, outcome)
        for each in moved:
            write_diff(_short(_difference(project, each).diff()))
        if not moved:
            write(f"as published: {path_text(_shown(project.folder))}", sys.stdout)
        else:
            write("run `minidoc fetch` to store the pages", sys.stderr)
    return DRIFT if moved else FINE


def _report_failure(
    arguments: argparse.Namespace, found: tuple[Diagnostic, ...], texts: Sources
) -> int:
    if arguments.format == "json":
        lists: dict[str, list[str]] = {status.value: [] for status in Status}
        print_json({**lists, "diagnostics": diagnostics_json(found, texts)})
    else:
        print_diagnostics(found, texts)
        write("no page was changed", sys.stderr)
    return BAD


def _print_pages(project: Project, outcome: Outcome) -> None:
    for status in (Status.NEW, Status.CHANGED):
        for path in _paths(project, _with(outcome, status)):
            write(f"{status.value}: {visible(path)}", sys.stdout)


def _json(project: Project, outcome: Outcome, texts: Sources) -> dict[str, object]:
    found = (*project.diagnostics, *outcome.diagnostics)
    lists = {s.value: _paths(project, _with(outcome, s)) for s in Status}
    return {**lists, "diagnostics": diagnostics_json(found, texts)}


def _with(outcome: Outcome, status: Status) -> list[Refreshed]:
    return [each for each in outcome.pages if each.status is status]


def _paths(project: Project, pages: list[Refreshed]) -> list[str]:
    return [(_shown(project.folder) / each.source.name).as_posix() for each in pages]


def _difference(project: Project, each: Refreshed) -> Comparison:
    stored = each.source.stored
    old = stored.page.text if stored and stored.page else None
    status = Differs.CHANGED if stored else Differs.MISSING
    path = (_shown(project.folder) / each.source.name).as_posix()
    return Comparison((Difference(path, status, old, each.page.text),))


def _short(diff: str) -> str:
    lines = diff.split("\n")
    more = len(lines) - _MOST_LINES
    return diff if more <= 1 else "\n".join([*lines[:_MOST_LINES], f"... {more} more"])


def _shown(folder: Path) -> Path:
    try:
        return folder.relative_to(Path.cwd())
    except ValueError:
        return folder
