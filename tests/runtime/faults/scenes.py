"""One cell of the matrix while it runs: a session under load, and a seed's dice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any, Literal, TypeAlias, get_args

from leftovers import eventually
from loads import Caller, Watcher
from places import Place
from records import Records
from worlds import World

from minidoc.emulator.testing import Emulator
from talkjs import TalkJSError
from talkjs._runtime.timing import Timing

Load: TypeAlias = Literal["idle", "subscribed", "calling"]
LOADS: tuple[Load, ...] = get_args(Load)
_WATCHED = {"idle": 0, "subscribed": 100, "calling": 5}
_CALLERS = {"idle": 0, "subscribed": 0, "calling": 6}


class Scene:
    """What a row of the matrix acts through.

    Attributes:
        place: What stands between the session and the service.
        provide: What the token provider does, if the row has one.
        asked_at: When it was asked.
        told: What the session's error handler was told.
        ends: Whether the fault ends the session for good, by a typed error.
        closing: How long closing took, once the session is closed.
        broken: Users whose subscription the fault ends, by a typed error.
        number: The number of the newest state.
    """

    def __init__(
        self, world: World, load: Load, records: Records, place: Place
    ) -> None:
        self.world = world
        self.load: Load = load
        self.records = records
        self.place = place
        self.dice: random.Random = world.dice
        self.emulator: Emulator = world.emulator
        self.provide: Callable[[], Any] = world.token
        self.asked_at: list[float] = []
        self.told: list[Exception] = []
        self.errors: list[TalkJSError] = []
        self.ends = False
        self.closing: float | None = None
        self.broken: set[str] = set()
        self.watchers: list[Watcher] = []
        self.callers: list[Caller] = []
        self.number = 0
        self.talk: Any = None

    async def begin(self, timing: Timing, has_provider: bool) -> None:
        """Log in, and let the load begin."""
        if self.load == "idle":
            timing = replace(timing, idle=30.0)
        provider = self._provider if has_provider else None
        token = None if has_provider else ""
        self.talk = self.world.talk(timing=timing, token=token, provider=provider)
        self.talk.on_error(self.told.append)
        self.watched = [f"u{n}" for n in range(_WATCHED[self.load])]
        self.publish()
        self.watchers = [
            Watcher(self.world, self.talk, user_id, index)
            for index, user_id in enumerate(self.watched)
        ]
        if not self.watchers:
            await self.world.do(self.talk.current_user.set, name="0")
        await self.all_see_the_newest()
        self.callers = [
            Caller(self.world, self.talk, f"c{n}") for n in range(_CALLERS[self.load])
        ]
        await self.busy()

    def _provider(self) -> Any:
        self.asked_at.append(monotonic())
        return self.provide()

    @property
    def asked(self) -> int:
        """How often the provider was asked."""
        return len(self.asked_at)

    async def busy(self) -> None:
        """Return while calls are under way, if the load has any."""
        if self.callers:
            await eventually(lambda: sum(c.is_calling for c in self.callers) >= 2)

    def next_number(self) -> int:
        """Return the number of the next state."""
        self.number += 1
        return self.number

    def publish(self) -> int:
        """Let a back end change everybody who is watched; return the new number."""
        self.next_number()
        for user_id in self.watched:
            self.emulator.put_user(user_id, name=str(self.number))
        return self.number

    async def all_see_the_newest(self) -> None:
        """Wait until each subscription that lives was told the newest state."""
        for watcher in self.watchers:
            if watcher.user_id not in self.broken:
                await eventually(lambda w=watcher: w.numbers[-1:] == [self.number])  # type: ignore[misc]

    async def write(self, count: int = 8) -> list[TalkJSError]:
        """Write users at once; return what went wrong."""
        users = [self.talk.user(f"w{n}") for n in range(count)]
        calls = (self.world.do(user.set, name="W") for user in users)
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        errors = [outcome for outcome in outcomes if outcome is not None]
        for error in errors:
            if not isinstance(error, TalkJSError):
                raise error
            self.errors.append(error)
        return [error for error in errors if isinstance(error, TalkJSError)]

    async def stop_calling(self) -> None:
        """Let callers come to an end."""
        await asyncio.gather(*(caller.stop() for caller in self.callers))

    async def close(self) -> None:
        """Close the session."""
        began = monotonic()
        await self.world.close(self.talk)
        self.closing = monotonic() - began

    @property
    def health(self) -> Any:
        """What the session says of itself."""
        return self.talk.health()
