"""Data that plainly is what the tables ask for becomes them, without pydantic.

In: what `tomllib` has read. Out: the same as pydantic makes of it, or None where there
is any doubt. Nothing is said of mistakes: they are pydantic's to find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from minidoc.ir.overlay.rules import Rule
from minidoc.ir.record import types_of

T = TypeVar("T")

Reader = Callable[[Any], Any]


class _DoubtError(Exception):
    """Whether the data fits is for pydantic to say."""


class _Key(NamedTuple):
    """What a key of a table becomes."""

    attribute: str
    is_required: bool
    read: Reader


def accept(data: Mapping[str, object], kind: type[T]) -> T | None:
    """Make a table of data in which everything has exactly the type that is asked for.

    Returns:
        What pydantic would return; None if that is not certain: no mistake yet.
    """
    try:
        return cast("T", _reader(kind)(data))
    except _DoubtError:
        return None


def _reader(annotation: Any) -> Reader:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _ruled(_reader(inner[0]), inner[1:])
    if origin in {UnionType, Union}:
        return _one_of(inner)
    if origin is Literal:
        return _literal(inner)
    if origin is tuple:
        return _list_of(_reader(inner[0]))
    if origin is dict:
        return _dict_of(_reader(inner[1]))
    return _table(annotation) if _is_table(annotation) else _exactly(annotation)


def _is_table(annotation: Any) -> bool:
    return is_dataclass(annotation)


def _require(is_certain: object) -> None:
    if not is_certain:
        raise _DoubtError


def _exactly(*kinds: type) -> Reader:
    def read(value: object) -> object:
        _require(type(value) in kinds)
        return value

    return read


def _literal(known: tuple[object, ...]) -> Reader:
    def read(value: object) -> object:
        _require(type(value) is str and value in known)
        return value

    return read


def _ruled(read_any: Reader, rules: tuple[object, ...]) -> Reader:
    # A marker that is no rule is one of pydantic's, which only it understands.
    known = all(isinstance(rule, Rule) for rule in rules)
    holds = [rule.holds for rule in rules if isinstance(rule, Rule)]

    def read(value: object) -> object:
        found = read_any(value)
        _require(known and all(each(found) for each in holds))
        return found

    return read


def _one_of(kinds: tuple[Any, ...]) -> Reader:
    # TOML has no null, so that what may be None is only absent.
    others = [kind for kind in kinds if kind is not NoneType]
    return _reader(others[0]) if len(others) == 1 else _exactly(*others)


def _list_of(read_each: Reader) -> Reader:
    def read(value: Any) -> object:
        _require(type(value) is list)
        return tuple(map(read_each, value))

    return read


def _dict_of(read_each: Reader) -> Reader:
    def read(value: Any) -> object:
        _require(type(value) is dict)
        return {key: read_each(each) for key, each in value.items()}

    return read


@cache
def _table(kind: Any) -> Reader:
    def read(value: Any) -> object:
        _require(type(value) is dict)
        keys = _keys(kind)
        _require(value.keys() <= keys.keys())
        _require(all(name in value for name, key in keys.items() if key.is_required))
        given = {keys[name].attribute: keys[name].read(value[name]) for name in value}
        try:
            return kind(**given)
        except ValueError:
            raise _DoubtError from None

    return read


@cache
def _keys(kind: Any) -> dict[str, _Key]:
    """Return what the keys of a table become, found when one of its kind is met."""
    hints = types_of(kind)
    key_of = kind.__pydantic_config__.get("alias_generator", str)
    found: dict[str, _Key] = {}
    for each in fields(kind):
        is_required = each.default is MISSING and each.default_factory is MISSING
        read = _reader(hints[each.name])
        found[key_of(each.name)] = _Key(each.name, is_required, read)
    return found
