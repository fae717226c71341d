"""A user: what is kept, how a write changes it, what a reader sees. Pure values.

Comes in: bodies that the contract has accepted. Goes out: new users, the fields that a
push names. Nobody's subscriptions are known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from minidoc.emulator.json_values import Json, JsonObject, as_object

# Fields that are patched key by key, and what an absent field reads as (realtime.md 4).
MAPS = ("custom", "pushTokens")
DEFAULTS: Mapping[str, Json] = MappingProxyType(
    {
        "name": None,
        "custom": {},
        "locale": None,
        "photoUrl": None,
        "role": "default",
        "welcomeMessage": None,
        "email": None,
        "phone": None,
        "pushTokens": {},
    }
)


@dataclass(frozen=True, slots=True)
class User:
    """One user; `fields` has every field of `DEFAULTS`, and is never changed.

    Attributes:
        created_at: Milliseconds since 1970.
    """

    id: str
    created_at: int
    fields: Mapping[str, Json]


def merged(before: User | None, user_id: str, body: JsonObject, now_ms: int) -> User:
    """Return the user that a write leaves behind; null resets what it names."""
    start = before or User(user_id, now_ms, DEFAULTS)
    fields = dict(start.fields)
    for name, value in body.items():
        if value is None:
            fields[name] = DEFAULTS[name]
        elif name in MAPS:
            fields[name] = _patched(fields[name], value)
        else:
            fields[name] = value
    return User(start.id, start.created_at, MappingProxyType(fields))


def _patched(before: Json, patch: Json) -> Json:
    start, change = as_object(before) or {}, as_object(patch) or {}
    after = {**start, **change}
    return {key: value for key, value in after.items() if value is not None}


def public_view(user: User, names: tuple[str, ...]) -> dict[str, Json]:
    """Return what anybody may read; `names` are the fields of a snapshot."""
    return {name: user.id if name == "id" else user.fields[name] for name in names}


def full_view(user: User) -> dict[str, Json]:
    """Return what the REST API shows (rest.md): unset is null, private fields too."""
    return {
        "id": user.id,
        **user.fields,
        "pushTokens": user.fields["pushTokens"] or None,
        "headerPhotoUrl": None,
        "availabilityText": None,
        "createdAt": user.created_at,
    }


def changed_fields(
    before: User, after: User, names: tuple[str, ...]
) -> dict[str, Json]:
    """Return the `diff` of a push: changed public fields, `custom` as a patch."""
    diff: dict[str, Json] = {}
    for name in names:
        if name == "id" or before.fields[name] == after.fields[name]:
            continue
        value = after.fields[name]
        diff[name] = _patch(before.fields[name], value) if name in MAPS else value
    return diff


def _patch(before: Json, after: Json) -> Json:
    old, new = as_object(before) or {}, as_object(after) or {}
    gone: dict[str, Json] = {key: None for key in old if key not in new}
    return gone | {key: value for key, value in new.items() if old.get(key) != value}
