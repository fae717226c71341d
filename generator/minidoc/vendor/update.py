"""Putting the files there, or comparing with what is there.

Comes in: the contents and a folder. Goes out: what was written, what differs, or what
somebody changed by hand and would lose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from minidoc.diagnostics import GenerationError
from minidoc.formatting import format_python
from minidoc.tree import (
    Comparison,
    Difference,
    Manifest,
    Status,
    WriteReport,
    compare_owned,
    text_of,
    write_owned,
)
from minidoc.tree.disk import read_regular
from minidoc.vendor.contents import Contents
from minidoc.vendor.sameness import same_bytes, same_tokens, token_sum


class ChangedByHandError(Exception):
    """Files of ours say something else than what was put there; nothing was written.

    Attributes:
        comparison: Each of them, from what it says to what an update would make of it.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        super().__init__(", ".join(each.path for each in comparison.differences))


def put(contents: Contents, folder: Path, *, force: bool) -> WriteReport:
    """Make a folder hold the contents, all at once; what others keep in it stays.

    Args:
        contents: What is put there.
        folder: The package's own folder.
        force: Whether to overwrite what somebody changed by hand.

    Raises:
        ChangedByHandError: If somebody did, and it is not to be overwritten.
        GenerationError: As `tree.write` says.
    """

    def approve(place: Path, manifest: Manifest | None) -> None:
        changed = tuple(_changed(contents, place, manifest)) if manifest else ()
        if changed and not force:
            raise ChangedByHandError(Comparison(changed))

    return write_owned(contents.files, contents.manifest, folder, approve)


def check(contents: Contents, folder: Path, *, exact: bool) -> Comparison:
    """Compare a folder with the contents.

    Args:
        contents: What should be there.
        folder: The package's own folder.
        exact: Whether bytes count, and not what they say.

    Raises:
        GenerationError: As `tree.compare` says.
    """
    same = same_bytes if exact else same_tokens
    return compare_owned(contents.files, contents.manifest, folder, same=same)


def readable(comparison: Comparison) -> Comparison:
    """Undo what a formatter did, so that a diff shows changes and not its noise."""
    return Comparison(tuple(_calm(each) for each in comparison.differences))


def _changed(
    contents: Contents, folder: Path, manifest: Manifest
) -> Iterator[Difference]:
    """Find files that say neither what was put there nor what will be."""
    tokens = dict(_tokens(manifest))
    for path, digest in sorted(manifest.files.items()):
        data = read_regular(folder, path)
        if data is None or hashlib.sha256(data).hexdigest() == digest:
            continue
        old, new = text_of(data), contents.files.get(path)
        fine = {tokens.get(path), new if new is None else token_sum(path, new)}
        if old is not None and token_sum(path, old) in fine - {None}:
            continue
        status = Status.SURPLUS if new is None else Status.CHANGED
        yield Difference(path, status, old, new)


def _tokens(manifest: Manifest) -> Iterator[tuple[str, str]]:
    for name, value in manifest.facts:
        if name == "tokens":
            digest, _, path = value.partition("  ")
            yield path, digest


def _calm(difference: Difference) -> Difference:
    if difference.old is None or not difference.path.endswith(".py"):
        return difference
    try:
        return replace(difference, old=format_python(difference.old))
    except GenerationError:
        return difference
