"""Where in another repository a package goes, and its name there the last time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.python.names import BadNameError, package_parts
from minidoc.tree import Manifest
from minidoc.tree.disk import Kind, kind_of
from minidoc.tree.faults import reading
from minidoc.tree.manifest import read_lenient


def recorded_name(dest: Path) -> str | None:
    """Return the import name under which a folder was vendored; None if it was not.

    Raises:
        GenerationError: `cannot-read`, if the system says so.
    """
    manifest = _manifest(dest)
    if manifest is None:
        return None
    name = dict(manifest.facts).get("package", "")
    return name or Path(os.path.abspath(dest)).name


def place_of(dest: Path, package: str) -> Path:
    """Return the package's own folder.

    `dest` is that folder if a package of ours is in it already, or if its path ends in
    the package's name; otherwise it is where imports start, and the name says the rest.

    Raises:
        GenerationError: `invalid-name`, if the package cannot have that name;
            `foreign-output`, if a link or a file is in the way; `cannot-read`.
    """
    try:
        parts = package_parts(package)
    except BadNameError as problem:
        hint = "give a dotted import name, for example --package acme.chat.talkjs"
        message = f"{package!r} cannot be a package name: {problem}"
        found = Diagnostic(Code.INVALID_NAME, message, None, hint)
        raise GenerationError([found]) from problem
    ends = Path(os.path.abspath(dest)).parts[-len(parts) :] == parts
    if ends or _manifest(dest) is not None:
        return dest
    _require_way(dest, parts)
    return dest.joinpath(*parts)


def _manifest(dest: Path) -> Manifest | None:
    with reading(dest.as_posix()):
        return read_lenient(dest)


def _require_way(dest: Path, parts: Sequence[str]) -> None:
    """Refuse to be led elsewhere by what stands below `dest`."""
    folder = dest
    for part in ("", *parts[:-1]):
        folder = folder / part
        with reading(folder.as_posix()):
            kind = kind_of(folder)
        # What the user named may be a link.
        is_fine = folder.is_dir() if folder == dest else kind is Kind.FOLDER
        if kind is not Kind.MISSING and not is_fine:
            what = "a symbolic link" if kind is Kind.LINK else "not a folder"
            message = f"{folder.as_posix()} is {what}"
            hint = "name the package's own folder as DEST, or move it away"
            raise GenerationError(
                [Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)]
            )
