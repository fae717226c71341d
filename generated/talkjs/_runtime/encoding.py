"""From Python values to fresh JSON values; refuses whatever JSON cannot say.

No error shows a value: it may be private.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from math import isfinite
from typing import Protocol, cast, runtime_checkable

from .enums import Clear
from .errors import EncodeError
from .json_types import JSONValue

_REFUSED: tuple[type, ...] = (type, bytes, bytearray, memoryview)
"""What looks like an object with `to_json` or a sequence, but is not meant as one."""


@runtime_checkable
class SupportsToJson(Protocol):
    """An object that knows its wire form, such as a snapshot."""

    def to_json(self) -> Mapping[str, JSONValue]:
        """Return the wire form."""
        ...


def encode(value: object) -> JSONValue:
    """Return `value` as JSON that shares no mutable part with it.

    Objects with `to_json()` give their wire form, enum members their value, `CLEAR`
    gives null, mappings become `dict` and other sequences `list`.

    Raises:
        EncodeError: For any other type (`bytes` too), for keys that are not strings,
            for NaN and infinities, which JSON does not have, and for a value that
            contains itself.
    """
    if type(value) is str:  # what nearly everything is
        return value
    try:
        return _encode(value)
    except RecursionError:
        raise EncodeError("the value is nested too deeply or contains itself") from None


def encode_fields(fields: Mapping[str, object]) -> dict[str, JSONValue]:
    """Return the fields of an object as JSON, as `encode` does.

    Raises:
        EncodeError: As `encode` does.
    """
    return cast("dict[str, JSONValue]", encode(fields))


def _encode(value: object) -> JSONValue:
    if type(value) is str:
        return value
    if value is None or isinstance(value, Clear):
        return None
    if isinstance(value, Enum):
        return _encode(cast(object, value.value))
    if isinstance(value, str | bool | int | float):
        return _scalar(value)
    if isinstance(value, Mapping):
        return _object(cast(Mapping[object, object], value))
    if isinstance(value, _REFUSED):
        raise _refusal(value)
    if isinstance(value, SupportsToJson):
        return _encode(value.to_json())
    if isinstance(value, Sequence):
        return [_encode(item) for item in cast(Sequence[object], value)]
    raise _refusal(value)


def _refusal(value: object) -> EncodeError:
    return EncodeError(f"cannot encode {type(value).__name__} as JSON")


def _scalar(value: str | float) -> JSONValue:
    if isinstance(value, float) and not isfinite(value):
        raise EncodeError("JSON has no NaN and no infinity")
    return value


def _object(value: Mapping[object, object]) -> JSONValue:
    encoded: dict[str, JSONValue] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise EncodeError(f"a JSON key is a string, not {type(key).__name__}")
        encoded[key] = _encode(item)
    return encoded
