"""The API model as a generated package carries it: compact JSON without places.

What moves whenever a page is edited (lines, columns, hashes) is left out, and so is
what every record has unless something else is said; so a difference of two such texts
shows what changed. Reading puts both back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from minidoc.diagnostics import Span
from minidoc.ir.codec import from_json
from minidoc.ir.model import SCHEMA_VERSION, Api

WIDTH = 100
"""Columns of a line that holds more than one value, its margin included."""

_NOWHERE = {"file": "", "line": 0, "column": 0, "end_line": 0, "end_column": 0}
_HASH = "sha256"


def to_carried(api: Api) -> str:
    """Write the model; equal models without their places give equal texts."""
    data = {"schema_version": SCHEMA_VERSION, **_record_of(api)}
    return _lines(_short(data), 0) + "\n"


def lay_out(record: object, depth: int) -> tuple[str | None, str]:
    """Write a part of what `to_carried` writes.

    Returns:
        The record on one line, None if that is too long; and as it is written `depth`
        columns from the margin.
    """
    value = _short(_record_of(record))
    return value.short, _lines(value, depth)


def from_carried(text: str) -> Api:
    """Read what `to_carried` wrote; each span is line 0 of no file.

    Raises:
        GenerationError: As `from_json` does.
    """
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        return from_json(text)
    if not isinstance(data, dict) or "schema_version" not in data:
        return from_json(text)
    return from_json(json.dumps(_grown(cast("dict[str, object]", data), Api)))


def _record_of(record: object) -> dict[str, object]:
    """Return the fields of a record that reading does not put back by itself."""
    kind: Any = type(record)
    return {
        field.name: _plain(value)
        for field in _own_fields(kind)
        for value in [getattr(record, field.name)]
        if field.name == "kind" or not _is_implied(field, value)
    }


def _plain(value: object) -> object:
    match value:
        case tuple():
            return [_plain(each) for each in cast("tuple[object, ...]", value)]
        case dict() | str() | int() | None:
            return cast("object", value)
        case _:
            return _record_of(value)


@cache
def _own_fields(record: Any) -> tuple[Field[Any], ...]:
    return fields(record)


def _grown(value: object, kind: Any) -> object:
    """Put back what was left out; what makes no sense is left to be refused."""
    if isinstance(value, list):
        inner = _inner(kind)
        return [_grown(each, inner) for each in cast("list[object]", value)]
    record = _record(value, kind)
    if record is None:
        return value
    data = cast("dict[str, object]", value)
    grown: dict[str, object] = dict(data)
    for field, hint in _fields(record):
        if field.name in data:
            grown[field.name] = _grown(data[field.name], hint)
        elif _has_no_default(field):
            grown[field.name] = _filling(field, hint)
    return grown


def _is_implied(field: Field[Any], value: object) -> bool:
    if isinstance(value, Span) or field.name == _HASH:
        return True
    if _has_no_default(field):
        return value is None or value in ((), {})
    if field.default is not MISSING:
        return value is field.default or value == field.default
    return not value


def _filling(field: Field[Any], hint: Any) -> object:
    if hint is Span:
        return _NOWHERE
    if field.name == _HASH:
        return ""
    if get_origin(hint) is tuple:
        return []
    return {} if get_origin(hint) is dict else None


def _has_no_default(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _fields(record: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(record)
    return tuple((field, hints[field.name]) for field in fields(record))


def _inner(kind: Any) -> Any:
    """Return the type of a tuple's items."""
    for each in (kind, *get_args(kind)):
        if get_origin(each) is tuple:
            return get_args(each)[0]
    return object


def _record(value: object, kind: Any) -> Any:
    """Return the record of a type that the JSON object is, None for anything else."""
    if not isinstance(value, dict):
        return None
    named = cast("dict[str, object]", value).get("kind")
    records = _records(kind)
    if len(records) == 1 and "kind" not in {f.name for f, _ in _fields(records[0])}:
        return records[0]
    return next((each for each in records if named in _kinds(each)), None)


@cache
def _records(kind: Any) -> tuple[Any, ...]:
    return tuple(_found(kind))


def _found(kind: Any) -> Iterator[Any]:
    if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__"):
        if kind is not Span:
            yield kind
    elif get_origin(kind) not in (tuple, dict):
        for inner in get_args(kind):
            yield from _found(inner)


@cache
def _kinds(record: Any) -> tuple[object, ...]:
    """Return what `kind` says in a record, and nothing where it says something else."""
    hint = get_type_hints(record).get("kind")
    return get_args(hint) if get_origin(hint) is Literal else ()


@dataclass(frozen=True, slots=True)
class _Json:
    """A JSON value: on one line if that is not too long, and in parts.

    Attributes:
        short: The one line, None if it is too long wherever it stands.
        brackets: What stands around the parts.
        parts: Beginning of a line, and the value that goes on with it.
    """

    short: str | None
    brackets: str
    parts: tuple[tuple[str, _Json], ...]


def _short(value: object) -> _Json:
    if isinstance(value, list):
        items = cast("list[object]", value)
        return _joined("[]", tuple(("", _short(each)) for each in items))
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        parts = tuple((f"{json.dumps(key)}: ", _short(each)) for key, each in pairs)
        return _joined("{}", parts)
    return _Json(json.dumps(value), "", ())


def _joined(brackets: str, parts: tuple[tuple[str, _Json], ...]) -> _Json:
    texts = [f"{start}{part.short}" for start, part in parts if part.short is not None]
    short = ", ".join(texts).join(brackets) if len(texts) == len(parts) else None
    fits = short is not None and len(short) <= WIDTH
    return _Json(short if fits or not parts else None, brackets, parts)


def _lines(value: _Json, depth: int) -> str:
    """Write JSON: what fits on a line stands on one, all else one item a line."""
    if value.short is not None and (
        not value.parts or len(value.short) + depth <= WIDTH
    ):
        return value.short
    margin, end = " " * (depth + 1), " " * depth
    inside = ",\n".join(
        f"{margin}{start}{_lines(part, depth + 1)}" for start, part in value.parts
    )
    return f"{value.brackets[0]}\n{inside}\n{end}{value.brackets[1]}"
