"""The files of a vendored package: the generated ones, licence, notice and manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from minidoc import __version__
from minidoc.diagnostics.terminal import visible
from minidoc.resources import resource_text
from minidoc.tree import SUMS, FileTree, Manifest
from minidoc.values import frozen
from minidoc.vendor.notice import LICENCE, WITH_TEXT, notice_text
from minidoc.vendor.origin import Input, Origin, requirements
from minidoc.vendor.sameness import token_sum

_LICENSE, _NOTICE = "LICENSE", "NOTICE"


@frozen
class Contents:
    """What a vendored package's folder holds of us.

    Attributes:
        package: Its import name.
        files: Every file but the manifest.
        manifest: The list of them, with sums and provenance.
    """

    package: str
    files: FileTree
    manifest: Manifest


def contents_of(origin: Origin, package: str) -> Contents:
    """Turn a generated package into what is put elsewhere.

    Raises:
        GenerationError: `unsafe-output`, if a path or a text could not be written.
    """
    files = {path: _marked(path, text) for path, text in origin.files.items()}
    unmarked = [path for path in files if files[path] == origin.files[path]]
    files[_LICENSE] = resource_text("templates", "vendor/LICENSE")
    files[_NOTICE] = notice_text(package, origin.pages, requirements(), unmarked)
    tree = FileTree.of(files)
    sums = {path: _sum(text) for path, text in tree.items()}
    facts = tuple(_facts(origin, package, tree))
    return Contents(package, tree, Manifest(__version__, sums, SUMS, facts))


def _marked(path: str, text: str) -> str:
    """Put the licence line above a file in which `#` begins a comment."""
    name = path.rpartition("/")[2]
    if not name.endswith((".py", ".typed", ".gitattributes")):
        return text
    # Modules of pages stand at the top; what begins with an underscore is ours.
    has_text = name.endswith(".py") and "/" not in path and name[0] != "_"
    return f"# {WITH_TEXT if has_text else LICENCE}\n{text}"


def _facts(
    origin: Origin, package: str, files: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    name, _, value = LICENCE.partition(": ")
    yield name, value
    yield "check", f"sha256sum -c {SUMS}"
    yield "package", package
    if origin.distribution:
        yield "distribution", visible(origin.distribution)
    yield "black", version("black")
    for page in origin.pages:
        yield "page", _input(page)
    if origin.overlay:
        yield "overlay", _input(origin.overlay)
    for path, text in files.items():
        yield "tokens", f"{token_sum(path, text)}  {path}"


def _input(each: Input) -> str:
    shown = (visible(part) for part in (each.sha256, each.name, each.url) if part)
    return " ".join(shown)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
