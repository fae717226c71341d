"""Row 33: callbacks that use the session that calls them: legal, all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from leftovers import eventually, our_threads
from scenarios import Scenario, Scenarios, run
from worlds import Seen, World

from minidoc.emulator.testing import Emulator
from talkjs import SessionClosedError

scenario = Scenarios()


def _acting(world: World, act: Callable[[], Any], seen: Seen) -> Callable[[Any], Any]:
    """A callback that does something when it is first called."""

    async def later(snapshot: Any) -> None:
        seen(snapshot)
        if len(seen) == 1:
            await world.do(act)

    def now(snapshot: Any) -> None:
        seen(snapshot)
        if len(seen) == 1:
            act()

    return later if world.is_async else now


@scenario
async def unsubscribes_itself(world: World) -> None:
    talk, seen, subscriptions = world.talk(), Seen(), list[Any]()

    def act() -> Any:
        return subscriptions[0].unsubscribe()

    subscriptions.append(talk.user("bob").subscribe(_acting(world, act, seen)))
    await world.future(subscriptions[0], "terminated")
    world.emulator.put_user("bob", name="1")
    await eventually(lambda: not world.emulator.subscriptions())
    assert len(seen) == 1


@scenario
async def writes_what_it_watches(world: World) -> None:
    talk, seen = world.talk(), Seen()
    bob = talk.user("bob")
    bob.subscribe(_acting(world, lambda: bob.set(name="1"), seen))
    await seen.until(lambda s: s.name == "1")
    assert [s.name for s in seen] == ["0", "1"]


@scenario
async def subscribes_anew(world: World) -> None:
    talk, seen, inner = world.talk(), Seen(), Seen()

    def subscribe() -> None:
        talk.user("bob").subscribe(inner)
        talk.user("ann").subscribe(inner)

    talk.user("bob").subscribe(_acting(world, subscribe, seen))
    await inner.until(lambda s: s is not None and s.name == "0")
    await eventually(lambda: None in inner)


@scenario
async def closes_the_session(world: World) -> None:
    talk, seen, done = world.talk(), Seen(), Seen()
    close = talk.aclose if world.is_async else talk.close

    async def later() -> None:
        await close()
        done(talk.health().state)

    def now() -> None:
        close()
        done(talk.health().state)

    act = later if world.is_async else now
    subscription = talk.user("bob").subscribe(_acting(world, act, seen))
    began = monotonic()
    await world.future(subscription, "terminated")
    assert await done.until(lambda state: state) == "closed"
    assert monotonic() - began < 1.5
    with pytest.raises(SessionClosedError):
        await world.do(talk.user("bob").get)
    await eventually(lambda: not our_threads())


@scenario
async def a_future_of_a_subscription_acts(world: World) -> None:
    """A done-callback runs in the session's own thread: it can do what never waits."""
    talk, outcome = world.talk(), Seen()
    inner = Seen()

    def act(_future: Any) -> None:
        talk.user("ann").subscribe(inner)
        if not world.is_async:
            try:
                talk.user("ann").get()
            except RuntimeError as error:
                outcome(error)
        outcome("went on")

    # Connected only later: the callback runs where the answer is taken.
    world.emulator.faults.add("delay", method="GET", delay=0.1)
    subscription = talk.user("bob").subscribe()
    subscription.connected.add_done_callback(act)
    await outcome.until(lambda text: text == "went on")
    assert len(outcome) == (1 if world.is_async else 2), "a call would wait for itself"
    await eventually(lambda: None in inner)
    await world.do(talk.user("ann").set, name="1")
    await inner.until(lambda s: s is not None)


@scenario
async def a_future_of_a_subscription_closes(world: World) -> None:
    talk, took = world.talk(), Seen()

    def close(_future: Any) -> None:
        began = monotonic()
        if world.is_async:
            took.append(asyncio.ensure_future(talk.aclose()))
        else:
            talk.close()
            took.append(monotonic() - began)

    subscription = talk.user("bob").subscribe()
    subscription.connected.add_done_callback(close)
    await world.future(subscription, "terminated")
    [found] = await eventually(lambda: took)
    if world.is_async:
        await found
    else:
        assert found < 0.5, "it does not wait for itself"
        await eventually(lambda: not our_threads())


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
@pytest.mark.parametrize("play", scenario, ids=lambda play: play.__name__)
def test_row_33_reentry(
    talkjs_emulator: Emulator, play: Scenario, is_async: bool, turn: int
) -> None:
    run(talkjs_emulator, play, is_async, turn)
