"""The last stage before the disk: units become the files of one package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minidoc.diagnostics import Diagnostic
from minidoc.formatting import format_rendered
from minidoc.gate import check_init
from minidoc.ir.carried_parts import join
from minidoc.pipeline.read import Modelled
from minidoc.pipeline.unit import Unit, make_unit
from minidoc.python.model import PyPackage
from minidoc.python.package import package_of
from minidoc.render import (
    Distribution,
    render_distribution,
    render_init,
    render_static,
)
from minidoc.resources import runtime_files
from minidoc.tree import FileTree
from minidoc.values import frozen

STATIC = (".gitattributes", "py.typed")
MODEL = "_api.json"
"""The file of the package that holds the API model it was made from."""
DISTRIBUTION = ("README.md", "pyproject.toml")


@frozen
class Generated:
    """The files of a package, those that stand beside it, and what was found."""

    files: FileTree
    distribution: FileTree
    diagnostics: tuple[Diagnostic, ...]


def generate(
    modelled: Modelled, package: str, distribution: Distribution | None = None
) -> Generated:
    """Turn an API model into files.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    version = distribution.version.value if distribution else ""
    return assemble([make_unit(modelled, package, version)], package, distribution)


def assemble(
    units: Sequence[Unit],
    name: str,
    distribution: Distribution | None = None,
    topics: Sequence[str] = (),
) -> Generated:
    """Put units together.

    Args:
        units: They share no name that Python or a file system would take for one.
        name: Import name of the package.
        distribution: What stands beside the package, None for nothing.
        topics: Names of all topics, in the order of the overlay.
    """
    package = package_of(name, [unit.part for unit in units])
    texts = {path: text for unit in units for path, text in unit.texts.items()}
    files = dict(_around(package))
    files |= {path: texts[path] for path in sorted(texts)}
    files[MODEL] = join([unit.model for unit in units], topics)
    beside: dict[str, str] = {}
    if distribution is not None:
        for path in DISTRIBUTION:
            beside[path] = render_distribution(path, package, distribution)
    found = tuple(each for unit in units for each in unit.diagnostics)
    return Generated(FileTree.of(files), FileTree.of(beside), found)


def _around(package: PyPackage) -> Iterable[tuple[str, str]]:
    for name in STATIC:
        yield name, render_static(name)
    for path, text in runtime_files():
        yield f"_runtime/{path}", text
    init = format_rendered(render_init(package))
    check_init(package, init)
    yield "__init__.py", init
