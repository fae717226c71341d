"""What a session is doing when a fault strikes: watching users, and making calls.

Every state has a number, the name of its user, that only rises: what is lost, repeated
or goes back shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from invariants import MINE
from worlds import World, in_thread

from talkjs import ErrorState, TalkJSError, UserSnapshot


class Watcher:
    """One subscription, and the numbers of the states that it was told."""

    def __init__(self, world: World, talk: Any, user_id: str, index: int) -> None:
        self.user_id = user_id
        self.numbers: list[int] = []
        self.ended_by: TalkJSError | None = None
        """What iteration raised."""
        self.iteration: asyncio.Task[None] | None = None
        self.raises = index == 0
        callback = self._callback(world, index)
        self.subscription = talk.user(user_id).subscribe(callback)
        if callback is None:
            self.iteration = asyncio.create_task(self._iterate(world))

    def _callback(self, world: World, index: int) -> Callable[..., Any] | None:
        """The first raises each time, one iterates, one is a coroutine function."""
        match index:
            case 0:
                return self._hear_and_raise
            case 1:
                return None
            case 2 if world.is_async:
                return self._hear_later
            case _:
                return self._hear

    def _hear(self, snapshot: UserSnapshot | None) -> None:
        if snapshot is not None:
            self.numbers.append(int(snapshot.name))

    async def _hear_later(self, snapshot: UserSnapshot | None) -> None:
        await asyncio.sleep(0)
        self._hear(snapshot)

    def _hear_and_raise(self, snapshot: UserSnapshot | None) -> None:
        self._hear(snapshot)
        raise ZeroDivisionError(MINE)

    async def _iterate(self, world: World) -> None:
        try:
            if world.is_async:
                async for snapshot in self.subscription:
                    self._hear(snapshot)
            else:
                await in_thread(self._iterate_blocking)
        except TalkJSError as error:
            self.ended_by = error

    def _iterate_blocking(self) -> None:
        for snapshot in self.subscription:
            self._hear(snapshot)

    @property
    def newest(self) -> UserSnapshot:
        """The state that the subscription itself shows."""
        found: UserSnapshot = self.subscription.state.latest_snapshot
        return found

    @property
    def has_failed(self) -> bool:
        """Whether an error has ended it."""
        return isinstance(self.subscription.state, ErrorState)


class Caller:
    """Writes and reads a user of its own, call after call, until it is told to stop."""

    def __init__(self, world: World, talk: Any, user_id: str) -> None:
        self.errors: list[TalkJSError] = []
        self.tried = self.written = 0
        self.is_calling = self.is_stopped = False
        self._world = world
        self._user = talk.user(user_id)
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while not self.is_stopped:
            self.tried += 1
            self.is_calling = True
            try:
                await self._call()
            except TalkJSError as error:
                self.errors.append(error)
            self.is_calling = False
            await asyncio.sleep(self._world.dice.random() / 200)

    async def _call(self) -> None:
        await self._world.do(self._user.set, name=str(self.tried))
        self.written = self.tried
        found: UserSnapshot = await self._world.do(self._user.get)
        # One's own writes are read, and nobody else's answer.
        assert self.written <= int(found.name) <= self.tried, found

    async def stop(self) -> None:
        """End after the call under way; fail if a call went wrong in its result."""
        self.is_stopped = True
        await self._task
