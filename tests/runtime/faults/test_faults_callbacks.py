"""Row 33: callbacks that raise, or block.

Neither stops the reader, the pings, nor other callbacks; and what was raised is told.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from leftovers import eventually
from scenarios import Scenario, Scenarios, run
from worlds import BRISK, Seen, World

from minidoc.emulator.testing import Emulator
from talkjs import TalkJSError

scenario = Scenarios()


def _raising(errors: list[BaseException], seen: Seen) -> Callable[[Any], None]:
    def callback(snapshot: Any) -> None:
        seen(snapshot)
        raise errors[(len(seen) - 1) % len(errors)]

    return callback


def _async_raising(errors: list[BaseException], seen: Seen) -> Callable[[Any], Any]:
    async def callback(snapshot: Any) -> None:
        seen(snapshot)
        await asyncio.sleep(0)
        raise errors[(len(seen) - 1) % len(errors)]

    return callback


def _named(number: int) -> Callable[[Any], bool]:
    return lambda snapshot: bool(snapshot.name == str(number))


async def _raises(world: World, callback: Callable[[Any], Any], seen: Seen) -> None:
    """Each state arrives, each error is reported, and another subscriber hears all."""
    talk, told, other = world.talk(), Seen(), Seen()
    talk.on_error(told)
    talk.on_error(_raising([ZeroDivisionError()], Seen()))
    subscription = talk.user("bob").subscribe(callback)
    talk.user("bob").subscribe(other)
    for number in range(6):
        world.emulator.put_user("bob", name=str(number))
        await seen.until(_named(number))
        await other.until(_named(number))
        await eventually(lambda: len(told) == len(seen))
    assert subscription.state.latest_snapshot.name == "5"
    assert all(isinstance(error, Exception) for error in told)
    assert talk.health().state == "ready"
    assert talk.health().reconnects == 0


@scenario
async def raises(world: World) -> None:
    seen = Seen()
    errors = [ZeroDivisionError("mine"), TalkJSError("mine"), MemoryError()]
    await _raises(world, _raising([*errors], seen), seen)


@scenario
async def raises_what_is_no_error(world: World) -> None:
    """A cancelled future that it looked at; in a thread of ours, `sys.exit()` too."""
    seen = Seen()
    errors: list[BaseException] = [
        asyncio.CancelledError(),
        concurrent.futures.CancelledError(),
    ]
    if not world.is_async:
        errors += [SystemExit(3), KeyboardInterrupt()]
    await _raises(world, _raising(errors, seen), seen)


@scenario
async def raises_later(world: World) -> None:
    if not world.is_async:
        return  # no coroutines there
    seen = Seen()
    errors: list[BaseException] = [ZeroDivisionError(), asyncio.CancelledError()]
    await _raises(world, _async_raising(errors, seen), seen)


@scenario
async def waits_for_what_is_cancelled(world: World) -> None:
    """The newest state is told although the call before it ended by a cancellation."""
    if not world.is_async:
        return  # nothing can be cancelled there
    talk, seen, waited = world.talk(), Seen(), list[asyncio.Future[None]]()

    async def callback(snapshot: Any) -> None:
        seen(snapshot)
        waited.append(asyncio.get_running_loop().create_future())
        await waited[-1]

    talk.user("bob").subscribe(callback)
    await eventually(lambda: len(seen) == 1)
    world.emulator.put_user("bob", name="1")
    await world.emulator.quiesce_async()
    waited[0].cancel()
    await seen.until(lambda s: s.name == "1")
    waited[1].set_result(None)


@scenario
async def swallows_a_cancellation(world: World) -> None:
    """Closing cancels what runs; who goes on all the same is cancelled again."""
    if not world.is_async:
        return  # nothing can be cancelled there
    talk, entered = world.talk(), asyncio.Event()

    async def stubborn(snapshot: Any) -> None:
        try:
            entered.set()
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)

    talk.user("bob").subscribe(stubborn)
    await entered.wait()
    began = monotonic()
    await talk.aclose()
    assert monotonic() - began < 1.5


@scenario
async def blocks(world: World) -> None:
    """Pings, calls and reconnecting go on; in threads, other callbacks do wait."""
    talk, seen, other, gate = world.talk(), Seen(), Seen(), threading.Event()

    async def later(snapshot: Any) -> None:
        seen(snapshot)
        while not gate.is_set():
            await asyncio.sleep(0.01)

    def block(snapshot: Any) -> None:
        seen(snapshot)
        gate.wait(10)

    talk.user("bob").subscribe(later if world.is_async else block)
    talk.user("ann").subscribe(other)
    await eventually(lambda: len(seen) == 1)
    since, began = world.emulator.journal.count, monotonic()
    await world.emulator.journal.wait_for_async(
        lambda e: e.path == "/ping", since=since
    )
    assert monotonic() - began < 3 * BRISK.ping_after
    assert talk.health().reconnects == 0
    world.emulator.disconnect()
    await world.do(talk.user("bob").set, name="1")
    await world.do(talk.user("ann").set, name="1")
    await eventually(lambda: talk.health().reconnects == 1)
    assert len(seen) == 1
    gate.set()
    await seen.until(lambda s: s.name == "1")
    await other.until(lambda s: s is not None and s.name == "1")


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
@pytest.mark.parametrize("play", scenario, ids=lambda play: play.__name__)
def test_row_33_callbacks(
    talkjs_emulator: Emulator, play: Scenario, is_async: bool, turn: int
) -> None:
    run(talkjs_emulator, play, is_async, turn)
