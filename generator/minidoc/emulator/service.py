"""The parts put together: one service on one event loop, no server around it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from minidoc.emulator.backend import Backend
from minidoc.emulator.clock import Clock
from minidoc.emulator.contract import carried
from minidoc.emulator.journal import Journal
from minidoc.emulator.json_values import Json, parse
from minidoc.emulator.protocol import Connection
from minidoc.emulator.snapshot import EMPTY, Snapshot
from minidoc.emulator.state import State
from minidoc.emulator.store import MemoryStore, Store
from minidoc.emulator.tokens import Tokens
from minidoc.emulator.wire import Wire


@dataclass(frozen=True, slots=True)
class Options:
    """How a service behaves.

    Attributes:
        secret: What tokens are signed with; None leaves signatures unchecked.
        user_sync: Whether sessions may create and change users, in a new app.
        seed: What a store without any app begins with, and what a reset goes back to.
    """

    secret: str | None = None
    user_sync: bool = True
    seed: Snapshot = EMPTY


class Service:
    """Everything that is behind the addresses. To be used on one thread only."""

    def __init__(
        self,
        options: Options | None = None,
        store: Store | None = None,
        clock: Clock | None = None,
    ) -> None:
        options = options or Options()
        clock = clock or Clock()
        contract = carried()
        self.store = store or MemoryStore()
        state = State(self.store, clock, contract.public, user_sync=options.user_sync)
        if not state.apps and options.seed.apps:
            state.replace(options.seed.apps)
        self.options = options
        self.backend = Backend(state, contract, Tokens(options.secret, clock), clock)
        self.journal = Journal(clock.now_ms)
        self.connections: dict[int, tuple[Connection, Wire]] = {}
        self._numbers = 0
        self._moved = asyncio.Event()

    def next_number(self) -> int:
        """Return the number of a new connection, from 1."""
        self._numbers += 1
        return self._numbers

    def add(self, connection: Connection, wire: Wire) -> None:
        """Note an open connection."""
        self.connections[wire.origin.connection] = (connection, wire)
        self.journal.add(wire.origin, "event", ["open"])
        self.moved()

    def remove(self, connection: Connection, wire: Wire, code: int) -> None:
        """Forget a connection that has ended."""
        self.connections.pop(wire.origin.connection, None)
        connection.lost()
        self.journal.add(wire.origin, "event", ["close", code])
        self.moved()

    def receive(self, connection: Connection, wire: Wire, text: str) -> None:
        """Process one message of a client."""
        self.journal.add(wire.origin, "in", as_journalled(text))
        connection.receive(text)
        self.moved()

    def moved(self) -> None:
        """Wake whoever waits for something to happen."""
        self._moved.set()
        self._moved = asyncio.Event()


def as_journalled(text: str) -> Json:
    """Return a message as the journal keeps it: parsed, or as text that is no JSON."""
    try:
        return parse(text)
    except ValueError:
        return text
