"""The server's WebSocket implementation, with its transport within reach.

A fault that no well-behaved server can show (a reset in the middle of a frame, silence,
text that is no UTF-8) needs the connection below the protocol.
"""

from __future__ import annotations

import select
import socket
import struct
from asyncio import Transport
from typing import cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

_KEY = "minidoc.transport"
_RESET_AT_ONCE = struct.pack("ii", 1, 0)


class SocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's own, which also names its transport to the application."""

    def handle_connect(self, event: Request) -> None:
        """Begin a connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions = cast("dict[str, object]", self.scope.get("extensions"))
            extensions[_KEY] = self.transport


def transport_of(scope: Scope) -> Transport:
    """Return the transport below a WebSocket's scope."""
    return cast("Transport", scope["extensions"][_KEY])


def text_frame(payload: bytes) -> bytes:
    """Return a whole text frame as a server sends it, whatever the bytes are."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


def reset(transport: Transport) -> None:
    """End a TCP connection with RST, as a crash does."""
    found = cast("socket.socket | None", transport.get_extra_info("socket"))
    if found is not None and not transport.is_closing():
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
    transport.abort()


def peer_has_gone(transport: Transport) -> bool:
    """Tell whether the other end has closed, though nothing is read from it.

    Where the system cannot say (only Linux can), the answer is no.
    """
    if transport.is_closing():
        return True
    found = cast("socket.socket | None", transport.get_extra_info("socket"))
    hung_up = getattr(select, "POLLRDHUP", 0)
    if found is None or not hung_up:
        return False
    poll = select.poll()
    poll.register(found.fileno(), hung_up)
    return bool(poll.poll(0))
