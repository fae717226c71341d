"""One WebSocket: what the protocol sends goes out in order, faults and all.

Frames wait in a queue for a writer of their own, so that a client that reads slowly
keeps nobody else waiting; one that does not read at all is cut off.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.websockets import WebSocket, WebSocketDisconnect

from minidoc.emulator.clock import Clock
from minidoc.emulator.faults import Fault, Faults
from minidoc.emulator.frames import About, Frame
from minidoc.emulator.journal import Journal, Origin
from minidoc.emulator.limits import BYTES_WAITING, FRAMES_WAITING
from minidoc.emulator.misbehaviour import Misbehaviour
from minidoc.emulator.sockets import socket_of

_TRY_AGAIN_LATER = 1013
# How long a frame that is to come late waits for one that it can follow.
_OVERTAKE = 0.05
_GONE = (WebSocketDisconnect, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a wire needs of the service; `moved` is called when something happens."""

    journal: Journal
    faults: Faults
    clock: Clock
    moved: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Outgoing:
    frame: Frame
    text: str
    about: About


class Wire:
    """The way to one client.

    Attributes:
        origin: Whose wire it is, as the journal names it.
        lost: Numbers of pushes that a fault has kept from the client.
        misbehaviour: What faults do to the socket.
    """

    def __init__(
        self, socket: WebSocket, origin: Origin, surroundings: Surroundings
    ) -> None:
        self.origin = origin
        self.lost: set[int] = set()
        self.misbehaviour = Misbehaviour(socket, surroundings.clock)
        self._socket = socket
        self._around = surroundings
        self._waiting: deque[_Outgoing] = deque()
        self._waiting_bytes = 0
        self._held: _Outgoing | None = None
        self._closing: tuple[int, str] | None = None
        self._wake = asyncio.Event()
        self._busy = False
        self._is_due = False

    @property
    def is_idle(self) -> bool:
        """Whether everything has been handed to the socket."""
        nothing = not self._waiting and self._held is None and not self._busy
        return nothing or self.misbehaviour.is_silent

    @property
    def is_silent(self) -> bool:
        """Whether a fault has made it a black hole."""
        return self.misbehaviour.is_silent

    def send(self, frame: Frame, about: About, text: str) -> None:
        """Send a frame after those before it."""
        if self._closing is not None or self.is_silent:
            return
        self._waiting.append(_Outgoing(frame, text, about))
        self._waiting_bytes += len(text)
        if len(self._waiting) > FRAMES_WAITING or self._waiting_bytes > BYTES_WAITING:
            self._waiting.clear()
            self.close(_TRY_AGAIN_LATER, "frames are not read")
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_soon(self._put)

    def _put(self) -> None:
        """Write all that waits in one go; the task does it where that takes time."""
        self._is_due = False
        direct = socket_of(self._socket.scope)
        slow = self._around.faults.has_rules or self._busy or self._held is not None
        if slow or self._closing is not None or not direct.has_room or self.is_silent:
            self._wake.set()
            return
        for item in self._waiting:
            self._around.journal.add_text(self.origin, "out", item.frame, item.text)
        direct.put([item.text for item in self._waiting])
        self._waiting.clear()
        self._waiting_bytes = 0
        self._around.moved()

    def close(self, code: int, reason: str = "") -> None:
        """Close after what is waiting."""
        if self._closing is None:
            self._closing = (code, reason)
            self._wake.set()

    def note(self, *what: str | int) -> None:
        """Write into the journal what happened here."""
        self._around.journal.add(self.origin, "event", [*what])

    async def write(self) -> None:
        """Hand frames to the socket until it closes."""
        with contextlib.suppress(*_GONE):  # the reader notices too, and cleans up
            while await self._write_waiting():
                self._around.moved()
                await self._more()
        self._waiting.clear()
        self._held = None
        self._busy = False

    async def _more(self) -> None:
        """Wait for another frame; for a short time only when one is held back."""
        self._wake.clear()
        if self._held is None:
            await self._wake.wait()
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), _OVERTAKE)
        if not self._waiting:
            await self._release()

    async def _write_waiting(self) -> bool:
        while self._waiting:
            self._busy = True
            item = self._waiting.popleft()
            self._waiting_bytes -= len(item.text)
            fault = self._around.faults.meeting("out", self.origin, *item.about)
            if fault is None:
                await self._emit(item)
            elif not await self._emit_with(fault, item):
                return False
            self._busy = False
        if self._closing is None:
            return True
        await self._socket.close(*self._closing)
        return False

    async def _emit(self, item: _Outgoing) -> None:
        self._around.journal.add_text(self.origin, "out", item.frame, item.text)
        await self._socket.send_text(item.text)
        await self._release()

    async def _release(self) -> None:
        item, self._held = self._held, None
        if item is not None:
            await self._emit(item)

    async def _emit_with(self, fault: Fault, item: _Outgoing) -> bool:
        """Send a frame that meets a fault; False ends the connection."""
        self.note("fault", fault.kind)
        match fault.kind:
            case "drop":
                self._lose(item.frame)
            case "delay":
                await self.misbehaviour.wait(fault)
                await self._emit(item)
            case "duplicate":
                await self._emit(item)
                await self._emit(item)
            case "reorder":
                await self._release()
                self._held = item
            case "garbage" | "oversize":
                await self.misbehaviour.nonsense(fault)
                await self._emit(item)
            case _:
                await self.misbehaviour.end(fault, item.text)
                return False
        return True

    def _lose(self, frame: Frame) -> None:
        if isinstance(frame[0], int) and frame[1] == "PUBLISH":
            self.lost.add(frame[0])
