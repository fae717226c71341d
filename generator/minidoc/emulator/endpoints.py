"""HTTP: the REST API, the app probe and the token fallback, in both forms of address.

Comes in: ASGI requests. Goes out: JSON, with the status as the only sign of success.
"""

from __future__ import annotations

from logging import getLogger

from starlette.requests import Request
from starlette.responses import Response

from minidoc.emulator.addresses import split_path
from minidoc.emulator.answers import (
    Answer,
    bad_request,
    fault_answer,
    method_not_allowed,
    not_found,
    unauthorized,
)
from minidoc.emulator.journal import Origin
from minidoc.emulator.json_values import Json, as_object, dump, parse, visible
from minidoc.emulator.limits import BODY_BYTES
from minidoc.emulator.misbehaviour import asleep
from minidoc.emulator.rest import answer_rest
from minidoc.emulator.service import Service
from minidoc.emulator.tokens import TokenError

_log = getLogger(__name__)
_ERROR_PAGE = "<!doctype html><title>502</title><h1>Bad Gateway</h1>"


async def serve_http(service: Service, request: Request) -> Response:
    """Answer one request."""
    path = request.scope["raw_path"].decode("ascii", "replace")
    try:
        segments = split_path(path)
    except ValueError as error:
        return as_response(bad_request(str(error)))
    app_id, rest = _app_and_rest(segments)
    if app_id is None:
        return as_response(not_found("path: nothing is there"))
    refused = await _fault(service, Origin(app_id), request.method, path)
    if refused is not None:
        return refused
    if rest is None:
        return as_response(_internal(service, request, app_id, segments[3:]))
    return await _rest(service, request, app_id, rest)


def as_response(answer: Answer) -> Response:
    """Turn an answer into JSON over HTTP."""
    return Response(dump(answer.body), answer.status, media_type="application/json")


def _app_and_rest(
    segments: tuple[str, ...],
) -> tuple[str | None, tuple[str, ...] | None]:
    """Split off the app; the internal address has None for the REST API's part."""
    match segments:
        case ("v1", app_id, *rest):
            return app_id, tuple(rest)
        case ("public_api", "v1", app_id, *rest):
            return app_id, tuple(rest)
        case ("api", "v0", app_id, *_):
            return app_id, None
        case _:
            return None, None


async def _fault(
    service: Service, origin: Origin, method: str, path: str
) -> Response | None:
    """Let a fault meet the request; only what HTTP can show has an effect."""
    fault = service.faults.meeting("in", origin, method, path)
    if fault is None:
        return None
    service.journal.add(origin, "event", ["fault", fault.kind])
    match fault.kind:
        case "status":
            return as_response(fault_answer(fault.status))
        case "garbage":
            return Response(fault.text or _ERROR_PAGE, 502, media_type="text/html")
        case "delay":
            await asleep(service.backend.clock, fault.delay)
        case _:
            pass
    return None


def _internal(
    service: Service, request: Request, app_id: str, rest: tuple[str, ...]
) -> Answer:
    """Answer the app probe, and make a token for a user who has none (section 3)."""
    if request.method not in {"GET", "HEAD"}:
        return method_not_allowed(request.method)
    match rest:
        case ():
            service.backend.state.app(app_id)
            return Answer()
        case ("bokens", user_id):
            signature = request.query_params.get("signature", "")
            tokens = service.backend.tokens
            if not tokens.check_signature(signature, user_id):
                return unauthorized("signature: is wrong; or pass a token instead")
            return Answer(200, {"boken": tokens.user_token(app_id, user_id)})
        case _:
            return not_found("path: nothing is there")


async def _rest(
    service: Service, request: Request, app_id: str, rest: tuple[str, ...]
) -> Response:
    answer = _refusal(service, request, app_id)
    body: Json = {}
    if answer is None and request.method not in {"GET", "HEAD", "DELETE"}:
        try:
            body = await _body(request)
        except ValueError as error:
            answer = bad_request(f"body: {error}")
    if answer is None:
        answer = answer_rest(service.backend, app_id, request.method, rest, body)
    path = request.scope["raw_path"].decode("ascii", "replace")
    service.journal.add(Origin(app_id), "in", [request.method, path, body])
    service.journal.add(Origin(app_id), "out", [answer.status, answer.body])
    if answer.status != 200:
        about = (app_id, request.method, visible(path))
        reasons = (as_object(answer.body) or {}).get("reasons")
        _log.info("%s: %s %s: %d %s", *about, answer.status, reasons)
    service.moved()
    return as_response(answer)


def _refusal(service: Service, request: Request, app_id: str) -> Answer | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return unauthorized("authorization: must be Bearer and an app's token")
    try:
        service.backend.tokens.check_app(token.strip(), app_id)
    except TokenError as error:
        return unauthorized(error.reason)
    return None


async def _body(request: Request) -> Json:
    """Read a JSON body.

    Raises:
        ValueError: If it is none, is too large, or is not said to be JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ValueError("content-type must be application/json")
    whole = bytearray()
    async for part in request.stream():
        whole += part
        if len(whole) > BODY_BYTES:
            raise ValueError(f"at most {BODY_BYTES} bytes")
    try:
        return parse(bytes(whole))
    except ValueError:
        raise ValueError("is no JSON") from None
