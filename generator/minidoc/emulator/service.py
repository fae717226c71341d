"""The parts put together: one service on one event loop, no server around it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from minidoc.emulator.backend import Backend
from minidoc.emulator.clock import Clock
from minidoc.emulator.contract import carried
from minidoc.emulator.faults import Faults
from minidoc.emulator.journal import Journal
from minidoc.emulator.protocol import Connection
from minidoc.emulator.snapshot import EMPTY, Snapshot, write_snapshot
from minidoc.emulator.state import State
from minidoc.emulator.store import AppRecord, MemoryStore, Store
from minidoc.emulator.tokens import Tokens
from minidoc.emulator.wire import Surroundings, Wire

_RESTARTED = 1012


@dataclass(frozen=True, slots=True)
class Options:
    """How a service behaves.

    Attributes:
        secret: What tokens are signed with; None leaves signatures unchecked.
        user_sync: Whether sessions may create and change users, unless an app says.
        seed: What a store without any app begins with, and what a reset goes back to.
        gives_tokens: Whether a user who has none gets a token in spite of the secret.
    """

    secret: str | None = None
    user_sync: bool = True
    seed: Snapshot = EMPTY
    gives_tokens: bool = False


class NotQuietError(TimeoutError):
    """Pushes are still on their way; the message says whose."""


class Service:
    """Everything that is behind the addresses. To be used on one thread only."""

    def __init__(
        self,
        options: Options | None = None,
        store: Store | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.options = options or Options()
        clock = clock or Clock()
        contract = carried()
        self._seed = {record.id: record for record in self.options.seed.apps}
        state = State(
            store or MemoryStore(),
            clock,
            contract.public,
            user_sync=self.options.user_sync,
        )
        if not state.apps and self._seed:
            state.replace(self._seed.values())
        tokens = Tokens(self.options.secret, clock, self.options.gives_tokens)
        self.backend = Backend(state, contract, tokens, clock)
        self.journal = Journal(clock.now_ms)
        self.faults = Faults()
        self.surroundings = Surroundings(self.journal, self.faults, clock, self.moved)
        self._connections: dict[int, tuple[Connection, Wire]] = {}
        self._numbers = 0
        self._moved = asyncio.Event()
        self._curious = 0
        self.is_ending = False
        self.pages = 0

    # Connections

    def next_number(self) -> int:
        """Return the number of a new connection, from 1."""
        self._numbers += 1
        return self._numbers

    def add(self, connection: Connection, wire: Wire) -> None:
        """Note an open connection."""
        self._connections[wire.origin.connection] = (connection, wire)
        wire.note("open")
        self.moved()

    def remove(self, connection: Connection, wire: Wire, code: int) -> None:
        """Forget a connection that has ended."""
        self._connections.pop(wire.origin.connection, None)
        connection.lost()
        wire.note("close", code)
        self.moved()

    def connections(
        self, app_id: str | None = None, user_id: str | None = None
    ) -> Iterator[tuple[Connection, Wire]]:
        """Give open connections: all, of an app, or of a user."""
        for connection, wire in list(self._connections.values()):
            of_app = app_id in {None, connection.app_id}
            if of_app and user_id in {None, connection.user_id}:
                yield connection, wire

    def disconnect(
        self,
        app_id: str | None = None,
        user_id: str | None = None,
        code: int | None = None,
    ) -> None:
        """Close connections with a code, or break them off with a reset (None)."""
        for _, wire in self.connections(app_id, user_id):
            if code is None or wire.misbehaviour.is_silent:
                wire.misbehaviour.break_off()
            else:
                wire.close(code)

    def expire(self, app_id: str | None = None, user_id: str | None = None) -> None:
        """End sessions as if their tokens had run out; the sockets stay."""
        for connection, _ in self.connections(app_id, user_id):
            connection.expire()

    def end(self) -> None:
        """Let go of everybody who waits for something to happen."""
        self.is_ending = True
        self.moved()

    # Waiting

    def moved(self) -> None:
        """Wake whoever waits for something to happen."""
        if self._curious:
            self._moved.set()
            self._moved = asyncio.Event()

    def page_opened(self) -> None:
        """Count a page that shows what happens; whoever opens it closes it."""
        self.pages += 1
        self.moved()

    async def movement(self) -> None:
        """Wait until something happens."""
        self._curious += 1
        try:
            await self._moved.wait()
        finally:
            self._curious -= 1

    async def quiesce(self, app_id: str | None = None, seconds: float = 5.0) -> None:
        """Wait until clients have acknowledged every push and everything is sent.

        Raises:
            NotQuietError: If that takes longer than that.
        """
        try:
            async with asyncio.timeout(seconds):
                while self._busy(app_id):
                    await self.movement()
        except TimeoutError:
            raise NotQuietError("; ".join(self._busy(app_id))) from None

    def _busy(self, app_id: str | None) -> list[str]:
        found: list[str] = []
        for connection, wire in self.connections(app_id):
            open_pushes = set(connection.unacknowledged) - wire.lost
            if wire.misbehaviour.is_silent or (wire.is_idle and not open_pushes):
                continue
            who = f"{connection.app_id}/{connection.user_id}"
            found.append(f"{who}: {len(open_pushes)} pushes without an ACK")
        return found

    # State as a whole

    def export(self) -> Snapshot:
        """Return all apps and users."""
        return Snapshot(tuple(self.backend.state.records()))

    def restore(self, snapshot: Snapshot) -> None:
        """Put other apps in the place of all, and end all connections."""
        self.disconnect(code=_RESTARTED)
        self.backend.state.replace(snapshot.apps)
        self._forget_connections()

    def reset(self, app_id: str | None = None) -> None:
        """Go back to the seed: one app, or everything, then faults and clock too."""
        self.faults.clear(app_id)
        if app_id is None:
            self.backend.clock.reset()
            self.restore(Snapshot(tuple(self._seed.values())))
            return
        self.disconnect(app_id, code=_RESTARTED)
        record = self._seed.get(app_id)
        empty = AppRecord(app_id)
        self.backend.state.replace_app(record or empty, keep=record is not None)
        self._forget_connections(app_id)

    def restore_app(self, record: AppRecord) -> None:
        """Put another state in the place of an app, and end its connections."""
        self.disconnect(record.id, code=_RESTARTED)
        self.backend.state.replace_app(record, keep=True)
        self._forget_connections(record.id)

    def seed_app(self, record: AppRecord) -> None:
        """Make a record what an app goes back to, and go back to it."""
        self._seed[record.id] = record
        self.reset(record.id)

    def forget_seed(self, app_id: str) -> None:
        """Take an app out of the seed."""
        self._seed.pop(app_id, None)

    def _forget_connections(self, app_id: str | None = None) -> None:
        """Log out who is still on the way out: the new state does not know them."""
        for connection, _ in self.connections(app_id):
            connection.lost()
        self.moved()


def export_json(service: Service) -> dict[str, object]:
    """Return what `--seed` takes."""
    return dict(write_snapshot(service.export().apps))
