"""Rows 6 and 27: more than anybody can take in, at full size."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from injection import Pings, cut, flood, shrink_the_way_out, stop_reading
from leftovers import eventually
from records import recorded
from worlds import BRISK, world_of

from minidoc.emulator.testing import Emulator
from talkjs import UserSnapshot
from talkjs._runtime.async_connection import MOST_TEXTS
from talkjs._runtime.thread_driver import MOST_EFFECTS
from talkjs._runtime.timing import Timing

PER_SECOND, SECONDS = 10_000, 1.2
COUNT = int(PER_SECOND * SECONDS)
# Both ends and the flood between them share one interpreter, on a machine that may be
# busy: what is measured is what waits, not how fast it gets through.
PATIENCE = 25.0
UNHURRIED = replace(BRISK, ping_after=3.0, pong_within=5.0)
IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)


class Sleeper:
    """A consumer that takes one message per second, until it is woken for good."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._is_awake = threading.Event()

    def blocking(self, snapshot: UserSnapshot) -> None:
        self.numbers.append(int(snapshot.name))
        self._is_awake.wait(1.0)

    async def later(self, snapshot: UserSnapshot) -> None:
        self.numbers.append(int(snapshot.name))
        end = monotonic() + 1.0
        while not self._is_awake.is_set() and monotonic() < end:
            await asyncio.sleep(0.01)

    def wake(self) -> None:
        self._is_awake.set()


class Waiting:
    """The most that was ever seen waiting, wherever messages could pile up."""

    def __init__(self, session: Any) -> None:
        self._driver = session._session._driver
        self.effects = self.texts = self.callbacks = 0

    def look(self) -> None:
        driver = self._driver
        self.effects = max(self.effects, len(driver._protocol.effects))
        for connection in driver._connections.copy().values():
            texts = getattr(connection, "_texts", ())
            self.texts = max(self.texts, len(texts))
        work = getattr(driver._callbacks, "_work", ())
        self.callbacks = max(self.callbacks, len(work))

    def is_full(self) -> bool:
        self.look()
        return self.effects > MOST_EFFECTS or self.texts > MOST_TEXTS


@IN_BOTH_WORLDS
def test_row_06_a_slow_reader(
    talkjs_emulator: Emulator,
    is_async: bool,
    turn: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> None:
        async with asyncio.timeout(50), world_of(talkjs_emulator, is_async) as world:
            talk, sleeper = world.talk(timing=UNHURRIED), Sleeper()
            began = monotonic()
            talkjs_emulator.put_user("bob", name="0")
            callback: Callable[..., Any] = (
                sleeper.later if is_async else sleeper.blocking
            )
            bob = talk.user("bob")
            subscription, slow = bob.subscribe(callback), bob.subscribe()
            await world.future(subscription, "connected")
            assert (await world.next(slow)).name == "0"
            waiting, pings = Waiting(talk), Pings(talkjs_emulator, monkeypatch)
            flooding = flood(talkjs_emulator, "bob", COUNT, PER_SECOND)
            while not flooding.done():
                pings.send()
                waiting.look()
                await asyncio.sleep(0.02)
            await eventually(
                lambda: subscription.state.latest_snapshot.name == str(COUNT)
                or talk.health().reconnects,
                PATIENCE,
            )
            _check(talk, waiting, pings)
            # One message per second, not one per message.
            assert len(sleeper.numbers) <= monotonic() - began + 2
            sleeper.wake()
            await eventually(lambda: sleeper.numbers[-1] == COUNT, PATIENCE)
            assert sleeper.numbers == sorted(set(sleeper.numbers))
            assert (await world.next(slow)).name == str(COUNT)
            await eventually(lambda: not pings.sent, PATIENCE)
            # Both ends share one interpreter here; a service waits no less than we do.
            assert max(pings.took) < Timing().pong_within

    asyncio.run(main())


def _check(talk: Any, waiting: Waiting, pings: Pings) -> None:
    """While the consumer sleeps: little waits, nothing is lost, the line is alive."""
    assert talk.health().state == "ready"
    assert talk.health().reconnects == 0, talk.health().last_error.__cause__
    assert len(pings.took) >= 3
    assert waiting.effects < MOST_EFFECTS + 300, waiting.effects
    assert waiting.texts < MOST_TEXTS + 300, waiting.texts
    assert waiting.callbacks <= 1


@IN_BOTH_WORLDS
def test_row_06_a_service_that_does_not_read(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    """Thanks for pushes cannot be sent: reading stops before they fill the memory."""

    async def main() -> None:
        async with asyncio.timeout(60), world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=replace(BRISK, ping_after=30.0))
            talkjs_emulator.put_user("bob", name="0")
            subscription = talk.user("bob").subscribe()
            await world.future(subscription, "connected")
            waiting = Waiting(talk)
            shrink_the_way_out(talk)
            stop_reading(talkjs_emulator)
            await asyncio.wrap_future(flood(talkjs_emulator, "bob", COUNT))
            await eventually(waiting.is_full, PATIENCE)
            for _ in range(30):
                waiting.look()
                await asyncio.sleep(0.01)
            assert waiting.effects < MOST_EFFECTS + 300, waiting.effects
            assert waiting.texts < MOST_TEXTS + 300, waiting.texts
            assert int(subscription.state.latest_snapshot.name) < COUNT
            began = monotonic()
            await world.close(talk)
            assert monotonic() - began < 1.5
            talkjs_emulator.disconnect()  # who reads nothing sees no end

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_06_a_service_that_dies_before_it_reads(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    """Reading has stopped, and yet the end is noticed; the session goes on."""

    async def main() -> None:
        async with asyncio.timeout(60), world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=replace(BRISK, ping_after=30.0))
            talkjs_emulator.put_user("bob", name="0")
            subscription = talk.user("bob").subscribe()
            await world.future(subscription, "connected")
            waiting = Waiting(talk)
            shrink_the_way_out(talk)
            stop_reading(talkjs_emulator)
            await asyncio.wrap_future(flood(talkjs_emulator, "bob", COUNT))
            await eventually(waiting.is_full, PATIENCE)
            cut(talkjs_emulator)
            await eventually(lambda: talk.health().reconnects == 1, PATIENCE)
            talkjs_emulator.put_user("bob", name="after")
            await eventually(
                lambda: subscription.state.latest_snapshot.name == "after", PATIENCE
            )

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_27_close_with_100_000_unread_messages(
    talkjs_emulator: Emulator, is_async: bool, turn: int
) -> None:
    async def main() -> None:
        async with asyncio.timeout(60), world_of(talkjs_emulator, is_async) as world:
            talk = world.talk()
            talkjs_emulator.put_user("bob", name="0")
            subscription = talk.user("bob").subscribe()
            await world.future(subscription, "connected")
            flooding = flood(talkjs_emulator, "bob", 100_000)
            await asyncio.wrap_future(flooding)
            await eventually(lambda: subscription.state.latest_snapshot.name != "0")
            last = int(subscription.state.latest_snapshot.name)
            began, read = monotonic(), records.received
            await world.close(talk)
            took = monotonic() - began
            assert took < 1.5, took
            assert records.received - read < 500, "closing reads no further"
            assert last < 50_000, "most of them were unread"

    with recorded() as records:
        asyncio.run(main())
        assert not records.has("raised")
