"""What pydantic and tomllib say about an overlay, in the words of this project."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.ir.names import close_match
from minidoc.ir.overlay.positions import KeyPath
from minidoc.ir.overlay.tables import PATTERNS, OverlayTables

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_AT = re.compile(
    r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$"
)


def syntax_error(text: str, name: str, reason: str) -> Diagnostic:
    """Read the place out of the message, the only place where tomllib tells it."""
    at = _AT.search(reason)
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n")
    if at and at["line"]:
        line, column = int(at["line"]), int(at["column"])
    message = f"the overlay is no TOML: {_lowered(_AT.sub('', reason))}"
    span = Span(name, line, column, line, column + 1)
    return Diagnostic(Code.INVALID_OVERLAY, message, span, "see https://toml.io")


def complaints(
    details: list[ErrorDetails], place_of: Callable[[KeyPath], Span]
) -> list[Diagnostic]:
    """Return one diagnostic for each mistake that pydantic has found."""
    places = [tuple(detail["loc"]) for detail in details]
    return [
        _complaint(detail, place_of(place))
        for detail, place in zip(details, places, strict=True)
        if not (detail["type"] == "too_short" and _has_inner(place, places))
    ]


def _has_inner(place: KeyPath, places: list[KeyPath]) -> bool:
    """Tell whether the list is too short only because an item of it is wrong."""
    size = len(place)
    return any(len(other) > size and other[:size] == place for other in places)


def _complaint(detail: ErrorDetails, span: Span) -> Diagnostic:
    place = tuple(detail["loc"])
    key = str(place[-1]) if place else ""
    owner = _label(place[:-1]) if len(place) > 1 else "the overlay"
    hint = "correct it; `minidoc explain invalid-overlay` shows an entry"
    match detail["type"]:
        case "missing":
            message = f"{owner} has no `{key}`"
            hint = f"add `{key} = ...`"
        case "extra_forbidden" | "unexpected_keyword_argument":
            message = f"{owner} has no key `{key}`"
            hint = close_match(key, _known_keys(place)) or "remove it"
        case _:
            message = f"{_label(place)} {_reason(detail, place)}"
    return Diagnostic(Code.INVALID_OVERLAY, message, span, hint)


def _reason(detail: ErrorDetails, place: KeyPath) -> str:
    match detail["type"]:
        case "tuple_type":
            is_table = len(place) == 1
            return (
                f"has to be written as `[[{place[0]}]]`" if is_table else "is no list"
            )
        case "too_short":
            return "is empty"
        case "string_pattern_mismatch":
            return PATTERNS[detail.get("ctx", {}).get("pattern", "")]
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
        case _:
            reason = _lowered(detail["msg"]).removeprefix("input should be ")
            return f"has to be {reason}"


def _label(place: KeyPath) -> str:
    """Name a place as the file has it: `[[bind]]`, or `write.path` of `[[bind]]`."""
    keys = [str(part) for part in place[2:]]
    table = f"[[{place[0]}]]" if place else "the overlay"
    return f"`{'.'.join(keys)}` of {table}" if keys else table


def _known_keys(place: KeyPath) -> list[str]:
    """Return the keys that the table around `place` can have, in the file's words."""
    if len(place) == 1:
        return [known.name for known in fields(OverlayTables)]
    if len(place) != 3:
        return []
    schema = TypeAdapter(OverlayTables).json_schema()
    item = schema["properties"].get(str(place[0]), {}).get("items", {})
    name = str(item.get("$ref", "")).rpartition("/")[2]
    return list(schema.get("$defs", {}).get(name, {}).get("properties", {}))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
