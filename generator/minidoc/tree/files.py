"""Writing single files into a folder that also holds other things."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, kind_of, locate, read_regular, require_folder
from minidoc.tree.faults import writing
from minidoc.tree.lock import exclusive
from minidoc.tree.model import FileTree
from minidoc.tree.paths import parents
from minidoc.tree.places import discard, sync_folder
from minidoc.tree.stage import create
from minidoc.tree.writing import WriteReport

_SUFFIX = ".minidoc-new"


def write_files(tree: FileTree, folder: Path) -> WriteReport:
    """Write each changed file in one step; whatever else the folder holds stays.

    The files are ours by their names alone: what stands there is overwritten, its
    permissions kept. Each is whole at any time, all together are not.

    Raises:
        GenerationError: `foreign-output`, if the folder is a link or a file, or has a
            link or a folder at one of the paths; nothing is written then.
            `cannot-write`, if the system refuses or another run is writing.
    """
    shown = folder.as_posix()
    files = {path: text.encode() for path, text in tree.items()}
    with writing(shown):
        place = locate(folder)
        require_folder(place, shown)
        written = _changed(files, place, shown)
        if written:
            place.mkdir(parents=True, exist_ok=True)
            with exclusive(place / ".minidoc-lock"):
                written = _changed(files, place, shown)
                for path in written:
                    _put(place / path, files[path])
    unchanged = tuple(path for path in files if path not in written)
    return WriteReport(written, (), unchanged)


def _changed(files: Mapping[str, bytes], folder: Path, shown: str) -> tuple[str, ...]:
    found = [each for path in files for each in _in_the_way(folder, path, shown)]
    if found:
        raise GenerationError(dict.fromkeys(found))
    return tuple(path for path in files if read_regular(folder, path) != files[path])


def _in_the_way(folder: Path, path: str, shown: str) -> list[Diagnostic]:
    expected = [(parent, Kind.FOLDER) for parent in parents(path)] + [(path, Kind.FILE)]
    for each, kind in expected:
        found = kind_of(folder / each)
        if found not in {kind, Kind.MISSING}:
            message = f"{shown}/{each} is not a {kind.name.lower()}"
            hint = "move it away; links are not followed"
            return [Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)]
    return []


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}{_SUFFIX}")
    # Of a killed run: the lock is ours, so nobody is writing to it.
    discard(new)
    try:
        create(new, data)
        if kind_of(path) is Kind.FILE:
            os.chmod(new, stat.S_IMODE(path.stat().st_mode))
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
