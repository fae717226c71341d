"""The API model as a generated package carries it: compact JSON without places.

What moves whenever a page is edited (lines, columns, hashes) is left out, and so is
what every record has unless something else is said; so a difference of two such texts
shows what changed. Reading puts both back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from minidoc.diagnostics import Span
from minidoc.ir.codec import from_json
from minidoc.ir.model import SCHEMA_VERSION, Api

LINE = 100
"""Columns of a line that holds more than one value, its margin included."""

_NOWHERE = {"file": "", "line": 0, "column": 0, "end_line": 0, "end_column": 0}
_HASH = "sha256"

_encode = json.JSONEncoder().encode
# What the encoder does with a text, without asking what it is.
_quoted = json.encoder.encode_basestring_ascii


def to_carried(api: Api) -> str:
    """Write the model; equal models without their places give equal texts."""
    version = f'"schema_version": {SCHEMA_VERSION}'
    return enclosed("{}", [version, *_fields_of(api, 0)], 0) + "\n"


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


def text_at(value: object, depth: int) -> str:
    """Write a value as JSON that stands `depth` columns from the margin."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return enclosed("[]", [text_at(each, depth + 1) for each in items], depth)
    if value is None or isinstance(value, int):
        return _encode(value)
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        parts = [f"{_quoted(k)}: {text_at(each, depth + 1)}" for k, each in pairs]
        return enclosed("{}", parts, depth)
    return enclosed("{}", _fields_of(value, depth), depth)


def _fields_of(record: object, depth: int) -> list[str]:
    """Write the fields of a record that reading does not put back by itself."""
    kind: Any = type(record)
    return [
        start + text_at(value, depth + 1)
        for name, start, implied in _own_fields(kind)
        if (value := getattr(record, name)) not in implied
    ]


def enclosed(brackets: str, parts: list[str], depth: int) -> str:
    """Write parts on one line if that is not too long, else one part a line.

    What goes over several lines has line ends, which JSON's strings have not.
    """
    if not parts:
        return brackets
    room = LINE - depth - len(brackets)
    if sum(map(len, parts)) <= room:
        short = ", ".join(parts)
        if len(short) <= room and "\n" not in short:
            return short.join(brackets)
    margin = " " * (depth + 1)
    inside = f",\n{margin}".join(parts)
    return f"{brackets[0]}\n{margin}{inside}\n{margin[1:]}{brackets[1]}"


@cache
def _own_fields(record: Any) -> tuple[tuple[str, str, tuple[object, ...]], ...]:
    """Return the fields that are written: name, beginning, and values left out."""
    return tuple(
        (field.name, f"{_encode(field.name)}: ", _implied(field))
        for field, hint in _fields(record)
        if hint is not Span and field.name != _HASH
    )


def _implied(field: Field[Any]) -> tuple[object, ...]:
    if field.name == "kind":
        return ()
    if _has_no_default(field):
        return (None, (), {})
    if field.default is not MISSING:
        return (field.default,)
    return (cast("Callable[[], object]", field.default_factory)(),)


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
