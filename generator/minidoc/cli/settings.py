"""The first `[tool.minidoc]` of a project: what it says, and where it goes.

Comes in: what the command line wants, and the pyproject.toml that is there, if one is.
Goes out: its next text, of which everything that was there before is the beginning.
"""

from __future__ import annotations

import json
import keyword
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.values import frozen

PROJECT_FILE = Path("pyproject.toml")


@frozen
class Chosen:
    """Where the package goes.

    Attributes:
        output: The package's own folder, relative to the project.
        package: Its import name.
        before: The bytes of the pyproject.toml that is there.
    """

    output: str
    package: str
    before: bytes


def choose(output: str | None, package: str | None) -> Chosen:
    """Decide what the command line leaves open, from the name of this folder.

    Raises:
        GenerationError: If the project has settings already, or its pyproject.toml
            cannot be read.
    """
    before = _before()
    name = package or (Path(output).name if output else _name_of(Path.cwd().name))
    place = output or f"generated/{name.rpartition('.')[2]}"
    return Chosen(Path(place).as_posix(), name, before)


def with_settings(chosen: Chosen, spec: Path, fetch: Mapping[str, str]) -> bytes:
    """Return the text of pyproject.toml with the settings behind what is there.

    Args:
        chosen: Where the package goes.
        spec: Folder of the pages, relative to the project.
        fetch: Addresses that the pages themselves do not name, by path.

    Raises:
        GenerationError: If what is there cannot be added to.
    """
    lines = [
        "[tool.minidoc]",
        f'pages = ["{spec.as_posix()}/*.md"]',
        f'overlay = "{spec.as_posix()}/overlay.toml"',
        f"output = {_quoted(chosen.output)}",
        f"package = {_quoted(chosen.package)}",
    ]
    if fetch:
        pairs = [f"{_quoted(k)} = {_quoted(v)}" for k, v in sorted(fetch.items())]
        lines += ["", "[tool.minidoc.fetch]", *pairs]
    end = "\r\n" if b"\r\n" in chosen.before else "\n"
    before = chosen.before
    if before:
        before += end.encode() * (1 if before.endswith(b"\n") else 2)
    text = before + "".join(line + end for line in lines).encode()
    if _table(text) is None:
        hint = "write the settings by hand; the README lists them"
        raise GenerationError([_invalid("has no room for [tool.minidoc]", hint)])
    return text


def _before() -> bytes:
    try:
        before = PROJECT_FILE.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        hint = "check that the file can be read"
        problem = f"cannot be read: {error.strerror or error}"
        raise GenerationError([_invalid(problem, hint)]) from error
    table = _table(before)
    if table is None:
        raise GenerationError([_invalid("is not TOML", "put it right first")])
    if not table:
        return before
    hint = "change the settings there; `minidoc fetch ADDRESS` adds a page"
    raise GenerationError([_invalid("has [tool.minidoc] already", hint)])


def _table(text: bytes) -> dict[str, Any] | None:
    """Return the settings in a pyproject.toml, empty if none; None if it is no TOML."""
    try:
        tool = tomllib.loads(text.decode().removeprefix("\ufeff")).get("tool", {})
        return dict(tool.get("minidoc", {}))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError):
        return None


def _name_of(folder: str) -> str:
    """Make an import name of a folder's name."""
    name = re.sub(r"\W+", "_", folder, flags=re.ASCII).strip("_").lower()
    return name if name.isidentifier() and not keyword.iskeyword(name) else "sdk"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, except for this one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _invalid(problem: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.INVALID_CONFIG, f"{PROJECT_FILE} {problem}", None, hint)
