"""One scenario for both worlds: asyncio, and threads that a coroutine waits for."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from leftovers import PATIENCE, Baseline, eventually

from minidoc.emulator.testing import Emulator
from talkjs import AsyncTalkSession, TalkSession
from talkjs._runtime.addresses import Address, address_of
from talkjs._runtime.async_driver import LoopDriver
from talkjs._runtime.driving import Settings
from talkjs._runtime.session import AsyncSession, Session
from talkjs._runtime.thread_driver import ThreadDriver
from talkjs._runtime.timing import Timing

T = TypeVar("T")

BRISK = Timing(
    call=4.0, ping_after=0.3, pong_within=0.3, idle=0.2, linger=0.3, open_within=2.0,
    login_within=1.0, first_retry=0.05, longest_retry=0.4, stable=1.0,
    close_within=0.2, provider_within=0.5,
)  # fmt: skip
"""The service's times, ten to thirty times as fast."""


async def in_thread(call: Callable[[], T]) -> T:
    """Run something that blocks, in a thread that is gone afterwards."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    def work() -> None:
        result, error = None, None
        try:
            result = call()
        except BaseException as caught:  # noqa: BLE001 - it goes to the caller
            error = caught
        loop.call_soon_threadsafe(settle, result, error)

    thread = threading.Thread(target=work, name="test-caller")
    thread.start()
    try:
        return await done
    finally:
        thread.join(PATIENCE)


@dataclass
class World:
    """What a scenario acts through."""

    emulator: Emulator
    is_async: bool
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    """For the sessions' jitter, and whatever else is left to chance."""
    sessions: list[Any] = field(default_factory=list[Any])
    address: Callable[[str], Address] | None = None
    """Where a user's session connects to, if not straight to the emulator."""
    tokens: list[str] = field(default_factory=list[str])
    """All that were handed out; none may show anywhere."""

    def token(self, user_id: str = "alice", ttl: float = 86400) -> str:
        """Make a token."""
        self.tokens.append(self.emulator.token(user_id, ttl))
        return self.tokens[-1]

    def talk(
        self,
        user_id: str = "alice",
        *,
        timing: Timing = BRISK,
        token: str | None = "",
        provider: Callable[[], object] | None = None,
    ) -> Any:
        """Make a session; without a token of its own, it gets a good one."""
        chosen = self.token(user_id) if token == "" else token
        app_id = self.emulator.app_id
        if self.address is None:
            address = address_of(app_id, user_id, self.emulator.host)
        else:
            address = self.address(user_id)
        settings = Settings(address, chosen, provider, timing, self.dice.random)
        session: Any
        if self.is_async:
            session = AsyncTalkSession(
                AsyncSession(
                    app_id=app_id, user_id=user_id, driver=LoopDriver(settings)
                )
            )
        else:
            session = TalkSession(
                Session(app_id=app_id, user_id=user_id, driver=ThreadDriver(settings))
            )
        self.sessions.append(session)
        return session

    async def do(self, call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Call a method and wait for its result."""
        if self.is_async:
            outcome: Any = call(*args, **named)
            return await outcome if hasattr(outcome, "__await__") else outcome
        return await in_thread(lambda: call(*args, **named))

    async def future(self, subscription: Any, name: str) -> None:
        """Wait for `connected` or `terminated`."""
        if self.is_async:
            await asyncio.wait_for(getattr(subscription, name), PATIENCE)
        else:
            found = getattr(subscription, name)
            await in_thread(lambda: found.result(PATIENCE))

    async def next(self, subscription: Any) -> Any:
        """Take the next snapshot of an iteration."""
        if self.is_async:
            return await asyncio.wait_for(anext(subscription), PATIENCE)
        return await in_thread(lambda: next(subscription))

    async def close(self, session: Any) -> None:
        """Close a session."""
        await self.do(session.aclose if self.is_async else session.close)


class Seen(list[Any]):
    """A callback that remembers, and can be waited for."""

    def __call__(self, snapshot: Any) -> None:
        self.append(snapshot)

    async def until(self, test: Callable[[Any], bool]) -> Any:
        """Return the first snapshot that passes."""
        return await eventually(lambda: next((s for s in self if test(s)), None))


@asynccontextmanager
async def world_of(
    emulator: Emulator, is_async: bool, seed: int = 0
) -> AsyncGenerator[World]:
    """Open a world; at its end all of it is closed, and nothing is left."""
    before = Baseline.now()
    world = World(emulator, is_async, random.Random(seed))
    try:
        yield world
    finally:
        for session in world.sessions:
            await world.close(session)
    before.assert_no_work()
    await eventually(lambda: emulator.connection_count() == 0)
    assert emulator.subscriptions() == {}
    await eventually(lambda: not before.has_sockets_left())
