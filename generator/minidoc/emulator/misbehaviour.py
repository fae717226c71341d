"""What a fault does to a WebSocket: everything that a well-behaved server never does.

Comes in: a fault and the text that it meets. Goes out: bytes, or their absence.
"""

from __future__ import annotations

import asyncio
from asyncio import Transport

from starlette.websockets import WebSocket

from minidoc.emulator.clock import Clock
from minidoc.emulator.faults import Fault, dice_of
from minidoc.emulator.sockets import peer_has_gone, reset, text_frame, transport_of

_GARBAGE: tuple[bytes, ...] = (
    b"{",
    b"{}",
    b"[]",
    b"null",
    b'[4294967296,200,{"never":"asked"}]',
    b'[4294967296,"PUBLISH",{"type":"nobody.knows"}]',
    b'["0",200]',
    b"\xff\xfe no text",
)
_LOOK_AGAIN = 0.05


class Misbehaviour:
    """The faults of one socket.

    Attributes:
        is_silent: Nothing is read or written any more, and the peer is not told.
    """

    def __init__(self, socket: WebSocket, clock: Clock) -> None:
        self.is_silent = False
        self._socket = socket
        self._clock = clock
        self._chosen = 0

    @property
    def _transport(self) -> Transport:
        return transport_of(self._socket.scope)

    async def wait(self, fault: Fault) -> None:
        """Let the fault's delay pass on the service's clock."""
        await asleep(self._clock, fault.delay)

    async def nonsense(self, fault: Fault) -> None:
        """Send something that is no frame, or far too much of it."""
        if fault.kind == "oversize":
            await self._socket.send_text("x" * fault.size)
            return
        self._chosen += 1
        picked = dice_of(fault.seed, self._chosen).choice(_GARBAGE)
        payload = picked if fault.text is None else fault.text.encode()
        self._transport.write(text_frame(payload))

    async def end(self, fault: Fault, text: str) -> None:
        """End the connection as the fault says; `text` is what is lost with it."""
        match fault.kind:
            case "close":
                await self._socket.close(fault.code, "a fault")
            case "reset":
                whole = text_frame(text.encode())
                self._transport.write(whole[: len(whole) // 2])
                reset(self._transport)
            case _:
                await self.fall_silent(fault.delay)

    async def fall_silent(self, seconds: float) -> None:
        """Be a black hole: for some time, or until the peer gives up."""
        self.is_silent = True
        transport = self._transport
        transport.pause_reading()
        timer = asyncio.ensure_future(asleep(self._clock, seconds))
        try:
            while not timer.done() and not peer_has_gone(transport):
                await asyncio.wait({timer}, timeout=_LOOK_AGAIN)
        finally:
            timer.cancel()
            reset(transport)

    def break_off(self) -> None:
        """End the connection with a reset."""
        reset(self._transport)


async def asleep(clock: Clock, seconds: float) -> None:
    """Wait for some seconds of a clock, which a test may move."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def finish() -> None:
        if not done.done():
            done.set_result(None)

    timer = clock.call_later(seconds, finish)
    try:
        await done
    finally:
        timer.cancel()
