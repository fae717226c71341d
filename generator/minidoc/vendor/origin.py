"""What is put into another repository, and where it came from.

Comes in: the data that the generator carries, or a run over pages. Goes out: the files
of a generated package with their provenance. Nothing of the other repository is known.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from typing import Any

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.pages import page_from_text
from minidoc.pipeline import MODEL, Generated, Modelled, Source
from minidoc.resources import resource_path, resource_text
from minidoc.tree import read_manifest
from minidoc.values import frozen

CARRIED = "talkjs"
"""Name of the package that the generator carries as data."""


@frozen
class Input:
    """A page or an overlay: what it is called, its hash, and where it is published.

    Attributes:
        name: File name.
        sha256: Digest of its canonical text.
        url: Address of a page; empty for an overlay.
    """

    name: str
    sha256: str
    url: str = ""


@frozen
class Origin:
    """A generated package and what it was made from.

    Attributes:
        files: The package's own files, text by path.
        pages: The pages, sorted by name.
        overlay: The overlay that was applied, if any.
        distribution: Name and version of its distribution; empty if it has none.
    """

    files: Mapping[str, str]
    pages: tuple[Input, ...]
    overlay: Input | None
    distribution: str


def carried() -> Origin:
    """Return the package that the generator carries; nothing is generated.

    Raises:
        GenerationError: `cannot-read`, if the installation is damaged.
    """
    folder = resource_path("generated") / CARRIED
    manifest = read_manifest(folder)
    if manifest is None:
        raise GenerationError([_damaged("its manifest is missing")])
    files = {path: _text(path) for path in manifest.files}
    for path, text in files.items():
        if hashlib.sha256(text.encode()).hexdigest() != manifest.files[path]:
            raise GenerationError([_damaged(f"{path} is not what was generated")])
    model: dict[str, Any] = json.loads(_text(MODEL))
    pages = (_page(page["name"], page["url"]) for page in model["pages"])
    project = _project()
    return Origin(
        files,
        tuple(sorted(pages, key=lambda page: page.name)),
        _overlay("overlay.toml", resource_text("spec", "overlay.toml")),
        f"{project['name']} {project['version']}",
    )


def made(
    modelled: Modelled, generated: Generated, overlay: Source | None, distribution: str
) -> Origin:
    """Return what a run over pages made.

    Args:
        modelled: The API model of the pages.
        generated: The files.
        overlay: The overlay that was applied, if any.
        distribution: Name and version of the project's distribution, or nothing.
    """
    pages = tuple(Input(p.name, p.sha256, p.url) for p in modelled.api.pages)
    read = _overlay(overlay.name, overlay.text) if overlay else None
    return Origin(dict(generated.files), pages, read, distribution)


def requirements() -> tuple[str, ...]:
    """Return what a generated package needs at run time: the same for every one."""
    return tuple(_project()["dependencies"])


def _project() -> dict[str, Any]:
    text = resource_text("generated", "pyproject.toml")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def _page(name: str, url: str) -> Input:
    text = resource_text("spec", name)
    return Input(name, page_from_text(name, text).sha256, url)


def _overlay(name: str, text: str) -> Input:
    return Input(name, page_from_text(name, text).sha256)


def _text(path: str) -> str:
    try:
        return resource_text("generated", f"{CARRIED}/{path}")
    except FileNotFoundError as error:
        raise GenerationError([_damaged(f"{path} is missing")]) from error


def _damaged(what: str) -> Diagnostic:
    message = f"cannot read the package that minidoc carries: {what}"
    hint = "install minidoc again; in a checkout of it, run `minidoc generate`"
    return Diagnostic(Code.CANNOT_READ, message, None, hint)
