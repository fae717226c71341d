"""The list of files that a generated folder owns, kept in the folder itself.

What is read from disk is not trusted: a manifest names files that will be removed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, kind_of, read_regular
from minidoc.tree.paths import violations

MANIFEST = "_manifest.json"
"""Name of the manifest inside the package folder."""

# The characters of PEP 440 only: the version is quoted in a command that people paste.
_GENERATOR = re.compile(r"minidoc ([0-9A-Za-z.!+_-]{1,64})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run wrote.

    Attributes:
        version: Version of the generator that wrote the folder.
        files: Path -> SHA-256 of the text as UTF-8 with `\\n` line ends; every owned
            file but the manifest.
    """

    version: str
    files: Mapping[str, str]

    def text(self) -> str:
        """Return the file's text: sorted, indented JSON, so that merges stay small."""
        files = dict(sorted(self.files.items()))
        data = {"generator": f"minidoc {self.version}", "files": files}
        return json.dumps(data, indent=2) + "\n"


def manifest_of(files: Mapping[str, str], version: str) -> Manifest:
    """Describe the files that are about to be written."""
    digests = {
        path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()
    }
    return Manifest(version, MappingProxyType(digests))


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of a folder, or None when there is none.

    Raises:
        GenerationError: `foreign-output`, if what stands there is no manifest of ours.
        OSError: If it cannot be read.
    """
    if kind_of(folder / MANIFEST) is Kind.MISSING:
        return None
    data = read_regular(folder, MANIFEST)
    manifest = None if data is None else _parse(data)
    if manifest is None:
        name = (folder / MANIFEST).as_posix()
        hint = (
            "restore it from version control, or remove the folder and run"
            " `minidoc generate` again"
        )
        message = f"{name} is not a manifest that minidoc wrote"
        raise GenerationError([Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)])
    return manifest


def listed_in(manifest: Manifest | None) -> frozenset[str]:
    """Return what a manifest says is ours, itself included."""
    return frozenset({*manifest.files, MANIFEST} if manifest else ())


def read_lenient(folder: Path) -> Manifest | None:
    """Read the manifest of a folder; None as well where it is not ours."""
    data = read_regular(folder, MANIFEST)
    return None if data is None else _parse(data)


def _parse(data: bytes) -> Manifest | None:
    try:
        loaded: object = json.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict):
        return None
    table = cast("dict[str, object]", loaded)
    generator, files = table.get("generator"), table.get("files")
    if not isinstance(generator, str) or not isinstance(files, dict):
        return None
    match = _GENERATOR.fullmatch(generator)
    digests = cast("dict[str, object]", files)
    if match is None or violations(digests) or MANIFEST in digests:
        return None
    checked = {path: d for path, d in digests.items() if _is_digest(d)}
    if len(checked) < len(digests):
        return None
    return Manifest(match[1], MappingProxyType(cast("dict[str, str]", checked)))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None
