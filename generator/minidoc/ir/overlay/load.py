"""The overlay's text becomes checked tables that know where they stand.

In: TOML text and the name to call it by. Out: an `Overlay`. Pages are not known here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from minidoc.diagnostics import Code, Diagnostic, GenerationError, Span
from minidoc.ir.names import close_match
from minidoc.ir.overlay.positions import KeyPath, find_positions
from minidoc.ir.overlay.tables import OverlayTables

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One table of the overlay and where its keys stand."""

    table: T
    path: KeyPath
    overlay: Overlay

    def span(self, *keys: int | str) -> Span:
        """Return where a key of the entry stands, or what there is of the way to it."""
        return self.overlay.span((*self.path, *keys))


@dataclass(frozen=True, slots=True)
class Overlay:
    """A checked overlay. The default one is empty.

    Attributes:
        name: What diagnostics call the file.
        tables: Its contents.
        positions: Where each key stands.
    """

    name: str = "overlay.toml"
    tables: OverlayTables = field(default_factory=OverlayTables)
    positions: Mapping[KeyPath, Span] = field(default_factory=dict[KeyPath, Span])

    def entries(self, kind: str, tables: tuple[T, ...]) -> list[Entry[T]]:
        """Return the tables of one kind with their places."""
        return [Entry(t, (kind, n), self) for n, t in enumerate(tables)]

    def span(self, path: KeyPath) -> Span:
        """Return where the longest part of `path` that the file has stands."""
        for length in range(len(path), 0, -1):
            found = self.positions.get(path[:length])
            if found is not None:
                return found
        return Span(self.name, 1, 1, 1, 1)


def load_overlay(text: str, name: str) -> Overlay:
    """Read an overlay.

    Args:
        text: The TOML text.
        name: What to call it in diagnostics.

    Raises:
        GenerationError: With INVALID_OVERLAY for each mistake, at its line and column.
    """
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        data = tomllib.loads(normal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GenerationError([_syntax_error(normal, name, str(error))]) from None
    positions = find_positions(normal, name)
    try:
        tables = _adapter().validate_python(data)
    except ValidationError as error:
        empty = Overlay(name, OverlayTables(), positions)
        found = [_invalid(detail, empty) for detail in error.errors(include_url=False)]
        raise GenerationError(found) from None
    return Overlay(name, tables, positions)


@cache
def _adapter() -> TypeAdapter[OverlayTables]:
    return TypeAdapter(OverlayTables)


_AT = re.compile(
    r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$"
)


def _syntax_error(text: str, name: str, reason: str) -> Diagnostic:
    """Read the place out of the message, the only place where tomllib tells it."""
    at = _AT.search(reason)
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n")
    if at and at["line"]:
        line, column = int(at["line"]), int(at["column"])
    message = f"the overlay is no TOML: {_lowered(_AT.sub('', reason))}"
    span = Span(name, line, column, line, column + 1)
    return Diagnostic(Code.INVALID_OVERLAY, message, span, "see https://toml.io")


def _invalid(detail: ErrorDetails, overlay: Overlay) -> Diagnostic:
    place = tuple(detail["loc"])
    span = overlay.span(place)
    key = str(place[-1]) if place else ""
    owner = _owner(place)
    match detail["type"]:
        case "missing":
            message = f"{owner} has no `{key}`"
            hint = f"add `{key} = ...`"
        case "extra_forbidden" | "unexpected_keyword_argument":
            message = f"{owner} has no key `{key}`"
            hint = close_match(key, _known_keys(place)) or "remove it"
        case _:
            reason = detail["msg"].removeprefix("Value error, ")
            message = f"{_label(place)}: {_lowered(reason)}"
            hint = ""
    return Diagnostic(Code.INVALID_OVERLAY, message, span, hint)


def _label(place: KeyPath) -> str:
    """Name a place as the file has it: `[[bind]]`, or `write.path` of `[[bind]]`."""
    keys = [str(part) for part in place[2:]]
    table = f"[[{place[0]}]]" if place else "the overlay"
    return f"`{'.'.join(keys)}` of {table}" if keys else table


def _owner(place: KeyPath) -> str:
    return _label(place[:-1]) if len(place) > 1 else "the overlay"


def _known_keys(place: KeyPath) -> list[str]:
    """Return the keys that the table around `place` can have, in the file's words."""
    if len(place) == 1:
        return [known.name for known in fields(OverlayTables)]
    if len(place) != 3:
        return []
    schema = _adapter().json_schema()
    item = schema["properties"].get(str(place[0]), {}).get("items", {})
    name = str(item.get("$ref", "")).rpartition("/")[2]
    return list(schema.get("$defs", {}).get(name, {}).get("properties", {}))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
