"""WebSockets of the realtime protocol: the handshake, and messages until the end.

Paths are taken as they came, since a decoded one no longer shows which slashes were
part of an id.
"""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from minidoc.emulator.addresses import split_path
from minidoc.emulator.answers import fault_answer
from minidoc.emulator.faults import Fault
from minidoc.emulator.frames import Ack, Incoming, Malformed, Request, read_frame
from minidoc.emulator.journal import Origin
from minidoc.emulator.misbehaviour import Misbehaviour
from minidoc.emulator.protocol import Connection
from minidoc.emulator.service import Service
from minidoc.emulator.sockets import socket_of, transport_of
from minidoc.emulator.wire import Wire

_NO_TEXT = 1003


def realtime_user(path: str) -> tuple[str, str] | None:
    """Return the app and the user that a path names (realtime.md, section 1)."""
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


class RealtimeSocket:
    """One WebSocket from its handshake to its end."""

    def __init__(self, service: Service, socket: WebSocket) -> None:
        self._service = service
        self._socket = socket
        self._is_busy = False

    async def serve(self) -> None:
        """Serve it to its end."""
        path = self._socket.scope["raw_path"].decode("ascii", "replace")
        found = realtime_user(path)
        if found is None:
            await self._deny(404)
            return
        origin = Origin(*found, self._service.next_number())
        fault = self._service.faults.meeting("in", origin, "CONNECT", path)
        if fault is not None and not await self._survives(fault):
            return
        await self._socket.accept()
        await self._talk(origin)

    async def _survives(self, fault: Fault) -> bool:
        """Let a fault meet the handshake."""
        misbehaviour = Misbehaviour(self._socket, self._service.backend.clock)
        match fault.kind:
            case "delay":
                await misbehaviour.wait(fault)
                return True
            case "status":
                await self._deny(fault.status)
            case "drop" | "blackhole":
                await misbehaviour.fall_silent(fault.delay)
            case _:
                misbehaviour.break_off()
        return False

    async def _deny(self, status: int) -> None:
        await self._socket.receive()
        await self._socket.send_denial_response(PlainTextResponse("", status))

    async def _talk(self, origin: Origin) -> None:
        service = self._service
        wire = Wire(self._socket, origin, service.surroundings)
        connection = Connection(service.backend, origin.app_id, origin.user_id, wire)
        service.add(connection, wire)
        writer = asyncio.create_task(wire.write())
        direct = socket_of(self._socket.scope)
        direct.take = partial(self._take, connection, wire)
        code = 1006
        try:
            code = await self._read(connection, wire)
        finally:
            direct.take = None
            service.remove(connection, wire, code)
            writer.cancel()
            [failure] = await asyncio.gather(writer, return_exceptions=True)
            if isinstance(failure, Exception):
                raise failure

    def _take(self, connection: Connection, wire: Wire, text: str) -> bool:
        """Process a text at once, if no fault can meet it and none is being served."""
        if self._is_busy or self._service.faults.has_rules or wire.is_silent:
            return False
        connection.receive(self._journalled(wire, text))
        self._service.moved()
        return True

    def _journalled(self, wire: Wire, text: str) -> Incoming:
        frame, value = read_frame(text)
        self._service.journal.add_text(wire.origin, "in", value, text)
        return frame

    async def _read(self, connection: Connection, wire: Wire) -> int:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return int(message.get("code") or 1005)
            text = message.get("text")
            if wire.misbehaviour.is_silent:
                transport_of(self._socket.scope).pause_reading()
            elif text is None:
                wire.close(_NO_TEXT, "frames are text")
            else:
                self._is_busy = True
                await self._process(connection, wire, self._journalled(wire, text))
                self._is_busy = False
                self._service.moved()

    async def _process(
        self, connection: Connection, wire: Wire, frame: Incoming
    ) -> None:
        """Let the protocol have a frame, unless a fault meets it first."""
        fault = self._service.faults.meeting("in", wire.origin, *_about(frame))
        if fault is None:
            connection.receive(frame)
            return
        wire.note("fault", fault.kind)
        match fault.kind:
            case "drop":
                return
            case "status":
                if isinstance(frame, Request):
                    connection.answer(frame, fault_answer(fault.status))
                return
            case "delay":
                await wire.misbehaviour.wait(fault)
            case "garbage" | "oversize":
                await wire.misbehaviour.nonsense(fault)
            case "duplicate":
                connection.receive(frame)
            case _:
                await wire.misbehaviour.end(fault, "")
                return
        connection.receive(frame)


def _about(frame: Incoming) -> tuple[str, str]:
    match frame:
        case Request():
            return frame.about
        case Ack():
            return "ACK", ""
        case Malformed():
            return "", ""
