"""Lines for the other repository's settings: its tools leave the package alone."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from minidoc.diagnostics.terminal import visible
from minidoc.python.code import Text, toml_string
from minidoc.vendor.origin import requirements


def host_of(folder: Path) -> Path:
    """Return the root of the repository that a folder lies in.

    The nearest folder above that version control or a pyproject.toml marks; without
    either the working directory, or the folder right above if that is elsewhere.
    """
    place = Path(os.path.abspath(folder))
    for mark in (".git", "pyproject.toml"):
        for above in place.parents:
            if (above / mark).exists():
                return above
    here = Path.cwd()
    return here if here in place.parents else place.parent


def settings_text(package: str, folder: Path, host: Path) -> str:
    """Return the lines to paste, as TOML that is valid as a whole.

    Args:
        package: Import name of the package.
        folder: Its own folder.
        host: Root of the repository, which the paths are relative to.
    """
    place = Path(os.path.abspath(folder)).relative_to(host).as_posix()
    check = ["minidoc", "vendor", place, "--package", package, "--check"]
    return _TEMPLATE.format(
        needs=", ".join(requirements()),
        check=visible(shlex.join(check)),
        place=_quoted(place),
        below=_quoted(f"{place}/*"),
        package=_quoted(package),
        modules=_quoted(f"{package}.*"),
        title=_quoted(f"Only {package} reaches into its _runtime"),
        runtime=_quoted(f"{package}._runtime"),
    )


def _quoted(text: str) -> str:
    return toml_string(Text(text))


_TEMPLATE = """\
# It needs, among the project's own dependencies: {needs}
# In CI, at the root of the repository: {check}

[tool.ruff]
force-exclude = true  # also when files are named, as pre-commit does
extend-exclude = [{place}]

[[tool.mypy.overrides]]
module = [{package}, {modules}]
ignore_errors = true

[tool.coverage.run]
omit = [{below}]

[[tool.importlinter.contracts]]
name = {title}
type = "protected"
protected_modules = [{runtime}]
allowed_importers = [{package}]
"""
