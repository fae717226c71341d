"""A distribution put in place as a whole: its package and the files beside it.

The folder is swapped like a package is, so that no moment has the version of one state
and the code of another. What others keep in it stays.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

from minidoc.diagnostics import GenerationError
from minidoc.tree import faults
from minidoc.tree.disk import locate, require_folder
from minidoc.tree.files import LOCK, in_the_way
from minidoc.tree.lock import exclusive
from minidoc.tree.manifest import (
    MANIFEST,
    listed_in,
    manifest_of,
    read_manifest,
)
from minidoc.tree.model import FileTree
from minidoc.tree.places import Places
from minidoc.tree.plan import Plan, make_plan
from minidoc.tree.swap import by_manifest, repair
from minidoc.tree.writing import (
    WriteReport,
    refuse_working_directory,
    replace_folder,
    report,
)
from minidoc.values import frozen


@frozen
class Whole:
    """What a distribution holds.

    Attributes:
        package: The package's files.
        name: The package's folder inside the distribution, as a POSIX path.
        beside: The files beside it that are ours alone.
        shared: Files that people write to as well, already merged with what they wrote.
        ours: Every file beside the package that may be ours, made this time or not.
    """

    package: FileTree
    name: str
    beside: FileTree
    shared: Mapping[str, bytes]
    ours: frozenset[str]

    def files(self, version: str) -> dict[str, bytes]:
        """Return everything, the package's manifest included."""
        manifest = manifest_of(self.package, version).text()
        texts = {
            **{f"{self.name}/{path}": text for path, text in self.package.items()},
            f"{self.name}/{MANIFEST}": manifest,
            **self.beside,
        }
        return {path: text.encode() for path, text in texts.items()} | {**self.shared}

    def owned(self, folder: Path) -> frozenset[str]:
        """Return which files of a distribution's folder may be ours, or shared."""
        return _owned(folder, self.name) | self.ours

    def listed(self, folder: Path) -> frozenset[str]:
        """Return what is written over or removed; a strange manifest is an error."""
        package = listed_in(read_manifest(folder / self.name))
        inside = {f"{self.name}/{path}" for path in package}
        return frozenset({*inside, *self.beside, *self.shared})


def finish_killed(folder: Path, name: str, ours: Iterable[str]) -> None:
    """Bring a run that was killed while it wrote a distribution to its end.

    Where folders can be exchanged the distribution is whole anyway; elsewhere it may be
    away for the moment between two renames, and must not be taken for a new one.

    Args:
        folder: Its folder.
        name: The package's folder inside.
        ours: Every file beside the package that may be ours.

    Raises:
        GenerationError: `cannot-write`, if the system refuses.
    """
    kept = frozenset(ours)
    with faults.writing(folder.as_posix()):
        places = Places.beside(locate(folder))
        if places.are_clean() or not places.lock.parent.is_dir():
            return
        with exclusive(places.lock):
            repair(places, lambda found: _owned(found, name) | kept)


def _owned(folder: Path, name: str) -> frozenset[str]:
    return frozenset(f"{name}/{path}" for path in by_manifest(folder / name))


def write_whole(whole: Whole, folder: Path, *, version: str) -> WriteReport:
    """Make a distribution's folder hold all of it, at once.

    Args:
        whole: What it holds.
        folder: Its folder, made if missing.
        version: Version of this generator.

    Raises:
        GenerationError: As `write` and `write_files` do; the folder is then whole.
    """
    shown = folder.as_posix()
    files = whole.files(version)
    with faults.writing(shown):
        places = Places.beside(locate(folder))
        require_folder(places.target, shown)
        places.target.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(places.lock):
            repair(places, whole.owned)
            with _inner_locks(places.target, whole.name):
                plan = _plan(whole, files, places.target, shown)
                if not plan.changes_nothing:
                    refuse_working_directory(places.target, shown)
                    replace_folder(plan, places, whole.owned)
                return report(plan)


@contextmanager
def _inner_locks(folder: Path, name: str) -> Generator[None, None, None]:
    """Keep other runs from writing into the folder, and repair one that was killed."""
    inner = Places.beside(folder / name)
    inner.target.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(inner.lock), exclusive(folder / LOCK):
        repair(inner)
        yield


def _plan(whole: Whole, files: Mapping[str, bytes], target: Path, shown: str) -> Plan:
    found = [each for path in whole.beside for each in in_the_way(target, path, shown)]
    if found:
        raise GenerationError(dict.fromkeys(found))
    return make_plan(files, target, whole.listed(target), shown)
