"""From JSON values to typed, immutable Python values.

A decoder takes a JSON value and returns a value of its type, or raises `DecodeError`
with the place relative to that value; each container adds its own step to the place.
An error says which kind of value was found, never the value: it may be private.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

from .enums import OpenEnum
from .errors import DecodeError
from .json_types import FrozenDict, JSONValue, freeze

T = TypeVar("T")
E = TypeVar("E", bound=OpenEnum)

Decoder: TypeAlias = Callable[[JSONValue], T]
"""Turns a JSON value into a `T` or raises `DecodeError`."""
# What nearly every value is, compared first; `Any`, lest checkers draw conclusions.
_STR, _DICT = cast("tuple[Any, Any]", (str, dict))
_put = _DICT.__setitem__  # a `FrozenDict` does not refuse this one
_MISSING: Any = object()
_NOTHING: FrozenDict[str, JSONValue] = FrozenDict()
F = TypeVar("F", bound=Callable[..., object])
_KINDS = (
    (type(None), "null"),
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (Mapping, "an object"),
    (Sequence, "an array"),
)


def mismatch(expected: str, value: object) -> DecodeError:
    """Return the error for a value that is not what was expected."""
    found = f"a Python {type(cast(Any, value)).__name__}"
    known = (name for kind, name in _KINDS if isinstance(value, kind))
    return DecodeError("", "", expected, next(known, found))


def _kept(make: F) -> F:
    """Let `make` give the same decoder for the same part: generated code asks anew."""
    return cast(F, lru_cache(maxsize=256)(make))


def string(value: JSONValue) -> str:
    """Read a string."""
    if isinstance(value, str):
        return value
    raise mismatch("a string", value)


def integer(value: JSONValue) -> int:
    """Read an integer; `true` and `1.0` are none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise mismatch("an integer", value)


def number(value: JSONValue) -> float:
    """Read a number, an integer included, as `float`."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise mismatch("a number", value)
    try:
        return float(value)
    except OverflowError:
        raise DecodeError("", "", "a number", "one out of range") from None


def boolean(value: JSONValue) -> bool:
    """Read `true` or `false`; `1` and `0` are none."""
    if isinstance(value, bool):
        return value
    raise mismatch("a boolean", value)


def json_value(value: JSONValue) -> JSONValue:
    """Accept any JSON value, and freeze it."""
    return freeze(value)


def anything(value: JSONValue) -> object:
    """Accept any JSON value, frozen, for a field whose type the page calls `Object`."""
    return freeze(value)


@_kept
def list_of(item: Decoder[T]) -> Decoder[tuple[T, ...]]:
    """Make a decoder of arrays whose elements `item` reads."""

    def decode(value: JSONValue) -> tuple[T, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise mismatch("an array", value)
        decoded: list[T] = []
        try:
            for element in value:
                decoded.append(item(element))  # noqa: PERF401 - len() says where
        except DecodeError as error:
            raise error.within("", f"[{len(decoded)}]") from None
        return tuple(decoded)

    return decode


@_kept
def map_of(item: Decoder[T]) -> Decoder[FrozenDict[str, T]]:
    """Make a decoder of objects with free keys, whose values `item` reads."""

    def decode(value: JSONValue) -> FrozenDict[str, T]:
        if value.__class__ is not _DICT and not isinstance(value, Mapping):
            raise mismatch("an object", value)
        key, given = "", cast(Any, value)
        is_frozen = given.__class__ is FrozenDict
        # Most elements are their own decoded form: one copy, or what is frozen already.
        decoded: FrozenDict[str, Any] = given if is_frozen else FrozenDict(given)
        if is_frozen and getattr(given, "read_by", None) is decode:
            return decoded
        try:
            for key, element in given.items():
                if (read := item(element)) is not element:
                    decoded = FrozenDict(given) if decoded is given else decoded
                    _put(decoded, key, read)
        except DecodeError as error:
            raise error.within("", f"[{_quoted(key)}]") from None
        if decoded is given:
            decoded.read_by = decode
        return decoded

    return decode


def _quoted(key: str) -> str:
    from json import dumps  # only an error needs it

    return dumps(key)


@_kept
def nullable(item: Decoder[T]) -> Decoder[T | None]:
    """Make a decoder that also accepts null, as `None`."""

    def decode(value: JSONValue) -> T | None:
        return None if value is None else item(value)

    return decode


@_kept
def record(from_json: Callable[[Mapping[str, JSONValue]], T]) -> Decoder[T]:
    """Make a decoder of objects from the `from_json` of a class."""

    def decode(value: JSONValue) -> T:
        if not isinstance(value, Mapping):
            raise mismatch("an object", value)
        return from_json(value)

    return decode


@_kept
def enumeration(cls: type[E]) -> Decoder[E]:
    """Make a decoder of the members of `cls`, and of values that it does not know."""

    def decode(value: JSONValue) -> E:
        if not isinstance(value, str | bool | int | float):
            raise mismatch("a string, a number or a boolean", value)
        return cls(value)

    return decode


class Reader:
    """Reads the fields of one JSON object, and keeps account of what was read.

    Most fields are strings, so that case does without a call of their decoder.
    """

    __slots__ = ("_class_name", "_json", "_left")

    def __init__(self, class_name: str, json: Mapping[str, JSONValue]) -> None:
        """Begin to read `json`.

        Args:
            class_name: The class that it becomes, for error messages.
            json: The object, as parsed. It is only read.

        Raises:
            DecodeError: If `json` is not a mapping.
        """
        given = cast(object, json)
        if given.__class__ is not _DICT and not isinstance(given, Mapping):
            raise mismatch("an object", given).within(class_name, "")
        self._class_name = class_name
        self._json = json
        self._left = dict(json)

    def required(self, wire_name: str, decoder: Decoder[T]) -> T:
        """Read a field that is always there.

        Raises:
            DecodeError: If the field is missing, or `decoder` does not accept it.
        """
        value: Any = self._left.pop(wire_name, _MISSING)
        if decoder is string and value.__class__ is _STR:
            text: T = value
            return text
        if value is _MISSING:
            value = self._once_more(wire_name)
        try:
            return decoder(value)
        except DecodeError as error:
            raise error.within(self._class_name, wire_name) from None

    def optional(self, wire_name: str, decoder: Decoder[T]) -> T | None:
        """Read a field that may be missing or null: both give `None`.

        Raises:
            DecodeError: If `decoder` does not accept the field.
        """
        value: Any = self._left.pop(wire_name, _MISSING)
        if value is None:
            return None
        if decoder is string and value.__class__ is _STR:
            text: T = value
            return text
        if value is _MISSING and (value := self._json.get(wire_name)) is None:
            return None
        try:
            return decoder(value)
        except DecodeError as error:
            raise error.within(self._class_name, wire_name) from None

    def unknown(self) -> Mapping[str, JSONValue]:
        """Return the fields that were not asked for so far, frozen."""
        if not self._left:
            return _NOTHING
        return FrozenDict({name: freeze(item) for name, item in self._left.items()})

    def _once_more(self, wire_name: str) -> JSONValue:
        """Return a field that was asked for before."""
        if wire_name in self._json:
            return self._json[wire_name]
        missing = DecodeError("", "", "a value", "nothing")
        raise missing.within(self._class_name, wire_name)
