"""The server's WebSocket implementation, with its transport within reach.

A fault that no well-behaved server can show (a reset in the middle of a frame, silence,
text that is no UTF-8) needs the connection below the protocol.
"""

from __future__ import annotations

import select
import socket
import struct
from asyncio import Transport
from collections.abc import Callable, Iterable
from typing import cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State

_KEY = "minidoc.socket"
_RESET_AT_ONCE = struct.pack("ii", 1, 0)


class SocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's own, which the application can also read and write without waiting.

    Attributes:
        take: Is offered each text that nothing is waiting before; what it does not take
            goes the way of ASGI.
    """

    take: Callable[[str], bool] | None = None

    @property
    def has_room(self) -> bool:
        """Whether the other end takes what is written."""
        return self.writable.is_set()

    def put(self, texts: Iterable[str]) -> None:
        """Write some texts in one go; once the connection is closing, nothing."""
        if self.close_sent or self.disconnected or self.conn.state is not State.OPEN:
            return
        for text in texts:
            self.conn.send_text(text.encode())
        self.transport.write(b"".join(self.conn.data_to_send()))

    def handle_text(self, event: Frame) -> None:
        """Offer a text to the application, or queue it."""
        if self.take is not None and event.fin and self.queue.empty():
            try:
                text = str(event.data, "utf-8")
            except UnicodeDecodeError:
                text = None
            if text is not None and not self.close_sent and self.take(text):
                return
        super().handle_text(event)

    def handle_connect(self, event: Request) -> None:
        """Begin a connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions = cast("dict[str, object]", self.scope.get("extensions"))
            extensions[_KEY] = self


def transport_of(scope: Scope) -> Transport:
    """Return the transport below a WebSocket's scope."""
    return socket_of(scope).transport


def socket_of(scope: Scope) -> SocketProtocol:
    """Return the server's end of a WebSocket."""
    return cast("SocketProtocol", scope["extensions"][_KEY])


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
