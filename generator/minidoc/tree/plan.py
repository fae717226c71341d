"""What the next folder is made of: our files, and everybody else's as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, read_regular, scan
from minidoc.tree.paths import is_cache_of, parents
from minidoc.values import frozen


@frozen
class Plan:
    """The next folder, by relative paths.

    Attributes:
        files: What we own from now on, the manifest included, as bytes.
        unchanged: Those of `files` that stand on disk byte for byte.
        stale: What the manifest on disk lists, and is there, and is no longer made.
        others: Files and links of other people.
        folders: Folders of other people, the empty ones included.
    """

    files: Mapping[str, bytes]
    unchanged: frozenset[str]
    stale: frozenset[str]
    others: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the folder on disk is already what it should be."""
        return not self.stale and len(self.unchanged) == len(self.files)


def make_plan(
    files: Mapping[str, bytes], folder: Path, listed: frozenset[str], shown: str
) -> Plan:
    """Plan how the files come into an existing folder.

    Args:
        files: What is ours from now on.
        folder: Where they come.
        listed: What was ours until now.
        shown: The folder, for messages.

    Raises:
        GenerationError: `foreign-output`, with every path of ours at which something
            stands that is not ours.
        OSError: If the folder cannot be read.
    """
    found = scan(folder)
    rest = _not_ours(found, listed, files)
    same = frozenset(p for p in files if read_regular(folder, p) == files[p])
    problems = dict(_overwritten(found, files, listed | same))
    problems |= dict(_replaced(found, listed, files))
    problems |= dict(_in_the_way(rest, files))
    if problems:
        raise GenerationError(
            _foreign(f"{shown}/{path}", problems[path]) for path in sorted(problems)
        )
    return Plan(
        files,
        unchanged=same,
        stale=frozenset(p for p in listed - files.keys() if p in found),
        others=tuple(p for p, kind in rest.items() if kind is not Kind.FOLDER),
        folders=tuple(p for p, kind in rest.items() if kind is Kind.FOLDER),
    )


def _not_ours(
    found: Mapping[str, Kind], listed: Collection[str], files: Mapping[str, bytes]
) -> dict[str, Kind]:
    """Leave out our files, the folders that hold them, and the bytecode beside them."""
    owned = files.keys() | set(listed)
    folders = {folder for path in listed for folder in parents(path)}
    return {
        path: kind
        for path, kind in found.items()
        if path not in owned
        and not (kind is Kind.FOLDER and path in folders)
        and not is_cache_of(path, owned)
    }


def _overwritten(
    found: Mapping[str, Kind], files: Mapping[str, bytes], ours: Collection[str]
) -> Iterator[tuple[str, str]]:
    for path in files:
        if found.get(path) is Kind.FILE and path not in ours:
            yield path, "no manifest lists it, and it would be overwritten"


def _replaced(
    found: Mapping[str, Kind], listed: Collection[str], files: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    """Find paths of ours at which something else stands than a file."""
    emptied = {folder for path in listed for folder in parents(path)}
    for path in files.keys() | set(listed):
        kind = found.get(path, Kind.FILE)
        # A folder of ours may become a file of ours, if others have nothing in it.
        if kind is Kind.FILE or (kind is Kind.FOLDER and path in emptied):
            continue
        yield path, f"a {_NAMES[kind]} stands where a file of ours belongs"


def _in_the_way(
    rest: Mapping[str, Kind], files: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    """Find things of others above or below a path that is needed."""
    needed = {folder for path in files for folder in parents(path)}
    for path, kind in rest.items():
        if kind is not Kind.FOLDER and path in needed:
            yield path, f"a {_NAMES[kind]} stands where a folder of ours belongs"
        if any(folder in files for folder in parents(path)):
            yield path, "it lies where a file of ours belongs"


def _foreign(path: str, reason: str) -> Diagnostic:
    hint = "move it away, or write to another folder"
    message = f"{path} is not ours: {reason}"
    return Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)


_NAMES = {
    Kind.FILE: "file",
    Kind.FOLDER: "folder",
    Kind.LINK: "symbolic link",
    Kind.OTHER: "device or pipe",
}
