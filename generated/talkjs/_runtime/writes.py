"""Operations that change something: their data, and which answers are success."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from .encoding import encode
from .enums import CLEAR
from .json_types import FrozenDict, JSONValue
from .wire import (
    SUCCESS,
    Operation,
    Request,
    Response,
    api_error,
    encode_path,
    is_idempotent,
)

_WHOLE = ""  # stands for the field itself where the key of one of its entries may stand
_NOTHING: Mapping[str, object] = FrozenDict[str, object]()


def write(  # noqa: PLR0913 - one call in generated code says all of it
    method: str,
    path: Sequence[str],
    fields: Mapping[str, object],
    *,
    accept: Sequence[int] = (),
    defaults: Mapping[str, object] = _NOTHING,
    resets: Mapping[str, object] = _NOTHING,
) -> Operation[None]:
    """Make the operation that writes some fields.

    Args:
        method: POST, PUT, PATCH or DELETE.
        path: The segments of the path, not encoded.
        fields: The values by wire name. `None` is not sent; `CLEAR` is sent as null,
            which resets the field.
        accept: Statuses besides 200 that count as success, such as 409 for a creation
            that may find the thing there.
        defaults: What is sent for a field that is `None` or not in `fields`.
        resets: What is sent instead of null for a field that is `CLEAR`.

    Raises:
        EncodeError: If a value has no form in JSON.
        TypeError: If a segment of the path is not a string.
        ValueError: If it is empty.
        APIError: From the operation, if the service refuses.
    """
    data: dict[str, JSONValue] = {}
    for name, value in defaults.items():
        data[name] = encode(value)
    for name, value in fields.items():
        if value is not None:
            data[name] = encode(resets.get(name) if value is CLEAR else value)
    return _sending(method, path, data, accept)


def clear(  # noqa: PLR0913 - one call in generated code says all of it
    method: str,
    path: Sequence[str],
    fields: Sequence[str],
    *,
    known: Mapping[str, str],
    nested: Sequence[str],
    resets: Mapping[str, object] = _NOTHING,
) -> Operation[None]:
    """Make the operation that resets fields to their defaults.

    Args:
        method: PUT or PATCH.
        path: The segments of the path, not encoded.
        fields: Names of fields, and `field.KEY` for the entries of a nested one; KEY is
            everything after the first dot. None at all: nothing is sent.
        known: Every field that can be reset: Python name to wire name. Both are
            understood.
        nested: The wire names of the fields whose entries can be reset one by one.
        resets: What is sent instead of null, by wire name.

    Raises:
        TypeError: If `fields` is one string, or holds something else than strings.
        ValueError: If a name is not known.
        APIError: From the operation, if the service refuses.
    """
    chosen: dict[str, dict[str, JSONValue]] = {}
    for name in _names(fields):
        field, key = _resolve(name, known, nested)
        chosen.setdefault(field, {})[key] = None
    if not chosen:
        return Operation((), _done)
    data = {
        field: encode(resets.get(field)) if _WHOLE in keys else keys
        for field, keys in chosen.items()
    }
    return _sending(method, path, data)


def _names(fields: Sequence[str]) -> tuple[str, ...]:
    if isinstance(fields, str | bytes):
        raise TypeError(f"fields is a sequence of names, not {type(fields).__name__}")
    for name in cast(Iterable[object], fields):
        if not isinstance(name, str):
            raise TypeError(f"a field name is a string, not {type(name).__name__}")
    return tuple(fields)


def _resolve(
    name: str, known: Mapping[str, str], nested: Sequence[str]
) -> tuple[str, str]:
    """Return the wire name of the field, and the key of its entry or `_WHOLE`."""
    python_name, dot, key = name.partition(".")
    names = {**known, **{wire: wire for wire in (*known.values(), *nested)}}
    field = names.get(python_name)
    if field is None:
        raise ValueError(_unknown_field(name, python_name, names))
    if dot and (field not in nested or not key):
        raise ValueError(f"{name!r} does not name an entry that can be reset")
    return field, key


def _unknown_field(name: str, field: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    matches = get_close_matches(field, sorted(names), n=2)
    hint = f"; did you mean {' or '.join(map(repr, matches))}?" if matches else ""
    return f"unknown field {name!r}{hint}"


def _sending(
    method: str,
    path: Sequence[str],
    data: Mapping[str, JSONValue],
    accept: Sequence[int] = (),
) -> Operation[None]:
    request = Request(
        method, encode_path(path), data, idempotent=is_idempotent(method, accept)
    )

    def finish(responses: Sequence[Response]) -> None:
        (response,) = responses
        if response.status != SUCCESS and response.status not in accept:
            raise api_error(request, response)

    return Operation((request,), finish)


def _done(responses: Sequence[Response]) -> None:
    """Finish an operation that sends nothing."""
