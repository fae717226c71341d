"""The list of files that a generated folder owns, kept in the folder itself.

Two forms: JSON where `generate` writes, sums where `vendor` does. What is read is not
trusted: a manifest names files that will be removed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.disk import Kind, kind_of, read_regular
from minidoc.tree.paths import violations
from minidoc.tree.pieces import pieces_of
from minidoc.tree.sums import Facts, parse_sums, sums_text
from minidoc.values import frozen

MANIFEST = "_manifest.json"
"""Name of the manifest inside the package folder."""

SUMS = "_manifest.sha256"
"""Its name in a vendored package, where it is a `sha256sum -c` file with facts."""

MANIFESTS = (SUMS, MANIFEST)
"""Every name; where a folder has both, the first counts."""

# The characters of PEP 440 only: the version is quoted in a command that people paste.
_GENERATOR = re.compile(r"minidoc ([0-9A-Za-z.!+_-]{1,64})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@frozen
class Manifest:
    """What a run wrote.

    Attributes:
        version: Version of the generator that wrote the folder.
        files: Path -> SHA-256 of the text as UTF-8 with `\\n` line ends; every owned
            file but the manifest.
        name: File name, which decides the form.
        facts: What else a vendored package says of itself; JSON has none.
    """

    version: str
    files: Mapping[str, str]
    name: str = MANIFEST
    facts: Facts = ()

    def text(self) -> str:
        """Return the file's text: sorted, a file a line, so that merges stay small."""
        if self.name == SUMS:
            return sums_text(self.version, self.facts, self.files)
        files = dict(sorted(self.files.items()))
        data = {"generator": f"minidoc {self.version}", "files": files}
        return json.dumps(data, indent=2) + "\n"


def manifest_of(files: Mapping[str, str], version: str) -> Manifest:
    """Describe the files that are about to be written."""
    digests = {path: _digest(text) for path, text in files.items()}
    return Manifest(version, MappingProxyType(digests))


def _digest(text: str) -> str:
    found = hashlib.sha256()
    for piece in pieces_of(text):
        found.update(piece)
    return found.hexdigest()


def complete(files: Mapping[str, str], version: str) -> dict[str, str]:
    """Return the files together with the manifest that lists them, sorted."""
    texts = {**files, MANIFEST: manifest_of(files, version).text()}
    return {path: texts[path] for path in sorted(texts)}


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of a folder, or None when there is none.

    Raises:
        GenerationError: `foreign-output`, if what stands there is no manifest of ours.
        OSError: If it cannot be read.
    """
    name = next((n for n in MANIFESTS if kind_of(folder / n) is not Kind.MISSING), None)
    if name is None:
        return None
    manifest = _read(folder, name)
    if manifest is None:
        command = "vendor" if name == SUMS else "generate"
        hint = (
            "restore it from version control, or remove the folder and run"
            f" `minidoc {command}` again"
        )
        name = (folder / name).as_posix()
        message = f"{name} is not a manifest that minidoc wrote"
        raise GenerationError([Diagnostic(Code.FOREIGN_OUTPUT, message, None, hint)])
    return manifest


def listed_in(manifest: Manifest | None) -> frozenset[str]:
    """Return what a manifest says is ours, itself included."""
    return frozenset({*manifest.files, manifest.name} if manifest else ())


def read_lenient(folder: Path) -> Manifest | None:
    """Read the manifest of a folder; None as well where it is not ours."""
    found = (_read(folder, name) for name in MANIFESTS)
    return next((manifest for manifest in found if manifest is not None), None)


def _read(folder: Path, name: str) -> Manifest | None:
    data = read_regular(folder, name)
    if data is None:
        return None
    manifest = _parse_sums(data) if name == SUMS else _parse(data)
    if manifest is None or violations([*manifest.files, name]):
        return None
    return None if set(MANIFESTS) & set(manifest.files) else manifest


def _parse_sums(data: bytes) -> Manifest | None:
    try:
        parsed = parse_sums(data.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError:
        return None
    if parsed is None:
        return None
    version, facts, files = parsed
    return Manifest(version, MappingProxyType(files), SUMS, facts)


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
    if match is None:
        return None
    checked = {path: d for path, d in digests.items() if _is_digest(d)}
    if len(checked) < len(digests):
        return None
    return Manifest(match[1], MappingProxyType(cast("dict[str, str]", checked)))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None
