"""What somebody would write by hand instead: a checked decoder of one class.

It accepts and refuses exactly what the generated one does, says where, keeps unknown
fields, and makes the same class: only how the checks are written differs. The tests
hold it against the generated one.
"""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps
from typing import Any, NoReturn

from talkjs import DecodeError, UserSnapshot
from talkjs._runtime.decoding import mismatch
from talkjs._runtime.json_types import FrozenDict, freeze

_KNOWN = frozenset(
    {"id", "name", "custom", "role", "locale", "photoUrl", "welcomeMessage"}
)
_MISSING: Any = object()


def user_by_hand(json: Any) -> UserSnapshot:  # noqa: C901 - one place, as by hand
    """Read a user, every check in its place.

    Raises:
        DecodeError: If a field is missing or has another type.
    """
    if json.__class__ is not dict and not _is_map(json):
        _refuse("", "an object", json)
    get: Any = json.get
    id_: Any = get("id", _MISSING)
    if not isinstance(id_, str):
        _refuse("id", "a string", id_)
    name: Any = get("name", _MISSING)
    if not isinstance(name, str):
        _refuse("name", "a string", name)
    custom: Any = get("custom", _MISSING)
    if custom.__class__ is not dict and not _is_map(custom):
        _refuse("custom", "an object", custom)
    for key, value in custom.items():
        if not isinstance(value, str):
            _refuse(f"custom[{dumps(key)}]", "a string", value)
    role: Any = get("role", _MISSING)
    if not isinstance(role, str):
        _refuse("role", "a string", role)
    locale: Any = get("locale")
    if locale is not None and not isinstance(locale, str):
        _refuse("locale", "a string", locale)
    photo_url: Any = get("photoUrl")
    if photo_url is not None and not isinstance(photo_url, str):
        _refuse("photoUrl", "a string", photo_url)
    welcome: Any = get("welcomeMessage")
    if welcome is not None and not isinstance(welcome, str):
        _refuse("welcomeMessage", "a string", welcome)
    unknown = {key: freeze(json[key]) for key in json if key not in _KNOWN}
    return UserSnapshot(
        id=id_,
        name=name,
        custom=FrozenDict(custom),
        role=role,
        locale=locale,
        photo_url=photo_url,
        welcome_message=welcome,
        _unknown=FrozenDict(unknown),
    )


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _refuse(step: str, expected: str, found: object) -> NoReturn:
    if found is _MISSING:
        raise DecodeError("UserSnapshot", step, "a value", "nothing")
    raise mismatch(expected, found).within("UserSnapshot", step)
