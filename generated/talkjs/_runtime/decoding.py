"""From JSON values to typed, immutable Python values.

A decoder takes a JSON value and returns a value of its type, or raises `DecodeError`
with the place relative to that value; each container adds its own step to the place.
An error says which kind of value was found, never the value: it may be private.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar, cast

from .enums import OpenEnum
from .errors import DecodeError
from .json_types import FrozenDict, JSONValue, freeze

T = TypeVar("T")
E = TypeVar("E", bound=OpenEnum)

Decoder: TypeAlias = Callable[[JSONValue], T]
"""Turns a JSON value into a `T` or raises `DecodeError`."""

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
    for kind, found in _KINDS:
        if isinstance(value, kind):
            return DecodeError("", "", expected, found)
    return DecodeError("", "", expected, f"a Python {type(value).__name__}")


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
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            raise DecodeError("", "", "a number", "one out of range") from None
    raise mismatch("a number", value)


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


def map_of(item: Decoder[T]) -> Decoder[FrozenDict[str, T]]:
    """Make a decoder of objects with free keys, whose values `item` reads."""

    def decode(value: JSONValue) -> FrozenDict[str, T]:
        if not isinstance(value, Mapping):
            raise mismatch("an object", value)
        key = ""
        decoded: dict[str, T] = {}
        try:
            for key, element in value.items():
                decoded[key] = item(element)
        except DecodeError as error:
            raise error.within("", f"[{_quoted(key)}]") from None
        return FrozenDict(decoded)

    return decode


def _quoted(key: str) -> str:
    from json import dumps  # only an error needs it

    return dumps(key)


def nullable(item: Decoder[T]) -> Decoder[T | None]:
    """Make a decoder that also accepts null, as `None`."""

    def decode(value: JSONValue) -> T | None:
        return None if value is None else item(value)

    return decode


def record(from_json: Callable[[Mapping[str, JSONValue]], T]) -> Decoder[T]:
    """Make a decoder of objects from the `from_json` of a class."""

    def decode(value: JSONValue) -> T:
        if not isinstance(value, Mapping):
            raise mismatch("an object", value)
        return from_json(value)

    return decode


def enumeration(cls: type[E]) -> Decoder[E]:
    """Make a decoder of the members of `cls`, and of values that it does not know."""

    def decode(value: JSONValue) -> E:
        if not isinstance(value, str | bool | int | float):
            raise mismatch("a string, a number or a boolean", value)
        return cls(value)

    return decode


class Reader:
    """Reads the fields of one JSON object, and keeps account of what was read."""

    __slots__ = ("_asked", "_class_name", "_json")

    def __init__(self, class_name: str, json: Mapping[str, JSONValue]) -> None:
        """Begin to read `json`.

        Args:
            class_name: The class that it becomes, for error messages.
            json: The object, as parsed. It is only read.

        Raises:
            DecodeError: If `json` is not a mapping.
        """
        given = cast(object, json)
        if not isinstance(given, Mapping):
            raise mismatch("an object", given).within(class_name, "")
        self._class_name = class_name
        self._json = json
        self._asked: list[str] = []

    def required(self, wire_name: str, decoder: Decoder[T]) -> T:
        """Read a field that is always there.

        Raises:
            DecodeError: If the field is missing, or `decoder` does not accept it.
        """
        self._asked.append(wire_name)
        if wire_name not in self._json:
            error = DecodeError("", "", "a value", "nothing")
            raise error.within(self._class_name, wire_name)
        return self._decode(wire_name, decoder)

    def optional(self, wire_name: str, decoder: Decoder[T]) -> T | None:
        """Read a field that may be missing or null: both give `None`.

        Raises:
            DecodeError: If `decoder` does not accept the field.
        """
        self._asked.append(wire_name)
        if self._json.get(wire_name) is None:
            return None
        return self._decode(wire_name, decoder)

    def unknown(self) -> Mapping[str, JSONValue]:
        """Return the fields that were not asked for so far, frozen."""
        return FrozenDict(
            {
                name: freeze(value)
                for name, value in self._json.items()
                if name not in self._asked
            }
        )

    def _decode(self, wire_name: str, decoder: Decoder[T]) -> T:
        try:
            return decoder(self._json[wire_name])
        except DecodeError as error:
            raise error.within(self._class_name, wire_name) from None
