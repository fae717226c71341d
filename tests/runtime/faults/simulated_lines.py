"""One connection in virtual time: the emulator's own protocol at the far end.

The rules of the emulator's faults decide which frame meets what; here stands what that
does to a connection without sockets.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from minidoc.emulator.answers import fault_answer
from minidoc.emulator.faults import Fault, Side
from minidoc.emulator.frames import About, Frame, Malformed, Request, read_frame
from minidoc.emulator.journal import Origin
from minidoc.emulator.protocol import Connection

if TYPE_CHECKING:
    from simulation import Simulation

GARBAGE = (
    "{", "{}", "[]", "null", '"', '["0",200]', "[" * 5000, "", '[1,"PUBLISH"',
    '[4294967296,200,{"never":"asked"}]', '[4294967296,"PUBLISH",{"type":"of.later"}]',
    '[0,"PUBLISH"]', '[1e400,200,{}]', '[true,200,{}]', b"binary", b"\xff\xfe",
)  # fmt: skip
_NEAR, _FAR = 0.002, 0.08
_OVERTAKE = 0.05


class Line:
    """A line with latency; each direction keeps its order, as TCP does."""

    def __init__(
        self,
        simulation: Simulation,
        user_id: str,
        heard: Callable[[str | bytes], object],
        ended: Callable[[Exception], object],
    ) -> None:
        self.is_open = True
        self.is_silent = False
        self.most_in_flight = 0
        self._all = simulation
        self._time = simulation.time
        self._dice: random.Random = simulation.dice
        self._heard, self._ended = heard, ended
        self._origin = Origin(simulation.app_id, user_id, simulation.next_number())
        self._free_at = {"in": 0.0, "out": 0.0}
        self._in_flight = 0
        self._held: str | None = None
        self.far = Connection(
            simulation.service.backend, simulation.app_id, user_id, self
        )

    # What both ends send.

    def take(self, text: str) -> None:
        """Carry a frame to the service."""
        self._carry("in", lambda: self._arrived(text))

    def send(self, frame: Frame, about: About, text: str) -> None:
        """Carry a frame to the client, unless a fault meets it."""
        fault = self._meeting("out", about) if self.is_open else None
        match None if fault is None else fault.kind:
            case None:
                self._to_client(text)
            case "drop":
                self._all.acknowledged(self.far, frame)
            case "delay":
                self._free_at["out"] = self._time.now + self._delay(fault)
                self._to_client(text)
            case "duplicate":
                self._to_client(text)
                self._to_client(text)
            case "reorder":
                self._hold(text)
            case "garbage":
                self._carry("out", self._hear_garbage)
                self._to_client(text)
            case "oversize":
                self._carry("out", lambda: self.end(OverflowError("too large")))
            case "blackhole":
                self.fall_silent(self._delay(fault))
            case _:
                self._carry("out", lambda: self.end(ConnectionResetError()))

    def push(self, *events: dict[str, Any]) -> None:
        """Push what the service would not."""
        if self.is_open:
            self._all.struck += 1
            self.far.publish(list(events))

    # What happens to it.

    def end(self, cause: Exception | None = None) -> None:
        """End it at both ends; what is on its way is lost."""
        if not self.is_open:
            return
        self.is_open = False
        self.far.lost()
        if cause is not None:
            self._ended(cause)

    def fall_silent(self, seconds: float) -> None:
        """Be a black hole, until somebody gives up."""
        self.is_silent = True
        self._time.after(seconds, lambda: self.end(ConnectionResetError()))

    # How it does that.

    def _meeting(self, side: Side, about: About) -> Fault | None:
        fault = self._all.service.faults.meeting(side, self._origin, *about)
        self._all.struck += fault is not None
        return fault

    def _delay(self, fault: Fault | None) -> float:
        assert fault is not None
        return fault.delay

    def _to_client(self, text: str | bytes) -> None:
        self._carry("out", lambda: self._heard(text))
        held, self._held = self._held, None
        if held is not None:
            self._to_client(held)

    def _hear_garbage(self) -> None:
        self._heard(self._dice.choice(GARBAGE))

    def _hold(self, text: str) -> None:
        if self._held is not None:
            self._to_client(text)
            return
        self._held = text
        self._time.after(_OVERTAKE, self._release)

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._to_client(held)

    def _carry(self, way: Side, arrive: Callable[[], object]) -> None:
        takes = self._dice.uniform(_NEAR, _FAR)
        at = max(self._free_at[way], self._time.now + takes)
        self._free_at[way] = at
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)

        def land() -> None:
            self._in_flight -= 1
            if self.is_open and not self.is_silent:
                arrive()

        self._time.at(at, land)

    def _arrived(self, text: str) -> None:
        frame, _ = read_frame(text)
        assert not isinstance(frame, Malformed), f"that is no frame: {text[:200]}"
        about = frame.about if isinstance(frame, Request) else ("ACK", "")
        fault = self._meeting("in", about)
        match None if fault is None else fault.kind:
            case "drop":
                return
            case "status" if isinstance(frame, Request):
                assert fault is not None
                self.far.answer(frame, fault_answer(fault.status))
            case "blackhole":
                self.fall_silent(self._delay(fault))
            case "reset" | "close":
                self.end(ConnectionResetError())
            case _:
                self.far.receive(frame)
