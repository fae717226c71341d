"""One WebSocket: what the protocol sends goes out in order, faults and all.

Frames wait in a queue for a writer of their own, so that a client that reads slowly
keeps nobody else waiting; one that does not read at all is cut off.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from minidoc.emulator.frames import Frame
from minidoc.emulator.journal import Journal, Origin
from minidoc.emulator.json_values import dump
from minidoc.emulator.limits import FRAMES_WAITING

_TRY_AGAIN_LATER = 1013


class Wire:
    """The way to one client.

    Attributes:
        origin: Whose wire it is, as the journal names it.
    """

    def __init__(
        self,
        socket: WebSocket,
        origin: Origin,
        journal: Journal,
        moved: Callable[[], None],
    ) -> None:
        self.origin = origin
        self._socket = socket
        self._journal = journal
        self._moved = moved
        self._waiting: deque[Frame] = deque()
        self._closing: tuple[int, str] | None = None
        self._wake = asyncio.Event()
        self._busy = False

    @property
    def is_idle(self) -> bool:
        """Whether everything has been handed to the socket."""
        return not self._waiting and not self._busy

    def send(self, frame: Frame) -> None:
        """Send a frame after those before it."""
        if self._closing is not None:
            return
        if len(self._waiting) >= FRAMES_WAITING:
            self._waiting.clear()
            self.close(_TRY_AGAIN_LATER, "frames are not read")
            return
        self._waiting.append(frame)
        self._wake.set()

    def close(self, code: int, reason: str = "") -> None:
        """Close after what is waiting."""
        if self._closing is None:
            self._closing = (code, reason)
            self._wake.set()

    async def write(self) -> None:
        """Hand frames to the socket until it closes."""
        try:
            while await self._write_waiting():
                self._wake.clear()
                await self._wake.wait()
        except (WebSocketDisconnect, RuntimeError, OSError):
            # The client has gone; the reader notices too, and cleans up.
            self._waiting.clear()
        finally:
            self._busy = False

    async def _write_waiting(self) -> bool:
        while self._waiting:
            self._busy = True
            frame = self._waiting.popleft()
            self._journal.add(self.origin, "out", frame)
            await self._socket.send_text(dump(frame))
            self._busy = False
            self._moved()
        if self._closing is not None:
            code, reason = self._closing
            await self._socket.close(code, reason)
            return False
        return True
