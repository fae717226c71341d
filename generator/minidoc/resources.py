"""Where the data folders are: grammars and templates, in a checkout or in a wheel.

Comes in: a folder's name. Goes out: a path or a text. What they mean is not known here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(folder: str) -> Path:
    """Return the data folder of that name (`grammar`, `templates`).

    A wheel carries the folders inside the package; in a checkout they stand at the
    root, two levels above it. The carried ones win, so that an installed generator
    never picks up a folder that happens to lie next to it.
    """
    carried = _PACKAGE / "_data"
    root = carried if carried.is_dir() else _PACKAGE.parents[1]
    return root / folder


def runtime_path() -> Path:
    """Return the folder of the runtime, which is copied and never imported."""
    return _PACKAGE / "runtime"


@cache
def grammar_text(name: str) -> str:
    """Return the text of one grammar file, named without its suffix.

    Raises:
        FileNotFoundError: If the installation is incomplete.
    """
    return (resource_path("grammar") / f"{name}.lark").read_text(encoding="utf-8")


@cache
def resource_text(folder: str, path: str) -> str:
    """Return the text of one file below a data folder.

    Raises:
        FileNotFoundError: If there is no such file.
    """
    return (resource_path(folder) / path).read_text(encoding="utf-8")


def forget() -> None:
    """Let the files be read anew: one of them has changed while we run."""
    for known in (grammar_text, resource_text, runtime_files):
        known.cache_clear()


@cache
def runtime_files() -> tuple[tuple[str, str], ...]:
    """Return the files of the runtime, path and text, sorted by path.

    They are read as data, never imported: the generator must not depend on them.
    """
    folder = runtime_path()
    paths = sorted(folder.rglob("*.py"))
    return tuple(
        (path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
    )
