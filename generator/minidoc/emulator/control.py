"""`/__emulator/`: what a test needs beside the service itself, over HTTP.

Comes in: JSON. Goes out: JSON; errors have the service's shape. No page of another site
gets in (`gatekeeper`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from minidoc.emulator.answers import (
    Answer,
    bad_request,
    method_not_allowed,
    not_found,
    refusal,
)
from minidoc.emulator.asked import Asked, AskedError, entry_test
from minidoc.emulator.faults import FaultError, read_fault
from minidoc.emulator.gatekeeper import is_stranger
from minidoc.emulator.json_values import Json, JsonObject, as_object, parse
from minidoc.emulator.overview import overview
from minidoc.emulator.service import NotQuietError, Service
from minidoc.emulator.snapshot import SnapshotError, snapshot_of, write_snapshot

_Action: TypeAlias = Callable[[Service, JsonObject], Awaitable[Json]]

_WRONG = (AskedError, FaultError, SnapshotError, ValueError)
_LATE = (NotQuietError, TimeoutError)
_A_MOMENT = 0.1


def control_routes(service: Service) -> list[Route]:
    """Return the routes below `/__emulator`."""

    def route(path: str, verb: str, action: _Action) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(service, request, action)

        return Route(path, endpoint, methods=[verb])

    async def watch(request: Request) -> Response:
        return _watch(service, request)

    async def nothing(request: Request) -> Response:
        paths = {path for _, path in _ACTIONS}
        if request.scope["path"].removeprefix("/__emulator") in paths:
            return _shown(method_not_allowed(request.method))
        return _shown(not_found("path: nothing is there"))

    return [
        Route("/watch", watch, methods=["GET"]),
        *(route(path, verb, action) for (verb, path), action in _ACTIONS.items()),
        Route("/{path:path}", nothing, methods=["GET", "POST", "PUT", "DELETE"]),
    ]


async def _answer(service: Service, request: Request, action: _Action) -> Response:
    if is_stranger(request):
        return _shown(refusal(403, "FORBIDDEN", ["origin: is another site's"]))
    try:
        body = await _body(request)
        return _shown(Answer(200, await action(service, body)))
    except _LATE as error:
        return _shown(refusal(408, "TIMEOUT", [str(error) or "nothing came"]))
    except _WRONG as error:
        return _shown(bad_request(str(error)))


async def _body(request: Request) -> JsonObject:
    if request.method == "GET":
        return {
            key: _number_or_text(item) for key, item in request.query_params.items()
        }
    text = await request.body()
    if not text:
        return {}
    body = as_object(parse(text))
    if body is None:
        raise ValueError("body: must be an object")
    return body


def _number_or_text(text: str) -> Json:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text


def _shown(answer: Answer) -> Response:
    # ASCII only: a journal keeps whatever clients have sent.
    text = json.dumps(answer.body, ensure_ascii=True)
    return Response(text, answer.status, media_type="application/json")


def _watch(service: Service, request: Request) -> Response:
    """Stream overviews, one after each change, at most ten in a second."""
    if is_stranger(request):
        return _shown(refusal(403, "FORBIDDEN", ["origin: is another site's"]))

    async def events() -> AsyncIterator[str]:
        service.page_opened()
        try:
            while not service.is_ending:
                moved = asyncio.ensure_future(service.movement())
                yield f"data: {json.dumps(overview(service))}\n\n"
                await asyncio.sleep(_A_MOMENT)
                await moved
        finally:
            service.pages -= 1

    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


async def _overview(service: Service, body: JsonObject) -> Json:
    Asked(body)
    return overview(service)


async def _reset(service: Service, body: JsonObject) -> Json:
    service.reset(Asked(body, "appId").text("appId"))
    return {}


async def _export(service: Service, body: JsonObject) -> Json:
    Asked(body)
    return write_snapshot(service.export().apps)


async def _restore(service: Service, body: JsonObject) -> Json:
    service.restore(snapshot_of(body))
    return {}


async def _journal(service: Service, body: JsonObject) -> Json:
    asked = Asked(body, "since", "appId")
    since, app_id = asked.whole("since", 0), asked.text("appId")
    found = service.journal.entries(since=since, app_id=app_id)
    return {"entries": [entry.as_json() for entry in found]}


async def _wait(service: Service, body: JsonObject) -> Json:
    asked = Asked(
        body,
        *("appId", "userId", "direction", "method", "path", "contains"),
        *("since", "timeout"),
    )
    test = entry_test(asked)
    future = service.journal.future(test, since=asked.whole("since", 0))
    try:
        async with asyncio.timeout(asked.number("timeout", 5)):
            return (await asyncio.wrap_future(future)).as_json()
    finally:
        service.journal.forget(future)


async def _faults(service: Service, body: JsonObject) -> Json:
    Asked(body)
    return {"faults": service.faults.as_json()}


async def _add_fault(service: Service, body: JsonObject) -> Json:
    return {"number": service.faults.add(read_fault(body))}


async def _clear_faults(service: Service, body: JsonObject) -> Json:
    service.faults.clear(Asked(body, "appId").text("appId"))
    return {}


async def _clock(service: Service, body: JsonObject) -> Json:
    Asked(body)
    clock = service.backend.clock
    return {"now": clock.now_ms(), "ahead": clock.ahead}


async def _advance(service: Service, body: JsonObject) -> Json:
    service.backend.clock.advance(Asked(body, "advance").number("advance", 0))
    return await _clock(service, {})


async def _quiesce(service: Service, body: JsonObject) -> Json:
    asked = Asked(body, "appId", "timeout")
    await service.quiesce(asked.text("appId"), asked.number("timeout", 5))
    return {}


async def _expire(service: Service, body: JsonObject) -> Json:
    asked = Asked(body, "appId", "userId")
    service.expire(asked.text("appId"), asked.text("userId"))
    return {}


async def _disconnect(service: Service, body: JsonObject) -> Json:
    """Close connections; without a code they are broken off with a reset."""
    asked = Asked(body, "appId", "userId", "code")
    code = asked.whole("code", 0)
    if code and not 1000 <= code <= 4999:
        raise AskedError("code: must be 1000 to 4999")
    service.disconnect(asked.text("appId"), asked.text("userId"), code or None)
    return {}


async def _settings(service: Service, body: JsonObject) -> Json:
    asked = Asked(body, "appId", "userSync")
    service.backend.state.set_user_sync(asked.needed("appId"), asked.flag("userSync"))
    return {}


_ACTIONS: dict[tuple[str, str], _Action] = {
    ("GET", "/overview"): _overview,
    ("POST", "/reset"): _reset,
    ("GET", "/export"): _export,
    ("POST", "/restore"): _restore,
    ("GET", "/journal"): _journal,
    ("POST", "/journal/wait"): _wait,
    ("GET", "/faults"): _faults,
    ("POST", "/faults"): _add_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("GET", "/clock"): _clock,
    ("POST", "/clock"): _advance,
    ("POST", "/quiesce"): _quiesce,
    ("POST", "/expire"): _expire,
    ("POST", "/disconnect"): _disconnect,
    ("POST", "/settings"): _settings,
}
