"""What the fixture gives to a test: one app of the emulator, and everything about it.

Methods that wait come twice: in an asynchronous test the client shares the event loop,
so there it is the `_async` one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Unpack

from minidoc.emulator.answers import Answer
from minidoc.emulator.app_journal import PATIENCE, AppJournal, refuse_in_a_loop
from minidoc.emulator.faults import Fault, FaultFields, Kind
from minidoc.emulator.json_values import Json, JsonObject, as_object
from minidoc.emulator.rest import answer_rest
from minidoc.emulator.snapshot import snapshot_of, write_snapshot
from minidoc.emulator.store import AppRecord
from minidoc.emulator.thread import ServiceThread


class AppFaults:
    """The faults of one app."""

    def __init__(self, thread: ServiceThread, app_id: str) -> None:
        self._thread = thread
        self._app_id = app_id

    def add(self, kind: Kind, **settings: Unpack[FaultFields]) -> int:
        """Add a rule; what it can say is in `Fault`."""
        fault = Fault(kind=kind, app_id=self._app_id, **settings)
        return self._thread.call(lambda: self._thread.service.faults.add(fault))

    def clear(self) -> None:
        """Remove all rules."""
        self._thread.call(lambda: self._thread.service.faults.clear(self._app_id))

    def happened(self) -> int:
        """Return how many faults have happened."""
        rules = self._thread.call(self._thread.service.faults.as_json)
        mine = [as_object(rule) or {} for rule in rules]
        return sum(
            int(str(rule["happened"])) for rule in mine if rule["appId"] == self._app_id
        )


class Emulator:
    """One app of a running emulator.

    Attributes:
        app_id: The test's own; it begins with `demo-`.
        host: `127.0.0.1:PORT`, for `host=` of the SDK.
        url: `http://127.0.0.1:PORT`.
        secret: What tokens are signed with.
        journal: What has travelled.
        faults: What is to go wrong.
    """

    def __init__(self, thread: ServiceThread, app_id: str, secret: str) -> None:
        self.app_id = app_id
        self.host = thread.host
        self.url = f"http://{thread.host}"
        self.secret = secret
        self.journal = AppJournal(thread.service.journal, app_id)
        self.faults = AppFaults(thread, app_id)
        self._thread = thread
        self._service = thread.service

    # Tokens and users

    def token(self, user_id: str, ttl: float | None = 86400) -> str:
        """Make a token of a user that lasts `ttl` seconds, None for ever."""
        return self._service.backend.tokens.user_token(self.app_id, user_id, ttl)

    def tokens_of(self, app_id: str) -> Callable[[str], str]:
        """Return what makes tokens of users of another app."""
        tokens = self._service.backend.tokens
        return lambda user_id: tokens.user_token(app_id, user_id)

    def app_token(self, ttl: float | None = 30) -> str:
        """Make a back end's token."""
        return self._service.backend.tokens.app_token(self.app_id, ttl)

    def user(self, user_id: str) -> Mapping[str, Json] | None:
        """Return a user as the REST API shows it, None if there is none."""
        answer = self._rest("GET", ("users", user_id), {})
        return as_object(answer.body) if answer.status == 200 else None

    def put_user(self, user_id: str, **fields: Json) -> None:
        """Write a user as a back end does; those who watch are told.

        Raises:
            ValueError: If the service refuses; the message has its reasons.
        """
        answer = self._rest("PUT", ("users", user_id), fields)
        if answer.status != 200:
            raise ValueError(f"refused with {answer.status}: {answer.body}")

    def is_online(self, user_id: str) -> bool:
        """Tell whether a user has a logged-in connection."""
        state = self._service.backend.state
        return self._thread.call(lambda: state.is_online(self.app_id, user_id))

    def set_user_sync(self, on: bool) -> None:
        """Turn client-side user syncing on or off."""
        state = self._service.backend.state
        self._thread.call(lambda: state.set_user_sync(self.app_id, on))

    def _rest(self, verb: str, path: tuple[str, ...], body: JsonObject) -> Answer:
        backend = self._service.backend
        return self._thread.call(
            lambda: answer_rest(backend, self.app_id, verb, path, body)
        )

    # Connections

    def connection_count(self) -> int:
        """Return how many sockets are open."""
        return self._thread.call(
            lambda: len(list(self._service.connections(self.app_id)))
        )

    def subscriptions(self) -> dict[tuple[str, str], int]:
        """Return what is watched, `("user", id)`, `("online", id)`, and by how many."""
        state = self._service.backend.state
        return self._thread.call(
            lambda: {
                topic: len(who)
                for topic, who in state.app(self.app_id).watchers.items()
            }
        )

    def expire(self, user_id: str | None = None) -> None:
        """End sessions as if their tokens had run out; the sockets stay."""
        self._thread.call(lambda: self._service.expire(self.app_id, user_id))

    def disconnect(self, user_id: str | None = None, code: int | None = None) -> None:
        """Close sockets with a code, or break them off with a reset (None)."""
        self._thread.call(lambda: self._service.disconnect(self.app_id, user_id, code))

    # Time

    def now(self) -> float:
        """Return the service's time in seconds."""
        return self._service.backend.clock.now()

    def advance(self, seconds: float) -> None:
        """Let time pass for the service at once: tokens end, delayed frames leave."""
        self._thread.call(lambda: self._service.backend.clock.advance(seconds))

    def quiesce(self, timeout: float = PATIENCE) -> None:
        """Wait until every push has been delivered: clients have acknowledged them all.

        Raises:
            TimeoutError: If that takes longer; the message says whose are open.
        """
        refuse_in_a_loop("quiesce")
        self._thread.begin(self._service.quiesce(self.app_id, timeout)).result()

    async def quiesce_async(self, timeout: float = PATIENCE) -> None:
        """Do what `quiesce` does, without keeping the event loop from running."""
        work = self._service.quiesce(self.app_id, timeout)
        await asyncio.wrap_future(self._thread.begin(work))

    # State as a whole

    def reset(self) -> None:
        """Go back to the seed; sockets are closed, faults are forgotten."""
        self._thread.call(lambda: self._service.reset(self.app_id))

    def seed(self, users: Mapping[str, JsonObject]) -> None:
        """Begin with these users, now and after each reset."""
        record = self._record({"users": dict(users)})
        self._thread.call(lambda: self._service.seed_app(record))

    def export(self) -> JsonObject:
        """Return the app as `restore` takes it."""
        snapshot = self._thread.call(self._service.export)
        mine = snapshot.app(self.app_id) or AppRecord(self.app_id)
        apps = as_object(write_snapshot([mine])["apps"]) or {}
        return as_object(apps[self.app_id]) or {}

    def restore(self, exported: JsonObject) -> None:
        """Put an exported app in the place of this one; sockets are closed."""
        record = self._record(exported)
        self._thread.call(lambda: self._service.restore_app(record))

    def _record(self, app: JsonObject) -> AppRecord:
        [record] = snapshot_of({"apps": {self.app_id: app}}).apps
        return record

    def discard(self) -> None:
        """Remove the app, what it goes back to, and its sockets."""
        self._thread.call(self._discard)

    def _discard(self) -> None:
        self._service.forget_seed(self.app_id)
        self._service.reset(self.app_id)
        self._service.backend.clock.reset()
