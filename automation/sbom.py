"""The locks in requirements/ as a CycloneDX bill of materials, on standard output.

The same locks give the same bytes: it has no date, and its number is their hash.
`required` is what the generator, the SDK and the emulator are built and run with;
`optional` is what only `fetch` and work on minidoc itself need.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cyclonedx.model as cyclonedx_model
import cyclonedx.model.bom as cyclonedx_bom
import cyclonedx.model.component as cyclonedx_component
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

# Its decorators hide from pyright what its classes take.
model: Any = cyclonedx_model
boms: Any = cyclonedx_bom
components: Any = cyclonedx_component

ROOT = Path(__file__).resolve().parents[1]
NEEDED, ALL = (ROOT / "requirements" / name for name in ("run.txt", "dev.txt"))
MARKER = "minidoc:marker"
"""Property that says where a component is installed, as PEP 508 has it."""

_LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*))?")


@dataclass(frozen=True)
class Pinned:
    """One package of a lock."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: Path) -> Iterator[Pinned]:
    """Read a lock as `uv pip compile --generate-hashes` writes it.

    Raises:
        ValueError: If a line of it is none of those, or a package has no hash.
    """
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        head, *hashes = line.split("--hash=sha256:")
        found = _LINE.fullmatch(head.strip())
        if found is None or not hashes:
            raise ValueError(f"{lock.name}: {line!r} pins nothing")
        name, version, marker = found.group("name", "version", "marker")
        yield Pinned(name, version, marker or "", tuple(map(str.strip, hashes)))


def bill() -> str:
    """Return the bill of materials."""
    needed = {(each.name, each.version) for each in pinned(NEEDED)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bom = boms.Bom(
        components=[
            _component(each, (each.name, each.version) in needed)
            for each in pinned(ALL)
        ],
        serial_number=_number(project["version"]),
        metadata=boms.BomMetaData(
            component=components.Component(
                name=project["name"],
                version=project["version"],
                type=components.ComponentType.APPLICATION,
                bom_ref=project["name"],
            ),
        ),
    )
    bom.register_dependency(bom.metadata.component, bom.components)
    data = json.loads(JsonV1Dot6(bom).output_as_string())
    # CycloneDX does not ask for a date, and the library does.
    del data["metadata"]["timestamp"]
    return json.dumps(data, indent=2) + "\n"


def _number(version: str) -> uuid.UUID:
    texts = (NEEDED.read_text("utf-8"), ALL.read_text("utf-8"), version)
    return uuid.uuid5(uuid.NAMESPACE_OID, "\0".join(texts))


def _component(package: Pinned, is_needed: bool) -> object:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    marker = (
        [model.Property(name=MARKER, value=package.marker)] if package.marker else []
    )
    scopes = components.ComponentScope
    sha256 = model.HashAlgorithm.SHA_256
    return components.Component(
        name=package.name,
        version=package.version,
        bom_ref=str(purl),
        purl=purl,
        scope=scopes.REQUIRED if is_needed else scopes.OPTIONAL,
        hashes=[model.HashType(alg=sha256, content=each) for each in package.hashes],
        properties=marker,
    )


if __name__ == "__main__":
    sys.stdout.write(bill())
