"""Moments that are too short to be met by chance, made certain.

Each was met once: a reader that ends between two steps of another thread, a thread that
has done its work and is not gone yet, a system that gives no more threads.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from leftovers import Baseline, eventually
from worlds import World, world_of

from minidoc.emulator.testing import Emulator
from talkjs import AuthenticationError, ErrorState, SessionClosedError
from talkjs._runtime.thread_connections import ThreadConnections
from talkjs._runtime.threads import Threads

IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)
Start = Callable[[Threads, str, Callable[[], object]], threading.Thread]


class Vanishing(ThreadConnections):
    """Connections of which each is gone as soon as somebody has seen it."""

    def __contains__(self, key: object) -> bool:
        return self.pop(key, None) is not None  # type: ignore[call-overload]


@IN_BOTH_WORLDS
def test_a_connection_goes_while_it_is_looked_at(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    async def main() -> None:
        world: World
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk()
            if not is_async:  # there, nothing happens between two steps
                driver = talk._session._driver
                driver._connections = Vanishing(
                    driver._settings, driver._threads, driver._reports
                )
            await world.do(talk.current_user.set, name="A")
            talkjs_emulator.disconnect()
            await world.do(talk.current_user.set, name="B")

    asyncio.run(main())


def test_a_thread_that_is_slow_to_go_is_waited_for(
    talkjs_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    start: Start = Threads.start

    def start_slow(
        threads: Threads, name: str, work: Callable[[], object]
    ) -> threading.Thread:
        def lingering() -> None:
            work()
            threading.Event().wait(0.1)

        return start(threads, name, lingering)

    monkeypatch.setattr(Threads, "start", start_slow)

    async def main() -> None:
        async with world_of(talkjs_emulator, False) as world:
            before = Baseline.now()
            talk = world.talk(provider=world.token, token=None)
            subscription = talk.user("bob").subscribe(print)
            await world.future(subscription, "connected")
            await world.close(talk)
            before.assert_no_work()

    asyncio.run(main())


@pytest.mark.parametrize("name", ["talkjs-reader", "talkjs-token"])
def test_the_system_gives_no_more_threads(
    talkjs_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    start, refused = Threads.start, list[str]()

    def refuse(
        threads: Threads, asked: str, work: Callable[[], object]
    ) -> threading.Thread:
        if asked == name and len(refused) < 3:
            refused.append(asked)
            raise RuntimeError("can't start new thread")
        return start(threads, asked, work)

    monkeypatch.setattr(Threads, "start", refuse)

    async def main() -> None:
        async with world_of(talkjs_emulator, False) as world:
            talk = world.talk(provider=world.token, token=None)
            subscription = talk.user("bob").subscribe()
            await world.future(subscription, "connected")
            await world.do(talk.current_user.set, name="A")
            assert len(refused) == 3
            assert "can't start" in repr(talk.health().last_error.__cause__)

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_a_session_that_has_ended_holds_nobody(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(token=talkjs_emulator.token("somebody else"))
            ended = [talk.user("bob").subscribe() for _ in range(3)]
            await eventually(lambda: talk.health().state == "failed")
            ended += [talk.user("bob").subscribe() for _ in range(3)]
            for subscription in ended:
                await world.future(subscription, "terminated")
                assert isinstance(subscription.state, ErrorState)
            late: Any = ended[-1].state.error
            assert isinstance(late, SessionClosedError)
            assert isinstance(late.__cause__, AuthenticationError)
            assert talk._session.feeds == ()
            assert talk._session._driver._holders == {}

    asyncio.run(main())
