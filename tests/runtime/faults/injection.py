"""What the service would not send by itself: forged pushes, floods of them, pings.

All of it goes over the emulator's real connections, from its own thread.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import Future
from itertools import count
from time import monotonic
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from minidoc.emulator.json_values import Json
from minidoc.emulator.protocol import Connection
from minidoc.emulator.sockets import SocketProtocol, text_frame
from minidoc.emulator.testing import Emulator
from minidoc.emulator.wire import Wire

_CHUNK = 500


def push(emulator: Emulator, *events: dict[str, Json]) -> None:
    """Push events to every connection, numbered as they should be."""

    def act() -> None:
        for connection, _ in emulator._service.connections(emulator.app_id):
            connection.publish(list(events))

    emulator._thread.call(act)


def push_each(emulator: Emulator, events: Iterable[dict[str, Json]]) -> None:
    """Push events to the only connection, a frame each, in line with all the others."""
    connection, _ = _only(emulator)

    def act() -> None:
        for event in events:
            connection.publish([event])

    emulator._thread.call(act)


def renamed(user_id: str, number: int) -> dict[str, Json]:
    """Return the event of a user's new name."""
    diff: dict[str, Json] = {"name": str(number)}
    return {"type": "user.edited", "userId": user_id, "diff": diff}


def flood(
    emulator: Emulator, user_id: str, many: int, per_second: float | None = None
) -> Future[float]:
    """Push so many changes of a user's name, from "1", past every queue and limit.

    Returns:
        How many seconds that took, when all are handed to the operating system.
    """
    work = _flood(_only(emulator), user_id, many, per_second)
    return emulator._thread.begin(work)


def _only(emulator: Emulator) -> tuple[Connection, Wire]:
    [only] = emulator._thread.call(
        lambda: list(emulator._service.connections(emulator.app_id))
    )
    return only


def stop_reading(emulator: Emulator) -> None:
    """Take nothing from the client any more, and go on sending."""
    transport = _only(emulator)[1].misbehaviour._transport
    raw: socket.socket = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    emulator._thread.call(transport.pause_reading)


def cut(emulator: Emulator) -> None:
    """Break the connection off, whatever is on its way."""
    transport = _only(emulator)[1].misbehaviour._transport
    emulator._thread.call(transport.abort)


async def _flood(
    to: tuple[Connection, Wire], user_id: str, many: int, per_second: float | None
) -> float:
    connection, wire = to
    transport, began, sent = wire.misbehaviour._transport, monotonic(), 0
    while sent < many and not transport.is_closing():
        due = many if per_second is None else (monotonic() - began) * per_second
        upto = min(many, sent + _CHUNK, int(due))
        texts = (
            f'[{connection._pushes + n},"PUBLISH",{{"type":"user.edited",'
            f'"userId":"{user_id}","diff":{{"name":"{n}"}}}}]'
            for n in range(sent + 1, upto + 1)
        )
        transport.write(b"".join(text_frame(text.encode()) for text in texts))
        sent = upto
        await asyncio.sleep(0 if per_second is None else 0.002)
    connection._pushes += many
    return monotonic() - began


def shrink_the_way_out(talk: Any) -> None:
    """Keep the system from taking megabytes of a session before sending blocks."""
    for connection in talk._session._driver._connections.values():
        if hasattr(connection, "_client"):
            raw = connection._client.socket
        else:
            raw = connection._socket.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


class Pings:
    """WebSocket pings of the service, and when each was answered."""

    def __init__(self, emulator: Emulator, patch: pytest.MonkeyPatch) -> None:
        self.sent: dict[bytes, float] = {}
        self.took: list[float] = []
        self._numbers = count()
        self._emulator = emulator
        self._to = _only(emulator)

        def handle_pong(_protocol: SocketProtocol, event: Frame) -> None:
            self.took.append(monotonic() - self.sent.pop(bytes(event.data)))

        patch.setattr(SocketProtocol, "handle_pong", handle_pong)

    def send(self) -> None:
        """Send one."""
        payload = str(next(self._numbers)).encode()

        def act() -> None:
            self.sent[payload] = monotonic()
            frame = Frame(Opcode.PING, payload).serialize(mask=False)
            self._to[1].misbehaviour._transport.write(frame)

        self._emulator._thread.call(act)


def send_frame(emulator: Emulator, frame: bytes) -> None:
    """Send bytes on the only connection, past everything that would refuse them."""
    transport = _only(emulator)[1].misbehaviour._transport
    emulator._thread.call(lambda: transport.write(frame))


def send_long_frame(emulator: Emulator, size: int) -> Future[None]:
    """Send a text frame of that length, which is nowhere as a whole."""
    return emulator._thread.begin(_send_long(_only(emulator), size))


async def _send_long(to: tuple[Connection, Wire], size: int) -> None:
    transport, piece = to[1].misbehaviour._transport, b"x" * 65536
    transport.write(b"\x81\x7f" + size.to_bytes(8))
    for _ in range(size // len(piece)):
        while transport.get_write_buffer_size() and not transport.is_closing():
            await asyncio.sleep(0.001)
        if transport.is_closing():
            return
        transport.write(piece)


def flood_many(
    emulator: Emulator, user_ids: list[str], after: int, last: int
) -> Future[None]:
    """Push changes of all users' names, from the one after `after` up to `last`."""
    return emulator._thread.begin(_flood_many(_only(emulator), user_ids, after, last))


async def _flood_many(
    to: tuple[Connection, Wire], user_ids: list[str], after: int, last: int
) -> None:
    connection, wire = to
    transport = wire.misbehaviour._transport
    for name in range(after + 1, last + 1):
        texts: list[bytes] = []
        for user_id in user_ids:
            connection._pushes += 1
            text = (
                f'[{connection._pushes},"PUBLISH",{{"type":"user.edited",'
                f'"userId":"{user_id}","diff":{{"name":"{name}"}}}}]'
            )
            texts.append(text_frame(text.encode()))
        transport.write(b"".join(texts))
        while transport.get_write_buffer_size() > 2**20:  # it is not ours to fill
            await asyncio.sleep(0.001)
        await asyncio.sleep(0)
