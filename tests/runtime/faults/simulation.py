"""Sessions and a service in virtual time: both protocols as they are, no sockets.

Everything follows from a seed, so that whatever happens in hours of virtual time
happens again. What drivers and sockets do is tested elsewhere, over real ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from simulated_clients import Client
from simulated_lines import Line
from timeline import Timeline

from minidoc.emulator.clock import Clock
from minidoc.emulator.faults import Fault, FaultFields, Kind
from minidoc.emulator.frames import Frame
from minidoc.emulator.json_values import Json
from minidoc.emulator.protocol import Connection
from minidoc.emulator.rest import answer_rest
from minidoc.emulator.service import Options, Service
from talkjs._runtime.timing import Timing

APP = "demo-simulated"
SECRET = "the secret of a simulation"
_MOST_STEPS = 5_000_000


class Simulation:
    """A service, and what its sessions do.

    Attributes:
        unreachable: What a connection that is being opened fails with, for the time
            being; None if it can be opened.
        struck: How often something went wrong on purpose.
        tokens: All that were handed out; none may show anywhere.
    """

    def __init__(self, seed: int, *, ttl: float | None = 3600.0) -> None:
        self.app_id = APP
        self.dice = random.Random(seed)
        self.time = Timeline()
        self.service = Service(Options(secret=SECRET), clock=Clock(lambda: self.now))
        self.clients: list[Client] = []
        self.unreachable: Callable[[], Exception] | None = None
        self.struck = 0
        self.tokens: list[str] = []
        self.lines: list[Line] = []
        self._ttl = ttl
        self._numbers = 0

    @property
    def now(self) -> float:
        """The time."""
        return self.time.now

    def next_number(self) -> int:
        """Return the number of a new connection."""
        self._numbers += 1
        return self._numbers

    # What sessions and back ends do.

    def client(self, user_id: str, timing: Timing | None = None) -> Client:
        """Open a session."""
        self.clients.append(Client(self, user_id, timing or Timing()))
        return self.clients[-1]

    def token(self, user_id: str) -> str:
        """Hand out a token."""
        token = self.service.backend.tokens.user_token(APP, user_id, self._ttl)
        self.tokens.append(token)
        return token

    def put_user(self, user_id: str, **fields: Json) -> None:
        """Write a user as a back end does."""
        backend = self.service.backend
        answer = answer_rest(backend, APP, "PUT", ("users", user_id), fields)
        assert answer.status == 200, answer

    def user(self, user_id: str) -> dict[str, Any] | None:
        """Return a user as a back end sees it."""
        backend = self.service.backend
        answer = answer_rest(backend, APP, "GET", ("users", user_id), {})
        body: Any = answer.body
        return body if answer.status == 200 else None

    def subscriptions(self) -> dict[tuple[str, str], int]:
        """Return what is watched, and by how many."""
        watchers = self.service.backend.state.app(APP).watchers
        return {topic: len(who) for topic, who in watchers.items() if who}

    # What goes wrong.

    def open(self, client: Client, number: int) -> None:
        """Open a connection for a session, or tell it why not."""
        if not client.wants(number):
            return
        if self.unreachable is not None:
            self.struck += 1
            client.refused(number, self.unreachable())
            return
        heard, ended = partial(client.heard, number), partial(client.ended, number)
        line = Line(self, client.user_id, heard, ended)
        self.lines = [each for each in self.lines if each.is_open]
        self.lines.append(line)
        client.opened(number, line)

    def fault(self, kind: Kind, **settings: Any) -> None:
        """Add a rule, as the emulator has them."""
        fields: FaultFields = settings  # type: ignore[assignment]
        self.service.faults.add(Fault(kind=kind, app_id=APP, **fields))

    def reset_all(self) -> None:
        """Break every connection."""
        for line in self.lines:
            self.struck += line.is_open
            line.end(ConnectionResetError())

    def outage(self, seconds: float) -> None:
        """Break every connection, and refuse all that follow for a while."""
        self.unreachable = ConnectionRefusedError
        self.reset_all()
        self.time.after(seconds, self.calm)

    def expire_all(self) -> None:
        """End all sessions as if their tokens had run out."""
        for line in self.lines:
            if line.is_open:
                self.struck += 1
                line.far.expire()

    def calm(self) -> None:
        """Let nothing go wrong from now on."""
        self.unreachable = None
        self.service.faults.clear()

    def acknowledged(self, far: Connection, frame: Frame) -> None:
        """Do not wait for thanks for what was lost on purpose."""
        if isinstance(frame[0], int) and frame[1] == "PUBLISH":
            far.unacknowledged.pop(frame[0], None)

    # How time goes by.

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        self.time.at(end, lambda: None)
        self.run_until(lambda: self.now >= end)

    def run_until(self, test: Callable[[], bool], within: float = 3600.0) -> None:
        """Let time pass until something is so; fail if it never is."""
        end = self.now + within
        for _ in range(_MOST_STEPS):
            if test():
                return
            assert self.now <= end, "it never came true"
            self._step()
        raise AssertionError("it never rests")

    def _step(self) -> None:
        for client in self.clients:
            client.pump()
        clock = self.service.backend.clock
        wait, next_at = clock.wait_time(), self.time.next_at
        due = [at for client in self.clients if (at := client.wake_at) is not None]
        due += [] if next_at is None else [next_at]
        due += [] if wait is None else [self.now + wait]
        at = min(due, default=self.now + 1.0)
        if next_at is not None and next_at <= at:
            self.time.step()
        else:
            self.time.now = max(self.now, at)
        clock.run_due()
        for client in self.clients:
            client.tick()
