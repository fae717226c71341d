"""Operations of the socket on users and their presence (realtime.md, section 4).

Comes in: a request of a logged-in session. Goes out: its answer. Each body has been
held against the API model before an operation sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from minidoc.emulator.accounts import CREATE, SET, body_problems, write_problems
from minidoc.emulator.addresses import split_path
from minidoc.emulator.answers import (
    FORBIDDEN,
    USER_EXISTS,
    USER_NOT_FOUND,
    USER_SYNC_DISABLED,
    Answer,
    bad_request,
    method_not_allowed,
    not_found,
    refusal,
)
from minidoc.emulator.backend import Backend
from minidoc.emulator.frames import Request
from minidoc.emulator.json_values import JsonObject
from minidoc.emulator.limits import IDS_PER_READ
from minidoc.emulator.state import Watcher
from minidoc.emulator.users import public_view


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and where pushes for it go."""

    app_id: str
    user_id: str
    watcher: Watcher


@dataclass(frozen=True, slots=True)
class _Call:
    backend: Backend
    caller: Caller
    segments: tuple[str, ...]
    data: JsonObject

    @property
    def user_id(self) -> str:
        return self.segments[1]

    @property
    def ids(self) -> list[str]:
        return cast("list[str]", self.data["ids"])

    @property
    def user_exists(self) -> bool:
        return self.user_id in self.backend.state.app(self.caller.app_id).users


def perform(backend: Backend, caller: Caller, request: Request) -> Answer:
    """Do what a request asks for.

    Raises:
        StoreError: If the store refuses; then nothing has changed.
    """
    try:
        segments = split_path(request.path)
    except ValueError as error:
        return bad_request(str(error))
    operation = backend.contract.match(request.method, segments)
    if operation is None or (operation.verb, operation.path) not in OPERATIONS:
        known = backend.contract.knows(segments)
        return method_not_allowed(request.method) if known else _nowhere(request)
    wrong = body_problems(operation, request.data)
    if wrong:
        return bad_request(*wrong)
    call = _Call(backend, caller, segments, request.data)
    return OPERATIONS[operation.verb, operation.path](call)


def _nowhere(request: Request) -> Answer:
    return not_found(f"path: nothing is at {request.path}")


def _create(call: _Call) -> Answer:
    if call.user_exists:
        reason = "id: a user with this id exists"
        return refusal(409, USER_EXISTS, [reason])
    if _syncing_is_off(call):
        return _refused_syncing()
    call.backend.state.write(call.caller.app_id, {call.user_id: call.data})
    return Answer()


def _set(call: _Call) -> Answer:
    if _syncing_is_off(call):
        return _refused_syncing()
    app = call.backend.state.app(call.caller.app_id)
    wrong = write_problems(call.backend.contract, app, call.user_id, call.data)
    if wrong:
        return bad_request(*wrong)
    call.backend.state.write(call.caller.app_id, {call.user_id: call.data})
    return Answer()


def _syncing_is_off(call: _Call) -> bool:
    return not call.backend.state.may_sync(call.caller.app_id)


def _refused_syncing() -> Answer:
    reason = "client-side user syncing is off: users come from the REST API only"
    return refusal(403, USER_SYNC_DISABLED, [reason])


def _subscribe_users(call: _Call) -> Answer:
    if len(call.ids) > IDS_PER_READ:
        return _too_many_ids()
    for user_id in call.ids:
        call.backend.state.watch(
            call.caller.app_id, ("user", user_id), call.caller.watcher
        )
    return Answer()


def _get_users(call: _Call) -> Answer:
    """Users as a map, without those who do not exist; never a 404 (trap 5)."""
    if len(call.ids) > IDS_PER_READ:
        return _too_many_ids()
    if call.data.get("includePrivateFields"):
        reason = "includePrivateFields: private fields come from the REST API only"
        return refusal(403, FORBIDDEN, [reason])
    users = call.backend.state.app(call.caller.app_id).users
    public = call.backend.contract.public
    found = {
        user_id: public_view(users[user_id], public)
        for user_id in call.ids
        if user_id in users
    }
    return Answer(200, found)


def _too_many_ids() -> Answer:
    return bad_request(f"ids: at most {IDS_PER_READ}")


def _unsubscribe_user(call: _Call) -> Answer:
    return _unwatch(call, "user")


def _unsubscribe_online(call: _Call) -> Answer:
    return _unwatch(call, "online")


def _unwatch(call: _Call, kind: str) -> Answer:
    call.backend.state.unwatch(
        call.caller.app_id, (kind, call.user_id), call.caller.watcher
    )
    return Answer()


def _subscribe_online(call: _Call) -> Answer:
    """Works for users who do not exist yet as well (trap 5)."""
    call.backend.state.watch(
        call.caller.app_id, ("online", call.user_id), call.caller.watcher
    )
    return Answer()


def _get_online(call: _Call) -> Answer:
    if not call.user_exists:
        return refusal(404, USER_NOT_FOUND, ["id: no user has this id"])
    online = call.backend.state.is_online(call.caller.app_id, call.user_id)
    return Answer(200, {"isConnected": online})


_Operation: TypeAlias = Callable[[_Call], Answer]

OPERATIONS: Mapping[tuple[str, str], _Operation] = {
    CREATE: _create,
    SET: _set,
    ("SUBSCRIBE", "/users"): _subscribe_users,
    ("GET", "/users"): _get_users,
    ("UNSUBSCRIBE", "/users/{id}"): _unsubscribe_user,
    ("SUBSCRIBE", "/users/{id}/online"): _subscribe_online,
    ("GET", "/users/{id}/online"): _get_online,
    ("UNSUBSCRIBE", "/users/{id}/online"): _unsubscribe_online,
}
