"""Putting several files into a folder of other people, all of them in one step.

Comes in: `{path: bytes}`, a folder, and who can say which of its files are ours. The
folder is replaced as a whole, as a package is: whatever else it holds is in the new one
as it was, and no moment has some of the files and not the others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, kind_of, locate, read_regular, require_folder, scan
from minidoc.tree.faults import reading, writing
from minidoc.tree.lock import exclusive
from minidoc.tree.paths import parents, violations
from minidoc.tree.places import Places
from minidoc.tree.plan import Plan
from minidoc.tree.swap import Listed, repair
from minidoc.tree.writing import refuse_working_directory, replace_folder


def amend(files: Mapping[str, bytes], folder: Path, listed: Listed) -> tuple[str, ...]:
    """Put the files into the folder, or none of them.

    Args:
        files: Relative POSIX path -> what the file holds from now on, byte for byte.
        folder: It and the folders above it are made if missing.
        listed: Reads from a folder which paths are ours; it has to name at least the
            written ones, once they are there. Asked only after a run that was killed.

    Returns:
        The paths that were written; files that are as they should be are not touched.

    Raises:
        GenerationError: `foreign-output`, if the folder is a link or a file, or has
            something else than a file at one of the paths; `unsafe-output`, for a path
            that leads elsewhere, and for a folder that holds the working directory;
            `cannot-write`, if the system refuses or another run is writing. Nothing is
            changed then.
    """
    shown = folder.as_posix()
    _refuse_unsafe(files)
    with writing(shown):
        places = Places.beside(locate(folder))
        require_folder(places.target, shown)
        if places.are_clean() and not _changed(files, places.target):
            return ()
        places.target.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(places.lock):
            repair(places, listed)
            changed = _changed(files, places.target)
            if changed:
                refuse_working_directory(places.target, shown)
                replace_folder(_plan(files, places.target, shown), places, listed)
            return changed


def restore(folder: Path, listed: Listed) -> None:
    """Bring a run that was killed to its end; nothing is done where none was.

    Raises:
        GenerationError: `cannot-write`, if the system refuses or a run is under way.
    """
    with writing(folder.as_posix()):
        places = Places.beside(locate(folder))
        if not places.are_clean():
            with exclusive(places.lock):
                repair(places, listed)


def is_interrupted(folder: Path) -> bool:
    """Tell whether a killed run has left a folder away that the next one brings back.

    Raises:
        GenerationError: `cannot-read`, if it cannot be looked at.
    """
    with reading(folder.as_posix()):
        places = Places.beside(locate(folder))
        return kind_of(places.target) is Kind.MISSING and not places.are_clean()


def _changed(files: Mapping[str, bytes], folder: Path) -> tuple[str, ...]:
    return tuple(
        path for path in sorted(files) if read_regular(folder, path) != files[path]
    )


def _plan(files: Mapping[str, bytes], folder: Path, shown: str) -> Plan:
    if kind_of(folder) is Kind.MISSING:
        return Plan(files, frozenset(), frozenset(), (), ())
    found = scan(folder)
    _refuse_in_the_way(files, found, shown)
    others = [path for path in found if path not in files]
    return Plan(
        files=files,
        unchanged=frozenset(files) - frozenset(_changed(files, folder)),
        stale=frozenset(),
        others=tuple(path for path in others if found[path] is not Kind.FOLDER),
        folders=tuple(path for path in others if found[path] is Kind.FOLDER),
    )


def _refuse_unsafe(files: Mapping[str, bytes]) -> None:
    hint = "give the page another name"
    found = [
        Diagnostic(Code.UNSAFE_OUTPUT, text, None, hint) for text in violations(files)
    ]
    if found:
        raise GenerationError(found)


def _refuse_in_the_way(
    files: Mapping[str, bytes], found: Mapping[str, Kind], shown: str
) -> None:
    wanted = {folder: Kind.FOLDER for path in files for folder in parents(path)}
    wanted |= dict.fromkeys(files, Kind.FILE)
    hint = "move it away; links are not followed"
    problems = [
        Diagnostic(
            Code.FOREIGN_OUTPUT,
            f"{os.path.join(shown, path)} is not a {kind.name.lower()}",
            None,
            hint,
        )
        for path, kind in sorted(wanted.items())
        if found.get(path, kind) is not kind
    ]
    if problems:
        raise GenerationError(problems)
