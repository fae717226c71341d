"""The REST API on users (rest.md): verbs, paths and bodies in, answers out. No HTTP.

Success is always 200. The caller has been let in already; each operation of a batch is
answered on its own, and `PUT /users` is applied wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from minidoc.emulator.accounts import write_problems
from minidoc.emulator.addresses import split_path
from minidoc.emulator.answers import (
    BAD_REQUEST,
    USER_NOT_FOUND,
    Answer,
    bad_request,
    internal_error,
    method_not_allowed,
    not_found,
    refusal,
)
from minidoc.emulator.backend import Backend
from minidoc.emulator.frames import Malformed, Request, read_operation
from minidoc.emulator.json_values import Json, JsonObject, as_object, visible
from minidoc.emulator.limits import OPERATIONS_PER_BATCH, USERS_PER_PUT
from minidoc.emulator.store import StoreError
from minidoc.emulator.users import full_view

_NO_OBJECT = "body: must be an object"


def answer_rest(
    backend: Backend, app_id: str, verb: str, segments: tuple[str, ...], body: Json
) -> Answer:
    """Do what a request below `/v1/APP` asks for."""
    if segments == ("batch",):
        if verb != "POST":
            return method_not_allowed(verb)
        return _batch(backend, app_id, body)
    return _single(backend, app_id, verb, segments, body)


def _single(
    backend: Backend, app_id: str, verb: str, segments: tuple[str, ...], body: Json
) -> Answer:
    match segments, verb:
        case ("users", user_id), "GET":
            return _get(backend, app_id, user_id)
        case ("users", user_id), "PUT":
            return _put(backend, app_id, user_id, body)
        case ("users",), "PUT":
            return _put_many(backend, app_id, body)
        case ("users",) | ("users", _), _:
            return method_not_allowed(verb)
        case _:
            return not_found("path: nothing is there")


def _get(backend: Backend, app_id: str, user_id: str) -> Answer:
    user = backend.state.app(app_id).users.get(user_id)
    if user is None:
        return refusal(404, USER_NOT_FOUND, ["id: no user has this id"])
    return Answer(200, full_view(user))


def _put(backend: Backend, app_id: str, user_id: str, body: Json) -> Answer:
    fields = as_object(body)
    if fields is None:
        return bad_request(_NO_OBJECT)
    app = backend.state.app(app_id)
    wrong = write_problems(backend.contract, app, user_id, fields)
    if wrong:
        return bad_request(*wrong)
    return _written(backend, app_id, {user_id: fields})


def _put_many(backend: Backend, app_id: str, body: Json) -> Answer:
    users = as_object(body)
    if users is None:
        return bad_request(_NO_OBJECT)
    if len(users) > USERS_PER_PUT:
        return bad_request(f"body: at most {USERS_PER_PUT} users")
    fields = {user_id: as_object(user) for user_id, user in users.items()}
    wrong = {
        visible(user_id): _entry_problems(backend, app_id, user_id, user)
        for user_id, user in fields.items()
    }
    errors: dict[str, Json] = {key: [*found] for key, found in wrong.items() if found}
    if errors:
        reasons = [f"{key}.{one}" for key, found in wrong.items() for one in found]
        return refusal(400, BAD_REQUEST, reasons, errors=errors)
    accepted = {key: user for key, user in fields.items() if user is not None}
    return _written(backend, app_id, accepted)


def _entry_problems(
    backend: Backend, app_id: str, user_id: str, user: JsonObject | None
) -> list[str]:
    if user is None:
        return [_NO_OBJECT]
    return write_problems(backend.contract, backend.state.app(app_id), user_id, user)


def _written(backend: Backend, app_id: str, users: Mapping[str, JsonObject]) -> Answer:
    try:
        backend.state.write(app_id, users)
    except StoreError:
        return internal_error()
    return Answer()


def _batch(backend: Backend, app_id: str, body: Json) -> Answer:
    if not isinstance(body, list):
        return bad_request("body: must be an array of operations")
    if len(body) > OPERATIONS_PER_BATCH:
        return bad_request(f"body: at most {OPERATIONS_PER_BATCH} operations")
    operations = [read_operation(item) for item in body]
    unnumbered = [
        f"body[{index}]: {item.reasons[0]}"
        for index, item in enumerate(operations)
        if isinstance(item, Malformed) and item.id is None
    ]
    if unnumbered:
        return bad_request(*unnumbered)
    answers: list[Json] = []
    for item in operations:
        answer = _operation(backend, app_id, item)
        answers.append([item.id, answer.status, answer.body])
    return Answer(200, answers)


def _operation(backend: Backend, app_id: str, item: Request | Malformed) -> Answer:
    if isinstance(item, Malformed):
        return bad_request(*item.reasons)
    try:
        segments = split_path(item.path)
    except ValueError as error:
        return bad_request(str(error))
    return _single(backend, app_id, item.method, segments, item.data)
