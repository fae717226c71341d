"""`[tool.minidoc]` of the nearest pyproject.toml: which pages, which overlay, where to.

In: a folder to start from. Out: checked settings, paths relative to the file's folder.
Nothing is read but that one file.
"""

from __future__ import annotations

import tomllib
from dataclasses import field
from pathlib import Path
from typing import Any, cast

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.values import frozen

_STRINGS = (
    "overlay",
    "output",
    "package",
    "distribution",
    "distribution-name",
    "distribution-version",
    "distribution-description",
)


@frozen
class Config:
    """Settings of a project; everything may be left out.

    Attributes:
        root: Folder of the pyproject.toml, or the starting folder when there is none.
        pages: Paths of pages, globs expanded, sorted.
        patterns: What `pages` lists, as it stands.
        fetch: Where pages come from: path below the root and address; the path is empty
            for an address that stands alone in a list.
        values: The other settings, as strings.
    """

    root: Path
    pages: tuple[Path, ...] = ()
    patterns: tuple[str, ...] = ()
    fetch: tuple[tuple[str, str], ...] = ()
    values: dict[str, str] = field(default_factory=dict[str, str])

    def matches(self) -> set[Path]:
        """Return the files that the patterns match at this moment."""
        return {path for each in self.patterns for path in _matches(self.root, each)}

    def text(self, name: str, default: str = "") -> str:
        """Return a setting as it stands."""
        return self.values.get(name, default)

    def path(self, name: str) -> Path | None:
        """Return a setting that names a place, below the project; None if unset."""
        value = self.values.get(name)
        return self.root / value if value else None


def load_config(start: Path, *, needs_pages: bool = True) -> Config:
    """Find and read the settings for a folder.

    The nearest pyproject.toml, from `start` upwards, that has `[tool.minidoc]` counts.

    Args:
        start: The folder to begin at.
        needs_pages: A pattern that matches no file is a mistake.

    Raises:
        GenerationError: With everything that is wrong with the settings.
    """
    for file in config_files(start):
        if file.is_file():
            table = _table(file)
            if table is not None:
                return _config(file, table, needs_pages=needs_pages)
    return Config(start)


def config_files(start: Path) -> tuple[Path, ...]:
    """Return where settings for a folder could be, the nearest first."""
    return tuple(folder / "pyproject.toml" for folder in (start, *start.parents))


def _table(file: Path) -> dict[str, Any] | None:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GenerationError([_invalid(file, f"cannot be read: {error}")]) from error
    tool = data.get("tool", {})
    if not isinstance(tool, dict):
        return None
    table = cast(dict[str, Any], tool).get("minidoc")
    if table is not None and not isinstance(table, dict):
        raise GenerationError([_invalid(file, "must be a table")])
    return cast(dict[str, Any], table) if table is not None else None


def _config(file: Path, table: dict[str, Any], *, needs_pages: bool) -> Config:
    root = file.parent
    problems = [_invalid(file, problem) for problem in _problems(table)]
    if problems:
        raise GenerationError(problems)
    pages: set[Path] = set()
    for pattern in table.get("pages", []):
        matches = _matches(root, pattern)
        if not matches and needs_pages:
            problems.append(_invalid(file, f"pages: {pattern!r} matches no file"))
        pages.update(matches)
    if problems:
        raise GenerationError(problems)
    values = {name: table[name] for name in _STRINGS if name in table}
    patterns = tuple(table.get("pages", []))
    return Config(root, tuple(sorted(pages)), patterns, _sources(table), values)


def _sources(table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    given = table.get("fetch", [])
    if isinstance(given, dict):
        return tuple(cast("dict[str, str]", given).items())
    return tuple(("", address) for address in given)


def _problems(table: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name, value in table.items():
        if name == "pages":
            if not _are_patterns(value):
                found.append("pages: must be a list of relative paths or patterns")
        elif name == "fetch":
            if not _are_sources(value):
                found.append(
                    "fetch: must be a list of addresses, or a table from relative"
                    " paths to addresses"
                )
        elif name not in _STRINGS:
            known = ", ".join(("pages", *_STRINGS, "fetch"))
            found.append(f"unknown setting {name!r} (known: {known})")
        elif not isinstance(value, str) or not value:
            found.append(f"{name}: must be a text that is not empty")
    return found


def _matches(root: Path, pattern: str) -> list[Path]:
    try:
        return list(root.glob(pattern))
    except (OSError, ValueError):
        # `**x`, or a character that no path has.
        return []


def _are_patterns(value: object) -> bool:
    if not isinstance(value, list):
        return False
    return all(
        isinstance(each, str) and bool(each) and not Path(each).is_absolute()
        for each in cast(list[object], value)
    )


def _are_sources(value: object) -> bool:
    if not isinstance(value, dict):
        return _are_patterns(value)
    table = cast("dict[str, object]", value)
    addresses = all(isinstance(each, str) and each for each in table.values())
    return addresses and _are_patterns(list(table))


def _invalid(file: Path, problem: str) -> Diagnostic:
    message = f"[tool.minidoc] in {file.name}: {problem}"
    hint = "see the README for the settings of [tool.minidoc]"
    return Diagnostic(Code.INVALID_CONFIG, message, None, hint)
