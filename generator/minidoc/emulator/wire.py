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
from minidoc.emulator.json_values import dump
from minidoc.emulator.limits import FRAMES_WAITING
from minidoc.emulator.misbehaviour import Misbehaviour

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
        self._waiting: deque[tuple[Frame, About]] = deque()
        self._held: Frame | None = None
        self._closing: tuple[int, str] | None = None
        self._wake = asyncio.Event()
        self._busy = False

    @property
    def is_idle(self) -> bool:
        """Whether everything has been handed to the socket."""
        nothing = not self._waiting and self._held is None and not self._busy
        return nothing or self.misbehaviour.is_silent

    def send(self, frame: Frame, about: About) -> None:
        """Send a frame after those before it."""
        if self._closing is not None or self.misbehaviour.is_silent:
            return
        if len(self._waiting) >= FRAMES_WAITING:
            self._waiting.clear()
            self.close(_TRY_AGAIN_LATER, "frames are not read")
            return
        self._waiting.append((frame, about))
        self._wake.set()

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
            frame, about = self._waiting.popleft()
            fault = self._around.faults.meeting("out", self.origin, *about)
            if fault is None:
                await self._emit(frame)
            elif not await self._emit_with(fault, frame):
                return False
            self._busy = False
        if self._closing is None:
            return True
        await self._socket.close(*self._closing)
        return False

    async def _emit(self, frame: Frame) -> None:
        self._around.journal.add(self.origin, "out", frame)
        await self._socket.send_text(dump(frame))
        await self._release()

    async def _release(self) -> None:
        frame, self._held = self._held, None
        if frame is not None:
            await self._emit(frame)

    async def _emit_with(self, fault: Fault, frame: Frame) -> bool:
        """Send a frame that meets a fault; False ends the connection."""
        self.note("fault", fault.kind)
        match fault.kind:
            case "drop":
                self._lose(frame)
            case "delay":
                await self.misbehaviour.wait(fault)
                await self._emit(frame)
            case "duplicate":
                await self._emit(frame)
                await self._emit(frame)
            case "reorder":
                await self._release()
                self._held = frame
            case "garbage" | "oversize":
                await self.misbehaviour.nonsense(fault)
                await self._emit(frame)
            case _:
                await self.misbehaviour.end(fault, dump(frame))
                return False
        return True

    def _lose(self, frame: Frame) -> None:
        if isinstance(frame[0], int) and frame[1] == "PUBLISH":
            self.lost.add(frame[0])
