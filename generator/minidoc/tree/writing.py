"""Putting a whole package in place, or refusing to: never half of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree import faults
from minidoc.tree.disk import Kind, kind_of, locate, require_folder
from minidoc.tree.lock import exclusive
from minidoc.tree.manifest import Manifest, listed_in, manifest_of, read_manifest
from minidoc.tree.model import Encoded, FileTree
from minidoc.tree.places import Places
from minidoc.tree.plan import Plan, make_plan
from minidoc.tree.stage import build
from minidoc.tree.swap import Listed, by_manifest, repair, retire, swap
from minidoc.values import frozen

Approve: TypeAlias = Callable[[Path, Manifest | None], None]
"""Looks at a folder and its manifest before it is replaced, and raises to keep it."""


@frozen
class WriteReport:
    """What a run did, as relative paths in order, the manifest among them.

    Attributes:
        written: New files and files with another text than before.
        removed: Files that the last run made and this one does not.
        unchanged: Files that were left alone, their times and inodes included.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def write(tree: FileTree, folder: Path, *, version: str) -> WriteReport:
    """Make a folder hold the tree, all at once, and what others keep in it as it was.

    The new package is built beside the old one and swapped in. Files that the manifest
    of the last run lists and the tree no longer has are removed, with folders that
    get empty; a changed file of ours is overwritten, whoever changed it. Where nothing
    differs, nothing is touched. A run that was killed is repaired by the next.

    Args:
        tree: What the pages give.
        folder: The package's own folder; it and the folders above it are made if
            missing.
        version: Version of this generator, for the manifest. Another version may have
            written the folder before.

    Raises:
        GenerationError: `foreign-output`, if the folder is a link or a file, or has
            something at a path of ours that is not ours; `unsafe-output`, if it is or
            holds the working directory; `cannot-write`, if the system refuses or
            another run is writing. The old package is then whole.
    """
    return write_owned(tree, manifest_of(tree, version), folder)


def write_owned(
    tree: FileTree, manifest: Manifest, folder: Path, approve: Approve | None = None
) -> WriteReport:
    """Write a package as `write` does, with a manifest of one's own.

    Args:
        tree: What should be there.
        manifest: The manifest that lists it.
        folder: The package's own folder.
        approve: Called while no other run of ours can write, before anything changes.

    Raises:
        GenerationError: As `write` says; and whatever `approve` raises.
    """
    shown = folder.as_posix()
    texts = {**tree, manifest.name: manifest.text()}
    files = Encoded(texts)
    with faults.writing(shown):
        places = Places.beside(locate(folder))
        require_folder(places.target, shown)
        if places.are_clean():
            plan = _plan(files, places.target, shown)
            if plan.changes_nothing:
                return report(plan)
        places.target.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(places.lock):
            require_folder(places.target, shown)
            repair(places)
            if approve is not None:
                approve(places.target, read_manifest(places.target))
            plan = _plan(files, places.target, shown)
            if not plan.changes_nothing:
                refuse_working_directory(places.target, shown)
                replace_folder(plan, places)
            return report(plan)


def _plan(files: Mapping[str, bytes], target: Path, shown: str) -> Plan:
    if kind_of(target) is Kind.MISSING:
        return Plan(files, frozenset(), frozenset(), (), ())
    return make_plan(files, target, listed_in(read_manifest(target)), shown)


def replace_folder(plan: Plan, places: Places, listed: Listed = by_manifest) -> None:
    """Build the planned folder and put it in place in one step.

    Args:
        plan: What the folder is made of.
        places: Where it and its siblings are.
        listed: Reads from a folder which of its files are ours.

    Raises:
        OSError: If the system refuses; the folder is then whole.
    """
    try:
        build(plan, places)
        swap(places)
        if kind_of(places.old) is Kind.FOLDER:
            retire(places, plan.files.keys() | plan.stale)
    except BaseException:
        # An interrupt too leaves no traces; what cannot be removed now, is next time.
        with suppress(OSError):
            repair(places, listed)
        raise


def report(plan: Plan) -> WriteReport:
    """Say what a plan does."""
    return WriteReport(
        written=tuple(path for path in plan.files if path not in plan.unchanged),
        removed=tuple(sorted(plan.stale)),
        unchanged=tuple(path for path in plan.files if path in plan.unchanged),
    )


def refuse_working_directory(target: Path, shown: str) -> None:
    """Refuse to take the folder away from under this process and its shell."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return
    if kind_of(target) is not Kind.MISSING and here.is_relative_to(target):
        message = f"the output {shown} is the working directory, or holds it"
        hint = "name the package's own folder, and run from outside of it"
        raise GenerationError([Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)])
