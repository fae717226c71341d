"""The record of a run that went well: what it depended on, and what it would say again.

What a run reads is looked at before it is read and once more at the end: a page that is
saved in between leaves no record.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from minidoc import __version__
from minidoc.cli.arguments import FORMATS
from minidoc.cli.inputs import InputPaths, Target
from minidoc.cli.quick import streams
from minidoc.cli.said import Said, say_compared, say_written
from minidoc.cli.seen import Seen
from minidoc.config import config_files
from minidoc.lock import LOCK
from minidoc.pipeline import Generated
from minidoc.release.state import RELEASED
from minidoc.tree import Comparison, DiskShelf, WriteReport, complete, pieces_of
from minidoc.unchanged.facts import digest, digest_of, look
from minidoc.unchanged.generator import generator_facts, generator_stamp
from minidoc.unchanged.record import record_text
from minidoc.unchanged.replay import RECORDS, record_name

if TYPE_CHECKING:
    from minidoc.unchanged.record import Fact, Said as SaidText

_WILD = frozenset("*?[")


def shelf_of(target: Target) -> DiskShelf:
    """Return where the parts of a package are kept between runs."""
    place = os.path.realpath(target.folder)
    name = digest(place.encode("utf-8", "surrogateescape"))
    return DiskShelf(name, f"{generator_stamp()} {target.package}")


class Recorder:
    """Collects the facts of one run."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        """Begin; runs that do more than compare or write leave no record."""
        self._arguments = arguments
        self._facts: list[Fact] | None = [] if _is_plain(arguments) else None

    def look_at_settings(self) -> None:
        """Look at where settings may be."""
        self._see("file", config_files(Path.cwd()))

    def look_at_inputs(self, paths: InputPaths) -> None:
        """Look at what is going to be read."""
        folders = [_folder(paths.config.root, each) for each in paths.config.patterns]
        if None in folders:
            self._facts = None
        self._see("names", (folder for folder in folders if folder is not None))
        self._see("file", paths.pages)
        self._see("file", sorted({page.parent / LOCK for page in _real(paths.pages)}))
        if paths.overlay is not None:
            self._see("file", [paths.overlay])
        distribution = paths.config.path("distribution")
        if distribution is not None:
            self._see("own", [distribution / RELEASED])

    def keep(self, seen: Seen, made: Generated) -> None:
        """Write the record, unless something has changed meanwhile."""
        name = record_name(self._arguments.line, streams())
        if self._facts is None or name is None or not _all_hold(self._facts):
            return
        assert seen.target is not None, "something was made"
        files = complete(made.files, __version__)
        outputs = _outputs(seen.target, files, made.distribution)
        facts = [*self._facts, *outputs, *generator_facts()]
        shelf = DiskShelf(RECORDS)
        shelf.write(name, record_text(facts, list(self._said(seen, made, files))))
        shelf.remove_old()

    def _see(self, kind: str, paths: Iterable[Path]) -> None:
        if self._facts is not None:
            self._facts += [(kind, str(each), look(kind, str(each))) for each in paths]

    def _said(
        self, seen: Seen, made: Generated, owned: Iterable[str]
    ) -> Iterable[SaidText]:
        """Say what each of the commands would say when nothing has changed."""
        target = seen.target
        assert target is not None, "something was made"
        as_json = self._arguments.format == "json"
        files = [(target.folder, tuple(owned))]
        if target.beside is not None:
            files.append((target.beside, tuple(made.distribution)))
        reports = [(folder, WriteReport((), (), paths)) for folder, paths in files]
        yield _text("generate", say_written(seen, reports, as_json=as_json))
        same = [(folder, Comparison(())) for folder, _ in files]
        yield _text("check", say_compared(seen, same, as_json=as_json))


def _is_plain(arguments: argparse.Namespace) -> bool:
    extras = getattr(arguments, "watch", False) or getattr(arguments, "html", None)
    return not extras and getattr(arguments, "format", None) in FORMATS


def _text(command: str, said: Said) -> SaidText:
    out, err = (f"{text}\n" if text else "" for text in (said.out, said.err))
    return command, out, err


def _all_hold(facts: Iterable[Fact]) -> bool:
    return all(look(kind, path) == before for kind, path, before in facts)


def _real(paths: Iterable[Path]) -> Iterable[Path]:
    return (Path(os.path.realpath(path)) for path in paths)


def _folder(root: Path, pattern: str) -> Path | None:
    """Return the folder whose names decide what a pattern matches; None if many do."""
    *above, last = Path(pattern).parts
    if any(_WILD & set(part) for part in above):
        return None
    return root.joinpath(*above) if _WILD & set(last) else root.joinpath(*above, last)


def _outputs(
    target: Target, files: Mapping[str, str], beside: Mapping[str, str]
) -> Iterable[Fact]:
    """Yield how the files have to be, whatever they are now."""
    yield from _owned(target.folder, files)
    folders = {target.folder.absolute().parent}
    if target.beside is not None:
        yield from _owned(target.beside, beside)
        folders |= {target.beside.absolute(), target.beside.absolute().parent}
    yield from map(_leftovers, sorted(folders))


def _owned(folder: Path, files: Mapping[str, str]) -> Iterable[Fact]:
    folders = {folder, *(parent for path in files for parent in _parents(folder, path))}
    for each in sorted(folders):
        yield "kind", str(each), look("kind", str(each))
    for path, text in files.items():
        yield "own", str(folder / path), digest_of(pieces_of(text))


def _parents(folder: Path, path: str) -> Iterable[Path]:
    return (folder / parent for parent in Path(path).parents)


def _leftovers(folder: Path) -> Fact:
    return "leftovers", str(folder), look("leftovers", str(folder))
