"""The whole state as JSON: for seeds, exports and restores.

    {"apps": {"APP": {"userSync": true, "users": {"alice": {"name": "Alice"}}}}}

Comes in: text of a person. Goes out: records, or every reason why not. A user's entry
has the fields of the REST API, `createdAt` among them; what is left out has its
default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minidoc.emulator.accounts import SET, body_problems
from minidoc.emulator.contract import carried
from minidoc.emulator.json_values import Json, JsonObject, as_object, parse, visible
from minidoc.emulator.store import AppRecord
from minidoc.emulator.users import User, merged


class SnapshotError(Exception):
    """The text is no state; the message has every reason."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Apps with their users; sessions and subscriptions are not part of it."""

    apps: tuple[AppRecord, ...] = ()

    def app(self, app_id: str) -> AppRecord | None:
        """Return one app."""
        return next((record for record in self.apps if record.id == app_id), None)


EMPTY = Snapshot()


def read_snapshot(text: str | bytes) -> Snapshot:
    """Read what `write_snapshot` made, or a person wrote.

    Raises:
        SnapshotError: If it is no such state.
    """
    try:
        return snapshot_of(parse(text))
    except ValueError as error:
        raise SnapshotError(f"is no JSON: {error}") from None


def snapshot_of(value: Json) -> Snapshot:
    """Read a state that is JSON values already.

    Raises:
        SnapshotError: If it is no such state.
    """
    whole = as_object(value) or {}
    apps = as_object(whole.get("apps"))
    if apps is None or whole.keys() - {"apps"}:
        raise SnapshotError('must be {"apps": {...}}')
    reasons = [reason for app_id, app in apps.items() for reason in _wrong(app_id, app)]
    if reasons:
        raise SnapshotError("; ".join(reasons))
    return Snapshot(tuple(_record(app_id, app) for app_id, app in apps.items()))


def write_snapshot(records: Iterable[AppRecord]) -> dict[str, Json]:
    """Return a state as JSON values, sorted by ids."""
    return {"apps": {record.id: _app(record) for record in _sorted(records)}}


def _sorted(records: Iterable[AppRecord]) -> list[AppRecord]:
    return sorted(records, key=lambda record: record.id)


def _app(record: AppRecord) -> dict[str, Json]:
    users: dict[str, Json] = {
        user.id: {**user.fields, "createdAt": user.created_at}
        for user in sorted(record.users, key=lambda user: user.id)
    }
    own = {} if record.user_sync is None else {"userSync": record.user_sync}
    return {**own, "users": users}


def _wrong(app_id: str, value: Json) -> Iterator[str]:
    place = f"apps.{visible(app_id)}"
    app = as_object(value)
    if app is None or not app_id:
        yield f"{place}: must be an object under an app's id"
        return
    for name in app.keys() - {"userSync", "users"}:
        yield f"{place}.{visible(name)}: no such field"
    if not isinstance(app.get("userSync", True), bool):
        yield f"{place}.userSync: must be true or false"
    users = as_object(app.get("users", {}))
    if users is None:
        yield f"{place}.users: must be an object"
        return
    for user_id, user in users.items():
        for reason in _wrong_user(user_id, user):
            yield f"{place}.users.{visible(user_id)}.{reason}"


def _wrong_user(user_id: str, value: Json) -> Iterator[str]:
    user = as_object(value)
    if user is None or not user_id:
        yield "id: must not be empty, and lead to an object"
        return
    yield from body_problems(carried().operations[SET], _fields(user))
    if "name" not in user:
        yield "name: is required"
    created = user.get("createdAt", 0)
    if isinstance(created, bool) or not isinstance(created, int):
        yield "createdAt: must be a whole number of milliseconds"


def _record(app_id: str, value: Json) -> AppRecord:
    app = as_object(value) or {}
    users = as_object(app.get("users", {})) or {}
    made = tuple(
        _user(user_id, as_object(user) or {}) for user_id, user in users.items()
    )
    return AppRecord(app_id, _setting(app), made)


def _setting(app: JsonObject) -> bool | None:
    value = app.get("userSync")
    return value if isinstance(value, bool) else None


def _user(user_id: str, user: JsonObject) -> User:
    created = user.get("createdAt", 0)
    assert isinstance(created, int)
    return merged(None, user_id, _fields(user), created)


def _fields(user: JsonObject) -> JsonObject:
    return {name: value for name, value in user.items() if name != "createdAt"}
