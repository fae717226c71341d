"""The addresses of the service: both forms of each (realtime.md, section 1).

Comes in: ASGI. Goes out: connections that are served to their end. Paths are taken as
they came, since a decoded one no longer shows which slashes were part of an id.
"""

from __future__ import annotations

import asyncio
import logging

from starlette.websockets import WebSocket

from minidoc.emulator.addresses import split_path
from minidoc.emulator.journal import Origin
from minidoc.emulator.protocol import Connection
from minidoc.emulator.service import Service
from minidoc.emulator.wire import Wire

_NO_TEXT = 1003

log = logging.getLogger("minidoc.emulator")


def realtime_user(path: str) -> tuple[str, str] | None:
    """Return the app and the user that a WebSocket's path names."""
    try:
        segments = split_path(path)
    except ValueError:
        return None
    match segments:
        case ("v1", app_id, "realtime", user_id):
            return app_id, user_id
        case ("public_api", "v1", app_id, "realtime", user_id):
            return app_id, user_id
        case _:
            return None


async def serve_realtime(service: Service, socket: WebSocket) -> None:
    """Serve one WebSocket from its handshake to its end."""
    found = realtime_user(socket.scope["raw_path"].decode("ascii", "replace"))
    if found is None:
        await socket.close()
        return
    app_id, user_id = found
    await socket.accept()
    origin = Origin(app_id, user_id, service.next_number())
    wire = Wire(socket, origin, service.journal, service.moved)
    connection = Connection(service.backend, app_id, user_id, wire)
    service.add(connection, wire)
    writer = asyncio.create_task(wire.write())
    code = 1006
    try:
        code = await _read(service, socket, connection, wire)
    finally:
        writer.cancel()
        service.remove(connection, wire, code)


async def _read(
    service: Service, socket: WebSocket, connection: Connection, wire: Wire
) -> int:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return int(message.get("code") or 1005)
        text = message.get("text")
        if text is None:
            wire.close(_NO_TEXT, "frames are text")
            continue
        service.receive(connection, wire, text)
