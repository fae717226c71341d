"""JSON as this service reads and writes it: strictly, and never with an exception.

Comes in: text of anybody. Goes out: plain Python values, or a `ValueError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn, TypeAlias, cast

Json: TypeAlias = "bool | int | float | str | list[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = "Mapping[str, Json]"


def parse(text: str | bytes) -> Json:
    """Read one JSON document.

    Raises:
        ValueError: If it is none: bad syntax, `NaN`, nesting without an end, text that
        is
            not UTF-8.
    """
    try:
        if isinstance(text, str):
            return cast("Json", _decode(text))
        return cast("Json", json.loads(text, parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dump(value: Json) -> str:
    """Write JSON without spaces; characters beyond ASCII stay as they are."""
    return _encode(value)


def is_text(value: object) -> bool:
    """Tell whether a value is a string that UTF-8 can say: no half of a pair."""
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def visible(text: str) -> str:
    """Return text for a reason; halves of pairs are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def as_object(value: Json) -> JsonObject | None:
    """Return a JSON object as a mapping, None for anything else."""
    return value if isinstance(value, Mapping) else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_decode = json.JSONDecoder(parse_constant=_refuse).decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
