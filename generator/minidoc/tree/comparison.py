"""What a folder has that the pages do not give, and the other way round.

Comes in: a tree and a folder. Goes out: the differences. Never writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, kind_below, locate, read_regular, require_folder
from minidoc.tree.faults import reading
from minidoc.tree.manifest import SUMS, Manifest, manifest_of, read_manifest
from minidoc.tree.model import FileTree
from minidoc.values import frozen

Same: TypeAlias = Callable[[str, bytes, str], bool]
"""Path, bytes on disk, wanted text: whether the one does for the other."""


class Status(StrEnum):
    """How one file on disk differs from the one that the pages give."""

    CHANGED = "changed"
    MISSING = "missing"
    SURPLUS = "surplus"


@frozen
class Difference:
    """One path that differs.

    Attributes:
        path: Relative to the compared folder.
        status: A surplus file is listed by the manifest on disk and no longer made;
            a file that no manifest lists is somebody else's and never occurs here.
        old: Text on disk with `\\n` line ends; None when there is none, or when what
            stands there is no regular file or no UTF-8.
        new: Text that the pages give, None for a surplus file.
    """

    path: str
    status: Status
    old: str | None
    new: str | None


@frozen
class Comparison:
    """All differences, in the order of their paths."""

    differences: tuple[Difference, ...]

    @property
    def in_sync(self) -> bool:
        """Tell whether the folder is what the pages give."""
        return not self.differences

    def diff(self) -> str:
        """Return a unified diff from the disk (a/) to what the pages give (b/).

        It is the same on every run, `git apply` takes it, and it is not escaped: the
        text on disk may hold whatever somebody put there.
        """
        return "".join(part for each in self.differences for part in _diff(each))


def compare(tree: FileTree, folder: Path, *, version: str) -> Comparison:
    """Compare a package with the folder that it was written to.

    Line ends are normalised, so that a checkout with CRLF is in sync.

    Args:
        tree: What the pages give.
        folder: The package's own folder; it need not exist.
        version: Version of this generator.

    Raises:
        GenerationError: `version-mismatch`, if another version wrote the folder;
            `foreign-output`, if it is a link, a file, or its manifest is not ours;
            `cannot-read`, if the system says so.
    """
    return compare_owned(tree, manifest_of(tree, version), folder, same=same_text)


def compare_owned(
    tree: FileTree, manifest: Manifest, folder: Path, *, same: Same
) -> Comparison:
    """Compare a package as `compare` does, with a manifest and a measure of one's own.

    Args:
        tree: What should be there.
        manifest: The manifest that lists it.
        folder: The package's own folder; it need not exist.
        same: Tells whether what stands on disk does for the wanted text.

    Raises:
        GenerationError: As `compare` says.
    """
    shown = folder.as_posix()
    with reading(shown):
        place = locate(folder)
        require_folder(place, shown)
        there = read_manifest(place)
        if there is not None and there.version != manifest.version:
            raise GenerationError([_mismatch(shown, there, manifest.version)])
        listed = (*there.files, there.name) if there else ()
        wanted = {**tree, manifest.name: manifest.text()}
        found = [*_wanted(wanted, place, same), *_surplus(listed, wanted, place)]
    return Comparison(tuple(sorted(found, key=lambda each: each.path)))


def same_text(path: str, data: bytes, wanted: str) -> bool:  # noqa: ARG001
    """Tell whether the bytes are the wanted text, with whatever line ends."""
    return text_of(data) == wanted


def compare_files(tree: FileTree, folder: Path) -> Comparison:
    """Compare single files in a folder that also holds other things.

    Raises:
        GenerationError: `foreign-output`, if the folder is a link or a file;
            `cannot-read`, if the system says so.
    """
    shown = folder.as_posix()
    with reading(shown):
        place = locate(folder)
        require_folder(place, shown)
        return Comparison(tuple(_wanted(tree, place, same_text)))


def _wanted(
    wanted: Mapping[str, str], folder: Path, same: Same
) -> Iterator[Difference]:
    for path, new in wanted.items():
        data = read_regular(folder, path)
        if data is not None and same(path, data, new):
            continue
        old = text_of(data)
        is_missing = kind_below(folder, path) is Kind.MISSING
        status = Status.MISSING if is_missing else Status.CHANGED
        yield Difference(path, status, old, new)


def _surplus(
    listed: Iterable[str], wanted: Mapping[str, str], folder: Path
) -> Iterator[Difference]:
    for path in listed:
        if path not in wanted and kind_below(folder, path) is not Kind.MISSING:
            old = text_of(read_regular(folder, path))
            yield Difference(path, Status.SURPLUS, old, None)


def text_of(data: bytes | None) -> str | None:
    """Return the bytes as text with `\\n` line ends; None when they are no UTF-8."""
    try:
        return None if data is None else data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _diff(difference: Difference) -> Iterator[str]:
    # Late: a comparison without differences does not pay for it.
    from difflib import unified_diff

    path, old, new = difference.path, difference.old, difference.new
    before = "/dev/null" if difference.status is Status.MISSING else f"a/{path}"
    after = "/dev/null" if new is None else f"b/{path}"
    if old is None and difference.status is not Status.MISSING:
        yield f"Files {before} and {after} differ: the first is not a text file\n"
        return
    for line in unified_diff(_lines(old), _lines(new), before, after):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str | None) -> list[str]:
    # str.splitlines would also split at form feeds and U+2028, which end no line here.
    lines = (text or "").split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _mismatch(shown: str, manifest: Manifest, version: str) -> Diagnostic:
    message = (
        f"{shown} was written by minidoc {manifest.version}, and this is {version}:"
        " what differs says nothing about the pages"
    )
    command = "vendor" if manifest.name == SUMS else "generate"
    hint = (
        f"compare with the version that wrote it: pip install"
        f" 'minidoc-sdk=={manifest.version}'; or write it anew with this one:"
        f" minidoc {command}"
    )
    return Diagnostic(Code.VERSION_MISMATCH, message, None, hint)
